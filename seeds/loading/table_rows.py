"""Find the rows of tables that changed since the last load, and read them in batches.

A row is a source of its own, as a file is: it has a number, and a digest of its cells and of everything that gives them
a meaning.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import PurePath
from typing import NamedTuple

from seeds.format.files import LOOKUPS, SeedFile, is_of_table
from seeds.format.problems import Place, Problems
from seeds.format.records import Record
from seeds.format.reference_tables import Reference
from seeds.loading.refusal import Refusal
from seeds.loading.stored import Numbered
from seeds.tables.source import TableRow, TableSource, table_sources

# Rows that are held in memory at a time.
BATCH = 1000


class Batch(NamedTuple):
    """Records of files or rows, with the numbers of the sources that state them, or that stated them before.

    `places` gives the number of each row by its place; what comes from a file is found by its path.
    """

    records: list[Record]
    numbers: set[int]
    places: dict[Place, int]

    def joined(self, other: Batch) -> Batch:
        """Return the batch of both."""
        return Batch(self.records + other.records, self.numbers | other.numbers, self.places | other.places)


class ChangedRows:
    """The rows of a table that changed: their numbers and digests by key, and the numbers of those that are gone."""

    def __init__(self, source: TableSource, stored: Numbered, last: int) -> None:
        """Compare the digests of all rows with those `stored`; new rows get the numbers after `last`.

        Raises:
            SheetError: the table cannot be read to its end.
        """
        self.source = source
        self.path = source.file.path
        self.digests: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.new: set[str] = set()
        self.last = last
        # If few rows changed, they are kept from the comparison, so that they are not read twice.
        self.held: list[tuple[int, TableRow]] = []
        there = set()
        for row in source.rows():
            there.add(row.key)
            digest = hashlib.sha256(f"{source.settings_digest} {row.digest}".encode()).hexdigest()
            number, old = stored.get(row.key, (0, ""))
            if digest != old:
                self._add(row, digest, number)
        self.gone = {number for key, (number, _) in stored.items() if key not in there}

    def _add(self, row: TableRow, digest: str, number: int) -> None:
        if not number:
            self.last += 1
            self.new.add(row.key)
        self.numbers[row.key] = number or self.last
        self.digests[row.key] = digest
        if len(self.numbers) <= BATCH:
            self.held.append((self.numbers[row.key], row))

    def read(self) -> Iterator[tuple[int, TableRow]]:
        """Yield the rows that changed, each with its number."""
        if len(self.held) == len(self.numbers):
            yield from self.held
            return
        self.held.clear()
        self.source.balance.clear()
        for row in self.source.rows():
            if number := self.numbers.get(row.key):
                yield number, row


def batches(tables: Iterable[ChangedRows], gone: set[int], size: int = BATCH) -> Iterator[Batch]:
    """Yield the rows that changed, then the numbers of those that are gone, in batches."""
    rows = chain.from_iterable(table.read() for table in tables)
    while some := list(islice(rows, size)):
        yield _batch(some)
    ordered = iter(sorted(gone))
    while numbers := set(islice(ordered, size)):
        yield Batch([], numbers, {})


def _batch(rows: list[tuple[int, TableRow]]) -> Batch:
    records: list[Record] = []
    places: dict[Place, int] = {}
    for number, row in rows:
        stated = row.read()
        records += stated
        places |= dict.fromkeys((record.place for record in stated), number)
    return Batch(records, {number for number, _ in rows}, places)


def changed_tables(files: list[SeedFile], paths: set[str], reference: Reference) -> list[TableSource]:
    """Return the tables of which one of these paths is the table, its map or its lookups.

    Raises:
        Refusal: a table, its map or its lookups have problems.
    """
    problems = Problems()
    sources = table_sources([file for file in files if is_of_table(file.path)], reference, problems)
    Refusal.raise_if_any(problems.lines())
    return [source for source in sources if paths & {*source.paths, _lookups(source)}]


def _lookups(source: TableSource) -> str:
    """Return the path of the lookups of a table, whether it has some or not."""
    return str(PurePath(source.file.path).with_suffix("")) + LOOKUPS
