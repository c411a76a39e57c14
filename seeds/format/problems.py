"""Problems in seed files, each with its file and line. A load collects all of them before it writes anything."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from models.errors import MithaqError

# How like a name must be to be suggested, how many are compared in one check (ten thousand take a tenth of a second),
# and the length of the longest name that is.
CUTOFF = 0.65
COMPARED = 50_000
LONGEST = 200


class Place(NamedTuple):
    """A line of a seed file; the path is relative to the folder of the collection, the line counts from 1."""

    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass
class Problems:
    """A collection of problems; printed in order of file and line."""

    found: list[tuple[Place, str]] = field(default_factory=list)
    warnings: list[tuple[Place, str]] = field(default_factory=list)
    # Doubts about many rows of a table, each cause once: printed after the warnings, in this order.
    causes: list[tuple[Place, str]] = field(default_factory=list)
    compared: int = 0

    def add(self, place: Place, message: str) -> None:
        self.found.append((place, message))

    def warn(self, place: Place, message: str) -> None:
        """Add a doubt, which does not keep the files from loading."""
        self.warnings.append((place, message))

    def nearest(self, name: str, known: Collection[str], cutoff: float = CUTOFF) -> str:
        """Return a hint as the function `nearest` does, until too many names were compared."""
        if not self.may_compare(len(known)):
            return ""
        return nearest(name, known, cutoff)

    def may_compare(self, number: int) -> bool:
        """Return whether as many names may still be compared, and count them."""
        self.compared += number
        return self.compared <= COMPARED

    def lines(self) -> list[str]:
        return _lines(self.found)

    def warning_lines(self) -> list[str]:
        return _lines(self.warnings) + [f"{place}: {message}" for place, message in self.causes]

    def raise_if_any(self, strict: bool = False, outcome: str = "Nothing was loaded.") -> None:
        """Raise the problems, if there are any; a strict check counts warnings too.

        Raises:
            MithaqError: with every problem on a line of its own.
        """
        self.found += self.warnings + self.causes if strict else []
        if self.found:
            lines = self.lines()
            count = f"Found {len(lines)} problem{'s' if len(lines) > 1 else ''}."
            raise MithaqError("\n".join([f"{count} {outcome}".rstrip(), *lines]))


def _lines(found: Iterable[tuple[Place, str]]) -> list[str]:
    return [f"{place}: {message}" for place, message in sorted(set(found))]


def nearest(name: str, known: Iterable[str], cutoff: float = CUTOFF) -> str:
    """Return a hint for the end of a message: the nearest known names, or nothing."""
    if len(name) > LONGEST:
        return ""
    matches = difflib.get_close_matches(name, list(known), n=3, cutoff=cutoff)
    return f"; did you mean {' or '.join(matches)}?" if matches else ""
