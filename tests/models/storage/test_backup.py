"""Backups of a SQLite file: complete, five of them, and never half of one."""

import os
import resource
import signal
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import MithaqError
from models.storage import sqlite_file
from models.storage.backup import back_up, backups
from models.storage.database import Database
from tests.models.storage.faults import as_nobody, held, in_child, kill_while_writing, mithaq, names, wait, whole_dump

FIRST, LAST = "20200101T000000.000000Z", "20990101T000000.000000Z"


def named(path: Path, stamp: str, end: str = "") -> Path:
    """A name beside the file, as that of a backup of some time."""
    return path.with_name(f"{path.name}.{stamp}.backup{end}")


def test_a_backup_is_the_whole_database(file: Database, path: Path) -> None:
    """A backup holds every row, and is no wider open than the file."""
    path.chmod(0o640)
    copy = back_up(file)
    assert whole_dump(Database.file(copy)) == whole_dump(file)
    assert stat.S_IMODE(copy.stat().st_mode) & ~0o640 == 0


def test_five_backups_are_kept(file: Database, path: Path) -> None:
    """The newest five remain, listed newest first; other files are left alone."""
    other = path.with_name(f"other.db.{FIRST}.backup")
    other.touch()
    made = [back_up(file) for _ in range(7)]
    assert backups(file) == made[:1:-1] and len(made[:1:-1]) == 5
    assert other.exists()
    assert mithaq(path, "db", "list").stdout.splitlines() == [str(each) for each in made[:1:-1]]


def test_a_long_name_is_backed_up(loaded_bytes: bytes, tmp_path: Path) -> None:
    """Backups of a long name have a short one, to which endings can be added; a file of such a name is written."""
    path = tmp_path / ("م" * 108 + ".db")
    path.write_bytes(loaded_bytes)
    made = [back_up(Database.file(path)) for _ in range(6)]
    assert backups(Database.file(path)) == made[:0:-1] and len(made[-1].name) < 80
    output = tmp_path / ("م" * 121 + ".html")
    for _ in range(2):
        assert mithaq(path, "report", "overview", "--output", str(output)).exit_code == 0
    assert names(path)[-1] == output.name and len(names(path)) == 6


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_may_not_be_listed_takes_a_backup(loaded_bytes: bytes) -> None:
    """In a drop box, a backup and an output are written, though nobody can list the folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        path.write_bytes(loaded_bytes)
        path.chmod(0o666)
        Path(folder).chmod(0o333)
        assert as_nobody(path, "report", "countries", "--output", f"{folder}/a.csv") == (0, "")
        status, message = as_nobody(path, "db", "backup")
        Path(folder).chmod(0o755)
        assert len(list(Path(folder).glob("*.backup"))) == 1 and (Path(folder) / "a.csv").exists()
        assert status == 0, message


def harm_half(path: Path) -> None:
    """The first half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def harm_middle(path: Path) -> None:
    """A file of the right size with other bytes in its middle."""
    data = bytearray(path.read_bytes())
    data[200_000:400_000] = os.urandom(200_000)
    path.write_bytes(data)


def harm_header(path: Path) -> None:
    """A file whose first page is lost."""
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])


def harm_folder(path: Path) -> None:
    """A directory of that name."""
    path.unlink()
    path.mkdir()


def harm_link(path: Path) -> None:
    """Another name of the database itself."""
    path.unlink()
    os.link(path.with_name(path.name.partition(f".{LAST}")[0]), path)


def harm_foreign(path: Path) -> None:
    """A database of another program that uses Alembic."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (x)")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")


@pytest.mark.parametrize("harm", [harm_half, harm_middle, harm_header, harm_folder, harm_link, harm_foreign])
def test_only_sound_backups_count(file: Database, path: Path, harm: object) -> None:
    """A file that is named like a backup and is none is neither listed, nor counted among the five, nor removed."""
    made = [back_up(file) for _ in range(4)]
    bad = named(path, LAST)
    bad.write_bytes(path.read_bytes())
    assert callable(harm)
    harm(bad)
    assert backups(file) == made[::-1]
    made.append(back_up(file))
    assert backups(file) == made[::-1]
    made.append(back_up(file))
    assert backups(file) == made[:0:-1] and not made[0].exists() and bad.exists()


def test_a_copy_of_damage_is_no_backup(file: Database, path: Path) -> None:
    """A copy is verified before it gets its name; one of a damaged file is refused, and removed."""
    with closing(sqlite3.connect(path)) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        # No other step looks at this page.
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_name_folded'").fetchone()
    data = path.read_bytes()
    path.write_bytes(data[: (page - 1) * size] + b"x" * size + data[page * size :])
    with pytest.raises(MithaqError, match="could not be backed up and was left as it was: "):
        back_up(file)
    assert names(path) == []


def test_leftovers_of_killed_backups_are_removed(file: Database, path: Path) -> None:
    """The next backup removes unfinished and empty copies, and journals without a backup; those of 0.1.0 too."""
    for end in (".part", ".part-journal", "-journal", "-wal"):
        named(path, FIRST, end).write_bytes(b"x" * 5000)
    named(path, LAST).touch()
    other = path.with_name("notes.part")
    other.touch()
    copy = back_up(file)
    assert [path.with_name(path.name + name) for name in names(path) if name != "notes.part"] == [copy]
    assert other.exists()


def test_a_copy_that_is_being_written_is_left_alone(file: Database, path: Path) -> None:
    """Another process that backs up at the same time is not disturbed."""
    part = named(path, FIRST, ".part")
    with closing(sqlite3.connect(part, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE t (x)")
        back_up(file)
        assert part.exists()


def test_the_journal_of_a_backup_goes_with_it(file: Database, path: Path) -> None:
    """A backup that a killed tool has written to is rolled back before it counts, and takes its journal along."""
    old = back_up(file)
    dump = whole_dump(file)
    kill_while_writing(old)
    assert backups(file) == [old] and whole_dump(Database.file(old)) == dump
    old.with_name(f"{old.name}-journal").touch()
    for _ in range(5):
        back_up(file)
    assert len(names(path)) == 5 and not any(name.endswith("-journal") for name in names(path))


def test_a_locked_database_is_a_sentence_after_ten_seconds(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, the backup waits ten seconds, says so, and leaves no file."""
    assert sqlite_file.BUSY_SECONDS == 10
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.2)
    with held(path, "BEGIN EXCLUSIVE"):
        result = mithaq(path, "db", "backup")
    assert result.exit_code == 1
    assert f"Error: {path} could not be backed up and was left as it was: database is locked: " in result.stderr
    assert names(path) == []


@pytest.mark.parametrize("statement", ["BEGIN", "BEGIN IMMEDIATE"])
def test_a_backup_does_not_wait_for_readers(file: Database, path: Path, statement: str) -> None:
    """A tool that reads, or that has not yet written to the file, is not in the way."""
    with held(path, statement):
        assert whole_dump(Database.file(back_up(file))) == whole_dump(file)


def test_a_full_disk_leaves_no_half_backup(file: Database, path: Path) -> None:
    """When no more can be written, the error is ours, and nothing lies beside the file."""

    def starve() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    assert wait(in_child(lambda: back_up(file), starve)) == 1
    assert names(path) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_may_not_be_written_is_a_sentence(loaded_bytes: bytes) -> None:
    """Without permission for the folder there is no backup, and one sentence says so."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / "mithaq.db"
        path.write_bytes(loaded_bytes)
        path.chmod(0o666)
        status, message = as_nobody(path, "db", "backup")
        assert (status, message) == (
            1,
            f"Error: {path} could not be backed up and was left as it was: Permission denied\n",
        )
        assert names(path) == []


def test_backups_of_a_missing_folder_are_a_sentence(tmp_path: Path) -> None:
    """Listing, backing up and restoring where there is no folder is a clear error."""
    path = tmp_path / "none" / "mithaq.db"
    for command in ("list", "backup", "restore"):
        result = mithaq(path, "db", command)
        assert result.exit_code == 1 and result.stderr.startswith("Error: "), result.output
        assert len(result.stderr.splitlines()) == 1


def test_postgresql_is_backed_up_with_its_own_tools() -> None:
    """For a server, backups are refused, and the command to use is named."""
    database = Database.locate("postgresql://h/d")
    for command in (back_up, backups):
        with pytest.raises(MithaqError, match="pg_dump --format=custom"):
            command(database)
