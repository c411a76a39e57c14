"""Migrations: reversible, all or nothing, from any directory, and compared with the models."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from alembic.config import Config
from click.testing import CliRunner, Result
from pytest_alembic.tests import test_model_definitions_match_ddl, test_single_head_revision
from sqlalchemy import Connection

from cli import main
from models import APPLICATION_ID, VARIABLE
from models import revisions as revisions_module
from models.checking import schema_diff
from models.checking.rules import check
from models.checking.schema_diff import POSTGRESQL, SQLITE, _normal, schema_differences
from models.errors import MithaqError
from models.migrating import migrations
from models.migrating.migrations import columns_at, downgrade, migration_connection, upgrade
from models.owned.keeping import list_owned
from models.revisions import revisions
from models.schema import metadata
from models.storage.database import Database
from seeds.loading.loader import load_shipped
from tests.paths import CHECKOUT
from tests.releases import tables

# The tests of pytest-alembic, which run on `alembic_config` and `alembic_engine` below.
__all__ = ["test_model_definitions_match_ddl", "test_single_head_revision"]
# An index of expressions is beyond autogenerate; `schema_differences` compares it.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]
BROKEN = '''"""Change much, then fail."""

from alembic import op

revision = "{revision}"
down_revision = "{head}"


def upgrade():
    op.execute("DROP VIEW v_code")
    op.execute("DROP INDEX ix_name_folded")
    op.execute("CREATE TABLE half_done (id INTEGER)")
    op.execute("DELETE FROM state")
    {failure}


def downgrade():
    raise NotImplementedError
'''
FAILURES = {
    "by SQL that fails": 'op.execute("INSERT INTO nowhere VALUES (1)")',
    "by Python that fails": 'raise RuntimeError("the migration has a bug")',
    "by references to missing rows": 'op.execute("DELETE FROM kind")',
}


@pytest.fixture
def alembic_config() -> Config:
    """The scripts of this checkout, without an alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(CHECKOUT / "alembic"))
    config.set_main_option("path_separator", "os")
    return config


@pytest.fixture
def alembic_engine(database: Database) -> Iterator[Connection]:
    """The connection that our own runner migrates on."""
    with migration_connection(database) as connection:
        yield connection


def catalogue(database: Database) -> list[tuple[str, str]]:
    """Every object of the schema, as the engine defines it, except Alembic's own table."""
    with database.open_read_only() as reader:
        rows = reader.rows(SQLITE if database.path else POSTGRESQL)
    # A table that SQLite rebuilt has its constraints in another order.
    return sorted((row[1], _normal(str(row[2]))) for row in rows if "alembic_version" not in row[1])


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with database.open_read_only() as reader:
        return {
            name: sorted((tuple(row) for row in reader.rows(f"SELECT * FROM {name}")), key=repr)
            for name in [*metadata.tables, "alembic_version"]
        }


def db(database: Database, *arguments: str) -> Result:
    """Run `mithaq db`."""
    return CliRunner().invoke(main, ["--database", database.url, "db", *arguments])


def execute(database: Database, *statements: str) -> None:
    """Change a database without Mithaq."""
    engine = database.engine()
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def header(database: Database) -> tuple[int, int]:
    """The application and the number of the revision in the header of a SQLite file; PostgreSQL has no such header."""
    with database.open_read_only() as reader:
        if reader.engine_name == "sqlite":
            return reader.value("PRAGMA application_id"), reader.value("PRAGMA user_version")
        known = reader.revision()
        return APPLICATION_ID, revisions().index(known) + 1 if known else 0


def test_each_step_down_undoes_its_step_up(database: Database) -> None:
    """Each revision has the same schema whether it is reached from below, from above or at once; the header names it.

    The header of a SQLite file names Mithaq and the number of the revision, for other programs. Nothing
    of it is taken for something of the user.
    """
    going_up: dict[str, list[tuple[str, str]]] = {"base": []}
    for number, revision in enumerate(revisions(), 1):
        assert upgrade(database, revision) == [revision]
        with database.open_read_only() as reader:
            assert list_owned(reader, columns_at(revision)) == []
        going_up[revision] = catalogue(database)
        assert header(database) == (APPLICATION_ID, number)
    steps = ["base", *revisions()]
    assert len({str(schema) for schema in going_up.values()}) == len(steps)
    for below, revision in reversed(list(pairwise(steps))):
        assert downgrade(database, below) == [revision]
        assert catalogue(database) == going_up[below]
    assert header(database) == (APPLICATION_ID, 0)
    assert APPLICATION_ID.to_bytes(4, "big") == b"MITH"
    assert upgrade(database) == revisions()
    assert catalogue(database) == going_up[revisions()[-1]]
    assert schema_differences(database) == []


def test_a_way_down_and_up_keeps_every_row(loaded: Database) -> None:
    """Steps that change views and derived tables lose no shipped row; those further down list what they lose.

    A table that one of the steps creates is empty afterwards; the next load fills it, and so the digests of files are
    forgotten.
    """
    before = contents(loaded)
    floor = "0020_figures_without_subject"
    steps = revisions()[revisions().index(floor) + 1 :]
    assert downgrade(loaded, floor) == steps[::-1]
    with loaded.open_read_only() as reader:
        assert reader.revision() == floor
        older = set(tables(reader)) & before.keys()
    assert upgrade(loaded) == steps
    after = contents(loaded)
    older -= {"source"}
    assert {name: after[name] for name in older} == {name: before[name] for name in older}


def test_a_load_after_a_way_down_brings_back_what_was_lost(loaded: Database) -> None:
    """The next load reads unchanged files again: former states, identifiers and codes that 0.1.0 could not hold."""
    counts = [count_of(loaded, table) for table in ("record", "name", "fact", "identifier_scheme")]
    downgrade(loaded, "0009")
    upgrade(loaded)
    load_shipped(loaded)
    assert [count_of(loaded, table) for table in ("record", "name", "fact", "identifier_scheme")] == counts
    assert [found for found in check(loaded) if found[1]] == []


def test_a_table_of_other_columns_names_the_check(database: Database) -> None:
    """Files that are sound and a table that refuses their rows: the load says what to run, and that what to do."""
    upgrade(database)
    execute(database, "CREATE UNIQUE INDEX one_of_a_kind ON record (kind)")
    with pytest.raises(
        MithaqError, match=r"nothing was loaded into .*\n.*; see whether the database is sound: mithaq db check"
    ):
        load_shipped(database)
    result = db(database, "check")
    assert "one_of_a_kind" in result.stdout


def test_another_schema_at_the_same_revision_goes_down(database: Database) -> None:
    """A version between two releases left other indexes at revision 0010; the way that `db check` advises is open."""
    upgrade(database, "0010")
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_state_place_kind_date_from_slug")
        connection.exec_driver_sql("CREATE INDEX ix_state_place ON state (place)")
    engine.dispose()
    downgrade(database, "0009")
    upgrade(database)
    assert schema_differences(database) == []


def count_of(database: Database, table: str) -> int:
    with database.open_read_only() as reader:
        return int(reader.value(f"SELECT count(*) FROM {table}"))


@pytest.fixture
def broken_head(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """One more revision, which changes much and then fails in the way that the test chooses."""
    scripts = tmp_path / "scripts"
    shutil.copytree(CHECKOUT / "alembic", scripts, ignore=shutil.ignore_patterns("__pycache__"))
    head, broken = revisions()[-1], "9999_break"
    text = BROKEN.format(revision=broken, head=head, failure=FAILURES[request.param])
    (scripts / "versions" / f"{broken}.py").write_text(text, encoding="utf-8")
    for module in (migrations, revisions_module):
        monkeypatch.setattr(module, "scripts_folder", lambda: scripts)
    assert revisions()[-1] == broken
    return broken


@pytest.mark.parametrize("broken_head", FAILURES, indirect=True)
def test_a_migration_that_fails_in_the_middle_leaves_the_old_database(loaded: Database, broken_head: str) -> None:
    """Everything that a step did before it failed is undone: every table, view, index and row is as before."""
    schema, rows = catalogue(loaded), contents(loaded)
    with pytest.raises(MithaqError, match=r"was left as it was|nothing was changed"):
        upgrade(loaded)
    assert catalogue(loaded) == schema
    assert contents(loaded) == rows


DRIFT = {
    "index ix_name_folded is missing": ["DROP INDEX ix_name_folded"],
    "view v_code is missing": ["DROP VIEW v_code"],
    "view v_person is defined otherwise than in the models": [
        "DROP VIEW v_person",
        "CREATE VIEW v_person AS SELECT slug, name_en, name_ar, country, 0 AS positions FROM record",
    ],
    # Of an earlier revision; an index of another name is the user's.
    "index ix_state_place does not belong to the schema; rename it if it is yours": [
        "CREATE INDEX ix_state_place ON state (place)",
        "CREATE INDEX ix_name_record ON name (record)",
    ],
}


@pytest.mark.parametrize(("difference", "statements"), DRIFT.items(), ids=DRIFT)
def test_drift_is_found(migrated: Database, difference: str, statements: list[str]) -> None:
    """An index or a view that is missing, changed or unknown is named, and nothing else."""
    assert schema_differences(migrated) == []
    execute(migrated, *statements)
    assert schema_differences(migrated) == [difference]


def test_a_column_of_the_user_is_no_drift(migrated: Database) -> None:
    """It may have keys and checks; a column of ours that is missing beside it is still found."""
    column = "ALTER TABLE figure ADD COLUMN \"check, of mine\" TEXT DEFAULT '(,' REFERENCES unit (code)"
    execute(migrated, f"""{column} CHECK ("check, of mine" <> ')')""")
    assert schema_differences(migrated) == []
    with migrated.read() as reader:
        assert list_owned(reader)[0] == "column check, of mine of figure"
    execute(migrated, "ALTER TABLE load RENAME COLUMN version TO mine")
    named = "table load is defined otherwise than in the models" if migrated.path else "column load.version is missing"
    assert schema_differences(migrated)[0] == named


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_one_engine_is_compared_after_another(migrated: Database, tmp_path: Path) -> None:
    """Comparing a PostgreSQL database does not change the models for a SQLite file in the same process."""
    file = Database.file(tmp_path / "mithaq.db")
    upgrade(file)
    for database in (file, migrated, file):
        schema_diff._in_memory.cache_clear()
        schema_diff.MADE.clear()
        assert schema_differences(database) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount_to > amount", "amount_to >= amount"),
        ("CHECK (amount_to IS NULL OR amount_to > amount)", "CHECK (1 = 1)"),
        ("DEFERRABLE", "NOT DEFERRABLE"),
        ("amount_to DOUBLE", "amount_to INTEGER"),
        ("measure TEXT NOT NULL", "measure TEXT"),
    ],
)
@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_changed_table_is_found_on_sqlite(migrated: Database, old: str, new: str) -> None:
    """A changed CHECK, key, type or nullability is reported as a changed table."""
    assert migrated.path
    connection = sqlite3.connect(migrated.path)
    connection.execute("PRAGMA writable_schema = ON")
    changed = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = 'figure' AND sql <> replace(sql, ?, ?)"
    assert connection.execute(changed, (old, new, old, new)).rowcount == 1
    connection.commit()
    connection.close()
    assert schema_differences(migrated) == ["table figure is defined otherwise than in the models"]


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("constraint ck_figure_amount_to", "ADD CONSTRAINT ck_figure_amount_to CHECK (amount_to >= amount)"),
        ("constraint fk_figure_unit", "ADD CONSTRAINT fk_figure_unit FOREIGN KEY (unit) REFERENCES unit (code)"),
        ("column figure.measure", "ALTER COLUMN measure DROP NOT NULL"),
        ("column agreement.instruments", "ALTER COLUMN instruments SET DEFAULT 1"),
        ("column sector_mapping.label", 'ALTER COLUMN label TYPE text COLLATE "default"'),
    ],
)
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_changed_table_is_found_on_postgresql(migrated: Database, name: str, statement: str) -> None:
    """A changed CHECK, key, default, collation or nullability is named with its column or constraint."""
    kind, _, what = name.partition(" ")
    table = what.split("_")[1] if kind == "constraint" else what.split(".")[0]
    if kind == "constraint":
        execute(migrated, f"ALTER TABLE {table} DROP CONSTRAINT {what}")
    execute(migrated, f"ALTER TABLE {table} {statement}")
    assert schema_differences(migrated) == [f"{name} is defined otherwise than in the models"]


def test_commands_work_from_any_directory(migrated: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `db` command works in a directory that is no checkout and has no alembic.ini."""
    monkeypatch.chdir(tmp_path)
    earlier, head = revisions()[-2:]
    assert db(migrated, "upgrade").stdout == f"{migrated} is at {head} already\n"
    assert db(migrated, "current").stdout == f"{head}\n"
    assert db(migrated, "check").exit_code == 0
    printed = str(migrated).replace("+psycopg", "").replace(":***@", "@")
    assert db(migrated, "path").stdout == f"{printed}\n"
    info = db(migrated, "info").stdout
    assert f"revision       {head}\n" in info
    assert ("SQLite" if migrated.path else "PostgreSQL") in info
    assert db(migrated, "downgrade", earlier.split("_")[0]).stdout == f"down from {head}\n"
    assert db(migrated, "upgrade", head.split("_")[0]).stdout == f"up to {head}\n"
    assert db(migrated, "downgrade", "base").stdout.splitlines()[-1] == f"down from {revisions()[0]}"
    assert db(migrated, "current").stdout == "base\n"
    # It is still ours, with tables of the user in it.
    execute(migrated, "CREATE TABLE my_list (id INTEGER)")
    assert db(migrated, "upgrade", "0001").stdout == f"up to {revisions()[0]}\n"
    assert list(tmp_path.iterdir()) == []


def test_history_describes_each_revision() -> None:
    """Each revision has a line with its id and its purpose, oldest first."""
    lines = CliRunner().invoke(main, ["db", "history"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == revisions()
    assert all(line.partition("  ")[2].endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("start", "arguments", "advice"),
    [
        ("base", ["upgrade", "0099"], "there is no revision 0099; list them with: mithaq db history"),
        ("0003", ["downgrade", "nonsense"], "there is no revision nonsense; list them with: mithaq db history"),
        ("0003", ["upgrade", "0001"], "go down with: mithaq db downgrade 0001_create_vocabularies"),
        ("0003", ["downgrade", "0005"], "below 0005_create_cooperation; go up with: mithaq db upgrade"),
        ("base", ["downgrade", "0001"], "go up with: mithaq db upgrade"),
    ],
)
def test_a_wrong_direction_is_refused(database: Database, start: str, arguments: list[str], advice: str) -> None:
    """An unknown revision, or one in the other direction, changes nothing and names the command to run."""
    if start != "base":
        upgrade(database, start)
    before = catalogue(database) if start != "base" else None
    result = db(database, *arguments)
    assert (result.exit_code, advice in result.stderr) == (1, True), result.output
    assert before is None or catalogue(database) == before


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the files that plain `alembic` needs, where it may write."""
    root = tmp_path / "checkout"
    for name in ("alembic", "models"):
        shutil.copytree(CHECKOUT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "alembic.ini", root)
    return root


def alembic(checkout: Path, *arguments: str, **variables: str) -> str:
    """Run plain `alembic` in a checkout, with these variables only."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE} | variables
    command = [sys.executable, "-m", "alembic", *arguments]
    run = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_plain_alembic_that_only_tells_creates_no_file(checkout: Path) -> None:
    """`alembic history` and `current` leave no empty database, which no command of ours would take."""
    assert revisions()[-1] in alembic(checkout, "history")
    assert alembic(checkout, "current") == ""
    assert not (checkout / "mithaq.db").exists()


def test_plain_alembic_works_in_a_checkout(checkout: Path, tmp_path: Path) -> None:
    """`alembic upgrade head` makes the same database as `mithaq`, at the path in the variable."""
    database = Database.file(tmp_path / "named.db")
    alembic(checkout, "upgrade", "head", **{VARIABLE: str(database.path)})
    assert alembic(checkout, "current", **{VARIABLE: database.url}) == f"{revisions()[-1]} (head)\n"
    assert "No new upgrade operations detected." in alembic(checkout, "check", **{VARIABLE: database.url})
    assert schema_differences(database) == []
    assert header(database) == (APPLICATION_ID, len(revisions()))
    assert not (checkout / "mithaq.db").exists()


def test_plain_alembic_works_without_settings(checkout: Path) -> None:
    """With neither a variable nor a URL in alembic.ini, the database is mithaq.db in the current directory."""
    alembic(checkout, "upgrade", "0001")
    with Database.file(checkout / "mithaq.db").open_read_only() as reader:
        assert reader.revision() == revisions()[0]


def test_plain_alembic_leaves_a_foreign_file_as_it_was(checkout: Path, tmp_path: Path) -> None:
    """Asking for the revision of another program's file does not change the file."""
    path = tmp_path / "theirs.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    alembic(checkout, "current", **{VARIABLE: str(path)})
    assert path.read_bytes() == before
