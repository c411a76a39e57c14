"""The transaction of a load: it waits for others, and words what the engine refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.checking.rules import check
from models.errors import SEE_WHETHER_SOUND, MithaqError
from models.owned import on_sqlite
from models.storage.database import Database, require_head_of
from models.storage.postgresql import WRITERS
from models.storage.signals import ended_by_signals
from models.storage.sqlite_file import BUSY_SECONDS, explained
from models.terminal.text import clean_cell
from seeds.format.files import SHIPPED, shipped_files
from seeds.loading.refusal import Refusal

BROKEN_KEY = "FOREIGN KEY constraint failed"
BUILD_FIRST = "the data of this version of Mithaq are not loaded yet; run: mithaq build"
# Foreign keys wait for the end of the transaction, and a second load waits for the first: SQLite locks the
# file at BEGIN IMMEDIATE, PostgreSQL by a lock of ours (the number is "mith" in ASCII).
BEGINNINGS = {
    "sqlite": ("PRAGMA defer_foreign_keys = ON", "PRAGMA cache_size = -32768"),
    "postgresql": (
        f"SET LOCAL lock_timeout = '{BUSY_SECONDS:.0f}s'",
        f"SELECT pg_advisory_xact_lock({WRITERS})",
        "SET CONSTRAINTS ALL DEFERRED",
    ),
}


def missing_references(connection: Connection) -> Counter[tuple[Any, ...]]:
    """Check the deferred foreign keys, as COMMIT would; SQLite counts also what a load left alone.

    Raises:
        DBAPIError: on PostgreSQL, a row is missing.
    """
    if connection.dialect.name == "sqlite":
        return on_sqlite.missing_references(connection)
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    return Counter()


@contextmanager
def transaction(database: Database, name: str) -> Iterator[Connection]:
    """Open a transaction on a database at the head; on any error it is rolled back."""
    with database.read():
        pass
    engine = database.engine()
    driver: Any = engine.dialect.loaded_dbapi
    try:
        with ended_by_signals(), engine.begin() as connection:
            for statement in BEGINNINGS[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            require_head_of(connection, database)
            yield connection
    except (DBAPIError, driver.Error) as error:
        # COPY does not go through SQLAlchemy, which would wrap the driver's error.
        cause = error.orig if isinstance(error, DBAPIError) else error
        # Operational are those of the machine and of others: locks, disks, connections.
        if isinstance(cause, driver.IntegrityError):
            raise Refusal([f"{explained(cause)}; {advice(database, name, str(cause))}"]) from error
        owned = "" if isinstance(cause, driver.OperationalError) else _refusing_objects(database, str(cause))
        also = f"; {owned}" if owned else ""
        raise MithaqError(f"nothing was loaded into {database}: {explained(cause)}{also}") from error
    except KeyError as error:
        _require_whole(database, error)
        raise
    finally:
        engine.dispose()


def advice(database: Database, name: str, message: str) -> str:
    """Return what to do about a row that the engine refused."""
    if BROKEN_KEY.partition(" constraint")[0] in message.upper() and is_behind(database, name):
        return BUILD_FIRST
    return _refusing_objects(database, message) or SEE_WHETHER_SOUND


def is_behind(database: Database, name: str) -> bool:
    """Return whether a user's collection meets other shipped data than those of this version."""
    shipped = {(file.path, file.digest) for file in shipped_files()}
    with database.read() as reader:
        rows = reader.rows(f"SELECT path, digest FROM source WHERE collection = '{SHIPPED}'")
    return name != SHIPPED and shipped != {tuple(row) for row in rows}


def _refusing_objects(database: Database, message: str) -> str:
    """Return a clause that names the user's objects which may have raised the error; empty if there are none.

    These are the constraint that the message names, or else every trigger.
    """
    from models.owned.keeping import list_owned

    try:
        with database.read() as reader:
            owned = [each.partition(" ") for each in list_owned(reader)]
    except MithaqError:
        return ""
    for what, _, name in owned:
        if what == "constraint" and f'"{name.rpartition(" of ")[0]}"' in message:
            return f"the constraint is yours: {clean_cell(name)}"
    triggers = [clean_cell(name) for what, _, name in owned if what == "trigger"]
    return f"it may be the work of a trigger of yours: {', '.join(triggers)}" if triggers else ""


def _require_whole(database: Database, missed: KeyError) -> None:
    """Refuse a database that was changed by hand, so that rows refer to rows that do not exist."""
    failed = [name for name, offenders in check(database) if offenders]
    if failed:
        raise MithaqError(
            f"nothing was loaded into {database}: some rows refer to rows that do not exist ({'; '.join(failed)});"
            f" list them with: mithaq db check, and {database.how_to_restore}"
        ) from missed
