"""Draw texts in columns: the default format here, the others with tabulate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from models.terminal.text import width_of
from reports.display.formats import DRAWN

DEFAULT = DRAWN[0]
# Formats in which a `|` inside a cell would start a new column.
WITH_PIPES = ("github", "pipe")
GAP = "  "
BOLD = ("\x1b[1m", "\x1b[0m")


def draw_columns(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    alignments: Sequence[str],
    format: str,
    *,
    parted: bool = True,
) -> str:
    """Draw texts in columns. Rows of several lines are `parted` by empty ones if the format has no rules."""
    if format != DEFAULT:
        from reports.display import tabulate_adapter

        return tabulate_adapter.draw_columns(headers, rows, alignments, format, parted=parted)
    return _draw_simple(headers, rows, alignments if rows else ["left"] * len(headers), parted)


def allows_wrapping(format: str) -> bool:
    """Return whether a cell of the format can have several lines."""
    return format in DRAWN


def measure_frame(format: str) -> tuple[int, int]:
    """Return the width of a format's rules: in total for the border, and between two columns."""
    if format == DEFAULT:
        return 0, len(GAP)
    from reports.display import tabulate_adapter

    return tabulate_adapter.measure_frame(format)


def _draw_simple(headers: Sequence[str], rows: Sequence[Sequence[str]], alignments: Sequence[str], parted: bool) -> str:
    """Draw columns of equal width below a dashed line; tabulate does the same, and takes 6 ms to import."""
    lines = [[[line.strip() for line in cell.split("\n")] for cell in row] for row in (headers, *rows)]
    columns = zip(*lines, strict=True)
    widths = [max(_width(line) for cell in column for line in cell) for column in columns]
    head, *body = [
        "\n".join(GAP.join(map(_pad, line, widths, alignments)).rstrip() for line in zip_longest(*row, fillvalue=""))
        for row in lines
    ]
    rule = GAP.join("-" * width for width in widths)
    between = "\n\n" if parted and any("\n" in row for row in body) else "\n"
    return f"{head}\n{rule}\n{between.join(body)}\n" if body else f"{head}\n{rule}\n"


def _pad(text: str, width: int, alignment: str) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if alignment == "right" else text + blanks


def _width(text: str) -> int:
    return width_of(text.removeprefix(BOLD[0]).removesuffix(BOLD[1]))
