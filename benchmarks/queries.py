"""Reports, dossiers and search at two scales, by virtual-machine steps and by time; and the export of everything.

python -m benchmarks.queries --scales 0.1 1 --repeats 5
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.generate import World
from benchmarks.measure import (
    DATA,
    ENVIRONMENT,
    MITHAQ,
    PYTHON,
    Command,
    Table,
    compared,
    in_turn,
    output,
    peer,
    publish,
    require_console_script,
    within,
)

ROWS = ("--limit", "20", "--format", "csv")
GROWTH = 1.2
EXPORTED = 1.15
Commands = dict[str, list[str]]


def commands() -> Commands:
    """Every report, the filters that people use, the dossiers and the search; what they print does not grow."""
    reports = output([MITHAQ, "report"]).splitlines()
    found = {name: ["report", name, *ROWS] for name in (line.split()[0] for line in reports if line)}
    world = World(1)
    often, rare = world.countries[0], world.countries[-1]
    second, sector = world.countries[1], world.sectors[0]
    agreements: Commands = {
        "--country (the most frequent)": ["--country", often.country],
        "--country (a rare one)": ["--country", rare.country],
        "--pair": ["--pair", often.country, second.country],
        "--sector": ["--sector", sector.key],
        "--country --sector --since": ["--country", often.country, "--sector", sector.key, "--since", "2020"],
        "--organization": ["--organization", "organization-000000"],
        "--stage": ["--stage", "in_force"],
        "--sort name_en": ["--sort", "name_en"],
    }
    found |= {f"agreements {name}": ["report", "agreements", *rest, *ROWS] for name, rest in agreements.items()}
    found["timeline --country"] = ["report", "timeline", "--country", often.country, *ROWS]
    found["show: an agreement"] = ["show", "agreement-0000100"]
    found["show: a country"] = ["show", often.key]
    found["country"] = ["country", often.country]
    found["pair"] = ["pair", often.country, second.country]
    found["sector"] = ["sector", sector.key]
    found["search: a rare word"] = ["search", "100"]
    found["search: a frequent word"] = ["search", "تفاهم"]
    found["search: two words"] = ["search", "memorandum", often.en.split()[0]]
    return {name: argv for name, argv in found.items() if argv[0] in _offered()}


def _offered() -> set[str]:
    return {
        line.split()[0] for line in output([MITHAQ, "--help"]).splitlines() if line.startswith("  ") and line.split()
    }


def counted(database: Path, asked: Commands, repeats: int) -> list[dict[str, Any]]:
    """Steps, lines and times of each command, in a process of its own."""
    argv = [PYTHON, "-m", "benchmarks.counting", str(database), str(repeats)]
    questions = json.dumps(list(asked.values()))
    done = subprocess.run(argv, input=questions, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(argv)}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def growth(scales: list[float], repeats: int) -> Table:
    """The same commands at both scales."""
    asked = commands()
    small, large = (counted(databases.loaded(scale), asked, repeats) for scale in scales)
    one, other = (f"{scale:g}" for scale in scales)
    columns = ("command", "lines", f"steps at {one}", f"at {other}", "× steps", "budget", f"ms at {one}", f"at {other}")
    table = Table(f"From scale {one} to {other}", (*columns, "driver", "× driver"), note=NOTE)
    for name, before, after in zip(asked, small, large, strict=True):
        ratio = after["steps"] / max(before["steps"], 1)
        table.add(
            name,
            f"{before['lines']} / {after['lines']}",
            f"{before['steps']:,}",
            f"{after['steps']:,}",
            f"{ratio:.2f}",
            within(ratio, GROWTH),
            f"{before['mithaq']:.1f}",
            f"{after['mithaq']:.1f}",
            f"{after['driver']:.1f}",
            f"{after['mithaq'] / max(after['driver'], 0.01):.2f}",
        )
    return table


NOTE = (
    "CPU time within a process that has imported everything; `driver` is the same statements at the larger scale, their"
    " rows fetched and thrown away."
)


def exports(scale: float, repeats: int) -> list[Table]:
    """A long report and the export of every view, against the driver and the sqlite3 shell."""
    database = databases.loaded(scale)
    report = ["report", "agreements", "--format", "csv"]
    driver: list[str | Path] = [PYTHON, "-m", "benchmarks.driver", "csv", database]
    ours: list[str | Path] = [MITHAQ, "--database", database]
    statement = DATA / "agreements.sql"
    statement.write_text(output([*ours, *report, "--sql"]))
    rows = [
        Command("csv.writer over the driver, the same SELECT", [*driver, statement, DATA / "agreements.csv"]),
        Command(
            "mithaq report agreements --format csv",
            [*ours, *report, "--output", DATA / "agreements.csv"],
            budget=EXPORTED,
        ),
        Command(
            "mithaq report agreements --format jsonl",
            [*ours, *report[:3], "jsonl", "--output", DATA / "agreements.jsonl"],
        ),
    ]
    target = DATA / "export"
    clear = partial(shutil.rmtree, target, ignore_errors=True)
    views = [Command("csv.writer over the driver, every view", [*driver, "views", target], clear)]
    if shell := peer("sqlite3", None):
        views.append(
            Command("sqlite3 -csv, every view", ["sh", "-c", _shell_script(str(shell), database, target)], clear)
        )
    for form, budget in (("csv", EXPORTED), ("jsonl", None), ("datapackage", None)):
        views.append(Command(f"mithaq export --as {form}", [*ours, "export", target, "--as", form], clear, budget))
    return [
        compared(f"One long report, scale {scale:g}", rows, in_turn(rows, repeats)),
        compared(f"Export of every view, scale {scale:g}", views, in_turn(views, repeats)),
    ]


def _shell_script(shell: str, database: Path, target: Path) -> str:
    """One process of the shell, which writes a file for each view."""
    names = output([shell, database, "SELECT name FROM sqlite_master WHERE type = 'view'"]).split()
    statements = "".join(f".once '{target}/{name}.csv'\nSELECT * FROM {name};\n" for name in names)
    script = DATA / "export.sql"
    script.write_text(f".mode csv\n.headers on\n{statements}")
    return f"mkdir '{target}' && '{shell}' -readonly '{database}' < '{script}'"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scales", type=float, nargs=2, default=[0.1, 1], metavar=("SMALL", "LARGE"))
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    require_console_script()
    small, large = given.scales
    tables = [growth(given.scales, given.repeats), *exports(large, given.repeats)]
    how = f"`python -m benchmarks.queries --scales {small:g} {large:g} --repeats {given.repeats}`"
    publish(f"queries-{large:g}", f"Queries and exports at scales {small:g} and {large:g}", tables, how)


if __name__ == "__main__":
    main()
