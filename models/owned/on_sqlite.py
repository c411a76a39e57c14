"""Set the user's views, triggers, indexes and columns in a SQLite file aside for a migration, and make them again.

A migration drops views and rebuilds tables. SQLite would delete the triggers and indexes of a rebuilt table, Alembic
the checks and collations of its columns, and SQLite refuses to rename a table while a view reads one that is missing.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from models.owned.columns import TOKENS, Columns, Rows, UsersColumn, definitions, users_columns
from models.owned.names import our_indexes, our_tables, our_views, quoted_list
from models.storage.sqlite_file import explained

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The user's objects in the order in which they can be made: a trigger may be one of a view.
ORDER = "CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid"

# Tables with foreign keys; the rows of one that refer to missing rows; and the parent of a key that is none.
REFERRING = "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) WHERE m.type = 'table'"
MISSING = "SELECT rowid, parent FROM pragma_foreign_key_check(:name)"
MISMATCH = "foreign key mismatch"
NO_KEY = "columns that are no key"


class Owned(NamedTuple):
    """One object of the user: its type and name, the table or view that it belongs to, and its definition."""

    type: str
    name: str
    table: str
    sql: str

    def __str__(self) -> str:
        of = f" on {self.table}" if self.type in ("index", "trigger") else ""
        return f"{self.type} {self.name}{of}"


def list_owned(rows: Rows) -> list[Owned]:
    """List the user's tables, views and triggers, and their indexes of our tables."""
    tables = quoted_list(our_tables())
    found = rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE substr(name, 1, 7) <> 'sqlite_' AND sql IS NOT NULL"
        f" AND (type = 'table' AND name NOT IN ({tables}) OR type = 'trigger'"
        f" OR type = 'view' AND name NOT IN ({quoted_list(our_views())})"
        f" OR type = 'index' AND tbl_name IN ({tables}) AND name NOT IN ({quoted_list(our_indexes())}))"
        f" ORDER BY {ORDER}"
    )
    return [Owned(*map(str, row)) for row in found]


class Kept(NamedTuple):
    """Objects that were set aside, those that did not work before, columns with their definitions by table, and
    references to missing rows.
    """

    owned: list[Owned]
    faults: set[Owned]
    columns: dict[str, dict[UsersColumn, str]]
    references: Counter[tuple[Any, ...]]


def set_aside(connection: Connection, ours: Columns) -> Kept:
    """Drop the user's views, triggers, indexes, and columns of our tables, and remember them."""

    def rows(sql: str) -> Sequence[Any]:
        return connection.exec_driver_sql(sql).all()

    owned = [each for each in list_owned(rows) if each.type != "table"]
    faults = set(_faults(connection, owned))
    references = missing_references(connection)
    for each in reversed(owned):
        connection.exec_driver_sql(f"DROP {each.type} {_quoted(each.name)}")
    columns: dict[str, dict[UsersColumn, str]] = {}
    for column in users_columns(rows, "sqlite", ours):
        columns.setdefault(column.table, {})[column] = ""
    for table, found in columns.items():
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
        defined = dict(definitions(str(sql)))
        found.update({column: defined[column.name] for column in found})
        _set_columns_aside(connection, table, found)
    return Kept(owned, faults, columns, references)


def _set_columns_aside(connection: Connection, table: str, columns: Iterable[UsersColumn]) -> None:
    """Move the values of columns into a table of their own, by the key of the rows."""
    key = _key(connection, table)
    listed = ", ".join([*key, *_stored(connection, table, columns)])
    connection.exec_driver_sql(f"CREATE TEMP TABLE {_values_of(table)} AS SELECT {listed} FROM {table}")
    connection.exec_driver_sql(f"CREATE INDEX temp.ix_{_values_of(table)} ON {_values_of(table)} ({', '.join(key)})")
    for column in reversed(list(columns)):
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {_quoted(column.name)}")


def put_back(connection: Connection, kept: Kept) -> list[str]:
    """Recreate the objects; return a line for each that cannot be recreated, or would not work as before."""
    return [*_put_columns_back(connection, kept), *_make(connection, kept)]


def _put_columns_back(connection: Connection, kept: Kept) -> Iterator[str]:
    from sqlalchemy.exc import DBAPIError

    for table, columns in kept.columns.items():
        for column, definition in columns.items():
            try:
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {definition}")
            except DBAPIError as error:
                yield f"{column}: {explained(error.orig)}"
                break
        else:
            yield from _fill(connection, table, columns)
        connection.exec_driver_sql(f"DROP TABLE temp.{_values_of(table)}")


def _fill(connection: Connection, table: str, columns: Iterable[UsersColumn]) -> Iterator[str]:
    """Give the rows their values again; yield a line for each column of a table that has another key now."""
    key = _key(connection, table)
    stored = _stored(connection, table, columns)
    held = [_quoted(str(row[1])) for row in connection.exec_driver_sql(f"PRAGMA temp.table_info({_values_of(table)})")]
    if held != [*key, *stored]:
        yield from (f"{column}: the rows of {table} get another key" for column in columns)
    elif stored:
        values, found = ", ".join(stored), " AND ".join(f"k.{each} = {table}.{each}" for each in key)
        keys = ", ".join(key)
        connection.exec_driver_sql(
            f"UPDATE {table} SET ({values}) = (SELECT {values} FROM temp.{_values_of(table)} k WHERE {found})"
            f" WHERE ({keys}) IN (SELECT {keys} FROM temp.{_values_of(table)})"
        )


def _key(connection: Connection, table: str) -> list[str]:
    rows = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
    return [_quoted(str(row[1])) for row in sorted(rows, key=lambda row: int(row[5])) if row[5]]


def _stored(connection: Connection, table: str, columns: Iterable[UsersColumn]) -> list[str]:
    """Return the names of those columns that are not generated."""
    rows = connection.exec_driver_sql(f"PRAGMA table_info({table})").all()
    names = {column.name for column in columns}
    return [_quoted(str(row[1])) for row in rows if row[1] in names]


def _values_of(table: str) -> str:
    return f"mithaq_values_of_{table}"


def _make(connection: Connection, kept: Kept) -> Iterator[str]:
    from sqlalchemy.exc import DBAPIError

    made = []
    for each in kept.owned:
        try:
            connection.exec_driver_sql(each.sql)
            made.append(each)
        except DBAPIError as error:
            yield f"{each}: {explained(error.orig)}"
    yield from (f"{each}: {fault}" for each, fault in _faults(connection, made).items() if each not in kept.faults)


def _faults(connection: Connection, owned: Sequence[Owned]) -> dict[Owned, str]:
    """Return the views and triggers that do not work, in their order, each with the reason.

    A view that is read by one that works is compiled with it, and not once more: a chain of views would take a time
    that grows with more than the square of its length.
    """
    working: set[str] = set()
    read: set[str] = set()

    def note(*access: Any) -> int:
        read.add(access[-1])
        return sqlite3.SQLITE_OK

    found: dict[Owned, str] = {}
    driver: Any = connection.connection.driver_connection
    driver.set_authorizer(note)
    try:
        for each in reversed(owned):
            read.clear()
            if each.type != "view" or each.name not in working:
                found[each] = _fault(connection, each)
            if each.type == "view" and not found.get(each):
                working |= read
    finally:
        driver.set_authorizer(None)
    return {each: found[each] for each in owned if found.get(each)}


def _fault(connection: Connection, owned: Owned) -> str:
    """Return why a view cannot be read, or why a table with this trigger cannot be written; an empty text if it can."""
    from sqlalchemy.exc import DBAPIError

    try:
        for statement in _uses(connection, owned):
            # SQLite only compiles it.
            connection.exec_driver_sql(f"EXPLAIN {statement}")
    except DBAPIError as error:
        return explained(error.orig)
    return ""


def _uses(connection: Connection, owned: Owned) -> Iterator[str]:
    """Yield statements that use a view, or that run a trigger."""
    if owned.type == "view":
        yield f"SELECT * FROM {_quoted(owned.name)}"
    elif owned.type == "trigger":
        yield _write(connection, owned)


def _write(connection: Connection, trigger: Owned) -> str:
    """Return a statement that runs a trigger."""
    table = _quoted(trigger.table)
    columns = [_quoted(str(row[1])) for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    updates = ", ".join(f"{column} = {column}" for column in columns)
    statements = {
        "INSERT": f"INSERT INTO {table} DEFAULT VALUES",
        "DELETE": f"DELETE FROM {table}",
        "UPDATE": f"UPDATE {table} SET {updates}",
    }
    # None of them is a name unless it is quoted.
    return next(statements[word] for word in map(str.upper, TOKENS.findall(trigger.sql)) if word in statements)


def missing_references(connection: Connection) -> Counter[tuple[Any, ...]]:
    """Count the references to rows, or to tables, that do not exist; SQLite checks them only on request."""
    from sqlalchemy.exc import DBAPIError

    found: Counter[tuple[Any, ...]] = Counter()
    for (table,) in connection.exec_driver_sql(REFERRING).all():
        try:
            rows = connection.exec_driver_sql(MISSING, {"name": table}).all()
        except DBAPIError as error:
            if MISMATCH not in str(error.orig):
                raise
            # SQLite takes such a table, and checks none of its rows.
            found[table, NO_KEY] += 1
        else:
            found.update((table, row[1]) for row in rows)
    absent = connection.exec_driver_sql(
        "SELECT m.name, k.\"table\" FROM sqlite_master m, pragma_foreign_key_list(m.name) k WHERE m.type = 'table'"
        " AND lower(k.\"table\") NOT IN (SELECT lower(name) FROM sqlite_master WHERE type = 'table')"
    )
    return found + Counter(tuple(row) for row in absent)


def broken_references(connection: Connection, kept: Kept) -> list[str]:
    """Return a line for each table with references whose rows are missing now and existed before."""
    broken = missing_references(connection) - kept.references
    return [f"{table}: {count:,} references to {parent}" for (table, parent), count in sorted(broken.items())]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
