"""Runs migrations, from any directory and on either engine: all steps or none."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.derived.refresh import fill_if_empty
from models.derived.search_index import fill_search_if_empty
from models.errors import MithaqError
from models.migrating.downgrade_report import losses
from models.progress import progress
from models.revisions import revisions, scripts_folder
from models.storage.backup import back_up
from models.storage.database import APPLICATION_ID, Database, unknown_revision
from models.storage.restoring import restore
from models.storage.signals import ended_by_signals
from models.storage.sqlite_file import explained

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

BASE = "base"
# A database with tables but no revision belongs to another program; at `base`, `alembic_version` remains.
FOREIGN_TABLES = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'",
    "postgresql": "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename <> 'alembic_version'",
}


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
            return None
        with ended_by_signals():
            return self._run()

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

    def sql(self) -> str:
        """Return the SQL that `run` would run, for this engine.

        Raises:
            MithaqError: SQLite rebuilds tables from what it finds in them, so the SQL is not known before it is run.
        """
        from alembic import command
        from alembic.util import CommandError

        output = io.StringIO()
        config = _config()
        config.output_buffer = output
        config.attributes["url"] = self.database.url
        if self.steps:
            try:
                getattr(command, self.direction)(config, f"{self.before}:{self.target}", sql=True)
            except CommandError as error:
                raise MithaqError(
                    "this way rebuilds tables, for which SQLite's SQL cannot be printed; run it on a copy of the file"
                ) from error
        return output.getvalue()

    def losses(self) -> list[str]:
        """List each table and column that the steps would delete, with the number of its rows or values."""
        if self.direction == "upgrade" or not self.steps:
            return []
        from tempfile import TemporaryDirectory

        with TemporaryDirectory() as folder:
            scratch = Database.file(Path(folder) / "scratch.db")
            upgrade(scratch, self.steps[-1])
            downgrade(scratch, self.target)
            with self.database.open_read_only() as reader, scratch.open_read_only() as after:
                return losses(reader, after, self.steps)

    def _alembic(self) -> None:
        from alembic import command

        with migration_connection(self.database) as connection:
            config = _config()
            config.attributes["connection"] = connection
            with progress(f"Migrating from {self.before} to {self.target}"):
                getattr(command, self.direction)(config, self.target)


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
    """Take the database down to a revision or to `base`, whatever is lost; return those undone, newest first."""
    migration = plan_downgrade(database, revision)
    migration.run()
    return list(migration.steps)


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
        revision = reader.revision()
        if revision is None and reader.value(FOREIGN_TABLES[reader.engine_name]):
            raise MithaqError(
                f"{database} holds tables but no revision, so it is not a database of Mithaq;"
                " name another with --database"
            )
    if revision is not None and revision not in revisions():
        raise unknown_revision(revision, database)
    return revision


@contextmanager
def migration_connection(database: Database) -> Iterator[Connection]:
    """Open a connection for migrations, in one transaction that ends with a check of foreign keys.

    On SQLite, foreign keys are off while tables are rebuilt: with them on, a rebuilt parent would
    silently delete its children. The switch does nothing inside a transaction, so it comes before.

    Raises:
        MithaqError: the engine refused a statement; the database is as it was.
    """
    from sqlalchemy.exc import DBAPIError

    engine = database.engine()
    try:
        with ended_by_signals(), engine.connect() as connection:
            if database.path is not None:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                yield connection
                _finish(connection)
    except DBAPIError as error:
        raise MithaqError(f"{database} was left as it was: {explained(error.orig)}") from error
    finally:
        engine.dispose()


def _finish(connection: Connection) -> None:
    """Fill derived tables and mark the file, in the transaction of the last step."""
    revision = _revision(connection)
    if revision == revisions()[-1]:
        fill_if_empty(connection)
        fill_search_if_empty(connection)
    if connection.dialect.name == "sqlite" and revision:
        _require_references(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {[BASE, *revisions()].index(revision)}")


def _revision(connection: Connection) -> str | None:
    """Return the revision; None if plain `alembic` was used on a newer database or one of another program."""
    from alembic.runtime.migration import MigrationContext

    revision = MigrationContext.configure(connection).get_current_revision()
    tables = "sqlite_master WHERE name" if connection.dialect.name == "sqlite" else "pg_tables WHERE tablename"
    managed = connection.exec_driver_sql(f"SELECT 1 FROM {tables} = 'alembic_version'").first()
    return (revision or BASE) if managed and revision in (None, *revisions()) else None


def _require_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise MithaqError(
            f"after the migration {len(broken)} rows would refer to rows that do not exist; nothing was changed"
        )


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
