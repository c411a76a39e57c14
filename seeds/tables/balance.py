"""Count what happened to every cell of a table, and group doubts by their cause."""

from __future__ import annotations

import re
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
# Texts for which near names are looked for, 2 ms each.
ASKED = 1000
# The parts of a message that differ from row to row.
VARYING = re.compile(r"""'[^']*'|"[^"]*"|\([^)]*\)|\d[\d-]*""")
# Further texts of one cause that are shown.
OTHERS = 4
# A cell has the worst state of its parts.
ORDER = (LEFT, MAPPED, PRINTED_AS_IS, UNKNOWN)
WORDS = {
    MAPPED: "mapped",
    LEFT: "ignored by name",
    PRINTED_AS_IS: "kept as printed",
    UNKNOWN: "not understood",
    REJECTED: "in rejected rows",
}

REJECTED_ROWS = "rejected rows: {:,}; write them with: mithaq seed check FOLDER --rejected FILE"


class Cause(NamedTuple):
    """A cause of doubt: the column, the text if there is a single one, and the reason; `…` is its varying part."""

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
    """Counts of cells by what happened to them; causes of doubt with their counts and first rows."""

    cells: Counter[str] = field(default_factory=Counter)
    causes: Counter[Cause] = field(default_factory=Counter)
    first: dict[Cause, tuple[Place, str, str]] = field(default_factory=dict)
    others: dict[Cause, list[str]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    rows: int = 0

    @property
    def are_all_rejected(self) -> bool:
        """True if the table has rows and each is rejected: then its map does not fit it."""
        return self.rows > 0 and len(self.rejected) == self.rows

    def clear(self) -> None:
        """Begin again, for another reading of the rows."""
        self.cells.clear()
        self.causes.clear()
        self.first.clear()
        self.others.clear()

    def doubt(self, place: Place, column: str, text: str, reason: str) -> None:
        cause = Cause(column, spelled(text), VARYING.sub("…", reason))
        self.causes[cause] += 1
        first = self.first.setdefault(cause, (place, text, reason))
        others = self.others.setdefault(cause, [])
        varying = next(iter(VARYING.findall(reason)), "")
        if reason != first[2] and varying not in others and len(others) < OTHERS:
            others.append(varying)

    def reject(self, place: Place, cells: list[str], reason: str) -> None:
        self.rejected.append(Rejected(place, cells, reason))
        self.cells[REJECTED] += sum(bool(cell.strip()) for cell in cells)

    def line(self, path: str) -> str:
        """Return the balance: the cells that were read are the sum of the others."""
        shown = [state for state in WORDS if state != REJECTED or self.cells[state]]
        parts = " + ".join(f"{WORDS[state]} {self.cells[state]:,}" for state in shown)
        return f"{path}: {self.rows:,} rows, cells read {sum(self.cells.values()):,} = {parts}"

    def warnings(self, near: Callable[[str], str]) -> Iterator[tuple[Place, str]]:
        """Yield the doubts, the most frequent cause first, each with the row of its first case.

        `near` gives a hint for an unknown text; only the most frequent ones get it.
        """
        hints, asked = HINTS, ASKED
        for cause, count in self.causes.most_common():
            place, text, reason = self.first[cause]
            is_asked = bool(hints and asked and text and cause.reason == KEPT)
            hint = near(text) if is_asked else ""
            hints, asked = hints - bool(hint), asked - is_asked
            also = f"; also {', '.join(self.others[cause])}" if self.others[cause] else ""
            yield place, f"{cause.column}:{f' {text!r}' if text else ''} {reason}{also}{_rows(count)}{hint}"

    def rejections(self) -> Iterator[tuple[Place, str]]:
        """Yield each reason for which rows are rejected, the most frequent first, with its first row."""
        reasons = Counter(each.reason for each in self.rejected)
        for reason, count in reasons.most_common():
            place = next(each.place for each in self.rejected if each.reason == reason)
            yield place, f"the row is rejected: {reason}{_rows(count)}"


def _rows(count: int) -> str:
    return f" ({count:,} rows)" if count > 1 else ""
