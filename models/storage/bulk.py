"""Insert many rows at once: by statements of many rows on SQLite, by COPY on PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

# In one statement of SQLite; more are not faster.
PARAMETERS = 999


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows; each is a tuple in the order of the columns."""
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
