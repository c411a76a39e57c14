"""What the README promises: its commands run, in its order, in an empty directory."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import CHECKOUT

PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def commands(text: str) -> list[str]:
    """The lines after `$ ` in the console blocks of a Markdown text."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def is_possible(command: str) -> bool:
    """Whether a command can run here: `make` would run this test, and other people's programs may be missing."""
    program = shlex.split(command)[0]
    return program == "mithaq" or (program != "make" and starts(program))


def starts(program: str) -> bool:
    """Whether a program is here and runs: sqlite3 does not with a library of another version."""
    found = shutil.which(program, path=PROGRAMS)
    return found is not None and subprocess.run([found, "--version"], capture_output=True).returncode == 0


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """Each command that can run here succeeds."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MITHAQ_")}
    environment["PATH"] = PROGRAMS
    lines = list(filter(is_possible, commands((CHECKOUT / "README.md").read_text("utf-8"))))
    assert "mithaq build" in lines
    for line in lines:
        run = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
        assert run.returncode == 0, f"{line}\n{run.stdout}{run.stderr}"


def links(folder: Path) -> list[str]:
    """Where the pages of a folder lead."""
    return [each for page in folder.glob("*.md") for each in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))]


@pytest.mark.parametrize("folder", [CHECKOUT, CHECKOUT / "docs"], ids=["top", "docs"])
def test_links_lead_somewhere(folder: Path) -> None:
    """Each relative link of the pages at the top, and of the documentation, names a file."""
    assert len(links(folder)) > 5
    for target in links(folder):
        assert target.startswith("https://") or (folder / target).exists(), target
