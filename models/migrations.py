"""Runs migrations: from any directory, on either engine, the whole way or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.database import Database, newer_database
from models.errors import MithaqError
from models.revisions import revisions, scripts_folder

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection

# SQLite's header tells other programs whose file it is: "MITH" in ASCII, and the number of the revision.
APPLICATION_ID = 0x4D495448
# Without a revision, a database with tables is somebody else's; `alembic_version` stays behind at `base`.
FOREIGN_TABLES = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'",
    "postgresql": "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename <> 'alembic_version'",
}


def upgrade(database: Database, revision: str = "head") -> list[str]:
    """Bring the database up to a revision; returns the revisions that were run, oldest first.

    Raises:
        MithaqError: the revision is unknown, or the database is one that this version must not touch.
    """
    before = _revision_to_change(database)
    known = revisions()
    target = known[-1] if revision == "head" else _known(revision)
    if before is not None and known.index(before) > known.index(target):
        raise MithaqError(f"{database} is at {before}, above {target}; go down with: mithaq db downgrade {target}")
    _run(database, "upgrade", target)
    return known[known.index(before) + 1 if before else 0 : known.index(target) + 1]


def downgrade(database: Database, revision: str) -> list[str]:
    """Take the database down to a revision or to `base`; returns the revisions that were undone, newest first.

    Raises:
        MithaqError: the revision is unknown or above, or the database is one that this version must not touch.
    """
    before = _revision_to_change(database)
    known = revisions()
    floor = 0 if revision == "base" else known.index(_known(revision)) + 1
    ceiling = known.index(before) + 1 if before else 0
    if floor > ceiling:
        raise MithaqError(f"{database} is at {before or 'base'}, below {revision}; go up with: mithaq db upgrade")
    _run(database, "downgrade", revision if revision == "base" else known[floor - 1])
    return known[floor:ceiling][::-1]


def _known(revision: str) -> str:
    matches = [known for known in revisions() if known == revision or known.split("_")[0] == revision]
    if not matches:
        raise MithaqError(f"there is no revision {revision}; list them with: mithaq db history")
    return matches[0]


def _revision_to_change(database: Database) -> str | None:
    """The revision of a database that may be migrated; None for a new or empty one."""
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
        raise newer_database(revision, database)
    return revision


def _run(database: Database, direction: str, target: str) -> None:
    from alembic import command

    with migration_connection(database) as connection:
        config = _config()
        config.attributes["connection"] = connection
        getattr(command, direction)(config, target)


@contextmanager
def migration_connection(database: Database) -> Iterator[Connection]:
    """A connection for migrations: one transaction around all of them, foreign keys checked at its end.

    On SQLite, foreign keys are off while tables are rebuilt: with them on, a rebuilt parent would
    silently delete its children. The switch does nothing inside a transaction, so it comes before.
    """
    from sqlalchemy.exc import DBAPIError

    engine = database.engine()
    try:
        with engine.connect() as connection:
            if database.path is not None:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                yield connection
                if database.path is not None:
                    _seal(connection)
    except DBAPIError as error:
        raise MithaqError(f"{database} was left as it was: {error.orig}") from error
    finally:
        engine.dispose()


def _seal(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise MithaqError(
            f"the migration would leave {len(broken)} rows without what they refer to; nothing was changed"
        )
    # Plain `alembic current` also comes here, and may have been pointed at somebody else's file.
    if not connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar():
        return
    known = revisions()
    current = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {known.index(current) + 1 if current in known else 0}")


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
