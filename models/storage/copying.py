"""Copy SQLite databases: into a new file that is complete when it gets its name, or into a database in use.

It waits for other programs as long as any command does. Python's own online backup would wait for ever.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from models.storage import sqlite_file
from models.storage.atomic import OWNER_WRITES
from models.storage.read_only import TOUCH, connect_read_only
from models.storage.signals import held_signals
from models.storage.sqlite_file import BESIDE, LOCKED, Connection, damage, is_locked
from models.storage.wal import WITH_JOURNAL, has_wal, merge_wal, write_version
from models.terminal.progress import progress

# The end of the name of a copy that is not finished.
PART = ".part"
# Pages in a step, and seconds between tries: after either, a signal is noticed.
PAGES = 1000
PAUSE = 0.05
T = TypeVar("T")


def patiently(work: Callable[[], T]) -> T:
    """Retry while something is locked, for up to ten seconds; a signal ends the waiting at once.

    Raises:
        sqlite3.OperationalError: it is still locked.
    """
    end = time.monotonic() + sqlite_file.BUSY_SECONDS
    while True:
        try:
            return work()
        except sqlite3.OperationalError as error:
            if not is_locked(error) or time.monotonic() > end:
                raise
        time.sleep(PAUSE)


@contextmanager
def reading(source: Path) -> Iterator[sqlite3.Connection]:
    """Open a database at one moment: later writes of others are not seen, or wait."""
    with closing(patiently(lambda: connect_read_only(source, 0))) as connection:
        connection.execute("BEGIN")
        patiently(lambda: connection.execute(TOUCH).fetchone())
        yield connection


def verify(connection: sqlite3.Connection, pragma: str = "integrity_check") -> None:
    """Raise an error of damage unless SQLite finds the database sound."""
    answer = connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
    if answer != "ok":
        raise damage(answer)


@contextmanager
def new_copy(source: Path, target: Path, mode: int) -> Iterator[Path]:
    """Write a verified copy under an unfinished name, which the block renames; otherwise it is removed.

    Raises:
        OSError: the file cannot be created.
        sqlite3.Error: the source is locked or damaged, or the copy cannot be written.
    """
    part = target.with_name(target.name + PART)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode | OWNER_WRITES))
    try:
        with reading(source) as old, closing(_connect(part)) as new:
            # The lock, held to the end, says that somebody still writes; nobody needs a journal of a new file.
            new.execute("PRAGMA locking_mode = EXCLUSIVE")
            new.execute("PRAGMA journal_mode = OFF")
            _copy(old, new)
            # The copy of a file with a WAL would have one too.
            new.execute("PRAGMA journal_mode = DELETE")
            with progress("Verifying the copy"):
                verify(new)
        if write_version(part) != WITH_JOURNAL:
            raise damage("file format is unknown")
        if not mode & OWNER_WRITES:
            os.chmod(part, part.stat().st_mode & mode)
        yield part
    finally:
        with held_signals():
            remove(part)


def copy_into(source: Path, target: Path) -> None:
    """Replace the content of a database in one transaction; readers of a file with a WAL keep what they see.

    Raises:
        sqlite3.Error: either is locked, or the target cannot be written; it is as it was.
    """
    with reading(source) as old, closing(_connect(target)) as new:
        # SQLite cannot change the size of pages under a write-ahead log.
        sizes = {each.execute("PRAGMA page_size").fetchone()[0] for each in (old, new)}
        is_other = len(sizes) > 1 and has_wal(target)
        if is_other:
            patiently(lambda: new.execute("PRAGMA journal_mode = DELETE").fetchone())
        _copy(old, new)
        if is_other:
            new.execute("PRAGMA journal_mode = WAL")
        merge_wal(new, target)


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=0, isolation_level=None, factory=Connection)


def _copy(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    end = time.monotonic() + sqlite_file.BUSY_SECONDS

    def watch(status: int, remaining: int, total: int) -> None:
        advance(total - remaining, total)
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > end:
            raise sqlite3.OperationalError(LOCKED)

    with progress("Copying pages") as advance:
        old.backup(new, pages=PAGES, progress=watch, sleep=PAUSE)


def is_being_written(part: Path) -> bool:
    """Return whether a process still writes the unfinished copy."""
    try:
        with closing(_connect(part)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        return is_locked(error)
    return False


def remove(path: Path) -> None:
    """Remove a database with SQLite's own files beside it, as far as they exist."""
    for end in (*BESIDE, ""):
        path.with_name(path.name + end).unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make new names in a directory survive a loss of power, as far as it may be read."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
