"""Compares a load with the full check, and with a fresh load of the same files."""

from __future__ import annotations

from collections.abc import Callable

from models.errors import MithaqError
from models.storage.database import Database
from reports.dictionary import EXPORTED
from seeds.checks.checking_files import checked
from seeds.format.files import SeedFile
from seeds.loading import stored
from seeds.loading.loader import load
from seeds.loading.transaction import BUILD_FIRST
from tests.conftest import Databases

# Everything that a load writes, but for ids and for the file that a link belongs to: one of those that cite it.
STATED = (
    "SELECT r.slug, r.kind, f.collection, s.path FROM fact f JOIN record r ON r.id = f.id"
    " JOIN source s ON s.id = f.source",
    "SELECT r.slug, f.kind, f.collection, count(*) FROM fact f JOIN record r ON r.id = f.record GROUP BY 1, 2, 3",
    "SELECT r.slug, o.slug FROM former_slug o JOIN record r ON r.id = o.record",
    "SELECT r.slug, n.text, n.language, n.form, n.collection, n.folded, s.path FROM name n"
    " JOIN record r ON r.id = n.record JOIN source s ON s.id = n.source",
    "SELECT r.slug, f.kind, c.field, a.slug, c.start_char, c.end_char, c.collection, c.digest, s.path FROM citation c"
    " JOIN fact f ON f.id = c.fact JOIN record r ON r.id = f.record JOIN record a ON a.id = c.cited"
    " JOIN source s ON s.id = c.source",
    "SELECT collection, path, digest FROM source",
    *(f"SELECT * FROM {view.name}" for view in EXPORTED),
)


Rows = dict[str, list[str]]


def rows(database: Database, sql: str) -> list[str]:
    """Return the rows of a SELECT, sorted."""
    with database.read() as reader:
        return sorted(map(repr, reader.rows(sql)))


def dump(database: Database) -> Rows:
    """Return what the database holds, without ids and without the log."""
    with database.read() as reader:
        return {sql: sorted(map(repr, reader.rows(sql))) for sql in STATED}


def outcome_of(run: Callable[[], object]) -> str:
    try:
        return str(run())
    except MithaqError as error:
        return str(error)


def problems_of(database: Database, name: str, files: list[SeedFile]) -> str:
    """Return what the full check finds wrong with the files, given what the database holds of others."""
    engine = database.engine()
    with engine.connect() as connection:
        others = stored.others(connection, name)
    engine.dispose()
    try:
        checked(name, files, others)
    except MithaqError as error:
        return str(error)
    return ""


class Watched:
    """A database whose loads of the collection `mine` are compared with the full check.

    `rows` is what it holds now: `dump` of it, given where that is known already.
    """

    def __init__(self, database: Database, rows: Rows | None = None) -> None:
        self.database = database
        self.rows = dump(database) if rows is None else rows

    def load(self, files: list[SeedFile], problems: str | None = None) -> str:
        """Load the files; return the problems of the full check, in whose words they are refused, with nothing changed.

        Files without problems may be refused too, with a contradiction to another collection. The problems may be given
        where they are known: they depend on the files and on other collections alone.
        """
        before = self.rows
        problems = problems_of(self.database, "mine", files) if problems is None else problems
        told = outcome_of(lambda: load(self.database, "mine", files))
        self.rows = dump(self.database)
        if problems:
            # The database has none of the shipped records, which the load may say.
            assert told.removesuffix(f"\n{BUILD_FIRST}") == problems
        if told.startswith("mine: "):
            return ""
        assert problems or told.startswith("nothing was loaded"), told
        assert self.rows == before
        return told


def assert_as_a_fresh_load(watched: Watched, files: list[SeedFile], databases: Databases, template: Database) -> str:
    """Load the files: refused in the words of the full check, or the same as a fresh load; return the problems."""
    told = watched.load(files)
    assert not told.startswith("nothing was loaded"), told
    if not told:
        fresh = databases.create(template)
        load(fresh, "mine", files)
        assert watched.rows == dump(fresh)
        databases.remove(fresh)
    return told
