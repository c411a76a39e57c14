"""The report `network`: who cooperates with whom, and who connects others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from models.kinds.entities import COUNTRY
from models.kinds.links import PARTIES
from models.kinds.records import listed
from reports.catalogue import columns as col
from reports.catalogue.centrality import Graph, betweenness, join_members
from reports.display.table import Column, Fit
from reports.query.filters import of_dates_of, of_links, of_partners, of_sector
from reports.query.report import Computed, Report, Rows

# Each partner in each record; then the records that are partners or their countries, described once.
PARTNERS = """v_cooperation u
    JOIN v_participation p ON p.record = u.slug AND p.partner = 1
    WHERE p.party IS NOT NULL{filters}"""
SOURCE = f"""(
    SELECT u.slug AS record, u.whole, u.done, u.partners, p.party AS slug, p.country, CAST(NULL AS VARCHAR(1)) AS kind,
        CAST(NULL AS VARCHAR(1)) AS name_en, CAST(NULL AS VARCHAR(1)) AS name_ar
    FROM {PARTNERS}
    UNION ALL
    SELECT CAST(NULL AS VARCHAR(1)), CAST(NULL AS VARCHAR(1)), CAST(NULL AS INTEGER), CAST(NULL AS INTEGER),
        r.slug, r.country, r.kind, r.name_en, r.name_ar
    FROM v_record r
    WHERE r.kind IN ({listed(PARTIES)})
) network"""


def measure(rows: Rows) -> Computed:
    """Measure each party: its records, its partners in those that are done, and its betweenness, most central first.
    Records of a ministry or a company count for its country.
    """
    described: dict[str, dict[str, Any]] = {}
    links: list[tuple[str, str, int, int, str, str | None]] = []
    for record, whole, done, partners, slug, country, kind, name_en, name_ar in rows:
        if record is None:
            described[slug] = {"slug": slug, "kind": kind, "name_en": name_en, "name_ar": name_ar, "country": country}
        else:
            links.append((record, whole, done, partners, slug, country))
    countries = {party["country"]: slug for slug, party in described.items() if party["kind"] == COUNTRY.kind}
    members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    sizes: dict[str, int] = {}
    wholes: dict[str, dict[str, int]] = defaultdict(dict)
    for record, whole, done, partners, slug, country in links:
        sizes[record] = partners
        for each in (slug, countries[country]) if country in countries else (slug,):
            wholes[each][whole] = max(done, wholes[each].get(whole, 0))
            if done:
                members[whole][record].add(each)
    graph = join_members(
        [(sorted(parties), 1 / max(sizes[record] - 1, 1)) for record, parties in records.items()]
        for records in members.values()
    )
    parties = {slug: described[slug] for slug in wholes}
    _part_from_bodies(graph, parties)
    return _ranked(parties, wholes, graph)


def _ranked(parties: dict[str, dict[str, Any]], wholes: dict[str, dict[str, int]], graph: Graph) -> Computed:
    between = betweenness(graph)
    measured = [
        parties[slug] | _count(wholes[slug]) | _measure_node(graph.get(slug, {}), between, slug) for slug in parties
    ]
    measured.sort(key=lambda row: (-(row["betweenness"] or 0.0), -row["weight"], row["slug"]))
    return Computed(measured, (("not_followed", f"{len(graph):,}"),) if between is None else ())


def _measure_node(edges: Mapping[str, float], between: Mapping[str, float] | None, slug: str) -> dict[str, Any]:
    return {
        "degree": len(edges),
        "weight": round(sum(edges.values()), 4),
        "betweenness": None if between is None else round(between.get(slug, 0.0), 4),
    }


def _count(wholes: dict[str, int]) -> dict[str, int]:
    done = sum(wholes.values())
    return {"records": done, "planned": len(wholes) - done}


def _part_from_bodies(graph: Graph, parties: dict[str, dict[str, Any]]) -> None:
    """Remove the edges between a country and its own bodies, which count for it."""
    countries = {party["country"]: slug for slug, party in parties.items() if party["kind"] == "country"}
    for slug, party in parties.items():
        country = countries.get(party["country"])
        if country and country != slug and slug in graph:
            graph[slug].pop(country, None)
            graph[country].pop(slug, None)


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
        Column("weight", "Weight", "الوزن", "number"),
        Column("betweenness", "Betweenness", "الوساطة", "number"),
    ),
    source=SOURCE,
    order=("record NULLS LAST", "slug", "country NULLS LAST"),
    filters=(*of_partners("u.slug"), of_sector("u.slug"), *of_dates_of("u.slug"), *of_links("p")),
    example="mithaq report network --sector digital --limit 10",
    inputs=("record", "whole", "done", "partners", "slug", "country", "kind", "name_en", "name_ar"),
    compute=measure,
    remarks=(("counted_partners",),),
    counted=f"SELECT u.slug FROM {PARTNERS}",
    fit=Fit(("name", "weight", "betweenness"), ("records", "degree", "planned", "kind")),
)
