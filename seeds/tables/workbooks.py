"""Read the rows of a sheet of an Excel workbook, with limits on its unpacked size."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from seeds.format.problems import Place, nearest
from seeds.tables.rows import BYTE_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Layout, Row, SheetError, cell_text

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# The number of a row, and the letters of a cell's column.
ROW_NUMBER = re.compile(rb'<(?:\w+:)?row [^>]*?\br="([0-9]+)"')
CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,9})[0-9]')
# A cell with an error of a formula, which is read as an empty one.
ERROR = re.compile(rb'<(?:\w+:)?c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,9}[0-9]+)"')
# The beginning of workbooks of before 2007, and of those with a password.
OLD = bytes.fromhex("d0cf11e0a1b11ae1")
CHUNK = 2**20
# Rows above the header, and cells of the rectangle that holds a sheet.
HEAD_ROWS = 1_000
AREA_LIMIT = 5_000_000
# Errors of zipfile for a file that is no archive, or a damaged one: also a name in no encoding.
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, RuntimeError, OSError, ValueError),
)


def open_workbook(location: str, path: str, layout: Layout) -> tuple[Callable[[], Iterator[Row]], str]:
    """Return a function that reads the rows of a sheet, those above the header too, and the name of the sheet.

    Raises:
        SheetError: the file is no workbook, becomes too large, has no such sheet, or merges cells of its rows.
    """
    _check_size(location, path)
    sheet = _sheet(_open(location, path), path, layout.sheet)
    _refuse_merged(sheet, path, layout.header)
    return partial(_rows, sheet), sheet.name


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    skipped = [""] * (sheet.start or (0, 0))[1]
    for line, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(line, skipped + [cell_text(cell) for cell in cells])


def _open(location: str, path: str) -> CalamineWorkbook:
    from python_calamine import CalamineError, load_workbook

    try:
        return load_workbook(location)
    except (CalamineError, OSError, ValueError) as error:
        raise SheetError(Place(path, 1), f"not an Excel workbook: {error}; save it as .xlsx or .csv") from None


def _sheet(workbook: CalamineWorkbook, path: str, wanted: str) -> CalamineSheet:
    from python_calamine import CalamineError

    names = workbook.sheet_names
    if not wanted and len(names) > 1:
        raise SheetError(Place(path, 1), f"name one sheet in the map, rows: {{sheet: …}}, of: {', '.join(names)}")
    name = names[int(wanted) - 1] if wanted.isdigit() and 0 < int(wanted) <= len(names) else wanted or names[0]
    if name not in names:
        raise SheetError(Place(path, 1), f"there is no sheet {name!r}{nearest(name, names)}")
    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, ValueError) as error:
        raise SheetError(Place(path, 1), f"the sheet {name!r} cannot be read: {error}") from None


def _refuse_merged(sheet: CalamineSheet, path: str, header: int) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if bottom + 1 >= header:
            cells = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            raise SheetError(
                Place(path, top + 1), f"the cells {cells} are merged; unmerge them, and write the value into each"
            )


def _letters(column: int) -> str:
    letters, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _check_size(location: str, path: str) -> None:
    """Unpack the parts as a stream, and refuse a workbook that would not fit into memory."""
    try:
        with open(location, "rb") as file:
            if file.read(len(OLD)) == OLD:
                raise SheetError(
                    Place(path, 1), "a workbook of the form .xls, or with a password; save it as .xlsx without"
                )
        with zipfile.ZipFile(location) as parts:
            total = 0
            for part in parts.infolist():
                with parts.open(part) as stream:
                    extent = _Extent(path)
                    while chunk := stream.read(CHUNK):
                        total += len(chunk)
                        if total > BYTE_LIMIT:
                            reason = f"the workbook unpacks to more than {BYTE_LIMIT:,} bytes; split it"
                            raise SheetError(Place(path, 1), reason)
                        if part.filename.startswith("xl/worksheets/"):
                            extent.add(chunk)
    except DAMAGES as error:
        raise SheetError(Place(path, 1), f"not an Excel workbook: {error}; save it as .xlsx or .csv") from None


class _Extent:
    """The rectangle of cells of a sheet, which is held in memory as a whole: rows and columns seen so far."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.rows = 0
        self.last_row = 0
        self.columns = 0
        self.tail = b""

    def add(self, chunk: bytes) -> None:
        """Read a part of the sheet's XML.

        Raises:
            SheetError: a cell lies too far away.
        """
        xml = self.tail + chunk
        cut = xml.rfind(b"<")
        xml, self.tail = (xml[:cut], xml[cut:]) if cut > 0 else (xml, b"")
        if error := ERROR.search(xml):
            cell = error[1].decode()
            reason = f"the cell {cell} has an error in place of a value; mend its formula, or empty it"
            raise SheetError(Place(self.path, int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))), reason)
        self.rows += xml.count(b"<row") + xml.count(b":row")
        self.last_row = max(map(int, ROW_NUMBER.findall(xml)), default=self.last_row)
        self.columns = max([self.columns, *map(_number, set(CELL.findall(xml)))])
        if max(self.rows, self.last_row) > ROW_LIMIT + HEAD_ROWS:
            reason = f"more than {ROW_LIMIT:,} rows; split the table, or delete the empty rows below it"
            raise SheetError(Place(self.path, ROW_LIMIT), reason)
        if self.columns > COLUMN_LIMIT or self.columns * self.last_row > AREA_LIMIT:
            reason = f"cells up to column {self.columns:,} of {self.last_row:,} rows; delete the empty rows and columns"
            raise SheetError(Place(self.path, 1), reason)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
