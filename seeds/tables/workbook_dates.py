"""The cells of a workbook that show a month or a year: a spreadsheet stores `May 2025` as its first day.

The library gives the stored day only, so that the format of the cell decides what was written.
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections.abc import Iterable

# Texts in quotation marks, escaped letters, and colours, languages or conditions in brackets.
NO_PLACEHOLDER = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# The format of a month and a year that has a number in place of a text.
MONTH_AND_YEAR = "17"
# The lengths of a year and of a month in ISO form.
YEAR, MONTH = 4, 7
FIRST_DAYS = {YEAR: re.compile(r"[0-9]{4}-01-01"), MONTH: re.compile(r"[0-9]{4}-[0-9]{2}-01")}
WORKBOOK, TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


class Appearance:
    """The sheets, styles and styled cells that one part of a workbook names."""

    def __init__(self) -> None:
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.formats: dict[str, str] = {}
        # The numbers of the formats of styles, which cells name by their place.
        self.styles: list[str] = []
        self.are_cell_styles = False
        # Row, column and style of each cell with a number.
        self.cells = array("Q")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep what an element says about appearance."""
        if name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            self.are_cell_styles = name == "cellXfs"
        elif name == "xf" and self.are_cell_styles:
            self.styles.append(attributes.get("numFmtId", ""))
        elif name == "numFmt":
            self.formats.setdefault(attributes.get("numFmtId", ""), attributes.get("formatCode", ""))
        elif name == "sheet":
            local = {key.rpartition(":")[2]: value for key, value in attributes.items()}
            self.sheets[local.get("name", "")] = local.get("id", "")
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def lengths(self) -> dict[int, int]:
        """Return the lengths of the dates that styles show, for those that show no day."""
        found = ((place, _length(id, self.formats.get(id, ""))) for place, id in enumerate(self.styles))
        return {place: length for place, length in found if length}


def _length(id: str, format: str) -> int:
    """Return the length of the date that a format shows; 0 if it shows a day, a time or no date."""
    if id == MONTH_AND_YEAR:
        return MONTH
    letters = set(NO_PLACEHOLDER.sub("", format).partition(";")[0].lower())
    if "y" not in letters or letters & set("dhs"):
        return 0
    return MONTH if "m" in letters else YEAR


# The length of the date that a cell shows, by row and column, both from 1.
Shown = dict[int, dict[int, int]]


def shown_dates(parts: dict[str, Appearance], sheet: str) -> Shown:
    """Return the cells of a sheet that show no day."""
    workbook, targets = parts.get(WORKBOOK), parts.get(TARGETS)
    if not workbook or not targets:
        return {}
    target = targets.targets.get(workbook.sheets.get(sheet, ""), "")
    part = parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))
    lengths = next((found for each in parts.values() if (found := each.lengths())), {})
    shown: Shown = {}
    for row, column, style in _triples(part.cells if part and lengths else ()):
        if style in lengths:
            shown.setdefault(row, {})[column] = lengths[style]
    return shown


def _triples(numbers: Iterable[int]) -> Iterable[tuple[int, int, int]]:
    iterator = iter(numbers)
    return zip(iterator, iterator, iterator, strict=True)


def as_shown(text: str, length: int) -> str:
    """Return a day as its month or year if it is the first day, which stands for it; another day was written as one."""
    return text[:length] if length and FIRST_DAYS[length].fullmatch(text) else text
