"""Decide about records that a collection drops but others still need.

A record that another collection needs is retained: it moves to the collection `kept`. One that an unchanged file of the
same collection needs is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from models.fact import Citation, Collection, Fact, Name, Source
from models.schema import metadata
from seeds.format.files import KEPT
from seeds.format.records import REFERENCES
from seeds.loading.rows import LINKS, SUBTYPES, Rows
from seeds.loading.stored import among, citing_files, last_source, retained_source

# The columns by which a link or a subtype refers to a record, the owner of a link among them.
POINTERS = tuple(
    (table.name, column.name)
    for table in (metadata.tables[name] for name in (*SUBTYPES, *LINKS))
    for column in table.columns
    if column.name != "id"
    and any(key.column.name == "id" and key.column.table.name in ("record", *SUBTYPES) for key in column.foreign_keys)
)
# A record or fact, and the collection that needs it; or a record, and another one that it needs.
Need = tuple[int, str]
Pair = tuple[int, int]


class Retention:
    """The records that a load drops or renames, and who needs them."""

    def __init__(self, connection: Connection, collection: str, own: set[int], before: Rows, wanted: Rows) -> None:
        self.connection = connection
        self.collection = collection
        self.own = own
        self.before = before
        self.wanted = wanted
        self.dropped = before.records.keys() - wanted.records.keys()
        renamed = {
            id_ for id_, row in wanted.records.items() if id_ in before.records and before.records[id_].slug != row.slug
        }
        self.slugs_gone = {before.records[id_].slug: id_ for id_ in self.dropped | renamed}
        self.pointers = list(self._pointers()) if self.slugs_gone else []
        self.needs = set(self._needs()) if self.slugs_gone else set()

    def problems(self) -> list[str]:
        """Return a problem for each slug that unchanged files of the collection use and that is gone."""
        slugs = {id_: slug for slug, id_ in self.slugs_gone.items()}
        return sorted(f"{slugs[id_]!r} is needed" for id_, needs in self.needs if needs == self.collection)

    def retain(self) -> list[str]:
        """Move the records that other collections need among the wanted rows; return their slugs."""
        retained = self._retained()
        if retained:
            source = self._source()
            for id_ in sorted(retained):
                self._move(id_, source)
        return sorted(self.before.records[id_].slug for id_ in retained)

    def _retained(self) -> set[int]:
        """Return the dropped records that other collections need, and those that these need in turn."""
        inner: dict[int, set[int]] = {}
        for holder, target in (*self.pointers, *((key[0], key[2]) for key in self.before.citations)):
            inner.setdefault(holder, set()).add(target)
        waiting = [id_ for id_, needs in self.needs if id_ in self.dropped and needs != self.collection]
        retained: set[int] = set()
        while waiting:
            id_ = waiting.pop()
            if id_ not in retained:
                retained.add(id_)
                waiting += inner.get(id_, set()) & self.dropped
        return retained

    def _pointers(self) -> Iterator[Pair]:
        """Yield each stored link or record that refers to one that is dropped or renamed, with that one."""
        for table, column in POINTERS:
            key = metadata.tables[table].c[column]
            rows = among(self.connection, select(metadata.tables[table].c.id, key), key, self.slugs_gone.values())
            yield from ((row[0], row[1]) for row in rows)

    def _needs(self) -> Iterator[Need]:
        """Yield each record that is dropped or renamed, with each collection whose other files need it."""
        needing = self._needing({holder for holder, _ in self.pointers})
        for holder, target in self.pointers:
            yield from ((target, collection) for collection in needing.get(holder, ()))
        for column, collection, source in (
            (Name.record, Name.collection, Name.source),
            (Citation.fact, Citation.collection, Citation.source),
            (Citation.cited, Citation.collection, Citation.source),
        ):
            statement = select(column, collection, source).distinct()
            rows = among(self.connection, statement, column, self.slugs_gone.values())
            yield from ((row[0], row[1]) for row in rows if row[2] not in self.own)
        yield from self._read_elsewhere()

    def _needing(self, holders: set[int]) -> dict[int, set[str]]:
        """Return the collections of the other files that state these records and links."""
        links = citing_files(self.connection, holders, self.own)
        needing = {fact: {home.collection for home in homes} for fact, homes in links.items()}
        records = select(Fact.id, Fact.collection).where(Fact.id == Fact.record)
        for id_, collection in among(self.connection, records, Fact.id, holders):
            # A record that the changed files stated is dropped too, or states its present references.
            needing[id_] = set() if id_ in self.before.records else {collection}
        return needing

    def _read_elsewhere(self) -> Iterator[Need]:
        """Yield the records whose slugs unchanged files of this collection give as readings."""
        statement = (
            select(Citation.reading, Fact.kind, Citation.field, Citation.source)
            .join(Fact, Fact.id == Citation.fact)
            .where(Citation.collection == self.collection, Citation.reading.is_not(None))
        )
        for slug, kind, field, source in among(self.connection, statement, Citation.reading, self.slugs_gone):
            if source not in self.own and field in REFERENCES[kind]:
                yield self.slugs_gone[slug], self.collection

    def _source(self) -> int:
        """Return the number of retained records of the collection: its name is in the place of a file's path."""
        known = retained_source(self.connection, self.collection)
        if known:
            return known
        if not self.connection.execute(select(Collection.name).where(Collection.name == KEPT)).first():
            self.connection.execute(insert(Collection).values(name=KEPT))
        number = last_source(self.connection) + 1
        self.connection.execute(insert(Source).values(id=number, collection=KEPT, path=self.collection, digest=""))
        return number

    def _move(self, id_: int, source: int) -> None:
        """Retain a record with its names, former slugs and citations."""
        before, wanted = self.before, self.wanted
        wanted.facts[id_] = before.facts[id_]._replace(collection=KEPT, source=source)
        wanted.records[id_] = before.records[id_]
        wanted.subtypes[id_] = before.subtypes[id_]
        for former in before.former_slugs.values():
            if former.record == id_:
                wanted.former_slugs.setdefault(former.slug, former)
        for name in before.names.values():
            if name.record == id_:
                retained_name = name._replace(collection=KEPT, source=source)
                wanted.names[retained_name.key] = retained_name
        for citation in before.citations.values():
            if citation.fact == id_:
                retained_citation = citation._replace(collection=KEPT, source=source)
                wanted.citations[retained_citation.key] = retained_citation
