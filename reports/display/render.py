"""Render any table, as a data format that streams typed values or drawn for reading."""

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


def list_drawn_formats() -> list[str]:
    """Return the names of the formats that tabulate draws."""
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

    On a screen, cells are wrapped to its width, Arabic cells are isolated, and control characters are replaced.
    """
    if format in DATA_FORMATS:
        DATA_FORMATS[format](table, data_formats.CleanStream(stream) if screen else stream)
        return
    from reports.display.cell_text import Wording
    from reports.display.text_layout import Page, draw

    stream.write(draw(table, Page(format, Wording(lang, labels or {}, edtf), screen)))
