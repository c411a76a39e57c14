"""Print the result of a statement as a table with distinct column names."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from models.storage.database import Database
from reports.display.destination import open_output
from reports.display.table import Column, Table
from reports.display.translations import translate
from reports.run_report import Style, cut_for_drawing, write_table
from reports.sql.statement import run_statement


def print_result(
    database: Database, statement: str, style: Style, output: str | None, timeout: float | None = None
) -> None:
    """Run a statement for up to `timeout` seconds, and write its rows to a file or standard output.

    Raises:
        MithaqError: the statement is refused or fails, or the output cannot be written.
    """
    with (
        database.read() as reader,
        run_statement(reader, statement, timeout) as result,
        open_output(output) as stream,
    ):
        table = Table("SQL", "SQL", _build_columns(result.names), map(_plain_row, result.rows), fits=False)
        table = cut_for_drawing(table, style)
        remarks = [translate("remark", code, "en").format(*blanks) for code, *blanks in table.remarks]
        write_table(table, reader, style, stream, remarks, marked=False)


def _build_columns(names: list[str]) -> tuple[Column, ...]:
    """Build a column for each name; a repeated name gets a number, so that JSON keeps all of them."""
    distinct: list[str] = []
    for name in names:
        again = sum(each == name or each.rpartition("_")[0] == name for each in distinct)
        distinct.append(f"{name}_{again + 1}" if name in distinct else name)
    return tuple(Column(name, name, name) for name in distinct)


def _plain_row(row: Sequence[Any]) -> list[Any]:
    """Convert values so that every format can write them: bytes to hexadecimal, other types to text."""
    return [_plain_value(value) for value in row]


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, list | dict):
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
