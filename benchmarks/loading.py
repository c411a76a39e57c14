"""Loads: fresh, unchanged, and with one file in a hundred changed, against the drivers, `sqlite-utils` and DuckDB.

python -m benchmarks.loading --scale 1 --repeats 5 --peers FOLDER
python -m benchmarks.loading --scale 1 --postgresql
"""

from __future__ import annotations

import argparse
import hashlib
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks import databases
from benchmarks.measure import (
    DATA,
    DRIVER,
    MITHAQ,
    Command,
    Reading,
    Table,
    compared,
    in_turn,
    output,
    publish,
    require_console_script,
    run,
)
from benchmarks.peers import peer, python_with, release, release_of_module
from benchmarks.postgresql import Server, server

REVISED = 0.01
FRESH, UNCHANGED, CHANGED = (
    "mithaq seed load, fresh",
    "mithaq seed load, nothing changed",
    "mithaq seed load, 1 % changed",
)
CHECK, WRITING = "mithaq seed check: parse and validate", "the fresh load less the check: write"
EXECUTEMANY, READING = "sqlite3 executemany, the same rows", "read the files"
KEYS = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"


class Bench:
    """The databases, seeds and rows of one scale."""

    def __init__(self, scale: float) -> None:
        self.seeds = databases.seeds(scale)
        self.revised = databases.seeds(scale, REVISED)
        self.shipped = databases.shipped()
        self.loaded = databases.loaded(scale, anew=True)
        self.bare = DATA / "bare.db"
        databases.copy(self.shipped, self.bare)
        output([*DRIVER, "bare", self.bare])
        self.indexes = self.bare.with_suffix(".sql")
        self.rows = DATA / f"rows-{scale:g}.marshal"
        self.count = int(output([*DRIVER, "rows", self.loaded, self.shipped, self.rows]))
        self.target = DATA / "target.db"

    def from_copy(self, source: Path, target: Path | None = None) -> Callable[[], None]:
        """Return a function that copies a database to where the next command writes."""
        return partial(databases.copy, source, target or self.target)

    def load(self, name: str, folder: Path, before: Path, budget: float | None = None) -> Command:
        argv = databases.load_command(self.target, folder)
        return Command(name, argv, self.from_copy(before), budget)

    def driver(self) -> Command:
        argv: list[str | Path] = [*DRIVER, "sqlite", self.rows, self.target, self.indexes]
        return Command(EXECUTEMANY, argv, self.from_copy(self.bare))

    def changed_rows(self) -> Path:
        """Return a file of the rows that a reload of the revised seeds writes."""
        reloaded, rows = DATA / "reloaded.db", DATA / "rows-changed.marshal"
        databases.copy(self.loaded, reloaded)
        run(databases.load_command(reloaded, self.revised))
        output([*DRIVER, "rows", reloaded, self.loaded, rows])
        return rows


class SqliteUtils:
    """The command `sqlite-utils`, one process for each table; without the search index."""

    def __init__(self, program: Path, bench: Bench) -> None:
        self.program = program
        self.bench = bench

    def insert(self) -> Command:
        script = self.script("insert", _lines(self.bench.rows, "all"))
        return Command("sqlite-utils insert, without indexes and search", script, self.bench.from_copy(self.bench.bare))

    def upsert(self, name: str, rows: Path, kept: str) -> Command:
        script = self.script("upsert", _lines(rows, kept))
        return Command(f"sqlite-utils upsert, {name}", script, self.bench.from_copy(self.bench.loaded))

    def script(self, verb: str, folder: Path) -> list[str]:
        commands = [
            [str(self.program), verb, str(self.bench.target), path.stem, str(path), "--nl", *self.keys(verb, path.stem)]
            for path in sorted(folder.iterdir())
        ]
        return ["sh", "-c", " && ".join(map(shlex.join, commands))]

    def keys(self, verb: str, table: str) -> list[str]:
        if verb == "insert":
            return []
        with closing(sqlite3.connect(self.bench.loaded)) as connection:
            return [word for (name,) in connection.execute(KEYS, [table]) for word in ("--pk", name)]


def _lines(rows: Path, name: str) -> Path:
    """A folder of JSON lines for each table, from rows."""
    folder = DATA / f"ndjson-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    output([*DRIVER, "ndjson", rows, folder])
    return folder


def duckdb(bench: Bench, python: Path) -> Iterator[Command]:
    """DuckDB's own reader of JSON lines, into tables without and with constraints; no search index, no others."""
    folder, target = _lines(bench.rows, "all"), DATA / "target.duckdb"
    for name, words in (("without constraints", []), ("with constraints", ["constrained"])):
        prepared = DATA / f"{name.replace(' ', '-')}.duckdb"
        run([python, "-m", "benchmarks.duck", "prepare", bench.shipped, prepared, *words])
        load: list[str | Path] = [python, "-m", "benchmarks.duck", "load", folder, target]
        yield Command(f"DuckDB read_json, {name}", load, bench.from_copy(prepared, target))


def fresh(bench: Bench, repeats: int, others: Iterable[Command]) -> Table:
    """Compare a fresh load with other ways to write the same rows."""
    load = bench.load(FRESH, bench.seeds, bench.shipped, 2.0)
    check = Command(CHECK, [MITHAQ, "seed", "check", bench.seeds])
    commands = [bench.driver(), load, check, *others]
    readings = in_turn(commands, repeats)
    readings[WRITING] = list(map(_less, readings[FRESH], readings[CHECK]))
    commands.insert(3, Command(WRITING, [], budget=1.1))
    note = f"{bench.count:,} rows. The load derives `state` and the search index; the driver is handed their rows."
    return compared("Fresh load, SQLite", commands, readings, note)


def _less(whole: Reading, part: Reading) -> Reading:
    return Reading(whole.wall - part.wall, whole.cpu - part.cpu, whole.peak)


def again(bench: Bench, repeats: int, sqlite_utils: SqliteUtils | None) -> list[Table]:
    """Compare reloads with reading the files and with a fresh load."""
    reading = Command(READING, [*DRIVER, "read", bench.seeds])
    same = [bench.load(UNCHANGED, bench.seeds, bench.loaded, 1.5)]
    load = bench.load(FRESH, bench.seeds, bench.shipped)
    changed = [bench.load(CHANGED, bench.revised, bench.loaded, 0.2)]
    if sqlite_utils:
        same.append(sqlite_utils.upsert("every row", bench.rows, "all"))
        changed.append(sqlite_utils.upsert("told which rows changed", bench.changed_rows(), "changed"))
    readings = in_turn([reading, *same, load, *changed], repeats)
    return [
        compared("Reload with nothing changed", [reading, *same], readings, _traces(bench)),
        compared("Reload with 1 % of the articles changed", [load, *changed], readings),
    ]


def _traces(bench: Bench) -> str:
    """Say whether a reload that changes nothing leaves the same file, byte for byte."""
    bench.from_copy(bench.loaded)()
    output(databases.load_command(bench.target, bench.seeds))
    same = _digest(bench.target) == _digest(bench.loaded)
    return f"The file is {'the same byte for byte' if same else 'CHANGED'} afterwards."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class OnPostgresql:
    """Loads into copies of the databases of a server."""

    def __init__(self, own: Server, bench: Bench, scale: float) -> None:
        self.own = own
        loaded = own.loaded(scale)
        indexes = own.bare("bare")
        rows: list[str | Path] = [bench.rows, own.of("target"), indexes]
        from_bare = partial(own.create, "target", "bare")
        self.copy = Command(
            "psycopg COPY into constrained tables, the same rows", [*DRIVER, "copy-in", *rows], from_bare
        )
        self.executemany = Command("psycopg executemany", [*DRIVER, "executemany", *rows], from_bare)
        self.fresh = self.load(FRESH, bench.seeds, "shipped")
        self.check = Command(CHECK, [MITHAQ, "seed", "check", bench.seeds])
        self.unchanged = self.load(UNCHANGED, bench.seeds, loaded)
        self.changed = self.load(CHANGED, bench.revised, loaded, 0.2)

    def load(self, name: str, folder: Path, template: str, budget: float | None = None) -> Command:
        argv = databases.load_command(self.own.to_mithaq("target"), folder)
        return Command(name, argv, partial(self.own.create, "target", template), budget)

    def tables(self, repeats: int) -> list[Table]:
        """Compare by the clock: the CPU time of the server is not that of the client."""
        commands = [self.copy, self.executemany, self.fresh, self.check, self.unchanged, self.changed]
        readings = in_turn(commands, repeats)
        readings[WRITING] = list(map(_less, readings[FRESH], readings[CHECK]))
        writing = Command(WRITING, [], budget=1.0)
        note = "CPU time and memory are the client's alone: the ratio that counts is that of the clock."
        return [
            compared("Fresh load, PostgreSQL", [*commands[:4], writing], readings, note, by="wall"),
            compared("Reload, PostgreSQL", [self.fresh, self.unchanged, self.changed], readings, by="wall"),
            self.written(),
        ]

    def written(self) -> Table:
        """Count what each command adds to the write-ahead log; a page is written whole when it is first touched."""
        note = "Bytes, counted once: from a checkpoint before the command to its end, nothing else at work there."
        table = Table("Written to the log, PostgreSQL", ("command", "bytes", "× COPY", "peak MiB"), note=note)
        self.own.run("ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
        baseline = 0
        for command in (self.copy, self.executemany, self.fresh, self.unchanged, self.changed):
            assert command.prepare and not callable(command.argv)
            command.prepare()
            self.own.run("CHECKPOINT")
            before = self.own.log_position()
            peak = run(command.argv).peak
            written = self.own.log_position() - before
            baseline = baseline or written
            table.add(command.name, f"{written:,}", f"{written / baseline:.2f}", f"{peak:.0f}")
        return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder of a Python with sqlite-utils and duckdb: VENV/bin")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server instead")
    given = parser.parse_args()
    require_console_script()
    bench = Bench(given.scale)
    engine = " --postgresql" if given.postgresql else ""
    how = f"`python -m benchmarks.loading --scale {given.scale:g} --repeats {given.repeats}{engine}`"
    title = f"Loading at scale {given.scale:g}"
    if given.postgresql:
        with server() as own:
            tables = OnPostgresql(own, bench, given.scale).tables(given.repeats)
            releases = [own.release()]
        publish(f"loading-postgresql-{given.scale:g}", f"{title}, PostgreSQL", tables, how, releases)
        return
    program, python = peer("sqlite-utils", given.peers), python_with("duckdb", given.peers)
    sqlite_utils = SqliteUtils(program, bench) if program else None
    others = [*([sqlite_utils.insert()] if sqlite_utils else []), *(duckdb(bench, python) if python else [])]
    tables = [fresh(bench, given.repeats, others), *again(bench, given.repeats, sqlite_utils)]
    releases = [release("sqlite-utils", program), release_of_module("duckdb", python)]
    publish(f"loading-{given.scale:g}", title, tables, how, releases)


if __name__ == "__main__":
    main()
