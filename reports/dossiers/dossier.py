"""A dossier: one record, country, pair or sector as a table of one row, and the tables of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from models.plain_numbers import without_exponents
from models.storage.database import Reader
from reports.display.data_formats import iterate_records
from reports.display.table import Column, Table
from reports.query.filters import Bindings, Filter
from reports.query.report import MARK, Report, Selection, compose, count, read
from reports.run_report import Style, choose_columns


class Part(NamedTuple):
    """A section to read: a report with its filters and limit, and the command that prints all its rows."""

    report: Report
    bindings: Bindings
    selection: Selection = Selection()
    whole: str = ""


class Rest(NamedTuple):
    """The number of rows that a section does not show, and the command that prints them all."""

    number: int
    command: str


class Dossier(NamedTuple):
    """The head, a table of one row; the sections that have rows, by name; and the rest of each cut section."""

    head: Table
    sections: dict[str, Table]
    rest: dict[str, Rest]


def gather(head: Table, parts: Sequence[Part], style: Style, reader: Reader) -> Dossier:
    """Read the sections; data formats get all rows."""
    sections: dict[str, Table] = {}
    rest: dict[str, Rest] = {}
    for part in parts:
        # A report that counts takes as long for a few rows as for all.
        cut = None if style.as_data else part.selection.limit
        selection = part.selection._replace(limit=None if MARK in part.report.source else cut)
        columns = choose_columns(part.report, part.selection, style)
        query = compose(part.report, columns, selection, part.bindings, style.drawn_language)
        table = read(part.report, selection, query, reader, style.drawn_language)
        rows = list(table.rows)
        if rows:
            sections[part.report.name] = table._replace(rows=rows[:cut])
        number = len(rows) if selection.limit is None or len(rows) < selection.limit else _count_rows(part, reader)
        if cut is not None and number > cut:
            rest[part.report.name] = Rest(number - cut, part.whole)
    return Dossier(head, sections, rest)


def _count_rows(part: Part, reader: Reader) -> int:
    """Return the number of rows, counted by the engine."""
    query = count(part.report, part.bindings)
    return int(reader.value(query.sql, query.parameters))


def read_one(report: Report, option: str, value: str, reader: Reader) -> Table:
    """Read the one row of a report that passes a filter, with every column; the table is empty if there is none."""
    query = compose(report, report.columns, Selection(), {option: {option: value}})
    table = read(report, Selection(), query, reader)
    return table._replace(rows=list(table.rows))


def join_heads(first: Table, second: Table) -> Table:
    """Add the columns that only the second table has, and its remarks; both have at most one row."""
    known = {column.name for column in first.columns}
    places = [place for place, column in enumerate(second.columns) if column.name not in known]
    for left, right in zip(first.rows, second.rows, strict=False):
        columns = (*first.columns, *(second.columns[place] for place in places))
        rows = [[*left, *(right[place] for place in places)]]
        return first._replace(columns=columns, rows=rows, remarks=(*first.remarks, *second.remarks))
    return first


def head_record(head: Table) -> dict[str, Any]:
    """Return the row of the head by column name."""
    return next(iterate_records(head))


def as_json(dossier: Dossier, for_terminal: bool = False, indent: int | None = None) -> str:
    """Format the dossier as one JSON object: the head under `record`, then a list for each section."""
    import json

    sections = {name: list(iterate_records(table)) for name, table in dossier.sections.items()}
    text = (
        without_exponents(
            json.dumps({"record": head_record(dossier.head), **sections}, ensure_ascii=False, indent=indent)
        )
        + "\n"
    )
    if not for_terminal:
        return text
    from models.terminal.text import replace_controls

    return replace_controls(text)


def section_report(
    name: str, titles: tuple[str, str], columns: tuple[Column, ...], source: str, order: tuple[str, ...], predicate: str
) -> Report:
    """Build a report that only dossiers print, narrowed to one record by the predicate."""
    return Report(name, *titles, "", columns, source, order, (Filter("record", predicate),))
