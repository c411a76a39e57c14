"""The report `network`: who takes part with whom, and who stands between others."""

from __future__ import annotations

from collections import Counter
from typing import Any

from models.kinds.records import COOPERATION, listed
from reports.catalogue import columns as col
from reports.catalogue.centrality import betweenness, neighbours, pivots
from reports.display.table import Column
from reports.query.filters import both, of_article, of_collection, of_country, of_dates_of, of_sector
from reports.query.report import Computed, Report, Rows

SOURCE = f"""(
    SELECT DISTINCT p.record, r.slug, r.kind, r.name_en, r.name_ar, r.country
    FROM v_participation p
    JOIN v_record r ON r.slug = p.party
    WHERE p.record_kind IN ({listed(COOPERATION)}){{filters}}
) network"""
RECORD = "p.record"


def measure(rows: Rows) -> Computed:
    """Each party with its records, its partners in them, and its betweenness, the most central first."""
    records: dict[str, set[str]] = {}
    parties: dict[str, dict[str, Any]] = {}
    taken: Counter[str] = Counter()
    for record, slug, kind, name_en, name_ar, country in rows:
        records.setdefault(record, set()).add(slug)
        parties[slug] = {"slug": slug, "kind": kind, "name_en": name_en, "name_ar": name_ar, "country": country}
        taken[slug] += 1
    graph = neighbours(records.values())
    sources = pivots(graph)
    between = betweenness(graph, sources)
    measured = [
        parties[slug] | {"records": taken[slug], "degree": len(graph[slug]), "betweenness": round(between[slug], 4)}
        for slug in sorted(parties, key=lambda slug: (-between[slug], -len(graph[slug]), slug))
    ]
    estimated = ("estimated", str(len(sources)), str(len(graph)))
    return Computed(measured, (estimated,) if len(sources) < len(graph) else ())


REPORT = Report(
    name="network",
    title_en="Network",
    title_ar="الشبكة",
    line="Parties with the number of their partners and their betweenness, the most central first.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        col.KIND,
        col.detail(col.COUNTRY),
        col.RECORDS,
        Column("degree", "Partners", "الشركاء", "integer"),
        Column("betweenness", "Betweenness", "الوساطة", "number"),
    ),
    source=SOURCE,
    order=("record", "slug"),
    filters=(
        of_country(RECORD),
        both(of_country(RECORD)),
        of_sector(RECORD),
        *of_dates_of(RECORD),
        of_article(RECORD),
        of_collection(RECORD),
    ),
    example="mithaq report network --sector digital --limit 10",
    inputs=("record", "slug", "kind", "name_en", "name_ar", "country"),
    compute=measure,
)
