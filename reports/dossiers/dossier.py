"""A dossier: one thing with everything around it, as a table of one row and the tables of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from models.storage.database import Reader
from reports.display.data_formats import records
from reports.display.table import Column, Table
from reports.query.filters import Bindings, Filter
from reports.query.report import Report, Selection, compose, count, read
from reports.run_report import Style, columns_of


class Part(NamedTuple):
    """What a section is made of: a report, narrowed and cut, and the command that prints it whole."""

    report: Report
    bindings: Bindings
    selection: Selection = Selection()
    whole: str = ""


class Rest(NamedTuple):
    """How many rows a section leaves out, and the command that prints them all."""

    number: int
    command: str


class Dossier(NamedTuple):
    """The thing itself, in one row; its sections by name, those without rows left out; what is cut off them."""

    head: Table
    sections: dict[str, Table]
    rest: dict[str, Rest]


def gather(head: Table, parts: Sequence[Part], style: Style, reader: Reader) -> Dossier:
    """Read the sections: whole as data, cut for reading."""
    sections: dict[str, Table] = {}
    rest: dict[str, Rest] = {}
    for part in parts:
        columns = columns_of(part.report, part.selection, style)
        selection = part.selection._replace(limit=None) if style.as_data else part.selection
        query = compose(part.report, columns, selection, part.bindings, style.drawn_language)
        table = read(part.report, selection, query, reader, style.drawn_language)
        rows = list(table.rows)
        if rows:
            sections[part.report.name] = table._replace(rows=rows)
        if len(rows) == selection.limit and (left := _count(part, reader) - len(rows)):
            rest[part.report.name] = Rest(left, part.whole)
    return Dossier(head, sections, rest)


def _count(part: Part, reader: Reader) -> int:
    """How many rows there are, counted by the engine: most of them are not read."""
    query = count(part.report, part.bindings)
    return int(reader.value(query.sql, query.parameters))


def one(report: Report, option: str, value: str, reader: Reader) -> Table:
    """The one row of a report for which a filter holds, with every column; no row where there is none."""
    query = compose(report, report.columns, Selection(), {option: {option: value}})
    table = read(report, Selection(), query, reader)
    return table._replace(rows=list(table.rows))


def joined(first: Table, second: Table) -> Table:
    """Two tables of one row side by side, what both have once; the first alone where the second has no row."""
    known = {column.name for column in first.columns}
    places = [place for place, column in enumerate(second.columns) if column.name not in known]
    for left, right in zip(first.rows, second.rows, strict=False):
        columns = (*first.columns, *(second.columns[place] for place in places))
        return first._replace(columns=columns, rows=[[*left, *(right[place] for place in places)]])
    return first


def record_of(head: Table) -> dict[str, Any]:
    """The thing itself, by column name."""
    return next(records(head))


def as_json(dossier: Dossier, for_terminal: bool) -> str:
    """One object: the thing itself under `record`, then a list for each section."""
    import json

    sections = {name: list(records(table)) for name, table in dossier.sections.items()}
    text = json.dumps({"record": record_of(dossier.head), **sections}, ensure_ascii=False, indent=1) + "\n"
    if not for_terminal:
        return text
    from reports.display.terminal_text import without_controls

    return without_controls(text)


def around(
    name: str, titles: tuple[str, str], columns: tuple[Column, ...], source: str, order: tuple[str, ...], predicate: str
) -> Report:
    """A report that only dossiers print: what stands around a record."""
    return Report(name, *titles, "", columns, source, order, (Filter("record", predicate),))
