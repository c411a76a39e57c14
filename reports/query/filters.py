"""Filters of reports: predicates with bound parameters, and how the value of an option becomes these parameters.

A predicate names the column that holds a record's slug, which most reports call `slug`. It looks records up in views
by `IN (SELECT …)`, so that no column of another view can be confused with one of the report.
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
    """An option with its predicate, and the vocabulary of its values if it has one.

    `undated` is the predicate of the rows that a filter of dates omits because no day of their date is known.
    """

    option: str
    predicate: str
    vocabulary: str = ""
    undated: str = ""


Bindings = Mapping[str, Mapping[str, Any]]

# The dates of agreements, events and initiatives, for reports that count records rather than list them.
DATED = (
    "(SELECT slug, date_from, date_to FROM v_agreement UNION ALL SELECT slug, date_from, date_to FROM v_event"
    " UNION ALL SELECT slug, date_from, date_to FROM v_initiative)"
)
STAGED = "(SELECT slug, stage, stage_rank FROM v_agreement UNION ALL SELECT slug, stage, stage_rank FROM v_initiative)"
# The slugs of records that belong to a country: a party is the country or of it, a figure's subject or what a statement
# is about is, or the record itself is of the country.
TAKES_PART = "SELECT record FROM v_participation WHERE country = :country"
ABOUT = "SELECT statement FROM v_about WHERE country = :country"
ITSELF = "SELECT slug FROM v_record WHERE country = :country"
SUBJECT = f"SELECT slug FROM v_figure WHERE subject IN ({ITSELF})"
OWN = f"{ITSELF} AND kind IN ('organization', 'person', 'place')"


def one_of(slug: str, *selects: str) -> str:
    """Return the predicate that the slug is in one of these lists."""
    return f"{slug} IN ({' UNION ALL '.join(selects)})"


def of_country(slug: str = "slug", *further: str) -> Filter:
    """Return the filter of records in which a country takes part, or that are in one of the further lists."""
    return Filter("country", one_of(slug, TAKES_PART, *further))


def both(country: Filter) -> Filter:
    """Return the filter of a pair: what holds of one country, holds of both."""
    first, second = (country.predicate.replace(":country", f":pair_{side}") for side in "ab")
    return Filter("pair", f"{first} AND {second}")


def of_organization(slug: str = "slug", *further: str) -> Filter:
    """Return the filter of records in which an organization takes part, or that are in one of the further lists."""
    return Filter(
        "organization", one_of(slug, "SELECT record FROM v_participation WHERE party = :organization", *further)
    )


def of_sector(slug: str = "slug") -> Filter:
    """Return the filter of records in a sector or a narrower one."""
    return Filter(
        "sector",
        one_of(
            slug,
            "SELECT c.record FROM v_classification c JOIN v_sector_path p ON p.narrower = c.sector"
            " WHERE p.broader = :sector",
        ),
    )


def of_article(slug: str = "slug") -> Filter:
    """Return the filter of records that an article supports in something."""
    return Filter("article", one_of(slug, "SELECT record FROM v_citation WHERE article = :article"))


def of_collection(slug: str = "slug") -> Filter:
    """Return the filter of records that a collection holds."""
    return Filter("collection", one_of(slug, "SELECT slug FROM v_record WHERE collection = :collection"))


def of_parties(slug: str = "slug") -> tuple[Filter, Filter, Filter]:
    """Return the filters of records by who takes part: a country, a pair of countries, an organization."""
    country = of_country(slug)
    return country, both(country), of_organization(slug)


def of_type(vocabulary: str, column: str = "type") -> Filter:
    """Return the filter by a code of a vocabulary."""
    return Filter("type", f"{column} = :type", vocabulary)


def of_dates(date: str = "date") -> tuple[Filter, Filter]:
    """Return since and until: an open end counts as far away; a date without a known day passes neither."""
    first, last = f"{date}_from", f"{date}_to"
    undated = f"({first} IS NULL AND {last} IS NULL)"
    return (
        Filter("since", f"({last} >= :since OR ({last} IS NULL AND {first} IS NOT NULL))", undated=undated),
        Filter("until", f"({first} <= :until OR ({first} IS NULL AND {last} IS NOT NULL))", undated=undated),
    )


def of_dates_of(slug: str) -> tuple[Filter, Filter]:
    """Return since and until, by the date of the agreement, event or initiative with that slug."""
    since, until = (each._replace(undated="") for each in of_dates())
    return (
        since._replace(predicate=f"{slug} IN (SELECT slug FROM {DATED} d WHERE {since.predicate})"),
        until._replace(predicate=f"{slug} IN (SELECT slug FROM {DATED} d WHERE {until.predicate})"),
    )


WHOLE = (*of_parties(), of_sector())
STAGES = (Filter("stage", "stage = :stage"), Filter("min_stage", "stage_rank >= :min_stage"))
SOURCED = (of_article(), of_collection())


def of_stages_of(slug: str) -> tuple[Filter, ...]:
    """Return stage and lowest stage, by the stage of the agreement or initiative with that slug."""
    return tuple(
        each._replace(predicate=f"{slug} IN (SELECT slug FROM {STAGED} s WHERE {each.predicate})") for each in STAGES
    )


def bind(filters: Iterable[Filter], given: Mapping[str, Any], reader: Reader) -> Bindings:
    """Return the parameters that the given values of options mean, by option.

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
    return {"pair_a": first, "pair_b": second}


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
        raise MithaqError(f"--min-stage needs a ranked stage (proposed … completed); {value!r} has no rank")
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
