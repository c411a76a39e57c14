"""Faults: a database when Mithaq is killed, starved, locked out or cut off.

MITHAQ_FAULTS sets how many times a load is killed (10 by default; `make reliability` takes 300). Each time the database
is looked at through the commands of Mithaq first.
"""

import os
import random
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psycopg
import pytest

from models.checking.rules import check
from models.errors import MithaqError
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from seeds.loading.loader import load_shipped
from tests.models.storage.faults import NOBODY, file_dump, in_child, mithaq, switch, wait
from tests.seedfiles import AGREEMENT, DIGEST, load_folder, write_folder

KILLS = int(os.environ.get("MITHAQ_FAULTS", "10"))
AT_LENGTH = KILLS >= 100
# An older backup, of the database without rows.
BACKUP = "mithaq.db.20250101T000000.000000Z.backup"


def content(path: Path) -> list[str]:
    """The content of a file, after Mithaq itself has opened it."""
    result = mithaq(path, "db", "current")
    assert result.exit_code == 0, result.output
    journal = path.with_name(f"{path.name}-journal")
    # A journal that was never forced to the disk begins with zeros, and means nothing.
    assert not journal.exists() or journal.read_bytes()[:1] in (b"", b"\0")
    return file_dump(path)


def clear(path: Path) -> None:
    """Empty the folder of the file."""
    for each in path.parent.iterdir():
        each.unlink()


@pytest.fixture(scope="module")
def dumps(empty_bytes: bytes, loaded_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """The content of the file without rows, and of the loaded one."""
    path = tmp_path_factory.mktemp("dumps") / "mithaq.db"
    found = []
    for data in (empty_bytes, loaded_bytes):
        path.write_bytes(data)
        found.append(file_dump(path))
    return found


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_killed_load_leaves_the_old_state_or_the_new(
    empty_bytes: bytes, dumps: list[list[str]], tmp_path: Path, mode: str
) -> None:
    """Killed with SIGKILL at any moment, a file is sound, and either as it was or fully loaded, in either mode."""
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty_bytes)
    switch(path, mode)
    empty = path.read_bytes()
    started = time.monotonic()
    assert wait(in_child(lambda: load_shipped(Database.file(path)))) == 0
    duration = time.monotonic() - started
    moments = random.Random(20250329)
    killed = 0
    # Some loads end before they are killed; on a busy machine, many.
    for _ in range(4 * KILLS):
        clear(path)
        path.write_bytes(empty)
        process = in_child(lambda: load_shipped(Database.file(path)))
        time.sleep(moments.uniform(0, duration))
        os.kill(process, signal.SIGKILL)
        killed += wait(process) == -signal.SIGKILL
        assert content(path) in dumps
        if killed == KILLS:
            return
    pytest.fail(f"only {killed} of {4 * KILLS} loads were killed before they ended")


def prepare_load(path: Path, empty: bytes, _loaded: bytes) -> list[str]:
    """A load into the file without rows."""
    path.write_bytes(empty)
    return ["seed", "load"]


@cache
def older(loaded: bytes) -> bytes:
    """Return the loaded file at an old revision: made once, since a downgrade orders constraints as it finds them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        path.write_bytes(loaded)
        downgrade(Database.file(path), "0007")
        return path.read_bytes()


def prepare_upgrade(path: Path, _empty: bytes, loaded: bytes) -> list[str]:
    """An upgrade of a file at an old revision."""
    path.write_bytes(older(loaded))
    return ["db", "upgrade"]


def prepare_downgrade(path: Path, _empty: bytes, loaded: bytes) -> list[str]:
    """A downgrade of a loaded file."""
    path.write_bytes(loaded)
    return ["db", "downgrade", "0007", "--yes"]


def prepare_backup(path: Path, _empty: bytes, loaded: bytes) -> list[str]:
    """A backup of the loaded file."""
    path.write_bytes(loaded)
    return ["db", "backup"]


def prepare_restore(path: Path, empty: bytes, loaded: bytes) -> list[str]:
    """A restore of the loaded file over the one without rows."""
    path.write_bytes(empty)
    (path.parent / BACKUP).write_bytes(loaded)
    return ["db", "restore"]


def prepare_restore_over_damage(path: Path, _empty: bytes, loaded: bytes) -> list[str]:
    """A restore of the loaded file in the place of a damaged one."""
    path.write_bytes(bytes(4096) + loaded[4096:])
    (path.parent / BACKUP).write_bytes(loaded)
    return ["db", "restore"]


Prepare = Callable[[Path, bytes, bytes], list[str]]
OPERATIONS: list[Prepare] = [
    prepare_load,
    prepare_upgrade,
    prepare_downgrade,
    prepare_backup,
    prepare_restore,
    prepare_restore_over_damage,
]
operations = pytest.mark.parametrize("prepare", OPERATIONS, ids=lambda each: each.__name__.removeprefix("prepare_"))


def require_sound(path: Path, prepare: Prepare, allowed: list[list[str]]) -> None:
    """The state is the old or the new one, every backup is sound, and the next backup removes what was left."""
    for line in mithaq(path, "db", "list").stdout.splitlines():
        file_dump(Path(line))
    if prepare is prepare_restore_over_damage and mithaq(path, "db", "current").exit_code:
        # It is damaged still, or for a moment nothing had its name.
        result = mithaq(path, "db", "restore")
        assert result.exit_code == 0, result.output
    assert content(path) in allowed
    for command in ("upgrade", "check", "backup"):
        result = mithaq(path, "db", command)
        assert result.exit_code == 0, result.output
    assert [each.name for each in path.parent.iterdir() if ".part" in each.name] == []


def outcomes(path: Path, prepare: Prepare, empty: bytes, loaded: bytes) -> list[list[str]]:
    """The content before an operation and after it."""
    command = prepare(path, empty, loaded)
    damaged = prepare is prepare_restore_over_damage
    before = [] if damaged else [file_dump(path)]
    assert mithaq(path, *command).exit_code == 0
    after = file_dump(path)
    clear(path)
    return [*before, after]


@operations
@pytest.mark.parametrize("share", [0.02, 0.25, 0.5, 0.75, 0.98] if AT_LENGTH else [0.5])
def test_a_kill_while_the_file_is_written_is_undone(
    prepare: Prepare, share: float, empty_bytes: bytes, loaded_bytes: bytes, tmp_path: Path
) -> None:
    """Killed by the kernel at some page of the file or of a copy, an operation leaves the old state or the new."""
    path = tmp_path / "mithaq.db"
    allowed = outcomes(path, prepare, empty_bytes, loaded_bytes)
    command = prepare(path, empty_bytes, loaded_bytes)
    start_size = len(empty_bytes) if prepare is prepare_load or prepare is prepare_restore else 0
    limit = int(start_size + share * (len(loaded_bytes) - start_size))

    def limited() -> None:
        # The kernel kills a program that writes beyond the limit.
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    status = wait(in_child(lambda: mithaq(path, *command), limited))
    assert status == -signal.SIGXFSZ
    require_sound(path, prepare, allowed)


def test_a_full_disk_is_a_clear_error(empty_bytes: bytes, dumps: list[list[str]], tmp_path: Path) -> None:
    """When no more can be written, the load says so and the file is as it was."""
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty_bytes)

    def starve() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(empty_bytes) + 65536,) * 2)

    assert wait(in_child(lambda: load_shipped(Database.file(path)), starve)) == 1
    assert content(path) == dumps[0]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("read_only", ["file", "folder"])
def test_a_read_only_file_or_folder_is_a_clear_error(
    empty_bytes: bytes, dumps: list[list[str]], read_only: str
) -> None:
    """A file or a folder that may not be written is left alone, with an error."""
    import tempfile

    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "mithaq.db"
        path.write_bytes(empty_bytes)
        folder.chmod(0o777 if read_only == "file" else 0o755)
        path.chmod(0o444 if read_only == "file" else 0o666)
        assert wait(in_child(lambda: load_shipped(Database.file(path)), lambda: os.setuid(NOBODY))) == 1
        assert content(path) == dumps[0]


def test_two_builds_or_loads_at_once_wait_for_each_other(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Builds of an empty database, and loads, at the same time run one after the other, and all are complete.

    Also where PostgreSQL isolates transactions otherwise by default, so that one would not see what it waited for.
    """
    monkeypatch.setenv("PGOPTIONS", r"-c default_transaction_isolation=repeatable\ read")
    first = write_folder(tmp_path / "one")
    second = write_folder(tmp_path / "two", AGREEMENT.replace("example-", "second-"))
    text = (second / "tashkent.yml").read_text("utf-8").replace("tashkent-meeting", "second-meeting")
    # An article of the same digest would be the same article.
    (second / "tashkent.yml").write_text(text.replace(DIGEST, DIGEST[::-1]), "utf-8")
    (second / "tashkent-meeting.spans.csv").rename(second / "second-meeting.spans.csv")
    failures: list[Exception] = []

    def run(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            failures.append(error)

    def build() -> None:
        upgrade(database)
        load_shipped(database)

    loads = [lambda: load_folder(database, first, "one"), lambda: load_folder(database, second, "two")]
    for works in ([build, build], loads):
        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert [(name, found) for name, found in check(database) if found] == []


def test_an_idle_reader_does_not_disturb_a_load(migrated: Database) -> None:
    """A tool that holds the database open sees the old state before a load and the new one after it."""
    with migrated.read() as reader:
        assert reader.value("SELECT count(*) FROM v_agreement") == 0
        load_shipped(migrated)
        assert reader.value("SELECT count(*) FROM v_agreement") > 0


def test_the_file_alone_is_complete_after_a_load(empty_bytes: bytes, dumps: list[list[str]], tmp_path: Path) -> None:
    """The file copied alone is the whole database: nothing stays beside it."""
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty_bytes)
    load_shipped(Database.file(path))
    assert [each.name for each in tmp_path.iterdir()] == ["mithaq.db"]
    (tmp_path / "copy.db").write_bytes(path.read_bytes())
    assert file_dump(tmp_path / "copy.db") == dumps[1]


def end_connections(database: Database) -> None:
    """End every other connection to a database of PostgreSQL."""
    with psycopg.connect(database.url.replace("+psycopg", "", 1), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_lost_connection_is_a_clear_error(migrated: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When PostgreSQL ends the connection in the middle of a load, nothing of the load is kept."""
    if migrated.path is not None:
        pytest.skip("a SQLite file has no connection to lose")
    from seeds.loading import write_rows

    write = write_rows.write_sources

    def cut_off(*args: object) -> None:
        end_connections(migrated)
        write(*args)  # type: ignore[arg-type]

    with pytest.raises(MithaqError, match="cannot be read"), migrated.read() as reader:
        next(reader.select("SELECT version_num FROM alembic_version")[1])
        end_connections(migrated)
        reader.value("SELECT 1")
    monkeypatch.setattr(write_rows, "write_sources", cut_off)
    with pytest.raises(MithaqError, match="nothing was loaded"):
        load_shipped(migrated)
    with migrated.read() as reader:
        assert reader.value("SELECT count(*) FROM fact") == 0
