"""Ways to harm a SQLite file, and to look at it afterwards as a user does: through the commands of Mithaq."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from click.testing import CliRunner, Result

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from models.storage.wal import has_wal
from tests.paths import CHECKOUT

NOBODY = 65534


def mithaq(path: Path, *arguments: str) -> Result:
    """Run `mithaq` on a file in this process."""
    return CliRunner().invoke(main, ["--database", str(path), *arguments])


def start(path: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    """Start `mithaq` on a file in a process of its own, perhaps under another program."""
    command = [*before, sys.executable, str(CHECKOUT / "cli.py"), "--database", str(path), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def in_child(work: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> int:
    """Run the work in a forked process, and return its number; its status is 0, or 1 after one of our errors."""
    process = os.fork()
    if process == 0:
        status = 3
        try:
            prepare()
            work()
            status = 0
        except MithaqError:
            status = 1
        finally:
            os._exit(status)
    return process


def wait(process: int) -> int:
    """Wait for a child; return its exit status, or the negative number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def as_nobody(path: Path, *arguments: str) -> tuple[int, str]:
    """Run `mithaq` as a user who owns nothing; return its exit status and what it says on standard error."""
    reading, writing = os.pipe()

    def run() -> None:
        result = mithaq(path, *arguments)
        os.write(writing, result.stderr.encode())
        os._exit(result.exit_code)

    status = wait(in_child(run, lambda: os.setuid(NOBODY)))
    os.close(writing)
    with open(reading, encoding="utf-8") as stream:
        return status, stream.read()


def file_dump(path: Path) -> list[str]:
    """The content of a sound file as SQL, but for the log of loads."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "load"')]


def whole_dump(database: Database) -> list[str]:
    """The content of a SQLite file as SQL."""
    assert database.path
    with closing(sqlite3.connect(database.path)) as connection:
        return list(connection.iterdump())


def revision(database: Database) -> str | None:
    """The revision of a database."""
    with database.open_read_only() as reader:
        return reader.revision()


def switch(path: Path, mode: str) -> None:
    """Switch a file to another journal mode."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)


def kill_while_writing(path: Path) -> None:
    """Leave a file half changed, as a program does that is killed: its journal or its WAL lies beside it."""

    def write() -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        # So small a cache makes SQLite write to the file, or to its WAL, before the transaction ends.
        connection.execute("PRAGMA cache_size = 5")
        if connection.execute("PRAGMA journal_mode").fetchone() == ("wal",):
            connection.execute("UPDATE collection SET name = name")
        connection.execute("BEGIN")
        connection.execute("UPDATE record SET name_en = name_en || ' half done'")
        os.kill(os.getpid(), signal.SIGKILL)

    assert wait(in_child(write)) == -signal.SIGKILL
    assert os.path.getsize(f"{os.path.realpath(path)}-{'wal' if has_wal(path) else 'journal'}") > 512


@contextmanager
def held(path: Path, statement: str) -> Iterator[None]:
    """Another program in the middle of a transaction, which has read something."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute(statement)
        tool.execute("SELECT count(*) FROM record").fetchone()
        yield


def names(path: Path) -> list[str]:
    """The other files in the folder of a file, without the beginning that they share with it."""
    return sorted(each.name.removeprefix(path.name) for each in path.parent.iterdir() if each != path)
