"""What the README promises: its commands run, in its order, in an empty directory."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def commands(text: str) -> list[str]:
    """The lines after `$ ` in the console blocks of a Markdown text."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def is_possible(command: str) -> bool:
    """Whether a command can run here: `make` would run this test, and other people's programs may be missing."""
    program = shlex.split(command)[0]
    return program == "mithaq" or (program != "make" and shutil.which(program, path=PROGRAMS) is not None)


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """Each command that can run here succeeds."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MITHAQ_")}
    environment["PATH"] = PROGRAMS
    for line in filter(is_possible, commands((CHECKOUT / "README.md").read_text("utf-8"))):
        run = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8")
        assert run.returncode == 0, f"{line}\n{run.stdout}{run.stderr}"


@pytest.mark.parametrize("page", sorted(CHECKOUT.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link of the pages at the top names a file."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert target.startswith("https://") or (CHECKOUT / target).exists(), target
