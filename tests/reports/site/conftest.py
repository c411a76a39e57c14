"""Fixtures of the site: one of the shipped data with a hostile record, and one of the tutorial."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from cli import main
from models.storage.database import Database
from tests.conftest import Databases

# What a browser would obey, or what would end an attribute, a script or a line.
HOSTILE = "</title></script><script>alert(1)</script>\"'&amp;\x1b[31m\ufffe\r\n{{ 7 * 7 }} سطر"
AGREEMENT = "almaty-startup-mou-2025"
TUTORIAL = ("two-libraries", "two-libraries-mou-2026")


def run(database: Database, *arguments: str | Path) -> Result:
    """Run a command of `mithaq` with these arguments."""
    return CliRunner().invoke(main, ["--database", database.url, *map(str, arguments)])


def build(database: Database, target: Path, *options: str) -> str:
    """Write a site, and return what the command prints."""
    result = run(database, "export", target, "--as", "site", *options)
    assert result.exit_code == 0, result.output
    return result.output


def write(database: Database, statement: str, **parameters: str) -> None:
    """Change a database, as no command would."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.execute(text(statement), parameters)
    engine.dispose()


@pytest.fixture(scope="package")
def hostile(sqlite_databases: Databases) -> Iterator[Database]:
    """The shipped data with a hostile name and note, for tests that only read."""
    database = sqlite_databases.create(sqlite_databases.loaded())
    write(
        database, "UPDATE record SET name_en = :value, note = :value WHERE slug = :slug", value=HOSTILE, slug=AGREEMENT
    )
    write(
        database,
        "UPDATE article SET url = CASE id % 2 WHEN 0 THEN 'https://example.org/a?b=\"c' ELSE 'javascript:alert(1)' END",
    )
    yield database
    sqlite_databases.remove(database)


@pytest.fixture(scope="package")
def site(hostile: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that database, for tests that only read."""
    target = tmp_path_factory.mktemp("site") / "out"
    build(hostile, target)
    return target


@pytest.fixture(scope="package")
def tutorial(sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The tutorial's invented article with its text, beside the shipped data."""
    folder = tmp_path_factory.mktemp("tutorial") / "tutorial"
    database = sqlite_databases.create(sqlite_databases.loaded())
    for command in (
        ("seed", "new", folder),
        ("seed", "load", folder, "--collection", "tutorial"),
        ("article", "attach", folder / "two-libraries.txt"),
    ):
        assert run(database, *command).exit_code == 0
    yield database
    sqlite_databases.remove(database)


@pytest.fixture(scope="package")
def tutorial_site(tutorial: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the tutorial's collection, for tests that only read."""
    target = tmp_path_factory.mktemp("site") / "tutorial"
    build(tutorial, target, "--collection", "tutorial")
    return target
