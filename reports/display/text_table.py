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
    """Spread the last columns, which are numbers, over the values of the one before."""
    last = next(place for place, column in enumerate(table.columns) if column.is_number)
    *keys, spread = table.columns[:last]
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    totals: dict[str, int] = {}
    for row in table.rows:
        *head, code = row[:last]
        cells.setdefault(tuple(format_row(keys, head, wording)), {})[code] = _format_counts(*row[last:])
        totals[code] = totals.get(code, 0) + sum(row[last:])
    codes = _sort_codes(spread, totals, wording)
    columns = (*keys, *(table.columns[last]._replace(name=code or "none") for code in codes))
    headers = [format_header(column, wording.lang) for column in keys] + [
        _spread_header(spread, code, wording) for code in codes
    ]
    rows = [[*head, *(found.get(code, "") for code in codes)] for head, found in cells.items()]
    return Grid(columns, headers, rows)


def _format_counts(done: int, planned: int = 0) -> str:
    """Format what is done, and what is planned in brackets: `3 (+2)`."""
    return " ".join(filter(None, (f"{done:,}" if done or not planned else "", f"(+{planned:,})" if planned else "")))


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
