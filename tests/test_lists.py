"""What a load keeps derived: lists, steps, gaps, what is pending and totals; after any loads, as if derived at once."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from cli import main
from models.checks import check
from models.database import Database
from models.derivation import disagreements, refresh
from models.derived import TABLES
from reports.registry import NAMES, load
from reports.report import Selection, compose
from seeds.loading import load_folder, load_shipped
from tests.conftest import Databases
from tests.seedfiles import ARTICLE, TEXT, spans_csv

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


def test_totals_are_what_the_report_counts(loaded_template: Database) -> None:
    """A report from the roll-ups is the same as one that counts the facts, for each filter they can answer."""
    compared = 0
    values = {"country": "UZ", "sector": "digital"}
    with loaded_template.read() as reader:
        for name in NAMES:
            report = load(name)
            for each in report.variants.values() or [report]:
                for totals in each.totals:
                    options = [one.option for one in totals.filters]
                    for asked in ([], *([option] for option in options), options):
                        bindings = {option: {option: values[option]} for option in asked}
                        plain, kept = (
                            compose(which, which.columns, Selection(), bindings)
                            for which in (each._replace(totals=()), each)
                        )
                        assert "rollup" in kept.sql or "v_country" in kept.sql or "v_sector" in kept.sql
                        found = reader.rows(kept.sql, kept.parameters)
                        assert found and found == reader.rows(plain.sql, plain.parameters), (name, asked)
                        compared += 1
    assert compared > 10


@pytest.mark.parametrize("kind", ["agreement", "event", "initiative"])
def test_a_list_is_what_the_links_say(loaded_template: Database, kind: str) -> None:
    """A filter that leads through a list leaves what the participations and classifications of the view leave."""
    party = "SELECT record FROM v_participation WHERE"
    sector = "SELECT c.record FROM v_classification c JOIN sector_path p ON p.narrower = c.sector WHERE p.broader ="
    asked = {
        ("--country", "UZ"): f"slug IN ({party} country = 'UZ')",
        ("--pair", "UZ", "CN"): f"slug IN ({party} country = 'UZ') AND slug IN ({party} country = 'CN')",
        ("--organization", "sco"): f"slug IN ({party} party = 'sco')",
        ("--sector", "digital"): f"slug IN ({sector} 'digital')",
        (
            "--country",
            "UZ",
            "--sector",
            "digital",
        ): f"slug IN ({party} country = 'UZ') AND slug IN ({sector} 'digital')",
    }
    found = []
    for options, predicate in asked.items():
        argv = ["--database", loaded_template.url, "report", f"{kind}s", *options]
        printed = CliRunner().invoke(main, [*argv, "--columns", "slug", "--format", "csv"]).stdout.splitlines()[1:]
        wanted = f"SELECT slug FROM v_{kind} WHERE {predicate} ORDER BY date_from DESC NULLS LAST, slug"
        assert printed == [row[0] for row in rows_of(loaded_template, wanted)]
        found += printed
    assert found
