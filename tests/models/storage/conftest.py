"""SQLite files for the tests of storage, copied for each test from those that all tests share."""

from pathlib import Path

import pytest

from models.storage.database import Database
from tests.conftest import Databases

# A name whose letters mean something in a URL, a pattern or a shell.
AWKWARD = "ميثاق [1]?.db"


@pytest.fixture(scope="session")
def empty_bytes(sqlite_databases: Databases) -> bytes:
    """A file at the newest revision, without rows."""
    return _bytes(sqlite_databases.migrated())


@pytest.fixture(scope="session")
def loaded_bytes(sqlite_databases: Databases) -> bytes:
    """A file with the shipped seeds."""
    return _bytes(sqlite_databases.loaded())


def _bytes(database: Database) -> bytes:
    assert database.path
    return database.path.read_bytes()


@pytest.fixture
def path(loaded_bytes: bytes, tmp_path: Path) -> Path:
    """A loaded file for this test to change, alone in its folder."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / AWKWARD
    path.write_bytes(loaded_bytes)
    return path


@pytest.fixture
def file(path: Path) -> Database:
    """The database in that file."""
    return Database.file(path)
