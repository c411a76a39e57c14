"""Draw tables for reading: in sections or plain, fitted to the screen if there is one."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from models.terminal_text import isolate, wrap
from reports.display.cell_text import Wording, alignment
from reports.display.column_widths import count_fitting, wrap_cells
from reports.display.table import Table
from reports.display.tabulate_adapter import WITH_PIPES, allows_wrapping, draw_columns, measure_frame
from reports.display.text_table import Grid, build_grid
from reports.display.translations import translate


class Screen(NamedTuple):
    """A terminal: its width and height in characters, and whether it shows colour."""

    width: int
    height: int
    colour: bool = False

    def heading(self, text: str) -> str:
        """Make a heading bold, line by line."""
        return "\n".join(f"\x1b[1m{line}\x1b[0m" for line in text.split("\n")) if self.colour else text


class Page(NamedTuple):
    """The format and wording to draw in, and the screen to fit, if any."""

    format: str
    wording: Wording
    screen: Screen | None = None

    def cell(self, text: str) -> str:
        """Escape a text for the format, and isolate its lines for the screen."""
        safe = text.replace("|", "\\|") if self.format in WITH_PIPES else text
        return "\n".join(isolate(line) for line in safe.split("\n")) if self.screen else safe

    def heading(self, text: str) -> str:
        return self.screen.heading(self.cell(text)) if self.screen else self.cell(text)


def draw(table: Table, page: Page) -> str:
    """Draw the table as text that ends with a line feed."""
    grid = build_grid(table, page.wording)
    if table.layout == "sections" and grid.rows:
        return _draw_sections(grid, page)
    return _draw_fitted(grid, page, table.layout) if table.fits else _draw_grid(grid, page)


def _draw_sections(grid: Grid, page: Page) -> str:
    """Draw a small table under each heading."""
    rest = range(1, len(grid.columns))
    parts = []
    for heading, rows in groupby(grid.rows, key=itemgetter(0)):
        part = _draw_fitted(grid._replace(rows=list(rows)).select(rest), page, "plain")
        parts.append(f"{page.heading(heading)}\n\n{part}")
    return "\n".join(parts)


def _draw_fitted(grid: Grid, page: Page, layout: str) -> str:
    """Draw the columns that are not empty and fit the screen, and a line that names the hidden ones."""
    filled = grid.drop_empty()
    if not page.screen or not allows_wrapping(page.format):
        return _draw_grid(filled, page)
    border, gap = measure_frame(page.format)
    count = count_fitting(filled.columns, [filled.headers, *filled.rows], page.screen.width - border, gap)
    drawn = _draw_grid(filled.select(range(count)), page)
    hidden = filled.headers[count:]
    return f"{drawn}\n{_hidden_columns_line(hidden, layout, page)}\n" if hidden else drawn


def _hidden_columns_line(hidden: list[str], layout: str, page: Page) -> str:
    """Name the hidden columns, or count them under a pivot, where they are the values of a column."""
    comma = "، " if page.wording.language == "ar" else ", "
    names = len(hidden) if layout == "pivot" else comma.join(hidden)
    line = translate("remark", "hidden", page.wording.lang).format(names)
    return "\n".join(map(page.cell, wrap(line, page.screen.width if page.screen else len(line))))


def _draw_grid(grid: Grid, page: Page) -> str:
    headers, *rows = [grid.headers, *grid.rows]
    if page.screen and allows_wrapping(page.format):
        border, gap = measure_frame(page.format)
        available = page.screen.width - border - gap * (len(grid.columns) - 1)
        headers, *rows = wrap_cells(grid.columns, [headers, *rows], available)
    return draw_columns(
        [page.heading(header) for header in headers],
        [[page.cell(cell) for cell in row] for row in rows],
        [alignment(column, page.wording.lang) for column in grid.columns],
        page.format,
    )
