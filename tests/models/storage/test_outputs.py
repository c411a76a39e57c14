"""Outputs beside a database: what a report or an export may replace."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.models.storage.faults import mithaq


def test_an_output_never_replaces_a_database(path: Path) -> None:
    """Under any of its names, a database is no output, nor is its journal; a copy to publish replaces a copy."""
    before = path.read_bytes()
    (path.parent / "link.csv").symlink_to(path)
    os.link(path, path.parent / "hard.csv")
    for name in (path.name, "link.csv", "hard.csv", *(f"{path.name}{end}" for end in ("-wal", "-shm", "-journal"))):
        target = str(path.parent / name)
        for command in (
            ["report", "agreements", "--format", "csv", "--output", target],
            ["sql", "SELECT 1", "--format", "csv", "--output", target],
            ["export", target, "--as", "dot"],
            ["export", target, "--as", "sqlite"],
            ["export", target, "--as", "csv"],
            ["export", target, "--as", "site", "--force"],
        ):
            result = mithaq(path, *command)
            assert result.exit_code == 1 and result.stderr.endswith("; write to another file\n"), command
            assert path.read_bytes() == before
    copy = str(path.parent / "copy.sqlite")
    assert [mithaq(path, "export", copy).exit_code for _ in range(2)] == [0, 0]
    assert mithaq(path, "report", "agreements", "--format", "csv", "--output", copy).exit_code == 1
    assert {each.name for each in path.parent.iterdir()} == {"copy.sqlite", "hard.csv", "link.csv", path.name}


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
    return process.pid


def test_what_a_killed_output_left_goes_with_the_next(path: Path, dead: int) -> None:
    """The next output of the name removes parts and earlier folders, unless their process runs; it needs no folder."""
    running = [f".out.{os.getppid()}.part", f".other.{dead}.part", ".out.part", f".out.csv.{dead}.old"]
    for arguments in (
        ["export", "out", "--as", "csv"],
        ["export", "out.sqlite"],
        ["report", "sectors", "--output", "out.csv"],
    ):
        name = arguments[1] if arguments[0] == "export" else arguments[-1]
        (path.parent / f".{name}.{dead}.part-journal").write_text("left", "utf-8")
        (path.parent / f".out.{dead}.old").mkdir(exist_ok=True)
        for each in running:
            (path.parent / each).write_text("of another", "utf-8")
        assert mithaq(path, *[str(path.parent / each) if each == name else each for each in arguments]).exit_code == 0
        assert {each.name for each in path.parent.iterdir()} - {f".out.{dead}.old"} == {path.name, name, *running}
        subprocess.run(["rm", "-r", path.parent / name], check=True)


def test_an_export_that_was_away_comes_back(path: Path, dead: int) -> None:
    """A folder that a killed export had moved aside is there again, even if the next export fails."""
    target = path.parent / "out"
    assert mithaq(path, "export", str(target), "--as", "csv").exit_code == 0
    target.rename(path.parent / f".out.{dead}.old")
    (path.parent / f".out.{dead}.old" / "mine.txt").write_text("mine", "utf-8")
    assert mithaq(path, "export", str(target), "--as", "csv").exit_code == 1
    assert (target / "mine.txt").exists() and (target / "v_agreement.csv").exists()
