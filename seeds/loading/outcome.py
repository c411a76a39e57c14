"""The outcome of a load or a plan: counts and changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.change import RecordChange
from seeds.loading.reference_changes import AddedKey
from seeds.loading.unchanged import summary_line
from seeds.tables.balance import REJECTED_ROWS


@dataclass
class Outcome:
    """The outcome of a load or a plan.

    `retained` are the slugs and codes that other collections need; `warnings` and `rejected` are counts of warnings
    about the touched records, and of rejected rows of tables. `codes` are the user's codes that are added (+), changed
    (~) or deleted (-). `records` are the changes of a plan; a load does not list them.
    """

    collection: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    retained: list[str] = field(default_factory=list)
    warnings: int = 0
    rejected: int = 0
    codes: list[tuple[str, AddedKey]] = field(default_factory=list)
    records: list[RecordChange] = field(default_factory=list)

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many facts, names, citations and reference rows were inserted, updated, deleted, unchanged."""
        return self.inserted, self.updated, self.deleted, self.unchanged

    def add(self, counts: tuple[int, int, int]) -> None:
        """Add counts of inserted, updated and deleted facts."""
        inserted, updated, deleted = counts
        self.inserted += inserted
        self.updated += updated
        self.deleted += deleted

    def __str__(self) -> str:
        line = summary_line(self.collection, self.counts())
        if self.retained:
            line += f"\nretained, because other collections refer to them: {', '.join(self.retained)}"
        if self.rejected:
            line += f"\n{REJECTED_ROWS.format(self.rejected)}"
        if self.warnings:
            line += f"\nwarnings: {self.warnings:,}; list them with: mithaq report gaps, or mithaq seed check"
        return line
