"""What happens to a database when a load is killed, starved, locked out or cut off.

MITHAQ_FAULTS sets how many times a load is killed (20 unless told; `make reliability` takes 300).
"""

import os
import random
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from models.checking.rules import check
from models.errors import MithaqError
from models.migrating.migrations import upgrade
from models.storage.database import Database
from seeds.loading.loader import load_shipped
from tests.seedfiles import AGREEMENT, DIGEST, load_folder, write_folder

KILLS = int(os.environ.get("MITHAQ_FAULTS", "20"))
NOBODY = 65534


def in_child(work: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> int:
    """Run the work in a forked process; its exit status, 0 for success and 1 for one of our errors."""
    process = os.fork()
    if process == 0:
        status = 3
        try:
            prepare()
            work()
            status = 0
        except MithaqError:
            status = 1
        finally:
            os._exit(status)
    return process


def wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def file_dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "load"')]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str], list[str]]:
    """A migrated file, its dump, and the dump of what a load makes of it."""
    path = tmp_path_factory.mktemp("faults") / "mithaq.db"
    upgrade(Database.file(path))
    empty, before = path.read_bytes(), file_dump(path)
    load_shipped(Database.file(path))
    return empty, before, file_dump(path)


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_killed_load_leaves_the_old_state_or_the_new(
    states: tuple[bytes, list[str], list[str]], tmp_path: Path, mode: str
) -> None:
    """Killed with SIGKILL at any moment, a file is sound, and either as it was or fully loaded, in either mode."""
    empty, before, after = states
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
    empty = path.read_bytes()
    started = time.monotonic()
    assert wait(in_child(lambda: load_shipped(Database.file(path)))) == 0
    duration = time.monotonic() - started
    moments = random.Random(20250329)
    killed = 0
    for _ in range(KILLS):
        for each in path.parent.iterdir():
            each.unlink()
        path.write_bytes(empty)
        process = in_child(lambda: load_shipped(Database.file(path)))
        time.sleep(moments.uniform(0, duration * 1.1))
        os.kill(process, signal.SIGKILL)
        killed += wait(process) == -signal.SIGKILL
        assert file_dump(path) in (before, after)
    assert killed >= KILLS / 2


def test_a_full_disk_is_a_clear_error(states: tuple[bytes, list[str], list[str]], tmp_path: Path) -> None:
    """When no more can be written, the load says so and the file is as it was."""
    empty, before, _ = states
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty)

    def starve() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(empty) + 65536,) * 2)

    assert wait(in_child(lambda: load_shipped(Database.file(path)), starve)) == 1
    assert file_dump(path) == before


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("read_only", ["file", "folder"])
def test_what_is_read_only_is_a_clear_error(states: tuple[bytes, list[str], list[str]], read_only: str) -> None:
    """A file or a folder that may not be written is left alone, with an error."""
    import tempfile

    empty, before, _ = states
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "mithaq.db"
        path.write_bytes(empty)
        folder.chmod(0o777 if read_only == "file" else 0o755)
        path.chmod(0o444 if read_only == "file" else 0o666)
        assert wait(in_child(lambda: load_shipped(Database.file(path)), lambda: os.setuid(NOBODY))) == 1
        assert file_dump(path) == before


def test_two_loads_at_once_wait_for_each_other(migrated: Database, tmp_path: Path) -> None:
    """Loads that meet come one after the other, and both are whole."""
    load_shipped(migrated)
    first = write_folder(tmp_path / "one")
    second = write_folder(tmp_path / "two", AGREEMENT.replace("example-", "second-"))
    text = (second / "tashkent.yml").read_text("utf-8").replace("tashkent-meeting", "second-meeting")
    # An article of the same digest would be the same article.
    (second / "tashkent.yml").write_text(text.replace(DIGEST, DIGEST[::-1]), "utf-8")
    (second / "tashkent-meeting.spans.csv").rename(second / "second-meeting.spans.csv")
    failures: list[Exception] = []

    def run(folder: Path, name: str) -> None:
        try:
            load_folder(migrated, folder, name)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=each) for each in ((first, "one"), (second, "two"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [(name, found) for name, found in check(migrated) if found] == []


def test_an_idle_reader_does_not_disturb_a_load(migrated: Database) -> None:
    """A tool that holds the database open sees the old state before, the new one after, and is not in the way."""
    with migrated.read() as reader:
        assert reader.value("SELECT count(*) FROM v_agreement") == 0
        load_shipped(migrated)
        assert reader.value("SELECT count(*) FROM v_agreement") > 0


def test_the_file_alone_is_complete_after_a_load(states: tuple[bytes, list[str], list[str]], tmp_path: Path) -> None:
    """Nothing stays beside the file: copied alone, it is the whole database."""
    empty, _, after = states
    path = tmp_path / "mithaq.db"
    path.write_bytes(empty)
    load_shipped(Database.file(path))
    assert [each.name for each in tmp_path.iterdir()] == ["mithaq.db"]
    (tmp_path / "copy.db").write_bytes(path.read_bytes())
    assert file_dump(tmp_path / "copy.db") == after


def test_a_lost_connection_is_a_clear_error(migrated: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When PostgreSQL cuts the connection in the middle of a load, nothing of it stays."""
    if migrated.path is not None:
        pytest.skip("a SQLite file has no connection to lose")
    from seeds.loading import write_rows

    write = write_rows.write_sources

    def cut_off(*args: object) -> None:
        url = migrated.url.replace("+psycopg", "", 1)
        with psycopg.connect(url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(write_rows, "write_sources", cut_off)
    with pytest.raises(MithaqError, match="nothing was loaded"):
        load_shipped(migrated)
    with migrated.read() as reader:
        assert reader.value("SELECT count(*) FROM fact") == 0
