"""What a report is (data), and how the filters and choices of a reader make one SELECT of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from models.storage.database import PARAMETER, Reader
from reports.display.table import Column, Layout, Remark, Table
from reports.query.filters import Bindings, Filter
from reports.query.indexed_lists import LEADING, Lists

MARK = "{filters}"
Rows = Iterable[Sequence[Any]]


class Computed(NamedTuple):
    """What a report makes of its inputs: its columns by name, and remarks for the table."""

    rows: Iterable[Mapping[str, Any]]
    remarks: tuple[Remark, ...] = ()


class Totals(NamedTuple):
    """The same rows from roll-ups or lists, where only these filters are asked for."""

    source: str
    filters: tuple[Filter, ...] = ()


class Report(NamedTuple):
    """A named SELECT over the views.

    `source` is what stands after FROM: a view, or a subquery in which `{filters}` stands at the end of the WHERE
    that filters join. `order` ends in what tells any two rows apart, so that rows never change places. `compute`
    makes the report's columns of the SELECT's `inputs`, where SQL cannot. `variants` are the same report seen
    otherwise, the first of them by default. With `lists`, a filter that has a list leads through it; the first of
    `totals` that can answer what is asked stands in for `source`.
    """

    name: str
    title_en: str
    title_ar: str
    line: str
    columns: tuple[Column, ...]
    source: str
    order: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    example: str = ""
    layout: Layout = "plain"
    inputs: tuple[str, ...] = ()
    compute: Callable[[Rows], Computed] | None = None
    variants: Mapping[str, Report] = {}
    lists: Lists | None = None
    totals: tuple[Totals, ...] = ()


class Selection(NamedTuple):
    """What a reader wants of a report besides filters: columns by name, another order, so many rows."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None


class Query(NamedTuple):
    """A SELECT with bound parameters, and the columns that the report makes of it."""

    sql: str
    parameters: dict[str, Any]
    columns: tuple[Column, ...]

    def literal(self) -> str:
        """The SELECT with its parameters written in, to paste into any SQL tool."""
        return re.sub(PARAMETER, lambda match: _quoted(self.parameters[match[1]]), self.sql)


class Plan(NamedTuple):
    """What stands after FROM, with the predicates that are left to it, and the order it comes in."""

    source: str
    predicates: tuple[str, ...]
    order: tuple[str, ...]
    undated: tuple[str, ...] = ()

    def from_(self, *more: str) -> str:
        """The source and its predicates, and more of them."""
        predicates = (*self.predicates, *more)
        if MARK in self.source:
            return self.source.replace(MARK, "".join(f"\n        AND {each}" for each in predicates))
        return self.source + ("\nWHERE " + "\n  AND ".join(predicates) if predicates else "")


def compose(report: Report, columns: tuple[Column, ...], selection: Selection, bindings: Bindings) -> Query:
    """The report's SELECT of these columns, as selected, with the filters that are bound."""
    chosen = _chosen(report.filters, bindings)
    plan = _plan(report, chosen)
    names = report.inputs or [column.name for column in columns]
    lines = [
        "SELECT " + ", ".join(names),
        "FROM " + plan.from_(),
        "ORDER BY " + ", ".join(_order(report, selection, plan)),
    ]
    if selection.limit is not None and not report.compute:
        # Written in: a bound limit changes the plan for the worse.
        lines.append(f"LIMIT {selection.limit}")
    return Query("\n".join(lines), _parameters(chosen, bindings), columns)


def _plan(report: Report, chosen: Sequence[Filter]) -> Plan:
    """The roll-ups where they answer, else along a list where a filter has one, else the report as it stands."""
    asked = {each.option for each in chosen}
    for totals in report.totals:
        if asked <= {each.option for each in totals.filters}:
            answered = [each.predicate for each in totals.filters if each.option in asked]
            return Plan(totals.source, tuple(answered), report.order)
    led = sorted((each for each in chosen if each.facet), key=lambda each: LEADING.index(each.facet))
    if report.lists and report.lists.source and led:
        predicates = tuple(each.predicate for each in chosen if each is not led[0])
        return Plan(report.lists.of(led[0].facet), predicates, report.lists.order, (report.lists.undated,))
    return Plan(report.source, tuple(each.predicate for each in chosen), report.order)


def _chosen(filters: Iterable[Filter], bindings: Bindings) -> list[Filter]:
    return [each for each in filters if each.option in bindings]


def _parameters(chosen: Iterable[Filter], bindings: Bindings) -> dict[str, Any]:
    return {name: value for each in chosen for name, value in bindings[each.option].items()}


def read(report: Report, selection: Selection, query: Query, reader: Reader) -> Table:
    """The rows that a query selects, streamed where nothing is computed of them."""
    rows: Rows = reader.select(query.sql, query.parameters)[1]
    remarks: tuple[Remark, ...] = ()
    if report.compute:
        computed, remarks = report.compute(rows)
        rows = _arranged(computed, query.columns, selection)
    layout = report.layout if _whole(report, selection) else "plain"
    fits = not selection.columns
    return Table(report.title_en, report.title_ar, query.columns, rows, layout, fits, remarks)


def count(report: Report, bindings: Bindings) -> Query:
    """Counts the rows of the report, from the roll-ups where they know."""
    chosen = _chosen(report.filters, bindings)
    sql = _total(report, "records", chosen) or f"SELECT count(*)\nFROM {_plan(report, chosen).from_()}"
    return Query(sql, _parameters(chosen, bindings), ())


def undated(report: Report, bindings: Bindings) -> Query | None:
    """Counts what the report leaves out because it has no date to compare; None where no date is asked for."""
    chosen = _chosen(report.filters, bindings)
    dates = {each.option: each.undated for each in chosen if each.undated}
    if not dates or MARK in report.source:
        return None
    rest = [each for each in chosen if each.option not in dates]
    plan = _plan(report, rest)
    source = plan.from_(*plan.undated, *sorted(set(dates.values())))
    sql = _total(report, "undated", rest) or f"SELECT count(*)\nFROM {source}"
    return Query(sql, _parameters(chosen, bindings), ())


def _total(report: Report, measure: str, chosen: Iterable[Filter]) -> str | None:
    """What the roll-ups know of the records that these filters leave."""
    return report.lists.total(measure, {each.facet for each in chosen}) if report.lists else None


def _whole(report: Report, selection: Selection) -> bool:
    """Sections need their order, and a pivot that misses rows would show wrong counts."""
    cut = report.layout == "pivot" and selection.limit is not None
    return not (selection.columns or selection.sort or cut)


def _order(report: Report, selection: Selection, plan: Plan) -> tuple[str, ...]:
    if selection.sort is None or report.compute:
        return plan.order
    name, direction = selection.sort.removeprefix("-"), "DESC" if selection.sort.startswith("-") else "ASC"
    column = next(each for each in report.columns if each.name == name)
    return (f"{column.order or column.name} {direction} NULLS LAST", *report.order)


def _arranged(computed: Iterable[Mapping[str, Any]], columns: Sequence[Column], selection: Selection) -> Rows:
    """Computed rows sorted and cut as selected: what SQL does for the others."""
    rows = list(computed)
    if selection.sort:
        name = selection.sort.removeprefix("-")
        known = sorted((row for row in rows if row[name] is not None), key=lambda row: row[name])
        ordered = known[::-1] if selection.sort.startswith("-") else known
        rows = ordered + [row for row in rows if row[name] is None]
    return [[row[column.name] for column in columns] for row in rows[: selection.limit]]


def _quoted(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
