"""Load the rows of a load into DuckDB; run with any Python that has DuckDB.

`prepare` creates the tables with the shipped data, with or without constraints: keys, uniqueness, NOT NULL and the
references that DuckDB supports (to earlier tables, no column twice, not to rows of the same statement). `load` reads
JSON lines, the fastest way without another library; single inserts take a quarter of a millisecond per row.

    python -m benchmarks.duck prepare SHIPPED.db TARGET.duckdb [constrained]
    python -m benchmarks.duck load FOLDER TARGET.duckdb
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from benchmarks.driver import KEYS, TABLES, Batch, write_lines

TYPES = {"INTEGER": "BIGINT", "TEXT": "VARCHAR"}
COLUMNS = "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?"


def prepare(shipped: Path, target: Path, constrained: bool) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(shipped)) as source, TemporaryDirectory() as folder:
        tables = [row[0] for row in source.execute(TABLES) if row[0] not in KEYS]
        for table in tables:
            names = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
            write_lines([Batch(table, names, source.execute(f"SELECT * FROM {table}").fetchall())], Path(folder))
        with duckdb.connect(str(target)) as connection:
            for number, table in enumerate(tables):
                connection.execute(_definition(source, table, tables[:number], constrained))
            _insert(connection, Path(folder))


def _definition(source: sqlite3.Connection, table: str, known: list[str], constrained: bool) -> str:
    columns = source.execute(f"PRAGMA table_info({table})").fetchall()
    parts = [
        f'"{name}" {TYPES.get(type_, type_)}{" NOT NULL" if required and constrained else ""}'
        for _, name, type_, required, _, _ in columns
    ]
    if constrained:
        parts += _constraints(source, table, known)
    return f"CREATE TABLE {table} ({', '.join(parts)})"


def _constraints(source: sqlite3.Connection, table: str, known: list[str]) -> Iterator[str]:
    key = sorted((row[5], row[1]) for row in source.execute(f"PRAGMA table_info({table})") if row[5])
    yield f"PRIMARY KEY ({_listed(name for _, name in key)})"
    for _, index, unique, origin, _ in source.execute(f"PRAGMA index_list({table})").fetchall():
        if unique and origin == "u":
            yield f"UNIQUE ({_listed(row[2] for row in source.execute(f'PRAGMA index_info({index})'))})"
    references: dict[int, list[Any]] = {}
    for row in source.execute(f"PRAGMA foreign_key_list({table})"):
        references.setdefault(row[0], []).append(row)
    for rows in references.values():
        target, ours, theirs = rows[0][2], [row[3] for row in rows], [row[4] for row in rows]
        if target in known and len(set(ours)) == len(ours):
            yield f"FOREIGN KEY ({_listed(ours)}) REFERENCES {target} ({_listed(theirs)})"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def load(folder: Path, target: Path) -> None:
    """Load the rows of every table in one transaction."""
    with duckdb.connect(str(target)) as connection:
        connection.execute("BEGIN")
        _insert(connection, folder)
        connection.execute("COMMIT")


def _insert(connection: Any, folder: Path) -> None:
    for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY table_oid").fetchall():
        path = folder / f"{table}.ndjson"
        if path.exists() and path.stat().st_size:
            names = connection.execute(
                f"SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = '{table}'"
            )
            columns = ", ".join(f"'{name}': '{type_}'" for name, type_ in names.fetchall())
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM"
                f" read_json('{path}', format = 'newline_delimited', columns = {{{columns}}})"
            )


def main() -> None:
    match sys.argv[1:]:
        case ["prepare", shipped, target, *constrained]:
            prepare(Path(shipped), Path(target), bool(constrained))
        case ["load", folder, target]:
            load(Path(folder), Path(target))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
