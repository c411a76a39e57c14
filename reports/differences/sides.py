"""Open the sides to compare: a database of any release, or a seed folder, which is loaded into a temporary file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from models.revisions import revisions
from models.storage.database import Database, Reader, unknown_revision
from models.storage.temporary import temporary_folder
from reports.exporting.snapshot import begin_snapshot

# The name of a folder's collection in the temporary file; the collection is not compared.
FOLDER = "folder"
# Before this revision there were no views.
FIRST_VIEWS = "0008_create_views"


@contextmanager
def open_side(given: str) -> Iterator[Reader]:
    """Open a database or seed folder for reading.

    Raises:
        MithaqError: there is no such database or folder, it cannot be read, or a newer Mithaq made it.
    """
    if Path(given).is_dir():
        with temporary_folder() as folder:
            database = Database.file(folder / "mithaq.db")
            _load(Path(given), database)
            with database.read() as reader:
                yield reader
        return
    database = Database.locate(given)
    with database.open_read_only() as reader:
        _require_views(reader.assumed_revision(), database)
        begin_snapshot(reader)
        yield reader


def _require_views(revision: str | None, database: Database) -> None:
    known = revisions()
    if revision is None:
        raise MithaqError(f"{database} is not a database of Mithaq (it has no revision); name another")
    if revision not in known:
        raise unknown_revision(revision, database)
    if known.index(revision) < known.index(FIRST_VIEWS):
        raise MithaqError(f"{database} is at revision {revision}, which has no views; run: mithaq db upgrade")


def _load(folder: Path, database: Database) -> None:
    """Load the shipped data, and then the folder unless it holds the shipped data."""
    from models.migrating.migrations import upgrade
    from seeds.format.files import SHIPPED_FOLDER, folder_files
    from seeds.loading.loader import load, load_shipped

    upgrade(database)
    load_shipped(database)
    if folder.resolve() != SHIPPED_FOLDER:
        load(database, FOLDER, folder_files(folder))
