"""The size of the terminal, as `shutil.get_terminal_size` finds it; importing `shutil` takes two milliseconds."""

from __future__ import annotations

import os

FALLBACK = os.terminal_size((80, 24))
# As good as unlimited: nobody sees more, and Arabic is aligned with blanks.
LARGEST = 10_000


def terminal_size(number: int = 1) -> os.terminal_size:
    """Return the columns and lines of the terminal behind an open file; COLUMNS and LINES say otherwise.

    Args:
        number: the open file; 1 is standard output, 2 standard error.
    """
    try:
        found = os.get_terminal_size(number)
    except OSError:
        found = FALLBACK
    columns, lines = (_variable(name) for name in ("COLUMNS", "LINES"))
    return os.terminal_size((columns or found.columns or FALLBACK.columns, lines or found.lines or FALLBACK.lines))


def _variable(name: str) -> int:
    try:
        return min(max(int(os.environ.get(name, "")), 0), LARGEST)
    except ValueError:
        return 0
