"""The command `mithaq sql`: one statement that reads, in the formats of reports, or an SQL shell on the database.

SQLite is opened read-only, and an authorizer refuses what is not reading. On PostgreSQL the statement runs in a
read-only transaction, by the extended protocol, which takes no second statement.
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
from reports.display.destination import destination
from reports.display.table import Column, Table
from reports.options import format_option, output_option
from reports.run_report import Style, write_table

# What a statement may do on SQLite, besides the pragmas below.
ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
# Pragmas that describe what they are given, and those that tell a setting when given nothing; FTS5 asks the last.
DESCRIBING = {"foreign_key_list", "index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo"}
TELLING = {"application_id", "compile_options", "database_list", "encoding", "user_version", "data_version"}
REFUSAL = "only reading is allowed: this statement does something else than SELECT"
# After so many steps of SQLite's machine Python looks whether somebody has pressed Ctrl-C.
STEPS = 100_000
# What begins a query on PostgreSQL, and what else may be run there: prepared, so that it is one statement.
QUERIES, OTHERS = {"select", "with", "values", "table", "("}, {"explain", "show"}
BEGINNING = re.compile(r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*(\w+|\S)?", re.DOTALL)


class Result(NamedTuple):
    """The names of the columns, and the rows."""

    names: list[str]
    rows: Iterator[Sequence[Any]]


@click.command()
@click.argument("statement", required=False)
@pass_database
def sql(database: Database, statement: str | None, format: str, output: str | None) -> None:
    """Run one STATEMENT that reads; `-` reads it from standard input. Without one, open an SQL shell.

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
    with database.read() as reader, run(reader, text) as result, destination(output) as stream:
        table = Table("SQL", "SQL", _columns(result.names), map(_plain, result.rows), fits=False)
        write_table(table, reader, Style(format), stream)


sql.params += [format_option(), output_option()]


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MithaqError("standard input is not UTF-8") from error


@contextmanager
def run(reader: Reader, statement: str) -> Iterator[Result]:
    """Run one statement that reads; its rows are fetched as they are asked for.

    Raises:
        MithaqError: it does something else, is not one statement, or the engine refuses it.
    """
    beginning = BEGINNING.match(statement)
    if not beginning or not beginning[1]:
        raise MithaqError("there is no statement to run: give a SELECT")
    if isinstance(reader, SqliteReader):
        with closing(_on_sqlite(reader.connection, statement)) as cursor:
            yield Result([column[0] for column in cursor.description or ()], _sqlite_rows(cursor))
    elif isinstance(reader, PostgresqlReader):
        is_query = _is_query(beginning[1].lower())
        # A cursor of the server's takes nothing but a query, and sends its rows as they are asked for.
        with closing(reader.connection.cursor("mithaq_sql" if is_query else "")) as cursor:
            _execute(reader, cursor, statement, {} if is_query else {"prepare": True})
            yield Result([column.name for column in cursor.description or ()], _postgresql_rows(reader, cursor))


def _on_sqlite(connection: sqlite3.Connection, statement: str) -> sqlite3.Cursor:
    connection.set_authorizer(_authorize)
    # While the engine works, Python would not see Ctrl-C; in this call it does, and what it raises stops the engine.
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
    """Whether SQLite may do this: read, and nothing else."""
    if action == sqlite3.SQLITE_PRAGMA:
        allowed = first in DESCRIBING or (first in TELLING and second is None)
    else:
        # A virtual table declares its columns by what looks like a change of the schema.
        allowed = action in ALLOWED or (action, first) == (sqlite3.SQLITE_UPDATE, "sqlite_master")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _is_query(beginning: str) -> bool:
    """Whether PostgreSQL can make a cursor of what begins so; else it explains something, or must not be run."""
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


def _columns(names: list[str]) -> tuple[Column, ...]:
    """A column for each name; what comes again is told apart, so that no format loses it."""
    told: list[str] = []
    for name in names:
        again = sum(each == name or each.rpartition("_")[0] == name for each in told)
        told.append(f"{name}_{again + 1}" if name in told else name)
    return tuple(Column(name, name, name) for name in told)


def _plain(row: Sequence[Any]) -> list[Any]:
    """The values as every format can write them: what is neither number nor text, as text; bytes in hexadecimal."""
    return [_plain_value(value) for value in row]


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Number):
        # Sums of PostgreSQL are exact numbers of Python's.
        inexact = float(cast(SupportsFloat, value))
        return int(cast(SupportsInt, value)) if inexact.is_integer() else _plain_value(inexact)
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
