"""The graph of cooperation: who takes part in which agreement, event or initiative, and the country of each party."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from models.kinds.records import COOPERATION, RECORDS, listed
from reports.exporting.extract import Extract

KINDS = listed(COOPERATION)
TAKING_PART = f"""v_participation p
WHERE p.record_kind IN ({KINDS}) AND p.party IS NOT NULL{{limited}}"""
NODES = f"""
SELECT r.slug, r.name_en, r.name_ar, r.kind, r.country, u.done, u.whole, u.partners
FROM v_record r
LEFT JOIN v_cooperation u ON u.slug = r.slug
WHERE r.slug IN (SELECT p.party FROM {TAKING_PART})
    OR r.slug IN (SELECT c.slug FROM v_country c WHERE c.code IN (SELECT p.country FROM {TAKING_PART}))
    OR (r.kind IN ({KINDS}){{owned}})
ORDER BY r.slug
"""
DATED = " UNION ALL ".join(
    f"SELECT slug, {'stage' if RECORDS[kind].has_stage else 'CAST(NULL AS VARCHAR(40))'} AS stage, date FROM v_{kind}"
    for kind in COOPERATION
)
EDGES = f"""
SELECT p.party, p.record, 'participation' AS kind, p.role, p.capacity, p.partner, h.stage, h.date
FROM (SELECT * FROM {TAKING_PART}) p
JOIN ({DATED}) h ON h.slug = p.record
ORDER BY p.record, p.party, p.role, p.capacity
"""
OF_COUNTRY = f"""
SELECT DISTINCT p.party, c.slug, 'of_country', NULL, NULL, NULL, NULL, NULL
FROM (SELECT * FROM {TAKING_PART}) p
JOIN v_country c ON c.code = p.country
WHERE p.party <> c.slug
ORDER BY p.party
"""


class Node(NamedTuple):
    """A party, a country, or a record in which parties take part.

    Records of cooperation have `done` (1 or 0), the record with which they count, and their number of partners.
    """

    slug: str
    name_en: str | None
    name_ar: str | None
    kind: str
    country: str | None
    done: int | None
    whole: str | None
    partners: int | None


class Edge(NamedTuple):
    """The participation of a party in a record, or the country of a party."""

    source: str
    target: str
    kind: str
    role: str | None
    capacity: str | None
    partner: int | None
    stage: str | None
    date: str | None


class Graph(NamedTuple):
    """Nodes and edges; iterate the nodes first."""

    nodes: Iterable[Node]
    edges: Iterable[Edge]


def read_graph(extract: Extract) -> Graph:
    """Stream the whole graph, or that of a collection: first its nodes, then its edges."""
    chosen = {"collection": extract.collection} if extract.collection is not None else None
    marks = {
        "limited": " AND p.collection = :collection" if chosen else "",
        "owned": " AND r.collection = :collection" if chosen else "",
    }
    nodes, *edges = (extract.reader.select(sql.format(**marks), chosen)[1] for sql in (NODES, EDGES, OF_COUNTRY))
    return Graph((Node(*row) for row in nodes), (Edge(*row) for rows in edges for row in rows))
