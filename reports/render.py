"""One renderer for every table: data formats that stream typed values, and tables drawn for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from reports import streaming
from reports.table import Lang, Table

if TYPE_CHECKING:
    from reports.drawing import Screen
    from reports.labels import Labels

DATA_FORMATS: dict[str, Callable[[Table, streaming.Sink], None]] = {
    "csv": streaming.write_csv,
    "tsv": streaming.write_tsv,
    "json": streaming.write_json,
    "jsonl": streaming.write_jsonl,
}


def drawn_formats() -> list[str]:
    """The names of the formats that tabulate draws."""
    from reports.tabulating import tabulate

    return [name for name in tabulate.tabulate_formats if name not in DATA_FORMATS]


def render(
    table: Table,
    format: str,
    lang: Lang,
    stream: TextIO,
    *,
    labels: Labels | None = None,
    screen: Screen | None = None,
    edtf: bool = False,
) -> None:
    """Write a table in a format.

    On a screen, cells are wrapped to its width and Arabic ones isolated; nothing that a terminal obeys reaches it.
    """
    if format in DATA_FORMATS:
        DATA_FORMATS[format](table, streaming.Printable(stream) if screen else stream)
        return
    from reports.cells import Wording
    from reports.drawing import Page, draw

    stream.write(draw(table, Page(format, Wording(lang, labels or {}, edtf), screen)))
