"""Compare the cells of a file with those that citations name, and attach their texts to be shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from models.errors import MithaqError
from models.storage.database import Database, Reader, require_head_of
from models.storage.detaching import choose_attached, erase
from models.storage.sqlite_file import explained
from seeds.tables.sheets import find_sheet
from seeds.tables.table_reader import KEY_SIGN

if TYPE_CHECKING:
    from sqlalchemy import Connection

DATASETS = """
SELECT d.id, r.slug, d.digest, d.sheet, d.key_columns FROM dataset d JOIN record r ON r.id = d.id ORDER BY r.slug
"""
CELLS = "SELECT DISTINCT row_key, column_name, digest FROM citation WHERE cited = :id ORDER BY 1, 2"
ATTACHED = 'SELECT row_key, column_name, row, "column", text FROM cell_text WHERE dataset = :id ORDER BY 1, 2'
# Cells that are named one by one.
NAMED = 50


class Dataset(NamedTuple):
    """A data set of the database."""

    id: int
    slug: str
    digest: str
    sheet: str | None
    key_columns: str | None

    @property
    def key(self) -> list[str]:
        """The columns of the key; none if rows are numbered."""
        return self.key_columns.split("; ") if self.key_columns else []


class Found(NamedTuple):
    """A cell of a file: the numbers of its row and column from 1, and its text."""

    row: int
    column: int
    text: str


Cells = dict[tuple[str, str], Found]


@dataclass
class Verdict:
    """The result of verifying a data set: the number of cells checked, or None without a file; and the failures."""

    dataset: str
    checked: int | None = None
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        if self.checked is None:
            return f"{self.dataset}: no file"
        return f"{self.dataset}: {self.checked:,} cells, {'failed' if self.failures else 'ok'}"

    def lines(self) -> Iterator[str]:
        """Yield the verdict and its failures, the first of many."""
        yield str(self)
        yield from islice(self.failures, NAMED)
        if len(self.failures) > NAMED:
            yield f"… and {len(self.failures) - NAMED:,} more"


def verify(database: Database, file: Path | None = None, slug: str | None = None) -> Iterator[Verdict]:
    """Compare the cited cells with those of a file, or with the attached ones.

    Without a slug, the file is that of the data sets with its digest, or else of the only data set.

    Raises:
        MithaqError: the file cannot be read, or it is not clear which data set it is.
    """
    with database.read() as reader:
        datasets = _read_datasets(reader)
        if file is None:
            for each in _chosen(datasets, slug):
                yield _verify_attached(reader, each)
            return
        digest = _digest_of_file(file)
        for each in _meant(datasets, digest, slug, file):
            verdict = _compare(reader, each, _read_cells(each, file, _columns(reader, each)))
            if digest != each.digest:
                verdict.failures.insert(0, f"{each.slug}: the file has another digest ({digest})")
            yield verdict


def attach(database: Database, files: Iterable[Path]) -> list[str]:
    """Store the texts of the cited cells of files, whose digests say which data sets they are, in one transaction.

    Returns:
        For each data set, what was attached.

    Raises:
        MithaqError: a file cannot be read, or no data set has its digest; then nothing is attached.
    """
    with database.read() as reader:
        found = {each: (file, cells) for file in files for each, cells in _cited_cells(reader, file)}
    _store(database, {each: cells for each, (_, cells) in found.items()})
    return [f"{file}: attached {len(cells):,} cells to {each.slug}" for each, (file, cells) in found.items()]


def _cited_cells(reader: Reader, file: Path) -> Iterator[tuple[Dataset, Cells]]:
    """Yield the data sets that have the digest of a file, each with the cells that are cited."""
    digest = _digest_of_file(file)
    meant = [each for each in _read_datasets(reader) if each.digest == digest]
    if not meant:
        raise MithaqError(
            f"{file}: no data set has this file (digest {digest}). Nothing was attached."
            f" See what differs with: mithaq dataset verify {file}"
        )
    for each in meant:
        cells = _read_cells(each, file, _columns(reader, each))
        cited = {tuple(row[:2]) for row in reader.rows(CELLS, {"id": each.id})}
        yield each, {place: cell for place, cell in cells.items() if place in cited}


def _read_datasets(reader: Reader) -> list[Dataset]:
    return [Dataset(*row) for row in reader.rows(DATASETS)]


def _chosen(datasets: list[Dataset], slug: str | None) -> list[Dataset]:
    """Return the data set of that slug, or all of them.

    Raises:
        MithaqError: there is no such data set.
    """
    chosen = [each for each in datasets if slug in (None, each.slug)]
    if slug and not chosen:
        names = ", ".join(each.slug for each in datasets) or "none"
        raise MithaqError(f"there is no data set {slug!r}; there are: {names}")
    return chosen


def _meant(datasets: list[Dataset], digest: str, slug: str | None, file: Path) -> list[Dataset]:
    chosen = _chosen(datasets, slug)
    meant = [each for each in chosen if each.digest == digest] or chosen
    if len(meant) > 1 and meant[0].digest != digest:
        names = ", ".join(each.slug for each in meant)
        raise MithaqError(f"{file}: no data set has this digest ({digest}); name one with --dataset: {names}")
    if not meant:
        raise MithaqError("there is no data set; load one with: mithaq seed load FOLDER --collection NAME")
    return meant


def _digest_of_file(file: Path) -> str:
    # It is read twice, and a device has no end.
    if file.is_fifo() or file.is_char_device():
        raise MithaqError(f"{file} is a device or a pipe; name a file")
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise MithaqError(f"{file} cannot be read: {error.strerror}") from error


def _columns(reader: Reader, dataset: Dataset) -> list[str]:
    """Return the columns of the key and those that are cited."""
    sql = "SELECT DISTINCT column_name FROM citation WHERE cited = :id ORDER BY 1"
    return list(dict.fromkeys([*dataset.key, *(str(row[0]) for row in reader.rows(sql, {"id": dataset.id}))]))


def _read_cells(dataset: Dataset, file: Path, columns: list[str]) -> Cells:
    """Return the cells of these columns by the key of their row and the name of the column."""
    sheet = find_sheet(str(file), str(file), dataset.sheet, columns)
    places = {name: sheet.columns.index(name) for name in columns}
    cells: Cells = {}
    breaks = 0
    for row in sheet.rows():
        texts = row.cells + [""] * (len(sheet.columns) - len(row.cells))
        key = KEY_SIGN.join(texts[places[name]].strip() for name in dataset.key) if dataset.key else f"#{row.line}"
        for name, place in places.items():
            cells[key, name] = Found(row.line - breaks, place + 1, texts[place])
        # A row of a text file is one row, however many lines it has.
        breaks += sum(text.count("\n") for text in row.cells) if file.suffix != ".xlsx" else 0
    return cells


def _verify_attached(reader: Reader, dataset: Dataset) -> Verdict:
    cells = {(key, column): Found(*found) for key, column, *found in reader.rows(ATTACHED, {"id": dataset.id})}
    return _compare(reader, dataset, cells) if cells else Verdict(dataset.slug)


def _compare(reader: Reader, dataset: Dataset, cells: Cells) -> Verdict:
    cited = reader.rows(CELLS, {"id": dataset.id})
    keys = {key for key, _ in cells}
    verdict = Verdict(dataset.slug, len(cited))
    verdict.failures += _differences(dataset.slug, cited, cells, keys)
    return verdict


def _differences(slug: str, cited: Iterable[Sequence[str]], cells: Cells, keys: set[str]) -> Iterator[str]:
    absent = set()
    for key, column, digest in cited:
        found = cells.get((key, column))
        if found is None and key not in keys:
            if key not in absent:
                yield f"{slug}: there is no row {key!r}"
            absent.add(key)
        elif found is None:
            yield f"{slug}: row {key!r} has no cell {column!r}"
        elif hashlib.sha256(found.text.encode()).hexdigest() != digest:
            yield f"{slug}: row {key!r}, column {column!r} has another text: {found.text!r}"


def detach(database: Database, slugs: Sequence[str] | None) -> list[str]:
    """Remove the attached cells of data sets, of all of them if `slugs` is None; return the IDs of these data sets.

    In a SQLite file nothing of a cell is left, also not among its free pages.

    Raises:
        MithaqError: an ID is of no data set with an attached file, or the database cannot be written.
    """
    with database.read() as reader:
        rows = reader.rows(
            "SELECT r.slug, r.id FROM record r WHERE r.id IN (SELECT t.dataset FROM cell_text t) ORDER BY r.slug"
        )
    attached = {str(slug): int(id_) for slug, id_ in rows}
    chosen = choose_attached(attached, slugs, "data set with an attached file")

    def delete_cells(connection: Connection) -> None:
        for slug in chosen:
            connection.exec_driver_sql(f"DELETE FROM cell_text WHERE dataset = {attached[slug]}")

    if chosen:
        erase(database, delete_cells)
    return chosen


def _store(database: Database, texts: dict[Dataset, Cells]) -> None:
    from sqlalchemy.exc import DBAPIError

    from models.storage.bulk import insert_rows

    engine = database.engine()
    columns = ("dataset", "row_key", "column_name", "row", "column", "text")
    try:
        with engine.begin() as connection:
            require_head_of(connection, database)
            for each, cells in texts.items():
                connection.exec_driver_sql(f"DELETE FROM cell_text WHERE dataset = {each.id}")
                rows = [(each.id, *place, *cell) for place, cell in cells.items()]
                insert_rows(connection, "cell_text", columns, rows)
    except DBAPIError as error:
        raise MithaqError(f"nothing was attached to {database}: {explained(error.orig)}") from error
    finally:
        engine.dispose()
