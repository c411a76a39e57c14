"""Read the rows of a sheet of an Excel workbook."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING
from xml.parsers import expat

from seeds.format.problems import Place, nearest
from seeds.tables.rows import SHORT_NUMBER, Layout, Row, SheetError, cell_text
from seeds.tables.workbook_dates import Appearance, Shown, as_shown, shown_dates
from seeds.tables.workbook_limits import check_extent

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

# The beginning of workbooks of before 2007, and of those with a password.
OLD = bytes.fromhex("d0cf11e0a1b11ae1")
# Errors of zipfile for a file that is no archive, or a damaged one: also a name in no encoding.
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError),
    *(NotImplementedError, RuntimeError, OSError, ValueError, expat.ExpatError),
)


def open_workbook(location: str, path: str, layout: Layout) -> tuple[Callable[[], Iterator[Row]], str]:
    """Return a function that reads the rows of a sheet, those above the header too, and the name of the sheet.

    Raises:
        SheetError: the file is no workbook, becomes too large, has no such sheet, or merges cells of its rows.
    """
    parts = _check_file(location, path)
    sheet = _sheet(_open(location, path), path, layout.sheet)
    _refuse_merged(sheet, path, layout.header)
    return partial(_rows, sheet, shown_dates(parts, sheet.name)), sheet.name


def _rows(sheet: CalamineSheet, shown: Shown) -> Iterator[Row]:
    skipped = [""] * (sheet.start or (0, 0))[1]
    for line, cells in enumerate(sheet.iter_rows(), 1):
        texts = skipped + [cell_text(cell) for cell in cells]
        lengths = shown.get(line, {})
        if lengths:
            texts = [as_shown(text, lengths.get(column, 0)) for column, text in enumerate(texts, 1)]
        yield Row(line, texts)


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
    name = (
        names[int(wanted) - 1]
        if SHORT_NUMBER.fullmatch(wanted) and 0 < int(wanted) <= len(names)
        else wanted or names[0]
    )
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


def _check_file(location: str, path: str) -> dict[str, Appearance]:
    """Refuse a file that is no workbook, or that would not fit into memory; return the appearance of its cells."""
    try:
        with open(location, "rb") as file:
            if file.read(len(OLD)) == OLD:
                raise SheetError(
                    Place(path, 1), "a workbook of the form .xls, or with a password; save it as .xlsx without"
                )
        with zipfile.ZipFile(location) as workbook:
            return check_extent(workbook, path)
    except DAMAGES as error:
        raise SheetError(Place(path, 1), f"not an Excel workbook: {error}; save it as .xlsx or .csv") from None
