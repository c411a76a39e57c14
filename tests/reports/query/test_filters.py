"""Promises of filters: the records that links say, whichever way a report reads them."""

from __future__ import annotations

from typing import Any

import pytest

from models.storage.database import Database, Reader
from reports.catalogue.registry import load
from reports.query.bindings import bind
from reports.query.report import Report, Selection, compose, count, undated

VALUES: dict[str, Any] = {"country": "UZ", "sector": "digital", "pair": ("UZ", "CN")}


def selected(report: Report, asked: dict[str, Any], reader: Reader) -> list[Any]:
    """All rows of a report with these filters."""
    query = compose(report, report.columns, Selection(), bind(report.filters, asked, reader))
    return list(reader.rows(query.sql, query.parameters))


# Who takes part, and what else gives a record its countries and organizations: each a SELECT of slugs over the tables.
TAKING_PART = (
    "SELECT r.slug FROM participation l JOIN record r ON r.id = l.record JOIN record p ON p.id = l.party"
    " JOIN role o ON o.code = l.role WHERE {column} = '{value}' AND o.partner >= {partner}"
)
HELD_THERE = (
    "SELECT r.slug FROM event e JOIN record r ON r.id = e.id JOIN record p ON p.id = e.place"
    " WHERE p.country = '{value}'"
)
ABOUT = (
    "SELECT s.slug FROM about b JOIN record s ON s.id = b.statement JOIN record p ON p.id = b.record WHERE {condition}"
)
FURTHER = {
    ("event", "country"): [HELD_THERE],
    ("figure", "country"): [
        "SELECT f.slug FROM figure g JOIN record f ON f.id = g.id JOIN record p ON p.id = g.subject"
        " WHERE p.country = '{value}'"
    ],
    ("statement", "country"): [
        ABOUT.replace("{condition}", condition)
        for condition in ("p.country = '{value}'", f"p.slug IN ({TAKING_PART})", f"p.slug IN ({HELD_THERE})")
    ],
    ("statement", "organization"): [ABOUT.replace("{condition}", "p.slug = '{value}'")],
}
IN_SECTOR = (
    "SELECT r.slug FROM classification c JOIN sector_path p ON p.narrower = c.sector JOIN record r ON r.id = c.record"
    " WHERE p.broader = '{value}'"
)


def linked(kind: str, option: str, value: str) -> str:
    """Return the predicate that the links themselves give for a filter; in a pair, of partners only."""
    if option == "sector":
        return f"slug IN ({IN_SECTOR.format(value=value)})"
    partner, option = int(option == "pair"), option.replace("pair", "country")
    ways = [TAKING_PART, *FURTHER.get((kind, option), [])]
    column = {"country": "p.country", "organization": "p.slug"}[option]
    return f"slug IN ({' UNION '.join(each.format(column=column, value=value, partner=partner) for each in ways)})"


@pytest.mark.parametrize("kind", ["agreement", "event", "initiative", "figure", "statement"])
@pytest.mark.parametrize(
    "asked",
    [
        {"country": "UZ"},
        {"pair": ("UZ", "CN")},
        {"organization": "sco"},
        {"sector": "digital"},
        {"country": "UZ", "sector": "digital"},
        {"country": "CN", "organization": "sco"},
    ],
)
def test_a_list_is_what_the_links_say(loaded_template: Database, kind: str, asked: dict[str, Any]) -> None:
    """A filter leaves the records whose participations, subjects and classifications say so, and counts them."""
    report = load(f"{kind}s")
    if not asked.keys() <= {each.option for each in report.filters}:
        pytest.skip("the report has no such filter")
    pairs = [(option, each) for option, value in asked.items() for each in ([value] if option != "pair" else value)]
    predicates = [linked(kind, option, value) for option, value in pairs]
    date = {"figure": "period_from", "agreement": "coalesce(signed_from, date_from)"}.get(kind, "date_from")
    with loaded_template.read() as reader:
        found = [row[0] for row in selected(report, asked, reader)]
        wanted = f"SELECT slug FROM v_{kind} WHERE {' AND '.join(predicates)} ORDER BY {date} DESC NULLS LAST, slug"
        assert found == [row[0] for row in reader.rows(wanted)]
        counted = count(report, bind(report.filters, asked, reader))
        assert reader.value(counted.sql, counted.parameters) == len(found)


@pytest.mark.parametrize("options", ["", "country", "sector", "country sector", "pair"])
def test_what_has_no_date_is_counted(loaded_template: Database, options: str) -> None:
    """A filter of dates omits as many rows for want of one as the report has without a day under the other filters."""
    report = load("agreements")
    values = {option: VALUES[option] for option in options.split()}
    with loaded_template.read() as reader:
        bindings = bind(report.filters, values, reader)
        query = undated(report, bindings | {"since": {"since": "2020-01-01"}})
        assert query
        names = [column.name for column in report.columns]
        rows = [dict(zip(names, row, strict=True)) for row in selected(report, values, reader)]
        days = ("date_from", "date_to", "reported_from", "reported_to")
        assert reader.value(query.sql, query.parameters) == sum(not any(row[day] for day in days) for row in rows)


def test_undated_agreements_are_counted_once_below_their_pairs(loaded_template: Database) -> None:
    """The rows of `pairs` are pairs; the number below them is of agreements, each once."""
    without = "SELECT count(*) FROM v_agreement WHERE coalesce(date_from, date_to, reported_from, reported_to) IS NULL"
    with loaded_template.read() as reader:
        query = undated(load("pairs"), bind(load("pairs").filters, {}, reader) | {"since": {"since": "2020-01-01"}})
        assert query
        assert reader.value(query.sql, query.parameters) == reader.value(
            f"{without} AND slug IN (SELECT record FROM v_partnership)"
        )
