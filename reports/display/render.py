"""One renderer for every table: data formats that stream typed values, and tables drawn for reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from reports.display import data_formats
from reports.display.table import Lang, Table

if TYPE_CHECKING:
    from reports.display.labels import Labels
    from reports.display.text_layout import Screen

DATA_FORMATS: dict[str, Callable[[Table, data_formats.Sink], None]] = {
    "csv": data_formats.write_csv,
    "tsv": data_formats.write_tsv,
    "json": data_formats.write_json,
    "jsonl": data_formats.write_jsonl,
}


def drawn_formats() -> list[str]:
    """The names of the formats that tabulate draws."""
    from reports.display.tabulate_adapter import tabulate

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
        DATA_FORMATS[format](table, data_formats.Printable(stream) if screen else stream)
        return
    from reports.display.cell_text import Wording
    from reports.display.text_layout import Page, draw

    stream.write(draw(table, Page(format, Wording(lang, labels or {}, edtf), screen)))
