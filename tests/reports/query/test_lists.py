"""What a load keeps derived: lists, steps, gaps, what is pending and totals; after any loads, as if derived at once."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from models.checking.rules import check
from models.derived.definitions import TABLES
from models.derived.refresh import disagreements, refresh
from models.storage.database import Database
from reports.catalogue.registry import load
from reports.query.filters import bind
from reports.query.report import Selection, compose, count, undated
from seeds.loading.loader import load_shipped
from tests.conftest import Databases
from tests.seedfiles import ARTICLE, TEXT, load_folder, spans_csv

CITED = "cite: [[0, 9]]"
COUNTRIES = ("uzbekistan", "china", "algeria", "russia", "kazakhstan")
SECTORS = ("ai", "telecommunications", "digital", "nuclear", "startups")
DATES = ("2024", "2024-05-03", "2025-01/2025-06", "XXXX-11", None)
# Every table that is derived, by what names its rows in any database.
NAMED = {
    "state": "SELECT r.slug, s.stage, s.date, s.countries FROM state s JOIN record r ON r.id = s.record",
    "listing": "SELECT r.slug, facet, key, l.kind, ordinal, own FROM listing l JOIN record r ON r.id = l.record",
    "step": "SELECT r.slug, l.facet, l.key, l.day FROM step l JOIN record r ON r.id = l.record",
    "gap": "SELECT slug, gap, kind FROM gap",
    "pending": "SELECT slug, past, kind, height, stage, outlook, date FROM pending",
    "rollup": "SELECT measure, a, b, c, n FROM rollup",
}
TAMPERING = {
    "listing": ("DELETE FROM listing WHERE record = {record} AND facet = 'country'", "listing: {slug}"),
    "step": ("UPDATE step SET day = 19000101 WHERE record = {record} AND facet = 'all'", "step: {slug}"),
    "gap": ("INSERT INTO gap VALUES ('no_place', 'agreement', '{slug}', {record})", "gap: {slug}"),
    "pending": (
        "INSERT INTO pending (past, kind, height, slug, fact, record, outlook)"
        " VALUES ('2020-01-01', 'agreement', 60, '{slug}', {record}, {record}, 'planned')",
        "pending: {slug}",
    ),
    "rollup": ("UPDATE rollup SET n = n + 1 WHERE measure = 'pair' AND a = 'CN' AND b = 'UZ' AND c = 'signed'",
        "rollup: pair CN UZ signed"),
}  # fmt: skip


def dated(random: Random, **extra: str) -> str:
    date = random.choice(DATES)
    return ", ".join(
        [*(f"{key}: {value}" for key, value in extra.items()), *([f"date: {date}"] if date else []), CITED]
    )


def links(random: Random) -> list[str]:
    """Parties and sectors of a record, some of them, and perhaps none."""
    parties = random.sample([*COUNTRIES, "company-0", "company-1"], random.randrange(4))
    sectors = random.sample(SECTORS, random.randrange(3))
    return [
        *(["    parties:"] if parties else []),
        *(f"      - {{party: {party}, role: participant, {CITED}}}" for party in parties),
        *(["    sectors:"] if sectors else []),
        *(f"      - {{sector: {sector}, {CITED}}}" for sector in sectors),
    ]


def record(slug: str, *lines: str) -> list[str]:
    return [f"  - slug: {slug}", f"    name: {{en: {slug}, ar: {slug}}}", f"    {CITED}", *lines]


def world(random: Random) -> str:
    """Agreements, events and organizations that differ from one call to the next, under the same slugs."""
    lines = ["organizations:"]
    for number in range(2):
        country = random.choice(["", f"    country: {random.choice(['UZ', 'CN'])}"])
        lines += record(f"company-{number}", "    kind: company", *([country] if country else []))
    lines.append("agreements:")
    for number in sorted(random.sample(range(8), 6)):
        stages = random.sample(["negotiating", "signed", "operating"], random.randrange(3))
        steps = [f"      - {{{dated(random, stage=stage, outlook=random.choice(['occurred', 'planned']))}}}"
            for stage in stages]  # fmt: skip
        milestones = ["    milestones:", *steps] if steps else []
        lines += record(f"pact-{number}", "    type: mou", *milestones, *links(random))
    lines.append("events:")
    for number in range(3):
        outlook = random.choice(["occurred", "planned", "postponed"])
        whole = ["    part_of: talks-0"] if number and random.random() < 0.7 else []
        date = random.choice(DATES)
        day = [f"    date: {date}"] if date else []
        lines += record(f"talks-{number}", "    type: summit", f"    outlook: {outlook}", *whole, *day, *links(random))
    return "\n".join(lines) + "\n"


def write(folder: Path, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "tashkent.yml").write_text(ARTICLE + body, encoding="utf-8")
    (folder / "tashkent-meeting.spans.csv").write_text(spans_csv(TEXT, ARTICLE + body), encoding="utf-8")
    return folder


def derived(database: Database) -> dict[str, list[str]]:
    with database.read() as reader:
        return {table: sorted(map(repr, map(tuple, reader.rows(sql)))) for table, sql in NAMED.items()}


def rows_of(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.rows(sql)]


def test_every_derived_table_is_compared() -> None:
    """The tests of this file know every table that is derived."""
    assert list(NAMED) == [each.table for each in TABLES]


def test_after_any_loads_it_is_as_if_derived_at_once(
    loaded: Database, databases: Databases, migrated_template: Database, tmp_path: Path
) -> None:
    """Facts that come, change and go, load by load, leave what a fresh database derives of the last of them."""
    random = Random("lists")
    bodies = [world(random) for _ in range(6)]
    for body in [*bodies, "places: []\n", bodies[2]]:
        load_folder(loaded, write(tmp_path / "mine", body), "mine")
        with loaded.read() as reader:
            assert disagreements(reader) == [], body
    fresh = databases.create(migrated_template)
    load_shipped(fresh)
    load_folder(fresh, tmp_path / "mine", "mine")
    assert derived(loaded) == derived(fresh)
    databases.remove(fresh)


def test_what_belongs_to_a_whole_is_overdue_with_it(loaded: Database, tmp_path: Path) -> None:
    """Where the date of a whole changes, so does the day from which its undated part is overdue."""
    part = record("part", "    type: summit", "    outlook: planned", "    part_of: whole")
    for year in ("2023", "2024"):
        whole = record("whole", "    type: summit", "    outlook: occurred", f"    date: {year}")
        load_folder(loaded, write(tmp_path / "mine", "\n".join(["events:", *part, *whole])), "mine")
        assert rows_of(loaded, "SELECT past FROM pending WHERE slug = 'part'") == [(f"{year}-12-31",)]


def test_deriving_all_again_changes_nothing(loaded: Database) -> None:
    """What the loads kept is what one derivation of everything gives."""
    before = derived(loaded)
    engine = loaded.engine()
    with engine.begin() as connection:
        refresh(connection, None)
    engine.dispose()
    assert derived(loaded) == before


@pytest.mark.parametrize("table", TAMPERING)
def test_a_wrong_row_is_named(loaded: Database, table: str) -> None:
    """`db check` names the table and the record, or the cell, that is not what the facts give."""
    sql, wanted = TAMPERING[table]
    chosen = "SELECT slug, record FROM state WHERE kind = 'agreement' AND stage = 'signed' AND countries = 'CN; UZ'"
    slug, number = rows_of(loaded, f"{chosen} AND date_from IS NOT NULL ORDER BY slug LIMIT 1")[0]
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql(sql.format(record=number, slug=slug))
    engine.dispose()
    found = {name: offenders for name, offenders in check(loaded) if offenders}
    assert list(found) == ["derived state agrees with the facts"]
    assert wanted.format(slug=slug) in found["derived state agrees with the facts"]


# Whatever the totals of these reports answer, by what it is asked with.
ANSWERED = [
    (name, options)
    for name, combinations in {
        "countries": ("", "country", "sector", "country sector"),
        "sectors": ("", "sector", "country", "country sector", "pair", "pair sector"),
        "matrix country-country": ("", "country"),
        "matrix country-sector": ("", "country"),
        "matrix sector-stage": ("",),
        "pairs": ("", "country"),
    }.items()
    for options in combinations
]
VALUES = {"country": "UZ", "sector": "digital", "pair": ("UZ", "CN")}


@pytest.mark.parametrize(("name", "options"), ANSWERED)
def test_totals_are_what_the_report_counts(loaded_template: Database, name: str, options: str) -> None:
    """A report from the roll-ups has the rows of one that counts the facts."""
    report = load(name.partition(" ")[0])
    report = report.variants.get(name.partition(" ")[2], report)
    with loaded_template.read() as reader:
        bindings = bind(report.filters, {option: VALUES[option] for option in options.split()}, reader)
        kept, counted = (
            compose(each, each.columns, Selection(), bindings) for each in (report, report._replace(totals=()))
        )
        assert kept.sql != counted.sql
        found = reader.rows(kept.sql, kept.parameters)
        assert found
        assert found == reader.rows(counted.sql, counted.parameters)


# Who takes part, and what else gives a record its countries and organizations: each a SELECT of slugs.
TAKING_PART = "SELECT record FROM v_participation WHERE {column} = '{value}'"
FURTHER = {
    "figure": "SELECT f.slug FROM v_figure f JOIN record r ON r.slug = f.subject WHERE {about} = '{value}'",
    "statement": "SELECT s.slug FROM about b JOIN record s ON s.id = b.statement JOIN record r ON r.id = b.record"
    " WHERE {about} = '{value}'",
}
IN_SECTOR = (
    "slug IN (SELECT c.record FROM v_classification c JOIN sector_path p ON p.narrower = c.sector"
    " WHERE p.broader = '{value}')"
)


def linked(kind: str, option: str, value: str) -> str:
    """The predicate that the links themselves give for a filter."""
    if option == "sector":
        return IN_SECTOR.format(value=value)
    column, about = {"country": ("country", "r.country"), "organization": ("party", "r.slug")}[option]
    # What a figure counts gives it a country, and does not take part.
    further = FURTHER.get(kind, "") if (kind, option) != ("figure", "organization") else ""
    ways = [each for each in (TAKING_PART, further) if each]
    return f"slug IN ({' UNION '.join(each.format(column=column, about=about, value=value) for each in ways)})"


@pytest.mark.parametrize("kind", ["agreement", "event", "initiative", "figure", "statement"])
@pytest.mark.parametrize(
    "asked",
    [
        {"country": "UZ"},
        {"pair": ("UZ", "CN")},
        {"organization": "sco"},
        {"sector": "digital"},
        {"country": "UZ", "sector": "digital"},
        {"country": "CN", "organization": "sco"},
    ],
)
def test_a_list_is_what_the_links_say(loaded_template: Database, kind: str, asked: dict[str, Any]) -> None:
    """A filter that leads through a list leaves what the participations and classifications leave, and counts it."""
    report = load(f"{kind}s")
    if not asked.keys() <= {each.option for each in report.filters}:
        pytest.skip("the report has no such filter")
    pairs = [(option, each) for option, value in asked.items() for each in ([value] if option != "pair" else value)]
    predicates = [linked(kind, option.replace("pair", "country"), value) for option, value in pairs]
    date = "period_from" if kind == "figure" else "date_from"
    order = f"ORDER BY {date} DESC NULLS LAST, slug"
    with loaded_template.read() as reader:
        bindings = bind(report.filters, asked, reader)
        query = compose(report, report.columns[:1], Selection(), bindings)
        assert "listing" in query.sql
        found = reader.rows(query.sql, query.parameters)
        wanted = f"SELECT slug FROM v_{kind} WHERE {' AND '.join(predicates)} {order}"
        assert found == reader.rows(wanted)
        counted = count(report, bindings)
        assert reader.value(counted.sql, counted.parameters) == len(found)


@pytest.mark.parametrize("options", ["", "country", "sector", "country sector", "pair"])
def test_what_has_no_date_is_counted(loaded_template: Database, options: str) -> None:
    """What a filter of dates leaves out for want of one is as many as the view has under the other filters."""
    report = load("agreements")
    values = {option: VALUES[option] for option in options.split()}
    with loaded_template.read() as reader:
        bindings = bind(report.filters, values, reader)
        query = undated(report, bindings | {"since": {"since": "2020-01-01"}})
        assert query
        assert ("rollup" in query.sql) == (options != "pair")
        whole = compose(report, report.columns, Selection(), bindings)
        dates = [row[6] for row in reader.rows(whole.sql, whole.parameters)]
        assert report.columns[6].name == "date"
        assert reader.value(query.sql, query.parameters) == sum(date is None or "XXXX" in date for date in dates)
