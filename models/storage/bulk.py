"""Inserts many rows at once: by statements of many rows on SQLite, by COPY on PostgreSQL.

A load that multiplies a database is checked faster at its end than row by row: `checked_at_end`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

# In a statement of SQLite; more gain nothing.
PARAMETERS = 999
FOREIGN_KEYS = """
SELECT quote_ident(relname), quote_ident(conname), pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
WHERE contype = 'f' AND connamespace = to_regnamespace(current_schema()) AND pg_has_role(relowner, 'USAGE')
ORDER BY relname, conname"""

# The tables by whose other columns a load of new facts looks up nothing.
INDEXES = """
SELECT quote_ident(indexname), indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename IN ('citation', 'name', 'search') AND indexdef LIKE 'CREATE INDEX %%'
ORDER BY indexname"""


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each a tuple in the order of the columns."""
    if not rows:
        return
    listed = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table} ({listed}) FROM STDIN", rows)
        return
    marks = f"({', '.join('?' * len(columns))})"
    length = PARAMETERS // len(columns)
    for start in range(0, len(rows), length):
        some = rows[start : start + length]
        sql = f"INSERT INTO {table} ({listed}) VALUES {', '.join([marks] * len(some))}"
        connection.exec_driver_sql(sql, tuple(chain.from_iterable(some)))


def _copy(connection: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> None:
    from sqlalchemy.exc import DBAPIError

    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        # SQLAlchemy does not see this cursor, and callers expect its errors.
        raise DBAPIError(sql, None, error) from error


@contextmanager
def checked_at_end(connection: Connection) -> Iterator[None]:
    """Check every reference, and make the indexes that only readers need, at once when the block ends.

    On PostgreSQL that takes a fraction of doing it row by row. Nobody else can read meanwhile; where somebody does
    already, where the tables are another's, and on SQLite, it is done row by row.
    """
    keys = connection.exec_driver_sql(FOREIGN_KEYS).all() if connection.dialect.name == "postgresql" else []
    if not keys or not _lock(connection, sorted({key[0] for key in keys})):
        yield
        return
    indexes = connection.exec_driver_sql(INDEXES).all()
    for table, name, _ in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        connection.exec_driver_sql(definition)
    for table, name, definition in keys:
        connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _lock(connection: Connection, tables: list[str]) -> bool:
    """Whether the tables are ours alone, until the transaction ends."""
    from sqlalchemy.exc import OperationalError

    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except OperationalError:
        return False
    return True
