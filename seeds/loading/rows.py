"""Turns records into the rows of the tables, and tells what differs from the rows that a database holds.

A row is a tuple in the order of its table's columns. Ids are given here, in the order of the files, so that
the same files make the same database on every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from models.derived.folding import fold
from models.errors import MithaqError
from seeds.format.collection import Collection
from seeds.format.records import LINK_KINDS, RECORDS, Citation, Field, Link, Record, Reference

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
        known = new.keys() & old.keys() if old else ()
        self.inserted[table] = [row for key, row in new.items() if key not in old] if known else list(new.values())
        self.updated[table] = [new[key] for key in sorted(known) if old[key] != new[key]]
        self.deleted[table] = [row for key, row in old.items() if key not in new]

    def parts(self) -> tuple[dict[str, list[Row]], ...]:
        """What comes, what changes, and what goes."""
        return self.inserted, self.updated, self.deleted

    def counts(self) -> tuple[int, int, int, int]:
        """Facts, names and citations that are inserted, updated, deleted and unchanged.

        A fact stands in several tables, and counts once: it comes and goes with its row in `fact`.
        """
        inserted, deleted = (
            sum(len(rows) for table, rows in part.items() if SPECS[table].counts)
            for part in (self.inserted, self.deleted)
        )
        return inserted, self._updated(), deleted, self.unchanged

    def _updated(self) -> int:
        rows = ((SPECS[table], row) for table, rows in self.updated.items() for row in rows)
        return len({(spec.name if spec.counts else "fact", spec.key(row)) for spec, row in rows})


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
# How the value of a field becomes cells: by name, and blank where it has none.
PLAIN, SLUG, SEVERAL = range(3)
Recipe = tuple[tuple[str, int, Any], ...]


def _recipe(fields: tuple[Field, ...]) -> Recipe:
    return tuple(map(_ingredient, fields))


def _ingredient(each: Field) -> tuple[str, int, Any]:
    if isinstance(each.type, Reference):
        return each.name, SLUG, None
    if len(each.columns) > 1:
        return each.name, SEVERAL, (None,) * len(each.columns)
    return each.name, PLAIN, 0 if each.type.name == "flag" else None


RECIPES = {kind: _recipe(spec.fields) for kind, spec in (RECORDS | LINK_KINDS).items()}


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
        # For each record, the keys of its links and their rows, as yet without an id.
        self.links = [[self._keyed(record, link) for link in record.links] for record in collection.records]
        # The file that each link belongs to.
        self.link_homes: dict[LinkKey, str] = {}
        for record, links in zip(collection.records, self.links, strict=True):
            for key, _ in links:
                self.link_homes.setdefault(key, record.place.path)

    def declared(self) -> Iterator[Record]:
        return (record for record in self.collection.records if not record.extends)

    def _keyed(self, record: Record, link: Link) -> tuple[LinkKey, Row]:
        row = (0, link.kind, self.identities.records[record.slug], *self.cells(link.values, RECIPES[link.kind]))
        return link_key(link.kind, row), row

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
        for record, links in zip(self.collection.records, self.links, strict=True):
            if record.place.path in paths:
                self.surroundings(record, links)
        return self.rows

    def record(self, record: Record) -> None:
        id_, source = self.identities.records[record.slug], self.sources[record.place.path]
        values = record.values
        self.rows.add("fact", (id_, record.kind, id_, self.collection.name, source))
        name, summary = values["name"], values.get("summary") or (None, None)
        self.rows.add(
            "record", (id_, record.kind, record.slug, *name, *summary, values.get("note"), values.get("country"))
        )
        self.rows.add(record.kind, (id_, record.kind, *self.cells(values, RECIPES[record.kind])))
        for slug in record.former_slugs:
            self.rows.add("former_slug", (slug, id_))

    def surroundings(self, record: Record, links: list[tuple[LinkKey, Row]]) -> None:
        """The names, citations and links that a file gives a record, its own or another's."""
        owner, source = self.identities.records[record.slug], self.sources[record.place.path]
        for name in record.names:
            row = (owner, name.language, name.text, name.form, self.collection.name, fold(name.text), source)
            self.rows.add("name", row)
        self.citations(owner, record.citations, self.homes.get(record.slug, 0))
        for link, (key, row) in zip(record.links, links, strict=True):
            self.link(link, key, row, source)

    def link(self, link: Link, key: LinkKey, row: Row, source: int) -> None:
        home = self.sources[self.link_homes[key]]
        stored = self.identities.links.get(key)
        if stored is None:
            id_ = self.identities.next()
            stored = StoredLink(id_, self.collection.name, home, (id_, *row[1:]))
            self.identities.links[key] = stored
        row = (stored.id, *row[1:])
        if stored.collection != self.collection.name:
            home = 0
            self.agree(link, stored, row)
        elif home == source:
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

    def citations(self, fact: int, citations: list[Citation], source_of_fact: int) -> None:
        ours, records, rows = self.collection.name, self.identities.records, self.rows.tables["citation"]
        for each in citations:
            source = self.sources[each.place.path]
            elsewhere = None if source == source_of_fact else source
            key = (fact, each.field, records[each.article], each.start, each.end, ours)
            rows[key] = (*key, self.digest_of(each), each.reading, each.note, elsewhere)

    def cells(self, values: dict[str, Any], recipe: Recipe) -> list[Any]:
        cells: list[Any] = []
        for name, how, blank in recipe:
            value = values.get(name)
            if how == PLAIN:
                cells.append(blank if value is None else value)
            elif how == SLUG:
                cells.append(None if value is None else self.identities.records[value])
            else:
                cells.extend(blank if value is None else value)
        return cells
