"""The shipped data: how much there is, how well it is cited, and rules across tables."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.storage.database import Database, Reader
from seeds.format.collection import read_collection
from seeds.format.files import SHIPPED, shipped_files
from seeds.format.problems import Problems

LEAST = {
    "article": 5,
    "country": 249,
    "organization": 45,
    "person": 15,
    "place": 18,
    "agreement": 14,
    "event": 18,
    "initiative": 30,
    "figure": 15,
    "statement": 100,
}
# Fields that a reader may doubt, with the least share of stored values that a citation supports by name.
DOUBTED = {
    ("milestone", "date"): "SELECT id FROM milestone WHERE date IS NOT NULL",
    ("event", "date"): "SELECT id FROM event WHERE date IS NOT NULL",
    ("agreement", "value"): "SELECT id FROM agreement WHERE value IS NOT NULL",
    ("figure", "amount"): "SELECT id FROM figure",
}


@pytest.fixture
def reader(loaded: Database) -> Iterator[Reader]:
    with loaded.read() as reader:
        yield reader


def test_there_is_as_much_as_the_articles_say(reader: Reader) -> None:
    """Records of every kind are there; a slip that loses some does not pass."""
    counts = dict(reader.rows("SELECT kind, count(*) FROM v_record GROUP BY kind"))
    assert {kind: counts.get(kind, 0) for kind, least in LEAST.items() if counts.get(kind, 0) < least} == {}


def test_every_article_carries_facts(reader: Reader) -> None:
    """Each of the five articles supports a hundred facts or more."""
    rows = reader.rows("SELECT slug, facts FROM v_article")
    assert len(rows) == 5
    assert {slug: facts for slug, facts in rows if facts < 100} == {}


def test_both_names_are_in_their_scripts(reader: Reader) -> None:
    """Every Arabic name has Arabic letters, and no English name has any."""
    arabic = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    rows = reader.rows("SELECT slug, name_en, name_ar FROM v_record")
    assert [row for row in rows if set(row[1]) & set(arabic) or not set(row[2]) & set(arabic)] == []


def test_what_happened_is_summed_up_in_both_languages(reader: Reader) -> None:
    """Articles, agreements, events, initiatives and statements have a summary in each language."""
    kinds = "('article', 'agreement', 'event', 'initiative', 'statement')"
    rows = reader.rows(
        f"SELECT slug FROM v_record WHERE kind IN {kinds} AND (summary_en IS NULL OR summary_ar IS NULL)"
    )
    assert rows == []


@pytest.mark.parametrize(("kind", "field"), DOUBTED)
def test_doubtful_fields_are_cited(reader: Reader, kind: str, field: str) -> None:
    """Nine in ten dates and amounts have a citation of their own, or one of the whole fact that holds them."""
    stored = {row[0] for row in reader.rows(DOUBTED[kind, field])}
    cited = {row[0] for row in reader.rows("SELECT fact FROM citation WHERE field IN ('', :field)", {"field": field})}
    named = {row[0] for row in reader.rows("SELECT fact FROM citation WHERE field = :field", {"field": field})}
    assert stored <= cited | named
    assert len(stored & named) >= 0.5 * len(stored)


def test_an_agreement_signed_at_an_event_is_dated_within_it(reader: Reader) -> None:
    """A milestone at an event lies within the days of the event."""
    rows = reader.rows(
        "SELECT m.record FROM v_milestone m JOIN v_event e ON e.slug = m.event"
        " WHERE m.date_to < e.date_from OR m.date_from > e.date_to"
    )
    assert rows == []


def test_members_of_intergovernmental_bodies_are_states_or_bodies(reader: Reader) -> None:
    """Members of an intergovernmental organization are countries or organizations."""
    rows = reader.rows(
        "SELECT r.subject, r.subject_kind FROM v_relation r JOIN v_organization o ON o.slug = r.object"
        " WHERE r.type = 'member_of' AND o.kind = 'intergovernmental'"
    )
    assert rows
    assert {kind for _, kind in rows} <= {"country", "organization"}


def test_an_office_has_a_title_in_both_languages(reader: Reader) -> None:
    """Every position names its title in both languages, and its holder, where it has one, is on record."""
    rows = reader.rows("SELECT person, title_en, title_ar, holder FROM v_position")
    assert len(rows) >= 10
    assert all(row[1] and row[2] for row in rows)
    holders = {row[0] for row in reader.rows("SELECT slug FROM v_record WHERE kind IN ('organization', 'country')")}
    assert {row[3] for row in rows if row[3]} <= holders


def test_planned_is_not_held(reader: Reader) -> None:
    """No planned event has an agreement signed at it, and no planned milestone gives a stage."""
    assert (
        reader.rows(
            "SELECT m.record FROM v_milestone m JOIN v_event e ON e.slug = m.event"
            " WHERE e.outlook = 'planned' AND m.outlook = 'occurred'"
        )
        == []
    )
    planned_only = (
        "SELECT a.slug FROM v_agreement a WHERE a.stage IS NOT NULL AND NOT EXISTS (SELECT 1 FROM v_milestone m"
        " WHERE m.record = a.slug AND m.stage = a.stage AND m.outlook = 'occurred')"
    )
    assert reader.rows(planned_only) == []


def test_contradictions_are_kept_with_their_reason(reader: Reader) -> None:
    """Where an article contradicts itself, both readings are stored."""
    rows = reader.rows("SELECT record, field, stored, reading, note FROM v_conflict")
    assert {"algeria-russia-space-agreement-2025", "russia-iran-digital-mou"} <= {row[0] for row in rows}
    assert all(stored and reading and stored != reading and note for _, _, stored, reading, note in rows)


def test_the_texts_hold_what_is_cited(articles_dir: Path) -> None:
    """Every cited span of every article has the digest of its characters."""
    collection = read_collection(SHIPPED, shipped_files(), Problems())
    texts = [path.read_bytes().decode("utf-8") for path in sorted(articles_dir.glob("*.txt"))]
    by_digest = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    articles = [record for record in collection.records if record.kind == "article"]
    assert len(articles) == 5
    for article in articles:
        text = by_digest[article.values["digest"]]
        assert len(text) == article.values["length"]
        for (start, end), digest in collection.spans[article.slug].items():
            assert hashlib.sha256(text[start:end].encode()).hexdigest() == digest, (article.slug, start, end)
