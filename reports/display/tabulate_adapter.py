"""Load tabulate quickly and draw texts in columns with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from models.terminal.text import width_of

# Formats without rules between rows: an empty line separates rows of several lines.
WITHOUT_RULES = ("plain",)


def _import_tabulate() -> ModuleType:
    """Import tabulate with stubs for two slow imports that it hardly uses.

    It takes only its version from `importlib.metadata` (37 of 65 ms) and the width of a text from `wcwidth` (14 ms),
    which `width_of` computes. The stubs are removed from `sys.modules` afterwards.
    """
    metadata = _make_stub("importlib.metadata", version=lambda _: "", PackageNotFoundError=ImportError)
    with _stub_module(metadata), _stub_module(_make_stub("wcwidth", wcswidth=width_of)):
        module = import_module("tabulate")
    # Do not pad headers beyond their own width.
    module.MIN_PADDING = 0  # type: ignore[attr-defined]
    # A line that begins with one of these would be an argument of the line break before it.
    module.LATEX_ESCAPE_RULES.update({"[": "{[}", "*": "{*}"})
    return module


def _make_stub(name: str, **contents: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(contents)
    return module


@contextmanager
def _stub_module(stand_in: ModuleType) -> Iterator[None]:
    """Put a stub into `sys.modules` for the block, unless the real module is already there."""
    found = sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        yield
    finally:
        if found is stand_in:
            del sys.modules[stand_in.__name__]


tabulate = _import_tabulate()


def draw_columns(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    alignments: Sequence[str],
    format: str,
    *,
    parted: bool = True,
) -> str:
    """Draw texts in columns; none of them is parsed as a number. Rows of several lines are parted by empty ones."""
    text: str = tabulate.tabulate(
        rows, headers, tablefmt=format, disable_numparse=True, colalign=alignments if rows else None
    )
    return (_separate_rows(text, rows) if parted and format in WITHOUT_RULES else text) + "\n"


@cache
def measure_frame(format: str) -> tuple[int, int]:
    """Return the width of a format's rules: in total for the border, and between two columns."""
    one, two = (_measure_sample(format, columns) for columns in (1, 2))
    return one - 1, two - one - 1


def _separate_rows(text: str, rows: Sequence[Sequence[str]]) -> str:
    """Insert an empty line between rows if any row has several lines."""
    heights = [max(cell.count("\n") for cell in row) + 1 for row in rows]
    if max(heights, default=1) == 1:
        return text
    lines = text.split("\n")
    place = len(lines) - sum(heights)
    parted = lines[:place]
    for height in heights:
        parted += [*lines[place : place + height], ""]
        place += height
    return "\n".join(parted[:-1])


def _measure_sample(format: str, columns: int) -> int:
    return max(map(width_of, draw_columns(["x"] * columns, [["x"] * columns], ["left"] * columns, format).splitlines()))
