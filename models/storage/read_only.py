"""Open SQLite files for reading only, also after a program was killed while it wrote.

A killed program leaves a journal that the next opening has to roll back, or a WAL. A connection that cannot write can
do neither, so the file is opened for writing once, and closed again.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress

from models.storage.sqlite_file import Connection
from models.storage.wal import MERGE_SECONDS, has_wal, wal_size

# Any query reads the header, and with it the journal.
TOUCH = "SELECT count(*) FROM sqlite_master"


class _Unguarded(Connection):
    """A connection without locks. Closing it raises an error if the file was written meanwhile."""

    filename: str
    seen: tuple[int, int]

    def close(self) -> None:
        super().close()
        if self.seen != _stamp(self.filename):
            raise sqlite3.OperationalError("it was changed while it was read; try again")


def connect_read_only(filename: str | os.PathLike[str], seconds: float) -> sqlite3.Connection:
    """Return a connection that cannot write, and that waits up to `seconds` for writers.

    Raises:
        sqlite3.Error: the file is locked or damaged, or its last changes need a permission that is missing.
        OSError: the file cannot be opened.
    """
    # SQLite keeps the journal and the WAL beside the file that a link points to.
    real = os.path.realpath(filename)
    if has_wal(real):
        return _connect_with_wal(real, seconds)
    connection = _connect(real, "ro", seconds)
    if not os.path.exists(f"{real}-journal"):
        return connection
    try:
        connection.execute(TOUCH)
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
            raise
        _roll_back(real, seconds)
        return _connect(real, "ro", seconds)
    return connection


def _roll_back(real: str, seconds: float) -> None:
    try:
        _open_for_writing(real, seconds)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_CORRUPT")):
            raise
        reason = "a program was killed while it wrote to it, and you may not write there to undo that"
        raise _not_permitted(real, reason) from error


def _connect_with_wal(real: str, seconds: float) -> sqlite3.Connection:
    """Open a file with a WAL. SQLite makes two files beside it; without permission, an empty WAL is ignored."""
    if wal_size(real):
        # The last connection that closes merges the log of a killed program, if it may.
        with suppress(sqlite3.Error):
            _open_for_writing(real, min(seconds, MERGE_SECONDS))
    connection = _connect(real, "ro", seconds)
    try:
        connection.execute(TOUCH)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise
        if wal_size(real):
            reason = f"its last changes are in {real}-wal, and you may not write there to read them"
            raise _not_permitted(real, reason) from error
        return _without_locks(real)
    return connection


def _not_permitted(real: str, reason: str) -> sqlite3.OperationalError:
    import shlex

    command = f"mithaq --database {shlex.quote(real)} db check"
    error = sqlite3.OperationalError(f"{reason}; have its owner run: {command}")
    error.sqlite_errorname = "SQLITE_PERM"
    return error


def _open_for_writing(real: str, seconds: float) -> None:
    with closing(_connect(real, "rw", seconds)) as connection:
        connection.execute(TOUCH)


def _without_locks(real: str) -> sqlite3.Connection:
    seen = _stamp(real)
    connection = sqlite3.connect(f"{_uri(real)}?mode=ro&immutable=1", uri=True, factory=_Unguarded)
    connection.filename, connection.seen = real, seen
    return connection


def _stamp(filename: str) -> tuple[int, int]:
    status = os.stat(filename)
    return status.st_mtime_ns, status.st_size


def _connect(real: str, mode: str, seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(f"{_uri(real)}?mode={mode}", uri=True, timeout=seconds, factory=Connection)


def _uri(real: str) -> str:
    """Return the file's URI for SQLite; a `?` in the name does not end the name."""
    return "file:" + real.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
