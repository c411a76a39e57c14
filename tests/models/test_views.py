"""Promises of the views: their names and columns, the same values on both engines, and what is counted and quoted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Integer

from models.kinds.records import KINDS
from models.kinds.types import Code, Field, Reference
from models.schema import metadata
from models.storage.database import Database, Reader
from reports.dictionary import VIEWS as VIEWS_DESCRIBED
from tests.rows import Additions, additions

# The contract of the last release. Later columns come at the end of a view: `reports/dictionary.py` has all of them.
CONTRACT = {
    "v_article": "slug name_en name_ar language publisher byline reprinted_from published published_from published_to"
    " published_basis url digest length attached facts citations",
    "v_record": "slug kind name_en name_ar summary_en summary_ar note country collection",
    "v_country": "slug code alpha3 name_en name_ar agreements events initiatives organizations figures",
    "v_organization": "slug name_en name_ar kind country parent agreements events",
    "v_person": "slug name_en name_ar country positions",
    "v_position": "person holder title_en title_ar former period period_from period_to",
    "v_place": "slug name_en name_ar kind country",
    "v_agreement": "slug name_en name_ar type stage stage_rank date date_from date_to place parties countries sectors"
    " value value_to currency qualifier instruments instruments_qualifier period period_from period_to part_of"
    " publishers citations",
    "v_event": "slug name_en name_ar type outlook date date_from date_to place place_country participants countries"
    " sectors part_of publishers citations",
    "v_initiative": "slug name_en name_ar type stage stage_rank date date_from date_to place participants countries"
    " sectors period period_from period_to part_of publishers citations",
    "v_participation": "record record_kind party party_kind role capacity country",
    "v_milestone": "record record_kind stage stage_rank outlook party date date_from date_to event place",
    "v_figure": "slug name_en name_ar subject measure amount amount_to unit currency qualifier period period_from"
    " period_to base base_from base_to countries publishers citations",
    "v_statement": "slug name_en name_ar summary_en summary_ar attribution mode speakers event date date_from date_to"
    " subjects countries sectors publishers citations",
    "v_about": "statement record record_kind country item",
    "v_relation": "subject subject_kind type object object_kind context sector period period_from period_to",
    "v_sector": "code parent name_en name_ar agreements events initiatives organizations",
    "v_sector_path": "broader narrower depth",
    "v_classification": "record record_kind sector",
    "v_name": "record record_kind language text form",
    "v_citation": "article record record_kind fact_kind item field start_char end_char digest reading note collection"
    " quote",
    "v_conflict": "record record_kind fact_kind item field stored reading article note",
    "v_code": "vocabulary code label_en label_ar definition_en definition_ar rank",
    "v_gap": "gap slug kind name_en name_ar",
    "v_stale": "slug kind name_en name_ar stage stage_rank outlook date date_from date_to past",
    "v_load": "id loaded_at collection version digest inserted updated deleted unchanged",
}
# The two databases of a test are loaded one after the other.
NOW = "loaded_at"
VIEWS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'",
    "postgresql": "SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'v\\_%'",
}
# Beyond the Basic Multilingual Plane, with marks that combine, and with more than one line.
TEXT = "وقّع 😀 الطرفان\nميثاقًا 🇩🇿🇷🇺 في 𝟚𝟘𝟚𝟝، بقيمة مليار دولار."

# A value for each type of field, and for fields on which a constraint bears.
VALUES = {
    "text": "'https://example.org'",
    "date": "'2025'",
    "number": "1.5",
    "count": "12",
    "flag": "1",
    "day": "'2025-05-03'",
}
CONSTRAINED = {
    ("agreement", "value_to"): "2500000000.0",
    ("figure", "amount_to"): "amount + 0.5",
    ("figure", "base"): "'2024', measure = 'change'",
    ("figure", "currency"): "NULL",
    # A party or place that is identified is not printed too.
    ("participation", "printed"): "NULL",
    ("milestone", "printed"): "NULL",
    ("milestone", "place_printed"): "NULL",
    ("event", "place_printed"): "NULL",
}


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        yield additional


@pytest.fixture
def reader(loaded_template: Database) -> Iterator[Reader]:
    """The shipped facts, read only."""
    with loaded_template.read() as opened:
        yield opened


def columns(view: str) -> list[str]:
    """The columns of a view, in order, as the dictionary has them."""
    return [field.name for each in VIEWS_DESCRIBED if each.name == view for field in each.fields]


def sorted_rows(database: Database, view: str) -> list[tuple[Any, ...]]:
    """All rows of a view in order of all columns, as the engine orders them."""
    names = [column for column in columns(view) if column != NOW]
    order = ", ".join(f"{column} NULLS LAST" for column in names)
    with database.read() as opened:
        return [tuple(row) for row in opened.rows(f"SELECT {', '.join(names)} FROM {view} ORDER BY {order}")]


def test_the_views_are_those_of_the_contract(reader: Reader) -> None:
    """Every view of the last release still exists."""
    assert {row[0] for row in reader.rows(VIEWS[reader.engine_name])} >= CONTRACT.keys()


@pytest.mark.parametrize("view", CONTRACT)
def test_a_view_has_its_columns_in_order(reader: Reader, view: str) -> None:
    """A reader may rely on names and positions, and no column needs quoting."""
    released = CONTRACT[view].split()
    assert reader.select(f"SELECT * FROM {view}")[0] == columns(view)
    assert columns(view)[: len(released)] == released
    reader.rows(f"SELECT {', '.join(columns(view))} FROM {view}")


@pytest.mark.parametrize("view", CONTRACT)
def test_a_view_is_the_same_on_both_engines(on_both: list[Database], view: str) -> None:
    """The shipped facts give the same rows in the same order, of the same types, on either engine."""
    sqlite, postgresql = (sorted_rows(database, view) for database in on_both)
    assert sqlite == postgresql
    # 1 and 1.0 and True are equal, yet JSON and CSV print them differently.
    assert [[type(value) for value in row] for row in sqlite] == [[type(value) for value in row] for row in postgresql]


def test_views_give_plain_types(on_both: list[Database]) -> None:
    """PostgreSQL declares text, whole numbers and doubles only: dates are text, flags 0 or 1, no decimals."""
    sql = (
        "SELECT DISTINCT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind = 'v' AND c.relname LIKE 'v\\_%' AND c.relnamespace = current_schema()::regnamespace"
    )
    with on_both[1].read() as opened:
        assert {row[0] for row in opened.rows(sql)} == {"text", "integer", "bigint", "double precision"}


def test_every_record_is_in_the_view_of_its_kind(reader: Reader) -> None:
    """No record is lost on the way into a view: neither for want of state nor by a join."""
    for kind, number in reader.rows("SELECT kind, count(*) FROM v_record GROUP BY kind"):
        assert reader.value(f"SELECT count(DISTINCT slug) FROM v_{kind}") == number, kind
        assert reader.value(f"SELECT count(*) FROM v_{kind}") == number, kind


LINKS = ["participation", "milestone", "relation", "position", "classification", "about", "citation"]


@pytest.mark.parametrize("link", LINKS)
def test_every_link_is_in_its_view_once(reader: Reader, link: str) -> None:
    """Links without a party, an object's context or a holder are rows too."""
    assert reader.value(f"SELECT count(*) FROM v_{link}") == reader.value(f"SELECT count(*) FROM {link}") > 0


def test_every_vocabulary_is_in_v_code(reader: Reader) -> None:
    """Labels and definitions of each code are found in one view, under the name of its table."""
    vocabularies = [name for name, table in metadata.tables.items() if {"label_ar", "position"} <= set(table.c.keys())]
    stored = {(name, row[0]) for name in vocabularies for row in reader.rows(f"SELECT code FROM {name}")}
    assert {tuple(row) for row in reader.rows("SELECT vocabulary, code FROM v_code")} == stored
    assert reader.value("SELECT rank FROM v_code WHERE vocabulary = 'stage' AND code = 'signed'") == 60


Counted = dict[str, tuple[str, str, bool]]


def cooperation(reader: Reader) -> Counted:
    """Kind, whole and whether it is done, of each record that counts as cooperation, worked out from its own view."""
    under_way = {row[0] for row in reader.rows("SELECT code FROM v_code WHERE vocabulary = 'stage' AND under_way = 1")}
    plans = {row[0] for row in reader.rows("SELECT record FROM v_milestone WHERE outlook IN ('planned', 'postponed')")}
    found: Counted = {}
    parts: dict[str, str] = {}
    for kind, stage, outlook, counts in (
        ("agreement", "stage", "''", "1"),
        ("event", "NULL", "outlook", "cooperation"),
        ("initiative", "stage", "''", "cooperation"),
    ):
        sql = f"SELECT slug, part_of, {stage}, {outlook}, {counts} FROM v_{kind}"
        for slug, whole, reached, held, counted in reader.rows(sql):
            parts |= {slug: whole} if whole else {}
            planned = held in ("planned", "postponed") or reached in under_way or (not reached and slug in plans)
            if counted and held not in ("cancelled", "unclear"):
                found[slug] = kind, slug, not planned
    return {slug: (kind, whole_of(slug, parts), done) for slug, (kind, _, done) in found.items()}


def whole_of(slug: str, parts: dict[str, str]) -> str:
    """The record two levels above, or as far up as there is one."""
    above = parts.get(slug, slug)
    return parts.get(above, above)


def test_what_counts_as_cooperation_follows_from_the_facts(reader: Reader) -> None:
    """No war, no weapon, nothing cancelled; a part counts with its whole, and a plan is not done."""
    rows = reader.rows("SELECT slug, kind, whole, done FROM v_cooperation")
    assert {slug: (kind, whole, bool(done)) for slug, kind, whole, done in rows} == cooperation(reader)
    assert {bool(done) for *_, done in rows} == {False, True}


def test_partnerships_are_of_partners_in_two_countries(reader: Reader) -> None:
    """Every two partners of different countries in a record that counts are there in both orders."""
    partners: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record, party, country in reader.rows("SELECT record, party, country FROM v_participation WHERE partner = 1"):
        if country:
            partners[record].append((party, country))
    wanted = [
        (record, *first, *second)
        for record in cooperation(reader)
        for first in partners[record]
        for second in partners[record]
        if first[1] != second[1]
    ]
    rows = reader.rows("SELECT record, party, country, other_party, other_country FROM v_partnership")
    assert sorted(map(tuple, rows)) == sorted(wanted)
    items = (
        "SELECT count(*) FROM v_partnership p JOIN v_participation o ON o.record = p.record AND o.item = p.other_item"
    )
    assert reader.value(items) == len(wanted)


# What an article says of a country, by the words that name a link in its record.
OF_LINK = "JOIN v_citation c ON c.record = l.{owner} AND c.item = l.item AND c.fact_kind = '{kind}'"
SAID = """
SELECT c.article, r.slug, r.country FROM v_record r JOIN v_citation c ON c.record = r.slug
UNION ALL SELECT c.article, l.record, l.country FROM v_participation l {participation}
UNION ALL SELECT c.article, l.statement, l.country FROM v_about l {about}
UNION ALL SELECT c.article, l.subject, o.country FROM v_relation l JOIN v_record o ON o.slug = l.object {relation}
UNION ALL SELECT c.article, l.subject, o.country FROM v_relation l JOIN v_record o ON o.slug = l.context {relation}
""".format(
    participation=OF_LINK.format(kind="participation", owner="record"),
    about=OF_LINK.format(kind="about", owner="statement"),
    relation=OF_LINK.format(kind="relation", owner="subject"),
)


def test_mentions_follow_from_the_citations(reader: Reader) -> None:
    """A country is mentioned by each citation of its records, of their parts, and of what names them."""
    said = [tuple(row) for row in reader.rows(SAID) if row[0] and row[2]]
    mentions = reader.rows("SELECT article, record, country, record_kind FROM v_mention")
    assert len(said) > 100
    assert sorted(tuple(row[:3]) for row in mentions) == sorted(said)
    kinds = dict(map(tuple, reader.rows("SELECT slug, kind FROM v_record")))
    assert all(kinds[record] == kind for _, record, _, kind in mentions)


def counts(members: dict[tuple[str, str], set[str]], counted: Counted, key: str) -> tuple[int, ...]:
    """Agreements, events and initiatives that are done, and what of all three is planned, each whole once."""
    done: dict[str, set[str]] = defaultdict(set)
    wholes: dict[str, set[str]] = defaultdict(set)
    for kind in ("agreement", "event", "initiative"):
        for record in members[key, kind] & counted.keys():
            wholes[kind].add(counted[record][1])
            if counted[record][2]:
                done[kind].add(counted[record][1])
    numbers = tuple(len(done[kind]) for kind in ("agreement", "event", "initiative"))
    return (*numbers, sum(len(wholes[kind] - done[kind]) for kind in wholes))


def test_counts_of_a_sector_include_narrower_ones(reader: Reader) -> None:
    """A sector counts what belongs to it or to any sector below it, each whole once."""
    parents = dict(map(tuple, reader.rows("SELECT code, parent FROM v_sector")))
    records: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record, kind, sector in reader.rows("SELECT record, record_kind, sector FROM v_classification"):
        while sector:
            records[sector, kind].add(record)
            sector = parents[sector]
    counted = cooperation(reader)
    rows = reader.rows("SELECT code, agreements, events, initiatives, planned, organizations FROM v_sector")
    assert {code: tuple(numbers) for code, *numbers in rows} == {
        code: (*counts(records, counted, code), len(records[code, "organization"])) for code in parents
    }


def test_a_country_counts_its_own_and_its_organizations_parts(reader: Reader) -> None:
    """A country counts the cooperation of all its partners, each whole once, and its organizations and figures."""
    records: dict[tuple[str, str], set[str]] = defaultdict(set)
    for record, kind, country, partner in reader.rows(
        "SELECT record, record_kind, country, partner FROM v_participation"
    ):
        if partner or kind == "figure":
            records[country, kind].add(record)
    for figure, country in reader.rows(
        "SELECT f.slug, r.country FROM v_figure f JOIN v_record r ON r.slug = f.subject"
    ):
        records[country, "figure"].add(figure)
    for organization, country in reader.rows("SELECT slug, country FROM v_organization"):
        records[country, "organization"].add(organization)
    counted = cooperation(reader)
    rows = reader.rows("SELECT code, agreements, events, initiatives, planned, organizations, figures FROM v_country")
    assert {code: tuple(numbers) for code, *numbers in rows} == {
        code: (*counts(records, counted, code), len(records[code, "organization"]), len(records[code, "figure"]))
        for code, *_ in rows
    }
    assert any(planned for _, _, _, _, planned, *_ in rows)


def test_a_statement_is_about_records(facts: Additions) -> None:
    """Each subject of a statement is a row with its kind and country, and the name by which citations know the link."""
    facts.record("statement", "claim", "Claim", "قول", attribution="outlet", mode="report")
    facts.link("about", "claim", record=facts.ids["russia"])
    found = facts.rows("SELECT record, record_kind, country, item FROM v_about WHERE statement = 'claim'")
    assert found == [("russia", "country", "RU", "about:russia")]


def test_a_sector_has_a_path_to_each_narrower_one(reader: Reader) -> None:
    """Every sector stands beside itself at depth 0, and below every sector that its parents lead to."""
    parents = dict(map(tuple, reader.rows("SELECT code, parent FROM v_sector")))
    wanted = set()
    for narrower in parents:
        broader, depth = narrower, 0
        while broader:
            wanted.add((broader, narrower, depth))
            broader, depth = parents[broader], depth + 1
    assert {tuple(row) for row in reader.rows("SELECT broader, narrower, depth FROM v_sector_path")} == wanted
    assert max(depth for _, _, depth in wanted) > 0


def test_the_log_of_loads_is_a_view(reader: Reader) -> None:
    """A load is a row with its time in UTC and the rows it wrote."""
    [row] = reader.rows("SELECT id, loaded_at, collection, inserted, deleted FROM v_load")
    assert (row[0], row[2], row[4]) == (1, "mithaq", 0)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", row[1])
    assert row[3] > 1000


def test_a_quote_is_null_until_the_text_is_attached(facts: Additions) -> None:
    """With the text a citation gives the exact characters between its positions, which count code points."""
    facts.article("press", TEXT)
    facts.agreement("pact")
    spans = [(0, 4), (5, 6), (14, 30), (22, 26), (len(TEXT) - 1, len(TEXT)), (0, len(TEXT))]
    for start, end in spans:
        facts.cite("pact", "press", start, end)
    quotes = "SELECT start_char, end_char, quote FROM v_citation WHERE article = 'press'"
    assert {row[2] for row in facts.rows(quotes)} == {None}
    facts.row("article_text", article=facts.ids["press"], text=TEXT)
    assert {(start, end): quote for start, end, quote in facts.rows(quotes)} == {
        (start, end): TEXT[start:end] for start, end in spans
    }
    assert facts.value("SELECT attached FROM v_article WHERE slug = 'press'") == 1


def test_a_link_is_named_in_words(facts: Additions) -> None:
    """A citation of a link says which: its type, its other end, and what is unusual about it."""
    facts.article("press")
    facts.record("agreement", "pact", "Pact", "ميثاق", type="mou")
    facts.record("person", "somebody", "Somebody", "أحدهم")
    facts.record("statement", "claim", "Claim", "قول", attribution="outlet", mode="report")
    russia, links = facts.ids["russia"], []

    def link(kind: str, owner: str, **values: Any) -> None:
        facts.link(kind, owner, **values)
        number = facts.value("SELECT max(id) FROM fact")
        links.append(number)
        facts.row("citation", fact=number, cited=facts.ids["press"], start_char=len(links), end_char=99,
                  collection="mithaq", digest="0" * 64)  # fmt: skip

    link("participation", "pact", party=russia, role="signatory")
    link("participation", "pact", party=russia, role="signatory", capacity="experts")
    link("participation", "pact", capacity="media", role="party")
    link("milestone", "pact", stage="signed")
    link("milestone", "pact", stage="ratified", outlook="planned", date="2026")
    link("relation", "algeria", type="competes_with", object=russia, context=facts.ids["china"])
    link("position", "somebody", holder=russia, title_en="Minister", title_ar="وزير")
    link("position", "somebody", title_en="Expert", title_ar="خبير")
    link("classification", "pact", sector="ai")
    link("about", "claim", record=russia)
    named = facts.rows("SELECT item FROM v_citation WHERE article = 'press' ORDER BY start_char")
    assert [row[0] for row in named] == [
        "party:russia:signatory", "party:russia:experts:signatory", "party::media:party",
        "milestone:signed", "milestone:ratified:planned:2026", "relation:competes_with:russia:in=china",
        "position:russia:Minister", "position::Expert", "sector:ai", "about:russia",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_conflict_shows_the_value_stored(facts: Additions, language: str) -> None:
    """A reading of any field of any kind stands beside the value that the database holds, as text."""
    facts.article("press")
    facts.run(f"UPDATE article SET language = '{language}' WHERE id = {facts.ids['press']}")
    complete(facts)
    wanted = {}
    fields = facts.rows("SELECT kind, name FROM field ORDER BY kind, name")
    for start, (kind, field) in enumerate(fields):
        fact, wanted[kind, field] = stored_value(facts, kind, field, language)
        facts.row("citation", fact=fact, cited=facts.ids["press"], start_char=start, end_char=10_000, field=field,
                  reading="otherwise", collection="mithaq", digest="0" * 64)  # fmt: skip
    shown = facts.rows("SELECT fact_kind, field, stored FROM v_conflict WHERE article = 'press'")
    assert {(kind, field): stored for kind, field, stored in shown} == wanted


def complete(facts: Additions) -> None:
    """Give the first fact of each kind a value in every column; a figure has a unit or a currency, so add another."""
    money = {"subject": facts.ids["algeria"], "measure": "total", "amount": 1.0, "currency": "EUR"}
    facts.record("figure", "takings", "Takings", "إيراد", **money)
    facts.link("identifier", "algeria", scheme="wikidata", value="Q262")
    facts.record("dataset", "list", "A list", "قائمة", digest="0" * 64, rows=2)
    facts.record("event", "fair", "Fair", "معرض", type="summit", outlook="occurred", place_printed="Thebes")
    facts.link("participation", "fair", printed="Kingdom of Siam", role="participant")
    facts.agreement("pact")
    facts.link("milestone", "pact", stage="signed", printed="Kingdom of Siam", place_printed="Thebes")
    for kind in KINDS.values():
        values = [f"{each.name} = {value_for(kind.kind, each)}" for each in kind.fields if is_optional(each)]
        if values:
            assert facts.run(f"UPDATE {kind.kind} SET {', '.join(values)} WHERE id = (SELECT min(id) FROM {kind.kind})")
    facts.run(
        "UPDATE record SET summary_en = 'A summary', summary_ar = 'ملخص', note = 'A note', country = 'DZ'"
        " WHERE id IN (SELECT min(id) FROM record GROUP BY kind)"
    )


def is_optional(each: Field) -> bool:
    return not each.required and each.default is None


def value_for(kind: str, each: Field) -> str:
    """A value for a field, in SQL: a code of its vocabulary, the last record that it may name, or one of its type."""
    if (kind, each.name) in CONSTRAINED:
        return CONSTRAINED[kind, each.name]
    match each.type:
        case Code(vocabulary=vocabulary):
            return f"(SELECT min(code) FROM {vocabulary})"
        case Reference(kinds=kinds):
            return f"(SELECT max(id) FROM {(kinds or ('country',))[-1]})"
    return VALUES[each.type.name]


def stored_value(facts: Additions, kind: str, field: str, language: str) -> tuple[int, str]:
    """The first fact of this kind that has the field, and what it has: the slug of a record, else the text."""
    of_records = field in ("name", "summary", "note", "country")
    table = metadata.tables["record" if of_records else kind]
    column = table.c[f"{field}_{language}" if field in ("name", "summary", "title") else field]
    where = f"{column.name} IS NOT NULL AND id IN (SELECT id FROM {kind})"
    fact, value = facts.rows(f"SELECT id, {column.name} FROM {table} WHERE {where} ORDER BY id LIMIT 1")[0]
    if column.foreign_keys and isinstance(column.type, Integer):
        return fact, facts.value(f"SELECT slug FROM record WHERE id = {value}")
    return fact, format(value, ".15g") if isinstance(value, float) else str(value)


def test_a_citation_without_a_reading_is_no_conflict(facts: Additions) -> None:
    """Only values that a source gives otherwise are listed."""
    facts.article("press")
    facts.agreement("pact")
    facts.cite("pact", "press", 0, 4, field="type")
    assert facts.rows("SELECT * FROM v_conflict WHERE record = 'pact'") == []


def test_publishers_are_counted_by_who_wrote_first(facts: Additions) -> None:
    """A reprint counts as its source, a publisher counts once, and an article of nobody counts as itself."""
    first, second = facts.rows("SELECT id FROM organization ORDER BY id LIMIT 2")
    articles: dict[str, dict[str, Any]] = {
        "original": {"publisher": first[0]},
        "same-publisher": {"publisher": first[0]},
        "reprint": {"publisher": second[0], "reprinted_from": first[0]},
        "of-nobody": {},
        "of-nobody-else": {},
    }
    facts.agreement("pact")
    counted = []
    for slug, values in articles.items():
        facts.article(slug, **values)
        facts.cite("pact", slug, 0, 1)
        facts.cite("pact", slug, 1, 2)
        facts.derive("pact")
        counted += facts.rows("SELECT publishers, citations FROM v_agreement WHERE slug = 'pact'")
    assert counted == [(1, 2), (1, 4), (1, 6), (2, 8), (3, 10)]
