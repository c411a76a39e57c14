"""Runs commands of Mithaq in one process, and counts what the engine does for them.

Prints a line of JSON for each command: lines printed, work (virtual-machine steps on SQLite, buffers touched on
PostgreSQL), milliseconds in Mithaq, milliseconds of the same statements in the driver alone, and on SQLite those
statements with their values filled in. Commands come as lists of arguments in JSON on stdin.

    python -m benchmarks.counting DATABASE REPEATS < COMMANDS
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

from cli import main as mithaq
from models.storage.database import QUERY, Database, PostgresqlReader

# Steps are counted by the hundred: each one apart would cost more than the step.
EVERY = 100
# What finds out whether the database is of the right revision, which no other program asks.
OURS = ("PRAGMA", "SELECT count(*) FROM sqlite_master", "SELECT version_num")

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)"
# What a plan says of pages that it found in the cache, and of those that it did not.
TOUCHED = (" Hit Blocks", " Read Blocks")


class SqliteWatch:
    """The statements that connections run, and the steps they take."""

    def __init__(self, database: Database) -> None:
        assert database.path
        self.path: Path = database.path
        self.steps = 0
        self.statements: list[str] = []

    def step(self) -> None:
        self.steps += EVERY

    def statement(self, sql: str) -> None:
        # What a virtual table asks itself is traced too, mostly as a comment.
        if not sql.startswith("--") and "'main'.'search" not in sql:
            self.statements.append(sql)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Every connection that is opened meanwhile is watched."""
        original = sqlite3.connect

        def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = original(*arguments, **options)
            connection.set_progress_handler(self.step, EVERY)
            connection.set_trace_callback(self.statement)
            return connection

        sqlite3.connect = connect  # type: ignore[assignment]
        try:
            yield
        finally:
            sqlite3.connect = original

    def work(self) -> int:
        return self.steps

    def driver(self) -> None:
        """The same statements, their rows fetched and thrown away."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            for statement in self.statements:
                connection.execute(statement).fetchall()

    def questions(self) -> list[str]:
        """What another program would have to ask for the same data."""
        return [statement for statement in self.statements if not statement.startswith(OURS)]


class PostgresqlWatch:
    """The statements that readers send, and the buffers that their plans touch."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.statements: list[tuple[str, Any]] = []

    @contextmanager
    def watching(self) -> Iterator[None]:
        original = PostgresqlReader.select

        def select(reader: PostgresqlReader, sql: str, parameters: Any = None) -> Any:
            self.statements.append((sql, parameters))
            return original(reader, sql, parameters)

        PostgresqlReader.select = select  # type: ignore[assignment, method-assign]
        try:
            yield
        finally:
            PostgresqlReader.select = original  # type: ignore[method-assign]

    def work(self) -> int:
        """Pages of 8 KiB, in the cache or not, shared and temporary."""
        with self.database.open_read_only() as reader:
            plans = [reader.value(f"{EXPLAIN} {sql}", given) for sql, given in self.statements if re.match(QUERY, sql)]
        return sum(value for [plan] in plans for name, value in plan["Plan"].items() if name.endswith(TOUCHED))

    def driver(self) -> None:
        with self.database.open_read_only() as reader:
            for sql, given in self.statements:
                reader.rows(sql, given)

    def questions(self) -> list[str]:
        """None: no other program is asked on PostgreSQL."""
        return []


def printed(arguments: list[str], database: Database) -> str:
    """What a command prints."""
    text = io.StringIO()
    given = database.filename or database.url
    with redirect_stdout(text):
        mithaq(["--database", given, *arguments], standalone_mode=False)
    return text.getvalue()


def milliseconds(action: Callable[[], object], clock: Callable[[], float], repeats: int) -> float:
    """The median time of an action that was done once before."""
    taken = []
    for _ in range(repeats):
        start = clock()
        action()
        taken.append((clock() - start) * 1000)
    return median(taken)


def count(arguments: list[str], database: Database, repeats: int) -> dict[str, object]:
    watch = SqliteWatch(database) if database.path else PostgresqlWatch(database)
    # A server's CPU time is not ours.
    clock = time.process_time if database.path else time.perf_counter
    with watch.watching():
        lines = printed(arguments, database).count("\n")
    return {
        "lines": lines,
        "work": watch.work(),
        "mithaq": milliseconds(lambda: printed(arguments, database), clock, repeats),
        "driver": milliseconds(watch.driver, clock, repeats),
        "questions": watch.questions(),
    }


def main() -> None:
    database, repeats = Database.locate(sys.argv[1]), int(sys.argv[2])
    for arguments in json.load(sys.stdin):
        print(json.dumps(count(arguments, database, repeats)), flush=True)


if __name__ == "__main__":
    main()
