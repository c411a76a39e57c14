"""Delete attached texts so that nothing of them is left, and choose those that a user names."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from models.errors import MithaqError
from models.storage.database import Database, require_head_of
from models.storage.sqlite_file import explained
from models.storage.wal import merge_wal

if TYPE_CHECKING:
    from sqlalchemy import Connection


def choose_attached(attached: Mapping[str, int], slugs: Sequence[str] | None, what: str) -> list[str]:
    """Return the IDs to detach: these, each once, or all that are attached for None.

    Raises:
        MithaqError: an ID is of nothing that is attached.
    """
    unknown = [slug for slug in slugs or () if slug not in attached]
    if unknown:
        listed = f"attached are: {', '.join(attached)}" if attached else "none is attached"
        raise MithaqError(f"{unknown[0]!r} is no {what}; {listed}")
    return list(attached if slugs is None else dict.fromkeys(slugs))


def erase(database: Database, delete: Callable[[Connection], None]) -> None:
    """Run the deletions in one transaction; a SQLite file keeps nothing of the rows, also not among its free pages.

    Raises:
        MithaqError: the database cannot be written.
    """
    from sqlalchemy.exc import DBAPIError

    engine = database.engine()
    try:
        with engine.begin() as connection:
            require_head_of(connection, database)
            if database.filename:
                # Some builds of SQLite leave what was deleted in the free space.
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            delete(connection)
    except DBAPIError as error:
        raise MithaqError(f"{database} cannot be written: {explained(error.orig)}") from error
    finally:
        engine.dispose()
    if database.filename:
        _give_back_free_pages(database.filename)


def _give_back_free_pages(filename: str) -> None:
    try:
        with closing(sqlite3.connect(filename, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            merge_wal(connection, filename)
    except sqlite3.Error as error:
        message = "the texts are gone from %s, but it keeps its size: %s"
        logging.getLogger("mithaq").warning(message, filename, explained(error))
