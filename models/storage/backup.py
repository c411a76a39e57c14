"""Backups of a SQLite file: made before a migration touches it, verified, and put back when asked.

A PostgreSQL database is backed up with its own tools (pg_dump); a migration there is one transaction.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from models.errors import MithaqError
from models.revisions import revisions
from models.storage.database import BUSY_SECONDS, Database, explained, require_sqlite_file
from models.storage.wal import connect_read_only, merge_wal

KEPT_BACKUPS = 5
SUFFIX = ".backup"


def back_up(database: Database) -> Path:
    """Write a verified copy beside the file, readable by nobody who cannot read it; the last five are kept.

    Raises:
        MithaqError: the database is no SQLite file, or the copy cannot be written whole; no half copy stays.
    """
    target = _write(_file(database))
    _prune(database)
    return target


def _prune(database: Database) -> None:
    for old in backups(database)[KEPT_BACKUPS:]:
        old.unlink()


def _write(path: Path) -> Path:
    require_sqlite_file(path)
    target = path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{SUFFIX}")
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, path.stat().st_mode & 0o777))
        _copy(path, target)
        _make_complete(target)
        _verify(target)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise MithaqError(f"{path} could not be backed up, so nothing was changed: {explained(error)}") from error
    return target


def backups(database: Database) -> list[Path]:
    """The backups beside the file, newest first."""
    path = _file(database)
    ours = re.compile(re.escape(path.name) + r"\.\d{8}T\d{6}\.\d{6}Z" + re.escape(SUFFIX))
    return sorted((each for each in path.parent.iterdir() if ours.fullmatch(each.name)), reverse=True)


def restore(database: Database, backup: Path) -> Path | None:
    """Put a backup back in one transaction; what stood there is backed up first, and that backup returned.

    Raises:
        MithaqError: the backup is no sound SQLite file, or the database is in use; nothing was changed.
    """
    path = _file(database)
    require_sqlite_file(backup)
    try:
        _verify(backup)
    except sqlite3.Error as error:
        raise MithaqError(f"{backup} is damaged, so nothing was changed: {error}") from error
    with Database.file(backup).open_read_only() as reader:
        if reader.revision() not in revisions():
            raise MithaqError(f"{backup} is no backup of a database of Mithaq, so nothing was changed")
    before = _write(path) if path.exists() and path.stat().st_size else None
    try:
        _copy(backup, path)
    except sqlite3.Error as error:
        raise MithaqError(f"{path} was left as it was: {explained(error)}") from error
    _prune(database)
    return before


def _file(database: Database) -> Path:
    if database.path is None:
        raise MithaqError("backups are for SQLite files; back up PostgreSQL with: pg_dump --format=custom")
    return database.path


def _copy(source: Path, target: Path) -> None:
    """SQLite's online backup: a whole state, also while others write; on the target side one transaction."""
    with (
        closing(connect_read_only(source, BUSY_SECONDS)) as old,
        closing(sqlite3.connect(target, timeout=BUSY_SECONDS)) as new,
    ):
        old.backup(new)
        merge_wal(new, target)


def _make_complete(path: Path) -> None:
    """A copy of a file with a WAL would have one too; a backup is one file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def _verify(path: Path) -> None:
    with closing(connect_read_only(path, BUSY_SECONDS)) as connection:
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if answer != "ok":
        raise sqlite3.DatabaseError(answer)
