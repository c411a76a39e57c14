"""Find the records that belong on the page of a country, a sector or a pair of countries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from models.kinds.records import COOPERATION, having, listed
from models.storage.database import Reader

OWN = listed(having(lambda kind: kind.has_country and kind.is_cited))
# A record belongs to a country by the rules of the filter --country.
OF_COUNTRIES = f"""
SELECT country, record FROM v_participation WHERE country IS NOT NULL
UNION SELECT place_country, slug FROM v_event WHERE place_country IS NOT NULL
UNION SELECT country, slug FROM v_record WHERE country IS NOT NULL AND kind IN ({OWN})
UNION SELECT s.country, f.slug FROM v_figure f JOIN v_record s ON s.slug = f.subject WHERE s.country IS NOT NULL
UNION SELECT country, statement FROM v_about WHERE country IS NOT NULL
UNION SELECT p.country, a.statement FROM v_about a JOIN v_participation p ON p.record = a.record
    WHERE p.country IS NOT NULL
UNION SELECT e.place_country, a.statement FROM v_about a JOIN v_event e ON e.slug = a.record
    WHERE e.place_country IS NOT NULL"""
OF_SECTORS = """
SELECT DISTINCT p.broader, c.record FROM v_classification c JOIN v_sector_path p ON p.narrower = c.sector"""
PARTNERS = f"""
SELECT DISTINCT country, record FROM v_participation
WHERE partner = 1 AND country IS NOT NULL AND record_kind IN ({listed(COOPERATION)})"""

Groups = Mapping[str, set[str]]


class Pair(NamedTuple):
    """The records in which two countries are partners, and those among them without a third country."""

    records: set[str]
    bilateral: set[str]


def of_countries(reader: Reader) -> Groups:
    """Return the slugs of the records of each country, by its code."""
    return _group(reader, OF_COUNTRIES)


def of_sectors(reader: Reader) -> Groups:
    """Return the slugs of the records in each sector or in a narrower one."""
    return _group(reader, OF_SECTORS)


def of_pairs(reader: Reader) -> dict[tuple[str, str], Pair]:
    """Return every two countries, by their codes in order, that share a record with no third country."""
    partner = _group(reader, PARTNERS)
    partners: dict[str, set[str]] = defaultdict(set)
    for country, records in partner.items():
        for record in records:
            partners[record].add(country)
    alone: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record, countries in partners.items():
        for two in combinations(sorted(countries), 2) if len(countries) == 2 else ():
            alone[two].add(record)
    return {(a, b): Pair(partner[a] & partner[b], found) for (a, b), found in sorted(alone.items())}


def _group(reader: Reader, sql: str) -> Groups:
    groups: dict[str, set[str]] = defaultdict(set)
    for key, slug in reader.rows(sql):
        groups[key].add(slug)
    return groups
