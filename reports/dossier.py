"""A dossier: one thing with everything around it, as a table of one row and the tables of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from models.database import Reader
from reports.filters import Bindings, Filter
from reports.printing import Style, columns_of
from reports.report import Report, Selection, compose, read
from reports.table import Column, Table


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
        table, rows = _section(part, style, reader)
        shown = rows if style.as_data else rows[: part.selection.limit]
        if rows:
            sections[part.report.name] = table._replace(rows=shown)
        if len(shown) < len(rows):
            rest[part.report.name] = Rest(len(rows) - len(shown), part.whole)
    return Dossier(head, sections, rest)


def _section(part: Part, style: Style, reader: Reader) -> tuple[Table, list[Sequence[Any]]]:
    """The table of a part, and all its rows."""
    columns = columns_of(part.report, part.selection, style)
    everything = part.selection._replace(limit=None)
    table = read(part.report, part.selection, compose(part.report, columns, everything, part.bindings), reader)
    return table, list(table.rows)


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


def around(
    name: str, titles: tuple[str, str], columns: tuple[Column, ...], source: str, order: tuple[str, ...], predicate: str
) -> Report:
    """A report that only dossiers print: what stands around a record."""
    return Report(name, *titles, "", columns, source, order, (Filter("record", predicate),))
