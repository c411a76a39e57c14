"""Recognize that no seed file has changed since the last load, without importing what a load needs."""

from __future__ import annotations

from models.storage.database import Database
from seeds.format.files import SeedFile

SOURCES = "SELECT path, digest FROM source WHERE collection = :name AND row_key = ''"
# The size of a collection after its last load: facts, other names, citations, former slugs, reference rows.
TOTAL = "SELECT inserted + updated + unchanged FROM load WHERE collection = :name ORDER BY id DESC LIMIT 1"
INDEXED = "SELECT count(*) FROM (SELECT 1 FROM search LIMIT 1) s"


def summary_line(collection: str, counts: tuple[int, int, int, int]) -> str:
    """Return the counts of a load in words."""
    inserted, updated, deleted, unchanged = counts
    return f"{collection}: inserted {inserted:,}, updated {updated:,}, deleted {deleted:,}, unchanged {unchanged:,}"


def unchanged(database: Database, name: str, files: list[SeedFile]) -> str | None:
    """Return the report of a load of the files if it has nothing to do; otherwise None.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    with database.read() as reader:
        stored = {row[0]: row[1] for row in reader.rows(SOURCES, {"name": name})}
        if stored != {file.path: file.digest for file in files} or not reader.value(INDEXED):
            return None
        return summary_line(name, (0, 0, 0, reader.value(TOTAL, {"name": name})))
