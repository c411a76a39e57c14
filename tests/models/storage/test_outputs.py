"""Outputs beside a database: what a report or an export may replace."""

import os
from pathlib import Path

from tests.models.storage.faults import mithaq


def test_an_output_never_replaces_a_database(path: Path) -> None:
    """Under any of its names, a database is no output, nor is its journal; a copy to publish replaces a copy."""
    before = path.read_bytes()
    (path.parent / "link.csv").symlink_to(path)
    os.link(path, path.parent / "hard.csv")
    for name in (path.name, "link.csv", "hard.csv", f"{path.name}-wal", f"{path.name}-journal"):
        target = str(path.parent / name)
        for command in (
            ["report", "agreements", "--format", "csv", "--output", target],
            ["sql", "SELECT 1", "--format", "csv", "--output", target],
            ["export", target, "--as", "dot"],
            ["export", target, "--as", "sqlite"],
        ):
            result = mithaq(path, *command)
            assert result.exit_code == 1 and result.stderr.endswith("; write to another file\n"), command
            assert path.read_bytes() == before
    copy = str(path.parent / "copy.sqlite")
    assert [mithaq(path, "export", copy).exit_code for _ in range(2)] == [0, 0]
    assert mithaq(path, "report", "agreements", "--format", "csv", "--output", copy).exit_code == 1
    assert {each.name for each in path.parent.iterdir()} == {"copy.sqlite", "hard.csv", "link.csv", path.name}
