"""tabulate, loaded lightly and asked for one thing: texts in columns, in one of its formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from reports.display.terminal_text import width_of

# Formats without rules between rows: there an empty line parts rows of several lines.
UNRULED = ("simple", "plain")
# Formats in which a cell's own `|` would part columns.
PIPED = ("github", "pipe")


def _load() -> ModuleType:
    """Import tabulate without what it imports and hardly uses.

    Of `importlib.metadata` it only asks its own version, for 37 of its 65 ms; of `wcwidth` only the width of a text,
    for 14 ms, and that `width_of` answers. Both stand-ins are gone from `sys.modules` before anyone else looks.
    """
    metadata = _stand_in("importlib.metadata", version=lambda _: "", PackageNotFoundError=ImportError)
    with _imported(metadata), _imported(_stand_in("wcwidth", wcswidth=width_of)):
        module = import_module("tabulate")
    # Headers need no room beyond their own width.
    module.MIN_PADDING = 0  # type: ignore[attr-defined]
    return module


def _stand_in(name: str, **contents: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(contents)
    return module


@contextmanager
def _imported(stand_in: ModuleType) -> Iterator[None]:
    """Let a stand-in be what is imported by its name, unless the real one has been."""
    found = sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        yield
    finally:
        if found is stand_in:
            del sys.modules[stand_in.__name__]


tabulate = _load()


def tabulated(headers: Sequence[str], rows: Sequence[Sequence[str]], alignments: Sequence[str], format: str) -> str:
    """The texts in columns, as they are: nothing is taken for a number."""
    text: str = tabulate.tabulate(
        rows, headers, tablefmt=format, disable_numparse=True, colalign=alignments if rows else None
    )
    return (_parted(text, rows) if format in UNRULED else text) + "\n"


def wraps(format: str) -> bool:
    """Whether a cell of the format may take several lines."""
    return format in tabulate.multiline_formats


@cache
def frame(format: str) -> tuple[int, int]:
    """What a format's rules take of the width: once, and between each two columns."""
    one, two = (_width_of_sample(format, columns) for columns in (1, 2))
    return one - 1, two - one - 1


def _parted(text: str, rows: Sequence[Sequence[str]]) -> str:
    """An empty line between rows, where any takes several lines."""
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


def _width_of_sample(format: str, columns: int) -> int:
    return max(map(width_of, tabulated(["x"] * columns, [["x"] * columns], ["left"] * columns, format).splitlines()))
