"""Restoring: over a database that is sound, damaged, missing or locked, and never half."""

import os
import signal
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import MithaqError
from models.migrating.migrations import downgrade, upgrade
from models.storage import sqlite_file
from models.storage.backup import back_up, backups
from models.storage.database import Database
from models.storage.restoring import restore
from models.storage.wal import has_wal
from tests.models.storage.faults import (
    NOBODY,
    as_nobody,
    held,
    kill_while_writing,
    mithaq,
    names,
    revision,
    start,
    switch,
    whole_dump,
)


def test_a_restored_backup_is_the_old_state(file: Database, path: Path) -> None:
    """Restoring brings back every row, and keeps the previous state as a backup, one without tables too."""
    before = whole_dump(file)
    copy = back_up(file)
    downgrade(file, "base")
    restored = restore(file, copy)
    assert whole_dump(file) == before
    assert restored.backup == copy and restored.before
    assert revision(Database.file(restored.before)) is None
    assert restore(file).backup == restored.before and revision(file) is None


def overwritten(path: Path) -> None:
    """Random bytes in the middle."""
    data = bytearray(path.read_bytes())
    data[400_000:650_000] = os.urandom(250_000)
    path.write_bytes(data)


def truncated(path: Path) -> None:
    """The end is missing."""
    os.truncate(path, 1_200_000)


def zeroed(path: Path) -> None:
    """The first page is lost."""
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])


def of_text(path: Path) -> None:
    """Another program has written its own text there."""
    path.write_text("title,date\n" * 1000, encoding="utf-8")


def unknown_format(path: Path) -> None:
    """One byte of the header makes SQLite refuse to write."""
    data = bytearray(path.read_bytes())
    data[18] = 255
    path.write_bytes(data)


def with_a_wal(path: Path) -> None:
    """Damaged, and with the WAL of a killed program."""
    switch(path, "wal")
    kill_while_writing(path)
    zeroed(path)


DAMAGES = [overwritten, truncated, zeroed, of_text, unknown_format, with_a_wal]


@pytest.mark.parametrize("harm", DAMAGES)
def test_a_damaged_database_is_moved_aside(file: Database, path: Path, harm: Callable[[Path], None]) -> None:
    """Where no backup of the database can be made, it keeps its bytes under another name, and the backup is there.

    The mode is no narrower either, and the owner is the same, whoever restores.
    """
    before = whole_dump(file)
    path.chmod(0o666)
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
    owner = path.stat().st_uid
    copy = back_up(file)
    harm(path)
    bytes_before = path.read_bytes()
    result = mithaq(path, "db", "restore")
    assert result.exit_code == 0 and result.stdout == f"restored {copy}\n"
    (aside,) = path.parent.glob("*.damaged")
    assert result.stderr == f"the previous database is in {aside}\n"
    assert aside.name.startswith("ميثاق [1]?.db.2") and aside.read_bytes() == bytes_before
    assert whole_dump(file) == before
    assert (path.stat().st_uid, stat.S_IMODE(path.stat().st_mode)) == (owner, 0o666)
    assert mithaq(path, "db", "check").exit_code == 0
    assert not path.with_name(f"{path.name}-wal").exists() or harm is not with_a_wal


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_journal_of_a_lost_database_is_moved_aside(file: Database, path: Path, how: str) -> None:
    """The journal that a killed program left never reaches the restored file, even if somebody deleted the database."""
    before = whole_dump(file)
    back_up(file)
    kill_while_writing(path)
    if how == "deleted":
        path.unlink()
    else:
        os.truncate(path, 0)
    restore(file)
    assert whole_dump(file) == before
    assert [name[-16:] for name in names(path) if "damaged" in name] == [".damaged-journal"]


def test_a_restore_changes_the_size_of_pages(file: Database, path: Path) -> None:
    """A database with a write-ahead log and larger pages than its backup is restored, and keeps the log."""
    before = whole_dump(file)
    back_up(file)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 8192")
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE theirs (x)")
    restore(file)
    assert whole_dump(file) == before and has_wal(path)


def test_a_schema_that_is_no_text_is_damage(file: Database, path: Path) -> None:
    """A byte that is not UTF-8 in the schema, which SQLite quotes, is a sentence for every command, and put right."""
    before = whole_dump(file)
    copy = back_up(file)
    for name in (path, path.with_name(copy.name.replace(".db.2", ".db.3"))):
        data = bytearray(copy.read_bytes())
        data[data.index(b"(", data.index(b"CREATE INDEX ix_")) + 2] = 0xDF
        name.write_bytes(data)
    for command in (["report", "overview"], ["db", "check"], ["db", "backup"], ["build"], ["db", "upgrade"]):
        result = mithaq(path, *command)
        assert result.exit_code == 1 and "its schema is not UTF-8; put a backup back with" in result.stderr
    assert backups(file) == [copy]
    assert mithaq(path, "db", "restore").exit_code == 0
    assert whole_dump(file) == before


def test_a_damaged_database_with_a_journal_is_moved_aside(file: Database, path: Path) -> None:
    """A file that the journal of a killed program cannot repair is moved aside."""
    before = whole_dump(file)
    back_up(file)
    kill_while_writing(path)
    truncated(path)
    assert mithaq(path, "db", "restore").exit_code == 0
    assert whole_dump(file) == before and len(list(path.parent.glob("*.damaged"))) == 1


def test_a_killed_program_is_undone_before_a_restore(file: Database, path: Path) -> None:
    """With the journal of a killed program beside it, a sound database is rolled back, backed up and restored."""
    before = whole_dump(file)
    copy = back_up(file)
    kill_while_writing(path)
    restored = restore(file)
    assert restored.backup == copy and restored.before
    assert whole_dump(Database.file(restored.before)) == before == whole_dump(file)


def test_the_newest_sound_backup_is_taken(file: Database, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Without FILE, backups that are damaged, of another program, or of a newer Mithaq are passed over, and named."""

    def of_day(day: int) -> Path:
        return path.with_name(f"{path.name}.2020010{day}T000000.000000Z.backup")

    good = back_up(file).rename(of_day(1))
    for day, harm in enumerate((truncated, of_text, foreign, migrated_by_another, newer), 2):
        bad = of_day(day)
        bad.write_bytes(path.read_bytes())
        harm(bad)
    # That of a newer Mithaq is one of ours.
    assert backups(file) == [bad, good]
    assert restore(file).backup == good
    assert len(caplog.messages) == 5 and "made by a newer Mithaq" in caplog.messages[0]
    good.unlink()
    for each in backups(file):
        each.unlink()
    with pytest.raises(MithaqError, match="there are no sound backups beside"):
        restore(file)


def foreign(path: Path) -> None:
    """A database of another program."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (x)")


def migrated_by_another(path: Path) -> None:
    """A database of another program that uses Alembic, at its base."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (x)")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")


def newer(path: Path) -> None:
    """A database of a later version."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
        connection.commit()


@pytest.mark.parametrize(
    ("harm", "reason"),
    [(truncated, "damaged"), (foreign, "no backup of a database"), (migrated_by_another, "no backup of a database")],
)
def test_an_unsound_backup_is_refused(file: Database, path: Path, harm: Callable[[Path], None], reason: str) -> None:
    """A file that is damaged or of another program does not replace anything, even when it is named."""
    before = path.read_bytes()
    bad = path.with_name("mine.db")
    bad.write_bytes(before)
    harm(bad)
    with pytest.raises(MithaqError, match=reason):
        restore(file, bad)
    assert path.read_bytes() == before and names(path) == ["mine.db"]


def test_five_backups_remain_after_a_restore(file: Database) -> None:
    """The oldest of five can be restored; it remains one of the five."""
    oldest, second, *rest = (back_up(file) for _ in range(5))
    restored = restore(file, oldest)
    assert backups(file) == [restored.before, *rest[::-1], oldest] and not second.exists()
    assert len(backups(file)) == 5


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_protected_file_is_backed_up_and_put_back(loaded_bytes: bytes) -> None:
    """A database or a backup that is read-only for its owner is copied; the database that comes back can be written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        path.write_bytes(loaded_bytes)
        path.chmod(0o444)
        for each in (Path(folder), path):
            os.chown(each, NOBODY, NOBODY)
        assert as_nobody(path, "db", "backup") == (0, "")
        [copy] = path.parent.glob("*.backup")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o444
        path.unlink()
        assert as_nobody(path, "db", "restore")[0] == 0
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
        truncated(path)
        path.chmod(0o600)
        assert as_nobody(path, "db", "restore")[0] == 0
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_backups_of_a_clock_that_was_wrong_are_older(file: Database) -> None:
    """With five backups of a time to come, a new one and the previous database stay, and the newest is the last."""
    for made in [back_up(file) for _ in range(5)]:
        made.rename(made.with_name(made.name.replace(".db.2", ".db.3")))
    copy = back_up(file)
    assert copy.exists() and backups(file)[0] == copy and len(backups(file)) == 5
    restored = restore(file)
    assert restored.backup == copy and restored.before
    assert restored.before.exists() and backups(file)[:2] == [restored.before, copy]


@pytest.mark.parametrize("how", ["itself", "hard link", "symbolic link", "relative"])
def test_a_database_is_not_restored_from_itself(
    file: Database, path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database under any of its names is refused at once."""
    other = path.with_name("other.db")
    if how == "hard link":
        os.link(path, other)
    elif how == "symbolic link":
        other.symlink_to(path)
    monkeypatch.chdir(path.parent)
    given = {"itself": path, "relative": Path(path.name)}.get(how, other)
    started = time.monotonic()
    result = mithaq(path, "db", "restore", str(given))
    assert result.exit_code == 1 and f"{given} is the database itself" in result.stderr
    assert time.monotonic() - started < 5 and len(names(path)) <= 1


@pytest.mark.parametrize("given", ["missing.backup", ".", "half.backup.part"])
def test_a_file_that_is_no_backup_is_a_sentence(path: Path, given: str) -> None:
    """The advice for a name without a backup is to list the backups, and not to build a database there."""
    target = path.parent / given
    if given.endswith(".part"):
        target.touch()
    result = mithaq(path, "db", "restore", str(target))
    assert result.exit_code == 1 and result.stderr.endswith("with: mithaq db list\n")


def test_a_linked_database_stays_a_link(file: Database, path: Path, tmp_path: Path) -> None:
    """Over a damaged file behind a link, the backup goes where the link points, and the damaged file stays there."""
    before = whole_dump(file)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    linked = Database.file(link)
    copy = back_up(linked)
    assert copy.parent == tmp_path
    zeroed(path)
    restored = restore(linked)
    assert link.is_symlink() and whole_dump(file) == before
    assert restored.before and restored.before.parent == path.parent


@pytest.mark.parametrize("harm", [None, zeroed, truncated])
@pytest.mark.parametrize("statement", ["BEGIN", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_locked_database_is_a_sentence_after_ten_seconds(
    file: Database,
    path: Path,
    statement: str,
    harm: Callable[[Path], None] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While another program uses the database, sound or damaged, it is left as it was, and no file is added."""
    assert sqlite_file.BUSY_SECONDS == 10
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.2)
    back_up(file)
    lock = start_holder(path, statement)
    try:
        if harm:
            harm(path)
        before, files = path.read_bytes(), names(path)
        result = mithaq(path, "db", "restore")
        assert result.exit_code == 1, result.output
        assert result.stderr.startswith(f"Error: {path} was left as it was: database is locked: ")
        assert path.read_bytes() == before and names(path) == files
    finally:
        lock()


def start_holder(path: Path, statement: str) -> Callable[[], None]:
    """Begin a transaction in another process, whose locks are its own; return what ends it."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        with held(path, statement):
            os.write(writing, b"x")
            time.sleep(60)
        os._exit(0)
    os.read(reading, 1)

    def end() -> None:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)

    return end


def test_a_reader_of_a_file_with_a_wal_blocks_no_restore(file: Database, path: Path) -> None:
    """With a WAL, the reader keeps what it sees, and the restored file keeps its mode."""
    full = back_up(file)
    switch(path, "wal")
    downgrade(file, "base")
    upgrade(file)
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("BEGIN")
        assert tool.execute("SELECT count(*) FROM record").fetchone() == (0,)
        restore(file, full)
        assert tool.execute("SELECT count(*) FROM record").fetchone() == (0,)
    assert has_wal(path)
    with file.read() as reader:
        assert reader.value("SELECT count(*) FROM record") > 0


@pytest.fixture
def unprotected() -> Iterator[None]:
    """Let SIGHUP end the programs started here, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("unprotected")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_signal_ends_the_waiting_and_leaves_nothing(
    file: Database, path: Path, command: str, number: signal.Signals
) -> None:
    """Ctrl-C, SIGTERM and SIGHUP end a backup or a restore at once, and what it had begun to write is removed."""
    back_up(file)
    before, files = path.read_bytes(), names(path)
    with held(path, "BEGIN EXCLUSIVE" if command == "backup" else "BEGIN"):
        process = start(path, "db", command)
        deadline = time.monotonic() + 30
        while names(path) == files:
            assert time.monotonic() < deadline and process.poll() is None
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(number)
        sent = time.monotonic()
        process.communicate(timeout=30)
        assert time.monotonic() - sent < 5
    assert process.returncode == (1 if number == signal.SIGINT else -number)
    assert path.read_bytes() == before and names(path) == files


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("harm", [None, zeroed])
def test_a_folder_that_may_not_be_written_is_a_sentence(
    file: Database, path: Path, harm: Callable[[Path], None] | None
) -> None:
    """Where a database can be neither backed up nor replaced, it is left as it was."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        shared = Path(folder) / "mithaq.db"
        shared.write_bytes(path.read_bytes())
        copy = back_up(Database.file(shared))
        copy.chmod(0o644)
        if harm:
            harm(shared)
        before, files = shared.read_bytes(), names(shared)
        message = f"Error: {shared} was left as it was: Permission denied\n"
        assert as_nobody(shared, "db", "restore") == (1, message)
        assert shared.read_bytes() == before and names(shared) == files
