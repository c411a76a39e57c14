"""Tables refuse wrong rows: each wrong thing by the name of the constraint that refuses it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import CheckConstraint, inspect
from sqlalchemy.exc import IntegrityError

from models.kinds.links import LINK_KINDS
from models.kinds.records import KINDS
from models.kinds.types import DATE
from models.schema import metadata
from models.storage.database import Database
from tests.rows import Additions, additions

SUBTYPES = [name for name, table in metadata.tables.items() if "fact_kind" in table.columns]
DATES = [(kind.kind, each.name) for kind in KINDS.values() for each in kind.fields if each.type is DATE]
REVERSED = "UPDATE {0} SET {1} = '2025', {1}_from = '2025-12-31', {1}_to = '2025-01-01'"
# What these two must also be, so that no other check refuses them.
BESIDE = {"published": ", published_basis = 'stated'", "base": ", measure = 'change'"}
# Each constraint, and a statement that it refuses.
FLAGS = [
    ("event_type", "cooperation"),
    ("initiative_type", "cooperation"),
    ("relation_type", "cooperation"),
    ("role", "partner"),
    ("stage", "under_way"),
]
CHECKS = {
    "ck_agreement_currency": "UPDATE agreement SET value = 5, currency = NULL",
    "ck_agreement_instruments": "UPDATE agreement SET instruments = 0",
    "ck_agreement_instruments_qualifier": "UPDATE agreement SET instruments = NULL, instruments_qualifier = 'about'",
    "ck_agreement_part_of": "UPDATE agreement SET part_of = id",
    "ck_agreement_qualifier": "UPDATE agreement SET value = NULL, currency = NULL, qualifier = 'about'",
    "ck_agreement_value_to": "UPDATE agreement SET value = 5, currency = 'USD', value_to = 5",
    "ck_article_digest": "UPDATE article SET digest = 'abc'",
    "ck_article_length": "UPDATE article SET length = 0",
    "ck_article_published_basis": "UPDATE article SET published = '2025', published_basis = NULL",
    "ck_citation_reading": "UPDATE citation SET field = '', reading = 'otherwise'",
    "ck_citation_place": "UPDATE citation SET start_char = end_char",
    "ck_dataset_digest": "UPDATE dataset SET digest = 'abc'",
    "ck_dataset_rows": "UPDATE dataset SET rows = -1",
    **{f"ck_{table}_{name}": f"UPDATE {table} SET {name} = 2" for table, name in FLAGS},
    "ck_country_existed_until": "UPDATE country SET alpha3 = NULL, numeric = NULL, existed_until = NULL",
    "ck_country_numeric": "UPDATE country SET numeric = NULL WHERE alpha3 IS NOT NULL",
    "ck_event_place_printed": "UPDATE event SET place = NULL, place_printed = ''",
    "ck_identifier_value": "UPDATE identifier SET value = ''",
    "ck_milestone_place_printed": "UPDATE milestone SET place = NULL, place_printed = ''",
    "ck_milestone_printed": "UPDATE milestone SET party = NULL, printed = ''",
    "ck_participation_printed": "UPDATE participation SET printed = 'Siam' WHERE party IS NOT NULL",
    "ck_position_title": "UPDATE position SET title_en = NULL, title_ar = NULL",
    "ck_event_part_of": "UPDATE event SET part_of = id",
    "ck_figure_amount_to": "UPDATE figure SET amount_to = amount",
    "ck_figure_base_of_change": "UPDATE figure SET measure = 'level', base = '2024'",
    "ck_figure_unit": "UPDATE figure SET unit = 'percent', currency = 'USD'",
    "ck_initiative_part_of": "UPDATE initiative SET part_of = id",
    "ck_kind_is_record": "UPDATE kind SET is_record = 2",
    "ck_organization_parent": "UPDATE organization SET parent = id",
    "ck_participation_party": "UPDATE participation SET party = NULL, capacity = 'itself'",
    "ck_position_former": "UPDATE position SET former = 2",
    "ck_record_names": "UPDATE record SET name_ar = ''",
    "ck_record_slug": "UPDATE record SET slug = 'Algeria' WHERE slug = 'algeria'",
    "ck_relation_object": "UPDATE relation SET object = subject",
    "ck_sector_mapping_relation": "UPDATE sector_mapping SET relation = 'same'",
    "ck_sector_mapping_scheme": "UPDATE sector_mapping SET scheme = 'nace'",
    **{f"ck_{table}_fact_kind": f"UPDATE {table} SET fact_kind = 'fact'" for table in SUBTYPES},
    **{f"ck_{table}_{name}": REVERSED.format(table, name) + BESIDE.get(name, "") for table, name in DATES},
}
# More that the same constraints refuse.
FURTHER_CHECKS = [
    ("ck_agreement_currency", "UPDATE agreement SET value = NULL, qualifier = NULL, currency = 'USD'"),
    ("ck_citation_place", "UPDATE citation SET end_char = start_char - 1"),
    ("ck_citation_place", "UPDATE citation SET start_char = -1"),
    ("ck_citation_place", "UPDATE citation SET row_key = '7', column_name = 'party'"),
    ("ck_citation_place", "UPDATE citation SET start_char = 0, end_char = 0, row_key = '7'"),
    ("ck_citation_place", "UPDATE citation SET start_char = 0, end_char = 0"),
    ("ck_figure_unit", "UPDATE figure SET unit = NULL, currency = NULL"),
    ("ck_record_names", "UPDATE record SET name_en = ''"),
    ("ck_record_names", "UPDATE record SET name_en = NULL, name_ar = NULL"),
    ("ck_record_slug", "UPDATE record SET slug = 'algeria:media' WHERE slug = 'algeria'"),
    ("ck_record_slug", "UPDATE record SET slug = 'algeria;media' WHERE slug = 'algeria'"),
    ("ck_milestone_printed", "UPDATE milestone SET party = record, printed = 'Siam'"),
    ("ck_event_place_printed", "UPDATE event SET place_printed = 'Thebes' WHERE place IS NOT NULL"),
    ("ck_record_slug", "UPDATE record SET slug = '' WHERE slug = 'algeria'"),
    ("ck_record_slug", "UPDATE record SET slug = 'north algeria' WHERE slug = 'algeria'"),
    ("ck_event_date", "UPDATE event SET date = NULL, date_from = '2025-01-01'"),
    ("ck_event_date", "UPDATE event SET date = '2025', date_from = '1 January 2025', date_to = NULL"),
    ("ck_event_date", "UPDATE event SET date = '2025', date_from = NULL, date_to = '2025'"),
]
KEYS = [
    ("fk_record_country", "UPDATE record SET country = 'XX' WHERE slug = 'algeria'"),
    ("fk_fact_collection", "UPDATE fact SET collection = 'nobody'"),
    ("fk_citation_fact", "UPDATE citation SET fact = -fact"),
    ("fk_citation_cited", "UPDATE citation SET cited = -cited"),
    ("fk_agreement_type", "UPDATE agreement SET type = 'handshake'"),
    ("fk_event_place", "UPDATE event SET place = (SELECT id FROM record WHERE slug = 'algeria')"),
    ("fk_statement_event", "UPDATE statement SET event = (SELECT min(id) FROM agreement)"),
    ("fk_relation_join_type", "INSERT INTO relation_join VALUES ('befriends', 'country', 'country')"),
    ("fk_state_record", "UPDATE state SET record = 0 WHERE record = (SELECT min(record) FROM state)"),
]
LINKS = {link.kind: link.owner for link in LINK_KINDS.values()}
Violation = Callable[[Additions], None]


def milestone_twice(facts: Additions) -> None:
    """A repeated step of one agreement, by no party alone, without date or event."""
    facts.agreement("pact")
    for _ in range(2):
        facts.link("milestone", "pact", stage="signed")


def experts_twice(facts: Additions) -> None:
    """Unnamed experts in one role."""
    facts.agreement("pact")
    for _ in range(2):
        facts.link("participation", "pact", capacity="experts", role="party")


def party_twice(facts: Additions) -> None:
    """One country in one role and capacity."""
    facts.agreement("pact")
    for _ in range(2):
        facts.link("participation", "pact", party=facts.ids["algeria"], role="party")


def relation_twice(facts: Additions) -> None:
    """One relation without context, sector or period."""
    for _ in range(2):
        facts.link("relation", "andorra", type="partner_of", object=facts.ids["algeria"])


def position_twice(facts: Additions) -> None:
    """One office, its holder unsaid."""
    facts.record("person", "somebody", "Somebody", "أحدهم")
    for _ in range(2):
        facts.link("position", "somebody", title_en="Expert", title_ar="خبير")


def sector_twice(facts: Additions) -> None:
    """One sector of one agreement."""
    facts.agreement("pact")
    for _ in range(2):
        facts.link("classification", "pact", sector="ai")


def subject_twice(facts: Additions) -> None:
    """One statement about one record."""
    facts.record("statement", "claim", "Claim", "قول", attribution="outlet", mode="report")
    for _ in range(2):
        facts.link("about", "claim", record=facts.ids["algeria"])


def slug_twice(facts: Additions) -> None:
    """A slug that another kind of record has."""
    facts.agreement("algeria")


def text_twice(facts: Additions) -> None:
    """One text as two articles."""
    for slug in ("first", "second"):
        facts.record("article", slug, slug, slug, language="ar", digest="0" * 64, length=1)


def citation_twice(facts: Additions) -> None:
    """Repeated characters for the same field of the same fact, within one collection."""
    facts.agreement("pact")
    facts.article("press")
    for _ in range(2):
        facts.cite("pact", "press", 0, 4)


DUPLICATES: list[tuple[str, Violation]] = [
    ("uq_milestone_natural_key", milestone_twice),
    ("uq_participation_natural_key", experts_twice),
    ("uq_participation_natural_key", party_twice),
    ("uq_relation_natural_key", relation_twice),
    ("uq_position_natural_key", position_twice),
    ("uq_classification_record_sector", sector_twice),
    ("uq_about_statement_record", subject_twice),
    ("uq_record_slug", slug_twice),
    ("uq_article_digest", text_twice),
    ("pk_citation", citation_twice),
]


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        for slug, value in (("algeria", "Q262"), ("russia", "Q159")):
            additional.link("identifier", slug, scheme="wikidata", value=value)
        additional.record("dataset", "list", "A list", "قائمة", digest="0" * 64, rows=2)
        yield additional


def assert_refused(facts: Additions, constraint: str, violation: Violation) -> None:
    """PostgreSQL names each constraint; SQLite names checks, the columns of a key, and no foreign key."""
    with pytest.raises(IntegrityError) as refused:
        violation(facts)
    error = refused.value.orig
    if diagnosis := getattr(error, "diag", None):
        assert diagnosis.constraint_name == constraint
    else:
        words = {"ck": f"CHECK constraint failed: {constraint}", "fk": "FOREIGN KEY"}
        assert words.get(constraint[:2], "UNIQUE") in str(error)


def statement(sql: str) -> Violation:
    """A violation by one statement, which must reach a row."""

    def violation(facts: Additions) -> None:
        assert facts.run(sql), "there is no row to change"

    return violation


@pytest.mark.parametrize(("constraint", "sql"), [*CHECKS.items(), *FURTHER_CHECKS])
def test_a_row_against_a_check_is_refused(facts: Additions, constraint: str, sql: str) -> None:
    """Each CHECK refuses the wrong row that it was written for, and is the one to do so."""
    assert_refused(facts, constraint, statement(sql))


def test_every_check_has_its_wrong_row() -> None:
    """No CHECK of the models goes untested."""
    constraints = [each for table in metadata.tables.values() for each in table.constraints]
    assert {each.name for each in constraints if isinstance(each, CheckConstraint)} == CHECKS.keys()


@pytest.mark.parametrize(("constraint", "sql"), KEYS)
def test_a_reference_to_nothing_is_refused(facts: Additions, constraint: str, sql: str) -> None:
    """Codes and ids exist, and are of the kind that the column means."""
    assert_refused(facts, constraint, statement(sql))


@pytest.mark.parametrize(("constraint", "violation"), DUPLICATES)
def test_a_duplicate_is_refused(facts: Additions, constraint: str, violation: Violation) -> None:
    """A row that a natural key names exists once, where columns of the key are null too."""
    assert_refused(facts, constraint, violation)


@pytest.mark.parametrize(("link", "owner"), LINKS.items())
def test_a_link_with_another_owner_is_refused(facts: Additions, link: str, owner: str) -> None:
    """A link hangs on the record that owns its fact, and moving it to another of the same kind fails."""
    sql = (
        f"UPDATE {link} SET {owner} = (SELECT max(other.{owner}) FROM {link} other)"
        f" WHERE id = (SELECT l.id FROM {link} l ORDER BY l.{owner} LIMIT 1)"
    )
    assert_refused(facts, f"fk_{link}_id_fact_kind_{owner}", statement(sql))


@pytest.mark.parametrize(("link", "owner"), LINKS.items())
def test_a_link_of_another_kind_is_refused(facts: Additions, link: str, owner: str) -> None:
    """A link's fact is of the link's kind."""
    other = "about" if link != "about" else "classification"
    sql = f"UPDATE fact SET kind = '{other}' WHERE kind = '{link}'"
    assert_refused(facts, f"fk_{link}_id_fact_kind_{owner}", statement(sql))


def test_a_record_of_another_kind_than_its_fact_is_refused(facts: Additions) -> None:
    """A record's kind is that of its fact."""

    def violation(facts: Additions) -> None:
        number = facts.fact("event")
        facts.row("record", id=number, kind="agreement", slug="pact", name_en="Pact", name_ar="ميثاق")

    assert_refused(facts, "fk_record_id_kind_id", violation)


def test_a_record_that_another_owns_is_refused(facts: Additions) -> None:
    """A record owns itself."""

    def violation(facts: Additions) -> None:
        number = facts.fact("agreement", facts.ids["algeria"])
        facts.row("record", id=number, kind="agreement", slug="pact", name_en="Pact", name_ar="ميثاق")

    assert_refused(facts, "fk_record_id_kind_id", violation)


def test_a_subtype_of_another_record_is_refused(facts: Additions) -> None:
    """An agreement's row belongs to a record that is an agreement."""

    def violation(facts: Additions) -> None:
        facts.row("agreement", id=facts.ids["algeria"], fact_kind="agreement", type="mou")

    assert_refused(facts, "fk_agreement_id_fact_kind", violation)


def test_what_differs_in_one_part_of_its_key_is_another(facts: Additions) -> None:
    """A date, a party, an event, a role or a capacity tells two links apart."""
    facts.agreement("pact")
    facts.record("event", "talks", "Talks", "محادثات", type="summit", outlook="occurred")
    facts.link("milestone", "pact", stage="signed")
    facts.link("milestone", "pact", stage="signed", date="2025")
    facts.link("milestone", "pact", stage="signed", party=facts.ids["algeria"])
    facts.link("milestone", "pact", stage="signed", event=facts.ids["talks"])
    facts.link("milestone", "pact", stage="signed", outlook="planned")
    facts.link("participation", "pact", party=facts.ids["algeria"], role="party")
    facts.link("participation", "pact", party=facts.ids["algeria"], role="signatory")
    facts.link("participation", "pact", party=facts.ids["algeria"], role="party", capacity="experts")
    facts.link("participation", "pact", role="party", capacity="experts")


def test_two_sources_may_disagree(facts: Additions) -> None:
    """Two articles, and two places of one article, may each give a reading of the same field."""
    facts.agreement("pact")
    facts.article("first")
    facts.article("second")
    for article, start, reading in (("first", 0, "treaty"), ("first", 1, "mou"), ("second", 0, "mou")):
        facts.cite("pact", article, start, 4, field="type", reading=reading)
    assert facts.value("SELECT count(*) FROM v_conflict WHERE record = 'pact'") == 3


def test_defaults_are_the_usual_case(facts: Additions) -> None:
    """A party is meant itself, a milestone has occurred, a citation is for the whole fact; flags are off."""
    found = {
        (table, column["name"]): str(column["default"]).split("::")[0].strip("'")
        for table in metadata.tables
        for column in inspect(facts.connection).get_columns(table)
        if column["default"] is not None
    }
    assert found == {
        ("participation", "capacity"): "itself",
        ("milestone", "outlook"): "occurred",
        ("citation", "field"): "",
        ("citation", "start_char"): "0",
        ("citation", "end_char"): "0",
        ("citation", "row_key"): "",
        ("citation", "column_name"): "",
        ("source", "row_key"): "",
        ("event_type", "cooperation"): "0",
        ("initiative_type", "cooperation"): "0",
        ("relation_type", "cooperation"): "0",
        ("role", "partner"): "0",
        ("stage", "under_way"): "0",
    }
