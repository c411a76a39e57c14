"""Backups before migrations, and what a downgrade would lose."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.errors import MithaqError
from models.migrating import migrations
from models.migrating.migrations import downgrade, plan_downgrade, plan_upgrade, upgrade
from models.revisions import revisions
from models.storage.backup import KEPT_BACKUPS, back_up, backups, restore
from models.storage.database import Database
from seeds.loading.loader import load_shipped


@pytest.fixture(scope="module")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "loaded.db"
    upgrade(Database.file(path))
    load_shipped(Database.file(path))
    return path


@pytest.fixture
def file(loaded_file: Path, tmp_path: Path) -> Database:
    """A loaded SQLite file of this test's own, with an awkward name."""
    path = tmp_path / "ميثاق [1]?.db"
    path.write_bytes(loaded_file.read_bytes())
    return Database.file(path)


def dump(path: Path) -> list[str]:
    with sqlite3.connect(path) as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def revision(database: Database) -> str | None:
    with database.open_read_only() as reader:
        return reader.revision()


def test_a_backup_is_the_whole_database(file: Database) -> None:
    """A backup holds every row, and is no wider open than the file."""
    assert file.path
    file.path.chmod(0o640)
    copy = back_up(file)
    assert dump(copy) == dump(file.path)
    assert stat.S_IMODE(copy.stat().st_mode) & ~0o640 == 0


def test_the_last_backups_are_kept(file: Database) -> None:
    """The newest five stay, listed newest first; other files are left alone."""
    assert file.path
    other = file.path.with_name("other.db.20200101T000000Z.backup")
    other.touch()
    made = [back_up(file) for _ in range(KEPT_BACKUPS + 2)]
    assert backups(file) == made[: -KEPT_BACKUPS - 1 : -1]
    assert other.exists()


def test_a_restored_backup_is_what_was(file: Database) -> None:
    """Restoring brings back every row, and keeps what stood there as a backup."""
    assert file.path
    before = dump(file.path)
    copy = back_up(file)
    downgrade(file, "base")
    replaced = restore(file, copy)
    assert dump(file.path) == before
    assert replaced and revision(Database.file(replaced)) is None


def test_the_oldest_backup_can_be_restored(file: Database) -> None:
    """Restoring makes one backup more, and that does not push out the one that is restored."""
    assert file.path
    before = dump(file.path)
    oldest, *_ = (back_up(file) for _ in range(KEPT_BACKUPS))
    downgrade_once = plan_downgrade(file, "0008")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "back_up", lambda _: None)
        downgrade_once.run()
    restore(file, oldest)
    assert dump(file.path) == before
    assert len(backups(file)) == KEPT_BACKUPS


def test_another_database_is_no_backup(file: Database, tmp_path: Path) -> None:
    """A SQLite file that is not of Mithaq is not put in the database's place, nor listed."""
    assert file.path
    before = dump(file.path)
    foreign = file.path.with_name(f"{file.path.name}.before-trip.backup")
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE other (x)")
    connection.close()
    assert backups(file) == []
    with pytest.raises(MithaqError, match="no backup of a database of Mithaq"):
        restore(file, foreign)
    assert dump(file.path) == before


def test_a_damaged_backup_is_refused(file: Database) -> None:
    """A backup that is not whole does not replace anything."""
    assert file.path
    before = dump(file.path)
    copy = back_up(file)
    data = bytearray(copy.read_bytes())
    data[8192:200000] = os.urandom(200000 - 8192)
    copy.write_bytes(data)
    with pytest.raises(MithaqError, match="damaged"):
        restore(file, copy)
    assert dump(file.path) == before


def test_a_migration_backs_up_first(file: Database) -> None:
    """Going down and going up each leave a backup of what was before; nothing to do leaves none."""
    before = revision(file)
    downgrade(file, "0007")
    assert [revision(Database.file(each)) for each in backups(file)] == [before]
    upgrade(file)
    assert len(backups(file)) == 2
    upgrade(file)
    assert len(backups(file)) == 2


def test_a_failed_migration_leaves_the_database(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the last step fails, the old database is there, complete, and the message says so."""
    assert file.path
    downgrade(file, "0007")
    before = dump(file.path)

    def fail(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(migrations, "_finish", fail)
    with pytest.raises(MithaqError, match="left as it was, at 0007_create_state_and_loads: the disk is on fire"):
        upgrade(file)
    assert dump(file.path) == before


def test_a_migration_that_damages_the_file_is_undone(file: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a failure leaves another state behind, the backup is put back."""
    assert file.path
    downgrade(file, "0007")
    before = dump(file.path)

    def damage(*_: object) -> None:
        with sqlite3.connect(file.path or "") as connection:
            connection.execute("DROP TABLE citation")
            connection.execute("UPDATE alembic_version SET version_num = '0001_create_vocabularies'")
        connection.close()
        raise RuntimeError("half way")

    monkeypatch.setattr(migrations.Migration, "_alembic", damage)
    with pytest.raises(MithaqError, match="half way"):
        upgrade(file)
    assert dump(file.path) == before


def test_what_a_downgrade_loses_is_told(loaded: Database) -> None:
    """Tables that go are named with their rows; views are no loss, nor is what is derived."""
    assert plan_downgrade(loaded, "0007").losses() == []
    assert plan_downgrade(loaded, "0006").losses() == ["load: 1 rows"]


def test_a_downgrade_that_loses_needs_a_yes(file: Database) -> None:
    """Without --yes nothing is lost; with it the way is gone."""
    before = revision(file)
    run = CliRunner().invoke(main, ["--database", str(file.path), "db", "downgrade", "0006"])
    assert run.exit_code == 1 and "add --yes" in run.output and revision(file) == before
    run = CliRunner().invoke(main, ["--database", str(file.path), "db", "downgrade", "0006", "--yes"])
    assert run.exit_code == 0 and revision(file) == "0006_create_claims"


def test_a_database_that_went_down_comes_back_whole(loaded: Database) -> None:
    """What is derived is derived again on the way up, and every check passes."""
    downgrade(loaded, "0006")
    upgrade(loaded)
    assert [(name, found) for name, found in check(loaded) if found] == []


def test_the_sql_is_printed_and_not_run(migrated: Database) -> None:
    """--sql prints what would run for this engine, and changes nothing."""
    before = revision(migrated)
    sql = plan_downgrade(migrated, "base").sql()
    assert "DROP TABLE fact" in sql and revision(migrated) == before


def test_the_sql_of_a_new_database_creates_everything(database: Database) -> None:
    """For an empty database the SQL of all revisions is printed, and no file is made."""
    sql = plan_upgrade(database).sql()
    assert all(f"'{each}'" in sql for each in revisions())
    assert database.path is None or not database.path.exists()
