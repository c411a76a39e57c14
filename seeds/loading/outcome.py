"""The outcome of a load or a plan: counts, and the records that change."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from seeds.loading import stored
from seeds.loading.rows import Changes, Difference
from seeds.loading.unchanged import summary_line


@dataclass
class Outcome:
    """The outcome of a load or a plan.

    `retained` are the slugs that other collections need, `warnings` the number of doubts about the touched records.
    """

    collection: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    retained: list[str] = field(default_factory=list)
    warnings: int = 0
    signs: dict[tuple[str, str], str] = field(default_factory=dict)

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many facts, names, citations and reference rows were inserted, updated, deleted, unchanged."""
        return self.inserted, self.updated, self.deleted, self.unchanged

    def records(self) -> list[tuple[str, str, str]]:
        """Return the records that come (+), change or have something change around them (~), and go (-), of a plan.

        Each is a sign, a kind and a slug.
        """
        return sorted(((sign, *record) for record, sign in self.signs.items()), key=lambda each: each[2])

    def add(self, counts: tuple[int, int, int]) -> None:
        """Add counts of what was inserted, updated and deleted."""
        inserted, updated, deleted = counts
        self.inserted += inserted
        self.updated += updated
        self.deleted += deleted

    def add_records(self, connection: Connection, changes: Changes) -> None:
        """Add the signs of the records that changes touch; the rows are not written yet."""
        parts: tuple[Difference[Any], ...] = (changes.facts, changes.names, changes.former_slugs)
        touched = {row.record for part in parts for row in part.all()}
        touched |= {row.id for row in changes.records.updated} | {row.id for row in changes.subtypes.updated}
        touched |= {row.owner for row in changes.links.updated}
        cited = {row.fact for row in changes.citations.all()} - {row.id for row in changes.facts.all()}
        touched |= stored.owners(connection, cited)
        inserted = {row.id for row in changes.records.inserted}
        deleted = {row.id for row in changes.records.deleted}
        names = stored.kinds_and_slugs(connection, touched)
        names |= {row.id: (row.kind, row.slug) for row in (*changes.records.inserted, *changes.records.updated)}
        for number in touched:
            self.signs[names[number]] = "+" if number in inserted else "-" if number in deleted else "~"

    def __str__(self) -> str:
        line = summary_line(self.collection, self.counts())
        if self.retained:
            line += f"\nretained, because other collections refer to them: {', '.join(self.retained)}"
        if self.warnings:
            line += f"\nwarnings: {self.warnings:,}; list them with: mithaq report gaps, or mithaq seed check"
        return line
