"""Measure reports, dossiers and search as the data grow, in steps or buffers, time and memory.

python -m benchmarks.queries --scales 0.1 1 --repeats 5
python -m benchmarks.queries --scales 0.1 1 --postgresql
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks import databases
from benchmarks.generate import World
from benchmarks.measure import (
    ENVIRONMENT,
    MITHAQ,
    PYTHON,
    Table,
    format_budget,
    output,
    publish,
    require_console_script,
    run,
)
from benchmarks.postgresql import server

ROWS = ("--limit", "20", "--format", "csv")
WHOLE = ("--format", "json")
GROWTH = 1.2
# A record of each kind that the smallest scale also has.
SHOWN = (
    "agreement-0000100",
    "article-000010",
    "event-000010",
    "figure-000010",
    "initiative-000010",
    "organization-000000",
    "organization-000045",
    "person-000010",
    "place-000",
    "statement-000010",
)
NOTE = (
    "Work is counted in {unit}. Times are {clock} in a process that has imported everything; `driver` runs the same"
    " statements at the largest scale and discards the rows. `×` is the greatest growth of the work from one scale to"
    " the next; it has a budget if the output does not grow. Memory is that of a process of its own at the largest"
    " scale."
)
UNITS = {"sqlite": ("steps of the virtual machine", "of CPU"), "postgresql": ("buffers touched", "of the clock")}
Commands = dict[str, list[str]]


def list_commands() -> Commands:
    """Return every report, common filters, the dossiers and searches."""
    world = World(1)
    often, rare = world.countries[0], world.countries[-1]
    second, sector = world.countries[1], world.sectors[0]
    busiest = ["--country", often.country]
    filtered: Commands = {
        "agreements --country (the most frequent)": busiest,
        "agreements --country (a rare one)": ["--country", rare.country],
        "agreements --pair": ["--pair", often.country, second.country],
        "agreements --sector": ["--sector", sector.key],
        "agreements --country --sector --since": [
            "--country",
            often.country,
            "--sector",
            sector.key,
            "--since",
            "2020",
        ],
        "agreements --organization": ["--organization", "organization-000000"],
        "agreements --stage": ["--stage", "in_force"],
        "agreements --sort name_en": ["--sort", "name_en"],
        "events --country": busiest,
        "timeline --country": busiest,
    }
    names = [line.split()[0] for line in output([MITHAQ, "report"]).splitlines() if line]
    found = {name: ["report", name, *ROWS] for name in names}
    found |= {name: ["report", name.split()[0], *rest, *ROWS] for name, rest in filtered.items()}
    found |= {f"show {slug}": ["show", slug, *WHOLE] for slug in SHOWN}
    found["show: a country"] = ["show", often.key, *WHOLE]
    found["country"] = ["country", often.country]
    found["pair"] = ["pair", often.country, second.country]
    found["sector"] = ["sector", sector.key]
    found["search: a rare word"] = ["search", "100", *ROWS]
    found["search: a frequent word"] = ["search", "تفاهم", *ROWS]
    found["search: two words"] = ["search", "memorandum", often.en.split()[0], *ROWS]
    found["search: a beginning"] = ["search", "memor*", *ROWS]
    found["search: of one kind"] = ["search", "تفاهم", "--kind", "agreement", *ROWS]
    found["search: nothing"] = ["search", "memorandun", *ROWS]
    return found


def count_commands(database: str | Path, asked: Commands, repeats: int) -> list[dict[str, Any]]:
    """Measure work, lines, times and statements of the commands in a separate process."""
    argv = [PYTHON, "-m", "benchmarks.counting", str(database), str(repeats)]
    questions = json.dumps(list(asked.values()))
    done = subprocess.run(argv, input=questions, capture_output=True, text=True, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(f"failed: {' '.join(argv)}\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def measure_growth(places: Sequence[str | Path], scales: Sequence[float], repeats: int, engine: str) -> Table:
    """Measure the same commands on databases of these scales, smallest first."""
    asked = list_commands()
    columns = zip(*(count_commands(place, asked, repeats) for place in places), strict=True)
    unit, clock = UNITS[engine]
    heads = (
        "command",
        "lines",
        *(f"{unit.split()[0]} at {scale:g}" for scale in scales),
        *("×", "budget"),
        *(f"ms at {scale:g}" for scale in scales),
        *("driver", "× driver", "peak MiB"),
    )
    note = NOTE.format(unit=unit, clock=clock)
    table = Table(f"From scale {scales[0]:g} to {scales[-1]:g}", heads, note=note)
    for (name, argv), found in zip(asked.items(), columns, strict=True):
        worst = max(after["work"] / max(before["work"], 1) for before, after in pairwise(found))
        last = found[-1]
        table.add(
            name,
            " / ".join(str(each["lines"]) for each in found),
            *(f"{each['work']:,}" for each in found),
            f"{worst:.2f}",
            format_budget(worst, GROWTH if last["lines"] <= found[0]["lines"] else None),
            *(f"{each['mithaq']:.1f}" for each in found),
            f"{last['driver']:.1f}",
            f"{last['mithaq'] / max(last['driver'], 0.01):.2f}",
            f"{run([MITHAQ, '--database', places[-1], *argv]).peak:.0f}",
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scales", type=float, nargs="+", default=[0.1, 1], metavar="SCALE", help="smallest first")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server instead")
    given = parser.parse_args()
    require_console_script()
    scales = [f"{scale:g}" for scale in given.scales]
    how = f"`python -m benchmarks.queries --scales {' '.join(scales)} --repeats {given.repeats}"
    title = f"Queries at scales {', '.join(scales)}"
    if given.postgresql:
        with server() as own:
            places = [own.to_mithaq(own.loaded(scale)) for scale in given.scales]
            tables = [measure_growth(places, given.scales, given.repeats, "postgresql")]
            releases = [own.release()]
        name = f"queries-postgresql-{scales[-1]}"
        publish(name, f"{title}, PostgreSQL", tables, f"{how} --postgresql`", releases)
        return
    files = [databases.load_database(scale) for scale in given.scales]
    publish(f"queries-{scales[-1]}", title, [measure_growth(files, given.scales, given.repeats, "sqlite")], f"{how}`")


if __name__ == "__main__":
    main()
