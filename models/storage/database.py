"""The doors to a database: a thin read-only connection, and an SQLAlchemy engine for what writes.

Reading imports neither SQLAlchemy nor Alembic: `sqlite3` in read-only mode, or psycopg in a read-only transaction.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from models import DEFAULT, VARIABLE
from models.errors import MithaqError
from models.revisions import revisions
from models.storage.wal import connect_read_only, merge_wal

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

SQLITE_MAGIC = b"SQLite format 3\x00"
# The oldest on which the tests pass; before, no column that may not be null is added to a table.
OLDEST_SQLITE = (3, 35)
# Views join many tables; the planner's default limits cost a factor of five on a country's newest twenty.
POSTGRESQL_OPTIONS = "-c jit=off -c join_collapse_limit=16 -c from_collapse_limit=16 -c cursor_tuple_fraction=1"
# What a cursor on the server's side can run, and how many rows it brings at a time.
QUERY = r"\s*(?i:SELECT|WITH|VALUES)\b"
FETCHED_ROWS = 2000
# How long to wait for another program that writes.
BUSY_SECONDS = 10.0
PARAMETER = r":([a-z_]\w*)"
# After the user's name, or among the parameters.
PASSWORD = r"(://[^:/@?]*:).*(?=@)|([?&]\w*password=)[^&]*"


class Database(NamedTuple):
    """Where a database is: the URL of a PostgreSQL server, or the absolute name of a SQLite file."""

    server: str | None
    filename: str | None

    @classmethod
    def locate(cls, given: str | None = None) -> Database:
        """The database that is meant: as given, or MITHAQ_DATABASE_URL, or mithaq.db in the current directory.

        Raises:
            MithaqError: the URL is of neither engine, or has parameters that SQLite does not take.
        """
        value = given or os.environ.get(VARIABLE) or DEFAULT
        scheme, separator, rest = value.partition("://")
        if not separator:
            return cls.file(value)
        if scheme == "sqlite":
            return cls.file(_filename_in_url(rest))
        if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
            return cls(f"postgresql+psycopg://{rest}", None)
        raise MithaqError(
            f"{scheme}:// is not a database of Mithaq: give a path, sqlite:///path or postgresql+psycopg://…"
        )

    @classmethod
    def file(cls, path: str | os.PathLike[str]) -> Database:
        """A SQLite file, whether it exists or not."""
        return cls(None, os.path.abspath(path))

    @property
    def path(self) -> Path | None:
        """The SQLite file; None for a server."""
        from pathlib import Path

        return Path(self.filename) if self.filename else None

    @property
    def url(self) -> str:
        """As SQLAlchemy writes it."""
        from urllib.parse import quote

        return self.server or "sqlite:///" + quote(os.fsencode(self.filename or ""))

    def __str__(self) -> str:
        return self.filename or re.sub(PASSWORD, r"\1\2***", self.server or "")

    def engine(self) -> Engine:
        """An SQLAlchemy engine that writes: foreign keys enforced, transactions begun by ourselves.

        Raises:
            MithaqError: the file is no SQLite database, or the driver is missing.
        """
        return _engine(self)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A read-only connection to a database at the revision that this version knows.

        Raises:
            MithaqError: there is no such database, it is not one of Mithaq, or it is at another revision.
        """
        with self.open_read_only() as reader:
            require_head(reader.revision(), self)
            yield reader

    @contextmanager
    def open_read_only(self) -> Iterator[Reader]:
        """A read-only connection, at whatever revision the database is."""
        reader = SqliteReader(self.filename, self) if self.filename else PostgresqlReader(self)
        try:
            yield reader
        finally:
            reader.close()


class Reader:
    """Runs SELECTs with `:name` parameters; the same SQL on both engines."""

    engine_name: str

    def select(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """The column names and the rows, streamed."""
        raise NotImplementedError

    def revision(self) -> str | None:
        """The revision in `alembic_version`; None for a database without one."""
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        return list(self.select(sql, parameters)[1])

    def value(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Any:
        row = next(iter(self.select(sql, parameters)[1]), None)
        return row[0] if row else None


class SqliteReader(Reader):
    """A SQLite file opened with mode=ro: it cannot write, and it creates nothing."""

    engine_name = "sqlite"

    def __init__(self, filename: str, database: Database) -> None:
        require_sqlite_file(filename)
        self.database = database
        try:
            self.connection = connect_read_only(filename, BUSY_SECONDS)
            self.connection.execute("PRAGMA cache_size = -28672")
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def select(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Iterator[Sequence[Any]]]:
        try:
            cursor = self.connection.execute(sql, parameters or {})
        except sqlite3.Error as error:
            raise self._failure(error) from error
        except UnicodeEncodeError as error:
            raise _no_text(error) from error
        return [column[0] for column in cursor.description or []], self._stream(cursor)

    def _stream(self, cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
        """The rows; damage in the file shows only when they are fetched."""
        try:
            # `yield from` would close the cursor of a connection that is closed already.
            for row in cursor:  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> MithaqError:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
            return MithaqError(f"{self.database} is damaged: {error}; restore it from a backup")
        return MithaqError(f"{self.database} cannot be read: {explained(error)}")

    def revision(self) -> str | None:
        known = self.value("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'")
        return self.value("SELECT version_num FROM alembic_version") if known else None

    def close(self) -> None:
        try:
            self.connection.close()
        except sqlite3.Error as error:
            raise self._failure(error) from error


class PostgresqlReader(Reader):
    """A psycopg connection whose transactions are read-only."""

    engine_name = "postgresql"

    def __init__(self, database: Database) -> None:
        psycopg = _psycopg()
        options = f"{POSTGRESQL_OPTIONS} -c default_transaction_read_only=on -c client_encoding=UTF8"
        try:
            self.connection = psycopg.connect(database.url.replace("+psycopg", "", 1), options=options)
        except psycopg.Error as error:
            raise MithaqError(
                f"{database} cannot be reached: {_first_line(error)}; check the server and the URL"
            ) from error
        self.database = database
        self.failure = psycopg.Error
        self.cursors: list[Any] = []

    def select(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Iterator[Sequence[Any]]]:
        named = re.sub(PARAMETER, r"%(\1)s", sql.replace("%", "%%")) if parameters else sql
        cursor = self._cursor(sql)
        try:
            cursor.execute(named, parameters or None)
        except self.failure as error:
            raise self._failed(error) from error
        except UnicodeEncodeError as error:
            raise _no_text(error) from error
        return [column.name for column in cursor.description or []], self._stream(cursor)

    def _cursor(self, sql: str) -> Any:
        """On the server's side where it can be: a plain cursor fetches every row before it gives the first."""
        if not re.match(QUERY, sql):
            return self.connection.cursor()
        cursor = self.connection.cursor(name=f"mithaq_{len(self.cursors)}")
        cursor.itersize = FETCHED_ROWS
        self.cursors.append(cursor)
        return cursor

    def _stream(self, cursor: Any) -> Iterator[Sequence[Any]]:
        """The rows; some errors show only when they are fetched."""
        try:
            yield from cursor
        except self.failure as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> MithaqError:
        return MithaqError(f"{self.database} cannot be read: {_first_line(error)}")

    def revision(self) -> str | None:
        known = self.value("SELECT to_regclass('alembic_version') IS NOT NULL")
        return self.value("SELECT version_num FROM alembic_version") if known else None

    def close(self) -> None:
        for cursor in self.cursors:
            cursor.close()
        self.connection.close()


def _no_text(error: UnicodeEncodeError) -> MithaqError:
    """What a terminal of another encoding, or a slip, hands over."""
    return MithaqError(f"{error.object!a} is not text in UTF-8")


def explained(error: object) -> str:
    """The engine's message, and what helps where a program holds the file."""
    message = str(error)
    if message == "database is locked":
        message += (
            ": another program writes to it, or keeps a transaction open; let that end and try again, or let"
            " readers be in nobody's way by: sqlite3 FILE 'PRAGMA journal_mode = WAL'"
        )
    return message


def _filename_in_url(rest: str) -> str:
    """The path that SQLAlchemy would open: relative after three slashes, absolute after four, %XX decoded."""
    from urllib.parse import unquote

    if "?" in rest:
        raise MithaqError("a sqlite:// URL takes no parameters here; write a ? that belongs to the name as %3F")
    return unquote(rest.removeprefix("/"), errors="surrogateescape")


def require_sqlite_file(path: str | os.PathLike[str]) -> None:
    """Refuse a path at which no SQLite database is.

    Raises:
        MithaqError: the path is missing, a directory, unreadable, or holds something else.
    """
    if not os.path.exists(path):
        raise MithaqError(
            f"there is no database at {path}; make one with: mithaq build, or name another with --database"
        )
    require_sqlite_or_empty(path)
    if os.path.getsize(path) == 0:
        raise MithaqError(f"{path} is empty; make a database of it with: mithaq build")


def require_sqlite_or_empty(path: str | os.PathLike[str]) -> None:
    """Refuse a path at which no SQLite database is, or can be made, and a SQLite that is too old for ours."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise MithaqError(
            f"this Python has SQLite {sqlite3.sqlite_version}, and Mithaq needs {oldest} or newer;"
            " use another Python, or PostgreSQL"
        )
    if os.path.isdir(path):
        raise MithaqError(f"{path} is a directory, not a database; name a file in it")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise MithaqError(f"the directory {folder} does not exist; create it first")
    if not os.path.exists(path):
        return
    try:
        with open(path, "rb") as file:
            head = file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
    if head and head != SQLITE_MAGIC:
        raise MithaqError(f"{path} is not a SQLite database; name another file with --database")


def require_head(revision: str | None, database: Database) -> None:
    """Refuse a database at another revision, with the command to run.

    Raises:
        MithaqError: the database is unmanaged, older, or newer than this version of Mithaq.
    """
    known = revisions()
    if revision == known[-1]:
        return
    if revision is None:
        raise MithaqError(f"{database} is not a database of Mithaq (it has no revision); name another with --database")
    if revision in known:
        raise MithaqError(f"{database} is at revision {revision}, older than {known[-1]}; run: mithaq db upgrade")
    raise newer_database(revision, database)


def newer_database(revision: str, database: Database) -> MithaqError:
    return MithaqError(
        f"{database} is at revision {revision}, made by a newer Mithaq; upgrade Mithaq with: pip install -U mithaq"
    )


def _engine(database: Database) -> Engine:
    from sqlalchemy import NullPool, create_engine, event

    path = database.filename
    if path is None:
        _psycopg()
        return create_engine(database.url, connect_args={"options": f"{POSTGRESQL_OPTIONS} -c client_encoding=UTF8"})
    require_sqlite_or_empty(path)

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    # Without a file in its URL, the pool would be that of a database in memory: one connection for each thread.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def enforce_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin_at_once(connection: Any) -> None:
        # The driver would begin only before the first INSERT and leave DDL outside the transaction.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "close")
    def leave_one_file(connection: sqlite3.Connection, _record: object) -> None:
        merge_wal(connection, path)

    return engine


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise MithaqError("PostgreSQL needs its driver; install it with: pip install 'mithaq[postgresql]'") from error
    return psycopg


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
