"""Databases of every released version upgrade to the newest revision, and back, without losing a row."""

import tomllib
from collections.abc import Iterator

import pytest

from models.checking.rules import check
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from tests.conftest import Databases
from tests.models.storage.faults import revision
from tests.paths import CHECKOUT
from tests.releases import DUMPS, hashes, released

RELEASES = sorted(DUMPS.glob("*.jsonl"))


def test_every_release_has_its_dump() -> None:
    """The current version has a dump, so that the next version is tested with it."""
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"{version}.jsonl" in {path.name for path in RELEASES}


@pytest.fixture(params=RELEASES, ids=lambda path: path.stem)
def release(request: pytest.FixtureRequest, databases: Databases) -> Database:
    """The database of each release; it is only read."""
    return released(databases, request.param)


@pytest.fixture
def copy(databases: Databases, release: Database) -> Iterator[Database]:
    made = databases.create(release)
    yield made
    databases.remove(made)


def test_a_released_database_comes_up_and_down_whole(copy: Database, release: Database) -> None:
    """After an upgrade, a downgrade and an upgrade every row is the same, and every check passes."""
    before = hashes(release)
    upgrade(copy)
    assert [(name, found) for name, found in check(copy) if found] == []
    downgrade(copy, revision(release))
    assert hashes(copy) == before
    upgrade(copy)
    assert [(name, found) for name, found in check(copy) if found] == []


@pytest.mark.parametrize("release", RELEASES[:1], ids=["0.1.0"], indirect=True)
def test_a_released_database_goes_down_and_comes_back(copy: Database, release: Database) -> None:
    """Steps below 0.1.0 that only derive lose nothing: the database comes back with every row."""
    before = hashes(release)
    downgrade(copy, "0007_create_state_and_loads")
    assert hashes(copy) == before
    upgrade(copy, revision(release))
    assert hashes(copy) == before
    upgrade(copy)
    assert [(name, found) for name, found in check(copy) if found] == []
