"""Put a backup back: into the database if it is sound, in its place if it is damaged or missing."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from models.errors import MithaqError
from models.revisions import revisions
from models.storage.atomic import OWNER_WRITES
from models.storage.backup import (
    SUFFIX,
    candidates,
    file_of,
    is_ours,
    is_same,
    prune,
    remove_leftovers,
    stamped,
    write_backup,
)
from models.storage.copying import PART, copy_into, new_copy, patiently, reading, remove, sync_folder, verify
from models.storage.database import Database, unknown_revision
from models.storage.signals import ended_by_signals, held_signals
from models.storage.sqlite_file import BESIDE, LOCKED, explained, is_damage, is_locked, require_possible_place
from models.terminal.progress import progress

DAMAGED = ".damaged"
# The bytes that SQLite locks in every database file (https://www.sqlite.org/lockingv3.html, "os_unix.c").
LOCK_START, LOCK_LENGTH = 0x40000000, 512


class Restored(NamedTuple):
    """The backup that was put back, and the file with the previous database, if there was one."""

    backup: Path
    before: Path | None


def restore(database: Database, backup: Path | None = None) -> Restored:
    """Put a backup back, by default the newest sound one.

    A sound database is backed up first and then overwritten in one transaction. A damaged one is moved aside.

    Raises:
        MithaqError: there is no sound backup, or the database is locked or cannot be written; it is as it was.
    """
    path = file_of(database)
    require_possible_place(path)
    with ended_by_signals():
        try:
            chosen = backup or _newest(database)
            _require_backup(chosen, path)
            restored = Restored(chosen, _put_back(path, chosen))
        except (OSError, sqlite3.Error) as error:
            raise MithaqError(f"{path} was left as it was: {explained(error)}") from error
        prune(database, chosen, *([restored.before] if restored.before else []))
    return restored


def _newest(database: Database) -> Path:
    found = candidates(database)
    for each in found:
        try:
            _require_backup(each, file_of(database))
        except MithaqError as error:
            logging.getLogger("mithaq").warning("%s", error)
        else:
            return each
    raise MithaqError(f"there are no {'sound ' if found else ''}backups beside {database}")


def _require_backup(backup: Path, path: Path) -> None:
    """Raise unless the file is a sound database that this version of Mithaq can use."""
    if not backup.is_file():
        raise MithaqError(f"there is no backup at {backup}; list them with: mithaq db list")
    if is_same(backup, path):
        raise MithaqError(f"{backup} is the database itself; list its backups with: mithaq db list")
    if backup.suffix == PART:
        raise MithaqError(f"{backup} is an unfinished backup; list the others with: mithaq db list")
    revision = _verified_revision(backup)
    if revision is None or not is_ours(backup):
        raise MithaqError(f"{backup} is no backup of a database of Mithaq and was not restored")
    if revision and revision not in revisions():
        raise unknown_revision(revision, Database.file(backup))


def _verified_revision(backup: Path) -> str | None:
    """Return the revision of a sound file; an empty text at base, None for a database that Alembic never migrated."""
    try:
        with reading(backup) as connection, progress(f"Verifying {backup.name}"):
            verify(connection)
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                return None
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.Error) and is_locked(error):
            raise
        raise MithaqError(f"{backup} is damaged or unreadable and was not restored: {explained(error)}") from error
    return str(row[0]) if row else ""


def _put_back(path: Path, backup: Path) -> Path | None:
    if path.exists() and path.stat().st_size:
        try:
            before = write_backup(path)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        else:
            return _overwrite(path, backup, before)
    return _replace(Path(os.path.realpath(path)), backup)


def _overwrite(path: Path, backup: Path, before: Path) -> Path:
    try:
        copy_into(backup, path)
    except BaseException:
        with held_signals():
            remove(before)
        raise
    return before


def _replace(path: Path, backup: Path) -> Path | None:
    """Move away a file that SQLite cannot read, with its journal, and give its name to a copy of the backup."""
    remove_leftovers(path)
    like = (path if path.exists() else backup).stat()
    # A backup that is protected gives back a database that can be written.
    mode = like.st_mode & 0o777 | (0 if path.exists() else OWNER_WRITES)
    with new_copy(backup, stamped(path, SUFFIX), mode) as part:
        os.chmod(part, mode)
        if os.geteuid() == 0:
            os.chown(part, like.st_uid, like.st_gid)
        with _alone(path), held_signals(), ExitStack() as undo:
            aside = _move_aside(path, undo)
            os.rename(part, path)
            undo.pop_all()
        sync_folder(path.parent)
    return aside


def _move_aside(path: Path, undo: ExitStack) -> Path | None:
    """Rename the file first: a damaged file without its journal must never have the database's name."""
    aside = stamped(path, DAMAGED)
    moved = None
    for end in ("", *BESIDE):
        old, new = path.with_name(path.name + end), aside.with_name(aside.name + end)
        if old.exists() and (end or old.stat().st_size):
            os.rename(old, new)
            undo.callback(os.rename, new, old)
            moved = moved or new
    return moved


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock by which SQLite keeps everybody else out, of a file that SQLite itself cannot open."""
    if not path.exists():
        yield
        return
    with path.open("r+b") as file:
        patiently(lambda: _lock(file))
        yield


def _lock(file: BinaryIO) -> None:
    import fcntl

    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCK_LENGTH, LOCK_START)
    except (BlockingIOError, PermissionError) as error:
        raise sqlite3.OperationalError(LOCKED) from error
