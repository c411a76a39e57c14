"""SQLite files opened for reading, and the WAL that a user may switch on so that readers block no writer.

What Mithaq creates has no WAL: the file alone is complete, and reading makes no files beside it.
"""

from __future__ import annotations

import os
import sqlite3

# Where the header of a file says how it is written: 1 with a journal, 2 with a WAL.
WRITE_VERSION = 18
# How long to wait for those that read the state before: a report is done by then, an open tool is not.
MERGE_SECONDS = 1.0


class _Unguarded(sqlite3.Connection):
    """A connection without locks, which tells when it is closed whether somebody wrote meanwhile."""

    filename: str
    seen: tuple[int, int]

    def close(self) -> None:
        super().close()
        if self.seen != _stamp(self.filename):
            raise sqlite3.OperationalError("it was changed while it was read; try again")


def connect_read_only(filename: str | os.PathLike[str], seconds: float) -> sqlite3.Connection:
    """A connection that cannot write, and waits for so long for those who do.

    To read a file with a WAL, SQLite makes two files beside it. Where it may not, and the WAL is empty, the file is
    complete, and is read without them.
    """
    uri = _read_only_uri(filename)
    connection = sqlite3.connect(uri, uri=True, timeout=seconds)
    if not has_wal(filename):
        return connection
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        if wal_size(filename):
            raise sqlite3.OperationalError(f"its last changes are in {os.fspath(filename)}-wal: {error}") from error
        return _without_locks(filename, uri)
    return connection


def _without_locks(filename: str | os.PathLike[str], uri: str) -> sqlite3.Connection:
    seen = _stamp(filename)
    connection = sqlite3.connect(f"{uri}&immutable=1", uri=True, factory=_Unguarded)
    connection.filename, connection.seen = os.fspath(filename), seen
    return connection


def _stamp(filename: str | os.PathLike[str]) -> tuple[int, int]:
    status = os.stat(filename)
    return status.st_mtime_ns, status.st_size


def _read_only_uri(filename: str | os.PathLike[str]) -> str:
    """The URI by which SQLite opens a file and cannot write it; a `?` in the name does not end the name."""
    name = os.fspath(filename).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{name}?mode=ro"


def has_wal(filename: str | os.PathLike[str]) -> bool:
    """Whether the file is one whose changes go through a WAL."""
    with open(filename, "rb") as file:
        return file.read(WRITE_VERSION + 1)[WRITE_VERSION:] == b"\x02"


def wal_size(filename: str | os.PathLike[str]) -> int:
    """The bytes beside the file that belong to it."""
    wal = f"{os.fspath(filename)}-wal"
    return os.path.getsize(wal) if os.path.exists(wal) else 0


def merge_wal(connection: sqlite3.Connection, filename: str | os.PathLike[str]) -> None:
    """Move what the WAL holds into the file, so that the file alone is complete; warn where that cannot be done yet."""
    if not wal_size(filename):
        return
    reason = "another program still reads the state before"
    try:
        connection.execute(f"PRAGMA busy_timeout = {MERGE_SECONDS * 1000:.0f}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        reason = str(error)
    if wal_size(filename):
        _warn(filename, reason)


def _warn(filename: str | os.PathLike[str], reason: str) -> None:
    import logging

    logging.getLogger("mithaq").warning(
        "%s-wal belongs to %s for now (%s); to copy the database use: mithaq db backup",
        *(filename, os.path.basename(filename), reason),
    )
