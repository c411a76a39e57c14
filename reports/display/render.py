"""Render any table, as a data format that streams typed values or drawn for reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from models.errors import MithaqError
from reports.display import data_formats
from reports.display.formats import MARKUP, WORKBOOK
from reports.display.table import Lang, Table

if TYPE_CHECKING:
    from reports.display.labels import Labels
    from reports.display.text_layout import Screen

DATA_FORMATS: dict[str, Callable[[Table, TextIO], None]] = {
    "csv": data_formats.write_csv,
    "tsv": data_formats.write_tsv,
    "json": data_formats.write_json,
    "jsonl": data_formats.write_jsonl,
}


def render(
    table: Table,
    format: str,
    lang: Lang,
    stream: TextIO,
    *,
    labels: Labels | None = None,
    screen: Screen | None = None,
    edtf: bool = False,
    region: str = "",
    further: Sequence[Table] = (),
) -> None:
    """Write a table in a format.

    On a screen, drawn cells are fitted to its width, and Arabic cells are isolated. Other formats are the same
    everywhere. A workbook goes to the bytes below the stream, with a sheet for each further table.

    Raises:
        MithaqError: a workbook is to be written to a terminal, or cannot hold the table.
    """
    if format in DATA_FORMATS:
        DATA_FORMATS[format](table, stream)
        return
    from reports.display.cell_text import Wording

    wording = Wording(lang, labels or {}, edtf, region)
    if format == WORKBOOK:
        from reports.display.workbook import write_sheets

        if stream.isatty():
            raise MithaqError("a workbook cannot be shown on a terminal; write it with --output FILE.xlsx")
        below: Any = stream
        write_sheets([(each, wording) for each in (table, *further)], below.buffer, in_memory=True)
    elif format in MARKUP:
        from reports.display.markup import draw_markup

        stream.write(draw_markup(table, format, wording))
    else:
        from reports.display.text_layout import Page, draw

        stream.write(draw(table, Page(format, wording, screen)))
