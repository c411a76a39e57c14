"""The write-ahead log (WAL) that a user may switch on, so that readers and writers do not wait for each other.

Files that Mithaq creates have none: the file alone is complete, and reading makes no files beside it.
"""

from __future__ import annotations

import os
import sqlite3

# The byte of the header that says how the file is written, and its values.
WRITE_VERSION = 18
WITH_JOURNAL, WITH_WAL = 1, 2
# How long to wait for readers of the previous state: a report ends by then, an open tool does not.
MERGE_SECONDS = 1.0


def has_wal(filename: str | os.PathLike[str]) -> bool:
    """Return whether changes of the file go through a WAL."""
    return write_version(filename) == WITH_WAL


def write_version(filename: str | os.PathLike[str]) -> int:
    """Return the byte of the header that says how the file is written; 0 for a shorter file."""
    with open(filename, "rb") as file:
        return next(iter(file.read(WRITE_VERSION + 1)[WRITE_VERSION:]), 0)


def wal_size(filename: str | os.PathLike[str]) -> int:
    """Return the size of the WAL in bytes; 0 without one. SQLite keeps it beside the file that a link points to."""
    wal = f"{os.path.realpath(filename)}-wal"
    return os.path.getsize(wal) if os.path.exists(wal) else 0


def merge_wal(connection: sqlite3.Connection, filename: str | os.PathLike[str]) -> None:
    """Move the content of the WAL into the file, so that the file alone is complete; warn if that must wait."""
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
