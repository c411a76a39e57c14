"""Runs whole processes in turn (A B A B …), and prints and keeps a table of medians and ratios.

Ratios are medians of pairs: each reading is divided by that of the baseline in its own round, so that a machine which
is busy for a while slows both sides. CPU time is shown beside the clock's for the same reason.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results"
DATA = HERE / "data"
PACKAGES = ("mithaq", "click", "tabulate", "sqlalchemy", "pyyaml", "psycopg")
# With the first of these set, a start would compile every module again; the others would change what is imported.
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED", "MITHAQ_DATABASE_URL", "NO_COLOR")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNWANTED}
PYTHON = sys.executable
MITHAQ = Path(sys.executable).parent / "mithaq"
TIMED = (PYTHON, "-I", "-S", HERE / "timing.py")
DRIVER = (PYTHON, "-m", "benchmarks.driver")


class Reading(NamedTuple):
    """What one process took: seconds by the clock and of CPU, and its peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


Argv = Sequence[str | Path]


class Command(NamedTuple):
    """A process to measure, or what asks a running one and measures itself; what has to be in place before it; and its
    budget as a ratio to the baseline."""

    name: str
    argv: Argv | Callable[[], Reading]
    prepare: Callable[[], None] | None = None
    budget: float | None = None


def run(argv: Argv) -> Reading:
    """Run a process to its end, its output thrown away.

    Raises:
        SystemExit: it failed, with what it said.
    """
    done = subprocess.run(list(map(str, [*TIMED, *argv])), capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, argv))}\n{done.stderr}")
    return Reading(*map(float, done.stdout.split()))


def output(argv: Argv) -> str:
    """What a process prints."""
    done = subprocess.run(list(map(str, argv)), capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, argv))}\n{done.stderr}")
    return done.stdout


def in_turn(commands: Iterable[Command], repeats: int) -> dict[str, list[Reading]]:
    """Run all commands in turn, so many rounds."""
    commands = list(commands)
    readings: dict[str, list[Reading]] = {command.name: [] for command in commands}
    for number in range(repeats):
        for command in commands:
            _tell(f"round {number + 1} of {repeats}: {command.name}")
            if command.prepare:
                command.prepare()
            readings[command.name].append(command.argv() if callable(command.argv) else run(command.argv))
    _tell("")
    return readings


def _tell(text: str) -> None:
    """Show on a terminal how far it is."""
    if sys.stderr.isatty():
        print(f"\r{text:78.78}", end="\r", file=sys.stderr, flush=True)


def ratio(readings: Sequence[Reading], baseline: Sequence[Reading], by: str = "cpu") -> float:
    """The median of the ratios of each round, by CPU time or by the clock (`wall`)."""
    pairs = zip(readings, baseline, strict=True)
    return median([float(getattr(one, by)) / float(getattr(other, by)) for one, other in pairs])


@dataclass
class Table:
    """Rows under a heading, drawn as Markdown."""

    heading: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    note: str = ""

    def add(self, *cells: str) -> None:
        self.rows.append(cells)

    def __str__(self) -> str:
        grid = [self.columns, *self.rows]
        widths = [max(len(row[at]) for row in grid) for at in range(len(self.columns))]
        lines = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in grid
        ]
        lines.insert(
            1, "|" + "|".join(("-" * (width + 1)) + (":" if at else "-") for at, width in enumerate(widths)) + "|"
        )
        return "\n".join([f"## {self.heading}", "", *([self.note, ""] if self.note else []), *lines])


def compared(
    heading: str,
    commands: Sequence[Command],
    readings: Mapping[str, list[Reading]],
    note: str = "",
    by: str = "cpu",
) -> Table:
    """The commands against the first of them; budgets are held to the ratio of CPU time, or of the clock's."""
    columns = ("command", "wall", "cpu", "× wall", "× cpu", "budget", "peak MiB")
    table = Table(heading, columns, note=note)
    baseline = readings[commands[0].name]
    for command in commands:
        own = readings[command.name]
        table.add(
            command.name,
            seconds(median(each.wall for each in own)),
            seconds(median(each.cpu for each in own)),
            f"{ratio(own, baseline, 'wall'):.2f}",
            f"{ratio(own, baseline):.2f}",
            within(ratio(own, baseline, by), command.budget),
            f"{median(each.peak for each in own):.0f}",
        )
    return table


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def within(value: float, budget: float | None) -> str:
    """A budget, and whether the value keeps to it."""
    if budget is None:
        return ""
    return f"≤ {budget:g} {'met' if value <= budget else 'OVER'}"


def publish(name: str, title: str, tables: Sequence[Table], how: str, peers: Iterable[str] = ()) -> None:
    """Print the tables and keep them in `results/`, with the machine, the versions and the date."""
    parts = [f"# {title}", how, setting(peers), *map(str, tables)]
    text = "\n\n".join(parts) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def setting(peers: Iterable[str] = ()) -> str:
    """The machine, the versions and the date."""
    versions = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    for package in PACKAGES:
        with suppress(PackageNotFoundError):
            versions.append(f"{package} {version(package)}")
    busy = os.getloadavg()[1]
    return (
        f"Machine: {_processor()}, {os.cpu_count()} cores, {_memory()} GiB, {_system()}; load average {busy:.1f}.\n"
        f"Versions: {', '.join([*versions, *peers])}.\n"
        f"Date: {date.today().isoformat()}."
    )


def _processor() -> str:
    with suppress(OSError):
        if found := re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text()):
            return found[1]
    return platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return platform.system()


def require_console_script() -> None:
    """Raises:
    SystemExit: the project is not installed beside this Python.
    """
    if not MITHAQ.exists():
        sys.exit("install the project beside this Python first: make demo")
