"""Files of a moment that cannot be written are a sentence that names the variable which says where they go."""

import errno
import os
import sqlite3
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from models.storage.temporary import temporary_folder
from reports.display.workbook import write_sheets
from tests.paths import CHECKOUT

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_folder_is_removed() -> None:
    """The folder is there in the block, and gone after it."""
    with temporary_folder() as folder:
        (folder / "file").touch()
    assert not folder.exists()


def test_no_room_for_temporary_files_is_a_sentence(
    loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nowhere to write, and a disk that is full, for each command that needs a copy."""
    with pytest.raises(MithaqError, match="database or disk is full; name a folder with room by"), temporary_folder():
        raise sqlite3.OperationalError("database or disk is full")
    with pytest.raises(MithaqError, match=r"mine\.db was left as it was; name a folder"), temporary_folder() as folder:
        raise MithaqError(f"{folder}/mine.db was left as it was")
    with pytest.raises(MithaqError, match=r"^the seed file is wrong$"), temporary_folder():
        raise MithaqError("the seed file is wrong")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(tempfile, "_candidate_tempdir_list", list)
    seeds = CHECKOUT / "seeds" / "tutorial"
    for command in (["diff", loaded_template.url, str(seeds)], ["db", "downgrade", "0020", "--sql"]):
        result = CliRunner().invoke(main, ["--database", loaded_template.url, *command])
        if result.exit_code:
            assert "Error: a temporary file cannot be written: No usable temporary directory found" in result.stderr
        else:
            # PostgreSQL needs no copy to print the SQL of a downgrade.
            assert loaded_template.path is None and command[0] == "db"


def test_a_workbook_without_room_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has an error of its own for its temporary files."""

    def fail(*_: object) -> None:
        raise FULL

    monkeypatch.setattr(xlsxwriter.Workbook, "_store_workbook", fail)
    with pytest.raises(MithaqError, match=r"a temporary file cannot be written: .*No space left on device"):
        write_sheets([], BytesIO())
