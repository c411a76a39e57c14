"""Fit a table to a width: count the columns that fit, choose their widths, and wrap their cells."""

from __future__ import annotations

from collections.abc import Sequence

from models.terminal_text import BREAKS, width_of, wrap
from reports.display.table import Column

# Smallest readable width for each type, in terminal columns. Words of up to WORD columns are not broken.
READABLE = {"text": 15, "slugs": 12, "code": 10, "date": 12, "flag": 6}
WORD = 18
SMALLEST = 7


def count_fitting(columns: Sequence[Column], lines: Sequence[Sequence[str]], available: int, gap: int) -> int:
    """Return how many columns, from the first, are readable in `available` width with `gap` between them."""
    taken, count = 0, 0
    for column, cells in zip(columns, zip(*lines, strict=True), strict=True):
        taken += _readable_width(column, cells) + gap * (count > 0)
        if count and taken > available:
            break
        count += 1
    return count


def wrap_cells(columns: Sequence[Column], lines: Sequence[Sequence[str]], available: int) -> list[list[str]]:
    """Wrap the cells so that all columns together take at most the available width.

    The first of `lines` holds the headers.
    """
    cells = list(zip(*lines, strict=True))
    naturals = [_natural_width(column, each) for column, each in zip(columns, cells, strict=True)]
    smallest = [_readable_width(column, each) for column, each in zip(columns, cells, strict=True)]
    if sum(smallest) > available:
        smallest = [
            width if column.is_number else min(width, SMALLEST) for column, width in zip(columns, smallest, strict=True)
        ]
    widths = shrink_widths(naturals, smallest, available)
    return [["\n".join(wrap(cell, width)) for cell, width in zip(line, widths, strict=True)] for line in lines]


def _natural_width(column: Column, cells: Sequence[str]) -> int:
    """Return the width of the widest cell. Numbers are not broken, but their header is, between words."""
    header, *values = cells
    words = header.split() if column.is_number else [header]
    return max(map(width_of, [*words, *values]), default=0)


def _readable_width(column: Column, cells: Sequence[str]) -> int:
    """Return the smallest width at which the column is still readable."""
    natural = _natural_width(column, cells)
    longest = max((width_of(part.rstrip()) for cell in cells for part in BREAKS.findall(cell)), default=0)
    return natural if column.is_number else min(natural, max(READABLE[column.type], min(longest, WORD)))


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
