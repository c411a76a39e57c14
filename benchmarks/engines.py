"""Run the SELECT of every report on SQLite, PostgreSQL, DuckDB and Apache Spark, and compare the rows.

DuckDB and Spark read the Parquet export; two exports, one for each collection, are laid together first. Needs the
packages of the group `engines`, and Java 17 for Spark.

python -m benchmarks.engines --scales 0.1 1 --master 'local-cluster[2,1,2048]'
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import databases
from benchmarks.generate import World
from benchmarks.measure import DATA, MITHAQ, Table, output, publish, require_console_script, seconds
from benchmarks.postgresql import server
from reports.catalogue.registry import NAMES, load
from reports.exporting.contract_copy import PARTNERSHIP

Rows = list[tuple[Any, ...]]
Engine = Callable[[str], Rows]
# One country of the generated data, which the shipped data have as well.
COUNTRY = World(1).countries[0].country
# Each database was loaded at another time.
COLUMNS = {"changes": ["--columns", "collection,inserted,updated,deleted"]}
NOTE = (
    "A report of all data, and one of a country where the report has that filter. Times are elapsed, of the SELECT and"
    " of fetching its rows, in an open session. `rows` is what SQLite answers; `same` means that all engines gave these"
    " rows in this order."
)


class Question(NamedTuple):
    """A report with its filter, and the SELECT that `--sql` prints."""

    name: str
    sql: str


def list_questions(database: Path) -> list[Question]:
    """Return every report, also by other groupings and by country."""
    asked = []
    for name in NAMES:
        variants: list[list[str]] = [[], *(["--by", by] for by in load(name).variants)]
        if any(each.option == "country" for each in load(name).filters):
            variants += [[*each, "--country", COUNTRY] for each in variants]
        for options in variants:
            sql = output([MITHAQ, "--database", database, "report", name, *options, *COLUMNS.get(name, []), "--sql"])
            asked.append(Question(" ".join([name, *options]), sql.strip().rstrip(";")))
    return asked


def export_by_collection(database: Path, folder: Path) -> None:
    """Export each collection by itself, as different machines would, and lay the folders together."""
    shutil.rmtree(folder, ignore_errors=True)
    with closing(sqlite3.connect(database)) as connection:
        collections = [name for (name,) in connection.execute("SELECT name FROM v_collection ORDER BY name")]
    for collection in collections:
        part = folder.with_name(f"{folder.name}-{collection}")
        shutil.rmtree(part, ignore_errors=True)
        output([MITHAQ, "--database", database, "export", part, "--as", "parquet", "--collection", collection])
        shutil.copytree(part, folder, dirs_exist_ok=True)
        shutil.rmtree(part)


@contextmanager
def open_sqlite(database: Path) -> Iterator[Engine]:
    with closing(sqlite3.connect(database)) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@contextmanager
def open_postgresql(url: str) -> Iterator[Engine]:
    import psycopg

    with psycopg.connect(url) as connection:
        yield lambda sql: connection.execute(sql.encode()).fetchall()


@contextmanager
def open_duckdb(folder: Path) -> Iterator[Engine]:
    import duckdb

    with duckdb.connect() as connection:
        for view in list_views(folder):
            files = (
                f"read_parquet('{folder / view}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
            )
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM {files}")
        connection.execute(PARTNERSHIP)
        yield lambda sql: connection.execute(sql).fetchall()


@contextmanager
def open_spark(folder: Path, master: str) -> Iterator[Engine]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        # A collection may be called 2024.
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    }
    session = SparkSession.builder.master(master).config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    for view in list_views(folder):
        session.read.parquet(str(folder / view)).createOrReplaceTempView(view)
    session.sql(PARTNERSHIP.replace("CREATE VIEW", "CREATE TEMPORARY VIEW"))
    try:
        yield lambda sql: [tuple(row) for row in session.sql(sql).collect()]
    finally:
        session.stop()


def list_views(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def normalize(rows: Rows) -> Rows:
    """Return rows whose numbers compare across drivers: to nine digits after the point."""
    return [
        tuple(round(float(cell), 9) if isinstance(cell, int | float | Decimal) else cell for cell in row)
        for row in rows
    ]


def compare(questions: Sequence[Question], engines: dict[str, Engine], scale: float) -> tuple[Table, int]:
    """Ask each engine every question; return the times, and the number of answers that differ from those of SQLite."""
    table = Table(f"Scale {scale:g}", ["report", "rows", *engines, "rows compared"], note=NOTE)
    wrong = 0
    for question in questions:
        answers = {name: timed(engine, question.sql) for name, engine in engines.items()}
        expected = next(iter(answers.values()))[1]
        different = [name for name, (_, rows) in answers.items() if rows != expected]
        wrong += len(different)
        verdict = f"not {', '.join(different)}" if different else "same"
        table.add(question.name, f"{len(expected):,}", *(seconds(time) for time, _ in answers.values()), verdict)
    return table, wrong


def timed(engine: Engine, sql: str) -> tuple[float, Rows]:
    start = time.perf_counter()
    rows = engine(sql)
    return time.perf_counter() - start, normalize(rows)


def measure(scale: float, master: str, stack: ExitStack, servers: Any) -> tuple[Table, int]:
    database = databases.load_database(scale)
    folder = DATA / "engines"
    export_by_collection(database, folder)
    engines = {
        "SQLite": stack.enter_context(open_sqlite(database)),
        "PostgreSQL": stack.enter_context(open_postgresql(servers.of(servers.loaded(scale)))),
        "DuckDB": stack.enter_context(open_duckdb(folder)),
        "Spark": stack.enter_context(open_spark(folder, master)),
    }
    return compare(list_questions(database), engines, scale)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scales", type=float, nargs="+", default=[0.1, 1], help="1 is 10,000 agreements")
    parser.add_argument("--master", default="local-cluster[2,1,2048]", help="where Spark runs")
    options = parser.parse_args()
    require_console_script()
    tables, wrong = [], 0
    with server() as servers:
        for scale in options.scales:
            with ExitStack() as stack:
                table, differing = measure(scale, options.master, stack, servers)
            tables.append(table)
            wrong += differing
    scales = " ".join(f"{each:g}" for each in options.scales)
    how = f"`python -m benchmarks.engines --scales {scales} --master '{options.master}'`"
    peers = [f"{name} {version(name)}" for name in ("duckdb", "pyspark")]
    publish("engines", "The same rows on four engines", tables, how, peers)
    if wrong:
        raise SystemExit(f"{wrong} answers differ")


if __name__ == "__main__":
    main()
