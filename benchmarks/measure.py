"""Run whole processes in turn (A B A B …), and print and save a table of medians and ratios.

A ratio is the median over rounds of the reading divided by the baseline of the same round, so that a busy machine slows
both sides. CPU time is shown beside elapsed time for the same reason.
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
# The first would make every start compile all modules; the others change what is imported.
UNWANTED = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONUNBUFFERED", "MITHAQ_DATABASE_URL", "NO_COLOR")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in UNWANTED}
PYTHON = sys.executable
MITHAQ = Path(sys.executable).parent / "mithaq"
TIMED = (PYTHON, "-I", "-S", HERE / "timing.py")
DRIVER = (PYTHON, "-m", "benchmarks.driver")


class Reading(NamedTuple):
    """The elapsed time and CPU time of a process in seconds, and its peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


Argv = Sequence[str | Path]


class Command(NamedTuple):
    """A process to measure, or a function that measures a running one.

    `prepare` runs before each measurement. `budget` is the largest allowed ratio to the baseline.
    """

    name: str
    argv: Argv | Callable[[], Reading]
    prepare: Callable[[], None] | None = None
    budget: float | None = None


def run(argv: Argv) -> Reading:
    """Run a process, discard its output, and measure it.

    Raises:
        SystemExit: the process failed; the message has its standard error.
    """
    done = subprocess.run(list(map(str, [*TIMED, *argv])), capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, argv))}\n{done.stderr}")
    return Reading(*map(float, done.stdout.split()))


def output(argv: Argv) -> str:
    """Run a process and return its output."""
    done = subprocess.run(list(map(str, argv)), capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, argv))}\n{done.stderr}")
    return done.stdout


def run_in_turn(commands: Iterable[Command], repeats: int) -> dict[str, list[Reading]]:
    """Run all commands in turn, `repeats` times."""
    commands = list(commands)
    readings: dict[str, list[Reading]] = {command.name: [] for command in commands}
    for number in range(repeats):
        for command in commands:
            _show_progress(f"round {number + 1} of {repeats}: {command.name}")
            if command.prepare:
                command.prepare()
            readings[command.name].append(command.argv() if callable(command.argv) else run(command.argv))
    _show_progress("")
    return readings


def _show_progress(text: str) -> None:
    """Show the progress on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{text:78.78}", end="\r", file=sys.stderr, flush=True)


def median_ratio(readings: Sequence[Reading], baseline: Sequence[Reading], by: str = "cpu") -> float:
    """Return the median of the ratios of each round, of CPU time or of elapsed time (`wall`)."""
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


def compare(
    heading: str,
    commands: Sequence[Command],
    readings: Mapping[str, list[Reading]],
    note: str = "",
    by: str = "cpu",
) -> Table:
    """Compare the commands with the first; budgets apply to the ratio of `by`, CPU time or elapsed time."""
    columns = ("command", "wall", "cpu", "× wall", "× cpu", "budget", "peak MiB")
    table = Table(heading, columns, note=note)
    baseline = readings[commands[0].name]
    for command in commands:
        own = readings[command.name]
        table.add(
            command.name,
            seconds(median(each.wall for each in own)),
            seconds(median(each.cpu for each in own)),
            f"{median_ratio(own, baseline, 'wall'):.2f}",
            f"{median_ratio(own, baseline):.2f}",
            format_budget(median_ratio(own, baseline, by), command.budget),
            f"{median(each.peak for each in own):.0f}",
        )
    return table


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"


def format_budget(value: float, budget: float | None) -> str:
    """Format a budget and whether the value meets it."""
    if budget is None:
        return ""
    return f"≤ {budget:g} {'met' if value <= budget else 'OVER'}"


def publish(name: str, title: str, tables: Sequence[Table], how: str, peers: Iterable[str] = ()) -> None:
    """Print the tables and save them in `results/` with machine, versions and date."""
    parts = [f"# {title}", how, describe_setting(peers), *map(str, tables)]
    text = "\n\n".join(parts) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(text)


def describe_setting(peers: Iterable[str] = ()) -> str:
    """Return the machine, the versions and the date."""
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
    """Exit with a message if the project is not installed beside this Python."""
    if not MITHAQ.exists():
        sys.exit("the command mithaq is not installed beside this Python; run: make demo")
