"""Which milestones decide the stage and date of a record, by invented instruments with the answers written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from models.edtf_dates import parse_date
from models.storage.database import Database
from tests.rows import Additions, additions

# A step: stage, date, the party that took it alone (quoted: only printed), outlook.
Step = tuple[str, str | None, str | None]
WHOLE = None
# Parties by role, steps; then stage, date, signed.
CASES: dict[str, tuple[dict[str, str], list[Step], tuple[str | None, str | None, str | None]]] = {
    "a convention that states join for a century is in force since it came into force": (
        {"algeria": "party", "china": "party", "russia": "party", "uzbekistan": "party"},
        [
            ("signed", "1886-09-09", WHOLE),
            ("in_force", "1887-12-05", WHOLE),
            ("ratified", "1887-09-05", "algeria"),
            ("acceded", "1995-03-13", "russia"),
            ("acceded", "2005-04-19", "uzbekistan"),
            ("in_force", "2025-01-01", "'Kingdom of Siam'"),
        ],
        ("in_force", "1887-12-05", "1886-09-09"),
    ),
    "one party of many that terminates it leaves it in force": (
        {"algeria": "party", "china": "party", "russia": "party"},
        [("in_force", "1990", WHOLE), ("terminated", "2001", "russia"), ("withdrawn", "2003", "china")],
        ("in_force", "1990", None),
    ),
    "one party of two that terminates it ends it": (
        {"algeria": "signatory", "china": "signatory", "xi-jinping": "signatory", "russia": "transit"},
        [("signed", "1990", WHOLE), ("in_force", "1991", WHOLE), ("terminated", "2001-02-03", "china")],
        ("terminated", "2001-02-03", "1990"),
    ),
    "one party of two that suspends it, which later goes on": (
        {"algeria": "party", "'Kingdom of Siam'": "party"},
        [("in_force", "1991", WHOLE), ("suspended", "2001", "'Kingdom of Siam'"), ("operating", "2005", WHOLE)],
        ("operating", "2005", None),
    ),
    "a party's own steps decide where there are no others": (
        {"algeria": "party", "china": "party", "russia": "party"},
        [("signed", "2001", "algeria"), ("signed", "2000", "china"), ("ratified", "2003", "algeria")],
        ("ratified", "2003", "2000"),
    ),
    "a party's own termination does not decide beside its signature": (
        {"algeria": "party", "china": "party", "russia": "party"},
        [("signed", "2000", "china"), ("signed", "2001", "algeria"), ("terminated", "2010", "china")],
        ("signed", "2000", "2000"),
    ),
    "joining decides where there is nothing else": (
        {"algeria": "party"},
        [("acceded", "2005", "algeria"), ("withdrawn", "2010", "algeria")],
        ("withdrawn", "2010", None),
    ),
    "joining never decides beside another step": (
        {"algeria": "party", "china": "party"},
        [("acceded", "2005", WHOLE), ("accepted", "2006", WHOLE), ("signed", "2001", "china")],
        ("signed", "2001", "2001"),
    ),
    "a year does not come before a day in it": (
        {"algeria": "party", "china": "party"},
        [("signed", "1999", WHOLE), ("signed", "1999-05-05", WHOLE)],
        ("signed", "1999-05-05", "1999-05-05"),
    ),
    "an instrument that nobody signs is dated by its adoption": (
        {"algeria": "party", "china": "party"},
        [("adopted", "1948-12-10", WHOLE), ("in_force", "1951", WHOLE)],
        ("in_force", "1951", "1948-12-10"),
    ),
    "an undated signature is not replaced by the adoption": (
        {"algeria": "party", "china": "party"},
        [("adopted", "1948-12-10", WHOLE), ("signed", None, "china")],
        ("adopted", "1948-12-10", None),
    ),
}


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        yield additional


def party_of(facts: Additions, party: str | None) -> dict[str, Any]:
    """Return the columns of a party: identified, only printed, or none."""
    if party is None:
        return {}
    return {"printed": party.strip("'")} if party.startswith("'") else {"party": facts.ids[party]}


def add_agreement(facts: Additions, slug: str, parties: dict[str, str], steps: list[Step]) -> None:
    facts.agreement(slug)
    for party, role in parties.items():
        facts.link("participation", slug, role=role, **party_of(facts, party))
    for stage, date, party in steps:
        parsed = parse_date(date) if date else None
        days = {"date": date, "date_from": parsed and parsed.first, "date_to": parsed and parsed.last}
        facts.link("milestone", slug, stage=stage, **days, **party_of(facts, party))


@pytest.mark.parametrize("case", CASES)
def test_the_whole_instruments_steps_decide(facts: Additions, case: str) -> None:
    """Stage, its date and the date of signature are those that a reader would give, in whatever order steps are."""
    parties, steps, wanted = CASES[case]
    add_agreement(facts, "forwards", parties, steps)
    add_agreement(facts, "backwards", parties, steps[::-1])
    facts.derive("forwards", "backwards")
    found = facts.rows("SELECT stage, date, signed FROM v_agreement WHERE slug IN ('forwards', 'backwards')")
    assert found == [wanted, wanted]


def test_a_step_may_be_taken_at_several_places(facts: Additions) -> None:
    """One step at two places is two milestones; the view names both, and one that is only printed is a gap."""
    for slug in ("washington", "london-town"):
        facts.record("place", slug, slug, slug, kind="city")
    facts.agreement("pact")
    dates = {"date": "1968-07-01", "date_from": "1968-07-01", "date_to": "1968-07-01"}
    for place in ({"place": facts.ids["washington"]}, {"place": facts.ids["london-town"]}, {"place_printed": "Moskwa"}):
        facts.link("milestone", "pact", stage="signed", **dates, **place)
    facts.link("participation", "pact", role="party", printed="Kingdom of Siam")
    facts.link("participation", "pact", role="signatory", printed="Kingdom of Siam")
    facts.derive("pact")
    sql = "SELECT place, places, parties, unidentified FROM v_agreement WHERE slug = 'pact'"
    assert facts.rows(sql) == [("london-town", "london-town; washington", None, 1)]
    gaps = facts.rows(
        "SELECT gap FROM v_gap WHERE slug = 'pact' AND gap IN ('unidentified_party', 'unidentified_place') ORDER BY gap"
    )
    assert gaps == [("unidentified_party",), ("unidentified_place",)]


def test_a_record_is_reported_when_its_newest_article_was_published(facts: Additions) -> None:
    """The bounds are those of the latest publication that cites it or its links; an open end has no bound."""
    published = {"first": "2024-05-03", "second": "2025-02", "open": "2024/.."}
    for slug, date in published.items():
        day = parse_date(date)
        values = {"published": date, "published_from": day.first, "published_to": day.last}
        facts.article(slug, published_basis="stated", **values)
    facts.record("event", "talks", "Talks", "محادثات", type="talks", outlook="occurred")
    facts.link("participation", "talks", party=facts.ids["algeria"], role="participant")
    sql = "SELECT reported_from, reported_to FROM v_event WHERE slug = 'talks'"
    found = []
    for article in published:
        facts.cite("talks", article, 0, 1)
        facts.derive("talks")
        found += facts.rows(sql)
    assert found == [("2024-05-03", "2024-05-03"), ("2025-02-01", "2025-02-28"), ("2024-01-01", None)]


def test_lists_name_capacities(facts: Additions) -> None:
    """An element is a slug, a slug with a capacity, or a capacity alone, once for each party and capacity."""
    facts.agreement("pact")
    for values in (
        {"party": facts.ids["iran"], "capacity": "media", "role": "party"},
        {"party": facts.ids["iran"], "capacity": "media", "role": "signatory"},
        {"party": facts.ids["iran"], "role": "party"},
        {"capacity": "experts", "role": "party"},
    ):
        facts.link("participation", "pact", **values)
    facts.derive("pact")
    assert facts.rows("SELECT parties FROM v_agreement WHERE slug = 'pact'") == [(":experts; iran; iran:media",)]
