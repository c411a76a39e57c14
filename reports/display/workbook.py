"""Write tables as a workbook (xlsx): labels for codes, typed dates and numbers, and no formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from models.errors import MithaqError
from models.storage.temporary import temporary_failure
from models.terminal.text import ARABIC, NOT_IN_XML, width_of
from reports.display.cell_text import Wording, format_header, format_value
from reports.display.fact_words import resolve_column
from reports.display.table import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Workbooks count days from 1900.
FIRST_YEAR = 1900
# The limits of the format, and the widest column in characters.
MAX_ROWS, MAX_LENGTH, MAX_NAME, MAX_WIDTH = 1_048_576, 32_767, 31, 60
# A spreadsheet keeps 15 digits; a larger number is written as a text.
LARGEST = 10**15
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
AS_TEXT: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_sheets(sheets: Iterable[tuple[Table, Wording]], stream: BinaryIO, in_memory: bool = False) -> None:
    """Write a workbook with a sheet for each table; in Arabic, sheets run from right to left.

    Rows go through temporary files, unless they are few.

    Raises:
        MithaqError: a table has more rows, or a text more characters, than a workbook can hold, or a temporary file
            cannot be written.
    """
    from xlsxwriter.exceptions import FileCreateError

    content = BytesIO()
    try:
        _write_book(sheets, content, {"in_memory": True} if in_memory else {"constant_memory": True})
    except FileCreateError as error:
        raise temporary_failure(error) from error
    stream.write(content.getvalue())


def _write_book(sheets: Iterable[tuple[Table, Wording]], content: BinaryIO, rows: dict[str, Any]) -> None:
    from xlsxwriter import Workbook

    with Workbook(content, {**rows, **AS_TEXT}) as book:
        book.set_size(2400, 1600)
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top", "reading_order": 1}),
            "arabic": book.add_format({"text_wrap": True, "valign": "top", "reading_order": 2}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
            "number": book.add_format({"num_format": "#,##0.########", "valign": "top"}),
            "integer": book.add_format({"num_format": "#,##0", "valign": "top"}),
        }
        for table, wording in sheets:
            _fill(_Sheet(book.add_worksheet(_name_sheet(table, wording)), formats), table, wording)


def _name_sheet(table: Table, wording: Wording) -> str:
    return NOT_IN_NAMES.sub(" ", table.title(wording.lang))[:MAX_NAME].strip() or "Mithaq"


class _Sheet:
    """A sheet being written, and the widths of its columns so far."""

    def __init__(self, sheet: Worksheet, formats: dict[str, Format]) -> None:
        self.sheet = sheet
        self.formats = formats
        self.widths: dict[int, int] = {}

    def write(self, row: int, place: int, text: str, format: str = "") -> None:
        """Write a text, which no program runs or parses, in the direction of its first letter."""
        format = format or ("arabic" if _starts_in_arabic(text) else "text")
        text = text.translate(NOT_IN_XML)
        if len(text) > MAX_LENGTH:
            raise MithaqError(
                f"a text in row {row} of {self.sheet.name} has more than {MAX_LENGTH:,} characters; write csv instead"
            )
        if text:
            self.sheet.write_string(row, place, text, self.formats[format])
        self._widen(place, text)

    def write_value(self, row: int, place: int, column: Column, value: Any, wording: Wording) -> None:
        """Write a value with its type; a date is typed where it is a day."""
        text = format_value(column, value, wording)
        if isinstance(value, int | float) and abs(value) < LARGEST and not column.vocabulary:
            self.sheet.write_number(row, place, value, self.formats["integer" if value == int(value) else "number"])
            self._widen(place, text)
        elif column.type in ("date", "day") and (day := _find_day(value)):
            self.sheet.write_datetime(row, place, day, self.formats["day"])
            self._widen(place, str(value))
        else:
            self.write(row, place, text)

    def _widen(self, place: int, text: str) -> None:
        self.widths[place] = min(max(self.widths.get(place, 0), width_of(text)), MAX_WIDTH)


def _fill(sheet: _Sheet, table: Table, wording: Wording) -> None:
    for place, column in enumerate(table.columns):
        sheet.write(0, place, format_header(column, wording.lang), "head")
    last = _fill_rows(sheet, table, wording)
    for place, width in sheet.widths.items():
        # Room for the button of the filter.
        sheet.sheet.set_column(place, place, width + 3)
    if wording.lang == "ar":
        sheet.sheet.right_to_left()
    sheet.sheet.freeze_panes(1, 0)
    _fit_to_paper(sheet.sheet)
    if table.columns:
        sheet.sheet.autofilter(0, 0, last, len(table.columns) - 1)
        # A year is no number that was typed as a text by mistake.
        sheet.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})


def _fit_to_paper(sheet: Worksheet) -> None:
    """Print all columns on one page, and the headers on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _fill_rows(sheet: _Sheet, table: Table, wording: Wording) -> int:
    """Write the rows; return the number of the last."""
    number = 0
    for number, row in enumerate(table.rows, 1):
        if number >= MAX_ROWS:
            raise MithaqError(f"a workbook holds at most {MAX_ROWS:,} rows; give --limit, or write csv")
        _fill_row(sheet, number, table.columns, row, wording)
    return number


def _fill_row(sheet: _Sheet, number: int, columns: Sequence[Column], row: Sequence[Any], wording: Wording) -> None:
    named = {column.name: value for column, value in zip(columns, row, strict=True)}
    for place, (column, value) in enumerate(zip(columns, row, strict=True)):
        sheet.write_value(number, place, resolve_column(column, named), value, wording)


def _starts_in_arabic(text: str) -> bool:
    letter = next(filter(str.isalpha, text), "")
    return bool(re.match(ARABIC, letter))


def _find_day(value: Any) -> date | None:
    """Return the day that an ISO date names, if it is a full one that a workbook can hold."""
    if not isinstance(value, str) or not DAY.fullmatch(value) or int(value[:4]) < FIRST_YEAR:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
