"""An item identifies a link within its record, in the view of its kind as in the view of citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from models.kinds.links import LINK_KINDS
from models.storage.database import Database, Reader
from tests.rows import Additions, additions

# The view of each kind of link, and its column of the record that owns it.
VIEWS = {
    "participation": ("v_participation", "record"),
    "milestone": ("v_milestone", "record"),
    "relation": ("v_relation", "subject"),
    "position": ("v_position", "person"),
    "classification": ("v_classification", "record"),
    "about": ("v_about", "statement"),
    "identifier": ("v_identifier", "record"),
}
# Texts that would be mistaken for another part of an item, or for each other, without their backslashes.
TEXTS = ("a", "a:b", "a\\:b", "a\\", "a;b", 'a":former', "a:former", "a:party", 'a"', "in=a", "a:period=2020")


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        yield additional


def test_every_kind_of_link_has_its_view() -> None:
    """A new kind of link is tested here too."""
    assert VIEWS.keys() == LINK_KINDS.keys()


@pytest.mark.parametrize("kind", VIEWS)
def test_items_of_the_shipped_data_identify_links(loaded_template: Database, kind: str) -> None:
    """No two links of a record have one item, and each link joins its citations."""
    view, owner = VIEWS[kind]
    with loaded_template.read() as reader:
        assert repeated(reader, view, owner) == []
        joined = (
            f"SELECT count(DISTINCT v.{owner} || ' ' || v.item) FROM {view} v JOIN v_citation c"
            f" ON c.record = v.{owner} AND c.item = v.item AND c.fact_kind = '{kind}'"
        )
        cited = f"SELECT count(*) FROM {kind} l WHERE EXISTS (SELECT 1 FROM citation c WHERE c.fact = l.id)"
        assert reader.value(joined) == reader.value(cited)
        assert reader.rows(f"SELECT 1 FROM {view} WHERE collection IS NULL OR item IS NULL") == []


def repeated(reader: Reader, view: str, owner: str) -> list[tuple[str, str]]:
    rows = reader.rows(f"SELECT {owner}, item FROM {view}")
    return [key for key, number in Counter(map(tuple, rows)).items() if number > 1]


def test_parties_of_hard_spellings_have_items_of_their_own(facts: Additions) -> None:
    """Whatever is printed, in whatever capacity and role, no two participations read alike."""
    facts.agreement("pact")
    for printed, capacity, role in product((*TEXTS, None), ("itself", "experts"), ("party", "signatory")):
        for party in (None, "russia") if printed is None else (None,):
            if printed or party or capacity != "itself":
                number = facts.ids[party] if party else None
                facts.link("participation", "pact", printed=printed, capacity=capacity, role=role, party=number)
    assert_distinct(facts, "SELECT item FROM v_participation WHERE record = 'pact'")
    [item] = facts.rows(
        "SELECT item FROM v_participation WHERE record = 'pact' AND printed = 'a\\:b' AND role = 'party'"
        " AND capacity = 'itself'"
    )
    assert item == ('party:"a\\\\\\:b":party',)


def test_steps_that_differ_in_one_field_have_items_of_their_own(facts: Additions) -> None:
    """Stage, outlook, date, party, event and place each make another step."""
    facts.agreement("pact")
    facts.record("place", "russia-town", "Town", "بلدة", kind="city")
    facts.record("event", "talks", "Talks", "محادثات", type="talks", outlook="occurred")
    days = {"date": "2025", "date_from": "2025-01-01", "date_to": "2025-12-31"}
    for outlook, date, party, event, place in product(
        ("occurred", "planned"),
        ({}, days),
        ({}, {"party": facts.ids["russia"]}, {"printed": "russia"}, {"printed": "a:at=talks"}),
        ({}, {"event": facts.ids["talks"]}),
        ({}, {"place": facts.ids["russia-town"]}, {"place_printed": "russia-town"}, {"place_printed": "a:b"}),
    ):
        facts.link("milestone", "pact", stage="signed", outlook=outlook, **date, **party, **event, **place)
    assert_distinct(facts, "SELECT item FROM v_milestone WHERE record = 'pact'")


def test_positions_of_hard_titles_have_items_of_their_own(facts: Additions) -> None:
    """Holder, title, period and whether it is former each make another position."""
    facts.record("person", "somebody", "Somebody", "أحدهم")
    for holder, title, period, former in product((None, "russia"), TEXTS, (None, "2020"), (None, 0, 1)):
        number = facts.ids[holder] if holder else None
        facts.link("position", "somebody", holder=number, title_en=title, period=period, former=former)
    facts.link("position", "somebody", title_ar="وزير")
    assert_distinct(facts, "SELECT item FROM v_position WHERE person = 'somebody'")
    assert ("position::وزير",) in facts.rows("SELECT item FROM v_position WHERE person = 'somebody'")


def test_relations_that_differ_in_one_field_have_items_of_their_own(facts: Additions) -> None:
    """A relation may hold in one context, sector or period, as a fact and as somebody's claim."""
    facts.record("statement", "claim", "Claim", "قول", attribution="named", mode="report")
    claim = {"statement": facts.ids["claim"]}
    for context, sector, period, statement in product(
        ({}, {"context": facts.ids["china"]}), ({}, {"sector": "ai"}), ({}, {"period": "2020"}), ({}, claim)
    ):
        values = {**context, **sector, **period, **statement}
        facts.link("relation", "algeria", type="competes_with", object=facts.ids["russia"], **values)
    of = "FROM v_relation WHERE subject = 'algeria' AND type = 'competes_with' AND object = 'russia'"
    assert_distinct(facts, f"SELECT item {of}")
    claimed = facts.rows(f"SELECT DISTINCT statement, mode, attribution {of} ORDER BY statement NULLS LAST")
    assert claimed == [("claim", "report", "named"), (None, None, None)]


def assert_distinct(facts: Additions, sql: str) -> None:
    items = [row[0] for row in facts.rows(sql)]
    assert len(items) > 8
    assert [item for item, number in Counter(items).items() if number > 1] == []
