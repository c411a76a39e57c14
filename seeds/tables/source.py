"""A table of a seed folder with its map and lookups, as a source: its data set, and its rows one by one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, partial
from typing import NamedTuple

from models.kinds.types import Code
from models.kinds.types import Reference as Reference_
from seeds.format.files import LOOKUPS, MAP, TABLES, SeedFile, TableFile
from seeds.format.problems import Place, Problems, nearest
from seeds.format.records import RECORDS, Record
from seeds.format.reference_tables import Reference
from seeds.tables.balance import Balance
from seeds.tables.identifying import Countries
from seeds.tables.lookups import Lookups, Meaning, check_meanings, read_lookups
from seeds.tables.map_reading import DATASET, read_map
from seeds.tables.mapping import TableMap, Value
from seeds.tables.rows import Layout, Row, SheetError
from seeds.tables.sheets import Sheet, layout_with, open_sheet
from seeds.tables.stating import state
from seeds.tables.table_reader import TableReader
from seeds.tables.values import Vocabularies


def table_sources(files: list[SeedFile], reference: Reference, problems: Problems) -> list[TableSource]:
    """Return the tables among the files of a folder, each with its map and its lookups.

    Their problems go to `problems`: a table without a map, a map without a table, and errors in them.
    """
    by_path = {file.path: file for file in files}
    tables = [file for file in files if isinstance(file, TableFile)]
    stems = {_stem(table.path): table for table in tables}
    for path in by_path:
        for ending in (MAP, LOOKUPS):
            if path.endswith(ending) and path.removesuffix(ending) not in stems:
                names = " or ".join(path.removesuffix(ending).rpartition("/")[2] + each for each in TABLES)
                problems.add(Place(path, 1), f"there is no table {names} beside it")
    sources = []
    for stem, table in stems.items():
        settings = by_path.get(stem + MAP)
        if settings is None:
            hint = f"write one with: mithaq seed new FOLDER --table {table.path}, or take the table out of the folder"
            problems.add(Place(table.path, 1), f"{table.path} has no map {stem}{MAP}; {hint}")
        else:
            sources.append(TableSource(table, settings, by_path.get(stem + LOOKUPS), reference, problems))
    return sources


def _stem(path: str) -> str:
    return path.rpartition(".")[0]


class TableRow(NamedTuple):
    """A row: its key, a digest of its cells and of the records that it is the first to state, its line, and its
    records.

    `stated` gives the kinds and slugs of the records, which is quicker.
    """

    key: str
    digest: str
    line: int
    read: Callable[[], list[Record]]
    stated: Callable[[], list[tuple[str, str]]]


class TableSource:
    """A table with its settings.

    `dataset` is the record of the data set, `settings_digest` that of all that decides what a row means.
    """

    def __init__(
        self, table: TableFile, settings: SeedFile, lookups: SeedFile | None, reference: Reference, problems: Problems
    ) -> None:
        """Read the map and the lookups, and the header of the table; errors go to `problems`."""
        self.file = table
        self.paths = {table.path, settings.path, *([lookups.path] if lookups else [])}
        self.problems = problems
        self.balance = Balance()
        # The lines of lookups that name records, which only the database or a whole folder can tell.
        self.references: list[Meaning] = []
        before = len(problems.found)
        self.map = read_map(settings.data, settings.path, reference, problems)
        known: Lookups = read_lookups(lookups.data, lookups.path, reference, problems) if lookups else {}
        self.reader: TableReader | None = None
        if self.map is not None and (sheet := self._sheet(self.map)):
            self.sheet = sheet
            self._check(self.map, sheet, known, lookups, reference)
            if len(problems.found) == before:
                countries = Countries(reference)
                vocabularies = Vocabularies(reference, known, countries)
                self.reader = TableReader(self.map, table.path, sheet.columns, vocabularies, self.balance)
        # A cell is understood by the names of countries, and by codes and their labels.
        understood = hashlib.sha256(repr((reference.country_names, reference.tables)).encode()).hexdigest()
        parts = (settings.digest, lookups.digest if lookups else "", understood)
        self.settings_digest = hashlib.sha256(" ".join(parts).encode()).hexdigest()

    def near(self, text: str) -> str:
        """Return a hint with the countries whose names are near a text."""
        return self._parts()[1].near(text)

    @property
    def is_readable(self) -> bool:
        """Return whether the map, the lookups and the header are free of problems."""
        return self.reader is not None

    @cached_property
    def dataset(self) -> Record:
        """The record of the data set, with the digest of the file and the number of its rows.

        Raises:
            SheetError: the table cannot be read to its end.
        """
        table, _ = self._parts()
        blank = {each.name: each.default for each in RECORDS[DATASET].all_fields}
        key = "; ".join(table.key) or None
        counted = {"digest": self.file.digest, "rows": self._keys[0], "key_columns": key}
        counted["sheet"] = self.sheet.name
        return Record(DATASET, table.slug, table.place, values=blank | table.source | counted)

    def rows(self) -> Iterator[TableRow]:
        """Yield the rows that state something; the others are in `balance.rejected`.

        Raises:
            SheetError: the table cannot be read to its end.
        """
        _, reader = self._parts()
        _, repeated = self._keys
        seen: set[str] = set()
        self.balance.rows = 0
        self.balance.rejected.clear()
        for row in self.sheet.rows():
            self.balance.rows += 1
            key = reader.key_of(row) if len(row.cells) >= len(self.sheet.columns) else ""
            if reason := self._refusal(row, key, repeated):
                self.balance.reject(Place(self.file.path, row.line), row.cells, reason)
                continue
            own = [reader.slug_of(record, row) for record in reader.unshared]
            if taken := [slug for slug in own if slug in seen]:
                reason = f"its ID {taken[0]!r} is that of another row too; add a column to slug: in the map"
                self.balance.reject(Place(self.file.path, row.line), row.cells, reason)
                continue
            seen.update(filter(None, own))
            stated = [slug for slug in dict.fromkeys(reader.shared_slugs(row)) if slug not in seen]
            seen.update(stated)
            text = "\x1f".join((*row.cells, "", *stated))
            digest = hashlib.sha256(text.encode()).hexdigest()
            read, names = partial(state, reader, row, key, stated), partial(reader.stated, row)
            yield TableRow(key, digest, row.line, read, names)

    def _refusal(self, row: Row, key: str, repeated: set[str]) -> str:
        """Return the reason why a row states nothing; empty if it is good."""
        assert self.map and self.reader
        count, columns = len(row.cells), len(self.sheet.columns)
        if count < columns or any(row.cells[columns:]):
            return f"it has {count} cells, the header {columns}"
        if self.map.key and not all(row.cells[at].strip() for at in self.reader.key):
            return f"it has no key: {', '.join(self.map.key)}"
        if key in repeated:
            return "its key is that of another row too; correct it, or name more columns in the map, key: [a, b]"
        return self.reader.refusal(row)

    @cached_property
    def _keys(self) -> tuple[int, set[str]]:
        """The number of rows, and the keys that several rows have."""
        _, reader = self._parts()
        count, seen, repeated = 0, set[str](), set[str]()
        for count, row in enumerate(self.sheet.rows(), 1):  # noqa: B007
            if len(row.cells) >= len(self.sheet.columns):
                key = reader.key_of(row)
                (repeated if key in seen else seen).add(key)
        return count, repeated

    def _parts(self) -> tuple[TableMap, TableReader]:
        if self.map is None or self.reader is None:
            self.problems.raise_if_any()
        assert self.map and self.reader
        return self.map, self.reader

    def _sheet(self, table: TableMap) -> Sheet | None:
        try:
            return open_sheet(self.file.location, self.file.path, table.layout)
        except SheetError as error:
            self.problems.add(error.place, error.problem)
            return None

    def _check(
        self, table: TableMap, sheet: Sheet, known: Lookups, lookups: SeedFile | None, reference: Reference
    ) -> None:
        """Compare the map with the columns of the table and with the lookups."""
        named = table.columns() | table.ignored
        missing = [name for name in named if name not in sheet.columns]
        if missing and (layout := self._layout_with(table, named)):
            key, found = (
                ("header", layout.header) if layout.header != table.layout.header else ("delimiter", layout.delimiter)
            )
            where = f"line {found}" if key == "header" else f"line {layout.header}, separated by {found!r}"
            self.problems.add(table.place, f"the columns are in {where}; write rows: {{{key}: {found!r}}}")
            return
        for name in missing:
            self.problems.add(named[name], f"there is no column {name!r}{nearest(name, sheet.columns)}")
        if unmapped := [name for name in sheet.columns if name not in named]:
            each, verb = ("columns", "are") if len(unmapped) > 1 else ("column", "is")
            what = f"the {each} {', '.join(map(repr, unmapped))} {verb} neither mapped nor under 'ignore'"
            self.problems.add(Place(table.path, 1), what)
        if not table.key:
            self.problems.warn(table.place, "no key: rows are cited by their number, which changes with every new row")
        used: set[str] = set()
        for value in table.values():
            self._check_value(value, sheet.columns)
            if value.lookup:
                used.add(value.lookup)
                self._check_lookup(value, known, reference)
        for name in known.keys() - used:
            place = next(iter(known[name].values()))[0].place
            self.problems.warn(place, f"the map uses no lookup {name!r}{self.problems.nearest(name, used)}")

    def _layout_with(self, table: TableMap, named: Collection[str]) -> Layout | None:
        try:
            return layout_with(self.file.location, self.file.path, table.layout.sheet, named)
        except SheetError:
            return None

    def _check_value(self, value: Value, columns: list[str]) -> None:
        constant = value.constant
        if value.field.type.name in ("text", "localized") and constant in columns:
            hint = f"write {{from: {constant}}} for the text of its cells"
            self.problems.add(value.place, f"{value.field.name}: {constant!r} is a column; {hint}")

    def _check_lookup(self, value: Value, known: Lookups, reference: Reference) -> None:
        lines = known.get(value.lookup)
        if lines is None:
            hint = (
                self.problems.nearest(value.lookup, known)
                or "; write its lines into the file of lookups beside the map"
            )
            self.problems.add(value.place, f"there is no lookup {value.lookup!r}{hint}")
            return
        type_ = value.field.type
        meanings = [each for line in lines.values() for each in line]
        if isinstance(type_, Code):
            check_meanings(meanings, type_.vocabulary, reference, self.problems)
        elif isinstance(type_, Reference_):
            check_meanings(meanings, "", reference, self.problems)
            self.references += [each for each in meanings if not each.made]
