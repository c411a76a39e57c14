"""Loads a collection into a database: one transaction, by natural key, and only what differs.

Files that have not changed since the last load keep their rows untouched. The rows that the other files
stated are compared with what they state now, and the difference is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from models.database import BUSY_SECONDS, Database, require_head
from models.errors import MithaqError
from models.indexing import fill_search_if_empty
from models.schema import metadata
from seeds import present, writing
from seeds.checking import Known, article_digest, checked
from seeds.collection import Collection, read_shipped
from seeds.files import KEPT, SHIPPED, SeedFile, folder_files, shipped_files
from seeds.keeping import keep
from seeds.memory import many_small_objects
from seeds.problems import Problems
from seeds.rows import Changes, Identities, RowMaker, Rows
from seeds.unchanged import counted

SOURCE = metadata.tables["source"]
# Foreign keys wait for the end of the transaction, and a second load waits for the first: SQLite locks the
# file at BEGIN IMMEDIATE, PostgreSQL by a lock of ours (the number is "mith" in ASCII).
BEGINNINGS = {
    "sqlite": ("PRAGMA defer_foreign_keys = ON",),
    "postgresql": (
        f"SET LOCAL lock_timeout = '{BUSY_SECONDS:.0f}s'",
        "SELECT pg_advisory_xact_lock(1835627624)",
        "SET CONSTRAINTS ALL DEFERRED",
    ),
}


@dataclass
class Outcome:
    """What a load did, or would do."""

    collection: str
    changes: Changes
    reference: Changes
    kept: list[str] = field(default_factory=list)
    slugs: dict[int, tuple[str, str]] = field(default_factory=dict)

    def counts(self) -> tuple[int, int, int, int]:
        """Facts, names, citations and reference rows: inserted, updated, deleted, unchanged."""
        facts = self.changes.counts()
        reference = [sum(map(len, part.values())) for part in self.reference.parts()]
        return (
            facts[0] + reference[0],
            facts[1] + reference[1],
            facts[2] + reference[2],
            facts[3] + self.reference.unchanged,
        )

    def records(self) -> list[tuple[str, str, str]]:
        """The records that come (+), change in themselves or in what hangs on them (~), and go (-).

        Each is a sign, a kind and a slug.
        """
        inserted, _, deleted = ({row[0] for row in part.get("record", [])} for part in self.changes.parts())
        signs = {number: "+" if number in inserted else "-" if number in deleted else "~" for number in self.slugs}
        return sorted(((signs[number], *named) for number, named in self.slugs.items()), key=lambda each: each[2])

    def __str__(self) -> str:
        line = counted(self.collection, self.counts())
        if self.kept:
            line += f"\nkept, because other collections refer to them: {', '.join(self.kept)}"
        return line


def load_shipped(database: Database) -> Outcome:
    """Load what comes with Mithaq."""
    return load(database, SHIPPED, shipped_files())


def load_folder(database: Database, folder: Path, name: str) -> Outcome:
    """Load a user's folder into a collection of its own."""
    return load(database, name, folder_files(folder))


def load(database: Database, name: str, files: list[SeedFile]) -> Outcome:
    """Load the files into the collection of that name, in one transaction.

    Raises:
        MithaqError: the files have problems (all of them listed), the database is at another revision, or
            it cannot be written; nothing was changed.
    """
    with many_small_objects(), _transaction(database) as connection:
        loader = _Loader(connection, name, files)
        outcome = loader.compare()
        loader.write(outcome)
        return outcome


def plan(database: Database, name: str, files: list[SeedFile]) -> Outcome:
    """What a load would change; nothing is written.

    Raises:
        MithaqError: as for `load`.
    """
    with many_small_objects(), _transaction(database) as connection:
        outcome = _Loader(connection, name, files).compare()
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
        raise MithaqError(f"nothing was loaded into {database}: {error.orig}") from error
    finally:
        engine.dispose()


class _Loader:
    """One load: the files that changed, what the database holds of them, and the difference."""

    def __init__(self, connection: Connection, name: str, files: list[SeedFile]) -> None:
        self.connection = connection
        self.name = name
        self.files = files
        self.old_sources = present.sources(connection, name)
        self.sources = self._numbered()

    def _numbered(self) -> dict[str, tuple[int, str]]:
        """The number and digest of each file; new files get the next numbers."""
        last = present.scalar(self.connection, select(func.max(SOURCE.c.id)))
        numbered = {}
        for file in self.files:
            last += file.path not in self.old_sources
            number = self.old_sources[file.path][0] if file.path in self.old_sources else last
            numbered[file.path] = (number, file.digest)
        return numbered

    def compare(self) -> Outcome:
        if self.sources == self.old_sources:
            unchanged = present.things(self.connection, [self.name]) + present.reference_rows(
                self.connection, self.name
            )
            return Outcome(self.name, Changes(unchanged=unchanged), Changes())
        collection = checked(self.name, self.files, present.others(self.connection, self.name))
        maker = self._row_maker(collection)
        changed, rows = self._to_compare(maker)
        wanted = maker.make(changed)
        _refuse_other_kinds(rows, wanted)
        kept = keep(self.connection, self.name, rows, wanted, self._next_number())
        changes = Changes.between(rows, wanted)
        changes.unchanged += present.things(self.connection, [self.name]) - rows.things(self.name)
        slugs = present.named(self.connection, changes, (rows, wanted))
        return Outcome(self.name, changes, self._reference_changes(collection), kept, slugs)

    def _to_compare(self, maker: RowMaker) -> tuple[set[str], Rows]:
        """The files to compare, and the rows that they stated.

        These are the files that changed, and those between which a link moved: it belongs to the first
        file that states it, and that may be another one now.
        """
        changed = {path for path, source in self.sources.items() if self.old_sources.get(path) != source}
        while True:
            rows = present.rows_of(self.connection, self._numbers_to_compare(changed))
            maker.identities.links = dict(present.links_of(self.connection, maker.owners(changed)))
            moved = maker.heirs(rows) | maker.losers(changed)
            if moved <= changed:
                return changed, rows
            changed |= moved

    def _numbers_to_compare(self, changed: set[str]) -> set[int]:
        """The files that changed or went, and what is kept: its owner may take it back, or nobody need it."""
        same = self.sources.keys() - changed
        numbers = {number for path, (number, _) in self.old_sources.items() if path not in same}
        ours = (SOURCE.c.collection == KEPT, SOURCE.c.path == self.name)
        kept = self.connection.execute(select(SOURCE.c.id).where(*ours)).scalar()
        return numbers | ({kept} if kept else set())

    def _next_number(self) -> int:
        last = present.scalar(self.connection, select(func.max(SOURCE.c.id)))
        return max([last, *(number for number, _ in self.sources.values())]) + 1

    def _row_maker(self, collection: Collection) -> RowMaker:
        shipped = Known(spans=read_shipped(Problems()).spans if self.name != SHIPPED else {})
        identities = Identities(present.record_ids(self.connection), present.last_fact(self.connection))
        numbers = {path: number for path, (number, _) in self.sources.items()}
        return RowMaker(collection, identities, numbers, lambda each: article_digest(collection, shipped, each))

    def _reference_changes(self, collection: Collection) -> Changes:
        changes = Changes()
        for spec in writing.REFERENCE_SPECS if self.name == SHIPPED else ():
            table = metadata.tables[spec.name]
            stored = self.connection.execute(select(*(table.c[name] for name in spec.columns)))
            old = {spec.key(tuple(row)): tuple(row) for row in stored}
            rows = (tuple(map(row.get, spec.columns)) for row in collection.reference.tables[spec.name])
            new = {spec.key(row): row for row in rows}
            changes.compare(spec.name, old, new)
            changes.unchanged += len(new) - len(changes.inserted[spec.name]) - len(changes.updated[spec.name])
        return changes

    def write(self, outcome: Outcome) -> None:
        """Write what differs; a load that differs in nothing leaves no trace."""
        fill_search_if_empty(self.connection)
        if self.sources == self.old_sources:
            return
        writing.ensure_collection(self.connection, self.name)
        writing.write_sources(self.connection, self.name, self.old_sources, self.sources)
        writing.write_rows(self.connection, outcome.changes, outcome.reference)
        gone = self.old_sources.keys() - self.sources.keys()
        writing.delete_sources(self.connection, [self.old_sources[path][0] for path in gone])
        writing.log(self.connection, self.name, Collection(self.name, self.files).digest, outcome.counts())


def _refuse_other_kinds(rows: Rows, wanted: Rows) -> None:
    """A record stays what it is: others may point at it as that."""
    for key, row in wanted.tables["record"].items():
        old = rows.tables["record"].get(key)
        if old and old[1] != row[1]:
            raise MithaqError(f"{row[2]} is of kind {old[1]} and would become of kind {row[1]}; give it another slug")
