"""Runs commands of Mithaq in one process, and counts what SQLite does for them.

Prints a line of JSON for each command: rows printed, virtual-machine steps, milliseconds in Mithaq, and milliseconds of
the same statements in the driver alone. Commands come as lists of arguments in JSON on stdin.

    python -m benchmarks.counting DATABASE REPEATS < COMMANDS
"""

from __future__ import annotations

import io
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from typing import Any

from cli import main as mithaq

# Steps are counted by the hundred: each one apart would cost more than the step.
EVERY = 100


class Watch:
    """The statements that connections run, and the steps they take."""

    def __init__(self) -> None:
        self.steps = 0
        self.statements: list[str] = []

    def step(self) -> None:
        self.steps += EVERY

    def statement(self, sql: str) -> None:
        # What a virtual table runs itself is traced as a comment.
        if not sql.startswith("--"):
            self.statements.append(sql)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Every connection that is opened meanwhile is watched."""
    original = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = original(*arguments, **options)
        connection.set_progress_handler(watch.step, EVERY)
        connection.set_trace_callback(watch.statement)
        return connection

    sqlite3.connect = connect  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite3.connect = original


def printed(arguments: list[str], database: Path) -> str:
    """What a command prints."""
    text = io.StringIO()
    with redirect_stdout(text):
        mithaq(["--database", str(database), *arguments], standalone_mode=False)
    return text.getvalue()


def milliseconds(action: Callable[[], object], repeats: int) -> float:
    """The median time of an action that was done once before."""
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        action()
        taken.append((time.process_time() - start) * 1000)
    return median(taken)


def in_driver(statements: list[str], database: Path) -> None:
    """The same statements, their rows fetched and thrown away."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        for statement in statements:
            connection.execute(statement).fetchall()


def count(arguments: list[str], database: Path, repeats: int) -> dict[str, object]:
    watch = Watch()
    with watched(watch):
        lines = printed(arguments, database).count("\n")
    return {
        "lines": lines,
        "steps": watch.steps,
        "mithaq": milliseconds(lambda: printed(arguments, database), repeats),
        "driver": milliseconds(lambda: in_driver(watch.statements, database), repeats),
    }


def main() -> None:
    database, repeats = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    for arguments in json.load(sys.stdin):
        print(json.dumps(count(arguments, database, repeats)))


if __name__ == "__main__":
    main()
