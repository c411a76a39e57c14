"""The report `network`: who takes part with whom, and who stands between others."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from reports.catalogue import columns as col
from reports.catalogue.centrality import betweenness, neighbours, pivots
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import of_dates_of, of_links, of_partners, of_sector
from reports.query.report import Computed, Report, Rows

PARTNERS = cooperation.undertakings(
    "p.party, p.country", "JOIN v_participation p ON p.record = u.slug AND p.partner = 1", "p.party IS NOT NULL"
)
# Each partner, and the country that it belongs to: what a ministry or a company does counts for its country.
SOURCE = f"""(
    SELECT c.slug AS record, c.whole, c.done, r.slug, r.kind, r.name_en, r.name_ar, r.country
    FROM (
            {PARTNERS}
    ) c
    JOIN v_record r ON r.slug = c.party
    UNION
    SELECT c.slug, c.whole, c.done, r.slug, r.kind, r.name_en, r.name_ar, r.country
    FROM (
            {PARTNERS}
    ) c
    JOIN v_country k ON k.code = c.country
    JOIN v_record r ON r.slug = k.slug
) network"""


def measure(rows: Rows) -> Computed:
    """Measure each party: its records, its partners in those that are done, and its betweenness, most central first."""
    records: dict[str, set[str]] = defaultdict(set)
    parties: dict[str, dict[str, Any]] = {}
    wholes: dict[str, dict[str, int]] = defaultdict(dict)
    for record, whole, done, slug, kind, name_en, name_ar, country in rows:
        parties[slug] = {"slug": slug, "kind": kind, "name_en": name_en, "name_ar": name_ar, "country": country}
        wholes[slug][whole] = max(done, wholes[slug].get(whole, 0))
        if done:
            records[record].add(slug)
    graph = neighbours(records.values())
    _part_from_bodies(graph, parties)
    sources = pivots(graph)
    between = betweenness(graph, sources)
    measured = [
        parties[slug]
        | _count(wholes[slug])
        | {"degree": len(graph.get(slug, ())), "betweenness": round(between.get(slug, 0.0), 4)}
        for slug in sorted(parties, key=lambda slug: (-between.get(slug, 0.0), -len(graph.get(slug, ())), slug))
    ]
    estimated = ("estimated", str(len(sources)), str(len(graph)))
    return Computed(measured, (estimated,) if len(sources) < len(graph) else ())


def _count(wholes: dict[str, int]) -> dict[str, int]:
    done = sum(wholes.values())
    return {"records": done, "planned": len(wholes) - done}


def _part_from_bodies(graph: dict[str, set[str]], parties: dict[str, dict[str, Any]]) -> None:
    """Remove the edges between a country and its own bodies, which count for it."""
    countries = {party["country"]: slug for slug, party in parties.items() if party["kind"] == "country"}
    for slug, party in parties.items():
        country = countries.get(party["country"])
        if country and country != slug and slug in graph:
            graph[slug].discard(country)
            graph[country].discard(slug)


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
        col.PLANNED,
        Column("degree", "Partners", "الشركاء", "integer"),
        Column("betweenness", "Betweenness", "الوساطة", "number"),
    ),
    source=SOURCE,
    order=("record", "slug"),
    filters=(*of_partners("u.slug"), of_sector("u.slug"), *of_dates_of("u.slug"), *of_links("p")),
    example="mithaq report network --sector digital --limit 10",
    inputs=("record", "whole", "done", "slug", "kind", "name_en", "name_ar", "country"),
    compute=measure,
    remarks=(("counted_partners",),),
    fit=Fit(("name", "degree", "betweenness"), ("records", "planned", "kind")),
)
