"""The readers of a map for the columns of a table: which record a row states, by which key, in which year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.edtf_dates import EdtfDate
from seeds.drafting.slugs import ascii_words
from seeds.format.reading import SLUG_LIMIT
from seeds.tables.balance import Balance
from seeds.tables.lookups import Made
from seeds.tables.mapping import Entry, NameEntry, RecordMap, TableMap, Value
from seeds.tables.rows import Row
from seeds.tables.values import Reader, Vocabularies

# Between the values of a key of several columns.
KEY_SIGN = "|"


class ReadEntry:
    """An entry of the map with the readers of its fields."""

    def __init__(self, entry: Entry, readers: dict[str, Reader], condition: Reader | None) -> None:
        self.kind = entry.kind
        self.readers = readers
        self.condition = condition
        self.needed = entry.condition if isinstance(entry.condition, str) else ""
        self.blank = {each.name: each.default for each in entry.kind.fields}
        self.required = {each.name for each in entry.kind.fields if each.required}
        self.is_constant = all(reader.is_constant for reader in readers.values())


class ReadRecord:
    """A record of the map with the readers of its values."""

    def __init__(self, mapped: RecordMap, reader_of: Any) -> None:
        self.kind = mapped.kind
        self.extends = mapped.extends
        self.is_read = mapped.is_read
        self.condition: Reader | None = reader_of(mapped.condition) if mapped.condition else None
        self.slug: Reader = reader_of(mapped.slug)
        self.fields: dict[str, Reader] = {name: reader_of(value) for name, value in mapped.fields.items()}
        self.names: list[tuple[NameEntry, Reader]] = [(name, reader_of(name.text)) for name in mapped.names]
        self.entries = [
            ReadEntry(
                entry,
                {name: reader_of(value) for name, value in entry.fields.items()},
                reader_of(entry.condition) if isinstance(entry.condition, Value) else None,
            )
            for entry in mapped.entries
        ]
        self.blank = {each.name: each.default for each in mapped.kind.all_fields}
        fields = () if mapped.extends else mapped.kind.all_fields
        self.required = [each.name for each in fields if each.required]


class TableReader:
    """A reader of the rows of a table by its map: their keys, the slugs of their records, and reasons for rejection."""

    def __init__(self, table: TableMap, path: str, columns: list[str], known: Vocabularies, balance: Balance) -> None:
        self.dataset = table.slug
        self.path = path
        self.columns = columns
        self.balance = balance
        self.near = known.countries.near
        self.readers: list[Reader] = []

        def reader_of(value: Value) -> Reader:
            self.readers.append(Reader(value, columns, known))
            return self.readers[-1]

        self.records = [ReadRecord(each, reader_of) for each in table.records]
        self.key = [columns.index(name) for name in table.key]
        self.none = table.none
        self.ignored = {columns.index(name) for name in table.ignored if name in columns}
        self.dates = list(self._dates())
        # A record whose slug has the whole key is that of one row.
        key = set(table.key)
        own = [each for each in self.records if not each.extends]
        self.shared = [each for each in own if not key or not key <= set(each.slug.value.columns)]
        self.unshared = [each for each in own if each not in self.shared]
        # The row whose year was asked for last.
        self._row: Row | None = None
        self._year: int | None = None
        self.first_values: dict[str, dict[str, Any]] = {}
        self.makers = [each for each in self.readers if each.makes_records]

    def _dates(self) -> Iterator[Reader]:
        for record in self.records:
            for entry in record.entries:
                yield from (reader for name, reader in entry.readers.items() if _is_date(reader))
            yield from (reader for reader in record.fields.values() if _is_date(reader))

    def year(self, row: Row) -> int | None:
        """Return the year of a row: that of its first date, in the order of the map."""
        if row is not self._row:
            self._row, self._year = row, self._find_year(row)
        return self._year

    def _find_year(self, row: Row) -> int | None:
        for reader in self.dates:
            for reading in reader.read(row, None):
                if isinstance(reading.value, EdtfDate) and (day := reading.value.first or reading.value.last):
                    return int(day[:4])
        return None

    def key_of(self, row: Row) -> str:
        """Return the key of a row: the texts of its columns, or its number where the map names none."""
        return KEY_SIGN.join(row.cells[at].strip() for at in self.key) if self.key else f"#{row.line}"

    def stated(self, row: Row) -> list[tuple[str, str]]:
        """Return the kinds and slugs of the records of a row."""
        own = (record for record in self.records if not record.extends)
        found = [(record.kind.kind, slug) for record in own if (slug := self.slug_of(record, row))]
        return [*found, *((each.kind, each.slug) for each in self.made(row))]

    def made(self, row: Row) -> list[Made]:
        """Return the records that lines of the lookups make of the texts of a row."""
        if not self.makers or self.leaves_out(row):
            return []
        year = self.year(row)
        return [each.made for reader in self.makers for each in reader.read(row, year) if each.made]

    def leaves_out(self, row: Row) -> bool:
        """Return whether the conditions of the map let a row state no record."""
        return not any(self.is_stated(record, row) for record in self.records)

    def is_stated(self, record: ReadRecord, row: Row) -> bool:
        """Return whether the condition of a record has a text on a row, or there is none."""
        return record.condition is None or record.condition.fits(row)

    def refusal(self, row: Row) -> str:
        """Return the reason why a row cannot be read at all; empty if it can."""
        year = self.year(row)
        for number, record in enumerate(self.records):
            if not self.is_stated(record, row):
                continue
            slug = self.slug_of(record, row)
            if len(slug) > SLUG_LIMIT and not record.extends:
                most = f"more than {SLUG_LIMIT}; name other columns in slug: of the map"
                return f"its ID {slug[:40]!r}… has {len(slug):,} characters, {most}"
            if not slug:
                if number == 0:
                    return f"{record.kind.kind}: the row has no {' and no '.join(record.slug.value.columns)}"
                continue
            for name in record.required:
                readers = [reader for field, reader in record.fields.items() if field.partition(".")[0] == name]
                if not any(reading.value is not None for reader in readers for reading in reader.read(row, year)):
                    return self._lacking(name, readers, row, year)
        return ""

    def _lacking(self, name: str, readers: list[Reader], row: Row, year: int | None) -> str:
        for reader in readers:
            for text, reading in zip(reader.texts(row), reader.read(row, year), strict=False):
                return f"{name}: {text!r} is not understood; {reading.reason or 'decide it in the lookups'}"
        return f"{name}: its cell is empty, and the map gives no default:"

    def slug_of(self, record: ReadRecord, row: Row) -> str:
        """Return the slug of a record; empty if a cell that it is made of is, or if it is not stated."""
        slug = record.slug
        if not self.is_stated(record, row):
            return ""
        if record.is_read:
            return next((each.value for each in slug.read(row, self.year(row)) if each.value), "")
        return slug.filled(row, ascii_words) if slug.columns else slug.value.templates[0]

    def shared_slugs(self, row: Row) -> list[str]:
        """Return the slugs of the records of a row that other rows may state too."""
        found = [slug for record in self.shared if (slug := self.slug_of(record, row))]
        return found + [each.slug for each in self.made(row)]


def _is_date(reader: Reader) -> bool:
    return reader.value.field.type.name == "date" and not reader.is_constant
