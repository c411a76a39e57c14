"""Show on a terminal what a long command does and how far it is; print nothing elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

T = TypeVar("T")
Advance = Callable[[int, int], None]
# Seconds between two drawings.
INTERVAL = 0.1
ERASE = "\r\x1b[K"


@contextmanager
def progress(what: str) -> Iterator[Advance]:
    """Show the work of the block on standard error, and erase it at the end.

    The block gets a function, to be called with the number that is done and the total.
    """
    if not _is_shown():
        yield lambda _done, _total: None
        return
    drawn = [0.0]

    def advance(done: int, total: int) -> None:
        if time.monotonic() - drawn[0] >= INTERVAL:
            _draw(f"{what} {done:,} of {total:,} …")
            drawn[0] = time.monotonic()

    _draw(f"{what} …")
    try:
        yield advance
    finally:
        _write(ERASE)


def track(items: Sequence[T], what: str) -> Iterator[T]:
    """Yield the items, and show how many of them are done."""
    with progress(what) as advance:
        for number, item in enumerate(items):
            advance(number, len(items))
            yield item


def _is_shown() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _draw(line: str) -> None:
    """Draw the line in the place of the last one, cut so that it cannot be wrapped."""
    from models.terminal.size import terminal_size
    from models.terminal.text import clean_cell

    _write(ERASE + clean_cell(line)[: terminal_size(sys.stderr.fileno()).columns - 1])


def _write(text: str) -> None:
    """Write past the stream that keeps commands from a terminal; a terminal that is gone is no error."""
    with suppress(OSError):
        sys.stderr.flush()
        os.write(sys.stderr.fileno(), text.encode("utf-8", "replace"))
