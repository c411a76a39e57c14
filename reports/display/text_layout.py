"""Draw tables for reading: in sections or plain, fitted to the screen if there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from models.terminal.text import isolate, shorten, width_of, wrap
from reports.display.cell_text import Wording, alignment
from reports.display.column_widths import (
    NamedColumns,
    Room,
    choose_columns,
    choose_named_columns,
    fit_named_widths,
    fit_widths,
    natural_width,
    shrink_widths,
    split_into_blocks,
    wrapping_width,
)
from reports.display.drawing import BOLD, WITH_PIPES, allows_wrapping, draw_columns, measure_frame
from reports.display.list_cells import cap_cell, fit_cell, fit_names, wrap_cell, wrap_short
from reports.display.table import Column, Fit, Table
from reports.display.text_table import Grid, build_grid
from reports.display.translations import translate

# The name of a fact, where a table tells facts apart, takes this many lines.
FACT_LINES = 2
# Hidden columns that are named: a matrix may have hundreds.
MOST_HIDDEN = 30


class Screen(NamedTuple):
    """A terminal: its width and height in characters, whether it shows colour, and whether tables are `wide`.

    A wide table shows all columns and wraps their cells, where another has a line for each row.
    """

    width: int
    height: int
    colour: bool = False
    wide: bool = False

    def heading(self, text: str) -> str:
        """Make a heading bold, line by line."""
        return "\n".join(line.join(BOLD) for line in text.split("\n")) if self.colour else text


class Page(NamedTuple):
    """The format and wording to draw in, and the screen to fit, if any."""

    format: str
    wording: Wording
    screen: Screen | None = None

    @property
    def is_mirrored(self) -> bool:
        """True if columns go from right to left. A file keeps their order: programs that show Arabic turn it round."""
        return self.screen is not None and self.wording.lang == "ar" and allows_wrapping(self.format)

    def cell(self, text: str) -> str:
        """Escape a text for the format, and isolate its lines for the screen."""
        safe = text.replace("|", "\\|") if self.format in WITH_PIPES else text
        return "\n".join(isolate(line) for line in safe.split("\n")) if self.screen else safe

    def heading(self, text: str) -> str:
        return self.screen.heading(self.cell(text)) if self.screen else self.cell(text)

    def lines(self, text: str, *, bold: bool = False, width: int | None = None) -> str:
        """Wrap a text to the screen, or to another width, where Arabic begins at the right."""
        if width is None and self.screen:
            width = self.screen.width
        lines = wrap(text, width) if width else [text]
        return "\n".join(self._indent(line) + (self.heading(line) if bold else self.cell(line)) for line in lines)

    def _indent(self, line: str) -> str:
        return " " * (self.screen.width - width_of(line)) if self.screen and self.is_mirrored else ""


def draw(table: Table, page: Page) -> str:
    """Draw the table as text that ends with a line feed."""
    fitted = page.screen is not None and not page.screen.wide and allows_wrapping(page.format)
    grid = build_grid(table, page.wording._replace(short=fitted))
    if page.screen is None or not allows_wrapping(page.format):
        return _draw_whole(grid, table, page)
    draw_part = _draw_wide if page.screen.wide else _draw_fitted
    if table.layout != "sections" or not grid.rows:
        parts = [draw_part(grid, table, page)]
        text = parts[0].text
    else:
        headed = [(heading, draw_part(part, table, page)) for heading, part in _split_sections(grid)]
        parts = [part for _, part in headed]
        text = "\n".join(f"{page.lines(heading, bold=True)}\n\n{part.text}" for heading, part in headed)
    remark = _hidden_columns_line(list(dict.fromkeys(name for part in parts for name in part.hidden)), page)
    return f"{text}\n{remark}\n" if remark else text


class _Drawn(NamedTuple):
    """A drawn table, and the headers of the columns that it hides."""

    text: str
    hidden: list[str]


def _draw_whole(grid: Grid, table: Table, page: Page) -> str:
    """Draw all columns that have a value, as wide as they are; long lists are capped."""
    grid = grid._replace(rows=[list(map(cap_cell, row)) for row in grid.rows])
    if table.layout == "sections" and grid.rows:
        drawn = ((heading, _draw_cells(part.drop_empty(), page)) for heading, part in _split_sections(grid))
        return "\n".join(f"{page.heading(heading)}\n\n{text}" for heading, text in drawn)
    return _draw_cells(grid.drop_empty() if table.fits else grid, page)


def _split_sections(grid: Grid) -> Iterator[tuple[str, Grid]]:
    """Yield each value of the first column with a table of the others."""
    rest = range(1, len(grid.columns))
    for heading, rows in groupby(grid.rows, key=itemgetter(0)):
        yield heading, grid._replace(rows=list(rows)).select(rest)


def _draw_fitted(grid: Grid, table: Table, page: Page) -> _Drawn:
    """Draw a line for each row, with the columns that have room."""
    filled = grid.drop_empty() if table.fits else grid
    room = _room(page)
    places = _choose_places(filled, table, room)
    shown = filled.select(places)
    fits = [_choose_fit(column, table.fit) for column in shown.columns]
    naturals = _natural_widths(shown)
    widths = _fit_widths(shown, naturals, table, room)
    # What wrapped columns do not need is left to the others.
    needed = _wrap_columns(shown, widths, fits)
    widths = _fit_widths(shown, [needed.get(*each) for each in enumerate(naturals)], table, room)
    each = zip(shown.columns, _cells(shown), widths, fits, strict=True)
    cells = [
        fit_names(texts, width) if column.is_name and fit is fit_cell else [fit(text, width) for text in texts]
        for column, texts, width, fit in each
    ]
    headers = [_fit_header(*each) for each in zip(shown.headers, widths, strict=True)]
    hidden = [header for place, header in enumerate(filled.headers) if place not in places]
    return _Drawn(
        _draw_cells(
            shown._replace(headers=headers, rows=list(map(list, zip(*cells, strict=True)))), page, parted=False
        ),
        hidden,
    )


def _choose_places(grid: Grid, table: Table, room: Room) -> list[int]:
    """Return the places of the columns to show: by importance, or in the order in which they were asked for."""
    naturals = _natural_widths(grid)
    if not table.fits:
        return choose_named_columns(NamedColumns(grid.columns, naturals, grid.headers), room)
    fit = Fit() if table.layout == "pivot" else table.fit
    if _has_namesakes(grid):
        fit = fit._replace(then=("slug", *fit.then))
    return choose_columns(grid.columns, naturals, fit, room)


def _has_namesakes(grid: Grid) -> bool:
    """Return whether records with different IDs have the same name."""
    named = {column.name: cells for column, cells in zip(grid.columns, _cells(grid), strict=True)}
    ids = named.get("slug", ())
    names = (cells for column, cells in named.items() if ids and column in ("name_en", "name_ar"))
    return any(len(set(cells)) < len(set(zip(cells, ids, strict=True))) for cells in names)


def _fit_widths(grid: Grid, naturals: Sequence[int], table: Table, room: Room) -> list[int]:
    if not table.fits:
        return fit_named_widths(NamedColumns(grid.columns, naturals, grid.headers), room)
    return fit_widths(grid.columns, naturals, room)


def _choose_fit(column: Column, fit: Fit) -> Callable[[str, int], str]:
    """Return how the cells of a column are fitted to its width: in lines, or shortened to one."""
    if not (column.misleads_in_part or column.name in fit.wrapped):
        return fit_cell
    return partial(wrap_short, most=FACT_LINES) if column.vocabulary == "item" else wrap_cell


def _wrap_columns(grid: Grid, widths: list[int], fits: list[Callable[[str, int], str]]) -> dict[int, int]:
    """Return the width that each wrapped column needs for its lines, by its place."""
    return {
        place: natural_width(header, [line for cell in cells for line in fit(cell, width).split("\n")])
        for place, (header, cells, width, fit) in enumerate(zip(grid.headers, _cells(grid), widths, fits, strict=True))
        if fit is not fit_cell
    }


def _draw_wide(grid: Grid, table: Table, page: Page) -> _Drawn:
    """Draw all columns with wrapped cells, in blocks where they do not fit side by side."""
    filled = grid.drop_empty() if table.fits else grid
    naturals, room = _natural_widths(filled), _room(page)
    texts = zip(filled.headers, *filled.rows, strict=True)
    smallest = [wrapping_width(*each) for each in zip(naturals, texts, strict=True)]
    parts = []
    for places in split_into_blocks(smallest, room):
        block = filled.select(places)
        wanted, least = ([widths[each] for each in places] for widths in (naturals, smallest))
        widths = shrink_widths(wanted, least, room.without_gaps(len(places)))
        lines = [[wrap_cell(*each) for each in zip(row, widths, strict=True)] for row in [block.headers, *block.rows]]
        parts.append(_draw_cells(block._replace(headers=lines[0], rows=lines[1:]), page))
    return _Drawn("\n".join(parts), [])


def _fit_header(header: str, width: int) -> str:
    """Break a header between words; one with a longer word is shortened."""
    broken = max(map(width_of, header.split()), default=0) > width
    return shorten(header, width) if broken else "\n".join(wrap(header, width))


def _room(page: Page) -> Room:
    border, gap = measure_frame(page.format)
    return Room((page.screen.width if page.screen else 0) - border, gap)


def _natural_widths(grid: Grid) -> list[int]:
    return [natural_width(header, each) for header, each in zip(grid.headers, _cells(grid), strict=True)]


def _cells(grid: Grid) -> list[tuple[str, ...]]:
    """Return the cells of each column."""
    return list(zip(*grid.rows, strict=True)) or [()] * len(grid.columns)


def _hidden_columns_line(hidden: list[str], page: Page) -> str:
    """Name the hidden columns; of very many, only the first."""
    if not hidden:
        return ""
    lang = page.wording.lang
    names = ("، " if lang == "ar" else ", ").join(hidden[:MOST_HIDDEN])
    rest = len(hidden) - MOST_HIDDEN
    said = translate("remark", "and_more", lang).format(names, rest) if rest > 0 else names
    return page.lines(translate("remark", "hidden", lang).format(said))


def _draw_cells(grid: Grid, page: Page, *, parted: bool = True) -> str:
    """Draw the cells as they are; where Arabic is read on a screen, from its right edge to the left."""
    order = range(len(grid.columns))[:: -1 if page.is_mirrored else 1]
    turned = grid.select(order)
    text = draw_columns(
        [page.heading(header) for header in turned.headers],
        [[page.cell(cell) for cell in row] for row in turned.rows],
        ["right" if page.is_mirrored else alignment(column, page.wording.lang) for column in turned.columns],
        page.format,
        parted=parted,
    )
    if not (page.screen and page.is_mirrored):
        return text
    width = max((width_of(line) for line in text.split("\n")), default=0)
    edge = " " * (page.screen.width - width)
    return "\n".join(edge + line if line else line for line in text.split("\n"))
