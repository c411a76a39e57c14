"""How lists and counts are read: as many steps with four times the facts, and along indexes on PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from benchmarks.counting import SqliteWatch, capture_output
from benchmarks.generate import generate
from models.storage.database import Database
from tests.conftest import Databases
from tests.seedfiles import load_folder

BUDGET = 1.2
ASKED = [
    "countries",
    "sectors",
    "agreements",
    "agreements --stage in_force",
    "events",
    "initiatives",
    "figures",
    "statements",
    "conflicts",
]
# Whatever these reports list, they do not read one of these from end to end.
LARGE = {"state", "participation", "milestone", "classification", "fact", "citation", "record"}
ROWS = ("--limit", "5", "--format", "csv")


@pytest.fixture(scope="module")
def grown(
    databases: Databases, loaded_template: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Database]]:
    """The shipped facts with generated ones, of two sizes; on PostgreSQL the larger alone."""
    made = []
    for scale in (0.05, 0.2) if loaded_template.path else (0.2,):
        folder = tmp_path_factory.mktemp("generated") / "seeds"
        generate(folder, scale)
        made.append(databases.create(loaded_template))
        load_folder(made[-1], folder, "generated")
    yield made
    for database in made:
        databases.remove(database)


def steps(arguments: list[str], database: Database) -> int:
    watch = SqliteWatch(database)
    with watch.watching():
        assert capture_output([*arguments, *ROWS], database).count("\n") > 1
    return watch.steps


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ASKED)
def test_four_times_the_facts_take_as_many_steps(grown: list[Database], asked: str) -> None:
    """SQLite does as much for as many rows, however many others there are."""
    few, many = (steps(["report", *asked.split()], database) for database in grown)
    assert many <= BUDGET * few, f"{few:,} and {many:,} steps"


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize("asked", ASKED)
def test_no_large_table_is_read_whole(grown: list[Database], asked: str) -> None:
    """PostgreSQL looks up what a report prints, too."""
    from click.testing import CliRunner

    from cli import main

    [database] = grown
    argv = ["--database", database.url, "report", *asked.split(), "--limit", "5", "--sql"]
    statement = CliRunner().invoke(main, argv).stdout
    with database.read() as reader:
        plan = json.dumps(reader.rows(f"EXPLAIN (FORMAT JSON) {statement}")[0][0])
    read = set(re.findall(r'"Node Type": "Seq Scan"[^{}]*?"Relation Name": "(\w+)"', plan))
    assert not read & LARGE, json.dumps(json.loads(plan), indent=1)
