"""Turns records into the rows of the tables, and tells what differs from the rows that a database holds.

A row is a tuple in the order of its table's columns. Ids are given here, in the order of the files, so that
the same files make the same database on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from models.errors import MithaqError
from models.folding import fold
from seeds.collection import Collection
from seeds.files import KEPT
from seeds.records import LINK_KINDS, RECORDS, Citation, Field, Link, Record, Reference

Row = tuple[Any, ...]
Key = tuple[Any, ...]
LinkKey = tuple[Any, ...]

FACT = ("id", "kind", "record", "collection", "source")
RECORD = ("id", "kind", "slug", "name_en", "name_ar", "summary_en", "summary_ar", "note", "country")
NAME = ("record", "language", "text", "form", "collection", "folded", "source")
CITATION = (
    "fact",
    "field",
    "article",
    "start_char",
    "end_char",
    "collection",
    "digest",
    "reading",
    "note",
    "source",
)
FORMER_SLUG = ("slug", "record")


@dataclass(frozen=True)
class TableSpec:
    """A table that a load writes: its columns, the key first."""

    name: str
    columns: tuple[str, ...]
    key_width: int = 1
    counts: bool = False  # its rows are things of their own, not parts of a fact

    def key(self, row: Row) -> Key:
        return row[: self.key_width]


# In the order of writing; deleting goes the other way.
TABLES = (
    TableSpec("fact", FACT, counts=True),
    TableSpec("record", RECORD),
    *(TableSpec(kind, ("id", "fact_kind", *spec.columns)) for kind, spec in RECORDS.items()),
    *(TableSpec(kind, ("id", "fact_kind", spec.owner, *spec.columns)) for kind, spec in LINK_KINDS.items()),
    TableSpec("former_slug", FORMER_SLUG, counts=True),
    TableSpec("name", NAME, 5, counts=True),
    TableSpec("citation", CITATION, 6, counts=True),
)
SPECS = {table.name: table for table in TABLES}


@dataclass
class Rows:
    """Rows by table and key."""

    tables: dict[str, dict[Key, Row]] = field(default_factory=lambda: {table.name: {} for table in TABLES})

    def add(self, table: str, row: Row) -> None:
        self.tables[table][SPECS[table].key(row)] = row

    def things(self, collection: str | None = None) -> int:
        """How many facts, names and citations these are: all of them, or those of one collection."""
        counted = [(table, row) for table in TABLES if table.counts for row in self.tables[table.name].values()]
        return sum(collection in (None, self._owner(table, row)) for table, row in counted)

    def _owner(self, table: TableSpec, row: Row) -> Any:
        if table.name == "former_slug":
            return self.tables["fact"][(row[1],)][3]
        return row[table.columns.index("collection")]


@dataclass
class Changes:
    """What turns the rows that are into the rows that are wanted."""

    inserted: dict[str, list[Row]] = field(default_factory=dict)
    updated: dict[str, list[Row]] = field(default_factory=dict)
    deleted: dict[str, list[Row]] = field(default_factory=dict)
    unchanged: int = 0

    @classmethod
    def between(cls, present: Rows, wanted: Rows) -> Changes:
        changes = cls()
        for table in TABLES:
            changes.compare(table.name, present.tables[table.name], wanted.tables[table.name])
        inserted, updated, _, _ = changes.counts()
        changes.unchanged = wanted.things() - inserted - updated
        return changes

    def compare(self, table: str, old: dict[Key, Row], new: dict[Key, Row]) -> None:
        """Note what differs in one table."""
        self.inserted[table] = [row for key, row in new.items() if key not in old]
        self.updated[table] = [row for key, row in new.items() if key in old and old[key] != row]
        self.deleted[table] = [row for key, row in old.items() if key not in new]

    def parts(self) -> tuple[dict[str, list[Row]], ...]:
        """What comes, what changes, and what goes."""
        return self.inserted, self.updated, self.deleted

    def counts(self) -> tuple[int, int, int, int]:
        """Facts, names and citations that are inserted, updated, deleted and unchanged.

        A fact stands in several tables, and counts once.
        """
        inserted = self._things(self.inserted)
        updated = self._things(self.updated) - inserted
        deleted = self._things(self.deleted)
        return len(inserted), len(updated), len(deleted), self.unchanged

    def _things(self, rows: dict[str, list[Row]]) -> set[tuple[str, Key]]:
        return {self._thing(table, row) for table in rows for row in rows[table]}

    def _thing(self, table: str, row: Row) -> tuple[str, Key]:
        return (table if SPECS[table].counts else "fact", SPECS[table].key(row))


class StoredLink(NamedTuple):
    """A link that the database holds."""

    id: int
    collection: str
    source: int
    row: Row


def link_key(kind: str, row: Row) -> LinkKey:
    """What tells a link of an owner from its others, from the link's row."""
    return (kind, *KEY_CELLS[kind](row))


def _key_cells(kind: str) -> Callable[[Row], tuple[Any, ...]]:
    """Picks the owner and the natural key out of a link's row."""
    spec, columns = LINK_KINDS[kind], SPECS[kind].columns
    first_columns = {each.name: each.columns[0] for each in spec.fields}
    names = (spec.owner, *(first_columns[name] for name in spec.natural_key))
    return itemgetter(*(columns.index(name) for name in names))


KEY_CELLS = {kind: _key_cells(kind) for kind in LINK_KINDS}


@dataclass
class Identities:
    """Ids of records by slug, and links by natural key; what has no id yet is given the next."""

    records: dict[str, int]
    last: int
    links: dict[LinkKey, StoredLink] = field(default_factory=dict)

    def record(self, slug: str, former: list[str]) -> int:
        """The id of a record, also under a slug that it had before."""
        if slug not in self.records:
            known = next((self.records[old] for old in former if old in self.records), None)
            self.records[slug] = self.next() if known is None else known
        return self.records[slug]

    def next(self) -> int:
        self.last += 1
        return self.last


class RowMaker:
    """Makes the rows that the given files of a collection state.

    A link that several files state belongs to the first of them; the others add citations. So it is
    with a link that another collection has.
    """

    def __init__(
        self,
        collection: Collection,
        identities: Identities,
        sources: dict[str, int],
        digest_of: Callable[[Citation], str | None],
    ) -> None:
        self.collection = collection
        self.identities = identities
        self.sources = sources
        self.digest_of = digest_of
        self.rows = Rows()
        for record in self.declared():
            identities.record(record.slug, record.former_slugs)
        self.homes = {record.slug: sources[record.place.path] for record in self.declared()}
        self.link_homes = self._link_homes()

    def declared(self) -> Iterator[Record]:
        return (record for record in self.collection.records if not record.extends)

    def _link_homes(self) -> dict[LinkKey, str]:
        """The file that each link belongs to."""
        homes: dict[LinkKey, str] = {}
        for record in self.collection.records:
            for link in record.links:
                homes.setdefault(link_key(link.kind, self.link_row(0, record, link)), record.place.path)
        return homes

    def owners(self, paths: set[str]) -> set[int]:
        """The records to which these files give links."""
        return {self.identities.records[each.slug] for each in self.collection.records if each.place.path in paths}

    def heirs(self, rows: Rows) -> set[str]:
        """The files that the links among these rows belong to now."""
        keys = (link_key(kind, row) for kind in LINK_KINDS for row in rows.tables[kind].values())
        return {self.link_homes[key] for key in keys if key in self.link_homes}

    def losers(self, paths: set[str]) -> set[str]:
        """The files that have links, as stored, which belong to one of these paths now."""
        names = {number: path for path, number in self.sources.items()}
        stored = ((self.link_homes.get(key), each) for key, each in self.identities.links.items())
        return {
            names[each.source]
            for home, each in stored
            if home in paths and each.collection == self.collection.name and each.source in names
        }

    def make(self, paths: set[str]) -> Rows:
        for record in self.collection.records:
            if record.place.path in paths and not record.extends:
                self.record(record)
        for record in self.collection.records:
            if record.place.path in paths:
                self.surroundings(record)
        return self.rows

    def id_of(self, slug: str | None) -> int | None:
        return None if slug is None else self.identities.records[slug]

    def record(self, record: Record) -> None:
        id_, source = self.identities.records[record.slug], self.sources[record.place.path]
        values = record.values
        self.rows.add("fact", (id_, record.kind, id_, self.collection.name, source))
        name, summary = values["name"], values.get("summary") or (None, None)
        self.rows.add(
            "record", (id_, record.kind, record.slug, *name, *summary, values.get("note"), values.get("country"))
        )
        self.rows.add(record.kind, (id_, record.kind, *self.cells(values, RECORDS[record.kind].fields)))
        for slug in record.former_slugs:
            self.rows.add("former_slug", (slug, id_))

    def surroundings(self, record: Record) -> None:
        """The names, citations and links that a file gives a record, its own or another's."""
        owner, source = self.identities.records[record.slug], self.sources[record.place.path]
        for name in record.names:
            row = (owner, name.language, name.text, name.form, self.collection.name, fold(name.text), source)
            self.rows.add("name", row)
        self.citations(owner, record.citations, self.homes.get(record.slug, 0))
        for link in record.links:
            self.link(record, link)

    def link(self, record: Record, link: Link) -> None:
        key = link_key(link.kind, self.link_row(0, record, link))
        if key not in self.identities.links:
            id_ = self.identities.next()
            home = self.sources[self.link_homes[key]]
            stored = StoredLink(id_, self.collection.name, home, self.link_row(id_, record, link))
            self.identities.links[key] = stored
        stored = self.identities.links[key]
        row = self.link_row(stored.id, record, link)
        home = self.sources[self.link_homes[key]]
        if stored.collection not in (self.collection.name, KEPT):
            home = 0
            self.agree(link, stored, row)
        elif home == self.sources[record.place.path]:
            self.rows.add("fact", (stored.id, link.kind, row[2], self.collection.name, home))
            self.rows.add(link.kind, row)
        self.citations(stored.id, link.citations, home)

    def agree(self, link: Link, stored: StoredLink, row: Row) -> None:
        """Another collection's link may be cited, not changed."""
        columns = zip(SPECS[link.kind].columns, stored.row, row, strict=True)
        differing = [name for name, old, new in columns if old != new]
        if differing:
            raise MithaqError(
                f"{link.place}: this {link.kind} belongs to the collection {stored.collection!r},"
                f" which says otherwise of {', '.join(differing)}; add a reading instead"
            )

    def link_row(self, id_: int, record: Record, link: Link) -> Row:
        owner = self.identities.records[record.slug]
        return (id_, link.kind, owner, *self.cells(link.values, LINK_KINDS[link.kind].fields))

    def citations(self, fact: int, citations: list[Citation], source_of_fact: int) -> None:
        for each in citations:
            source = self.sources[each.place.path]
            article = self.identities.records[each.article]
            digest = self.digest_of(each)
            elsewhere = None if source == source_of_fact else source
            key = (fact, each.field, article, each.start, each.end, self.collection.name)
            self.rows.add("citation", (*key, digest, each.reading, each.note, elsewhere))

    def cells(self, values: dict[str, Any], fields: tuple[Field, ...]) -> Iterator[Any]:
        for each in fields:
            value = values.get(each.name)
            if isinstance(each.type, Reference):
                yield self.id_of(value)
            elif each.type.name == "flag":
                yield value or 0
            elif len(each.columns) > 1:
                yield from value or (None,) * len(each.columns)
            else:
                yield value
