"""Dumps of released databases, in text: the rows of every table, which any revision's migrations can take in.

python -m tests.releases 0.1.0        write tests/dumps/0.1.0.jsonl from the shipped seeds, at a release
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from models.derived.definitions import FORMER_TABLES
from models.derived.definitions import TABLES as DERIVED_TABLES
from models.migrating.migrations import migration_connection, upgrade
from models.storage.database import Database, Reader
from tests.paths import DUMPS

if TYPE_CHECKING:
    from tests.conftest import Databases

# The index of words differs by engine, and is filled by whoever migrates.
INDEX = re.compile("search(_.*)?|alembic_version")
# Later versions may derive otherwise.
DERIVED = {*FORMER_TABLES, *(each.table for each in DERIVED_TABLES)}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}


def tables(reader: Reader) -> list[str]:
    """The tables that a load fills, but for the index of words."""
    names = [str(row[0]) for row in reader.rows(TABLES[reader.engine_name])]
    return [name for name in names if not INDEX.fullmatch(name)]


def dump(database: Database) -> Iterator[str]:
    """The revision, then each table's columns, then its rows, one JSON text a line."""
    with database.read() as reader:
        yield json.dumps(reader.revision())
        for table in tables(reader):
            columns, rows = reader.select(f'SELECT * FROM "{table}"')
            yield json.dumps({"table": table, "columns": columns})
            yield from sorted(json.dumps(list(row), ensure_ascii=False) for row in rows)


def restore(database: Database, path: Path) -> str:
    """Make the database that was dumped; returns its revision."""
    lines = path.read_text("utf-8").splitlines()
    revision = str(json.loads(lines[0]))
    upgrade(database, revision)
    engine = database.engine()
    try:
        with engine.begin() as connection:
            postgresql = connection.dialect.name == "postgresql"
            defer = "SET CONSTRAINTS ALL DEFERRED" if postgresql else "PRAGMA defer_foreign_keys = ON"
            connection.exec_driver_sql(defer)
            for insert, rows in _inserts(lines[1:], "%s" if postgresql else "?"):
                connection.exec_driver_sql(insert, rows)
    finally:
        engine.dispose()
    with migration_connection(database):
        pass
    return revision


def released(databases: Databases, path: Path = DUMPS / "0.1.0.jsonl") -> Database:
    """Return the database of a release on an engine, to be copied and never changed."""
    return databases.template(f"release {path.stem}", lambda database: restore(database, path))


def _inserts(lines: list[str], mark: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    found: list[tuple[str, list[tuple[Any, ...]]]] = []
    for line in map(json.loads, lines):
        if isinstance(line, dict):
            columns = ", ".join(f'"{column}"' for column in line["columns"])
            marks = ", ".join([mark] * len(line["columns"]))
            found.append((f'INSERT INTO "{line["table"]}" ({columns}) VALUES ({marks})', []))
        else:
            found[-1][1].append(tuple(line))
    return (each for each in found if each[1])


def hashes(database: Database) -> dict[str, str]:
    """Return a digest of the rows of every table, whatever their order, but for what is derived."""
    with database.open_read_only() as reader:
        return {
            table: hashlib.sha256(
                "\n".join(sorted(repr(tuple(row)) for row in reader.rows(f'SELECT * FROM "{table}"'))).encode()
            ).hexdigest()
            for table in tables(reader)
            if table not in DERIVED
        }


def main() -> None:
    from seeds.loading.loader import load_shipped

    with TemporaryDirectory() as folder:
        database = Database.file(Path(folder) / "mithaq.db")
        upgrade(database)
        load_shipped(database)
        (DUMPS / f"{sys.argv[1]}.jsonl").write_text("\n".join(dump(database)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
