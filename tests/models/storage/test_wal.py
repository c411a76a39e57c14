"""A file with a WAL: readers block nobody, and after each command the file alone is complete."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from models.checking.rules import check
from models.errors import MithaqError
from models.migrating.migrations import downgrade, upgrade
from models.storage.backup import back_up
from models.storage.database import Database
from models.storage.restoring import restore
from models.storage.wal import has_wal
from seeds.loading.loader import load_shipped
from tests.models.storage.conftest import AWKWARD
from tests.models.storage.faults import NOBODY, file_dump, in_child, mithaq, switch, wait
from tests.paths import CHECKOUT
from tests.seedfiles import load_folder, write_folder

AGREEMENTS = "SELECT count(*) FROM v_agreement"


@pytest.fixture
def path(empty_bytes: bytes, tmp_path: Path) -> Path:
    """A file at the newest revision, with a WAL and without rows."""
    path = tmp_path / AWKWARD
    path.write_bytes(empty_bytes)
    switch(path, "wal")
    return path


@pytest.fixture
def file(path: Path) -> Database:
    return Database.file(path)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of a transaction that reads."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        tool.execute("BEGIN")
        assert tool.execute(AGREEMENTS).fetchone() == (0,)
        yield tool


def beside(path: Path) -> list[str]:
    """The other files in the folder, except the index that SQLite shares between processes."""
    return sorted(each.name for each in path.parent.iterdir() if each != path and not each.name.endswith("-shm"))


def test_a_reader_in_a_transaction_blocks_no_load(file: Database, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A reader sees the old state while a load runs, then the new; meanwhile a warning names the WAL."""
    with reading(path) as tool:
        load_shipped(file)
        assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
            f"{path}-wal belongs to {path.name} for now (another program still reads the state before);"
            " to copy the database use: mithaq db backup"
        ]
        assert tool.execute(AGREEMENTS).fetchone() == (0,)
        tool.execute("COMMIT")
        assert tool.execute(AGREEMENTS).fetchone() > (0,)
    assert beside(path) == [] and has_wal(path)


def test_the_warning_is_one_line_on_stderr(path: Path) -> None:
    """The command warns once; without such a reader it does not warn."""
    command = [sys.executable, "cli.py", "--database", str(path), "seed", "load"]
    with reading(path):
        first = subprocess.run(command, cwd=CHECKOUT, capture_output=True, encoding="utf-8")
    second = subprocess.run(command, cwd=CHECKOUT, capture_output=True, encoding="utf-8")
    assert first.returncode == 0 and first.stderr.count("\n") == 1 and "-wal belongs to" in first.stderr
    assert (second.returncode, second.stderr) == (0, "")


def test_the_file_alone_is_complete(file: Database, path: Path, tmp_path: Path) -> None:
    """After a load, also beside a connection that is only open, the file copied alone is the database."""
    with closing(sqlite3.connect(path)) as tool:
        assert tool.execute(AGREEMENTS).fetchone() == (0,)
        load_shipped(file)
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
    assert beside(path) == ["copy.db"]
    assert file_dump(copy) == file_dump(path)
    with file.read() as reader:
        assert reader.value(AGREEMENTS) > 0


def test_a_failed_load_leaves_nothing(file: Database, path: Path, tmp_path: Path) -> None:
    """A load that is refused leaves nothing in the WAL."""
    load_shipped(file)
    before = path.read_bytes()
    with pytest.raises(MithaqError):
        load_folder(file, write_folder(tmp_path / "mine", "agreements: [{slug: almaty-startup-mou-2025}]\n"), "mine")
    assert path.read_bytes() == before


def test_migrations_keep_the_mode(file: Database, path: Path) -> None:
    """After a downgrade and an upgrade the file has its mode, and is complete and sound."""
    load_shipped(file)
    downgrade(file, "0006")
    upgrade(file)
    assert has_wal(path) and all(name.endswith(".backup") for name in beside(path))
    assert [(name, found) for name, found in check(file) if found] == []


def test_backups_are_single_files(file: Database, path: Path) -> None:
    """A backup holds the content of the WAL too; it is one file without a WAL, and can be restored."""
    empty = back_up(file)
    with reading(path):
        load_shipped(file)
        full = back_up(file)
        assert file_dump(full) == file_dump(path)
    assert not has_wal(full) and not has_wal(empty)
    restore(file, empty)
    with file.read() as reader:
        assert reader.value(AGREEMENTS) == 0
    restore(file, full)
    assert file_dump(path) == file_dump(full)
    assert has_wal(path) and all(name.endswith(".backup") for name in beside(path) if not name.endswith("-wal"))


def test_commands_that_read_find_it(file: Database, path: Path) -> None:
    """Reports, queries and checks read a file with a WAL, and leave only empty files beside it."""
    load_shipped(file)
    for command in (["report", "agreements"], ["sql", AGREEMENTS], ["db", "check"], ["db", "info"]):
        result = mithaq(path, *command)
        assert result.exit_code == 0, result.output
    assert all(path.with_name(name).stat().st_size == 0 for name in beside(path))


@pytest.fixture
def foreign(file: Database, path: Path) -> Iterator[Path]:
    """The loaded file in a folder that everybody may read and only its owner may change."""
    import tempfile

    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    load_shipped(file)
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "mithaq.db"
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o644)
        Path(folder).chmod(0o755)
        yield copy


def as_nobody(path: Path, during: object = None) -> int:
    """Read the file as another user; return 0 if the agreements were seen, 1 after an error of ours."""

    def read() -> None:
        with Database.file(path).read() as reader:
            assert reader.value(AGREEMENTS) > 0
            if callable(during):
                during()

    return wait(in_child(read, lambda: os.setuid(NOBODY)))


def test_a_reader_needs_no_permission_to_write(foreign: Path) -> None:
    """Another user reads the file alone, and while its owner has it open."""
    assert as_nobody(foreign) == 0 and beside(foreign) == []
    with closing(sqlite3.connect(foreign)) as owner:
        owner.execute("UPDATE collection SET name = name")
        owner.commit()
        assert as_nobody(foreign) == 0


def test_changes_that_cannot_be_read_are_an_error(foreign: Path) -> None:
    """Changes in the WAL of a killed program are not ignored: without permission to read them there is an error."""
    with closing(sqlite3.connect(foreign)) as owner:
        owner.execute("UPDATE collection SET name = name")
        owner.commit()
        wal = foreign.with_name("mithaq.db-wal")
        kept = wal.read_bytes()
    wal.write_bytes(kept)
    assert as_nobody(foreign) == 1


def test_a_write_under_an_unlocked_reader_is_an_error(foreign: Path) -> None:
    """If a reader cannot lock the file, a write during its reading is an error at its end."""

    def write() -> None:
        os.utime(foreign, (1, 1))

    foreign.chmod(0o666)
    os.chown(foreign, NOBODY, NOBODY)
    assert as_nobody(foreign, write) == 1
