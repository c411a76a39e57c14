"""SQLite databases as files: which paths may hold one, what belongs to one, and how SQLite's errors are explained."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, Any

from models.errors import MithaqError

if TYPE_CHECKING:
    from typing import Self

SQLITE_MAGIC = b"SQLite format 3\x00"
# The oldest version on which the tests pass; earlier ones cannot add a NOT NULL column to a table.
OLDEST_SQLITE = (3, 35)
# How long to wait for another program that writes.
BUSY_SECONDS = 10.0
# SQLite's own files beside a database.
BESIDE = ("-journal", "-wal", "-shm")
RESTORE = "put a backup back with: mithaq db restore"
LOCKED = "database is locked"
# Said of a function that another program registers: of one in a query, SQLite says otherwise.
UNKNOWN = "unknown function: "
# The last one has no error code of its own.
DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "unsupported file format")
# How the driver begins to say that a text is not UTF-8; it goes on with the text.
UNDECODABLE = "Could not decode to UTF-8"


class Cursor(sqlite3.Cursor):
    """A cursor whose errors are all of SQLite: those of a damaged schema may quote what is not UTF-8."""

    def execute(self, *given: Any) -> Self:
        try:
            return super().execute(*given)
        except UnicodeDecodeError as error:
            raise damage("its schema is not UTF-8") from error


class Connection(sqlite3.Connection):
    """A connection with such cursors."""

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)

    def execute(self, *given: Any) -> Any:
        return self.cursor().execute(*given)


def require_sqlite_file(path: str | os.PathLike[str]) -> None:
    """Refuse a path without a SQLite database.

    Raises:
        MithaqError: the path is missing, a directory, unreadable, empty, or holds something else.
    """
    if not exists(path):
        raise MithaqError(
            f"there is no database at {path}; make one with: mithaq build, {RESTORE}, or name another with --database"
        )
    require_sqlite_or_empty(path)
    if os.path.getsize(path) == 0:
        raise MithaqError(f"{path} is empty; create the database with: mithaq build, or {RESTORE}")


def exists(path: str | os.PathLike[str]) -> bool:
    """Return whether something is at a path.

    Raises:
        MithaqError: nobody can say, without a permission or for the length of the name.
    """
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
    return True


def require_sqlite_or_empty(path: str | os.PathLike[str]) -> None:
    """Refuse a path where no SQLite database is and none can be made.

    Raises:
        MithaqError: as `require_possible_place`, or the path is unreadable or holds something else.
    """
    require_possible_place(path)
    if not exists(path):
        return
    try:
        with open(path, "rb") as file:
            head = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
    if head and head != SQLITE_MAGIC:
        raise MithaqError(f"{path} is not a SQLite database; name another file with --database, or {RESTORE}")


def require_possible_place(path: str | os.PathLike[str]) -> None:
    """Refuse a path where there can be no database file, and a SQLite library that is too old.

    Raises:
        MithaqError: SQLite is too old, the path is a directory or a device, or its directory is missing.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise MithaqError(
            f"this Python has SQLite {sqlite3.sqlite_version}, and Mithaq needs {oldest} or newer;"
            " use another Python, or PostgreSQL"
        )
    if os.path.isdir(path):
        raise MithaqError(f"{path} is a directory, not a database; name a file in it")
    if exists(path) and not os.path.isfile(path):
        raise MithaqError(f"{path} is a device or a pipe, not a database; name a file")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise MithaqError(f"the directory {folder} does not exist; create it first")


def explained(error: object) -> str:
    """Return an engine's message, with advice where another program holds the file or was killed."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if not isinstance(error, sqlite3.Error):
        from models.storage.postgresql import server_message

        return server_message(error)
    message = str(error)
    if message.startswith(UNDECODABLE):
        return "a text in it is not UTF-8"
    if message == LOCKED:
        message += (
            ": another program writes to it, or keeps a transaction open; let that end and try again, or let"
            " readers be in nobody's way by: sqlite3 FILE 'PRAGMA journal_mode = WAL'"
        )
    if message.startswith(UNKNOWN):
        message += "; an index or a column of yours uses it, which only the program that made it can write"
    if _name(error) == "SQLITE_READONLY_ROLLBACK":
        message = "the program that wrote to it was killed meanwhile; run the command again"
    return message


def is_locked(error: sqlite3.Error) -> bool:
    """Return whether another connection is in the way, so that waiting may help."""
    return _name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or str(error) == LOCKED


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether the file itself is broken, so that only a backup helps."""
    return _name(error).startswith(DAMAGE) or str(error) in DAMAGE or str(error).startswith(UNDECODABLE)


def damage(reason: str) -> sqlite3.DatabaseError:
    """Return the error for damage that SQLite reports in a row and not as an error."""
    error = sqlite3.DatabaseError(reason)
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error


def _name(error: object) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
