"""Run one read-only SQL statement on either engine.

SQLite is opened read-only, and an authorizer refuses everything but reading. On PostgreSQL the statement runs in a
read-only transaction through the extended protocol, which accepts only one statement.
"""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from math import inf
from time import monotonic
from typing import Any, NamedTuple

from models.errors import MithaqError
from models.storage.database import PostgresqlReader, Reader, SqliteReader
from models.storage.postgresql import CAUTION, IS_POWERFUL, first_line

# The actions that SQLite allows, besides the pragmas below.
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
# Pragmas that describe their argument, and pragmas that return a setting if they have none; FTS5 needs the last.
DESCRIBING_PRAGMAS = {
    "foreign_key_list",
    "index_info",
    "index_list",
    "index_xinfo",
    "table_info",
    "table_list",
    "table_xinfo",
}
SETTING_PRAGMAS = {"application_id", "compile_options", "database_list", "encoding", "user_version", "data_version"}
REFUSAL = "only reading is allowed; give a SELECT"
# Steps of SQLite's virtual machine between two checks for Ctrl-C and of the time; a step may call a function that takes
# a tenth of a second for the longest value.
STEPS = 500
# The most bytes of a value; an article may have as many.
LONGEST_VALUE = 64 * 2**20
# First words of queries on PostgreSQL, and of other allowed statements; those must not bring others with them.
QUERIES, OTHERS = {"select", "with", "values", "table", "("}, {"explain", "show"}
FIRST_WORD = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+|\S)?", re.DOTALL)


class Result(NamedTuple):
    """Column names and rows."""

    names: list[str]
    rows: Iterator[Sequence[Any]]


class Clock:
    """The time that a statement may take; None for any."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.end = inf if seconds is None else monotonic() + seconds

    def is_over(self) -> bool:
        return monotonic() > self.end

    def watch(self, rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        """Yield the rows in time.

        Raises:
            MithaqError: there are more rows than come in time.
        """
        for row in rows:
            if self.is_over():
                raise self.failure()
            yield row

    def failure(self) -> MithaqError:
        unit = "second" if self.seconds == 1 else "seconds"
        return MithaqError(f"the statement took longer than {self.seconds:g} {unit}; give it more with --timeout")


@contextmanager
def run_statement(reader: Reader, statement: str, timeout: float | None = None) -> Iterator[Result]:
    """Run one read-only statement, for up to `timeout` seconds; rows are fetched as they are iterated.

    Raises:
        MithaqError: the statement does not only read, is not a single statement, fails, or takes too long.
    """
    clock = Clock(timeout)
    beginning = FIRST_WORD.match(statement)
    if not beginning or not beginning[1]:
        raise MithaqError("the statement is empty; give a SELECT")
    if isinstance(reader, SqliteReader):
        with closing(_execute_on_sqlite(reader.connection, statement, clock)) as cursor:
            rows = clock.watch(_sqlite_rows(cursor, clock))
            yield Result([column[0] for column in cursor.description or ()], rows)
    elif isinstance(reader, PostgresqlReader):
        is_query = _is_query(beginning[1].lower())
        if reader.value(IS_POWERFUL):
            logging.getLogger("mithaq").warning("%s", CAUTION)
        # A server-side cursor accepts only a query, and sends its rows as they are fetched.
        with closing(reader.connection.cursor("mithaq_sql" if is_query else "")) as cursor:
            # Binary results need the extended protocol, which runs one statement only.
            _execute_on_postgresql(reader, cursor, statement, {} if is_query else {"binary": True}, clock)
            rows = clock.watch(_postgresql_rows(reader, cursor, clock))
            yield Result([column.name for column in cursor.description or ()], rows)


def _execute_on_sqlite(connection: sqlite3.Connection, statement: str, clock: Clock) -> sqlite3.Cursor:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.set_authorizer(_authorize)
    # Python sees Ctrl-C only while its own code runs; the handler gives it the chance, and the exception stops SQLite.
    connection.set_progress_handler(clock.is_over, STEPS)
    try:
        return connection.execute(statement)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError) as error:
        raise _sqlite_failure(error, clock) from error


def _sqlite_rows(cursor: sqlite3.Cursor, clock: Clock) -> Iterator[Sequence[Any]]:
    try:
        # `yield from` would close the cursor after its connection has been closed.
        for row in cursor:  # noqa: UP028
            yield row
    except sqlite3.Error as error:
        raise _sqlite_failure(error, clock) from error


def _sqlite_failure(error: Exception, clock: Clock) -> BaseException:
    message = str(error)
    if message == "interrupted":
        return clock.failure() if clock.is_over() else KeyboardInterrupt()
    if "not authorized" in message or "authorization denied" in message:
        return MithaqError(REFUSAL)
    return MithaqError(f"the statement failed: {message}")


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow SQLite to read, and deny everything else."""
    if action == sqlite3.SQLITE_PRAGMA:
        allowed = first in DESCRIBING_PRAGMAS or (first in SETTING_PRAGMAS and second is None)
    else:
        # A virtual table declares its columns with an action that looks like a change of the schema.
        allowed = action in ALLOWED or (action, first) == (sqlite3.SQLITE_UPDATE, "sqlite_master")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _is_query(beginning: str) -> bool:
    """Return whether a statement with this first word is a query, which PostgreSQL can run with a cursor.

    Raises:
        MithaqError: the statement is neither a query nor EXPLAIN or SHOW.
    """
    if beginning not in QUERIES | OTHERS:
        raise MithaqError(REFUSAL)
    return beginning in QUERIES


def _execute_on_postgresql(
    reader: PostgresqlReader, cursor: Any, statement: str, options: dict[str, bool], clock: Clock
) -> None:
    try:
        if clock.seconds is not None:
            reader.connection.execute(f"SET LOCAL statement_timeout = {max(1, round(clock.seconds * 1000))}")
        cursor.execute(statement, **options)
    except (reader.failure, UnicodeError) as error:
        raise _postgresql_failure(error, clock) from error


def _postgresql_rows(reader: PostgresqlReader, cursor: Any, clock: Clock) -> Iterator[Sequence[Any]]:
    try:
        yield from cursor
    except reader.failure as error:
        raise _postgresql_failure(error, clock) from error


def _postgresql_failure(error: Exception, clock: Clock) -> MithaqError:
    if clock.is_over():
        return clock.failure()
    return MithaqError(f"the statement failed: {first_line(error)}")
