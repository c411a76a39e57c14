"""Backups before migrations, failures in the middle of them, and the report of what a downgrade deletes."""

import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.checking.schema_diff import schema_differences
from models.errors import MithaqError
from models.migrating import migrations
from models.migrating.migrations import downgrade, plan_downgrade, plan_upgrade, upgrade
from models.migrating.printing import sql_of
from models.revisions import revisions
from models.storage.backup import backups
from models.storage.database import Database
from tests.models.storage.faults import revision, whole_dump
from tests.outside import run, run_script

# The steps after it lose no row.
RECENT = "0020_figures_without_subject"
file_only = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


@file_only
def test_a_migration_backs_up_first(loaded: Database) -> None:
    """A downgrade and an upgrade each leave a backup of the state before; a migration without steps leaves none.

    Whoever cannot read the file cannot read its backup.
    """
    before, path = revision(loaded), loaded.path or Path()
    path.chmod(0o600)
    downgrade(loaded, RECENT)
    assert [revision(Database.file(each)) for each in backups(loaded)] == [before]
    assert stat.S_IMODE(backups(loaded)[0].stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600
    upgrade(loaded)
    assert len(backups(loaded)) == 2
    upgrade(loaded)
    assert len(backups(loaded)) == 2


@file_only
def test_a_failed_migration_leaves_the_database(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, the old database is complete, and the message says so."""
    downgrade(loaded, RECENT)
    before = whole_dump(loaded)

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(migrations, "_finish", fail)
    with pytest.raises(MithaqError, match=f"left as it was, at {RECENT}: the disk is on fire"):
        upgrade(loaded)
    assert whole_dump(loaded) == before


@file_only
@pytest.mark.parametrize("how", ["by SQL", "by bytes"])
def test_a_migration_that_damages_the_file_is_undone(
    loaded: Database, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """When a failure leaves another state or a broken file behind, the backup is put back."""
    downgrade(loaded, RECENT)
    before = whole_dump(loaded)
    path = loaded.path or Path()

    def damage(*_: object) -> None:
        if how == "by bytes":
            path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
        else:
            with sqlite3.connect(path) as connection:
                connection.execute("DROP TABLE citation")
                connection.execute("UPDATE alembic_version SET version_num = '0001_create_vocabularies'")
            connection.close()
        raise RuntimeError("half way")

    monkeypatch.setattr(migrations.Migration, "_alembic", damage)
    with pytest.raises(MithaqError, match="half way"):
        upgrade(loaded)
    assert whole_dump(loaded) == before


def test_the_rows_that_a_downgrade_deletes_are_listed(loaded: Database) -> None:
    """Tables, rows and values that go are named with their numbers; views and derived tables are not."""
    assert plan_downgrade(loaded, "0020").losses() == []
    with loaded.open_read_only() as reader:
        count = reader.value("SELECT count(*) FROM figure WHERE subject IS NULL")
        given = reader.value("SELECT count(statement) FROM relation")
    figures = f"figures without a subject: {count}"
    assert plan_downgrade(loaded, "0019").losses() == [figures]
    assert plan_downgrade(loaded, "0018").losses() == [f"relation.statement: {given} values", figures]
    assert {*plan_downgrade(loaded, "0006").losses()} - {*plan_downgrade(loaded, "0007").losses()} == {"load: 1 rows"}
    everything = plan_downgrade(loaded, "base").losses()
    assert "load: 1 rows" in everything and any(line.startswith("record: ") for line in everything)


@file_only
def test_a_downgrade_that_deletes_rows_needs_a_yes(loaded: Database) -> None:
    """Without --yes nothing is deleted; with it the downgrade runs."""
    before = revision(loaded)
    run = CliRunner().invoke(main, ["--database", loaded.url, "db", "downgrade", "0006"])
    assert run.exit_code == 1 and "To continue, add --yes.\n" in run.output
    assert "\nload: 1 rows\n" in run.output and revision(loaded) == before
    run = CliRunner().invoke(main, ["--database", loaded.url, "db", "downgrade", "0006", "--yes"])
    assert run.exit_code == 0 and revision(loaded) == "0006_create_claims"


def test_a_database_that_went_down_comes_back_complete(loaded: Database) -> None:
    """An upgrade derives again what a downgrade dropped, and every check passes."""
    downgrade(loaded, "0006")
    upgrade(loaded)
    assert [(name, found) for name, found in check(loaded) if found] == []


def test_the_sql_is_printed_and_not_run(migrated: Database) -> None:
    """--sql prints the statements for this engine, and changes nothing."""
    before = revision(migrated)
    assert "DROP TABLE fact" in sql_of(plan_downgrade(migrated, "base"))
    assert revision(migrated) == before


def test_the_sql_of_a_new_database_creates_everything(database: Database) -> None:
    """For an empty database the SQL of all revisions is printed, and no file is made; run, it leaves the schema."""
    sql = sql_of(plan_upgrade(database))
    assert database.path is None or not database.path.exists()
    run_script(database, sql)
    assert revision(database) == revisions()[-1]
    assert schema_differences(database) == []


@pytest.mark.parametrize("table", ["state", "search"])
def test_what_is_derived_and_empty_is_derived_again(loaded: Database, table: str) -> None:
    """An upgrade of a database at the newest revision fills what somebody left empty."""
    run(loaded, f"DELETE FROM {table}")
    assert upgrade(loaded) == []
    assert [(name, found) for name, found in check(loaded) if found] == []
