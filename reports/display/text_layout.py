"""Tables drawn for reading: in sections where they have them, fitted to the screen where there is one."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from reports.display.cell_text import Wording, alignment
from reports.display.column_widths import room_for, wrapped
from reports.display.table import Table
from reports.display.tabulate_adapter import PIPED, frame, tabulated, wraps
from reports.display.terminal_text import isolate, wrap
from reports.display.text_table import Grid, grid_of
from reports.display.translations import word


class Screen(NamedTuple):
    """The terminal that a table is drawn on."""

    width: int
    height: int
    colour: bool = False

    def heading(self, text: str) -> str:
        """A heading made bold, line by line."""
        return "\n".join(f"\x1b[1m{line}\x1b[0m" for line in text.split("\n")) if self.colour else text


class Page(NamedTuple):
    """How a table is drawn: in a format and a wording, on a screen or not."""

    format: str
    wording: Wording
    screen: Screen | None = None

    def cell(self, text: str) -> str:
        """A text made fit for the format, and for the screen line by line."""
        safe = text.replace("|", "\\|") if self.format in PIPED else text
        return "\n".join(isolate(line) for line in safe.split("\n")) if self.screen else safe

    def heading(self, text: str) -> str:
        return self.screen.heading(self.cell(text)) if self.screen else self.cell(text)


def draw(table: Table, page: Page) -> str:
    """The table as text that ends with a line end."""
    grid = grid_of(table, page.wording)
    if table.layout == "sections" and grid.rows:
        return _sections(grid, page)
    return _fitted(grid, page, table.layout) if table.fits else _drawn(grid, page)


def _sections(grid: Grid, page: Page) -> str:
    """A small table under each heading."""
    rest = range(1, len(grid.columns))
    parts = []
    for heading, rows in groupby(grid.rows, key=itemgetter(0)):
        part = _fitted(grid._replace(rows=list(rows)).keep(rest), page, "plain")
        parts.append(f"{page.heading(heading)}\n\n{part}")
    return "\n".join(parts)


def _fitted(grid: Grid, page: Page, layout: str) -> str:
    """The columns that hold anything and that there is room for, and a line that names the others."""
    filled = grid.without_empty()
    if not page.screen or not wraps(page.format):
        return _drawn(filled, page)
    border, gap = frame(page.format)
    count = room_for(filled.columns, [filled.headers, *filled.rows], page.screen.width - border, gap)
    drawn = _drawn(filled.keep(range(count)), page)
    missing = filled.headers[count:]
    return f"{drawn}\n{_no_room(missing, layout, page)}\n" if missing else drawn


def _no_room(missing: list[str], layout: str, page: Page) -> str:
    comma = "، " if page.wording.language == "ar" else ", "
    said = len(missing) if layout == "pivot" else comma.join(missing)
    line = word("no room", layout, page.wording.lang).format(said)
    return "\n".join(map(page.cell, wrap(line, page.screen.width if page.screen else len(line))))


def _drawn(grid: Grid, page: Page) -> str:
    headers, *rows = [grid.headers, *grid.rows]
    if page.screen and wraps(page.format):
        border, gap = frame(page.format)
        available = page.screen.width - border - gap * (len(grid.columns) - 1)
        headers, *rows = wrapped(grid.columns, [headers, *rows], available)
    return tabulated(
        [page.heading(header) for header in headers],
        [[page.cell(cell) for cell in row] for row in rows],
        [alignment(column, page.wording.lang) for column in grid.columns],
        page.format,
    )
