"""The README: its commands run, in its order, in an empty directory, and its links point to files."""

import re
import time
from pathlib import Path

import pytest

from docs.draw_pictures import draw_terminal
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.shell import console_lines, is_possible, run


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """Each command that can run here succeeds, and all of them together take less than five minutes."""
    lines = list(filter(is_possible, console_lines((CHECKOUT / "README.md").read_text("utf-8"))))
    assert "mithaq build" in lines
    started = time.monotonic()
    for line in lines:
        code, output = run(line, tmp_path)
        assert code == 0, f"{line}\n{output}"
    assert time.monotonic() - started < 300


def test_the_terminal_shows_what_the_command_prints(sqlite_databases: Databases) -> None:
    """The picture of a terminal is what the report prints today."""
    drawn = (CHECKOUT / "docs" / "pictures" / "terminal.svg").read_text("utf-8")
    assert draw_terminal(sqlite_databases.loaded()) == drawn, "run: make pictures"


def links(folder: Path) -> list[str]:
    """Return the targets of the links in the pages of a folder."""
    return [each for page in folder.glob("*.md") for each in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))]


@pytest.mark.parametrize("folder", [CHECKOUT, CHECKOUT / "docs", CHECKOUT / "seeds"], ids=["top", "docs", "seeds"])
def test_links_point_to_files(folder: Path) -> None:
    """Each relative link of the pages at the top, of the documentation and of the guide names a file."""
    assert len(links(folder)) >= 4
    for target in links(folder):
        assert target.startswith("https://") or (folder / target).exists(), target
