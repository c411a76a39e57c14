"""Filters: named predicates with bound parameters, and how the value a reader gives becomes those parameters.

A predicate is written over the column that holds a record's slug, which most reports call `slug`; where a report
follows the lists that a load derives, over the one that holds its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from models.errors import MithaqError
from models.storage.database import Reader
from reports.query import lookup

if TYPE_CHECKING:
    from models.edtf_dates import EdtfDate


class Filter(NamedTuple):
    """The option that names it, its predicate, and the vocabulary of its values where it has one.

    A filter of dates also says what it can only leave out: `undated` is the predicate for that. One that asks for a
    list that the load derives names its `facet`: the report may be read along it.
    """

    option: str
    predicate: str
    vocabulary: str = ""
    undated: str = ""
    facet: str = ""


Bindings = Mapping[str, Mapping[str, Any]]

# The dates of what happens, for reports that count records rather than list them.
DATED = (
    "(SELECT slug, date_from, date_to FROM v_agreement UNION ALL SELECT slug, date_from, date_to FROM v_event"
    " UNION ALL SELECT slug, date_from, date_to FROM v_initiative)"
)
STAGED = "(SELECT slug, stage, stage_rank FROM v_agreement UNION ALL SELECT slug, stage, stage_rank FROM v_initiative)"


def of_country(slug: str = "slug") -> Filter:
    """A party is the country, or of the country."""
    return Filter("country", f"{slug} IN (SELECT record FROM v_participation WHERE country = :country)")


def about_country(slug: str = "slug") -> Filter:
    """A party is of the country, or the record is itself."""
    return Filter(
        "country",
        f"({slug} IN (SELECT record FROM v_participation WHERE country = :country)"
        f" OR {slug} IN (SELECT slug FROM v_record WHERE country = :country))",
    )


def both(country: Filter) -> Filter:
    """What holds of one country, of both countries of a pair."""
    first, second = (country.predicate.replace(":country", f":pair_{side}") for side in "ab")
    return Filter("pair", f"{first} AND {second}")


def of_pair(slug: str = "slug") -> Filter:
    """Parties of both countries."""
    return both(of_country(slug))


def of_organization(slug: str = "slug") -> Filter:
    return Filter("organization", f"{slug} IN (SELECT record FROM v_participation WHERE party = :organization)")


def of_sector(slug: str = "slug") -> Filter:
    """The sector, or one that is narrower."""
    return Filter(
        "sector",
        f"{slug} IN (SELECT c.record FROM v_classification c JOIN sector_path p ON p.narrower = c.sector"
        " WHERE p.broader = :sector)",
    )


def of_article(slug: str = "slug") -> Filter:
    """The article supports something of the record."""
    return Filter("article", f"{slug} IN (SELECT record FROM v_citation WHERE article = :article)")


def of_collection(slug: str = "slug") -> Filter:
    return Filter("collection", f"{slug} IN (SELECT slug FROM v_record WHERE collection = :collection)")


def of_lists(*facets: str) -> tuple[Filter, ...]:
    """What stands in the list of a country, pair, organization or sector; `number` is that of the record."""
    listed = "EXISTS (SELECT 1 FROM listing x WHERE x.record = number"
    return tuple(
        Filter(facet, f"{listed} AND x.facet = '{facet}' AND x.key = :{facet})", facet=facet) for facet in facets
    )


def of_type(vocabulary: str, column: str = "type") -> Filter:
    return Filter("type", f"{column} = :type", vocabulary)


def of_dates(date: str = "date") -> tuple[Filter, Filter]:
    """Since and until. An open end counts as far away; a date of which no day is known passes neither."""
    first, last = f"{date}_from", f"{date}_to"
    undated = f"({first} IS NULL AND {last} IS NULL)"
    return (
        Filter("since", f"({last} >= :since OR ({last} IS NULL AND {first} IS NOT NULL))", undated=undated),
        Filter("until", f"({first} <= :until OR ({first} IS NULL AND {last} IS NOT NULL))", undated=undated),
    )


def of_dates_of(slug: str) -> tuple[Filter, Filter]:
    """Since and until, of the record with that slug."""
    since, until = (each._replace(undated="") for each in of_dates())
    return (
        since._replace(predicate=f"{slug} IN (SELECT slug FROM {DATED} d WHERE {since.predicate})"),
        until._replace(predicate=f"{slug} IN (SELECT slug FROM {DATED} d WHERE {until.predicate})"),
    )


WHOLE = of_lists("country", "pair", "organization", "sector")
STAGES = (Filter("stage", "stage = :stage"), Filter("min_stage", "stage_rank >= :min_stage"))
SOURCED = (of_article(), of_collection())


def of_stages_of(slug: str) -> tuple[Filter, ...]:
    """Stage and lowest stage, of the record with that slug."""
    return tuple(
        each._replace(predicate=f"{slug} IN (SELECT slug FROM {STAGED} s WHERE {each.predicate})") for each in STAGES
    )


def bind(filters: Iterable[Filter], given: Mapping[str, Any], reader: Reader) -> Bindings:
    """The parameters, by option, that the given values of options mean.

    Raises:
        MithaqError: a value means nothing in this database; the message names the nearest.
    """
    return {
        each.option: _parameters(each, given[each.option], reader)
        for each in filters
        if given.get(each.option) is not None
    }


def _parameters(filter: Filter, value: Any, reader: Reader) -> dict[str, Any]:
    if filter.option == "pair":
        return _pair(reader, value)
    if filter.option == "type":
        return {"type": lookup.find_code(reader, filter.vocabulary, value)}
    return {filter.option: RESOLVERS[filter.option](reader, value)}


def _pair(reader: Reader, value: tuple[str, str]) -> dict[str, Any]:
    first, second = (lookup.find_country(reader, each) for each in value)
    if first == second:
        raise MithaqError(f"{value[0]!r} and {value[1]!r} are the same country; a pair has two")
    return {"pair_a": first, "pair_b": second, "pair": " ".join(sorted((first, second)))}


def _first_day(_reader: Reader, date: EdtfDate) -> str:
    if date.first is None:
        raise MithaqError(f"{date.text} has no first day to compare with; give a date that begins")
    return date.first


def _last_day(_reader: Reader, date: EdtfDate) -> str:
    if date.last is None:
        raise MithaqError(f"{date.text} has no last day to compare with; give a date that ends")
    return date.last


def _rank(reader: Reader, value: str) -> int:
    code = lookup.find_code(reader, "stage", value)
    rank = reader.value("SELECT rank FROM v_code WHERE vocabulary = 'stage' AND code = :code", {"code": code})
    if rank is None:
        raise MithaqError(f"{value!r} stands beside the ladder of stages; give one that is on it")
    return int(rank)


RESOLVERS: dict[str, Callable[[Reader, Any], Any]] = {
    "country": lookup.find_country,
    "organization": lambda reader, value: lookup.find_record(reader, value, "organization"),
    "article": lambda reader, value: lookup.find_record(reader, value, "article"),
    "sector": lambda reader, value: lookup.find_code(reader, "sector", value),
    "stage": lambda reader, value: lookup.find_code(reader, "stage", value),
    "collection": lookup.find_collection,
    "min_stage": _rank,
    "since": _first_day,
    "until": _last_day,
    "as_of": _first_day,
}
