"""Set the user's views, triggers and indexes in a SQLite file aside for a migration, and make them again.

A migration drops views and rebuilds tables. SQLite would delete the triggers and indexes of a rebuilt table, and
refuses to rename a table while a view reads one that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from models.owned.names import our_indexes, our_tables, our_views, quoted_list
from models.storage.sqlite_file import explained

if TYPE_CHECKING:
    from sqlalchemy import Connection

Rows = Callable[[str], Sequence[Any]]
# The user's objects in the order in which they can be made: a trigger may be one of a view.
ORDER = "CASE type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid"


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
    """Objects that were set aside, those that did not work before, and references to missing rows."""

    owned: list[Owned]
    faults: set[Owned]
    references: Counter[tuple[Any, ...]]


def set_aside(connection: Connection) -> Kept:
    """Drop the user's views, triggers and indexes, and remember them."""

    def rows(sql: str) -> Sequence[Any]:
        return connection.exec_driver_sql(sql).all()

    owned = [each for each in list_owned(rows) if each.type != "table"]
    faults = {each for each in owned if _fault(connection, each)}
    for each in reversed(owned):
        connection.exec_driver_sql(f"DROP {each.type} {_quoted(each.name)}")
    return Kept(owned, faults, missing_references(connection))


def put_back(connection: Connection, kept: Kept) -> list[str]:
    """Recreate the objects; return a line for each that cannot be recreated, or would not work as before."""
    return list(_make(connection, kept))


def _make(connection: Connection, kept: Kept) -> Iterator[str]:
    from sqlalchemy.exc import DBAPIError

    made = []
    for each in kept.owned:
        try:
            connection.exec_driver_sql(each.sql)
            made.append(each)
        except DBAPIError as error:
            yield f"{each}: {explained(error.orig)}"
    for each in made:
        if each not in kept.faults and (fault := _fault(connection, each)):
            yield f"{each}: {fault}"


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
        yield from _writes(connection, owned)


def _writes(connection: Connection, trigger: Owned) -> Iterator[str]:
    """Yield the statement of each kind that the table or view of a trigger takes and the trigger names."""
    table = _quoted(trigger.table)
    columns = [_quoted(str(row[1])) for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    updates = ", ".join(f"{column} = {column}" for column in columns)
    head = trigger.sql.upper()
    for word, statement in (
        ("INSERT", f"INSERT INTO {table} DEFAULT VALUES"),
        ("DELETE", f"DELETE FROM {table}"),
        ("UPDATE", f"UPDATE {table} SET {updates}"),
    ):
        if word in head[: head.find("BEGIN")]:
            yield statement


def missing_references(connection: Connection) -> Counter[tuple[Any, ...]]:
    """Count the references to rows, or to tables, that do not exist; SQLite checks them only where it is asked to."""
    found = Counter((row[0], row[2]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))
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
