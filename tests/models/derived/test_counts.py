"""`state` and the counts, derived by loads: after any loads, the same rows as if derived at once."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from models.checking.rules import check
from models.derived.definitions import TABLES
from models.derived.refresh import disagreements, refresh
from models.storage.database import Database, Reader
from reports.catalogue.registry import load
from reports.query.report import Selection, compose
from seeds.loading.loader import load_shipped
from tests.conftest import Databases
from tests.seedfiles import ARTICLE, TEXT, load_folder, spans_csv

CITED = "cite: [[0, 9]]"
COUNTRIES = ("uzbekistan", "china", "algeria", "russia", "kazakhstan")
SECTORS = ("ai", "telecommunications", "digital", "nuclear", "startups")
DATES = ("2024", "2024-05-03", "2025-01/2025-06", "XXXX-11", None)
# Every derived table, by what names its rows in any database.
NAMED = {
    "state": "SELECT r.slug, s.stage, s.date, s.countries, s.done FROM state s JOIN record r ON r.id = s.record",
    "country_count": "SELECT country, kind, records, planned FROM country_count",
    "sector_count": "SELECT sector, kind, records, planned FROM sector_count",
}
TAMPERING = {
    "state": ("UPDATE state SET countries = 'XX' WHERE record = {record}", "state: {slug}"),
    "country_count": (
        "UPDATE country_count SET records = records + 1 WHERE country = 'UZ' AND kind = 'agreement'",
        "country_count: UZ agreement",
    ),
    "sector_count": ("DELETE FROM sector_count WHERE sector = 'ai' AND kind = 'event'", "sector_count: ai event"),
}


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


def assert_counted(reader: Reader) -> None:
    """Assert that the stored counts of countries and sectors are those that their reports count live."""
    for name in ("countries", "sectors"):
        report = load(name)
        stored, live = (
            reader.rows(compose(each, report.columns, Selection(), {}).sql)
            for each in (report, report._replace(unfiltered=""))
        )
        assert list(map(tuple, stored)) == list(map(tuple, live)), name
        assert stored


def rows_of(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.rows(sql)]


def test_every_derived_table_is_compared() -> None:
    """The tests of this file know every table that is derived."""
    assert list(NAMED) == [each.table for each in TABLES]


def test_after_any_loads_it_is_as_if_derived_at_once(
    loaded: Database, databases: Databases, migrated_template: Database, tmp_path: Path
) -> None:
    """Facts that come, change and go, load by load, leave what a fresh database derives of the last of them.

    The stored counts are also what the reports count live.
    """
    random = Random("lists")
    bodies = [world(random) for _ in range(6)]
    for body in [*bodies, "places: []\n", bodies[2]]:
        load_folder(loaded, write(tmp_path / "mine", body), "mine")
        with loaded.read() as reader:
            assert disagreements(reader) == [], body
            assert_counted(reader)
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
        assert rows_of(loaded, "SELECT past FROM v_stale WHERE slug = 'part'") == [(f"{year}-12-31",)]


def test_deriving_all_again_changes_nothing(loaded: Database) -> None:
    """Loads keep the rows that one derivation of everything gives."""
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
