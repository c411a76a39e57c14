"""One moment of the database for a whole export, however long it takes and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.storage.database import Database, Reader

# Pages are read once and in order, so a small cache does: a million rows take 2 MiB of it and not 32.
# PostgreSQL sets the level before a transaction's first query; the check of the revision has begun one.
BEGIN = {
    "sqlite": ("PRAGMA cache_size = -2048", "BEGIN"),
    "postgresql": ("COMMIT", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
}


@contextmanager
def snapshot(database: Database) -> Iterator[Reader]:
    """A reader to whom nothing changes while it is open.

    Raises:
        MithaqError: there is no such database, or it is at another revision.
    """
    with database.read() as reader:
        for statement in BEGIN[reader.engine_name]:
            reader.select(statement)
        yield reader


def attached_articles(reader: Reader) -> int:
    """How many articles have their text attached, so that an export quotes them."""
    return int(reader.value("SELECT count(*) FROM v_article WHERE attached = 1"))
