"""Make the SQLAlchemy engine through which everything is written."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, event

from models.storage import sqlite_file
from models.storage.postgresql import WRITING, beginning, connect, parameters
from models.storage.sqlite_file import require_sqlite_or_empty
from models.storage.wal import merge_wal


def postgresql_engine(url: str) -> Engine:
    """Return an engine for a server; like the reader, it leaves the URL to libpq.

    Raises:
        MithaqError: the driver is not installed, or libpq does not understand the URL.
    """
    parameters(url)
    # What it cannot undo of an interrupted statement, the server does: the connection is closed.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    engine = create_engine("postgresql+psycopg://", creator=lambda: connect(url))

    @event.listens_for(engine, "begin")
    def settle(connection: Any) -> None:
        connection.exec_driver_sql(f"{WRITING}; {beginning(connection.connection.driver_connection)}")

    return engine


def sqlite_engine(path: str) -> Engine:
    """Return an engine for a file: foreign keys are enforced, and each transaction begins by locking the file.

    Raises:
        MithaqError: the file is no SQLite database.
    """
    require_sqlite_or_empty(path)

    def connect() -> sqlite3.Connection:
        seconds, factory = sqlite_file.BUSY_SECONDS, sqlite_file.Connection
        return sqlite3.connect(path, timeout=seconds, isolation_level=None, check_same_thread=False, factory=factory)

    # Without a file in its URL, the pool would be that of a database in memory: one connection for each thread.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def enforce_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin_at_once(connection: Any) -> None:
        # The driver would begin only before the first INSERT and leave DDL outside the transaction.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        # Where others read, no page can be written early: without this, SQLite would wait at each one that it tries.
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")

    @event.listens_for(engine, "rollback")
    @event.listens_for(engine, "commit")
    def wait_for_readers(connection: Any) -> None:
        # A signal in the midst of a statement has closed the connection already.
        if not connection.invalidated:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(sqlite_file.BUSY_SECONDS * 1000)}")

    @event.listens_for(engine, "close")
    def leave_one_file(connection: sqlite3.Connection, _record: object) -> None:
        merge_wal(connection, path)

    return engine
