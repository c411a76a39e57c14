"""Backups of a SQLite file: written before each migration, verified, listed, and removed when there are too many.

A PostgreSQL database is backed up with its own tools (pg_dump); a migration there is one transaction.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import short_name
from models.storage.copying import PART, is_being_written, new_copy, remove, sync_folder, verify
from models.storage.database import Database, SqliteReader
from models.storage.read_only import connect_read_only
from models.storage.signals import ended_by_signals
from models.storage.sqlite_file import BESIDE, RESTORE, explained, is_damage, require_sqlite_file
from models.storage.whose import own_revision

KEPT_BACKUPS = 5
SUFFIX = ".backup"
STAMP = r"\d{8}T\d{6}\.\d{6}Z"


def back_up(database: Database) -> Path:
    """Write a verified copy beside the file, readable by nobody who cannot read the file; five are kept.

    Raises:
        MithaqError: the database is no SQLite file, is another program's, or is locked, or the copy cannot be written.
            No half copy stays.
    """
    path = file_of(database)
    require_sqlite_file(path)
    with ended_by_signals():
        try:
            target = write_backup(path)
        except (OSError, sqlite3.Error) as error:
            raise _failure(path, error) from error
        _require_ours(target, database)
        prune(database, target)
    return target


def _require_ours(copy: Path, database: Database) -> None:
    """Remove the copy of another program's database; the copy can be read while the database is locked."""
    reader = SqliteReader(str(copy), database)
    try:
        own_revision(reader)
    except MithaqError:
        remove(copy)
        raise
    finally:
        reader.close()


def _failure(path: Path, error: OSError | sqlite3.Error) -> MithaqError:
    advice = f"; {RESTORE}" if isinstance(error, sqlite3.Error) and is_damage(error) else ""
    return MithaqError(f"{path} could not be backed up and was left as it was: {explained(error)}{advice}")


def write_backup(path: Path) -> Path:
    """Write one backup, and remove leftovers of killed tries.

    Raises:
        OSError: no file can be written there.
        sqlite3.Error: the file is locked or damaged, or the disk is full.
    """
    remove_leftovers(path)
    target = stamped(path, SUFFIX)
    with new_copy(path, target, path.stat().st_mode & 0o777) as part:
        os.rename(part, target)
    sync_folder(target.parent)
    return target


def stamped(path: Path, suffix: str) -> Path:
    """Return a new name beside the file, with the time in it."""
    return path.with_name(f"{short_name(path.name)}.{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}{suffix}")


def backups(database: Database) -> list[Path]:
    """List the backups beside the file, newest first; only files that hold a sound database of ours are backups.

    Raises:
        MithaqError: the database is no SQLite file, or its directory cannot be read.
    """
    return [each for each in candidates(database) if _is_whole(each)]


def candidates(database: Database) -> list[Path]:
    """List the files that are named like backups, newest first, whatever they hold."""
    path = file_of(database)
    ours = re.compile(re.escape(short_name(path.name)) + r"\." + STAMP + re.escape(SUFFIX))
    try:
        found = [each for each in path.parent.iterdir() if ours.fullmatch(each.name) and each.is_file()]
    except OSError as error:
        raise MithaqError(f"{path.parent} cannot be read: {explained(error)}") from error
    # A time to come is that of a clock that was wrong; whatever was written since is newer.
    now = stamped(path, SUFFIX).name
    by_time = sorted(found, key=lambda each: (each.name <= now, each.name), reverse=True)
    return [each for each in by_time if not is_same(each, path)]


def is_same(one: Path, other: Path) -> bool:
    """Return whether two names are of one file, by links of either kind."""
    return one.exists() and other.exists() and one.samefile(other)


def _is_whole(backup: Path) -> bool:
    try:
        with closing(connect_read_only(backup, 0)) as connection:
            verify(connection, "quick_check")
            connection.execute("SELECT 1 FROM alembic_version")
        return is_ours(backup)
    except (OSError, sqlite3.Error):
        return False


def is_ours(path: Path) -> bool:
    """Return whether a file is a database of Mithaq, of any version."""
    try:
        reader = SqliteReader(str(path), Database.file(path))
        try:
            own_revision(reader)
        finally:
            reader.close()
    except MithaqError:
        return False
    return True


def prune(database: Database, *keep: Path) -> None:
    """Remove the oldest backups over five, but none of `keep`. Files that are not sound are not counted."""
    # In a folder that may not be listed, there are none to be found.
    if not os.access(file_of(database).parent, os.R_OK) or len(candidates(database)) <= KEPT_BACKUPS:
        return
    whole = backups(database)
    others = [each for each in whole if not any(is_same(each, kept) for kept in keep)]
    for old in others[KEPT_BACKUPS - len(whole) + len(others) :]:
        with suppress(OSError):
            remove(old)


def remove_leftovers(path: Path) -> None:
    """Remove leftovers of killed tries: unfinished copies, empty ones, and journals without a backup."""
    backup = f"{re.escape(short_name(path.name))}\\.{STAMP}{re.escape(SUFFIX)}"
    ours = re.compile(f"({backup}(?:{re.escape(PART)})?)(?:{'|'.join(BESIDE)})?")
    with suppress(OSError):
        bases = {match[1] for each in path.parent.iterdir() if (match := ours.fullmatch(each.name))}
        for base in sorted(bases):
            _remove_leftover(path.with_name(base))


def _remove_leftover(base: Path) -> None:
    if base.exists():
        unfinished = base.is_file() and (base.suffix == PART or base.stat().st_size == 0)
        if not unfinished or is_being_written(base):
            return
    with suppress(OSError):
        remove(base)


def file_of(database: Database) -> Path:
    """Return the SQLite file.

    Raises:
        MithaqError: the database is on a server.
    """
    if database.path is None:
        raise MithaqError("backups are for SQLite files; back up PostgreSQL with: pg_dump --format=custom")
    return database.path
