"""Write each view to a CSV or JSON Lines file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from models.terminal.progress import track
from reports.dictionary import EXPORTED, View
from reports.display import data_formats
from reports.display.table import Table
from reports.exporting.extract import Extract

Writer = Callable[[View, Table, TextIO], None]


def write_files(extract: Extract, folder: Path, suffix: str, write: Writer) -> None:
    """Write a file for each view, streaming its rows."""
    for view in track(EXPORTED, "Exporting views:"):
        with (folder / f"{view.name}.{suffix}").open("x", encoding="utf-8", newline="\n") as stream:
            write(view, extract.read(view), stream)


def write_csv(_view: View, table: Table, stream: TextIO) -> None:
    """Write CSV for spreadsheets, with formulas escaped."""
    data_formats.write_csv(table, stream)


def write_csv_with_mark(view: View, table: Table, stream: TextIO) -> None:
    """Write CSV for spreadsheets, with the byte-order mark by which Excel recognizes UTF-8."""
    stream.write(data_formats.BYTE_ORDER_MARK)
    write_csv(view, table, stream)


def write_exact_csv(_view: View, table: Table, stream: TextIO) -> None:
    """Write CSV for programs, with every value unchanged."""
    data_formats.write_exact_csv(table, stream)


def write_jsonl(_view: View, table: Table, stream: TextIO) -> None:
    data_formats.write_jsonl(table, stream)
