"""Describe a database for `mithaq db info`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from models.storage.database import Database, Reader

COLLECTIONS = """
SELECT c.name, (SELECT count(*) FROM fact f WHERE f.collection = c.name),
    (SELECT count(*) FROM fact f JOIN record r ON r.id = f.id WHERE f.collection = c.name),
    (SELECT count(*) FROM citation k WHERE k.collection = c.name)
FROM collection c ORDER BY c.name
"""
FILES = "SELECT (SELECT count(DISTINCT dataset) FROM cell_text), (SELECT count(*) FROM dataset)"
LAST_LOAD = "SELECT at, collection, version FROM load ORDER BY id DESC LIMIT 1"


def describe(database: Database) -> Iterator[tuple[str, str]]:
    """Labels and values, one a line.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    with database.read() as reader:
        yield "database", str(database)
        yield "engine", _engine(reader)
        yield "size", f"{_size(reader):,} bytes"
        yield "revision", str(reader.revision())
        for name, facts, records, citations in reader.rows(COLLECTIONS):
            yield "collection", f"{name}: {facts:,} facts, {records:,} of them records, {citations:,} citations"
        attached, articles = reader.rows("SELECT (SELECT count(*) FROM article_text), (SELECT count(*) FROM article)")[
            0
        ]
        yield "texts", f"{attached} of {articles} articles attached"
        attached, datasets = reader.rows(FILES)[0]
        if datasets:
            yield "files", f"{attached} of {datasets} data sets attached"
        for at, collection, version in reader.rows(LAST_LOAD):
            yield "last load", f"{at[:10]} {at[11:16]} UTC, {collection}, by version {version}"


def _engine(reader: Reader) -> str:
    if reader.engine_name == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {reader.value('SHOW server_version')}"


def _size(reader: Reader) -> int:
    if reader.engine_name == "sqlite":
        return int(reader.value("PRAGMA page_count")) * int(reader.value("PRAGMA page_size"))
    return int(reader.value("SELECT pg_database_size(current_database())"))
