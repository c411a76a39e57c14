"""Counts what became of every cell of a table, and groups what is doubtful by its cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from seeds.format.problems import Place
from seeds.tables.lookups import spelled
from seeds.tables.values import LEFT, MAPPED, PRINTED_AS_IS, UNKNOWN

REJECTED = "rejected"
KEPT = "is kept as printed"
HINTS = 20
# The worst state of its parts is that of a cell.
ORDER = (LEFT, MAPPED, PRINTED_AS_IS, UNKNOWN)
WORDS = {
    MAPPED: "mapped",
    LEFT: "ignored by name",
    PRINTED_AS_IS: "kept as printed",
    UNKNOWN: "not understood",
    REJECTED: "in rejected rows",
}


class Cause(NamedTuple):
    """A cause of doubt: the column, the text where one text is meant, and what is the matter with it."""

    column: str
    text: str
    reason: str


class Rejected(NamedTuple):
    """A row that states nothing: its place, its cells, and why."""

    place: Place
    cells: list[str]
    reason: str


@dataclass
class Balance:
    """The cells that were read, by what became of them; causes of doubt with their counts and first rows."""

    cells: Counter[str] = field(default_factory=Counter)
    causes: Counter[Cause] = field(default_factory=Counter)
    first: dict[Cause, tuple[Place, str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0

    def clear(self) -> None:
        """Begin again, for another reading of the rows."""
        self.cells.clear()
        self.causes.clear()
        self.first.clear()

    def doubt(self, place: Place, column: str, text: str, reason: str) -> None:
        cause = Cause(column, spelled(text), reason)
        self.causes[cause] += 1
        self.first.setdefault(cause, (place, text))

    def reject(self, place: Place, cells: list[str], reason: str) -> None:
        self.rejected.append(Rejected(place, cells, reason))
        self.cells[REJECTED] += sum(map(bool, cells))

    def line(self, path: str) -> str:
        """Return the balance: the cells that were read are the sum of the others."""
        shown = [state for state in WORDS if state != REJECTED or self.cells[state]]
        parts = " + ".join(f"{WORDS[state]} {self.cells[state]:,}" for state in shown)
        return f"{path}: {self.rows:,} rows, cells read {sum(self.cells.values()):,} = {parts}"

    def warnings(self, near: Callable[[str], str]) -> Iterator[tuple[Place, str]]:
        """Yield what is doubtful, the most frequent cause first, each with the row of its first case.

        `near` gives a hint on a text that nothing is known of; only the most frequent ones get it.
        """
        hints = HINTS
        for cause, count in self.causes.most_common():
            place, text = self.first[cause]
            hint = near(text) if hints and text and cause.reason == KEPT else ""
            hints -= bool(hint)
            yield place, f"{cause.column}:{f' {text!r}' if text else ''} {cause.reason}{_rows(count)}{hint}"
        reasons = Counter(each.reason for each in self.rejected)
        for reason, count in reasons.most_common():
            place = next(each.place for each in self.rejected if each.reason == reason)
            yield place, f"the row is rejected: {reason}{_rows(count)}"


def _rows(count: int) -> str:
    return f" ({count:,} rows)" if count > 1 else ""
