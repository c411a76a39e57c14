"""Promises of a look-up: it touches as many rows in a large database as in a small one, by plans, not by clocks."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from benchmarks.counting import SqliteWatch
from benchmarks.generate import generate
from cli import main
from models.migrating.migrations import upgrade
from models.storage.database import PARAMETER, QUERY, Database, PostgresqlReader
from reports.search import matching
from seeds.loading.loader import load_shipped
from tests.conftest import PostgresqlDatabases, SqliteDatabases
from tests.seedfiles import load_folder

# 250 agreements, and four times as many; PostgreSQL sorts hundreds of rows without a look at an index.
SMALL, LARGE, SERVED = 0.025, 0.1, 0.2
GROWTH = 1.2
# What PostgreSQL may touch in one step of a plan: less than any table that grows has in the large database.
TOUCHED = 150
# What SQLite may take to look up the few rows of a record, the reading of the schema among it.
LOOK_UP = 2000
DATA = ("--format", "json")
COMMANDS = {
    **{name: ["report", name, "--limit", "5", *DATA] for name in ("organizations", "people", "figures", "statements")},
    "articles": ["report", "articles", "--limit", "5", "--columns", "slug,name_en,published", *DATA],
    "timeline": ["report", "timeline", "--limit", "5", *DATA],
    "by name": ["report", "agreements", "--sort", "name_en", "--limit", "5", *DATA],
    "by Arabic name": ["report", "agreements", "--sort", "name_ar", "--limit", "5", *DATA],
    "show an agreement": ["show", "almaty-startup-mou-2025", *DATA],
    "show an organization": ["show", "it-park-uzbekistan", *DATA],
    "show an article": ["show", "algeria-russia-five-secrets", *DATA],
    "show a place": ["show", "almaty", *DATA],
    "search a rare word": ["search", "alharir", *DATA],
    "search a frequent word": ["search", "memorandum", *DATA],
    "search a frequent word and another": ["search", "تفاهم", "memorandum", *DATA],
}
# An article has more citations than that; PostgreSQL may gather all records of a frequent word to take the first, and
# all steps of a timeline.
BOUNDED = [name for name in COMMANDS if name not in ("show an article", "timeline") and "frequent" not in name]
# The columns by which a reader looks up what belongs to a record.
COLUMNS = [
    *(("v_article", column) for column in ("slug", "publisher")),
    *(("v_organization", column) for column in ("slug", "parent")),
    *(("v_position", column) for column in ("person", "holder")),
    *((view, column) for view in ("v_agreement", "v_event", "v_initiative") for column in ("slug", "place", "part_of")),
    *(("v_participation", column) for column in ("record", "party")),
    *(("v_milestone", column) for column in ("record", "party", "event", "place")),
    *(("v_figure", column) for column in ("slug", "subject")),
    *(("v_statement", column) for column in ("slug", "event")),
    *(("v_relation", column) for column in ("subject", "object", "context")),
    *(("v_citation", column) for column in ("record", "article", "source")),
    ("v_mention", "country"),
    *((view, "record") for view in ("v_classification", "v_name")),
    *((view, "slug") for view in ("v_record", "v_person", "v_place")),
]


def fill(database: Database, folder: Path, scale: float) -> Database:
    """The shipped facts, and generated ones."""
    upgrade(database)
    load_shipped(database)
    generate(folder, scale)
    load_folder(database, folder, "generated")
    return database


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Database]:
    """A small SQLite database and a large one."""
    folder = tmp_path_factory.mktemp("plans")
    made = SqliteDatabases(folder)
    return [fill(made.create(), folder / f"{scale}", scale) for scale in (SMALL, LARGE)]


@pytest.fixture(scope="module")
def server(postgresql_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A large database on PostgreSQL, which knows how large its tables are."""
    made = PostgresqlDatabases(postgresql_server)
    database = fill(made.create(), tmp_path_factory.mktemp("seeds"), SERVED)
    engine = database.engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    yield database
    made.remove(database)


@pytest.fixture(autouse=True)
def few_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frequent word has more records than are ranked, in either database."""
    monkeypatch.setattr(matching, "RANKED", 50)


def run(database: Database, arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["--database", database.url, *arguments])
    assert result.exit_code == 0, result.output


# Planners differ: SQLite 3.35 and 3.53 take other ways for a few of these, which grow somewhat with the data.
@pytest.mark.skipif(sqlite3.sqlite_version_info[:2] != (3, 40), reason="steps are counted with SQLite 3.40")
@pytest.mark.parametrize("name", COMMANDS)
def test_steps_do_not_grow(files: list[Database], name: str) -> None:
    """SQLite's machine takes as many steps in a database four times as large."""
    taken = []
    for database in files:
        watch = SqliteWatch(database)
        with watch.watching():
            run(database, COMMANDS[name])
        taken.append(watch.steps)
    assert taken[1] <= GROWTH * taken[0], f"{taken[0]} steps became {taken[1]}"


@pytest.mark.parametrize("name", BOUNDED)
def test_no_step_of_a_plan_touches_much(server: Database, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL reads, sorts and joins little for each statement that a command runs."""
    plans: list[tuple[str, Any]] = []
    select = PostgresqlReader.select

    def explained(reader: PostgresqlReader, sql: str, parameters: Any = None) -> Any:
        if re.match(QUERY, sql):
            plans.append((sql, explain(reader, sql, parameters)))
        return select(reader, sql, parameters)

    monkeypatch.setattr(PostgresqlReader, "select", explained)
    run(server, COMMANDS[name])
    much = [(sql, node, rows) for sql, plan in plans for node, rows in touched(plan) if rows > TOUCHED]
    assert plans
    assert not much, much[0]


@pytest.mark.parametrize(("view", "column"), COLUMNS)
def test_a_condition_on_a_column_is_a_look_up(files: list[Database], server: Database, view: str, column: str) -> None:
    """An index finds all that belongs to one record on both engines, whichever way it belongs to it."""
    rare = (
        f"SELECT {column} FROM {view} WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY count(*), {column} LIMIT 1"
    )
    with files[1].read() as reader:
        slug = reader.value(rare) or "almaty"
    sql = f"SELECT {column} FROM {view} WHERE {column} = :slug"
    watch = SqliteWatch(files[1])
    with watch.watching(), files[1].read() as reader:
        before = watch.steps
        reader.rows(sql, {"slug": slug})
    assert watch.steps - before <= LOOK_UP
    with server.read() as reader:
        assert isinstance(reader, PostgresqlReader)
        much = [(node, rows) for node, rows in touched(explain(reader, sql, {"slug": slug})) if rows > TOUCHED]
    assert not much, much[0]


def test_gaps_are_looked_up_among_few(files: list[Database]) -> None:
    """Names in one language and printed spellings, which few records have, are found by indexes that hold no others."""
    with files[1].read() as reader:
        plan = [str(row[-1]) for row in reader.rows("EXPLAIN QUERY PLAN SELECT * FROM v_gap")]
    for index in ("record_one_language", "participation_printed", "milestone_printed", "milestone_place_printed"):
        assert any(f"INDEX ix_{index}" in step for step in plan), index


@pytest.mark.skipif(sqlite3.sqlite_version_info[:2] != (3, 40), reason="plans are worded as by SQLite 3.40")
def test_steps_of_a_country_are_looked_up(files: list[Database]) -> None:
    """The timeline of a country goes through no table: not even for the steps that its parties took alone."""
    sql = (
        CliRunner().invoke(main, ["--database", files[1].url, "report", "timeline", "--country", "UZ", "--sql"]).output
    )
    with files[1].read() as reader:
        plan = [str(row[-1]) for row in reader.rows(f"EXPLAIN QUERY PLAN {sql.rstrip().rstrip(';')}")]
    assert any("INDEX ix_milestone_party" in step for step in plan)
    assert [step for step in plan if step.startswith("SCAN")] == ["SCAN timeline"]


def test_plans_are_looked_up_among_few(files: list[Database]) -> None:
    """The view of what is stale reads the planned milestones by an index that holds no others."""
    with files[1].read() as reader:
        plan = [str(row[-1]) for row in reader.rows("EXPLAIN QUERY PLAN SELECT * FROM v_stale")]
    assert any("INDEX ix_milestone_planned" in step for step in plan)


def explain(reader: PostgresqlReader, sql: str, parameters: Any) -> Any:
    """The plan of a statement, with the rows that it went through; a table of few pages is not scanned for that."""
    reader.connection.execute("SET LOCAL enable_seqscan = off")
    named = re.sub(PARAMETER, r"%(\1)s", sql.replace("%", "%%")) if parameters else sql
    explaining = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {named}"
    [(plan,)] = reader.connection.execute(explaining, parameters or None).fetchall()
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def touched(plan: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Each node of a plan, and how many rows it went through, those that it threw away among them."""
    thrown = sum(plan.get(f"Rows Removed by {cause}", 0) for cause in ("Filter", "Join Filter", "Index Recheck"))
    name = f"{plan['Node Type']} {plan.get('Relation Name', '')}".strip()
    yield name, (plan["Actual Rows"] + thrown) * plan["Actual Loops"]
    for each in plan.get("Plans", ()):
        yield from touched(each)
