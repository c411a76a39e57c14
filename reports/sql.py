"""The command `mithaq sql`: run one read-only statement, or open an SQL shell.

SQLite is opened read-only, and an authorizer refuses everything but reading. On PostgreSQL the statement runs in a
read-only transaction through the extended protocol, which accepts only one statement.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from math import isfinite
from numbers import Number
from typing import Any, NamedTuple, SupportsFloat, SupportsInt, cast

import click

from models.commandline import pass_database
from models.errors import MithaqError
from models.storage.database import Database, PostgresqlReader, Reader, SqliteReader
from reports.display.destination import open_output
from reports.display.table import Column, Table
from reports.options import format_option, output_option
from reports.run_report import Style, write_table

# The actions that a statement may take on SQLite, besides the pragmas below.
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
# Steps of SQLite's virtual machine between two checks for Ctrl-C.
STEPS = 100_000
# First words of queries on PostgreSQL, and of other allowed statements; those are prepared, so that only one runs.
QUERIES, OTHERS = {"select", "with", "values", "table", "("}, {"explain", "show"}
FIRST_WORD = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+|\S)?", re.DOTALL)


class Result(NamedTuple):
    """Column names and rows."""

    names: list[str]
    rows: Iterator[Sequence[Any]]


@click.command()
@click.argument("statement", required=False)
@pass_database
def sql(database: Database, statement: str | None, format: str, output: str | None) -> None:
    """Run one read-only STATEMENT (- reads it from standard input), or open an SQL shell.

    \b
    Examples:
        mithaq sql "SELECT slug, stage, date FROM v_agreement WHERE countries LIKE '%DZ%'"
        mithaq sql - --format csv < question.sql
        mithaq sql
    """
    if statement is None:
        from reports.shell import open_shell

        open_shell(database)
        return
    text = _standard_input() if statement == "-" else statement
    with database.read() as reader, run_statement(reader, text) as result, open_output(output) as stream:
        table = Table("SQL", "SQL", _build_columns(result.names), map(_plain_row, result.rows), fits=False)
        write_table(table, reader, Style(format), stream)


sql.params += [format_option(), output_option()]


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MithaqError("standard input is not UTF-8") from error


@contextmanager
def run_statement(reader: Reader, statement: str) -> Iterator[Result]:
    """Run one read-only statement; rows are fetched as they are iterated.

    Raises:
        MithaqError: the statement does not only read, is not a single statement, or fails.
    """
    beginning = FIRST_WORD.match(statement)
    if not beginning or not beginning[1]:
        raise MithaqError("the statement is empty; give a SELECT")
    if isinstance(reader, SqliteReader):
        with closing(_execute_on_sqlite(reader.connection, statement)) as cursor:
            yield Result([column[0] for column in cursor.description or ()], _sqlite_rows(cursor))
    elif isinstance(reader, PostgresqlReader):
        is_query = _is_query(beginning[1].lower())
        # A server-side cursor accepts only a query, and sends its rows as they are fetched.
        with closing(reader.connection.cursor("mithaq_sql" if is_query else "")) as cursor:
            _execute_on_postgresql(reader, cursor, statement, {} if is_query else {"prepare": True})
            yield Result([column.name for column in cursor.description or ()], _postgresql_rows(reader, cursor))


def _execute_on_sqlite(connection: sqlite3.Connection, statement: str) -> sqlite3.Cursor:
    connection.set_authorizer(_authorize)
    # Python sees Ctrl-C only while its own code runs; the handler gives it the chance, and the exception stops SQLite.
    connection.set_progress_handler(lambda: 0, STEPS)
    try:
        return connection.execute(statement)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError) as error:
        raise _sqlite_failure(error) from error


def _sqlite_rows(cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    try:
        # `yield from` would close the cursor after its connection has been closed.
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
    return MithaqError(f"the statement failed: {message}")


def _authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Allow SQLite to read, and deny everything else."""
    if action == sqlite3.SQLITE_PRAGMA:
        allowed = first in DESCRIBING_PRAGMAS or (first in SETTING_PRAGMAS and second is None)
    else:
        # A virtual table declares its columns with what looks like a change of the schema.
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


def _execute_on_postgresql(reader: PostgresqlReader, cursor: Any, statement: str, options: dict[str, bool]) -> None:
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
    return MithaqError(f"the statement failed: {str(error).strip().splitlines()[0]}")


def _build_columns(names: list[str]) -> tuple[Column, ...]:
    """Build a column for each name; a repeated name gets a number, so that JSON keeps all of them."""
    unique: list[str] = []
    for name in names:
        count = sum(each == name or each.rpartition("_")[0] == name for each in unique)
        unique.append(f"{name}_{count + 1}" if name in unique else name)
    return tuple(Column(name, name, name) for name in unique)


def _plain_row(row: Sequence[Any]) -> list[Any]:
    """Convert values so that every format can write them: bytes to hexadecimal, other types to text."""
    return [_plain_value(value) for value in row]


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Number):
        # PostgreSQL returns sums as Decimal.
        inexact = float(cast(SupportsFloat, value))
        return int(cast(SupportsInt, value)) if inexact.is_integer() else _plain_value(inexact)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
