"""Refresh the derived tables: a load derives `state` for the records that it touched, and counts all records again.

`models/derived/definitions.py` says what is derived. `db check` derives everything again and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from models.derived.definitions import COUNTS, STATE, TABLES, Derived
from models.storage.bulk import insert_rows
from models.storage.postgresql import FEW_JOINS, JOINS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.storage.database import Reader

# If more than this share of the records was touched, deriving all of them is quicker.
MOST = 0.5


def refresh(connection: Connection, records: set[int] | None) -> None:
    """Derive the rows of these records, or of all records if None; deleted records are skipped."""
    if records is None or len(records) > MOST * connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one():
        _derive(connection, STATE)
    elif records:
        with touching(connection, records) as touched:
            connection.exec_driver_sql(f"DELETE FROM state WHERE record IN ({touched})")
            _insert(connection, STATE, f"(SELECT * FROM record WHERE id IN ({touched}))")
    for counts in COUNTS:
        _derive(connection, counts)


def forget(connection: Connection, records: set[int]) -> None:
    """Delete the state of these records, before they are deleted; the refresh that follows counts again."""
    if records:
        with touching(connection, records) as touched:
            connection.exec_driver_sql(f"DELETE FROM state WHERE record IN ({touched})")


def fill_if_empty(connection: Connection) -> None:
    """Derive everything after a migration that emptied `state`, because the derived columns changed."""
    if not connection.exec_driver_sql("SELECT 1 FROM state LIMIT 1").first():
        refresh(connection, None)


def disagreements(reader: Reader) -> list[str]:
    """Name the derived rows that disagree with the facts: the table with the record, or the key of a count."""
    return [f"{each.table}: {name}" for each in TABLES for name in _differing(reader, each)]


def _derive(connection: Connection, derived: Derived) -> None:
    connection.exec_driver_sql(f"DELETE FROM {derived.table}")
    _insert(connection, derived)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {derived.table}")


def _insert(connection: Connection, derived: Derived, records: str = "record") -> None:
    select = derived.rows(connection.dialect.name, records)
    with _joined_as_written(connection.dialect.name, connection.exec_driver_sql):
        connection.exec_driver_sql(f"INSERT INTO {derived.table} ({derived.columns}) {select}")


@contextmanager
def _joined_as_written(engine_name: str, run: Callable[[str], object]) -> Iterator[None]:
    """Make PostgreSQL join the tables of `state` nearly in the order written: comparing all orders takes 0.1 s."""
    if engine_name != "postgresql":
        yield
        return
    run(f"SELECT set_config('join_collapse_limit', '{FEW_JOINS}', true)")
    yield
    run(f"SELECT set_config('join_collapse_limit', '{JOINS}', true)")


@contextmanager
def touching(connection: Connection, records: set[int]) -> Iterator[str]:
    """Yield a SELECT of the records: from a temporary table on SQLite; PostgreSQL's roles need not be able to make one.

    PostgreSQL sees how long a list is when it plans, and would not see the rows of a table without statistics.
    """
    if connection.dialect.name == "postgresql":
        yield f"SELECT unnest('{{{','.join(map(str, sorted(records)))}}}'::integer[])"
        return
    connection.exec_driver_sql("CREATE TEMPORARY TABLE touched (id INTEGER PRIMARY KEY)")
    insert_rows(connection, "touched", ("id",), [(record,) for record in sorted(records)])
    yield "SELECT id FROM touched"
    connection.exec_driver_sql("DROP TABLE touched")


def _differing(reader: Reader, derived: Derived) -> list[str]:
    """Name the rows that are stored and not derived, or derived and not stored."""
    stored = f"SELECT {derived.columns} FROM {derived.table}"
    given = f"SELECT {derived.columns} FROM ({derived.rows(reader.engine_name)}) d"
    surplus, missing = (f"SELECT * FROM ({one} EXCEPT {other}) x" for one, other in ((stored, given), (given, stored)))
    both = f"({surplus} UNION ALL {missing}) y"
    if derived is STATE:
        name = "coalesce(r.slug, CAST(y.record AS TEXT))"
        sql = f"SELECT DISTINCT {name} FROM {both} LEFT JOIN record r ON r.id = y.record ORDER BY 1"
    else:
        key = " || ' ' || ".join(derived.columns.split(", ")[: derived.width])
        sql = f"SELECT DISTINCT {key} FROM {both} ORDER BY 1"
    with _joined_as_written(reader.engine_name, reader.value):
        return [" ".join(str(row[0]).split()) for row in reader.rows(sql)]
