"""Run the SELECT of every report on SQLite, PostgreSQL, DuckDB and Apache Spark, and compare the rows.

DuckDB and Spark read the Parquet exports of three collections (shipped, generated, a table), laid together. Needs the
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

from benchmarks import databases, generate_tables
from benchmarks.generate import AGREEMENTS, World
from benchmarks.measure import DATA, MITHAQ, Table, output, publish, require_console_script, seconds
from benchmarks.postgresql import Server, server
from reports.catalogue.registry import NAMES, load
from reports.exporting.contract_copy import PARTNERSHIP

Rows = list[tuple[Any, ...]]
Engine = Callable[[str], Rows]
# One country of the generated data, which the shipped data have as well.
COUNTRY = World(1).countries[0].country
# Each database was loaded at another time.
COLUMNS = {"changes": ["--columns", "collection,inserted,updated,deleted"]}
# Larger databases are copies of the rows of this scale: four engines are compared, not loads.
LARGEST_LOADED = 1
# A collection whose facts cite cells.
TABLE = "memberships"
SPARK = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "3g",
    "spark.sql.shuffle.partitions": "4",
    # A collection may be called 2024.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
NOTE = (
    "A report of all data, and one of a country where the report has that filter. Times are elapsed, of the SELECT and"
    " of fetching its rows, in an open session. `rows` is what SQLite answers; `same` means that all engines gave these"
    " rows in this order. The SQLite file has {database:.0f} MB. Its three collections were exported in {exported} to"
    " {parquet:.0f} MB of Parquet; DuckDB opened them in {duckdb}, Spark started and opened them in {spark}."
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


def load_table() -> list[str | Path]:
    """Generate a table with its map, and return the arguments of the command that loads it."""
    folder = DATA / "tables"
    generate_tables.generate(folder)
    return ["seed", "load", folder / TABLE, "--collection", TABLE]


def build(scale: float) -> Path:
    """Build a SQLite database with the shipped data, generated data of the scale, and a table."""
    path = DATA / f"engines-{scale:g}.db"
    databases.copy(databases.load_database(scale, largest=LARGEST_LOADED), path)
    output([MITHAQ, "--database", path, *load_table()])
    return path


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

    session = SparkSession.builder.master(master).config(map=SPARK).getOrCreate()
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


def compare(questions: Sequence[Question], engines: dict[str, Engine], table: Table) -> int:
    """Ask each engine every question, add the times to the table, and count the answers that differ from SQLite's."""
    wrong = 0
    for question in questions:
        answers = {name: timed(engine, question.sql) for name, engine in engines.items()}
        expected = next(iter(answers.values()))[1]
        different = [name for name, (_, rows) in answers.items() if rows != expected]
        wrong += len(different)
        verdict = f"not {', '.join(different)}" if different else "same"
        table.add(question.name, f"{len(expected):,}", *(seconds(time) for time, _ in answers.values()), verdict)
        print(question.name, verdict, flush=True)
    return wrong


def timed(engine: Engine, sql: str) -> tuple[float, Rows]:
    start = time.perf_counter()
    rows = engine(sql)
    return time.perf_counter() - start, normalize(rows)


class Clock:
    """Times of steps, as text."""

    def __init__(self) -> None:
        self.last = time.perf_counter()

    def lap(self) -> str:
        """Return the time since the last call."""
        before, self.last = self.last, time.perf_counter()
        return seconds(self.last - before)


def megabytes(path: Path) -> float:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(each.stat().st_size for each in files) / 1e6


def measure(scale: float, master: str, stack: ExitStack, servers: Server) -> tuple[Table, int]:
    """Build the databases of a scale, export them, and compare the engines."""
    database = build(scale)
    loaded = servers.loaded(scale, LARGEST_LOADED)
    output([MITHAQ, "--database", servers.to_mithaq(loaded), *load_table()])
    folder = DATA / "engines"
    clock = Clock()
    export_by_collection(database, folder)
    exported = clock.lap()
    duckdb = stack.enter_context(open_duckdb(folder))
    opened = clock.lap()
    spark = stack.enter_context(open_spark(folder, master))
    note = NOTE.format(
        database=megabytes(database), exported=exported, parquet=megabytes(folder), duckdb=opened, spark=clock.lap()
    )
    engines = {
        "SQLite": stack.enter_context(open_sqlite(database)),
        "PostgreSQL": stack.enter_context(open_postgresql(servers.of(loaded))),
        "DuckDB": duckdb,
        "Spark": spark,
    }
    table = Table(f"{AGREEMENTS * scale:,.0f} agreements", ["report", "rows", *engines, "rows compared"], note=note)
    return table, compare(list_questions(database), engines, table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scales", type=float, nargs="+", default=[0.1, 1], help="1 is 10,000 agreements")
    parser.add_argument("--master", default="local-cluster[2,1,2048]", help="where Spark runs")
    options = parser.parse_args()
    require_console_script()
    peers = [f"{name} {version(name)}" for name in ("duckdb", "pyspark")]
    differing = 0
    with server() as servers:
        for scale in options.scales:
            with ExitStack() as stack:
                table, wrong = measure(scale, options.master, stack, servers)
            how = f"`python -m benchmarks.engines --scales {scale:g} --master '{options.master}'`"
            publish(f"engines-{scale:g}", "The same rows on four engines", [table], how, peers)
            differing += wrong
    if differing:
        raise SystemExit(f"{differing} answers differ")


if __name__ == "__main__":
    main()
