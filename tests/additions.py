"""Adds facts to a loaded database in a transaction that is undone, for tests of what the schema makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import Connection

from models.derived.refresh import refresh
from models.storage.database import Database
from tests.sample import Sample


class Additions(Sample):
    """Inserts beside the shipped facts, and knows the ids of their slugs."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.ids.update({slug: number for slug, number in self.rows("SELECT slug, id FROM record")})
        self.numbers = count(self.value("SELECT max(id) FROM fact") + 1)

    def run(self, sql: str) -> int:
        """Run a statement; returns how many rows it changed."""
        return self.connection.exec_driver_sql(sql).rowcount

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.connection.exec_driver_sql(sql)]

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def article(self, slug: str, text: str = "text", **values: Any) -> None:
        """An article whose digest is only as long as one."""
        digest = slug.ljust(64, "0")
        self.record("article", slug, slug, slug, language="en", digest=digest, length=len(text), **values)

    def agreement(self, slug: str, **values: Any) -> None:
        self.record("agreement", slug, slug, slug, type="agreement", **values)

    def derive(self, *slugs: str) -> None:
        """Derive the state of these records, as a load does."""
        refresh(self.connection, {self.ids[slug] for slug in slugs})


@contextmanager
def additions(database: Database) -> Iterator[Additions]:
    """Additions to a database, which is left as it was."""
    engine = database.engine()
    try:
        with engine.connect() as connection:
            yield Additions(connection)
    finally:
        # On PostgreSQL nobody may be connected to a database that is copied.
        engine.dispose()
