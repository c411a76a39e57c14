"""Read the views as tables, and write each to a CSV or JSON Lines file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from models.storage.database import Reader
from reports.dictionary import EXPORTED, View
from reports.display import data_formats
from reports.display.table import Column, Table

Writer = Callable[[View, Table, TextIO], None]


def write_files(reader: Reader, folder: Path, suffix: str, write: Writer) -> None:
    """Write a file for each view, streaming its rows."""
    for view in EXPORTED:
        with (folder / f"{view.name}.{suffix}").open("x", encoding="utf-8", newline="\n") as stream:
            write(view, read_view(reader, view), stream)


def read_view(reader: Reader, view: View) -> Table:
    """Read all rows of a view, ordered by its key, or by all columns if it has none."""
    names = [field.name for field in view.fields]
    order = ", ".join(f"{name} NULLS LAST" for name in view.key or names)
    rows = reader.select(f"SELECT {', '.join(names)} FROM {view.name} ORDER BY {order}")[1]
    lists = {field.name for field in view.fields if field.type == "slugs"}
    columns = tuple(Column(name, name, name, "slugs" if name in lists else "text") for name in names)
    return Table(view.title_en, view.title_ar, columns, rows)


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
