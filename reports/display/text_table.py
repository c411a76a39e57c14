"""A table as texts, before it is drawn: headers, and rows with a text for each column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reports.display.cell_text import Wording, format_header, format_row
from reports.display.table import Column, Table
from reports.display.translations import translate


class Grid(NamedTuple):
    """Columns, their headers, and rows with a text for each column."""

    columns: tuple[Column, ...]
    headers: list[str]
    rows: list[list[str]]

    def select(self, places: Sequence[int]) -> Grid:
        """Return the grid with only the columns at these places."""
        return Grid(
            tuple(self.columns[place] for place in places),
            [self.headers[place] for place in places],
            [[row[place] for place in places] for row in self.rows],
        )

    def drop_empty(self) -> Grid:
        """Return the grid without empty columns; with all of them if it has no rows."""
        filled = [place for place in range(len(self.columns)) if any(row[place] for row in self.rows)]
        return self.select(filled) if self.rows else self


def build_grid(table: Table, wording: Wording) -> Grid:
    """Format a table's headers and rows, and spread out a pivot."""
    if table.layout == "pivot":
        return _build_pivot(table, wording)
    headers = [format_header(column, wording.lang) for column in table.columns]
    return Grid(table.columns, headers, [format_row(table.columns, row, wording) for row in table.rows])


def _build_pivot(table: Table, wording: Wording) -> Grid:
    """Spread the last column over the values of the second-last."""
    *keys, spread, counted = table.columns
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    totals: dict[str, int] = {}
    for *head, code, count in table.rows:
        cells.setdefault(tuple(format_row(keys, head, wording)), {})[code] = count
        totals[code] = totals.get(code, 0) + count
    codes = _sort_codes(spread, totals, wording)
    columns = (*keys, *(counted._replace(name=code or "none") for code in codes))
    headers = [format_header(column, wording.lang) for column in keys] + [
        _spread_header(spread, code, wording) for code in codes
    ]
    rows = [[*head, *(f"{found[code]:,}" if code in found else "" for code in codes)] for head, found in cells.items()]
    return Grid(columns, headers, rows)


def _sort_codes(column: Column, totals: dict[str, int], wording: Wording) -> list[str]:
    """Sort stages by their rank, and other codes by their total, largest first."""
    ladder = [code for vocabulary, code in wording.labels if vocabulary == column.vocabulary == "stage"]
    places = {code: place for place, code in enumerate(ladder)}
    return sorted(totals, key=lambda code: (places.get(code, -1), -totals[code], code or ""))


def _spread_header(column: Column, code: str | None, wording: Wording) -> str:
    """Return the header of a spread column; a country has its code, because that is short."""
    if code is None:
        return translate("pivot", "none", wording.lang)
    return code if column.vocabulary == "country" else wording.label(column, code)
