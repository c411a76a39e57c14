"""Make the records that a row of a table states, each value with a citation of its cell."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from itertools import product
from typing import Any, NamedTuple

from models.derived.folding import ARABIC_SCRIPT
from seeds.format.problems import Place
from seeds.format.record_checks import broken_rules
from seeds.format.records import LINK_KINDS, RECORDS, Cell, Citation, Link, Localized, OtherName, Record
from seeds.tables.balance import KEPT, ORDER
from seeds.tables.lookups import Made, is_doubtful
from seeds.tables.mapping import PRINTED, NameEntry
from seeds.tables.rows import Row
from seeds.tables.table_reader import ReadEntry, ReadRecord, TableReader
from seeds.tables.values import LEFT, MAPPED, PRINTED_AS_IS, UNKNOWN, Reader, Reading

RANK = {state: number for number, state in enumerate(ORDER)}
NOTHING = Reading(LEFT)


class Read(NamedTuple):
    """The readings of a field of a row, and the columns that they come from."""

    name: str
    readings: list[Reading]
    columns: tuple[int, ...]


def state(reader: TableReader, row: Row, key: str, stated: Collection[str]) -> list[Record]:
    """Return the records of a row.

    Args:
        key: the key of the row.
        stated: the slugs shared with other rows that this row is the first to state; it extends the others.
    """
    return _RowStating(reader, row, key, stated).records()


class _RowStating:
    """A maker of the records of one row, with the counts of its cells."""

    def __init__(self, table: TableReader, row: Row, key: str, stated: Collection[str]) -> None:
        self.table = table
        self.row = row
        self.key = key
        self.stated = stated
        self.place = Place(table.path, row.line)
        self.year = table.year(row)
        self.states: dict[int, str] = dict.fromkeys(table.key, MAPPED) | dict.fromkeys(table.ignored, LEFT)
        self.digests: dict[int, str] = {}
        self.made: dict[str, Record] = {}

    def records(self) -> list[Record]:
        shared = self.table.shared
        found = []
        for each in self.table.records:
            if each.condition:
                self.note(each.condition.columns, MAPPED)
            if slug := self.table.slug_of(each, self.row):
                found.append(
                    self.record(each, slug, extends=each.extends or (each in shared and slug not in self.stated))
                )
        if self.table.leaves_out(self.row):
            self.states = dict.fromkeys(range(len(self.table.columns)), LEFT)
        self.count()
        return [*self.made.values(), *found]

    def record(self, mapped: ReadRecord, slug: str, extends: bool) -> Record:
        self.note(mapped.slug.columns, MAPPED)
        record = Record(mapped.kind.kind, slug, self.place, extends)
        values = dict(mapped.blank)
        for name, reader in mapped.fields.items():
            self.field(record, values, name, self.read(name, reader))
        self.leave_out_halves(record, values)
        if not extends:
            record.values = values
        if mapped in self.table.shared:
            self.compare(slug, values)
        for further, reader in mapped.names:
            self.other_name(record, further, self.read("", reader))
        if not record.citations:
            self.cite(record.citations, "", (*mapped.slug.columns, *self.table.key)[:1] or (0,), None)
        links: dict[Any, Link] = {}
        for entry in mapped.entries:
            self.entry(links, entry)
        record.links = list(links.values())
        return record

    def leave_out_halves(self, record: Record, values: dict[str, Any]) -> None:
        """Leave out a field that says nothing without another, which the row lacks: a currency without its value."""
        for (one, other), problem in broken_rules(record.kind, values):
            if (values[one] is None) == (values[other] is None):
                continue
            name = one if values[other] is None else other
            columns = [each.cell.column for each in record.citations if each.field == name and each.cell]
            # A code by itself loses nothing.
            if columns and not isinstance(values[name], str):
                at = tuple(map(self.table.columns.index, columns))
                self.note(at, UNKNOWN)
                self.doubt(at, self.row.cells[at[0]], f"is left out: {problem}")
            values[name] = None
            record.citations = [each for each in record.citations if each.field != name]

    def compare(self, slug: str, values: dict[str, Any]) -> None:
        """Report a field in which a row contradicts the first row that states the same record."""
        first = self.table.first_values.setdefault(slug, values)
        for name, value in values.items():
            if value != first[name]:
                place, text = self.place, f"{name} of {slug!r} differs from that of an earlier row, which is loaded"
                self.table.balance.doubt(place, name, "", text)

    def field(self, record: Record, values: dict[str, Any], name: str, read: Read) -> None:
        """Put the value of a field into its place; several values of one field are not understood."""
        found = [each for each in read.readings if each.value is not None]
        field, _, language = name.partition(".")
        if len(found) > 1:
            self.doubt(read.columns, "", f"has several values for {name}")
            self.note(read.columns, UNKNOWN)
        elif found:
            self.note(read.columns, MAPPED)
            value = found[0].value
            if language:
                value = (values.get(field) or Localized(None, None))._replace(**{language: value})
            values[field] = value
            self.cite(record.citations, field, read.columns, found[0])
        elif PRINTED.get(name) in values and read.readings and read.readings[0].status == PRINTED_AS_IS:
            self.note(read.columns, PRINTED_AS_IS)
            values[PRINTED[name]] = read.readings[0].printed
            self.cite(record.citations, PRINTED[name], read.columns, read.readings[0])

    def other_name(self, record: Record, name: NameEntry, read: Read) -> None:
        for reading in read.readings:
            if reading.value:
                self.note(read.columns, MAPPED)
                further = OtherName(reading.value, name.language, name.form, self.place)
                if further not in record.names and reading.value not in (record.values.get("name") or ()):
                    record.names.append(further)

    def entry(self, links: dict[Any, Link], entry: ReadEntry) -> None:
        """State the links of an entry: one for each combination of the values of its fields."""
        if entry.condition:
            self.note(entry.condition.columns, MAPPED)
            if not entry.condition.fits(self.row):
                return
        reads = [self.reading(name, reader) for name, reader in entry.readers.items()]
        usable = [(read, _usable(read.readings)) for read in reads]
        there = {read.name.partition(".")[0] for read, readings in usable if readings[0] is not NOTHING}
        if entry.needed and entry.needed not in there:
            # Other columns of the entry count as read.
            self.report([read for read in reads if read.name == entry.needed])
            return
        self.report(reads)
        has_cells = entry.is_constant or any(read.columns and readings[0] is not NOTHING for read, readings in usable)
        if not has_cells or not entry.required <= there:
            return
        if any(read.name == "party" and _is_left_out(read) for read in reads):
            # Without its party, the milestone would be one of the whole instrument.
            for read in reads:
                self.note(read.columns, LEFT)
            return
        self.links(links, entry, usable)

    def links(self, links: dict[Any, Link], entry: ReadEntry, usable: list[tuple[Read, list[Reading]]]) -> None:
        columns = {read.columns for read, _ in usable if read.columns}
        for combination in product(*(readings for _, readings in usable)):
            values = dict(entry.blank)
            for (read, _), reading in zip(usable, combination, strict=True):
                _fill(values, read.name, reading)
            link = Link(entry.kind.kind, values, self.place)
            link = links.setdefault((link.kind, link.natural_key()), link)
            if LINK_KINDS[link.kind].is_cited:
                self.cite_link(link, usable, combination, single=len(columns) == 1)
        for read, readings in usable:
            for reading in readings:
                if reading is not NOTHING:
                    self.note(read.columns, reading.status)

    def cite_link(
        self, link: Link, usable: list[tuple[Read, list[Reading]]], combination: tuple[Reading, ...], single: bool
    ) -> None:
        """Cite each cell that gives a field; the link as a whole where one cell, or none but the key, gives it."""
        for (read, _), reading in zip(usable, combination, strict=True):
            if read.columns and reading is not NOTHING:
                kept = reading.status == PRINTED_AS_IS
                # A note accepts the warnings about its field.
                whole = single and not reading.note
                field = "" if whole else PRINTED[read.name] if kept else read.name.partition(".")[0]
                self.cite(link.citations, field, read.columns, reading)
        if not link.citations:
            self.cite(link.citations, "", tuple(self.table.key[:1]) or (0,), None)

    def read(self, name: str, reader: Reader) -> Read:
        """Read a field, and report it."""
        read = self.reading(name, reader)
        self.report([read])
        return read

    def reading(self, name: str, reader: Reader) -> Read:
        """Read a field. A record that a lookup makes of it is stated, even if the field is not."""
        readings = reader.read(self.row, self.year)
        for reading in readings:
            if reading.made:
                self.make(reading.made, reader.columns, reading)
        says_nothing = not readings and reader.value.none and any(self.row.cells[at] for at in reader.columns)
        if says_nothing and not reader.texts(self.row):
            self.note(reader.columns, MAPPED)
        return Read(name, readings, reader.columns)

    def report(self, reads: list[Read]) -> None:
        """Count cells that are not understood or left out; the others are counted where they are used."""
        for read in reads:
            for reading in read.readings:
                if reading.status in (UNKNOWN, LEFT):
                    self.note(read.columns, reading.status)
                is_kept = reading.status == PRINTED_AS_IS and not reading.note
                if read.columns and (is_kept or reading.status == UNKNOWN or is_doubtful(reading.note)):
                    self.doubt_text(read.columns, reading)

    def doubt_text(self, columns: tuple[int, ...], reading: Reading) -> None:
        text = reading.printed or ""
        if reading.status not in (PRINTED_AS_IS, UNKNOWN):
            self.doubt(columns, text, f"means {reading.value}, which is wider")
            return
        unknown = "is not understood" if text else "not understood"
        state = KEPT if reading.status == PRINTED_AS_IS else unknown
        self.doubt(columns, text, f"{state}: {reading.reason}" if reading.reason else state)

    def make(self, made: Made, columns: tuple[int, ...], reading: Reading) -> None:
        """State a record that a line of a lookup makes, and cite the cell that names it."""
        record = self.made.get(made.slug)
        if record is None:
            extends = made.slug not in self.stated
            record = self.made[made.slug] = Record(made.kind, made.slug, self.place, extends)
            if not extends:
                is_arabic = ARABIC_SCRIPT.search(made.name)
                name = Localized(None, made.name) if is_arabic else Localized(made.name, None)
                blank = {each.name: each.default for each in RECORDS[made.kind].all_fields}
                record.values = blank | {"name": name} | ({"kind": made.code} if made.code else {})
        # The cell gives the name; a note accepts that it is in one language.
        self.cite(record.citations, "name" if reading.note else "", columns, reading)

    def cite(self, citations: list[Citation], field: str, columns: tuple[int, ...], reading: Reading | None) -> None:
        """Add a citation of each cell, unless it is there."""
        for at in columns:
            column = self.table.columns[at]
            if any(each.field == field and each.cell and each.cell.column == column for each in citations):
                continue
            if len(columns) > 1 and not self.row.cells[at]:
                continue
            printed = reading.printed if reading and reading.value is not None else None
            note = reading.note if reading else None
            cell = Cell(self.key, column, self.digest(at), printed)
            citations.append(Citation(field, self.table.dataset, 0, 0, None, note, self.place, None, cell))

    def digest(self, at: int) -> str:
        if at not in self.digests:
            self.digests[at] = hashlib.sha256(self.row.cells[at].encode()).hexdigest()
        return self.digests[at]

    def note(self, columns: tuple[int, ...], state: str) -> None:
        for at in columns:
            if at not in self.states or RANK[state] > RANK[self.states[at]]:
                self.states[at] = state

    def doubt(self, columns: tuple[int, ...], text: str, reason: str) -> None:
        names = ", ".join(self.table.columns[at] for at in columns)
        self.table.balance.doubt(self.place, names, text, reason)

    def count(self) -> None:
        """Count the cells of the row; a cell that nothing used is not understood."""
        for at, name in enumerate(self.table.columns):
            if self.row.cells[at].strip():
                if at not in self.states and self.row.cells[at].strip() in self.table.none:
                    self.states[at] = MAPPED
                elif at not in self.states:
                    self.table.balance.doubt(self.place, name, "", "has a text that no entry of the map uses")
                self.table.balance.cells[self.states.get(at, UNKNOWN)] += 1


def _is_left_out(read: Read) -> bool:
    return bool(read.columns and read.readings) and all(each.status == LEFT for each in read.readings)


def _usable(readings: list[Reading]) -> list[Reading]:
    return [each for each in readings if each.value is not None or each.status == PRINTED_AS_IS] or [NOTHING]


def _fill(values: dict[str, Any], name: str, reading: Reading) -> None:
    field, _, language = name.partition(".")
    if reading.status == PRINTED_AS_IS:
        values[PRINTED[name]] = reading.printed
    elif language and reading.value is not None:
        values[field] = (values.get(field) or Localized(None, None))._replace(**{language: reading.value})
    elif reading.value is not None:
        values[field] = reading.value
