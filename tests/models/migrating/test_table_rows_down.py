"""A database with tables goes down to a version that knows none, and comes up again."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.migrating.migrations import downgrade, plan_downgrade, upgrade
from models.storage.database import Database
from seeds.format.files import folder_files
from seeds.loading.loader import load, load_shipped
from tests.seeds.loading.comparing import dump
from tests.seeds.loading.test_table_rows import ROWS, write

BEFORE = "0024_search_labels_and_stems"


OLDEST = "0009_create_search"


def test_tables_go_down_and_come_up(loaded: Database, tmp_path: Path) -> None:
    """The downgrade says what cells alone support; after the upgrade, a load brings all of it back."""
    files = folder_files(write(tmp_path / "t", ROWS))
    load(loaded, "mine", files)
    before = dump(loaded)
    with loaded.read() as reader:
        cells = reader.value("SELECT count(*) FROM v_citation WHERE row_key IS NOT NULL")
    assert {
        f"citations of cells: {cells}",
        "dataset: 1 rows",
        "links that only cells support: 11",
        "records that only cells support, kept without evidence: 3",
    } <= set(plan_downgrade(loaded, BEFORE).losses())
    downgrade(loaded, BEFORE)
    upgrade(loaded)
    load(loaded, "mine", files)
    load_shipped(loaded)
    assert dump(loaded) == before
    assert [(name, found) for name, found in check(loaded) if found] == []


def test_what_a_downgrade_left_uncited_keeps_no_other_collection_out(loaded: Database, tmp_path: Path) -> None:
    """After a downgrade over many revisions, `build` loads its data; the check says what to load, and that helps."""
    files = folder_files(write(tmp_path / "t", ROWS))
    load(loaded, "it's 100 %", files)
    before = dump(loaded)
    downgrade(loaded, OLDEST)
    assert CliRunner().invoke(main, ["--database", loaded.url, "build"]).exit_code == 0
    result = CliRunner().invoke(main, ["--database", loaded.url, "db", "check"])
    failed = [line for line in result.stdout.splitlines() if line.startswith("failed")]
    assert failed == ["failed  every fact is cited"]
    advice = (
        "load again what a downgrade deleted a part of, with: mithaq seed load FOLDER --collection NAME (it's 100 %)"
    )
    assert result.stderr == f"Error: 1 check failed; {advice}; or {loaded.how_to_restore}\n"
    load(loaded, "it's 100 %", files)
    assert [(name, found) for name, found in check(loaded) if found] == []
    assert dump(loaded) == before
