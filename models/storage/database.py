"""Locate a database and open it for reading: a SQLite file or a PostgreSQL server, behind one `Reader`.

Reading imports neither SQLAlchemy nor Alembic: `sqlite3` in read-only mode, or psycopg in a read-only transaction.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from models import APPLICATION_ID, COMMENT, DEFAULT, VARIABLE
from models.errors import MithaqError
from models.revisions import revisions
from models.storage import sqlite_file
from models.storage.read_only import connect_read_only
from models.storage.sqlite_file import RESTORE, explained, is_damage, require_sqlite_file

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# The statements that a cursor on the server's side can run, and how many rows it brings at a time.
QUERY = r"\s*(?i:SELECT|WITH|VALUES)\b"
FETCHED_ROWS = 2000
# The header of a SQLite file names its program; PostgreSQL has a comment, or else our tables.
IS_OURS = {
    "sqlite": f"SELECT 1 FROM pragma_application_id WHERE application_id = {APPLICATION_ID}",
    "postgresql": f"SELECT 1 WHERE obj_description(to_regclass('alembic_version'), 'pg_class') = '{COMMENT}'"
    " OR to_regclass('fact') IS NOT NULL AND to_regclass('kind') IS NOT NULL",
}
# Whether there are Alembic's table, its column, and the table of kinds, which we have at each revision.
TRACES = {
    "sqlite": """
SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'),
    EXISTS (SELECT 1 FROM pragma_table_info('alembic_version') WHERE name = 'version_num'),
    EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kind')""",
    "postgresql": """
SELECT to_regclass('alembic_version') IS NOT NULL,
    EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('alembic_version') AND attname = 'version_num'),
    to_regclass('kind') IS NOT NULL""",
}
# No message shows more of a revision, which another program may have written.
SHOWN_REVISION = 60
SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*"
PARAMETER = r":([a-z_]\w*)"


class Database(NamedTuple):
    """The place of a database: the URL of a PostgreSQL server, or the absolute name of a SQLite file."""

    server: str | None
    filename: str | None

    @classmethod
    def locate(cls, given: str | None = None) -> Database:
        """Return the database given, or that of MITHAQ_DATABASE_URL, or mithaq.db in the current directory.

        Raises:
            MithaqError: the URL is of neither engine, or has parameters that SQLite does not take.
        """
        value = given or os.environ.get(VARIABLE) or DEFAULT
        scheme, separator, rest = value.partition("://")
        # A plain path needs no pattern, whose compilation would slow every start.
        if not separator and not ((":" in value or "=" in value) and _looks_like_url(value)):
            return cls.file(value)
        if scheme == "sqlite" and "@" not in rest.partition("/")[0]:
            return cls.file(_filename_in_url(rest))
        if scheme in ("postgresql", "postgres", "postgresql+psycopg"):
            return cls(f"postgresql+psycopg://{rest}", None)
        from models.storage.secrets import mask_password

        named = f"{scheme}://" if separator and re.fullmatch(SCHEME, scheme) else mask_password(value)
        raise MithaqError(f"{named} is not a database of Mithaq: give a path, sqlite:///path or postgresql+psycopg://…")

    @classmethod
    def file(cls, path: str | os.PathLike[str]) -> Database:
        """Return the database in a SQLite file, which need not exist."""
        return cls(None, os.path.abspath(path))

    @property
    def path(self) -> Path | None:
        """The SQLite file; None for a server."""
        from pathlib import Path

        return Path(self.filename) if self.filename else None

    @property
    def url(self) -> str:
        """The URL in the form of SQLAlchemy."""
        from urllib.parse import quote

        return self.server or "sqlite:///" + quote(os.fsencode(self.filename or ""))

    @property
    def how_to_restore(self) -> str:
        """The clause that says how to put a backup back: ours are of SQLite files."""
        return RESTORE if self.path else "put a backup of your own back, as with: pg_restore"

    def __str__(self) -> str:
        if self.filename:
            return self.filename
        from models.storage.secrets import mask_password

        return mask_password(self.server or "")

    def engine(self) -> Engine:
        """Return an SQLAlchemy engine for writing.

        Raises:
            MithaqError: the file is no SQLite database, or the driver is missing.
        """
        from models.storage.engine import postgresql_engine, sqlite_engine

        return sqlite_engine(self.filename) if self.filename else postgresql_engine(self.url)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Open a database for reading, at the newest revision.

        Raises:
            MithaqError: there is no such database, it is not one of Mithaq, or it is at another revision.
        """
        with self.open_read_only() as reader:
            require_head(reader.assumed_revision(), self)
            yield reader

    @contextmanager
    def open_read_only(self) -> Iterator[Reader]:
        """Open a database for reading, at any revision.

        Raises:
            MithaqError: there is no such database, or it cannot be read.
        """
        reader = SqliteReader(self.filename, self) if self.filename else PostgresqlReader(self)
        try:
            yield reader
        finally:
            reader.close()


class Reader:
    """An open database that runs SELECTs with `:name` parameters; the same SQL on both engines."""

    engine_name: str
    database: Database

    def select(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Iterator[Sequence[Any]]]:
        """Return the column names, and the rows as they are fetched."""
        raise NotImplementedError

    def revision(self) -> str | None:
        """Return the revision in `alembic_version`, fit to be printed; None for a database without one.

        Raises:
            MithaqError: the table is of another program, or has a revision of ours without our tables.
        """
        has_table, has_column, has_ours = self.rows(TRACES[self.engine_name])[0]
        if not has_table:
            return None
        if not has_column:
            raise self._foreign("its table alembic_version has no column version_num")
        found = self.rows("SELECT version_num FROM alembic_version LIMIT 2")
        if not found:
            return None
        if len(found) > 1 or not isinstance(found[0][0], str):
            raise self._foreign("its table alembic_version does not hold one revision as text")
        if found[0][0] in revisions() and not has_ours:
            raise self._foreign(f"its revision is {found[0][0]}, but the tables are missing")
        return _printable(found[0][0])

    def _foreign(self, why: str) -> MithaqError:
        return MithaqError(f"{self.database} is not a database of Mithaq ({why}); name another with --database")

    def assumed_revision(self) -> str | None:
        """Return the revision, or the newest if the role may not read it: that is a reader of views."""
        return self.revision() if self.may_see_revision() else revisions()[-1]

    def may_see_revision(self) -> bool:
        """Return whether the role may read the revision."""
        return True

    def end_queries(self) -> None:
        """Close the cursors of earlier queries, before a COMMIT that would end them."""

    def close(self) -> None:
        """Close the connection."""
        raise NotImplementedError

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Sequence[Any]]:
        """Return all rows."""
        return list(self.select(sql, parameters)[1])

    def value(self, sql: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Return the first value of the first row; None without rows."""
        row = next(iter(self.select(sql, parameters)[1]), None)
        return row[0] if row else None


class SqliteReader(Reader):
    """A reader of a SQLite file that is opened with mode=ro: nothing is written or created."""

    engine_name = "sqlite"

    def __init__(self, filename: str, database: Database) -> None:
        require_sqlite_file(filename)
        self.database = database
        try:
            self.connection = connect_read_only(filename, sqlite_file.BUSY_SECONDS)
            self.connection.execute("PRAGMA cache_size = -28672")
        except sqlite3.Error as error:
            raise self._failure(error) from error
        except OSError as error:
            raise MithaqError(f"{database} cannot be read: {explained(error)}") from error

    def select(
        self, sql: str, parameters: Mapping[str, Any] | None = None
    ) -> tuple[list[str], Iterator[Sequence[Any]]]:
        try:
            cursor = self.connection.execute(sql, parameters or {})
        except sqlite3.Error as error:
            raise self._failure(error) from error
        except UnicodeEncodeError as error:
            raise _not_text(error) from error
        return [column[0] for column in cursor.description or []], self._stream(cursor)

    def _stream(self, cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
        """Yield the rows; damage in the file shows only when they are fetched."""
        try:
            # `yield from` would close the cursor of a connection that is closed already.
            for row in cursor:  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> MithaqError:
        if is_damage(error):
            return MithaqError(f"{self.database} is damaged: {explained(error)}; {RESTORE}")
        return MithaqError(f"{self.database} cannot be read: {explained(error)}")

    def close(self) -> None:
        try:
            self.connection.close()
        except sqlite3.Error as error:
            raise self._failure(error) from error


class PostgresqlReader(Reader):
    """A reader of a PostgreSQL database, through a connection whose transactions are read-only."""

    engine_name = "postgresql"

    def __init__(self, database: Database) -> None:
        from models.storage.postgresql import (
            READ_ONLY,
            beginning,
            connect,
            numeric_loader,
            psycopg_module,
            server_message,
        )  # fmt: skip

        psycopg = psycopg_module()
        try:
            self.connection = connect(database.url)
            # Not an option of the session, which a pooler would refuse.
            self.connection.execute(f"{READ_ONLY}; {beginning(self.connection)}")
        except (psycopg.Error, UnicodeError) as error:
            raise MithaqError(
                f"{database} cannot be reached: {server_message(error)}; check the server and the URL"
            ) from error
        # As SQLite gives them: a number with a fraction is a float.
        self.connection.adapters.register_loader("numeric", numeric_loader(psycopg))
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
            raise _not_text(error) from error
        return [column.name for column in cursor.description or []], self._stream(cursor)

    def _cursor(self, sql: str) -> Any:
        """Return a cursor on the server's side if possible: a plain one fetches every row before it gives the first."""
        if not re.match(QUERY, sql):
            return self.connection.cursor()
        cursor = self.connection.cursor(name=f"mithaq_{len(self.cursors)}")
        cursor.itersize = FETCHED_ROWS
        self.cursors.append(cursor)
        return cursor

    def _stream(self, cursor: Any) -> Iterator[Sequence[Any]]:
        """Yield the rows; some errors show only when they are fetched."""
        try:
            yield from cursor
        except self.failure as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> MithaqError:
        from models.storage.postgresql import server_message

        return MithaqError(f"{self.database} cannot be read: {server_message(error)}")

    def may_see_revision(self) -> bool:
        return self.value("SELECT has_table_privilege(to_regclass('alembic_version'), 'SELECT')") is not False

    def end_queries(self) -> None:
        for cursor in self.cursors:
            cursor.close()
        self.cursors.clear()

    def close(self) -> None:
        # The server may have ended the connection.
        with suppress(self.failure):
            self.end_queries()
        self.connection.close()


def _looks_like_url(value: str) -> bool:
    from models.storage.secrets import MISSPELT

    return bool(re.match(MISSPELT, value))


def _printable(revision: str) -> str:
    """Return a revision without control characters, and not longer than a message can show."""
    if revision in revisions():
        return revision
    from models.terminal.text import clean_cell, shorten

    return shorten(clean_cell(revision), SHOWN_REVISION)


def _not_text(error: UnicodeEncodeError) -> MithaqError:
    """Return the error for an argument in another encoding, as some terminals pass it."""
    return MithaqError(f"{error.object!a} is not text in UTF-8")


def _filename_in_url(rest: str) -> str:
    """Return the path that SQLAlchemy would open: relative after three slashes, absolute after four, %XX decoded."""
    from urllib.parse import unquote

    if "?" in rest:
        raise MithaqError("a sqlite:// URL takes no parameters here; write a ? that belongs to the name as %3F")
    return unquote(rest.removeprefix("/"), errors="surrogateescape")


def require_head_of(connection: Connection, database: Database) -> None:
    """Refuse a database that another program has migrated since it was opened.

    Raises:
        MithaqError: the database is at another revision.
    """
    require_head(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar(), database)


def require_head(revision: str | None, database: Database) -> None:
    """Refuse a database at another revision, and name the command to run.

    Raises:
        MithaqError: the database is unmanaged, older, or newer than this version of Mithaq.
    """
    known = revisions()
    if revision == known[-1]:
        return
    if revision is None:
        if database.filename:
            # Whoever opens the file of a killed first build undoes it: nothing is left.
            require_sqlite_file(database.filename)
        raise MithaqError(f"{database} is not a database of Mithaq (it has no revision); name another with --database")
    if revision in known:
        raise MithaqError(f"{database} is at revision {revision}, older than {known[-1]}; run: mithaq db upgrade")
    raise unknown_revision(revision, database)


def unknown_revision(revision: str, database: Database) -> MithaqError:
    """Return the error for an unknown revision: it is another program's, or a later Mithaq's."""
    with database.open_read_only() as reader:
        ours = reader.value(IS_OURS[reader.engine_name])
    if ours:
        return MithaqError(
            f"{database} is at revision {revision}, made by a newer Mithaq; upgrade Mithaq with: pip install -U mithaq"
        )
    return MithaqError(
        f"{database} is not a database of Mithaq (its revision is {revision}); name another with --database"
    )
