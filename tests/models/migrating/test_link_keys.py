"""A user's links come up with all their keys unique, and go down with what an older database cannot hold listed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.migrating.migrations import downgrade, plan_downgrade, upgrade
from models.storage.database import Database
from tests.conftest import Databases
from tests.releases import hashes, released
from tests.rows import Additions

BEFORE = "0014_identify_records"
# A user's records with every kind of link, as version 0.1.0 stored them.
MINE = """
INSERT INTO collection (name) VALUES ('mine');
INSERT INTO source (id, collection, path, digest) VALUES (9000, 'mine', 'mine.yml', '0');
INSERT INTO fact (id, kind, record, collection, source) VALUES (90001, 'agreement', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90002, 'person', 90002, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90003, 'participation', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90004, 'participation', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90005, 'milestone', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90006, 'milestone', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90007, 'position', 90002, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90008, 'position', 90002, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90009, 'relation', 90002, 'mine', 9000);
INSERT INTO record (id, kind, slug, name_en, name_ar) VALUES (90001, 'agreement', 'my-pact', 'My pact', 'ميثاقي');
INSERT INTO record (id, kind, slug, name_en, name_ar) VALUES (90002, 'person', 'my-friend', 'My friend', 'صديقي');
INSERT INTO agreement (id, fact_kind, type) VALUES (90001, 'agreement', 'mou');
INSERT INTO person (id, fact_kind) VALUES (90002, 'person');
INSERT INTO participation (id, fact_kind, record, party, capacity, role)
    SELECT 90003, 'participation', 90001, id, 'itself', 'signatory' FROM country WHERE code = 'UZ';
INSERT INTO participation (id, fact_kind, record, capacity, role)
    VALUES (90004, 'participation', 90001, 'experts', 'signatory');
INSERT INTO milestone (id, fact_kind, record, stage, outlook, date, date_from, date_to)
    VALUES (90005, 'milestone', 90001, 'signed', 'occurred', '2024', '2024-01-01', '2024-12-31');
INSERT INTO milestone (id, fact_kind, record, stage, outlook, date, date_from, date_to)
    VALUES (90006, 'milestone', 90001, 'signed', 'occurred', '2024-05', '2024-05-01', '2024-05-31');
INSERT INTO position (id, fact_kind, person, title_en, title_ar, former)
    VALUES (90007, 'position', 90002, 'Minister', 'وزير', 0);
INSERT INTO position (id, fact_kind, person, title_en, title_ar, former)
    VALUES (90008, 'position', 90002, 'Envoy', 'مبعوث', 1);
INSERT INTO relation (id, fact_kind, subject, type, object)
    SELECT 90009, 'relation', 90002, 'member_of', min(id) FROM organization;
INSERT INTO citation (fact, field, article, start_char, end_char, collection, digest)
    SELECT f.id, '', a.id, 0, 1, 'mine', '0' FROM fact f CROSS JOIN (SELECT min(id) AS id FROM article) a
    WHERE f.id > 90000;
DELETE FROM state
"""


def add_mine(database: Database) -> None:
    engine = database.engine()
    with engine.begin() as connection:
        for statement in MINE.split(";\n"):
            connection.exec_driver_sql(statement)
    engine.dispose()
    upgrade(database, BEFORE)


@pytest.fixture
def old(databases: Databases) -> Database:
    """A database of version 0.1.0 with a user's records, at an older revision; it is only read."""
    return databases.template("mine, old", add_mine, lambda: released(databases))


@pytest.fixture
def mine(databases: Databases, old: Database) -> Iterator[Database]:
    """Facts with these keys at the newest revision."""
    copy = databases.create(databases.template("mine", upgrade, lambda: old))
    yield copy
    databases.remove(copy)


def test_a_users_links_come_up_with_their_keys(mine: Database, old: Database) -> None:
    """Links are unchanged but for former offices, of which 0 stood for silence too; the way down restores it."""
    assert [(name, found) for name, found in check(mine) if found and "search" not in name] == []
    with mine.read() as reader:
        positions = reader.rows("SELECT title_en, former FROM v_position WHERE person = 'my-friend' ORDER BY title_en")
        assert [tuple(row) for row in positions] == [("Envoy", 1), ("Minister", None)]
        assert [
            tuple(row) for row in reader.rows("SELECT item FROM v_milestone WHERE record = 'my-pact' ORDER BY item")
        ] == [
            ("milestone:signed:2024",),
            ("milestone:signed:2024-05",),
        ]
        assert [tuple(row) for row in reader.rows("SELECT date, parties FROM v_agreement WHERE slug = 'my-pact'")] == [
            ("2024-05", ":experts; uzbekistan")
        ]
    assert plan_downgrade(mine, BEFORE).losses() == []
    downgrade(mine, BEFORE)
    assert hashes(mine) == hashes(old)


def add_new_links(database: Database) -> None:
    """Add what an older database cannot hold."""
    engine = database.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        pact = "my-pact"
        place, other = facts.rows("SELECT id FROM place ORDER BY id LIMIT 2")
        facts.link("participation", pact, printed="Kingdom of Siam", role="party")
        facts.link("milestone", pact, stage="ratified", printed="Kingdom of Siam")
        for number in (place[0], other[0]):
            facts.link("milestone", pact, stage="in_force", place=number)
        facts.link("position", "my-friend", title_en="Envoy", title_ar="مبعوث", former=0)
        facts.link("position", "my-friend", title_ar="سفير")
        facts.record("statement", "my-claim", "My claim", None, attribution="outlet", mode="report")
        organization = facts.value("SELECT min(id) FROM organization")
        facts.link("relation", "my-friend", type="member_of", object=organization, statement=facts.ids["my-claim"])
    engine.dispose()


def test_what_an_older_database_cannot_hold_is_listed(mine: Database, old: Database) -> None:
    """Down, each thing that would go or change is counted, and needs --yes; after it the older links are as before."""
    with old.open_read_only() as reader:
        before = {kind: reader.value(f"SELECT count(*) FROM {kind}") for kind in ("participation", "relation", "fact")}
    add_new_links(mine)
    arguments = ["--database", mine.url, "db", "downgrade", BEFORE]
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 1
    for line in (
        "participations of parties that are not identified: 1",
        "milestones of parties that are not identified: 1",
        "milestones that differ from another one only in their place: 1",
        "positions that differ from another one only in their period or in being former: 1",
        "positions of which the source says that they are not former, which would count as not said: 1",
        "titles in one language, of which the other would become a copy: 1",
        "names in one language, of which the other would become a copy: 1",
        "relations that differ from another one only in their statement: 1",
        "relation.statement: 1 values",
    ):
        assert line in refused.stderr
    assert CliRunner().invoke(main, [*arguments, "--yes"]).exit_code == 0
    with mine.open_read_only() as reader:
        assert reader.value("SELECT count(*) FROM participation") == before["participation"]
        assert reader.value("SELECT count(*) FROM relation") == before["relation"]
        # One milestone, one position and the statement stay.
        assert reader.value("SELECT count(*) FROM fact") == before["fact"] + 3
    upgrade(mine)
    assert [
        (name, found) for name, found in check(mine) if found and "search" not in name and "cited" not in name
    ] == []


def test_figures_without_subjects_and_former_states_are_lost_in_a_downgrade(mine: Database, old: Database) -> None:
    """An older database has neither; the way down lists them with the links of such states, and deletes all of them."""
    engine = mine.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        values = {"measure": "level", "unit": "percent"}
        facts.record("country", "old-realm", "Old Realm", "المملكة القديمة", code="XOLD", existed_until="1900")
        realm = facts.ids["old-realm"]
        facts.name("old-realm", "en", "The Realm")
        facts.link("participation", "my-pact", party=realm, role="party")
        facts.link("milestone", "my-pact", stage="ratified", party=realm)
        facts.link("relation", "my-friend", type="located_in", object=realm)
        facts.record("figure", "people", "People", "سكان", amount=3.0, subject=realm, **values)
        facts.record("figure", "share", "Share", "حصة", amount=34.0, **values)
        for figure in ("people", "share"):
            facts.link("participation", figure, party=facts.value("SELECT min(id) FROM organization"), role="party")
        facts.run("UPDATE record SET country = 'XOLD' WHERE slug IN ('my-friend', 'old-realm')")
    engine.dispose()
    losses = plan_downgrade(mine, BEFORE).losses()
    for line in (
        "figures without a subject: 1",
        "figures about states that have ended: 1",
        "links of states that have ended: 4",
        "records of states that have ended, which would be of no country: 1",
    ):
        assert line in losses
    downgrade(mine, BEFORE)
    # The digests of files are forgotten, so that a load brings back what was lost.
    assert hashes(mine) == hashes(old) | {"source": hashes(mine)["source"]}
    upgrade(mine)
    assert [(name, found) for name, found in check(mine) if found and "search" not in name] == []
