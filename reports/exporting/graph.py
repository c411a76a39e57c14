"""The graph of agreements: parties and agreements are nodes, participations are edges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reports.exporting.extract import Extract

NODES = """
SELECT r.slug, r.name_en, r.name_ar, r.kind, r.country
FROM v_record r
WHERE r.kind = 'agreement' OR r.slug IN (SELECT party FROM v_participation WHERE record_kind = 'agreement')
ORDER BY r.slug
"""
EDGES = """
SELECT p.party, p.record, p.role, p.capacity, a.stage, a.date
FROM v_participation p
JOIN v_agreement a ON a.slug = p.record
WHERE p.party IS NOT NULL
ORDER BY p.record, p.party, p.role, p.capacity
"""


class Node(NamedTuple):
    """A party or an agreement."""

    slug: str
    name_en: str | None
    name_ar: str | None
    kind: str
    country: str | None


class Edge(NamedTuple):
    """The participation of a party in an agreement, with the agreement's stage."""

    party: str
    agreement: str
    role: str
    capacity: str
    stage: str | None
    date: str | None


class Graph(NamedTuple):
    """Nodes and edges; iterate the nodes first."""

    nodes: Iterable[Node]
    edges: Iterable[Edge]


def read_graph(extract: Extract) -> Graph:
    """Stream the whole graph: first its nodes, then its edges."""
    nodes = (Node(*row) for row in extract.reader.select(NODES)[1])
    return Graph(nodes, (Edge(*row) for row in extract.reader.select(EDGES)[1]))
