"""Accept the guesses of a map or of lookups that a person has checked; layout and comments stay."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection

from seeds.format.files import LOOKUPS, MAP
from seeds.tables.lookups import GUESS, SAME, sign_between

MARK = re.compile(r",? *\bguess: true\b")


def has_guesses(path: str) -> bool:
    """Return whether a file is one whose guesses are accepted here."""
    return path.endswith((MAP, LOOKUPS))


def accept_guesses(path: str, data: bytes, chosen: Collection[str]) -> tuple[bytes, int, int]:
    """Return the file without the marks of guesses, how many were accepted, and how many are left.

    Args:
        chosen: the columns of a map, or texts of lookups, whose guesses are accepted; all where it is empty.
    """
    text = data.decode("utf-8")
    return (_map if path.endswith(MAP) else _lookups)(text, chosen)


def _map(text: str, chosen: Collection[str]) -> tuple[bytes, int, int]:
    accepted = 0
    lines = text.split("\n")
    for at, line in enumerate(lines):
        is_comment = line.lstrip().startswith("#")
        if MARK.search(line) and not is_comment and (not chosen or any(name in line for name in chosen)):
            lines[at], count = MARK.subn("", line)
            accepted += count
    left = sum(len(MARK.findall(line)) for line in lines if not line.lstrip().startswith("#"))
    return "\n".join(lines).encode(), accepted, left


def _lookups(text: str, chosen: Collection[str]) -> tuple[bytes, int, int]:
    sign = sign_between(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    header = rows[0] if rows else []
    grade, column = (header.index(name) if name in header else -1 for name in ("grade", "text"))
    accepted = left = 0
    for row in rows[1:]:
        if len(row) == len(header) and row[grade] == GUESS:
            is_chosen = not chosen or row[column] in chosen
            row[grade] = SAME if is_chosen else GUESS
            accepted, left = accepted + is_chosen, left + (not is_chosen)
    written = io.StringIO()
    csv.writer(written, delimiter=sign, lineterminator="\n").writerows(rows)
    return written.getvalue().encode(), accepted, left
