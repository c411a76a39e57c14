"""Runs one SQL statement that only reads, on either engine.

SQLite is opened read-only, and an authorizer refuses everything but reading. On PostgreSQL the statement runs in a
read-only transaction, by the extended protocol, which takes no second statement.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from models.errors import MithaqError
from models.storage.database import PostgresqlReader, Reader, SqliteReader

# The actions that SQLite allows, besides the pragmas below.
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
# Pragmas that describe their argument, and those that return a setting without one; FTS5 reads the last.
DESCRIBING = {"foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo"}
REPORTING = {"application_id", "compile_options", "database_list", "encoding", "user_version", "data_version"}
REFUSAL = "the statement was not run: only reading is allowed, as SELECT does"
# Steps of SQLite's virtual machine between two looks for Ctrl-C.
STEPS = 100_000
# First words of queries on PostgreSQL, and of other statements that read, which are prepared so that only one runs.
QUERIES, OTHERS = {"select", "with", "values", "table", "("}, {"explain", "show"}
BEGINNING = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+|\S)?", re.DOTALL)


class Result(NamedTuple):
    """The names of the columns, and the rows."""

    names: list[str]
    rows: Iterator[Sequence[Any]]


@contextmanager
def run(reader: Reader, statement: str) -> Iterator[Result]:
    """Run one statement that reads; its rows are fetched when they are read.

    Raises:
        MithaqError: the statement does something else, is not one statement, or the engine refuses it.
    """
    beginning = BEGINNING.match(statement)
    if not beginning or not beginning[1]:
        raise MithaqError("there is no statement to run: give a SELECT")
    if isinstance(reader, SqliteReader):
        with closing(_on_sqlite(reader.connection, statement)) as cursor:
            yield Result([column[0] for column in cursor.description or ()], _sqlite_rows(cursor))
    elif isinstance(reader, PostgresqlReader):
        is_query = _is_query(beginning[1].lower())
        # A server-side cursor takes nothing but a query, and sends its rows in batches.
        with closing(reader.connection.cursor("mithaq_sql" if is_query else "")) as cursor:
            _execute(reader, cursor, statement, {} if is_query else {"prepare": True})
            yield Result([column.name for column in cursor.description or ()], _postgresql_rows(reader, cursor))


def _on_sqlite(connection: sqlite3.Connection, statement: str) -> sqlite3.Cursor:
    connection.set_authorizer(_authorize)
    # Python sees Ctrl-C only in this call, while the engine works; its exception stops the engine.
    connection.set_progress_handler(lambda: 0, STEPS)
    try:
        return connection.execute(statement)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError) as error:
        raise _sqlite_failure(error) from error


def _sqlite_rows(cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    try:
        # `yield from` would close the cursor of a connection that is closed already.
        for row in cursor:  # noqa: UP028
            yield row
    except sqlite3.Error as error:
        raise _sqlite_failure(error) from error


def _sqlite_failure(error: Exception) -> BaseException:
    message = str(error)
    if message == "interrupted":
        return KeyboardInterrupt()
    if "not authorized" in message or "authorization denied" in message:
        return MithaqError(REFUSAL)
    return MithaqError(f"the statement was not run: {message}")


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow SQLite to read, and nothing else."""
    if action == sqlite3.SQLITE_PRAGMA:
        allowed = first in DESCRIBING or (first in REPORTING and second is None)
    else:
        # A virtual table declares its columns with an action that looks like a change of the schema.
        allowed = action in ALLOWED or (action, first) == (sqlite3.SQLITE_UPDATE, "sqlite_master")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _is_query(beginning: str) -> bool:
    """Return whether a statement that begins so can be a cursor of PostgreSQL; refuse it if it may not run at all."""
    if beginning not in QUERIES | OTHERS:
        raise MithaqError(REFUSAL)
    return beginning in QUERIES


def _execute(reader: PostgresqlReader, cursor: Any, statement: str, options: dict[str, bool]) -> None:
    try:
        reader.connection.execute("SET TRANSACTION READ ONLY")
        cursor.execute(statement, **options)
    except (reader.failure, UnicodeError) as error:
        raise _postgresql_failure(error) from error


def _postgresql_rows(reader: PostgresqlReader, cursor: Any) -> Iterator[Sequence[Any]]:
    try:
        yield from cursor
    except reader.failure as error:
        raise _postgresql_failure(error) from error


def _postgresql_failure(error: Exception) -> MithaqError:
    return MithaqError(f"the statement was not run: {str(error).strip().splitlines()[0]}")
