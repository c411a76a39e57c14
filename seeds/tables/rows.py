"""The rows of a table as texts of typed cells, and the needs of every reader of a file: limits, layout, the error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from models.errors import MithaqError
from seeds.format.problems import Place

# More than any list of treaties has; a load holds the rows that changed in memory.
ROW_LIMIT = 100_000
COLUMN_LIMIT = 1_000
CELL_LIMIT = 100_000
# A number of a line, a sheet or a year; other digits, and thousands of them, are no number to Python.
SHORT_NUMBER = re.compile("[0-9]{1,4}")
BYTE_LIMIT = 256 * 2**20


class SheetError(MithaqError):
    """Raised for a table that cannot be read: what is wrong, with its place and what to do."""

    def __init__(self, place: Place, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


class Row(NamedTuple):
    """The texts of a row's cells and its line, which in a spreadsheet is the number of the row."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Layout:
    """The place of the rows in a file: the sheet by name or number, the line of the header, the sign between cells."""

    sheet: str = ""
    header: int = 1
    delimiter: str = ""


def cell_text(value: Any) -> str:
    """Return the text of a typed cell: a date in ISO form, a number as shortest decimal, TRUE or FALSE, or the text."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if not _has_time(value) else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _has_time(value: datetime) -> bool:
    return (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0)
