"""Refuse a workbook that would not fit into memory, before a library reads it.

The library holds the rectangle of all cells of a sheet, each with a copy of its text. An XML parser measures both as a
stream: parts of a workbook may have any name and order, and their XML any form.
"""

from __future__ import annotations

import re
import zipfile
from array import array
from itertools import zip_longest
from xml.parsers import expat

from seeds.format.problems import Place
from seeds.tables.rows import BYTE_LIMIT, COLUMN_LIMIT, ROW_LIMIT, SheetError
from seeds.tables.workbook_dates import Appearance

CHUNK = 2**20
# Rows above the header, cells of the rectangle that holds a sheet, and characters of their texts.
HEAD_ROWS = 1_000
AREA_LIMIT = 5_000_000
TEXT_LIMIT = BYTE_LIMIT
# What makes the library read cells or their texts, also in a part that is no XML.
CONTENT = re.compile(rb"sheetData|<(?:[^\s<>:]+:)?si\b")


def check_extent(workbook: zipfile.ZipFile, path: str) -> dict[str, Appearance]:
    """Read each part as a stream; return what each says about the appearance of cells, by its name.

    Raises:
        SheetError: it unpacks to too much, has cells too far away, with errors of formulas or formulas without values,
            or too much text.
        ValueError: a sheet or its texts are no XML, or have a document type.
    """
    parts: list[_Part] = []
    named: dict[str, Appearance] = {}
    total = 0
    for information in workbook.infolist():
        part = _Part(path)
        parts.append(part)
        named[information.filename] = part.appearance
        with workbook.open(information) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > BYTE_LIMIT:
                    reason = f"the workbook unpacks to more than {BYTE_LIMIT:,} bytes; split it"
                    raise SheetError(Place(path, 1), reason)
                part.read(chunk)
        part.refuse_empty_formula()
    # If several parts have texts, any of them may be the one that is read.
    lengths = [max(each) for each in zip_longest(*(part.lengths for part in parts), fillvalue=0)]
    for part in parts:
        if sum(lengths[number] for number in part.shared if number < len(lengths)) > TEXT_LIMIT:
            reason = f"the texts of its cells have more than {TEXT_LIMIT:,} characters; split it"
            raise SheetError(Place(path, 1), reason)
    return named


class _Part:
    """A part of a workbook: the extent of its cells so far, or the lengths of the texts that cells share.

    `shared` has a number of a text for each cell that has one.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.row = self.column = 0
        self.last_row = self.last_column = self.cells = 0
        self.shared = array("Q")
        self.lengths = array("Q")
        self.is_sheet = self.is_shared = False
        self.appearance = Appearance()
        # The cell, the element within it, and the cell if it has a formula whose value did not come yet.
        self.place = self.form = self.element = self.formula = ""
        self.tail = b""
        self.parser: expat.XMLParserType | None = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self.start
        self.parser.CharacterDataHandler = self.text

    def read(self, chunk: bytes) -> None:
        if self.parser:
            try:
                self.parser.Parse(chunk)
            except expat.ExpatError:
                self.parser = None
            else:
                self.check()
        # Pictures and the like are no XML.
        if not self.parser and (self.is_sheet or self.lengths or CONTENT.search(self.tail + chunk)):
            raise ValueError("a part of it is not XML")
        self.tail = chunk[-100:]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = self.element = name.rpartition(":")[2]
        if name == "c" and self.is_sheet:
            self.cell(attributes)
        elif name == "f" and self.is_sheet:
            # The value of a formula may be an empty text.
            self.formula = self.place if self.form != "str" else ""
        elif name == "row" and self.is_sheet:
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdigit() else self.row + 1, 0
            self.last_row = max(self.last_row, self.row)
        elif name == "si":
            self.lengths.append(0)
        elif name == "sheetData":
            self.is_sheet = True
        else:
            self.appearance.start(name, attributes)

    def cell(self, attributes: dict[str, str]) -> None:
        self.refuse_empty_formula()
        place = attributes.get("r", "").upper()
        letters = place.rstrip("0123456789")
        self.cells += 1
        self.column = _number(letters) if letters else self.column + 1
        self.last_column = max(self.last_column, self.column)
        row = int(place[len(letters) :] or self.row)
        self.last_row = max(self.last_row, row)
        if max(row, self.column) > AREA_LIMIT:
            self.check()
        self.place, self.form = place, attributes.get("t", "n")
        self.is_shared = self.form == "s"
        if self.form in ("n", "d") and (style := attributes.get("s", "")).isdigit():
            self.appearance.cells.extend((row, self.column, int(style[:9])))
        if self.form == "e":
            reason = f"the cell {place} has an error in place of a value; mend its formula, or empty it"
            raise SheetError(Place(self.path, self.row), reason)

    def refuse_empty_formula(self) -> None:
        """Refuse a formula without a stored value, which the library reads as an empty cell."""
        if self.formula:
            reason = f"the cell {self.formula} has a formula without its value; open the workbook, and save it"
            raise SheetError(Place(self.path, self.row), reason)

    def text(self, text: str) -> None:
        if self.formula and self.element in ("v", "t") and text.strip():
            self.formula = ""
        if self.is_shared and (number := text.strip()[:10]).isdigit():
            self.shared.append(int(number))
        elif self.lengths:
            self.lengths[-1] += len(text)

    def check(self) -> None:
        if self.last_row > ROW_LIMIT + HEAD_ROWS:
            reason = f"more than {ROW_LIMIT:,} rows; split the table, or delete the empty rows below it"
            raise SheetError(Place(self.path, ROW_LIMIT), reason)
        if self.last_column > COLUMN_LIMIT or self.last_column * self.last_row > AREA_LIMIT or self.cells > AREA_LIMIT:
            extent = f"cells up to column {self.last_column:,} of {self.last_row:,} rows"
            raise SheetError(Place(self.path, 1), f"{extent}; delete the empty rows and columns")


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a part of it has a document type")


def _number(letters: str) -> int:
    """Return the number of a column, from 1, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
