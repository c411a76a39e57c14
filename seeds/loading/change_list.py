"""Changes of a load, by record: fields with their old and new values, links by their item, names, citations.

They are read from the difference that the load writes, with the slugs and items in the database before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import Connection, column, select, table

from models.change import Change, RecordChange
from models.fact import Fact, Record
from models.kinds.types import DATE, Field, Reference
from seeds.format.records import LINK_KINDS, RECORDS
from seeds.loading.rows import Changes, CitationRow, Difference, RecordRow
from seeds.loading.stored import among

KINDS = RECORDS | LINK_KINDS
ITEM = table("fact_item", column("fact"), column("item"))
Pair = tuple[Any, Any]


class ChangeList:
    """A collector of the changes of one load: `look` runs before the rows are written, `list` after."""

    def __init__(self, connection: Connection, changes: Changes) -> None:
        self.connection = connection
        self.changes = changes
        self.inserted = {row.id for row in changes.records.inserted}
        self.deleted = {row.id for row in changes.records.deleted}
        self.records: dict[int, tuple[str, str, str | None, str | None]] = {}
        self.items: dict[int, str] = {}
        # A link whose row stays the same may pass to another collection: then only its fact changes.
        self.owner_of = {row.id: row.record for row in changes.facts.all() if row.id != row.record}
        self.owner_of |= {row.id: row.owner for row in changes.links.all()}
        self.kinds = {row.id: row.kind for row in changes.links.all()} | {
            row.id: row.kind for row in changes.facts.all()
        }
        cited = {row.fact for row in changes.citations.all()} - self.kinds.keys()
        for fact, kind, owner in among(connection, select(Fact.id, Fact.kind, Fact.record), Fact.id, cited):
            self.kinds[fact] = kind
            self.owner_of |= {fact: owner} if fact != owner else {}
        self.touched = self._touched()

    def _touched(self) -> set[int]:
        changes = self.changes
        own = {row.id for part in (changes.records, changes.subtypes) for row in part.all()}
        named = {row.record for part in (changes.names, changes.former_slugs) for row in part.all()}
        return own | named | {row.owner for row in changes.links.all()} | self._cited_records()

    def _cited_records(self) -> set[int]:
        return {self.owner_of.get(row.fact, row.fact) for row in self.changes.citations.all()}

    def look(self) -> None:
        """Read the slugs and items of the changes, as the database has them now; later ones replace them."""
        statement = select(Record.id, Record.kind, Record.slug, Record.name_en, Record.name_ar)
        for number, *record in among(self.connection, statement, Record.id, self.touched | set(self._referred())):
            self.records[number] = tuple(record)
        facts = {fact for fact, owner in self.owner_of.items() if owner not in self.inserted | self.deleted}
        self.items |= {fact: item for fact, item in among(self.connection, select(ITEM), ITEM.c.fact, facts) if item}

    def _referred(self) -> Iterator[int]:
        for rows in (self.changes.subtypes, self.changes.links):
            for row in (*rows.all(), *rows.replaced):
                yield from (row.values[at] for at in REFERENCES[row.kind] if row.values[at] is not None)
        yield from (row.cited for row in self.changes.citations.all())

    def list(self) -> list[RecordChange]:
        """Return the records that change, by slug, except those of which only the file or the collection changes."""
        found = {number: self._record(number) for number in self.touched if number in self.records}
        for number, change in self._all_changes():
            if found[number].sign == "~":
                found[number].changes.append(change)
        changed = (each for each in found.values() if each.sign != "~" or each.changes)
        return sorted(changed, key=lambda each: (each.slug, each.kind))

    def _record(self, number: int) -> RecordChange:
        sign = "+" if number in self.inserted else "-" if number in self.deleted else "~"
        return RecordChange(sign, *self.records[number])

    def _all_changes(self) -> Iterator[tuple[int, Change]]:
        for new, old in _pairs(self.changes.records):
            yield from ((new.id, each) for each in self._fields(new.kind, COMMON, old[2:], new[2:]))
        for new, old in _pairs(self.changes.subtypes):
            yield from ((new.id, each) for each in self._fields(new.kind, COLUMNS[new.kind], old.values, new.values))
        yield from self._links()
        yield from self._names()
        yield from self._former_slugs()
        yield from self._citations()

    def _names(self) -> Iterator[tuple[int, Change]]:
        names = self.changes.names
        come, gone = ({row[:4] for row in rows} for rows in (names.inserted, names.deleted))
        for record, _, text, form in sorted(come - gone):
            yield record, Change("+", "name", "", "", form, None, text)
        for record, _, text, form in sorted(gone - come):
            yield record, Change("-", "name", "", "", form, text, None)

    def _former_slugs(self) -> Iterator[tuple[int, Change]]:
        """Yield the former slugs that come and go, except those that a renamed record had until now."""
        former, renamed = self.changes.former_slugs, {old.slug for _, old in _pairs(self.changes.records)}
        for row in (*former.inserted, *former.updated):
            if row.slug not in renamed:
                yield row.record, Change("~", "field", "", "", "was", None, row.slug)
        for row in (*former.deleted, *former.replaced):
            yield row.record, Change("~", "field", "", "", "was", row.slug, None)

    def _fields(self, kind: str, columns: Iterable[Column], old: Any, new: Any, item: str = "") -> Iterator[Change]:
        for each, before, after in zip(columns, old, new, strict=True):
            if before != after and each.is_shown:
                yield Change("~", "field", kind, item, each.name, self._value(each, before), self._value(each, after))

    def _value(self, each: Column, value: Any) -> Any:
        return self.records[value][1] if each.is_reference and value in self.records else value

    def _links(self) -> Iterator[tuple[int, Change]]:
        links = self.changes.links
        for new, old in _pairs(links):
            for each in self._fields(
                new.kind, COLUMNS[new.kind], old.values, new.values, self.items.get(new.id, new.kind)
            ):
                yield new.owner, each
        for row in links.inserted:
            yield row.owner, Change("+", "link", row.kind, self.items.get(row.id, row.kind), "", None, None)
        for row in links.deleted:
            yield row.owner, Change("-", "link", row.kind, self.items.get(row.id, row.kind), "", None, None)

    def _citations(self) -> Iterator[tuple[int, Change]]:
        """Yield citations that are moved, added or deleted, except those of a link that is added or deleted."""
        citations, links = self.changes.citations, self.changes.links
        whole = {row.id for row in (*links.inserted, *links.deleted)}
        for new, old in _pairs(citations):
            if not _is_same(old, new):
                yield self.owner_of.get(new.fact, new.fact), self._citation("~", old, new)
        groups: dict[Any, tuple[list[CitationRow], list[CitationRow]]] = {}
        for place, rows in enumerate((citations.deleted, citations.inserted)):
            for row in rows:
                if row.fact not in whole:
                    groups.setdefault((row.fact, row.field, row.cited), ([], []))[place].append(row)
        for (fact, _, _), (gone, come) in groups.items():
            for one, other in _moves(gone, come):
                if one and other and _is_same(one, other):
                    continue
                sign = "~" if one and other else "-" if one else "+"
                yield self.owner_of.get(fact, fact), self._citation(sign, one, other)

    def _citation(self, sign: str, old: CitationRow | None, new: CitationRow | None) -> Change:
        row = new or old
        assert row
        cited = self.records[row.cited][1] if row.cited in self.records else ""
        item = self.items.get(row.fact, "")
        texts = [_place(each, cited) for each in (old, new)]
        if texts[0] == texts[1] and old and new:
            with_digest = bool(row.row_key) or old.digest != new.digest
            texts = [f"{text} {_doubts(each, with_digest)}" for text, each in zip(texts, (old, new), strict=True)]
        return Change(sign, "citation", self.kinds.get(row.fact, ""), item, row.field, *texts)


class Column(NamedTuple):
    """A column of a row: its name, whether it holds the id of a record, and whether it tells more than others."""

    name: str
    is_reference: bool
    is_shown: bool


def _columns(fields: Iterable[Field]) -> tuple[Column, ...]:
    """Return the columns of fields; the first and last day of a date follow from its text."""
    return tuple(
        Column(name, isinstance(each.type, Reference), not (each.type is DATE and place))
        for each in fields
        for place, name in enumerate(each.columns)
    )


COLUMNS = {kind: _columns(spec.fields) for kind, spec in KINDS.items()}
# After the id and the kind of a record.
COMMON = tuple(Column(name, False, True) for name in RecordRow._fields[2:])
REFERENCES = {kind: [at for at, each in enumerate(columns) if each.is_reference] for kind, columns in COLUMNS.items()}


def _pairs(rows: Difference[Any]) -> Iterator[Pair]:
    """Yield each row that is updated with the one that it replaces."""
    return zip(rows.updated, rows.replaced, strict=True)


def _moves(gone: list[CitationRow], come: list[CitationRow]) -> Iterator[tuple[CitationRow | None, CitationRow | None]]:
    """Pair deleted and added citations of one field: those of the same words first, the others in order."""
    waiting = sorted(come)
    rest = []
    for row in sorted(gone):
        same = next((other for other in waiting if other.digest == row.digest), None)
        if same:
            waiting.remove(same)
            yield row, same
        else:
            rest.append(row)
    yield from zip_longest(rest, waiting)


def _place(row: CitationRow | None, cited: str) -> str | None:
    """Return the place that a citation names: characters of an article, or a cell of a data set."""
    if row is None:
        return None
    return f"[{f'{row.row_key}, {row.column_name}' if row.row_key else f'{row.start_char}, {row.end_char}'}] {cited}"


def _is_same(one: CitationRow, other: CitationRow) -> bool:
    """Return whether two citations differ at most in the collection and the file that state them."""
    return one._replace(collection="", source=0) == other._replace(collection="", source=0)


def _doubts(row: CitationRow, with_digest: bool) -> str:
    """Return the reading and note of a citation, and the beginning of its digest."""
    words = f"digest {row.digest[:8]}…" if with_digest else None
    return "; ".join(filter(None, (row.reading, row.printed, row.note, words))) or "–"


def join(first: list[RecordChange], more: list[RecordChange]) -> list[RecordChange]:
    """Return the changes of two batches as those of one load, by slug."""
    found = {(each.kind, each.slug): each for each in first}
    for each in more:
        before = found.pop((each.kind, each.slug), None)
        joined = _joined(before, each) if before else each
        if not before or joined.changes or joined.sign != "~":
            found[each.kind, each.slug] = joined
    return sorted(found.values(), key=lambda each: (each.slug, each.kind))


def _joined(before: RecordChange, after: RecordChange) -> RecordChange:
    """Return the changes of one record in two batches; what one deletes and the other adds did not change."""
    if before.sign == "+" or after.sign != "~":
        return before if after.sign == "~" else after
    changes = list(before.changes)
    for each in after.changes:
        undone = each._replace(sign={"+": "-", "-": "+"}.get(each.sign, "~"), old=each.new, new=each.old)
        changes.remove(undone) if undone in changes else changes.append(each)
    return replace(after, changes=changes)


def renamed(records: list[RecordChange]) -> Iterator[tuple[RecordChange, RecordChange]]:
    """Yield each added record with the deleted one of its kind and name: it may be renamed."""
    come = {(each.kind, name): each for each in records if each.sign == "+" for name in _names(each)}
    for each in records:
        new = next((come[each.kind, name] for name in _names(each) if (each.kind, name) in come), None)
        if each.sign == "-" and new:
            yield new, each


def rename_hint(come: RecordChange, gone: RecordChange) -> str:
    """Return the line to write in an added record if it is the deleted one."""
    return f"{gone.kind} {come.slug} has the name of {gone.slug}; if it is renamed, write was: [{gone.slug}] in it"


def _names(record: RecordChange) -> list[str]:
    return [name for name in (record.name_en, record.name_ar) if name]
