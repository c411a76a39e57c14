"""Prints a report: composes its SELECT, reads, renders, in the format and language that a reader chose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TextIO

from models.storage.database import Database, Reader
from reports.display.destination import destination, screen_of, show_text
from reports.display.render import DATA_FORMATS, render
from reports.display.table import Column, Lang, Table
from reports.display.translations import word
from reports.query.filters import Bindings, bind
from reports.query.report import Report, Selection, compose, read, undated

# Nobody reads more; a drawn table of a hundred thousand rows takes seconds, and half a gibibyte of memory.
DRAWN_ROWS = 10_000


class Style(NamedTuple):
    """How a reader wants a report printed: without a language, data come in both and drawn tables in English."""

    format: str = "simple"
    lang: Lang | None = None
    edtf: bool = False

    @property
    def as_data(self) -> bool:
        return self.format in DATA_FORMATS

    @property
    def language(self) -> Lang:
        return self.lang or ("both" if self.as_data else "en")

    @property
    def drawn_language(self) -> str | None:
        """The one language of a drawn table, in which a missing text is replaced by the other; None for data."""
        return None if self.as_data or self.language == "both" else self.language


def print_report(
    database: Database,
    report: Report,
    filters: Mapping[str, Any],
    selection: Selection,
    style: Style,
    output: str | None = None,
    sql: bool = False,
) -> None:
    """Write the rows that are selected, or the SELECT itself, to where they are wanted.

    Raises:
        MithaqError: a filter's value means nothing in the database, or the output cannot be written.
    """
    with database.read() as reader:
        bindings = bind(report.filters, filters, reader)
        query = compose(report, columns_of(report, selection, style), selection, bindings, style.drawn_language)
        with destination(output) as stream:
            if sql:
                from reports.display.terminal_text import without_controls

                show_text(without_controls(query.literal()) + "\n", stream, screen_of(stream))
            else:
                table = read(report, selection, query, reader, style.drawn_language)
                if not style.as_data:
                    table = _drawable(table, selection)
                write_table(table, reader, style, stream, _remarks(report, table, bindings, style, reader))


def _drawable(table: Table, selection: Selection) -> Table:
    """A table that can be drawn, for which all rows are needed at once: no more than that, unless so many are asked."""
    if selection.limit is not None or table.layout == "pivot":
        return table._replace(rows=list(table.rows))
    rows = list(islice(table.rows, DRAWN_ROWS + 1))
    if len(rows) <= DRAWN_ROWS:
        return table._replace(rows=rows)
    return table._replace(rows=rows[:DRAWN_ROWS], remarks=(*table.remarks, ("drawn", f"{DRAWN_ROWS:,}")))


def _remarks(report: Report, table: Table, bindings: Bindings, style: Style, reader: Reader) -> list[str]:
    """What the report says of its table; and what filters leave out unseen: everything, or what has no date."""
    remarks = [word("remark", code, style.language).format(*blanks) for code, *blanks in table.remarks]
    if bindings and not style.as_data and not table.rows:
        remarks.append(word("remark", "nothing", style.language))
    query = undated(report, bindings)
    count = reader.value(query.sql, query.parameters) if query else 0
    if count:
        remarks.append(word("remark", "undated", style.language).format(count))
    return remarks


def columns_of(report: Report, selection: Selection, style: Style) -> tuple[Column, ...]:
    """The columns named; else those of the language, in data with their details."""
    if selection.columns:
        known = {column.name: column for column in report.columns}
        return tuple(known[name] for name in selection.columns)
    return shown(report.columns, style)


def shown(columns: Iterable[Column], style: Style) -> tuple[Column, ...]:
    """Of these columns, those of the language, in data with their details."""
    return tuple(
        column
        for column in columns
        if style.language in ("both", column.language or style.language) and (style.as_data or not column.detail)
    )


def write_table(table: Table, reader: Reader, style: Style, stream: TextIO, remarks: Sequence[str] = ()) -> None:
    """Write a table as data, or draw it with the labels of its codes; remarks go under it, or to standard error."""
    screen = screen_of(stream)
    if style.as_data:
        render(table, style.format, style.language, stream, screen=screen)
        _remark(remarks)
        return
    from io import StringIO

    from reports.display.labels import read_labels
    from reports.display.tabulate_adapter import wraps
    from reports.display.terminal_text import isolate

    text = StringIO()
    rows = list(table.rows)
    labels = read_labels(reader, table.columns, rows, style.language)
    render(table._replace(rows=rows), style.format, style.language, text, labels=labels, screen=screen, edtf=style.edtf)
    beneath = wraps(style.format)
    if beneath:
        text.writelines(f"\n{isolate(remark) if screen else remark}\n" for remark in remarks)
    show_text(text.getvalue(), stream, screen)
    _remark(() if beneath else remarks)


def _remark(remarks: Sequence[str]) -> None:
    from click import echo

    for remark in remarks:
        echo(remark, err=True)
