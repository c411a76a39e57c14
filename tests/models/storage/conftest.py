"""SQLite files for the tests of storage: one loaded, one without rows, made once and copied for each test."""

from pathlib import Path

import pytest

from models.migrating.migrations import upgrade
from models.storage.database import Database
from seeds.loading.loader import load_shipped

# A name whose letters mean something in a URL, a pattern or a shell.
AWKWARD = "ميثاق [1]?.db"


@pytest.fixture(scope="session")
def empty_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file at the newest revision, without rows."""
    path = tmp_path_factory.mktemp("empty") / "mithaq.db"
    upgrade(Database.file(path))
    return path.read_bytes()


@pytest.fixture(scope="session")
def loaded_bytes(empty_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with the shipped seeds."""
    path = tmp_path_factory.mktemp("loaded") / "mithaq.db"
    path.write_bytes(empty_bytes)
    load_shipped(Database.file(path))
    return path.read_bytes()


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
