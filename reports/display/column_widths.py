"""Choose the columns that fit a screen, and their widths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.terminal.text import width_of
from reports.display.table import Column, Fit

# Widths in terminal columns for each type: the least for a column that is always shown, and the least at which another
# one is worth showing. Wider text is shortened; dates and quantities are wrapped; numbers and flags are as they are.
LEAST = {"text": 9, "name": 9, "note": 9, "item": 9, "slugs": 9, "code": 8, "record": 9, "date": 12, "quantity": 11}
READABLE = {
    "text": 18,
    "name": 28,
    "note": 22,
    "item": 20,
    "slugs": 10,
    "code": 9,
    "record": 14,
    "date": 20,
    "quantity": 28,
}
# A column that was asked for by name shares the screen with others that were.
READABLE_IF_NAMED = READABLE | {"name": 18, "quantity": 18}
# The longest word of a header that is not broken in such a table.
HEADER = 30
# A name is known by its first words: on a wide screen, these are this part of the width.
NAME_SHARE = 0.3
WORD = 20


class Room(NamedTuple):
    """The width of a screen without the border of a table, and the gap between two columns."""

    width: int
    gap: int

    def without_gaps(self, count: int) -> int:
        return self.width - self.gap * max(count - 1, 0)


class NamedColumns(NamedTuple):
    """Columns that were requested by name, with the widths of their cells and of the words of their headers."""

    columns: Sequence[Column]
    naturals: Sequence[int]
    headers: Sequence[str]

    def least(self, widths: dict[str, int]) -> list[int]:
        """Return the least width of each column, at which the words of its header are whole."""
        heads = (min(natural_width(header, ()), HEADER) for header in self.headers)
        each = zip(self.columns, self.naturals, heads, strict=True)
        return [min(natural, max(head, widths.get(_type(column), natural))) for column, natural, head in each]


def natural_width(header: str, cells: Sequence[str]) -> int:
    """Return the width of the widest cell, or of the longest word of the header, which is broken between words."""
    return max(map(width_of, (*header.split(), *cells)), default=1)


def least_width(column: Column, natural: int, widths: dict[str, int]) -> int:
    """Return the least width of a column; an ID is never cut."""
    return natural if column.is_identifier else min(natural, widths.get(_type(column), natural))


def _type(column: Column) -> str:
    if column.type == "code" and "record" in column.vocabularies:
        return "record"
    return column.base_name if column.base_name in ("name", "note", "item") else column.type


def readable_widths(room: Room) -> dict[str, int]:
    return READABLE | {"name": max(READABLE["name"], int(room.width * NAME_SHARE))}


def narrow_widths(readable: dict[str, int]) -> dict[str, int]:
    """Return the least widths at which names are readable and dates and quantities are not wrapped."""
    return LEAST | {each: readable[each] for each in ("name", "date", "quantity")}


def choose_columns(columns: Sequence[Column], naturals: Sequence[int], fit: Fit, room: Room) -> list[int]:
    """Return the places of the columns to show, in their order.

    Those that answer the report's question are always shown; the others come in order of importance while there is
    room for all that are shown at a readable width. The most important of the others may make codes and lists narrow.
    """
    always = [place for place, column in enumerate(columns) if fit.is_always_shown(column, place)]
    shown, readable = always, readable_widths(room)
    for place in sorted(range(len(columns)), key=lambda place: fit.rank(columns[place], place)):
        if place not in shown:
            wanted = [*shown, place]
            widths = narrow_widths(READABLE) if fit.is_first(columns[place]) else readable
            taken = sum(least_width(columns[each], naturals[each], widths) for each in wanted)
            shown = wanted if taken <= room.without_gaps(len(wanted)) else shown
    while len(shown) > 1 and _least(columns, naturals, shown) > room.without_gaps(len(shown)):
        shown = shown[:-1]
    return sorted(shown)


def choose_named_columns(named: NamedColumns, room: Room) -> list[int]:
    """Return the places of the columns to show of those that were asked for by name, in their order.

    All are shown if each can have its least width, else the first that are readable.
    """
    places = range(len(named.naturals))
    if sum(named.least(LEAST)) <= room.without_gaps(len(places)):
        return list(places)
    readable = named.least(READABLE_IF_NAMED)
    taken = (sum(readable[: place + 1]) + room.gap * place for place in places)
    return [place for place, width in zip(places, taken, strict=True) if width <= room.width or place == 0]


def fit_named_widths(named: NamedColumns, room: Room) -> list[int]:
    """Return widths of columns asked for by name that together fit: an ID is shortened after other text."""
    available, widths = room.without_gaps(len(named.naturals)), list(named.naturals)
    readable = named.least(READABLE_IF_NAMED)
    each = zip(named.columns, named.naturals, readable, strict=True)
    with_ids = [natural if column.is_identifier else least for column, natural, least in each]
    for smallest in (with_ids, readable, named.least(LEAST), [1] * len(widths)):
        widths = shrink_widths(widths, smallest, available)
    return widths


def _least(columns: Sequence[Column], naturals: Sequence[int], places: Sequence[int]) -> int:
    return sum(least_width(columns[place], naturals[place], LEAST) for place in places)


def fit_widths(columns: Sequence[Column], naturals: Sequence[int], room: Room) -> list[int]:
    """Return widths of shortened cells that together fit, shrunk no further than they must be.

    At first all stay readable. Then names shrink after other text, and dates and quantities, which are wrapped, last.
    """
    narrow = narrow_widths(READABLE)
    available, widths = room.without_gaps(len(columns)), list(naturals)
    for step in (readable_widths(room), narrow, narrow | {"name": LEAST["name"]}, LEAST):
        smallest = [least_width(*each, step) for each in zip(columns, naturals, strict=True)]
        widths = shrink_widths(widths, smallest, available)
    smallest = [width if column.is_number else 1 for column, width in zip(columns, widths, strict=True)]
    return shrink_widths(widths, smallest, available)


def wrapping_width(natural: int, cells: Sequence[str]) -> int:
    """Return the least width of a column with wrapped cells: words of up to WORD columns are not broken."""
    longest = max((width_of(word) for cell in cells for word in cell.split()), default=0)
    return min(natural, max(longest, READABLE["code"]), WORD)


def split_into_blocks(smallest: Sequence[int], room: Room) -> list[list[int]]:
    """Return the places of columns in blocks that each fit the screen and begin with the first column."""
    blocks: list[list[int]] = [[0]]
    for place in range(1, len(smallest)):
        wanted = [*blocks[-1], place]
        if sum(smallest[each] for each in wanted) <= room.without_gaps(len(wanted)) or len(wanted) == 2:
            blocks[-1] = wanted
        else:
            blocks.append([0, place])
    return blocks


def shrink_widths(naturals: Sequence[int], smallest: Sequence[int], available: int) -> list[int]:
    """Return widths that together fit: shrink the widest columns first, none below its smallest width."""
    widths = list(naturals)
    while (excess := sum(widths) - available) > 0:
        shrinkable = [place for place, width in enumerate(widths) if width > smallest[place]]
        if not shrinkable:
            break
        widest = max(widths[place] for place in shrinkable)
        top = [place for place in shrinkable if widths[place] == widest]
        floors = [smallest[place] for place in top] + [widths[p] for p in shrinkable if widths[p] < widest]
        step = min(widest - max(floors), -(-excess // len(top)))
        for place in top:
            widths[place] -= step
    return widths
