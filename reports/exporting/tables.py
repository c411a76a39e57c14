"""The views of the contract as tables, and the plain files that hold one each: CSV and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from models.storage.database import Reader
from reports.dictionary import EXPORTED, View
from reports.display import data_formats
from reports.display.table import Column, Table

Writer = Callable[[View, Table, TextIO], None]
# A cell that begins so is a formula to a spreadsheet.
FORMULA = frozenset("=+-@\t\r")
BYTE_ORDER_MARK = "\ufeff"


def write_files(reader: Reader, folder: Path, suffix: str, write: Writer) -> None:
    """A file for each view, its rows streamed."""
    for view in EXPORTED:
        with (folder / f"{view.name}.{suffix}").open("x", encoding="utf-8", newline="\n") as stream:
            write(view, table_of(reader, view), stream)


def table_of(reader: Reader, view: View) -> Table:
    """All rows of a view, in an order that depends on nothing but them."""
    names = [field.name for field in view.fields]
    order = ", ".join(f"{name} NULLS LAST" for name in view.key or names)
    rows = reader.select(f"SELECT {', '.join(names)} FROM {view.name} ORDER BY {order}")[1]
    lists = {field.name for field in view.fields if field.type == "slugs"}
    columns = tuple(Column(name, name, name, "slugs" if name in lists else "text") for name in names)
    return Table(view.title_en, view.title_ar, columns, rows)


def write_csv(_view: View, table: Table, stream: TextIO) -> None:
    """CSV for spreadsheets: no cell of text runs as a formula."""
    data_formats.write_csv(table._replace(rows=harmless(table.rows)), stream)


def write_csv_with_mark(view: View, table: Table, stream: TextIO) -> None:
    """The same with the mark by which Excel knows UTF-8."""
    stream.write(BYTE_ORDER_MARK)
    write_csv(view, table, stream)


def write_exact_csv(_view: View, table: Table, stream: TextIO) -> None:
    """CSV for programs: every value as it is."""
    data_formats.write_csv(table, stream)


def write_jsonl(_view: View, table: Table, stream: TextIO) -> None:
    data_formats.write_jsonl(table, stream)


def harmless(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Rows whose texts a spreadsheet takes for texts: an apostrophe before what would be a formula."""
    for row in rows:
        for value in row:
            # Every value of an export comes by here: no call is made for it.
            if value and value.__class__ is str and value[0] in FORMULA:
                row = [f"'{each}" if isinstance(each, str) and each[:1] in FORMULA else each for each in row]
                break
        yield row
