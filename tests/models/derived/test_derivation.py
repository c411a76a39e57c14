"""Promises of the derived state: the stage that milestones give, the lists that links give, and no stale row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, event

from cli import main
from models.derived.refresh import disagreements, refresh
from models.storage.database import Database
from tests.rows import Additions, additions

# A step: its stage, its date, its outlook. The stage and the date that the steps give.
Step = tuple[str, str | None, str]
LADDER: dict[str, tuple[list[Step], tuple[str | None, str | None]]] = {
    "no milestone gives no stage": ([], (None, None)),
    "the highest counts, not the latest": (
        [("signed", "2020", "occurred"), ("negotiating", "2024", "occurred")],
        ("signed", "2020"),
    ),
    "the highest counts without a date": (
        [("signed", "2020", "occurred"), ("in_force", None, "occurred")],
        ("in_force", None),
    ),
    "planned is not held": (
        [("drafted", "2020", "occurred"), ("signed", "2021", "planned")],
        ("drafted", "2020"),
    ),
    "only planned gives no stage": ([("signed", "2021", "planned")], (None, None)),
    "of one stage the earlier date counts": (
        [("signed", "2021", "occurred"), ("signed", "2020", "occurred"), ("signed", "2022", "occurred")],
        ("signed", "2020"),
    ),
    "of one stage the undated comes last": (
        [("signed", None, "occurred"), ("signed", "2020", "occurred")],
        ("signed", "2020"),
    ),
    "off the ladder replaces what is earlier": (
        [("in_force", "2020", "occurred"), ("terminated", "2023", "occurred")],
        ("terminated", "2023"),
    ),
    "off the ladder replaces what is of the same day": (
        [("in_force", "2020", "occurred"), ("suspended", "2020", "occurred")],
        ("suspended", "2020"),
    ),
    "off the ladder replaces what is undated": (
        [("in_force", None, "occurred"), ("suspended", "2020", "occurred")],
        ("suspended", "2020"),
    ),
    "off the ladder replaces without a date": (
        [("in_force", "2020", "occurred"), ("suspended", None, "occurred")],
        ("suspended", None),
    ),
    "a later step of the ladder, even a lower one, ends a suspension": (
        [("in_force", "2020", "occurred"), ("suspended", "2021", "occurred"), ("negotiating", "2022", "occurred")],
        ("in_force", "2020"),
    ),
    "a later plan ends no suspension": (
        [("in_force", "2020", "occurred"), ("suspended", "2021", "occurred"), ("operating", "2022", "planned")],
        ("suspended", "2021"),
    ),
    "a planned termination replaces nothing": (
        [("in_force", "2020", "occurred"), ("terminated", "2022", "planned")],
        ("in_force", "2020"),
    ),
    "off the ladder the later date counts": (
        [("suspended", "2020", "occurred"), ("terminated", "2022", "occurred"), ("lapsed", "2021", "occurred")],
        ("terminated", "2022"),
    ),
    "off the ladder the undated comes last": (
        [("lapsed", None, "occurred"), ("suspended", "2020", "occurred")],
        ("suspended", "2020"),
    ),
}
TAMPERING = {
    "changed": "UPDATE state SET stage = 'completed', stage_rank = 100 WHERE record = {record}",
    "emptied": "UPDATE state SET countries = NULL WHERE record = {record}",
    "lost": "DELETE FROM state WHERE record = {record}",
    "outdated": "DELETE FROM classification WHERE record = {record}",
}


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        yield additional


def add_steps(facts: Additions, slug: str, steps: list[Step]) -> None:
    """Milestones of a record, each dated by a whole year."""
    for stage, date, outlook in steps:
        days = {"date_from": date and f"{date}-01-01", "date_to": date and f"{date}-12-31"}
        facts.link("milestone", slug, stage=stage, outlook=outlook, date=date, **days)


@pytest.mark.parametrize("rule", LADDER)
@pytest.mark.parametrize("kind", ["agreement", "initiative"])
def test_milestones_give_the_stage(facts: Additions, kind: str, rule: str) -> None:
    """The stage and date of an agreement or initiative follow the ladder of commitment."""
    steps, wanted = LADDER[rule]
    form = {"agreement": "mou", "initiative": "programme"}[kind]
    for slug, order in (("forwards", steps), ("backwards", steps[::-1])):
        facts.record(kind, slug, slug, slug, type=form)
        add_steps(facts, slug, order)
    facts.derive("forwards", "backwards")
    found = f"SELECT stage, date FROM v_{kind} WHERE slug IN ('forwards', 'backwards')"
    assert facts.rows(found) == [wanted, wanted]


def test_the_stage_brings_its_rank_its_bounds_and_its_place(facts: Additions) -> None:
    """A list sorts by the date of the milestone that gives the stage; its event's place where it names none."""
    facts.record("place", "harbour", "Harbour", "ميناء", kind="city")
    facts.record("event", "talks", "Talks", "محادثات", type="summit", outlook="occurred", place=facts.ids["harbour"])
    facts.agreement("pact")
    dates = {"date": "2025-05", "date_from": "2025-05-01", "date_to": "2025-05-31"}
    facts.link("milestone", "pact", stage="signed", event=facts.ids["talks"], **dates)
    facts.derive("pact")
    sql = "SELECT stage_rank, date_from, date_to, place FROM v_agreement WHERE slug = 'pact'"
    assert facts.rows(sql) == [(60, "2025-05-01", "2025-05-31", "harbour")]


def test_lists_are_sorted_and_name_each_once(facts: Additions) -> None:
    """Parties, the countries of parties and their organizations, and sectors are joined in order of text."""
    facts.agreement("pact")
    facts.record("organization", "a-firm", "A firm", "شركة", "RU", kind="company")
    for party, role in (("russia", "party"), ("a-firm", "party"), ("algeria", "party"), ("russia", "signatory")):
        facts.link("participation", "pact", party=facts.ids[party], role=role)
    facts.link("participation", "pact", capacity="experts", role="party")
    for sector in ("nuclear", "ai"):
        facts.link("classification", "pact", sector=sector)
    facts.derive("pact")
    sql = "SELECT parties, countries, sectors FROM v_agreement WHERE slug = 'pact'"
    assert facts.rows(sql) == [(":experts; a-firm; algeria; russia", "DZ; RU", "ai; nuclear")]


def test_a_statement_lists_its_speakers_and_its_subjects(facts: Additions) -> None:
    """Whoever else takes part in a statement is no speaker, yet gives it a country."""
    facts.record("statement", "claim", "Claim", "قول", attribution="named", mode="report", date="2025")
    facts.link("participation", "claim", party=facts.ids["russia"], role="speaker")
    facts.link("participation", "claim", party=facts.ids["algeria"], role="participant")
    for subject in ("china", "algeria"):
        facts.link("about", "claim", record=facts.ids[subject])
    facts.derive("claim")
    sql = "SELECT speakers, subjects, countries, date FROM v_statement WHERE slug = 'claim'"
    assert facts.rows(sql) == [("russia", "algeria; china", "DZ; RU", "2025")]


def test_a_figure_has_the_country_of_its_subject(facts: Additions) -> None:
    """A figure belongs to the country of the record that it counts, and its date is its period."""
    values = {"subject": facts.ids["algeria"], "measure": "level", "amount": 34.0, "unit": "percent"}
    facts.record("figure", "share", "Share", "حصة", period="2024", **values)
    facts.derive("share")
    assert facts.rows("SELECT countries FROM v_figure WHERE slug = 'share'") == [("DZ",)]
    assert facts.value(f"SELECT date FROM state WHERE record = {facts.ids['share']}") == "2024"


def test_only_what_is_named_is_derived_anew(facts: Additions) -> None:
    """A load pays for the records that it touched, and forgets those that are gone."""
    first, second = facts.rows("SELECT record FROM state ORDER BY record LIMIT 2")
    slug = facts.value(f"SELECT slug FROM record WHERE id = {first[0]}")
    facts.run(f"UPDATE state SET citations = 0 WHERE record IN ({first[0]}, {second[0]})")
    facts.ids["gone"] = 0
    facts.derive(slug, "gone")
    counts = f"SELECT citations > 0 FROM state WHERE record IN ({first[0]}, {second[0]}) ORDER BY record"
    assert [bool(row[0]) for row in facts.rows(counts)] == [True, False]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_postgresql_plans_the_state_in_few_orders(loaded: Database) -> None:
    """The many joins of `state` stay nearly as they are written; other statements are planned at length."""
    limit, limits = "SHOW join_collapse_limit", {}
    engine = loaded.engine()
    with engine.begin() as connection:

        def note(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
            server: Any = connection.connection.driver_connection
            limits[" ".join(statement.split()[:3])] = server.execute(limit).fetchone()[0]

        event.listen(connection, "before_cursor_execute", note)
        refresh(connection, {1})
        refresh(connection, None)
    engine.dispose()
    assert (limits["INSERT INTO state"], limits["DELETE FROM country_count"]) == ("8", "16")
    with loaded.read() as reader:
        assert disagreements(reader) == []
        assert reader.value(limit) == "16"


def test_the_shipped_state_is_what_its_facts_give(loaded_template: Database) -> None:
    """Deriving all of the shipped records again changes nothing."""
    with loaded_template.read() as reader:
        assert disagreements(reader) == []
        kinds = "('agreement', 'event', 'initiative', 'figure', 'statement')"
        records = reader.value(f"SELECT count(*) FROM record WHERE kind IN {kinds}")
        assert reader.value("SELECT count(*) FROM state") == records > 0


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING)
def test_a_stale_row_is_found(loaded: Database, sql: str) -> None:
    """A state that was changed, emptied, lost or outrun by its facts is named, and no other."""
    engine = loaded.engine()
    with engine.begin() as connection:
        chosen = "SELECT a.slug FROM v_agreement a WHERE a.countries IS NOT NULL AND a.sectors IS NOT NULL"
        slug: Any = connection.exec_driver_sql(f"{chosen} ORDER BY a.slug LIMIT 1").scalar()
        record = connection.exec_driver_sql(f"SELECT id FROM record WHERE slug = '{slug}'").scalar()
        connection.exec_driver_sql(sql.format(record=record))
    engine.dispose()
    with loaded.read() as reader:
        found = [each for each in disagreements(reader) if "_count: " not in each]
    assert found == [f"state: {slug}"]
    result = CliRunner().invoke(main, ["--database", loaded.url, "db", "check"])
    assert result.exit_code == 1
    assert f"failed  derived state agrees with the facts\n        state: {slug}\n" in result.stdout
