"""Filters of reports: predicates with bound parameters.

A predicate names the column that holds a record's slug, which most reports call `slug`. It looks records up in views
by `IN (SELECT …)`, so that no column of another view can be confused with one of the report.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from models.kinds import records as kinds
from models.kinds.records import having, listed, union


class Filter(NamedTuple):
    """An option with its predicate, and the vocabulary of its values if it has one.

    A filter of dates has two more predicates: `undated` for the rows that it omits because no day of their date is
    known, and `reported` for those that it dates by the articles that report them. In a report of pairs, `paired`
    chooses the pairs of the records that are kept.
    """

    option: str
    predicate: str
    vocabulary: str = ""
    undated: str = ""
    reported: str = ""
    paired: str = ""


Bindings = Mapping[str, Mapping[str, Any]]

# The dates and stages of agreements, events and initiatives, for reports that count records rather than list them.
DATES = "slug, date_from, date_to, reported_from, reported_to"
DATED = f"({union(DATES, kinds.COOPERATION)})"
STAGED = f"({union('slug, stage, stage_rank', kinds.STAGED)})"
# The slugs of records that belong to a country: one of its bodies or itself is a party, an event is held there, a
# figure's subject belongs to it, or the record's own country is this one.
TAKES_PART = "SELECT record FROM v_participation WHERE country = :country"
PARTNER = f"{TAKES_PART} AND partner = 1"
HELD_THERE = "SELECT slug FROM v_event WHERE place_country = :country"
ITSELF = "SELECT slug FROM v_record WHERE country = :country"
SUBJECT = f"SELECT slug FROM v_figure WHERE subject IN ({ITSELF})"
OWN = f"{ITSELF} AND kind IN ({listed(having(lambda kind: kind.has_country and kind.is_cited))})"


def one_of(slug: str, *selects: str) -> str:
    """Return the predicate that the slug is in one of these lists."""
    return f"{slug} IN ({' UNION ALL '.join(selects)})"


def of_country(slug: str = "slug", *further: str) -> Filter:
    """Return the filter of records in which a country takes part, or that are in one of the further lists."""
    return Filter("country", one_of(slug, TAKES_PART, *further))


def of_country_and_statements(slug: str = "slug", *further: str) -> Filter:
    """Return the filter of a country's records, what is held there, and statements about it or any of these.

    What takes part is read once for both lists, since it may be thousands of records.
    """
    there = f"WITH there AS ({TAKES_PART} UNION ALL {HELD_THERE}) SELECT record FROM there"
    about = (
        "SELECT statement FROM v_about WHERE country = :country",
        "SELECT a.statement FROM there t JOIN v_about a ON a.record = t.record",
    )
    return Filter("country", one_of(slug, there, *about, *further))


def of_partner(slug: str = "slug") -> Filter:
    """Return the filter of records in which a country is a partner, for reports that count cooperation."""
    return Filter("country", one_of(slug, PARTNER))


def both(country: Filter) -> Filter:
    """Return the filter of a pair: the filter of one country, applied to both, with partners as participants."""
    partner = country.predicate.replace(PARTNER, TAKES_PART).replace(TAKES_PART, PARTNER)
    first, second = (partner.replace(":country", f":pair_{side}") for side in "ab")
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


CITED = "SELECT record FROM v_citation WHERE source = :article"
CITED_LINK = "SELECT record, item FROM v_citation WHERE source = :article"


def of_article(slug: str = "slug") -> Filter:
    """Return the filter of records that an article or a data set supports in any fact."""
    return Filter("article", one_of(slug, CITED))


def of_collection(slug: str = "slug") -> Filter:
    """Return the filter of records that a collection holds."""
    return Filter("collection", one_of(slug, "SELECT slug FROM v_record WHERE collection = :collection"))


def of_identifier(slug: str = "slug") -> Filter:
    """Return the filter of records that have an identifier of a scheme."""
    having = "SELECT record FROM v_identifier WHERE scheme = :identifier_scheme AND value = :identifier_value"
    return Filter("identifier", one_of(slug, having))


def of_links(link: str, record: str = "record", side: str = "") -> tuple[Filter, Filter]:
    """Return the filters of article and collection for links: by their own citations and owner, not their record's.

    `link` is the alias of the source that has the columns `item` and `collection`, whose names begin with `side`, and
    `record` names its record.
    A row whose `item` is null is a record.
    """
    record, item = f"{link}.{record}", f"{link}.{side}item"
    # The first list is looked up; the second decides.
    supported = f"{one_of(record, CITED)} AND ({item} IS NULL OR ({record}, {item}) IN ({CITED_LINK}))"
    return Filter("article", supported), Filter("collection", f"{link}.{side}collection = :collection")


def of_both(first: tuple[Filter, ...], second: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """Return the filters for rows that rest on two links: each applies to both, or once if they are the same."""
    return tuple(
        one._replace(predicate=" AND ".join(dict.fromkeys((one.predicate, other.predicate))))
        for one, other in zip(first, second, strict=True)
    )


def of_parties(slug: str = "slug", *further: str) -> tuple[Filter, Filter, Filter]:
    """Return the filters of records by participant: a country, a pair of countries, an organization."""
    country = of_country(slug, *further)
    return country, both(country), of_organization(slug)


def of_partners(slug: str = "slug") -> tuple[Filter, Filter]:
    """Return the filters of counted records by partners: a country, a pair of countries."""
    country = of_partner(slug)
    return country, both(country)


def of_type(vocabulary: str, column: str = "type") -> Filter:
    """Return the filter by a code of a vocabulary."""
    return Filter("type", f"{column} = :type", vocabulary)


def of_dates(date: str = "date", reported: str = "") -> tuple[Filter, Filter]:
    """Return since and until: an open end counts as far away; a date without a known day passes neither.

    If `reported` names columns, they date the rows that have no date of their own; rows reported since some day count
    as reported by today.
    """
    since, until = _since(date), _until(date)
    undated = f"({date}_from IS NULL AND {date}_to IS NULL)"
    if not reported:
        return Filter("since", since, undated=undated), Filter("until", until, undated=undated)
    unreported = f"({undated} AND {reported}_from IS NULL AND {reported}_to IS NULL)"
    return (
        Filter(
            "since",
            f"({since} OR ({undated} AND {_since(reported, ' AND :since <= :today')}))",
            undated=unreported,
            reported=undated,
        ),
        Filter("until", f"({until} OR ({undated} AND {_until(reported)}))", undated=unreported, reported=undated),
    )


def _since(date: str, if_open: str = "") -> str:
    return f"({date}_to >= :since OR ({date}_to IS NULL AND {date}_from IS NOT NULL{if_open}))"


def _until(date: str) -> str:
    return f"({date}_from <= :until OR ({date}_from IS NULL AND {date}_to IS NOT NULL))"


def of_reported_dates(date: str = "date") -> tuple[Filter, Filter]:
    """Return since and until; rows without a date of their own are dated by the articles that report them."""
    return of_dates(date, "reported")


def of_dates_of(slug: str) -> tuple[Filter, Filter]:
    """Return since and until, by the date of the agreement, event or initiative with that slug."""
    since, until = of_dates("d.date", "d.reported")
    return _by_slug(slug, since), _by_slug(slug, until)


def _by_slug(slug: str, each: Filter) -> Filter:
    """Return the filter of the records that a filter of dates of agreements, events and initiatives keeps."""
    predicate, undated, reported = (
        f"{slug} IN (SELECT d.slug FROM {DATED} d WHERE {condition})"
        for condition in (each.predicate, each.undated, each.reported)
    )
    return Filter(each.option, predicate, undated=undated, reported=reported)


WHOLE = (*of_parties(), of_sector())
# An event belongs also to the country where it is held.
EVENTS = (*of_parties("slug", HELD_THERE), of_sector())
STAGES = (Filter("stage", "stage = :stage"), Filter("min_stage", "stage_rank >= :min_stage"))
SOURCED = (of_article(), of_collection())


def of_stages_of(slug: str) -> tuple[Filter, ...]:
    """Return stage and lowest stage, by the stage of the agreement or initiative with that slug."""
    return tuple(
        each._replace(predicate=f"{slug} IN (SELECT slug FROM {STAGED} s WHERE {each.predicate})") for each in STAGES
    )
