"""Open the sheet of a table: its columns, and its rows as texts of typed cells, one row at a time.

A file that cannot be read is one problem with its line; a row with too few or too many cells is marked, and the rest
is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from operator import itemgetter

from seeds.format.problems import Place
from seeds.tables.rows import COLUMN_LIMIT, ROW_LIMIT, Layout, Row, SheetError
from seeds.tables.values import clean

# A header is among the first lines.
HEADER_LIMIT = 1_000
FIRST_LINES = 50
# A header so far below that no merged cells are under it.
BELOW = 10**9
DELIMITERS = (",", ";", "\t", "|")


@dataclass
class Sheet:
    """A sheet of a file: the names of its columns, and a function that reads its rows from the beginning."""

    path: str
    columns: list[str]
    rows: Callable[[], Iterator[Row]]
    # The name of the sheet; a file of text has none.
    name: str | None = None


def open_sheet(location: str, path: str, layout: Layout) -> Sheet:
    """Return a sheet.

    Args:
        location: the file.
        path: its name in problems.

    Raises:
        SheetError: the file, its header or, while rows are read, a row cannot be read.
    """
    read, name = _opened(location, path, layout)
    rows = read()
    columns = next((_names(row.cells) for row in rows if row.line >= layout.header), None)
    if not columns:
        raise SheetError(Place(path, layout.header), "there is no header; name its line in the map: rows: {header: 1}")
    _check_header(columns, Place(path, layout.header))
    return Sheet(path, columns, lambda: _limited(read(), path, layout.header), name)


def find_sheet(location: str, path: str, sheet: str | None, needed: Collection[str]) -> Sheet:
    """Return the sheet whose header has these columns, wherever it is: for a file that comes without its map.

    Raises:
        SheetError: the file cannot be read, or no line of its beginning has the columns.
    """
    if layout := layout_with(location, path, sheet or "", needed):
        return open_sheet(location, path, layout)
    raise SheetError(Place(path, 1), f"no line has the columns {', '.join(needed)}; is it the table that is cited?")


def layout_with(location: str, path: str, sheet: str, needed: Collection[str]) -> Layout | None:
    """Return where a file has a header with these columns; None if none of its first lines has them all.

    Raises:
        SheetError: the file cannot be read.
    """
    for delimiter in ("",) if path.endswith(".xlsx") else DELIMITERS:
        layout = Layout(sheet, BELOW, delimiter)
        for row in islice(_opened(location, path, layout)[0](), HEADER_LIMIT):
            if set(needed) <= set(_names(row.cells)):
                return replace(layout, header=row.line)
    return None


def _opened(location: str, path: str, layout: Layout) -> tuple[Callable[[], Iterator[Row]], str | None]:
    """Return a function that reads the rows of a file from the beginning, and the name of the sheet."""
    if path.endswith(".xlsx"):
        from seeds.tables.workbooks import open_workbook

        return open_workbook(location, path, layout)
    from seeds.tables.delimited import delimited_rows

    return partial(delimited_rows, location, path, layout), None


def find_layout(location: str, path: str) -> Layout:
    """Return where the rows of an unknown file probably are: the first sheet, or the separator that gives equal rows.

    A sign that is common within cells, as between the parties of a treaty, gives rows of different lengths.

    Raises:
        SheetError: the file cannot be read.
    """
    signs = DELIMITERS if path.endswith(".csv") else ("",)
    found: list[tuple[float, int, Layout]] = []
    for sign in signs:
        layout = Layout("1" if path.endswith(".xlsx") else "", BELOW, sign)
        rows, sheet = _opened(location, path, layout)
        first = list(islice(rows(), FIRST_LINES))
        (width, rows_so_wide), *_ = [*Counter(len(row.cells) for row in first).most_common(1), (0, 0)]
        if width > 1:
            line = _find_header([row for row in first if len(row.cells) == width])
            named = Layout(sheet or "", line, sign if sign != "," else "")
            found.append((rows_so_wide / len(first), width, named))
    return max(found, key=itemgetter(0, 1), default=(0, 0, Layout("", 1)))[-1]


def _find_header(rows: list[Row]) -> int:
    """Return the line of the first row with most of its cells filled, below titles of the whole table."""
    filled = [sum(map(bool, row.cells)) for row in rows]
    most = (row.line for row, cells in zip(rows, filled, strict=True) if 2 * cells > max(filled))
    return next(most, rows[0].line)


def _names(cells: list[str]) -> list[str]:
    """Return the names of columns: without blanks around them, line breaks within, and invisible characters."""
    names = [clean(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _check_header(columns: list[str], place: Place) -> None:
    if len(columns) > COLUMN_LIMIT:
        raise SheetError(place, f"the header has {len(columns):,} columns, more than {COLUMN_LIMIT:,}")
    for number, name in enumerate(columns, 1):
        if not name:
            raise SheetError(place, f"column {number} has no name; write one into the header")
        if name in columns[: number - 1]:
            raise SheetError(place, f"the column {name!r} is there twice; give each column a name of its own")


def _limited(rows: Iterator[Row], path: str, header: int) -> Iterator[Row]:
    """Yield the rows below the header that have a text."""
    count = 0
    for row in rows:
        if row.line > header and any(map(str.strip, row.cells)):
            count += 1
            if count > ROW_LIMIT:
                raise SheetError(Place(path, row.line), f"more than {ROW_LIMIT:,} rows; split the table into several")
            yield row
