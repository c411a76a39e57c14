"""Do the same work with the drivers alone, in a process of its own, as the baseline of the benchmarks.

python -m benchmarks.driver sqlite ROWS DATABASE
"""

from __future__ import annotations

import argparse
import csv
import json
import marshal
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

BATCH = 10_000
# A load updates counts, instead of inserting rows.
TABLES = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT IN ('country_count', 'sector_count')
    AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'search!_%' ESCAPE '!'
ORDER BY rowid"""
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536")
# The key of a virtual table is not among its columns.
KEYS = {"search": "rowid"}
KEYS_ON_POSTGRESQL = {"search": "record"}


class Batch(NamedTuple):
    """Rows of a table."""

    table: str
    columns: list[str]
    rows: list[tuple[Any, ...]]


def write_rows(loaded: Path, before: Path, target: Path) -> int:
    """Write the rows that an earlier copy of the database does not have, parents first; return their number."""
    count = 0
    with closing(sqlite3.connect(loaded)) as connection, target.open("wb") as file:
        connection.execute("ATTACH ? AS earlier", [str(before)])
        for (table,) in connection.execute(TABLES).fetchall():
            names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            columns = [KEYS[table], *names] if table in KEYS else names
            listed = ", ".join(f'"{name}"' for name in columns)
            cursor = connection.execute(
                f"SELECT {listed} FROM main.{table} EXCEPT SELECT {listed} FROM earlier.{table}"
            )
            while rows := cursor.fetchmany(BATCH):
                marshal.dump((table, columns, rows), file)
                count += len(rows)
    return count


def read_rows(file: BinaryIO) -> Iterator[Batch]:
    while True:
        try:
            yield Batch(*marshal.load(file))
        except EOFError:
            return


def drop_indexes(path: Path) -> None:
    """Drop the indexes of a database and write the statements that create them to a file beside it."""
    with closing(sqlite3.connect(path)) as connection:
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        connection.commit()
    path.with_suffix(".sql").write_text(";\n".join(sql for _, sql in indexes) + ";\n")


def sqlite(rows: Path, target: Path, indexes: Path) -> None:
    """Insert the rows by executemany in one transaction, create the indexes, and then check the foreign keys.

    Records and facts refer to each other. Checked row by row, without indexes yet, that would take the square of them.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as connection, rows.open("rb") as file:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        for batch in read_rows(file):
            columns = ", ".join(f'"{name}"' for name in batch.columns)
            marks = ", ".join("?" * len(batch.columns))
            connection.executemany(f"INSERT INTO {batch.table} ({columns}) VALUES ({marks})", batch.rows)
        for statement in indexes.read_text().split(";\n"):
            connection.execute(statement)
        assert not connection.execute("PRAGMA foreign_key_check").fetchone()
        connection.execute("COMMIT")


def write_lines(batches: Iterable[Batch], folder: Path) -> None:
    """Write the rows of each ordinary table to a file of JSON lines."""
    for batch in batches:
        if batch.table in KEYS:
            continue
        with (folder / f"{batch.table}.ndjson").open("a", encoding="utf-8") as lines:
            for row in batch.rows:
                record = dict(zip(batch.columns, row, strict=True))
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def ndjson(rows: Path, folder: Path) -> None:
    folder.mkdir()
    with rows.open("rb") as file:
        write_lines(read_rows(file), folder)


def postgresql(rows: Path, url: str, indexes: Path, how: str) -> None:
    """Insert by COPY or executemany into constrained tables in one transaction, then create the indexes."""
    import psycopg

    with psycopg.connect(url) as connection, connection.cursor() as cursor, rows.open("rb") as file:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for batch in read_rows(file):
            names = [KEYS_ON_POSTGRESQL.get(batch.table, "") if name == "rowid" else name for name in batch.columns]
            columns = ", ".join(f'"{name}"' for name in names)
            if how == "copy-in":
                with cursor.copy(f"COPY {batch.table} ({columns}) FROM STDIN") as copy:
                    for row in batch.rows:
                        copy.write_row(row)
            else:
                marks = ", ".join(["%s"] * len(names))
                cursor.executemany(f"INSERT INTO {batch.table} ({columns}) VALUES ({marks})", batch.rows)
        # No index can be created while a deferred constraint is pending.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in indexes.read_text().split(";\n"):
            if statement:
                cursor.execute(statement)


def read_files(folder: Path) -> int:
    """Read every file of a folder, the least that a reload must do."""
    return sum(len(path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file())


def write_csv(database: Path, select: Path, target: Path) -> None:
    """Write the rows of a SELECT in a file, or of every view to a folder, with the driver and csv.writer."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if select.name != "views":
            _write_csv(connection, select.read_text(), target)
            return
        target.mkdir()
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            _write_csv(connection, f"SELECT * FROM {name}", target / f"{name}.csv")


def _write_csv(connection: sqlite3.Connection, select: str, target: Path) -> None:
    cursor = connection.execute(select)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column[0] for column in cursor.description])
        writer.writerows(cursor)


def copy(source: Path, target: Path) -> None:
    """Copy a file and sync it to disk."""
    shutil.copyfile(source, target)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def vacuum(source: Path, target: Path) -> None:
    """Copy a database with VACUUM INTO."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])


def copy_database(url: str, source: str, target: str) -> None:
    """Copy a database on the server."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {target}".encode())
        connection.execute(f"CREATE DATABASE {target} TEMPLATE {source}".encode())


PLAIN: dict[str, Callable[..., object]] = {
    "bare": drop_indexes,
    "ndjson": ndjson,
    "read": read_files,
    "csv": write_csv,
    "sqlite": sqlite,
    "copy": copy,
    "vacuum": vacuum,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=(*PLAIN, "rows", "copy-database", "copy-in", "executemany"))
    parser.add_argument("arguments", nargs="+")
    given = parser.parse_args()
    paths = list(map(Path, given.arguments))
    if given.what in PLAIN:
        PLAIN[given.what](*paths)
    elif given.what == "rows":
        print(write_rows(*paths))
    elif given.what == "copy-database":
        copy_database(*given.arguments)
    else:
        postgresql(paths[0], given.arguments[1], paths[2], given.what)


if __name__ == "__main__":
    main()
