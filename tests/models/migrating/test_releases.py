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


def test_a_released_database_goes_down_and_comes_back(copy: Database, release: Database) -> None:
    """Steps below a release that only derive lose nothing: the database comes back with every row."""
    before = hashes(release)
    downgrade(copy, "0007_create_state_and_loads")
    assert hashes(copy) == before
    upgrade(copy, revision(release))
    assert hashes(copy) == before
    upgrade(copy)
    assert [(name, found) for name, found in check(copy) if found] == []


# A user's agreement with a party and a sector, as version 0.1.0 stored it.
MINE = """
INSERT INTO collection (name) VALUES ('mine');
INSERT INTO source (id, collection, path, digest) VALUES (9000, 'mine', 'mine.yml', '0');
INSERT INTO fact (id, kind, record, collection, source) VALUES (90001, 'agreement', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90002, 'participation', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90003, 'classification', 90001, 'mine', 9000);
INSERT INTO record (id, kind, slug, name_en, name_ar) VALUES (90001, 'agreement', 'my-pact', 'My pact', 'ميثاقي');
INSERT INTO agreement (id, fact_kind, type) VALUES (90001, 'agreement', 'mou');
INSERT INTO participation (id, fact_kind, record, party, capacity, role)
    SELECT 90002, 'participation', 90001, id, 'itself', 'signatory' FROM country WHERE code = 'UZ';
INSERT INTO classification (id, fact_kind, record, sector) VALUES (90003, 'classification', 90001, 'ai');
INSERT INTO citation (fact, field, article, start_char, end_char, collection, digest)
    SELECT f.id, '', a.id, 0, 1, 'mine', '0' FROM fact f CROSS JOIN (SELECT min(id) AS id FROM article) a
    WHERE f.id > 90000;
DELETE FROM state
"""


@pytest.mark.parametrize("release", RELEASES[:1], indirect=True, ids=["0.1.0"])
def test_a_users_facts_come_up_with_a_released_database(copy: Database, release: Database) -> None:
    """Facts that a user loaded with 0.1.0 are in the views, lists and counts of today, and every check passes."""
    others = (
        "SELECT count(DISTINCT whole) FROM v_cooperation WHERE kind = 'agreement' AND done = 1 AND slug <> 'my-pact'"
    )
    of_country = "SELECT record FROM v_participation WHERE country = 'UZ' AND partner = 1"
    engine = copy.engine()
    with engine.begin() as connection:
        for statement in MINE.split(";"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    rows = hashes(copy)
    upgrade(copy)
    assert [(name, found) for name, found in check(copy) if found and "search" not in name] == []
    with copy.read() as reader:
        assert reader.rows("SELECT parties, countries, sectors FROM v_agreement WHERE slug = 'my-pact'") == [
            ("uzbekistan", "UZ", "ai")
        ]
        counted = reader.value("SELECT agreements FROM v_country WHERE code = 'UZ'")
        assert counted == reader.value(f"{others} AND slug IN ({of_country})") + 1
    downgrade(copy, revision(release))
    assert hashes(copy) == rows
