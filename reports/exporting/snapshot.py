"""Read a consistent snapshot of the database, even if another program writes during a long export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.storage.database import Database, Reader

# An export reads each page once, so a cache of 2 MiB is enough.
# PostgreSQL sets the isolation level only before the first query, and checking the revision has run one: hence COMMIT.
BEGIN = {
    "sqlite": ("PRAGMA cache_size = -2048", "BEGIN"),
    "postgresql": ("COMMIT", "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"),
}
# The views of sources, and the command that removes what is attached to them.
DETACHING = {"v_article": "mithaq article detach --all", "v_dataset": "mithaq dataset detach --all"}


@contextmanager
def open_snapshot(database: Database) -> Iterator[Reader]:
    """Open a reader that sees no changes of other programs.

    Raises:
        MithaqError: the database does not exist, or is at another revision.
    """
    with database.read() as reader:
        begin_snapshot(reader)
        yield reader


def begin_snapshot(reader: Reader) -> None:
    """Let a reader see no changes of other programs from now on."""
    reader.end_queries()
    for statement in BEGIN[reader.engine_name]:
        reader.select(statement)


def how_to_detach(reader: Reader) -> list[str]:
    """Return the commands that remove the attached texts and files; none if nothing is attached."""
    return [
        command
        for view, command in DETACHING.items()
        if reader.rows(f"SELECT 1 FROM {view} WHERE attached = 1 LIMIT 1")
    ]


def quotes_texts(reader: Reader, collection: str | None = None) -> bool:
    """Return whether an export quotes attached texts or files: all of them, or those that one collection cites."""
    found = how_to_detach(reader)
    if not found or collection is None:
        return bool(found)
    quoted = "SELECT 1 FROM v_citation WHERE collection = :collection AND quote IS NOT NULL LIMIT 1"
    return bool(reader.rows(quoted, {"collection": collection}))
