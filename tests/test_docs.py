"""The documentation: generated pages are current, everything is described, and examples work."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from typing import Any

import pytest
from sqlalchemy import Column

from docs import data_release
from docs.columns import PLAIN, meaning
from docs.generate import BLOCK, BLOCKS, PAGES, ROOT, made
from models.schema import metadata
from models.storage.database import Database
from reports.dictionary import VIEWS, View
from tests.conftest import Databases
from tests.releases import DUMPS, released
from tests.shell import console_lines, is_possible, run

COLUMNS = [column for table in metadata.sorted_tables for column in table.columns]
CONNECT = (ROOT / "docs" / "connect.md").read_text("utf-8")
TYPES: dict[str, Any] = {"integer": int, "number": float, "flag": int}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v\\_%' ESCAPE '\\'",
    "postgresql": "SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'v\\_%'",
}


@pytest.mark.parametrize("name", [*PAGES, *BLOCKS])
def test_generated_files_are_current(name: str) -> None:
    """`make docs` would change nothing."""
    written = (ROOT / name).read_text("utf-8")
    # How click writes that a command is optional differs between its versions.
    assert written.replace("[COMMAND]", "COMMAND") == made(name).replace("[COMMAND]", "COMMAND"), "run: make docs"


def test_the_pages_of_a_data_release_are_current(sqlite_databases: Databases) -> None:
    """`make docs` would change neither: both follow from the dumps of two releases."""
    old, new = (released(sqlite_databases, DUMPS / f"{each}.jsonl") for each in (data_release.OLD, data_release.NEW))
    for language, text in data_release.compare_releases(old, new).items():
        assert (ROOT / data_release.PAGES[language]).read_text("utf-8") == text, "run: make docs"


@pytest.mark.parametrize("name", BLOCKS)
def test_a_page_has_its_generated_block_once(name: str) -> None:
    """The comments around the block are there, so that `make docs` finds it."""
    assert len(BLOCK.findall((ROOT / name).read_text("utf-8"))) == 1


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_of_a_table_has_a_meaning(column: Column[object]) -> None:
    """Every column has a comment, or is described among the columns that many tables have."""
    assert meaning(column)


def test_no_meaning_is_left_over() -> None:
    """Each description of columns still belongs to a column without a comment."""
    plain = {name for column in COLUMNS if not column.comment for name in (column.name, str(column))}
    assert set(PLAIN) <= plain


def test_every_view_is_described(loaded_template: Database) -> None:
    """The dictionary has each view of the database with its columns, in their order."""
    with loaded_template.read() as reader:
        names = {row[0] for row in reader.rows(LISTED[reader.engine_name])}
        columns = {name: reader.select(f"SELECT * FROM {name} LIMIT 0")[0] for name in sorted(names)}
    assert columns == {view.name: [field.name for field in view.fields] for view in VIEWS}
    assert all(view.meaning and field.meaning for view in VIEWS for field in view.fields)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_values_are_of_the_type_described(loaded_template: Database, view: View) -> None:
    """Each value is null or of its column's type, and each code is one of its vocabulary."""
    with loaded_template.read() as reader:
        codes = {tuple(row) for row in reader.rows("SELECT vocabulary, code FROM v_code")}
        for field in view.fields:
            for (value,) in reader.rows(
                f"SELECT DISTINCT {field.name} FROM {view.name} WHERE {field.name} IS NOT NULL"
            ):
                assert type(value) is TYPES.get(field.type, str), (field.name, value)
                assert field.type != "flag" or value in (0, 1), (field.name, value)
                assert field.type != "day" or DAY.fullmatch(value), (field.name, value)
                assert field.type != "code" or (field.target, value) in codes, (field.name, value)
                assert field.type != "slugs" or value == "; ".join(sorted(value.split("; "))), (field.name, value)


def blocks(language: str) -> list[str]:
    """Return the examples of `connect.md` in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", CONNECT, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("query", blocks("sql"))
def test_queries_find_something(loaded_template: Database, query: str) -> None:
    """Each query of the page finds rows on both engines."""
    with loaded_template.read() as reader:
        assert reader.rows(query)


def test_examples_run(tmp_path: Path) -> None:
    """The commands of the page succeed, then its scripts do, if the libraries that they import are installed."""
    lines = ["mithaq build", "mithaq export tables", *filter(is_possible, console_lines(CONNECT))]
    scripts = [each for each in blocks("python") if all(map(find_spec, imported(each)))]
    assert scripts and len(lines) > 5
    for line in [*lines, *(f"python -c {quote(each)}" for each in scripts)]:
        code, output = run(line, tmp_path)
        assert code == 0, f"{line}\n{output}"


def imported(script: str) -> list[str]:
    return re.findall(r"^(?:import|from) (\w+)", script, re.MULTILINE)


TESTS = re.compile(r"`((?:[a-z]+/)*\w+\.py)(?:::(\w+)…?)?`|`make ([a-z-]+)`")


def test_promises_name_tests_that_exist() -> None:
    """Each promise of docs/reliability.md names tests, or a target of make; make names files that exist."""
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ") and line.count(" | ") == 3]
    assert len(rows) > 30
    for promise, named, *_ in rows[1:]:
        found = TESTS.findall(named)
        assert found and TESTS.sub("", named).strip(", ") == "", promise
        for path, beginning, target in found:
            assert not target or f"\n{target}:" in makefile, target
            assert not path or f"def {beginning}" in (ROOT / "tests" / path).read_text("utf-8"), named
    for path in re.findall(r"tests/[\w/]+\.py", makefile):
        assert (ROOT / path).exists(), path
