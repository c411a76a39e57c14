"""Runs the lines that the README, the documentation and help show, as a reader would type them into a shell."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from cli import main

PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
# What a shell would do something with, outside of quotes.
SPECIAL = re.compile(r"""(?:[^'"]|'[^']*'|"[^"]*")*?[<>|$*;&`]""")


def run(line: str, folder: Path) -> tuple[int, str]:
    """Run a line in a folder; return its exit code, and what it printed.

    A plain call of `mithaq` runs in this process, which is a quarter of the work; the command itself is run by the
    tests of the wheel.
    """
    if line.startswith("mithaq ") and not SPECIAL.match(line):
        return _in_process(shlex.split(line)[1:], folder)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MITHAQ_")}
    done = subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env=environment | {"PATH": PROGRAMS, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def _in_process(arguments: list[str], folder: Path) -> tuple[int, str]:
    unset = {name: None for name in os.environ if name.startswith("MITHAQ_")}
    with chdir(folder):
        result = CliRunner(env=unset).invoke(main, arguments)
    return result.exit_code, result.output


def console_lines(text: str) -> list[str]:
    """Return the lines after `$ ` in the console blocks of a Markdown text."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def is_possible(line: str) -> bool:
    """Return whether a line can run here: `make` would run the tests, and other programs may be missing."""
    program = shlex.split(line)[0]
    return program == "mithaq" or (program != "make" and starts(program))


def starts(program: str) -> bool:
    """Return whether a program is installed and runs; sqlite3 does not with a library of another version."""
    found = shutil.which(program, path=PROGRAMS)
    return found is not None and subprocess.run([found, "--version"], capture_output=True).returncode == 0
