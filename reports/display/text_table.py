"""A table as texts, before it is drawn: headers, and rows with a text for each column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reports.display.cell_text import Wording, format_header, format_row
from reports.display.quantities import Quantity, find_quantities, say_quantity
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
    """Format a table's headers and rows, spread out a pivot, and put quantities together and the ID last."""
    if table.layout == "pivot":
        return _build_pivot(table, wording)
    rows = [(row, format_row(table.columns, row, wording)) for row in table.rows]
    headers = [format_header(column, wording.lang) for column in table.columns]
    grid = Grid(table.columns, headers, [cells for _, cells in rows])
    quantities = [each for each in find_quantities(table.columns) if table.fits or _is_hidden(table, each.qualifier)]
    for quantity in quantities:
        _fill_quantities(grid, quantity, [row for row, _ in rows], wording)
    numbers = {each.number for each in quantities}
    merged = {name for each in quantities for name in each} - numbers if table.fits else set()
    places = [place for place, column in enumerate(grid.columns) if not column.hidden and column.name not in merged]
    columns = tuple(column._replace(type="quantity") if column.name in numbers else column for column in grid.columns)
    grid = grid._replace(columns=columns)
    if not table.fits:
        return grid.select(places)
    first = 1 if table.layout == "sections" else 0
    return grid.select(sorted(places, key=lambda place: place >= first and grid.columns[place].is_identifier))


def _is_hidden(table: Table, name: str) -> bool:
    return any(column.hidden for column in table.columns if column.name == name)


def _fill_quantities(grid: Grid, quantity: Quantity, rows: Sequence[Sequence[Any]], wording: Wording) -> None:
    """Write a quantity in words into the cells of its number."""
    columns = {column.name: column for column in grid.columns}
    names = list(columns)
    for row, cells in zip(rows, grid.rows, strict=True):
        said = say_quantity(quantity, columns, dict(zip(names, row, strict=True)), wording)
        cells[names.index(quantity.number)] = said


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
    if spread.vocabulary == keys[-1].vocabulary:
        # A square has its columns in the order of its rows.
        heads = [row[last - 2] for row in table.rows]
        codes = [code for code in dict.fromkeys([*heads, *codes]) if code in totals]
    columns = (*keys, *(table.columns[last]._replace(name=code or "none") for code in codes))
    headers = [format_header(column, wording.lang) for column in keys] + [
        _spread_header(spread, code, wording) for code in codes
    ]
    rows = [[*head, *(found.get(code, "") for code in codes)] for head, found in cells.items()]
    return Grid(columns, headers, rows)


def _format_counts(done: int, planned: int = 0) -> str:
    """Format the number done, with the number planned in brackets: `3 (+2)`."""
    return " ".join(filter(None, (f"{done:,}" if done or not planned else "", f"(+{planned:,})" if planned else "")))


def _sort_codes(column: Column, totals: dict[str, int], wording: Wording) -> list[str]:
    """Sort stages by their rank, and other codes by their total, largest first."""
    ladder = [code for vocabulary, code in wording.labels if vocabulary == column.vocabulary == "stage"]
    places = {code: place for place, code in enumerate(ladder)}
    return sorted(totals, key=lambda code: (places.get(code, -1), -totals[code], code or ""))


def _spread_header(column: Column, code: str | None, wording: Wording) -> str:
    """Return the header of a spread column; in English a country has its code, because that is short."""
    if code is None:
        return translate("pivot", "none", wording.lang)
    short = column.vocabulary == "country" and wording.language == "en"
    return code if short else wording.label(column, code)
