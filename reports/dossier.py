"""A dossier: one thing with everything around it, as a table of one row and the tables of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.database import Reader
from reports.filters import Bindings, Filter
from reports.printing import Style, columns_of
from reports.report import Report, Selection, compose, read
from reports.table import Column, Table


class Part(NamedTuple):
    """What a section is made of: a report, narrowed and cut."""

    report: Report
    bindings: Bindings
    selection: Selection = Selection()


class Dossier(NamedTuple):
    """The thing itself, in one row, and its sections by name, those without rows left out."""

    head: Table
    sections: dict[str, Table]


def gather(head: Table, parts: Sequence[Part], style: Style, reader: Reader) -> Dossier:
    """Read the sections."""
    tables = {part.report.name: section(part, style, reader) for part in parts}
    return Dossier(head, {name: table for name, table in tables.items() if table.rows})


def section(part: Part, style: Style, reader: Reader) -> Table:
    """The rows of a part, all read."""
    columns = columns_of(part.report, part.selection, style)
    table = read(part.report, part.selection, compose(part.report, columns, part.selection, part.bindings), reader)
    return table._replace(rows=list(table.rows))


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
