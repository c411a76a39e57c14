"""Problems in seed files, each with its file and line. A load collects all of them before it writes anything."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from models.errors import MithaqError


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
    # What is doubtful in many rows of a table, each cause once: printed after the warnings, in this order.
    causes: list[tuple[Place, str]] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        self.found.append((place, message))

    def warn(self, place: Place, message: str) -> None:
        """Add what is doubtful but loads."""
        self.warnings.append((place, message))

    def lines(self) -> list[str]:
        return _lines(self.found)

    def warning_lines(self) -> list[str]:
        return _lines(self.warnings) + [f"{place}: {message}" for place, message in self.causes]

    def raise_if_any(self, strict: bool = False, outcome: str = "Nothing was loaded.") -> None:
        """Raises:
        MithaqError: with every problem on a line of its own, if there is any; a strict check counts warnings too.
        """
        self.found += self.warnings + self.causes if strict else []
        if self.found:
            lines = self.lines()
            count = f"Found {len(lines)} problem{'s' if len(lines) > 1 else ''}. {outcome}"
            raise MithaqError("\n".join([count, *lines]))


def _lines(found: Iterable[tuple[Place, str]]) -> list[str]:
    return [f"{place}: {message}" for place, message in sorted(set(found))]


def nearest(name: str, known: Iterable[str], cutoff: float = 0.65) -> str:
    """Return a hint for the end of a message: the nearest known names, or nothing."""
    matches = difflib.get_close_matches(name, list(known), n=3, cutoff=cutoff)
    return f"; did you mean {' or '.join(matches)}?" if matches else ""
