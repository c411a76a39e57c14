"""Compares some files of a collection with what the database holds, without reading the others.

What they refer to, and what the other files say of the same things, is looked up. The answer is the difference to
write, or a doubt: where these files alone cannot tell, all files are read (see `seeds.whole`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, or_, select

from models.checking.rules import DAYS_OF_EVENTS, WHOLES
from models.schema import metadata
from seeds.checking import Known, article_digest, check
from seeds.format.collection import Spans, read_collection, read_reference, read_spans, shipped_spans
from seeds.format.files import SeedFile
from seeds.format.problems import Problems
from seeds.format.records import Record
from seeds.format.reference_tables import Reference
from seeds.loading import stored
from seeds.loading.forward_references import Promises
from seeds.loading.rows import RECIPES, SLUG, SPECS, Changes, Identities, Key, RowMaker, Rows

TABLE = metadata.tables


class Doubt(Exception):
    """These files alone do not tell whether the collection is right, or what becomes of the rest of it."""


@dataclass
class Whole:
    """What the parts of a collection share.

    The numbers of all its files in the order of loading, those of the files of the load before, the files that hold the
    spans of its articles, the spans of the shipped ones, what later parts promise, and the last id that was given.
    """

    connection: Connection
    name: str
    numbers: dict[str, int]
    loaded: set[int]
    spans: dict[str, list[SeedFile]]
    promises: Promises
    reference: Reference = field(default_factory=read_reference)
    shipped: Spans = field(default_factory=shipped_spans)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        self.last = stored.last_fact(self.connection)

    def doubt_promises(self) -> None:
        """Raises:
        Doubt: what was relied on did not come, or what came contradicts what relied on it.
        """
        if self.promises.kinds:
            _doubt_if(self.promises.ids or stored.uncited(self.connection, self.name))
            _doubt_if(any(self.connection.exec_driver_sql(rule.sql).first() for rule in (DAYS_OF_EVENTS, WHOLES)))


class Part:
    """Some files of a collection."""

    def __init__(self, whole: Whole, files: list[SeedFile]) -> None:
        self.whole = whole
        self.connection = whole.connection
        self.promised: list[str] = []
        self.awaited: frozenset[int] = frozenset()
        self.numbers = whole.numbers
        self.own = {whole.numbers[file.path] for file in files}
        problems = Problems()
        self.collection = read_collection(whole.name, files, problems)
        self.collection.reference = whole.reference
        _doubt_if(problems.found)
        self.collection.spans = self._spans()
        self.declared = {record.slug: record for record in self.collection.records if not record.extends}

    def compare(self) -> tuple[Changes, tuple[Rows, Rows]]:
        """What changes, and the rows before and after.

        Raises:
            Doubt: there may be problems, or the other files may be concerned.
        """
        mentioned = set(_mentioned(self.collection.records))
        found = stored.records(self.connection, mentioned)
        known = self._known(found, mentioned)
        problems = Problems()
        check(self.collection, known, problems)
        _doubt_if(problems.found)
        before = stored.rows_of(self.connection, self.own & self.whole.loaded)
        last = self.whole.last
        maker = self._row_maker(found, known)
        after = maker.make({file.path for file in self.collection.files})
        self.whole.last = maker.identities.last
        changes = Changes.between(before, after)
        self._doubt_losses(before, after, changes)
        self._doubt_repetitions(changes, last)
        return changes, (before, after)

    def _known(self, found: dict[str, stored.StoredRecord], mentioned: set[str]) -> Known:
        """What the database holds of what is mentioned here and stated elsewhere."""
        known = Known(spans=self.whole.shipped)
        for slug, record in found.items():
            if record.source not in self.own:
                known.add(slug, record.kind, record.collection, record.length, record.date)
        known.digests = stored.articles_of(self.connection, self._digests(), self.own)
        known.former = stored.renamed(self.connection, mentioned)
        cited = self._cited_elsewhere({each.id for each in found.values()})
        known.cited = {slug for slug, each in found.items() if each.id in cited}
        self._rely_on_promises(known, mentioned - found.keys())
        return known

    def _rely_on_promises(self, known: Known, missing: set[str]) -> None:
        """Take what later parts will declare as known; what its kind does not tell is asked at the end."""
        promises = self.whole.promises
        self.promised = sorted((missing - self.declared.keys()) & promises.kinds.keys())
        for slug in self.promised:
            known.add(slug, promises.kinds[slug], self.whole.name, promises.lengths.get(slug), None)
        known.cited |= self.declared.keys() & promises.kinds.keys()

    def _digests(self) -> set[str]:
        return {record.values["digest"] for record in self.collection.records if "digest" in record.values}

    def _spans(self) -> Spans:
        """The spans of the articles that are cited here, of which several files may tell."""
        cited = {each.article for record in self.collection.records for each in _citations(record)}
        spans = {}
        for article in cited:
            files = self.whole.spans.get(article, [])
            if len(files) == 1 and article in self.collection.spans:
                spans[article] = self.collection.spans[article]
            else:
                spans[article] = dict(chain(*(read_spans(each, Problems()) for each in files)))
        return spans

    def _row_maker(self, found: dict[str, stored.StoredRecord], known: Known) -> RowMaker:
        promises = self.whole.promises
        self.awaited = frozenset(promises.ids[slug] for slug in self.declared.keys() & promises.ids.keys())
        identities = Identities({slug: record.id for slug, record in found.items()} | promises.ids, self.whole.last)
        for slug in self.promised:
            promises.ids[slug] = identities.record(slug, [])
        linked = {record.slug for record in self.collection.records if record.links}
        owners = {identities.records[slug] for slug in linked & identities.records.keys()}
        identities.links = dict(stored.links_of(self.connection, owners))
        _doubt_if(not all(map(promises.redeem, self.declared.values())))
        maker = RowMaker(
            self.collection, identities, self.numbers, lambda each: article_digest(self.collection, known, each)
        )
        self._settle_homes(maker)
        return maker

    def _settle_homes(self, maker: RowMaker) -> None:
        """A link belongs to the first file that states it, here or elsewhere, and says the same in each."""
        rows, homes = dict(chain.from_iterable(maker.links)), maker.link_homes
        known = {key: maker.identities.links[key] for key in rows.keys() & maker.identities.links.keys()}
        ours = {each.id: key for key, each in known.items() if each.collection == self.collection.name}
        if not ours:
            return
        paths = {number: path for path, number in self.numbers.items()}
        order = {path: place for place, path in enumerate(self.numbers)}
        for fact, sources in self._cited_elsewhere(set(ours)).items():
            key = ours[fact]
            stored, first = known[key], min((paths[source] for source in sources), key=order.__getitem__)
            _doubt_if(stored.row[1:] != rows[key][1:])
            if order[first] < order[homes[key]]:
                homes[key] = first
            # What others state is not written here, so it stays theirs or does not become it.
            _doubt_if(paths[stored.source] != homes[key] and not {stored.source, self.numbers[homes[key]]} <= self.own)

    def _cited_elsewhere(self, facts: set[int]) -> dict[int, set[int]]:
        """Those of the facts that other files of the collection cite, with the numbers of these."""
        cited: dict[int, set[int]] = {}
        for fact, collection, source in stored.cited_elsewhere(self.connection, facts, self.own):
            if collection == self.collection.name:
                cited.setdefault(fact, set()).add(source)
        return cited

    def _doubt_losses(self, before: Rows, after: Rows, changes: Changes) -> None:
        """What other files or collections may refer to goes, or changes its name, its text or its days."""
        _doubt_if(changes.deleted["record"] or changes.deleted["former_slug"])
        _doubt_if(changes.inserted["former_slug"] and before.tables["record"])
        for table, columns in (
            ("record", ("kind", "slug")),
            ("article", ("digest", "length")),
            ("event", ("date_from", "date_to", "part_of")),
            ("agreement", ("part_of",)),
            ("initiative", ("part_of",)),
            ("organization", ("parent",)),
        ):
            places = [SPECS[table].columns.index(column) for column in columns]
            for row in changes.updated[table]:
                old = before.tables[table][SPECS[table].key(row)]
                _doubt_if(any(old[place] != row[place] for place in places))
        gone = {row[0] for row in changes.deleted["fact"]}
        _doubt_if(stored.cited_elsewhere(self.connection, gone, self.own))
        # Another file's link is cited there; another file's record may have been cited here alone.
        still = {row[0] for row in after.tables["citation"].values()} | gone
        lost = {row[0] for row in changes.deleted["citation"]} - still
        _doubt_if(stored.owners(self.connection, lost) & lost)

    def _doubt_repetitions(self, changes: Changes, last: int) -> None:
        """What is new here stands already in another file: a former slug, a name or citation of what was there."""
        _doubt_if(stored.renamed(self.connection, {row[0] for row in changes.inserted["former_slug"]}))
        for table in ("citation", "name"):
            new = {SPECS[table].key(row) for row in changes.inserted[table] if row[0] <= last}
            _doubt_if(new & set(self._stored_keys(table, {key[0] for key in new})))

    def _stored_keys(self, name: str, owners: set[int]) -> Iterator[Key]:
        """The keys of the names or citations that these records or facts have from other files."""
        table = TABLE[name]
        columns = [table.c[column] for column in SPECS[name].columns[: SPECS[name].key_width]]
        elsewhere = or_(table.c.source.is_(None), table.c.source.not_in(self.own))
        statement = select(*columns).where(table.c.collection == self.collection.name, elsewhere)
        return (tuple(row) for row in stored.among(self.connection, statement, columns[0], owners))


def _doubt_if(condition: Any) -> None:
    if condition:
        raise Doubt


def _mentioned(records: Iterable[Record]) -> Iterator[str]:
    """Every slug that stands in these records; a reading may be one."""
    for record in records:
        yield record.slug
        yield from record.former_slugs
        yield from _slugs_among(record.kind, record.values)
        for link in record.links:
            yield from _slugs_among(link.kind, link.values)
        for citation in _citations(record):
            yield citation.article
            if citation.reading:
                yield citation.reading


def _citations(record: Record) -> Iterator[Any]:
    yield from record.citations
    for link in record.links:
        yield from link.citations


def _slugs_among(kind: str, values: dict[str, Any]) -> Iterator[str]:
    yield from (values[name] for name, how, _ in RECIPES[kind] if how == SLUG and values.get(name))
