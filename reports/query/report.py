"""A report as data, and the SELECT that it becomes with the filters and choices of a reader."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from models.commandline.language import in_language
from models.storage.database import PARAMETER, Reader
from reports.display.table import Column, Fit, Layout, Remark, Table
from reports.query.cooperation import IN_CELLS
from reports.query.filters import Bindings, Filter

MARK, PAIRED, TOP, FIRST = "{filters}", "{paired}", "{top}", "{first}"
OTHER = {"en": "ar", "ar": "en"}
# A term of an order: the name as it is shown.
BY_NAME = "{name}"
Rows = Iterable[Sequence[Any]]


class Computed(NamedTuple):
    """The result of a report's computation: its columns by name, and remarks for the table."""

    rows: Iterable[Mapping[str, Any]]
    remarks: tuple[Remark, ...] = ()


class Report(NamedTuple):
    """A named SELECT over the views of the contract, in SQL that other engines run unchanged.

    If a SELECT reads several sources, every column is qualified, so that a new column of a view breaks nothing.

    Attributes:
        source: the text after FROM: a view, or a subquery. Filters are put in at `{filters}`, the end of its WHERE, and
            the order and LIMIT of the report at `{first}`, so that each branch of a union reads its first rows by an
            index.
        order: ends with a unique key, so that it is stable; a term without NULLS is a column that is never null.
        inputs: the columns of the SELECT from which `compute` makes the report's columns, if SQL cannot.
        variants: other forms of the report by name; the first is the default.
        remarks: sentences under a drawn table, about its counts.
        unfiltered: replaces `source` if no filter is given: a view that stores the same rows.
        fit: the columns that a narrow screen shows.
        counted: a SELECT, with `{filters}`, of the `slug` of each record that a report of counts counts.
        top: the number of rows and columns of a matrix, put in at `{top}` in `source`; 0 for other reports.
        switches: other forms of the report by the option that chooses them.
        limited: replaces `source` if a LIMIT is given, and no other order.
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
    variants: Mapping[str, "Report"] = {}
    remarks: tuple[Remark, ...] = ()
    unfiltered: str = ""
    fit: Fit = Fit()
    counted: str = ""
    top: int = 0
    switches: Mapping[str, "Report"] = {}
    limited: str = ""


class Selection(NamedTuple):
    """A reader's choices besides filters: columns by name, another order, a number of rows."""

    columns: tuple[str, ...] = ()
    sort: str | None = None
    limit: int | None = None


class Query(NamedTuple):
    """A SELECT with bound parameters, and the columns that the report makes of it."""

    sql: str
    parameters: dict[str, Any]
    columns: tuple[Column, ...]

    def literal(self) -> str:
        """Return the SELECT with its parameters written in, to paste into any SQL tool."""
        return re.sub(PARAMETER, lambda match: _quoted(self.parameters[match[1]]), self.sql)


def compose(
    report: Report, columns: tuple[Column, ...], selection: Selection, bindings: Bindings, lang: str | None = None
) -> Query:
    """Return the report's SELECT of these columns, as selected, with the filters that are bound.

    A text that is missing in the language is replaced by the other one in square brackets.
    """
    chosen = _chosen(report.filters, bindings)
    names = report.inputs or [_selected(column, lang) for column in columns]
    end = "\nORDER BY " + ", ".join(map(_with_nulls, _order(report, selection, lang)))
    if selection.limit is not None and not report.compute:
        # The limit is written in: as a parameter it makes the plan worse.
        end += f"\nLIMIT {selection.limit}"
    # The rows of a union can be ordered by its columns only, not by an expression.
    first = end if selection.limit is not None and not selection.sort else ""
    sql = f"SELECT {', '.join(names)}\nFROM {_from(report, chosen, first=first)}{end}"
    return Query(sql, _parameters(chosen, bindings), columns)


def _selected(column: Column, lang: str | None) -> str:
    """Return the expression of a column in the SELECT."""
    if column.language is None or column.language != lang:
        return column.name
    return f"{in_language(column.name[:-3], lang)} AS {column.name}"


def _from(report: Report, chosen: Sequence[Filter], *further: str, first: str = "") -> str:
    """Return the part after FROM: the source with the predicates of the filters, further predicates, and an end."""
    predicates = (*(each.predicate for each in chosen), *further)
    if report.unfiltered and not predicates:
        return report.unfiltered
    source = report.limited if first and report.limited else report.source
    if MARK in source:
        paired = "".join(f"\n        AND {each.paired}" for each in chosen if each.paired)
        limit = f"\n        LIMIT {report.top}" if report.top else ""
        source = source.replace(PAIRED, paired).replace(TOP, limit).replace(FIRST, first.replace("\n", "\n    "))
        return _marked(source, predicates)
    return source + ("\nWHERE " + "\n  AND ".join(predicates) if predicates else "")


def _marked(source: str, predicates: Iterable[str]) -> str:
    return source.replace(MARK, "".join(f"\n        AND {each}" for each in predicates))


def _number(report: Report, chosen: Sequence[Filter], *further: str) -> str:
    """Return the SELECT of the number of rows, or of the records that the rows count."""
    if report.counted:
        counted = _marked(report.counted, (*(each.predicate for each in chosen), *further))
        return f"SELECT count(DISTINCT slug)\nFROM (\n    {counted}\n) counted"
    return f"SELECT count(*)\nFROM {_from(report, chosen, *further)}"


def _chosen(filters: Iterable[Filter], bindings: Bindings) -> list[Filter]:
    return [each for each in filters if each.option in bindings]


def _parameters(chosen: Iterable[Filter], bindings: Bindings) -> dict[str, Any]:
    return {name: value for each in chosen for name, value in bindings[each.option].items()}


def read(report: Report, selection: Selection, query: Query, reader: Reader, lang: str | None = None) -> Table:
    """Return the rows that a query selects, streamed unless the report computes something of them."""
    rows: Rows = reader.select(query.sql, query.parameters)[1]
    is_whole = _whole(report, selection)
    # Without its layout, a matrix is a list with a column of planned records.
    remarks = tuple(each for each in report.remarks if is_whole or each != IN_CELLS)
    if report.compute:
        computed, more = report.compute(rows)
        # A limit of rows has a remark of its own.
        remarks = (*remarks, *more) if selection.limit is None else remarks
        rows = _arranged(computed, query.columns, selection, lang)
    layout = report.layout if is_whole else "plain"
    fits = not selection.columns
    return Table(report.title_en, report.title_ar, query.columns, rows, layout, fits, remarks, report.fit)


def count(report: Report, bindings: Bindings) -> Query:
    """Return the query that counts the rows of the report; computed rows are counted by their first input."""
    chosen = _chosen(report.filters, bindings)
    counted = report.inputs[0] if report.inputs else "*"
    return Query(f"SELECT count({counted})\nFROM {_from(report, chosen)}", _parameters(chosen, bindings), ())


def undated(report: Report, bindings: Bindings) -> Query | None:
    """Return the query that counts the rows, or records to count, omitted for want of a date.

    Return None unless a date is asked for.
    """
    chosen = _chosen(report.filters, bindings)
    dates = {each.option: each.undated for each in chosen if each.undated}
    if not dates:
        return None
    rest = [each for each in chosen if each.option not in dates]
    sql = _number(report, rest, *sorted(set(dates.values())))
    return Query(sql, _parameters(chosen, bindings), ())


def dated_by_reports(report: Report, bindings: Bindings) -> Query | None:
    """Return the query that counts the rows, or counted records, dated by the articles that report them.

    Return None unless a date is asked for.
    """
    chosen = _chosen(report.filters, bindings)
    reported = sorted({each.reported for each in chosen if each.reported})
    if not reported:
        return None
    return Query(_number(report, chosen, *reported), _parameters(chosen, bindings), ())


def _whole(report: Report, selection: Selection) -> bool:
    """Return whether the report's layout still fits: sections need their order, and a pivot all of its rows."""
    cut = report.layout == "pivot" and selection.limit is not None
    return not (selection.columns or selection.sort or cut)


def _order(report: Report, selection: Selection, lang: str | None) -> tuple[str, ...]:
    by_name = f"{_sorted_text('name', lang or 'en', lang)} NULLS LAST"
    order = tuple(by_name if term == BY_NAME else term for term in report.order)
    if selection.sort is None or report.compute:
        return order
    name, direction = selection.sort.removeprefix("-"), "DESC" if selection.sort.startswith("-") else "ASC"
    column = next(each for each in report.columns if each.name == name)
    term = column.order or (_sorted_text(column.base_name, column.language, lang) if column.language else column.name)
    return (f"{term} {direction} NULLS LAST", *order)


def _sorted_text(name: str, language: str, drawn: str | None) -> str:
    """Return the expression by which a text is sorted: by letters for Arabic, else by code point."""
    text = _coalesced(name, language)
    if not drawn == language == "ar":
        return text
    from reports.display.collation import collate_sql

    return collate_sql(text)


def _coalesced(name: str, lang: str) -> str:
    """Return the expression of a text in a language, or else in the other; indexes have it."""
    return f"COALESCE({name}_{lang}, {name}_{OTHER[lang]})"


def _other(column: Column) -> str:
    """Return the name of the same column in the other language."""
    return f"{column.base_name}_{OTHER[column.language or 'en']}"


def _with_nulls(term: str) -> str:
    """Add NULLS FIRST or LAST, since engines differ. A column that is never null is looked up in SQLite's own order."""
    return term if " NULLS " in term else f"{term} NULLS FIRST"


def _arranged(
    computed: Iterable[Mapping[str, Any]], columns: Sequence[Column], selection: Selection, lang: str | None
) -> Rows:
    """Sort and cut computed rows as selected, which SQL does for other reports."""
    rows = list(computed)
    if selection.sort:
        name = selection.sort.removeprefix("-")
        known = sorted((row for row in rows if row[name] is not None), key=lambda row: row[name])
        ordered = known[::-1] if selection.sort.startswith("-") else known
        rows = ordered + [row for row in rows if row[name] is None]
    return [[value_in_language(row, column, lang) for column in columns] for row in rows[: selection.limit]]


def value_in_language(row: Mapping[str, Any], column: Column, lang: str | None) -> Any:
    """Return the value of a column; a missing text is replaced by the other language's in square brackets."""
    value = row[column.name]
    if value is None and column.language and column.language == lang and row[_other(column)] is not None:
        return f"[{row[_other(column)]}]"
    return value


def _quoted(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
