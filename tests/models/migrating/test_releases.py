"""Databases of every released version upgrade to the newest revision, and back, without losing a row."""

import tomllib
from pathlib import Path

import pytest

from models.checking.rules import check
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from tests.paths import CHECKOUT
from tests.releases import DUMPS, hashes, restore

RELEASES = sorted(DUMPS.glob("*.jsonl"))


def test_every_release_has_its_dump() -> None:
    """The current version has a dump, so that the next version is tested with it."""
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"{version}.jsonl" in {path.name for path in RELEASES}


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_released_database_comes_up_and_down_whole(database: Database, release: Path) -> None:
    """After an upgrade, a downgrade and an upgrade every row is the same, and every check passes."""
    revision = restore(database, release)
    before = hashes(database)
    upgrade(database)
    assert [(name, found) for name, found in check(database) if found] == []
    downgrade(database, revision)
    assert hashes(database) == before
    upgrade(database)
    assert [(name, found) for name, found in check(database) if found] == []


@pytest.mark.parametrize("floor", ["0008_create_views", "0007_create_state_and_loads"])
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_released_database_goes_down_and_comes_back(database: Database, release: Path, floor: str) -> None:
    """Steps below a release that only derive lose nothing: the database comes back with every row."""
    revision = restore(database, release)
    before = hashes(database)
    downgrade(database, floor)
    assert hashes(database) == before
    upgrade(database, revision)
    assert hashes(database) == before
    upgrade(database)
    assert [(name, found) for name, found in check(database) if found] == []
