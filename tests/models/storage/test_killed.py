"""A program was killed while it wrote: the next command undoes what it left, or says who can."""

import os
import shlex
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from models.storage.wal import wal_size
from tests.models.storage.faults import as_nobody, file_dump, kill_while_writing, mithaq, names, switch

COMMANDS = [
    ["report", "overview"], ["search", "memorandum"], ["show", "uzbekistan"], ["country", "UZ"], ["sql", "SELECT 1"],
    ["seed", "plan"], ["seed", "load"], ["db", "current"], ["db", "info"], ["db", "check"],
    ["db", "upgrade"], ["db", "backup"], ["build"],
]  # fmt: skip
CASES = [(command, "delete") for command in COMMANDS] + [(command, "wal") for command in (["db", "info"], ["build"])]


@pytest.mark.parametrize(
    ("command", "mode"), CASES, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_every_command_works_after_a_kill(path: Path, command: list[str], mode: str) -> None:
    """Whichever command comes first after a kill, it sees the old state, and the file alone is complete again."""
    switch(path, mode)
    before = file_dump(path)
    kill_while_writing(path)
    result = mithaq(path, *command)
    assert result.exit_code == 0, result.output
    assert all(name.endswith(".backup") or name in ("-shm", "-wal") for name in names(path))
    assert wal_size(path) == 0
    assert file_dump(path) == before


def test_a_shell_opens_after_a_kill(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The SQL shell only reads, so the file is mended before it starts."""
    kill_while_writing(path)
    monkeypatch.setattr(os, "execvpe", lambda *_: None)
    monkeypatch.setattr("shutil.which", lambda name: name if name == "sqlite3" else None)
    assert mithaq(path, "sql").exit_code == 0
    assert names(path) == []


def test_an_export_and_a_downgrade_work_after_a_kill(path: Path, tmp_path: Path) -> None:
    """Commands that write elsewhere, or much, begin with the old state too."""
    before = file_dump(path)
    kill_while_writing(path)
    assert mithaq(path, "export", str(tmp_path / "tables")).exit_code == 0
    kill_while_writing(path)
    assert mithaq(path, "db", "downgrade", "0020").exit_code == 0
    assert mithaq(path, "db", "upgrade").exit_code == 0
    assert file_dump(path) == before


def test_a_linked_database_is_mended(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite keeps the journal beside the file that a link points to; a relative path serves as well."""
    before = file_dump(path)
    (tmp_path / "link.db").symlink_to(path)
    kill_while_writing(tmp_path / "link.db")
    monkeypatch.chdir(tmp_path)
    assert mithaq(Path("link.db"), "db", "info").exit_code == 0
    assert names(path) == [] and file_dump(path) == before


def test_a_program_that_still_writes_is_left_alone(path: Path) -> None:
    """The journal of a living program is not rolled back: readers see the old state, and its change comes."""
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE collection SET name = 'theirs'")
        assert names(path) == ["-journal"]
        assert mithaq(path, "sql", "SELECT name FROM collection", "--format", "csv").stdout.split() == [
            '"name"',
            '"mithaq"',
        ]
        writer.execute("COMMIT")
    assert mithaq(path, "sql", "SELECT name FROM collection", "--format", "csv").stdout.split() == [
        '"name"',
        '"theirs"',
    ]


@pytest.fixture
def shared(path: Path) -> Iterator[Path]:
    """The file in a folder that everybody may read and only its owner may change."""
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    # pytest's own folders are closed to other users.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "my mithaq.db"
        copy.write_bytes(path.read_bytes())
        copy.chmod(0o644)
        Path(folder).chmod(0o755)
        yield copy


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_reader_without_permission_learns_who_can_mend(shared: Path, mode: str) -> None:
    """Without permission the error is one sentence with a command; when the owner has run it, the reader reads."""
    switch(shared, mode)
    kill_while_writing(shared)
    shared.with_name(f"{shared.name}-shm").unlink(missing_ok=True)
    status, message = as_nobody(shared, "report", "overview")
    assert status == 1 and len(message.splitlines()) == 1
    command = shlex.join(["mithaq", "--database", str(shared), "db", "check"])
    assert "you may not write there to" in message and message.endswith(f"; have its owner run: {command}\n")
    assert mithaq(shared, "db", "check").exit_code == 0
    assert as_nobody(shared, "report", "overview") == (0, "")
