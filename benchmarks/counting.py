"""Run commands of Mithaq in one process, and count the work of the engine.

Prints a line of JSON for each command: the number of printed lines, the work (virtual-machine steps on SQLite, buffers
on PostgreSQL), milliseconds in Mithaq, milliseconds of the same statements in the driver, and on SQLite the statements
with their values filled in. Standard input has the commands in JSON, as lists of arguments.

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

# Steps are counted in hundreds: counting each would cost more than the step.
EVERY = 100
# The statements that check the revision, which no other program runs.
OURS = ("PRAGMA", "SELECT count(*) FROM sqlite_master", "SELECT version_num")

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)"
# The keys of a plan for pages in the cache and pages read.
TOUCHED = (" Hit Blocks", " Read Blocks")


class SqliteWatch:
    """Record the statements that connections run, and count their steps."""

    def __init__(self, database: Database) -> None:
        assert database.path
        self.path: Path = database.path
        self.steps = 0
        self.statements: list[str] = []

    def step(self) -> None:
        self.steps += EVERY

    def statement(self, sql: str) -> None:
        # The internal statements of virtual tables are traced too, mostly as comments.
        if not sql.startswith("--") and "'main'.'search" not in sql:
            self.statements.append(sql)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch every connection that is opened in the block."""
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
        """Run the same statements with the driver and discard the rows."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            for statement in self.statements:
                connection.execute(statement).fetchall()

    def questions(self) -> list[str]:
        """Return the statements that another program would have to run for the same data."""
        return [statement for statement in self.statements if not statement.startswith(OURS)]


class PostgresqlWatch:
    """Record the statements that readers send, and count the buffers of their plans."""

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
        """Return the number of 8 KiB pages touched, cached or not, shared and temporary."""
        with self.database.open_read_only() as reader:
            plans = [reader.value(f"{EXPLAIN} {sql}", given) for sql, given in self.statements if re.match(QUERY, sql)]
        return sum(value for [plan] in plans for name, value in plan["Plan"].items() if name.endswith(TOUCHED))

    def driver(self) -> None:
        with self.database.open_read_only() as reader:
            for sql, given in self.statements:
                reader.rows(sql, given)

    def questions(self) -> list[str]:
        """Return no statements: on PostgreSQL, no other program is compared."""
        return []


def capture_output(arguments: list[str], database: Database) -> str:
    """Run a command and return its output."""
    text = io.StringIO()
    given = database.filename or database.url
    with redirect_stdout(text):
        mithaq(["--database", given, *arguments], standalone_mode=False)
    return text.getvalue()


def time_action(action: Callable[[], object], clock: Callable[[], float], repeats: int) -> float:
    """Return the median time of an action, in milliseconds, after one run to warm up."""
    taken = []
    for _ in range(repeats):
        start = clock()
        action()
        taken.append((clock() - start) * 1000)
    return median(taken)


def count(arguments: list[str], database: Database, repeats: int) -> dict[str, object]:
    watch = SqliteWatch(database) if database.path else PostgresqlWatch(database)
    # The CPU time of a server is not that of this process.
    clock = time.process_time if database.path else time.perf_counter
    with watch.watching():
        lines = capture_output(arguments, database).count("\n")
    return {
        "lines": lines,
        "work": watch.work(),
        "mithaq": time_action(lambda: capture_output(arguments, database), clock, repeats),
        "driver": time_action(watch.driver, clock, repeats),
        "questions": watch.questions(),
    }


def main() -> None:
    database, repeats = Database.locate(sys.argv[1]), int(sys.argv[2])
    for arguments in json.load(sys.stdin):
        print(json.dumps(count(arguments, database, repeats)), flush=True)


if __name__ == "__main__":
    main()
