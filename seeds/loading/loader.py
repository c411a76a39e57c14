"""Loads a collection into a database: one transaction, by natural key, and only what differs.

Files that have not changed since the last load keep their rows untouched. What changed is compared with what the
database holds, part by part where that is enough to know, and whole where it is not; the difference is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from models.derived.refresh import refresh
from models.derived.search_index import fill_search_if_empty
from models.errors import MithaqError
from models.schema import metadata
from models.storage.bulk import checked_at_end
from models.storage.database import Database, require_head
from models.storage.sqlite_file import BUSY_SECONDS, explained
from seeds.checking import Known, article_digest, checked
from seeds.format.collection import Collection, digest_of_files, shipped_spans
from seeds.format.files import KEPT, SHIPPED, SPANS, SeedFile, shipped_files
from seeds.loading import stored, write_rows
from seeds.loading.forward_references import Promises
from seeds.loading.gc_paused import many_small_objects
from seeds.loading.incremental import Doubt, Part, Whole
from seeds.loading.retention import keep
from seeds.loading.rows import Changes, Identities, RowMaker, Rows
from seeds.loading.unchanged import counted

SOURCE = metadata.tables["source"]
# Foreign keys wait for the end of the transaction, and a second load waits for the first: SQLite locks the
# file at BEGIN IMMEDIATE, PostgreSQL by a lock of ours (the number is "mith" in ASCII).
BEGINNINGS = {
    "sqlite": ("PRAGMA defer_foreign_keys = ON", "PRAGMA cache_size = -32768"),
    "postgresql": (
        f"SET LOCAL lock_timeout = '{BUSY_SECONDS:.0f}s'",
        "SELECT pg_advisory_xact_lock(1835627624)",
        "SET CONSTRAINTS ALL DEFERRED",
    ),
}
# A new collection is read in parts of so many bytes, which bounds the memory that it takes.
PART_BYTES = 2 * 2**20
# Changes beyond so many bytes of files are compared with all files at hand.
LARGEST_PART = 8 * PART_BYTES
# About so many bytes of a seed file state one fact; of so many facts, checking each reference by itself takes seconds.
BYTES_OF_FACT = 200
MANY_FACTS = 20_000


@dataclass
class Outcome:
    """What a load did, or would do."""

    collection: str
    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    signs: dict[tuple[str, str], str] = field(default_factory=dict)

    def counts(self) -> tuple[int, int, int, int]:
        """Facts, names, citations and reference rows: inserted, updated, deleted, unchanged."""
        return self.inserted, self.updated, self.deleted, self.unchanged

    def records(self) -> list[tuple[str, str, str]]:
        """The records that come (+), change in themselves or in what hangs on them (~), and go (-).

        Each is a sign, a kind and a slug; they are told of a plan, not of a load.
        """
        return sorted(((sign, *named) for named, sign in self.signs.items()), key=lambda each: each[2])

    def add(self, changes: Changes) -> None:
        inserted, updated, deleted, _ = changes.counts()
        self.inserted += inserted
        self.updated += updated
        self.deleted += deleted

    def add_rows(self, changes: Changes) -> None:
        """Count each row by itself: those of the reference tables are no facts."""
        inserted, updated, deleted = (sum(map(len, part.values())) for part in changes.parts())
        self.inserted += inserted
        self.updated += updated
        self.deleted += deleted

    def add_records(self, connection: Connection, changes: Changes, states: tuple[Rows, Rows]) -> None:
        inserted, _, deleted = ({row[0] for row in part.get("record", [])} for part in changes.parts())
        for number, named in stored.named(connection, changes, states).items():
            sign = "+" if number in inserted else "-" if number in deleted else "~"
            if self.signs.get(named) != "+":
                self.signs[named] = sign

    def __str__(self) -> str:
        line = counted(self.collection, self.counts())
        if self.kept:
            line += f"\nkept, because other collections refer to them: {', '.join(self.kept)}"
        return line


def load_shipped(database: Database) -> Outcome:
    """Load what comes with Mithaq."""
    return load(database, SHIPPED, shipped_files())


def load(database: Database, name: str, files: list[SeedFile]) -> Outcome:
    """Load the files into the collection of that name, in one transaction.

    Raises:
        MithaqError: the files have problems (all of them listed), the database is at another revision, or
            it cannot be written; nothing was changed.
    """
    return _run(database, name, files, dry=False)


def plan(database: Database, name: str, files: list[SeedFile]) -> Outcome:
    """What a load would change: it is done, and taken back.

    Raises:
        MithaqError: as for `load`.
    """
    return _run(database, name, files, dry=True)


def _run(database: Database, name: str, files: list[SeedFile], dry: bool) -> Outcome:
    with many_small_objects():
        try:
            return _attempt(database, name, files, dry, by_parts=True)
        except Doubt:
            return _attempt(database, name, files, dry, by_parts=False)


def _attempt(database: Database, name: str, files: list[SeedFile], dry: bool, by_parts: bool) -> Outcome:
    with _transaction(database) as connection:
        loader = _Loader(connection, name, files, dry)
        outcome = loader.load(by_parts)
        if dry:
            connection.rollback()
        return outcome


@contextmanager
def _transaction(database: Database) -> Iterator[Connection]:
    """A transaction on a database at the head; whatever goes wrong, nothing of it stays."""
    with database.read():
        pass
    engine = database.engine()
    try:
        with engine.begin() as connection:
            for statement in BEGINNINGS[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            # Another program may have migrated it since.
            require_head(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar(), database)
            yield connection
    except DBAPIError as error:
        raise MithaqError(f"nothing was loaded into {database}: {explained(error.orig)}") from error
    finally:
        engine.dispose()


class _Loader:
    """One load: the files that changed, what the database holds of them, and the difference."""

    def __init__(self, connection: Connection, name: str, files: list[SeedFile], listing: bool) -> None:
        self.connection = connection
        self.name = name
        self.files = files
        self.listing = listing
        self.outcome = Outcome(name)
        self.old_sources = stored.sources(connection, name)
        self.sources = self._numbered()
        self.changed = {path for path, source in self.sources.items() if self.old_sources.get(path) != source}
        self.gone = self.old_sources.keys() - self.sources.keys()
        # A new collection of far more facts than there are.
        coming = sum(file.size for file in files) / BYTES_OF_FACT
        self.multiplies = not self.old_sources and coming > max(MANY_FACTS, stored.last_fact(connection))
        # The records of which rows are derived when all is written; None for all records.
        self.touched: set[int] | None = None if self.multiplies else set()

    def _numbered(self) -> dict[str, tuple[int, str]]:
        """The number and digest of each file; new files get the next numbers."""
        last = stored.scalar(self.connection, select(func.max(SOURCE.c.id)))
        numbered = {}
        for file in self.files:
            last += file.path not in self.old_sources
            number = self.old_sources[file.path][0] if file.path in self.old_sources else last
            numbered[file.path] = (number, file.digest)
        return numbered

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each file, in the order of loading."""
        return {path: number for path, (number, _) in self.sources.items()}

    def load(self, by_parts: bool) -> Outcome:
        """Compare and write, by parts where that may do; a load that differs in nothing leaves no trace.

        Raises:
            Doubt: parts did not do.
        """
        fill_search_if_empty(self.connection)
        before = stored.total(self.connection, self.name)
        if not self.changed and not self.gone:
            self.outcome.unchanged = before
            return self.outcome
        with checked_at_end(self.connection) if self.multiplies else nullcontext():
            write_rows.ensure_collection(self.connection, self.name)
            write_rows.write_sources(self.connection, self.name, self.old_sources, self.sources)
            self.changed |= self._hashed_anew()
            if by_parts and self._parts_may_do():
                self._load_parts()
                self.outcome.unchanged = before - self.outcome.updated - self.outcome.deleted
            else:
                self._load_whole()
            refresh(self.connection, self.touched)
            write_rows.delete_sources(self.connection, [self.old_sources[path][0] for path in self.gone])
            write_rows.log(self.connection, self.name, digest_of_files(self.files), self.outcome.counts())
        return self.outcome

    def _hashed_anew(self) -> set[str]:
        """The files that cite an article whose spans changed."""
        articles = {_article(path) for path in self.changed | self.gone if path.endswith(SPANS)}
        numbers = stored.citing(self.connection, articles, self.name) if self.old_sources else set()
        return {path for path, number in self.numbers.items() if number in numbers}

    # By parts

    def _parts_may_do(self) -> bool:
        """Whether it is worth a try: nothing goes or is kept, and what changed is new or little."""
        small = sum(file.size for file in self.files if file.path in self.changed) <= LARGEST_PART
        return self.name != SHIPPED and not self.gone and not self._kept() and (small or not self.old_sources)

    def _load_parts(self) -> None:
        files = [file for file in self.files if file.path in self.changed]
        spans: dict[str, list[SeedFile]] = {}
        for file in self.files:
            if file.path.endswith(SPANS):
                spans.setdefault(_article(file.path), []).append(file)
        parts = [files] if self.old_sources else list(_parts(files))
        promises = Promises.of(files) if len(parts) > 1 else Promises()
        loaded = {number for number, _ in self.old_sources.values()}
        whole = Whole(self.connection, self.name, self.numbers, loaded, spans, promises)
        for some in parts:
            part = Part(whole, some)
            try:
                self._write(*part.compare(), awaited=frozenset() if self.multiplies else part.awaited)
            except MithaqError as error:
                raise Doubt from error
        whole.doubt_promises()

    def _kept(self) -> int | None:
        """The number under which stands what is kept of this collection."""
        ours = (SOURCE.c.collection == KEPT, SOURCE.c.path == self.name)
        return self.connection.execute(select(SOURCE.c.id).where(*ours)).scalar()

    # Whole

    def _load_whole(self) -> None:
        collection = checked(self.name, self.files, stored.others(self.connection, self.name))
        maker = self._row_maker(collection)
        changed, rows = self._to_compare(maker)
        wanted = maker.make(changed)
        _refuse_other_kinds(rows, wanted)
        self.outcome.kept = keep(self.connection, self.name, rows, wanted, self._next_number())
        changes = Changes.between(rows, wanted)
        others = stored.things(self.connection, self.name) - rows.things(self.name)
        reference = self._reference_changes(collection)
        self._write(changes, (rows, wanted), reference)
        self.outcome.add_rows(reference)
        self.outcome.unchanged = changes.unchanged + others + reference.unchanged

    def _to_compare(self, maker: RowMaker) -> tuple[set[str], Rows]:
        """The files to compare, and the rows that they stated.

        These are the files that changed, and those between which a link moved: it belongs to the first
        file that states it, and that may be another one now.
        """
        changed = self.changed
        while True:
            rows = stored.rows_of(self.connection, self._numbers_to_compare(changed))
            maker.identities.links = dict(stored.links_of(self.connection, maker.owners(changed)))
            moved = maker.heirs(rows) | maker.losers(changed)
            if moved <= changed:
                return changed, rows
            changed |= moved

    def _numbers_to_compare(self, changed: set[str]) -> set[int]:
        """The files that changed or went, and what is kept: its owner may take it back, or nobody need it."""
        same = self.sources.keys() - changed
        numbers = {number for path, (number, _) in self.old_sources.items() if path not in same}
        kept = self._kept()
        return numbers | ({kept} if kept else set())

    def _next_number(self) -> int:
        return stored.scalar(self.connection, select(func.max(SOURCE.c.id))) + 1

    def _row_maker(self, collection: Collection) -> RowMaker:
        shipped = Known(spans=shipped_spans() if self.name != SHIPPED else {})
        identities = Identities(stored.record_ids(self.connection), stored.last_fact(self.connection))
        return RowMaker(collection, identities, self.numbers, lambda each: article_digest(collection, shipped, each))

    def _reference_changes(self, collection: Collection) -> Changes:
        changes = Changes()
        for spec in write_rows.REFERENCE_SPECS if self.name == SHIPPED else ():
            table = metadata.tables[spec.name]
            stored = self.connection.execute(select(*(table.c[name] for name in spec.columns)))
            old = {spec.key(tuple(row)): tuple(row) for row in stored}
            rows = (tuple(map(row.get, spec.columns)) for row in collection.reference.tables[spec.name])
            new = {spec.key(row): row for row in rows}
            changes.compare(spec.name, old, new)
            changes.unchanged += len(new) - len(changes.inserted[spec.name]) - len(changes.updated[spec.name])
        return changes

    def _write(
        self,
        changes: Changes,
        states: tuple[Rows, Rows],
        reference: Changes | None = None,
        awaited: frozenset[int] = frozenset(),
    ) -> None:
        if self.listing:
            self.outcome.add_records(self.connection, changes, states)
        touched = write_rows.write_rows(self.connection, changes, reference or Changes(), awaited)
        if touched is None:
            self.touched = None
        elif self.touched is not None:
            self.touched |= touched
        self.outcome.add(changes)


def _article(path: str) -> str:
    """The slug of the article whose spans a file holds."""
    return PurePath(path).name.removesuffix(SPANS)


def _parts(files: Iterable[SeedFile]) -> Iterator[list[SeedFile]]:
    """The files in parts of limited size."""
    part: list[SeedFile] = []
    size = 0
    for file in files:
        if part and size + file.size > PART_BYTES:
            yield part
            part, size = [], 0
        part.append(file)
        size += file.size
    if part:
        yield part


def _refuse_other_kinds(rows: Rows, wanted: Rows) -> None:
    """A record stays what it is: others may point at it as that."""
    for key, row in wanted.tables["record"].items():
        old = rows.tables["record"].get(key)
        if old and old[1] != row[1]:
            raise MithaqError(f"{row[2]} is of kind {old[1]} and would become of kind {row[1]}; give it another slug")
