"""Tables fitted to a width: which columns there is room for, how wide each is, and their cells in lines."""

from __future__ import annotations

from collections.abc import Sequence

from reports.display.table import Column
from reports.display.terminal_text import BREAKS, width_of, wrap

# Narrower texts are hard to read; narrower codes, dates and lists less so. A word this long is not broken.
READABLE = {"text": 15, "slugs": 12, "code": 10, "date": 12, "flag": 6}
WORD = 18
SMALLEST = 7


def room_for(columns: Sequence[Column], lines: Sequence[Sequence[str]], available: int, gap: int) -> int:
    """How many columns, from the first, are readable in the width, each but the first after a gap."""
    taken, count = 0, 0
    for column, cells in zip(columns, zip(*lines, strict=True), strict=True):
        taken += _readable(column, cells) + gap * (count > 0)
        if count and taken > available:
            break
        count += 1
    return count


def wrapped(columns: Sequence[Column], lines: Sequence[Sequence[str]], available: int) -> list[list[str]]:
    """The cells broken into lines, in columns that together take the width; the first line holds the headers."""
    cells = list(zip(*lines, strict=True))
    naturals = [_natural(column, each) for column, each in zip(columns, cells, strict=True)]
    smallest = [_readable(column, each) for column, each in zip(columns, cells, strict=True)]
    if sum(smallest) > available:
        smallest = [
            width if column.is_number else min(width, SMALLEST) for column, width in zip(columns, smallest, strict=True)
        ]
    widths = fit(naturals, smallest, available)
    return [["\n".join(wrap(cell, width)) for cell, width in zip(line, widths, strict=True)] for line in lines]


def _natural(column: Column, cells: Sequence[str]) -> int:
    """The width of the widest cell. Numbers are never broken, but the header over them is, between its words."""
    header, *values = cells
    words = header.split() if column.is_number else [header]
    return max(map(width_of, [*words, *values]), default=0)


def _readable(column: Column, cells: Sequence[str]) -> int:
    natural = _natural(column, cells)
    longest = max((width_of(part.rstrip()) for cell in cells for part in BREAKS.findall(cell)), default=0)
    return natural if column.is_number else min(natural, max(READABLE[column.type], min(longest, WORD)))


def fit(naturals: Sequence[int], smallest: Sequence[int], available: int) -> list[int]:
    """Widths of columns that together fit, the widest narrowed first, none below its smallest."""
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
