"""The changelog's tables of changed columns agree with the views of 0.1.0 and of today."""

from __future__ import annotations

import re
from collections import Counter

from models.migrating.migrations import upgrade
from models.storage.database import Database
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.releases import released
from tests.seedfiles import load_folder
from tests.test_docs import LISTED

SECTION = (CHECKOUT / "CHANGELOG.md").read_text("utf-8").split("\n## [")[1:]
RELEASE = next(each for each in SECTION if each.startswith("0.2.0]"))
COLUMN = re.compile(r"`(v_\w+)\.(\w+)`")
Views = dict[str, list[str]]


def rows_of(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading, without its head."""
    body = RELEASE.partition(f"### {heading}\n")[2].partition("\n### ")[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


def named_columns() -> set[tuple[str, str]]:
    """Return view and column of each `v_view.column`; views alone share the columns that follow them."""
    cells = [row[0] for row in rows_of("Columns with another meaning")]
    named = {found for cell in cells for found in COLUMN.findall(cell)}
    alone = [(re.findall(r"`(v_\w+)`", cell), re.findall(r"`([a-u]\w+)`", cell)) for cell in cells]
    return named | {(view, column) for views, columns in alone for view in views for column in columns}


def views(database: Database) -> Views:
    with database.open_read_only() as reader:
        names = [str(row[0]) for row in reader.rows(LISTED[reader.engine_name])]
        return {name: list(reader.select(f"SELECT * FROM {name} LIMIT 0")[0]) for name in names}


def values(database: Database, view: str, columns: list[str]) -> dict[str, Counter[object]]:
    """Return the values of each column, with the number of rows that have them."""
    with database.open_read_only() as reader:
        rows = reader.rows(f"SELECT {', '.join(columns)} FROM {view}")
        return {column: Counter(row[place] for row in rows) for place, column in enumerate(columns)}


OLD_COUNTS = (
    "SELECT slug, agreements FROM v_country WHERE agreements > 0",
    "SELECT code, agreements FROM v_sector WHERE agreements > 0",
)


def pairs(database: Database, sql: str) -> set[tuple[object, ...]]:
    with database.open_read_only() as reader:
        return {tuple(row) for row in reader.rows(sql)}


def test_the_changelog_names_each_changed_column(databases: Databases) -> None:
    """Columns keep their order; those with other values for the same rows, and those added, are in the tables.

    The queries beside the tables give the counts of 0.1.0.
    """
    old = released(databases)
    new = databases.template("upgraded 0.1.0", upgrade, lambda: old)
    before, after = views(old), views(new)
    named = named_columns()
    for view, columns in before.items():
        assert after[view][: len(columns)] == columns
        was, now = values(old, view, columns), values(new, view, columns)
        changed = {(view, column) for column in columns if was[column] != now[column]}
        assert changed <= named
    added = {cells[0].strip("`"): re.findall(r"`(\w+)`", cells[1]) for cells in rows_of("Added columns and views")}
    assert added.pop("new") == sorted(set(after) - set(before))
    assert added == {view: after[view][len(columns) :] for view, columns in before.items() if after[view] != columns}
    queries = re.findall(r"^```sql\n(.*?)^```", RELEASE, re.DOTALL | re.MULTILINE)
    for sql, counted in zip(queries, OLD_COUNTS, strict=True):
        assert pairs(new, sql) == pairs(old, counted) != set()


# The changelog names these of every view in one row. The stage of a step had no rank in 0.1.0 either, if it is none of
# the ladder; none of the rows at the time was such a step.
NAMES = {"name_en", "name_ar"}
NULL_BEFORE = {("v_milestone", "stage_rank")}


def test_the_changelog_names_each_column_that_may_be_null_now(databases: Databases) -> None:
    """A column without nulls in 0.1.0 that has some with today's facts, also those of a table, is in its table."""
    old = released(databases)
    new = databases.create(databases.loaded())
    load_folder(new, CHECKOUT / "docs" / "tables", "lantern")
    before = views(old)
    found = set()
    for view, columns in before.items():
        was, now = values(old, view, columns), values(new, view, columns)
        found |= {
            (view, column) for column in columns if was[column] and None in now[column] and None not in was[column]
        }
    databases.remove(new)
    assert {("v_citation", "article"), ("v_figure", "subject")} <= found
    assert {each for each in found - NULL_BEFORE if each[1] not in NAMES} <= named_columns()
