"""Keeps what is derived from the facts: a load refreshes it for the records that it touched, in its transaction.

`db check` derives all of it again and compares. What is derived, and how, stands in `models/derived/definitions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.derived.definitions import BY_RECORD, ROLLUP, TABLES, Derived
from models.storage.bulk import insert_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.storage.database import Reader

# A share of the records from which it is quicker to derive all of them.
MOST = 0.5


def refresh(connection: Connection, records: set[int] | None) -> None:
    """Derive anew what these records give, or all records where None is given; those that are gone are passed over."""
    if records is None or len(records) > MOST * connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one():
        _derive_all(connection)
    elif records:
        with _touching(connection, records):
            _withdraw(connection)
            for each in BY_RECORD:
                _insert(connection, each, each.of_touched(connection.dialect.name))
            _count(connection, "n")
            connection.exec_driver_sql("DELETE FROM rollup WHERE n = 0")


def forget(connection: Connection, records: set[int]) -> None:
    """Take away what these records gave, before they are deleted."""
    if records:
        with _touching(connection, records):
            _withdraw(connection)
            connection.exec_driver_sql("DELETE FROM rollup WHERE n = 0")


def fill_if_empty(connection: Connection) -> None:
    """Derive all of it, after a migration that made tables anew or emptied `state` because it changed the rules."""
    if not connection.exec_driver_sql("SELECT 1 FROM state LIMIT 1").first():
        _derive_all(connection)


def disagreements(reader: Reader) -> list[str]:
    """The derived rows that are not what the facts give: of each table the slugs, or the cells that count wrongly."""
    return [f"{each.table}: {name}" for each in TABLES for name in _differing(reader, each)]


def _derive_all(connection: Connection) -> None:
    for each in reversed(TABLES):
        connection.exec_driver_sql(f"DELETE FROM {each.table}")
    for each in TABLES:
        _insert(connection, each, each.of_all(connection.dialect.name))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ANALYZE {each.table}")


def _insert(connection: Connection, derived: Derived, select: str) -> None:
    connection.exec_driver_sql(f"INSERT INTO {derived.table} ({derived.columns}) {select}")


@contextmanager
def _touching(connection: Connection, records: set[int]) -> Iterator[None]:
    """The records as a table of their own."""
    connection.exec_driver_sql("CREATE TEMPORARY TABLE touched (id INTEGER PRIMARY KEY)")
    insert_rows(connection, "touched", ("id",), [(record,) for record in sorted(records)])
    if connection.dialect.name == "postgresql":
        # It would expect thousands, and read whole tables for them.
        connection.exec_driver_sql("ANALYZE touched")
    yield
    connection.exec_driver_sql("DROP TABLE touched")


def _withdraw(connection: Connection) -> None:
    """Take the rows of the touched records away, and their share of what is counted."""
    _count(connection, "-n")
    for each in reversed(BY_RECORD):
        connection.exec_driver_sql(f"DELETE FROM {each.table} WHERE record IN (SELECT id FROM touched)")


def _count(connection: Connection, amount: str) -> None:
    """Add what the touched records count to the roll-ups, or subtract it."""
    select = ROLLUP.of_touched(connection.dialect.name)
    connection.exec_driver_sql(
        f"INSERT INTO rollup ({ROLLUP.columns}) SELECT measure, a, b, c, {amount} FROM ({select}) t WHERE 1 = 1"
        " ON CONFLICT (measure, a, b, c) DO UPDATE SET n = rollup.n + excluded.n"
    )


def _differing(reader: Reader, derived: Derived) -> list[str]:
    """What names the rows that are stored and not derived, or derived and not stored."""
    stored = f"SELECT {derived.columns} FROM {derived.table}"
    given = f"SELECT {derived.columns} FROM ({derived.of_all(reader.engine_name)}) d"
    surplus, missing = (f"SELECT * FROM ({one} EXCEPT {other}) x" for one, other in ((stored, given), (given, stored)))
    both = f"({surplus} UNION ALL {missing}) y"
    if derived is ROLLUP:
        sql = f"SELECT DISTINCT measure || ' ' || a || ' ' || b || ' ' || c FROM {both} ORDER BY 1"
    else:
        name = "coalesce(r.slug, CAST(y.record AS TEXT))"
        sql = f"SELECT DISTINCT {name} FROM {both} LEFT JOIN record r ON r.id = y.record ORDER BY 1"
    return [" ".join(str(row[0]).split()) for row in reader.rows(sql)]
