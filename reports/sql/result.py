"""The result of a statement as a table: columns of distinct names, values that every format can write."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from numbers import Number
from typing import Any, SupportsFloat, SupportsInt, cast

from models.storage.database import Database
from reports.display.destination import destination
from reports.display.table import Column, Table
from reports.run_report import Style, write_table
from reports.sql.statement import run


def print_result(database: Database, statement: str, style: Style, output: str | None) -> None:
    """Run a statement and write its rows to a file, or to standard output.

    Raises:
        MithaqError: the statement was refused, or the output cannot be written.
    """
    with database.read() as reader, run(reader, statement) as result, destination(output) as stream:
        table = Table("SQL", "SQL", _columns(result.names), map(_plain, result.rows), fits=False)
        write_table(table, reader, style, stream)


def _columns(names: list[str]) -> tuple[Column, ...]:
    """Return a column for each name; a name that comes again gets a number, so that no format loses it."""
    distinct: list[str] = []
    for name in names:
        again = sum(each == name or each.rpartition("_")[0] == name for each in distinct)
        distinct.append(f"{name}_{again + 1}" if name in distinct else name)
    return tuple(Column(name, name, name) for name in distinct)


def _plain(row: Sequence[Any]) -> list[Any]:
    """Return the values as numbers or text; bytes are text in hexadecimal."""
    return [_plain_value(value) for value in row]


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Number):
        # psycopg returns numeric values, such as sums, as Decimal.
        inexact = float(cast(SupportsFloat, value))
        return int(cast(SupportsInt, value)) if inexact.is_integer() else _plain_value(inexact)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
