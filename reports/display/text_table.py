"""A table in words: headers, and rows of texts under them, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reports.display.cell_text import Wording, header, texts
from reports.display.table import Column, Table
from reports.display.translations import word


class Grid(NamedTuple):
    """Columns with their headers, and rows of as many texts."""

    columns: tuple[Column, ...]
    headers: list[str]
    rows: list[list[str]]

    def keep(self, places: Sequence[int]) -> Grid:
        """The columns at these places only."""
        return Grid(
            tuple(self.columns[place] for place in places),
            [self.headers[place] for place in places],
            [[row[place] for place in places] for row in self.rows],
        )

    def without_empty(self) -> Grid:
        """The columns in which any row has something; all of them where there is no row."""
        filled = [place for place in range(len(self.columns)) if any(row[place] for row in self.rows)]
        return self.keep(filled) if self.rows else self


def grid_of(table: Table, wording: Wording) -> Grid:
    """The table's columns and rows in words, spread out where it is a pivot."""
    if table.layout == "pivot":
        return _pivot(table, wording)
    headers = [header(column, wording.lang) for column in table.columns]
    return Grid(table.columns, headers, [texts(table.columns, row, wording) for row in table.rows])


def _pivot(table: Table, wording: Wording) -> Grid:
    """The last column spread under the values of the one before."""
    *keys, spread, counted = table.columns
    cells: dict[tuple[str, ...], dict[str, int]] = {}
    totals: dict[str, int] = {}
    for *head, code, count in table.rows:
        cells.setdefault(tuple(texts(keys, head, wording)), {})[code] = count
        totals[code] = totals.get(code, 0) + count
    codes = _in_order(spread, totals, wording)
    columns = (*keys, *(counted._replace(name=code or "none") for code in codes))
    headers = [header(column, wording.lang) for column in keys] + [_spread(spread, code, wording) for code in codes]
    rows = [[*head, *(f"{found[code]:,}" if code in found else "" for code in codes)] for head, found in cells.items()]
    return Grid(columns, headers, rows)


def _in_order(column: Column, totals: dict[str, int], wording: Wording) -> list[str]:
    """Stages as they stand on their ladder, everything else the greatest total first."""
    ladder = [code for vocabulary, code in wording.labels if vocabulary == column.vocabulary == "stage"]
    places = {code: place for place, code in enumerate(ladder)}
    return sorted(totals, key=lambda code: (places.get(code, -1), -totals[code], code or ""))


def _spread(column: Column, code: str | None, wording: Wording) -> str:
    """The header over a spread column: countries by their codes, which are short."""
    if code is None:
        return word("pivot", "none", wording.lang)
    return code if column.vocabulary == "country" else wording.label(column, code)
