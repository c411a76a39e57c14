"""The rows that a load writes, one type for each table, and the difference between two sets of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from seeds.format.records import LINK_KINDS, RECORDS

Key = tuple[Any, ...]
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)


class FactRow(NamedTuple):
    """A row of `fact`: a record that owns itself, or a link that a record owns."""

    id: int
    kind: str
    record: int
    collection: str
    source: int


class RecordRow(NamedTuple):
    """A row of `record`."""

    id: int
    kind: str
    slug: str
    name_en: str | None
    name_ar: str | None
    summary_en: str | None
    summary_ar: str | None
    note: str | None
    country: str | None


class SubtypeRow(NamedTuple):
    """A row of the table of a record's kind; `values` are the columns after `fact_kind`."""

    id: int
    kind: str
    values: tuple[Any, ...]


class LinkRow(NamedTuple):
    """A row of the table of a link's kind; `values` are the columns after the owner."""

    id: int
    kind: str
    owner: int
    values: tuple[Any, ...]

    def natural_key(self) -> Key:
        """Return the key that distinguishes a link from the others of its owner."""
        values = self.values
        key = [values[first] if values[first] is not None else values[other] for first, other in KEY_PLACES[self.kind]]
        return (self.kind, self.owner, *key)


class FormerSlugRow(NamedTuple):
    """A row of `former_slug`."""

    slug: str
    record: int


class NameRow(NamedTuple):
    """A row of `name`."""

    record: int
    language: str
    text: str
    form: str
    collection: str
    folded: str
    source: int

    @property
    def key(self) -> Key:
        """The natural key."""
        return self[:5]


class CitationRow(NamedTuple):
    """A row of `citation`."""

    fact: int
    field: str
    cited: int
    start_char: int
    end_char: int
    row_key: str
    column_name: str
    collection: str
    digest: str
    reading: str | None
    note: str | None
    printed: str | None
    source: int

    @property
    def key(self) -> Key:
        """The natural key."""
        return self[:8]


class Table(NamedTuple):
    """A table as statements need it: its columns, the key first, and how many columns are the key."""

    name: str
    columns: tuple[str, ...]
    key_width: int = 1


FACT = Table("fact", FactRow._fields)
RECORD = Table("record", RecordRow._fields)
SUBTYPES = {kind: Table(kind, ("id", "fact_kind", *spec.columns)) for kind, spec in RECORDS.items()}
LINKS = {kind: Table(kind, ("id", "fact_kind", spec.owner, *spec.columns)) for kind, spec in LINK_KINDS.items()}
FORMER_SLUG = Table("former_slug", FormerSlugRow._fields)
NAME = Table("name", NameRow._fields, 5)
CITATION = Table("citation", CitationRow._fields, 8)
# In the order of inserting; rows are deleted in the opposite order.
TABLES = (FACT, RECORD, *SUBTYPES.values(), *LINKS.values(), FORMER_SLUG, NAME, CITATION)


def _key_places(kind: str) -> tuple[tuple[int, int], ...]:
    """Return, for each field of the natural key, the place of its value and of the one in its stead where that is null.

    A text in two languages is identified by its English, or else by its Arabic.
    """
    spec = LINK_KINDS[kind]
    columns = [spec.field(name).columns for name in spec.natural_key]
    return tuple(
        (spec.columns.index(each[0]), spec.columns.index(each[1 if each[0].endswith("_en") else 0])) for each in columns
    )


KEY_PLACES = {kind: _key_places(kind) for kind in LINK_KINDS}


@dataclass
class Rows:
    """Rows by key: those that some files state, as stored or as wanted."""

    facts: dict[int, FactRow] = field(default_factory=dict)
    records: dict[int, RecordRow] = field(default_factory=dict)
    subtypes: dict[int, SubtypeRow] = field(default_factory=dict)
    links: dict[int, LinkRow] = field(default_factory=dict)
    former_slugs: dict[str, FormerSlugRow] = field(default_factory=dict)
    names: dict[Key, NameRow] = field(default_factory=dict)
    citations: dict[Key, CitationRow] = field(default_factory=dict)


@dataclass
class Difference(Generic[R]):
    """The changes from the stored rows of one kind to the wanted ones; `replaced` are the old rows of `updated`."""

    inserted: list[R]
    updated: list[R]
    deleted: list[R]
    replaced: list[R] = field(default_factory=list)

    @classmethod
    def between(cls, stored: dict[K, R], wanted: dict[K, R]) -> Difference[R]:
        if not stored:
            return cls(list(wanted.values()), [], [])
        updated = {key: row for key, row in wanted.items() if key in stored and stored[key] != row}
        return cls(
            [row for key, row in wanted.items() if key not in stored],
            list(updated.values()),
            [row for key, row in stored.items() if key not in wanted],
            [stored[key] for key in updated],
        )

    def all(self) -> Iterator[R]:
        """Yield every row that is added, changed or deleted."""
        yield from self.inserted
        yield from self.updated
        yield from self.deleted

    def counts(self) -> tuple[int, int, int]:
        return len(self.inserted), len(self.updated), len(self.deleted)


@dataclass
class Changes:
    """The changes that turn the stored rows into the wanted ones, by table."""

    facts: Difference[FactRow]
    records: Difference[RecordRow]
    subtypes: Difference[SubtypeRow]
    links: Difference[LinkRow]
    former_slugs: Difference[FormerSlugRow]
    names: Difference[NameRow]
    citations: Difference[CitationRow]

    @classmethod
    def between(cls, stored: Rows, wanted: Rows) -> Changes:
        return cls(
            Difference.between(stored.facts, wanted.facts),
            Difference.between(stored.records, wanted.records),
            Difference.between(stored.subtypes, wanted.subtypes),
            Difference.between(stored.links, wanted.links),
            Difference.between(stored.former_slugs, wanted.former_slugs),
            Difference.between(stored.names, wanted.names),
            Difference.between(stored.citations, wanted.citations),
        )

    def by_table(self) -> Iterator[tuple[Table, Difference[Any]]]:
        """Yield the tables in the order of inserting, each with its rows as plain tuples of its columns."""
        yield FACT, self.facts
        yield RECORD, self.records
        yield from _by_kind(SUBTYPES, self.subtypes)
        yield from _by_kind(LINKS, self.links)
        yield FORMER_SLUG, self.former_slugs
        yield NAME, self.names
        yield CITATION, self.citations

    def counts(self) -> tuple[int, int, int]:
        """Return how many facts, names, citations and former slugs are inserted, updated and deleted.

        A fact has rows in several tables and counts once, by its row in `fact`.
        """
        own = (self.facts, self.former_slugs, self.names, self.citations)
        parts: tuple[Difference[Any], ...] = (self.facts, self.records, self.subtypes, self.links)
        updated = len({row.id for part in parts for row in part.updated})
        updated += len(self.former_slugs.updated) + len(self.names.updated) + len(self.citations.updated)
        return sum(len(each.inserted) for each in own), updated, sum(len(each.deleted) for each in own)

    def touched(self) -> set[int]:
        """Return the records whose own columns, names or links change."""
        touched = {row.record for row in self.facts.all()} | {row.owner for row in self.links.all()}
        touched |= {row.id for row in self.records.all()} | {row.id for row in self.subtypes.all()}
        return touched | {row.record for row in self.names.all()}


def _by_kind(tables: dict[str, Table], rows: Difference[Any]) -> Iterator[tuple[Table, Difference[Any]]]:
    inserted, updated, deleted = map(_grouped, (rows.inserted, rows.updated, rows.deleted))
    for kind, table in tables.items():
        yield table, Difference(inserted.get(kind, []), updated.get(kind, []), deleted.get(kind, []))


def _grouped(rows: Iterable[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows of subtypes or links by kind, as plain tuples of the columns."""
    kind = attrgetter("kind")
    return {name: [(*row[:-1], *row[-1]) for row in some] for name, some in groupby(sorted(rows, key=kind), key=kind)}
