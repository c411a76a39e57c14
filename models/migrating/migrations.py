"""Run migrations, from any directory and on either engine: all steps or none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from models import APPLICATION_ID, COMMENT
from models.derived.refresh import fill_if_empty
from models.derived.search_index import fill_search_if_empty
from models.errors import MithaqError
from models.migrating.downgrade_report import DERIVED, losses
from models.migrating.recording import record
from models.owned.columns import Columns, columns_of, our_columns
from models.owned.keeping import users_objects_kept
from models.revisions import revisions, scripts_folder
from models.storage.backup import back_up
from models.storage.database import TRACES, Database, unknown_revision
from models.storage.postgresql import WRITERS
from models.storage.restoring import restore
from models.storage.signals import ended_by_signals
from models.storage.sqlite_file import BUSY_SECONDS, explained
from models.storage.temporary import temporary_folder
from models.storage.whose import own_revision
from models.terminal.progress import progress

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

BASE = "base"
# Loads take the same lock on PostgreSQL; SQLite locks the file.
BEGINNINGS = {
    "sqlite": (),
    "postgresql": (f"SET LOCAL lock_timeout = '{BUSY_SECONDS:.0f}s'", f"SELECT pg_advisory_xact_lock({WRITERS})"),
}
# PostgreSQL's error code for dropping an object on which others depend, such as a column's type.
DEPENDED_ON = "2BP01"
UNFILLED = "SELECT 1 WHERE EXISTS (SELECT 1 FROM record) AND NOT EXISTS (SELECT 1 FROM {})"


@dataclass(frozen=True)
class Migration:
    """The steps from one revision of a database to another, in the order in which they run."""

    database: Database
    direction: str
    before: str
    target: str
    steps: tuple[str, ...]

    def run(self) -> Path | None:
        """Run all steps or none; return the backup that was made first, on SQLite.

        Raises:
            MithaqError: no backup could be made, or a step failed; the database is as it was.
        """
        if not self.steps:
            self._fill_if_empty()
            return None
        with ended_by_signals():
            return self._run()

    def _fill_if_empty(self) -> None:
        """Fill the derived tables if a user ran only a part of the printed SQL."""
        if self.direction == "upgrade" and self.target == revisions()[-1]:
            with self.database.open_read_only() as reader:
                is_empty = any(reader.value(UNFILLED.format(table)) for table in ("state", "search"))
            if is_empty:
                with migration_connection(self.database, changes=False):
                    pass

    def _run(self) -> Path | None:
        backup = back_up(self.database) if self.database.path and self.before != BASE else None
        try:
            self._alembic()
        except Exception as error:
            if backup and not _is_at(self.database, self.before):
                restore(self.database, backup)
            if isinstance(error, MithaqError):
                raise
            raise MithaqError(f"{self.database} was left as it was, at {self.before}: {error}") from error
        return backup

    def losses(self) -> list[str]:
        """List each table and column that the steps would delete, with the number of its rows or values."""
        if self.direction == "upgrade" or not self.steps:
            return []
        with self.database.open_read_only() as reader:
            return losses(reader, columns_at(self.before), columns_at(self.target), self.steps)

    def _alembic(self) -> None:
        with (
            migration_connection(self.database) as connection,
            progress(f"Migrating from {self.before} to {self.target}"),
        ):
            run_steps(connection, self)


def run_steps(connection: Connection, migration: Migration) -> None:
    """Run the steps on a connection of `migration_connection`."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    # An upgrade loses no row.
    before = _count_rows(connection) if migration.direction == "downgrade" else {}
    getattr(command, migration.direction)(config, migration.target)
    after = _count_rows(connection) if before else {}
    if "source" in after and any(after.get(name, 0) < count for name, count in before.items()):
        # An older schema could not hold everything that files state: the next load reads every file again.
        connection.exec_driver_sql("UPDATE source SET digest = ''")


def _count_rows(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each of our tables that are not derived."""
    from sqlalchemy import inspect

    from models.schema import metadata

    tables = set(inspect(connection).get_table_names()) & metadata.tables.keys() - DERIVED
    return {name: int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()) for name in tables}


def plan_upgrade(database: Database, revision: str = "head") -> Migration:
    """Plan the steps up to a revision.

    Raises:
        MithaqError: the revision is unknown or below, or the database is one that this version must not touch.
    """
    known = [BASE, *revisions()]
    before = _revision_to_change(database) or BASE
    target = known[-1] if revision == "head" else _known(revision)
    if known.index(before) > known.index(target):
        raise MithaqError(f"{database} is at {before}, above {target}; go down with: mithaq db downgrade {target}")
    steps = known[known.index(before) + 1 : known.index(target) + 1]
    return Migration(database, "upgrade", before, target, tuple(steps))


def plan_downgrade(database: Database, revision: str) -> Migration:
    """Plan the steps down to a revision, or to `base`.

    Raises:
        MithaqError: the revision is unknown or above, or the database is one that this version must not touch.
    """
    known = [BASE, *revisions()]
    before = _revision_to_change(database) or BASE
    target = BASE if revision == BASE else _known(revision)
    if known.index(before) < known.index(target):
        raise MithaqError(f"{database} is at {before}, below {target}; go up with: mithaq db upgrade")
    steps = known[known.index(target) + 1 : known.index(before) + 1]
    return Migration(database, "downgrade", before, target, tuple(reversed(steps)))


def upgrade(database: Database, revision: str = "head") -> list[str]:
    """Bring the database up to a revision; return the revisions that were run, oldest first."""
    migration = plan_upgrade(database, revision)
    migration.run()
    return list(migration.steps)


def downgrade(database: Database, revision: str) -> list[str]:
    """Take the database down to a revision or `base`, even if data are lost; return those undone, newest first."""
    migration = plan_downgrade(database, revision)
    migration.run()
    return list(migration.steps)


@cache
def columns_at(revision: str) -> Columns:
    """Return the columns of our tables at a revision: those of an empty SQLite file."""
    if revision in (BASE, revisions()[-1]):
        return {} if revision == BASE else our_columns()
    with temporary_folder() as folder:
        empty = Database.file(folder / "empty.db")
        upgrade(empty, revision)
        with empty.open_read_only() as reader:
            return columns_of(reader.rows, reader.engine_name)


def _is_at(database: Database, revision: str) -> bool:
    """Return whether the database is sound and at the revision."""
    try:
        with database.open_read_only() as reader:
            sound = reader.value("PRAGMA quick_check(1)") == "ok"
            return sound and (reader.revision() or BASE) == revision
    except MithaqError:
        return False


def _known(revision: str) -> str:
    matches = [known for known in revisions() if known == revision or known.split("_")[0] == revision]
    if not matches:
        raise MithaqError(f"there is no revision {revision}; list them with: mithaq db history")
    return matches[0]


def _revision_to_change(database: Database) -> str | None:
    """Return the revision of a database that may be migrated; None for a new or empty one."""
    if database.path is not None and (not database.path.exists() or database.path.stat().st_size == 0):
        return None
    with database.open_read_only() as reader:
        revision = own_revision(reader)
    if revision is not None and revision not in revisions():
        raise unknown_revision(revision, database)
    return revision


@contextmanager
def migration_connection(
    database: Database, changes: bool = True, recorded: list[str] | None = None
) -> Iterator[Connection]:
    """Open a connection for migrations, in one transaction that ends with a check of foreign keys.

    What the user built on our tables and views is set aside, and made again at the end.

    On SQLite, foreign keys are off while tables are rebuilt: with them on, a rebuilt parent would
    silently delete its children. The switch does nothing inside a transaction, so it comes before.

    Args:
        changes: False if the revision will stay as it is.
        recorded: a list that gets each statement that changes something, with its values; for SQLite.

    Raises:
        MithaqError: the engine refused a statement, or something of the user's cannot be made again; the database is
            as it was.
    """
    from sqlalchemy.exc import DBAPIError

    engine = database.engine()
    try:
        with ended_by_signals(), engine.connect() as connection:
            if database.path is not None:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA foreign_keys = OFF")
            if recorded is not None:
                record(connection, recorded)
            with connection.begin():
                for statement in BEGINNINGS[connection.dialect.name]:
                    connection.exec_driver_sql(statement)
                revision = _revision(connection) if changes else None
                with users_objects_kept(connection, database, columns_at(revision) if revision else None):
                    yield connection
                    _finish(connection)
    except DBAPIError as error:
        message = explained(error.orig)
        raise MithaqError(f"{database} was left as it was: {message}{_advice(error.orig, message)}") from error
    finally:
        engine.dispose()


def _advice(error: object, message: str) -> str:
    """Return what to do about an object of the user that is in the way of a migration; empty for other errors."""
    if getattr(error, "sqlstate", None) == DEPENDED_ON:
        return "; save the definitions of what depends on it, drop that, and run the command again"
    return "; if it is yours, give it another name" if "already exists" in message else ""


def _finish(connection: Connection) -> None:
    """Fill derived tables and mark the database as ours, in the transaction of the last step."""
    revision = _revision(connection)
    if revision == revisions()[-1]:
        fill_if_empty(connection)
        fill_search_if_empty(connection)
    if revision:
        for statement in marks(connection.dialect.name, revision):
            connection.exec_driver_sql(statement)


def marks(engine_name: str, revision: str) -> list[str]:
    """Return the statements that mark a database as ours: the header of the file, or the comment of a table."""
    if engine_name == "postgresql":
        return [f"COMMENT ON TABLE alembic_version IS '{COMMENT}'"]
    number = [BASE, *revisions()].index(revision)
    return [f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {number}"]


def _revision(connection: Connection) -> str | None:
    """Return the revision; None if plain `alembic` was used on a newer database or one of another program."""
    from alembic.runtime.migration import MigrationContext

    revision = MigrationContext.configure(connection).get_current_revision()
    managed = connection.exec_driver_sql(TRACES[connection.dialect.name]).all()[0][0]
    return (revision or BASE) if managed and revision in (None, *revisions()) else None


def alembic_config() -> Config:
    """Return Alembic's configuration, which needs no file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
