"""Enlarge a loaded database by copying its generated rows, for scales that are too large to load from files.

A copy has the same names, dates and texts, new ids, and slugs that end in its number. Copies share the shipped records,
such as countries and sectors, so each of those has a multiple of the agreements. The functions that loads use refresh
the derived tables afterwards.

    python -m benchmarks.replicate DATABASE COPIES
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Column, Connection, Integer, Table

from benchmarks.databases import COLLECTION
from models.derived.refresh import refresh
from models.derived.search_index import refresh_search
from models.schema import metadata
from models.storage.database import Database
from seeds.loading.rows import TABLES
from seeds.loading.transaction import BEGINNINGS

# Files first, because facts refer to them. Generated records have no former slugs.
COPIED = ("source", *(spec.name for spec in TABLES if spec.name != "former_slug"))
# Unique text columns, and the expression for a copy's value; a digest has 64 characters.
RENAMED = {
    "record.slug": "slug || '-{number}'",
    "source.path": "'copy-{number}/' || path",
    "article.digest": "substr(digest, 1, 60) || '{number:04}'",
}
KIBIBYTES_OF_CACHE = 1 << 19


class Original:
    """The id ranges of the generated facts and files."""

    def __init__(self, connection: Connection) -> None:
        self.facts = _span(connection, "fact")
        self.sources = _span(connection, "source")

    def span(self, table: Table, column: Column[int]) -> tuple[int, int]:
        of_source = column.name == "source" or (table.name == "source" and column.name == "id")
        return self.sources if of_source else self.facts

    def copy(self, connection: Connection, table: Table, number: int) -> None:
        """Insert the rows of a table again, with ids and references after those of earlier copies."""
        key = next(column for column in table.columns if _is_id(column))
        first, last = self.span(table, key)
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join(self.value(table, column, number) for column in table.columns)
        connection.exec_driver_sql(
            f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {table.name}"
            f' WHERE "{key.name}" BETWEEN {first} AND {last}'
        )

    def value(self, table: Table, column: Column[int], number: int) -> str:
        renamed = RENAMED.get(f"{table.name}.{column.name}")
        if renamed:
            return renamed.format(number=number)
        if not _is_id(column):
            return f'"{column.name}"'
        first, last = self.span(table, column)
        shift = (last - first + 1) * number
        return f'CASE WHEN "{column.name}" >= {first} THEN "{column.name}" + {shift} ELSE "{column.name}" END'

    def records(self, connection: Connection, number: int) -> set[int]:
        """Return the ids of the records of a copy."""
        first, last = self.facts
        shift = (last - first + 1) * number
        rows = connection.exec_driver_sql(f"SELECT id FROM record WHERE id BETWEEN {first + shift} AND {last + shift}")
        return {row[0] for row in rows}


def _span(connection: Connection, table: str) -> tuple[int, int]:
    [(first, last)] = connection.exec_driver_sql(
        f"SELECT min(id), max(id) FROM {table} WHERE collection = '{COLLECTION}'"
    )
    return first, last


def _is_id(column: Column[int]) -> bool:
    return isinstance(column.type, Integer) and (column.name == "id" or bool(column.foreign_keys))


def replicate(database: Database, copies: int) -> None:
    """Copy the generated rows `copies` times, in a transaction each, then refresh the derived tables once."""
    engine = database.engine()
    with engine.connect() as connection:
        with connection.begin():
            original = Original(connection)
        for number in range(1, copies):
            with _transaction(connection):
                for name in COPIED:
                    original.copy(connection, metadata.tables[name], number)
                refresh_search(connection, original.records(connection, number))
        with _transaction(connection):
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("ANALYZE")
            refresh(connection, None)
    engine.dispose()


@contextmanager
def _transaction(connection: Connection) -> Iterator[None]:
    with connection.begin():
        for statement in BEGINNINGS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA cache_size = -{KIBIBYTES_OF_CACHE}")
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("database")
    parser.add_argument("copies", type=int)
    given = parser.parse_args()
    replicate(Database.locate(given.database), given.copies)


if __name__ == "__main__":
    main()
