"""Measure loads, sizes, checks and reports of agreements with up to 290 parties, beside as many with two or three.

python -m benchmarks.treaties --repeats 3
python -m benchmarks.treaties --repeats 3 --postgresql
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import databases, generate, generate_treaties
from benchmarks.measure import (
    DATA,
    MITHAQ,
    PYTHON,
    Reading,
    Table,
    format_budget,
    publish,
    require_console_script,
    run,
    seconds,
)
from benchmarks.postgresql import Server, server
from benchmarks.queries import ROWS, Commands, count_commands

MEGABYTE = 1_000_000
# Budgets of a load and a check in seconds, of a file in megabytes, of SQL in milliseconds: all at scale 1.
LOAD, CHECK, SIZE = 10, 5, 70
LISTS = {"agreements": 20, "timeline": 100}
PAIRS, ALL_PAIRS = 150, 5_000
NOTE = (
    "Milliseconds in a process that has imported everything, on SQLite of CPU, on PostgreSQL of the clock: `SQL` runs"
    " the statements and discards the rows, `all` also writes the table. Budgets are of the SQL with many parties."
)


class Data(NamedTuple):
    """Seeds of one shape, and the database that they are loaded into; `size` returns its bytes."""

    name: str
    seeds: Path
    database: str
    prepare: Callable[[], None]
    size: Callable[[], int]


def generate_both(scale: float) -> dict[str, Path]:
    """Generate as many agreements with two or three parties as with up to 290; return the folders by name."""
    few = scale * generate_treaties.AGREEMENTS / generate.AGREEMENTS
    many = DATA / f"treaties-{scale:g}"
    run([PYTHON, "-m", "benchmarks.generate_treaties", many, "--scale", str(scale)])
    return {"two or three": databases.generate_seeds(few), "up to 290": many}


def on_sqlite(name: str, seeds: Path) -> Data:
    path = DATA / f"treaties {name}.db"
    return Data(
        name, seeds, str(path), partial(databases.copy, databases.build_shipped(), path), lambda: path.stat().st_size
    )


def on_postgresql(own: Server, name: str, seeds: Path) -> Data:
    database = "treaties_" + name.replace(" ", "_")
    prepare = partial(own.create, database, "shipped")
    return Data(name, seeds, own.to_mithaq(database), prepare, partial(own.size, database))


def measure_loads(each: Data, repeats: int, table: Table) -> None:
    """Load, load again and check; leave the database loaded."""
    load = databases.load_command(each.database, each.seeds)
    loads, again, checks = [], [], []
    for _ in range(repeats):
        each.prepare()
        loads.append(run(load))
        again.append(run(load))
        checks.append(run([MITHAQ, "--database", each.database, "db", "check"]))
    megabytes = each.size() / MEGABYTE
    is_large = each.name == "up to 290"
    _add(table, each.name, "fresh load", loads, LOAD if is_large else None)
    _add(table, each.name, "load again, nothing changed", again)
    _add(table, each.name, "db check", checks, CHECK if is_large else None)
    table.add(each.name, "size", f"{megabytes:.0f} MB", "", "", format_budget(megabytes, SIZE if is_large else None))


def _add(table: Table, name: str, what: str, readings: list[Reading], budget: float | None = None) -> None:
    wall, cpu, peak = (median(each) for each in zip(*readings, strict=True))
    table.add(name, what, seconds(wall), seconds(cpu), f"{peak:.0f}", format_budget(cpu, budget))


def list_commands() -> tuple[Commands, dict[str, float]]:
    """Return the commands to measure by name, and the budget of some in milliseconds."""
    world = generate.World(1)
    often, second, rare = world.countries[0].country, world.countries[1].country, world.countries[100].country
    budgets: dict[str, float] = {"pairs, all": PAIRS, "pairs --multilateral, all": ALL_PAIRS}
    reports = ["overview", "countries", "sectors", "agreements", "timeline", "matrix", "network", "gaps", "stale"]
    found: Commands = {name: ["report", name, *ROWS] for name in reports}
    for name, country in (("the most frequent country", often), ("a rare country", rare)):
        for report in LISTS:
            found[f"{report} of {name}"] = ["report", report, "--country", country, *ROWS]
            budgets[f"{report} of {name}"] = LISTS[report]
    found["matrix of the most frequent country"] = ["report", "matrix", "--country", often, *ROWS]
    found["matrix --by country-sector"] = ["report", "matrix", "--by", "country-sector", *ROWS]
    found["matrix with all filters"] = ["report", "matrix", *_all_filters(often, world.sectors[0].key), *ROWS]
    found["pairs, all"] = ["report", "pairs", "--format", "csv"]
    found["pairs --multilateral, all"] = ["report", "pairs", "--multilateral", "--format", "csv"]
    found["pairs --multilateral of a rare country"] = ["report", "pairs", "--multilateral", "--country", rare, *ROWS]
    found["country: the most frequent"] = ["country", often]
    found["pair"] = ["pair", often, second]
    found["search: a frequent word"] = ["search", "agreement", *ROWS]
    return found, budgets


def _all_filters(country: str, sector: str) -> list[str]:
    given = {"country": country, "sector": sector, "min-stage": "signed", "since": "1950", "until": "2020"}
    given |= {"collection": databases.COLLECTION, "article": "article-000002"}
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def measure_reports(both: list[Data], repeats: int) -> Table:
    """Run the same reports on both databases."""
    commands, budgets = list_commands()
    heads = ("command", *(f"{what}, {each.name}" for each in both for what in ("lines", "SQL", "all")), "budget")
    table = Table("Reports", heads, note=NOTE)
    measured = zip(*(count_commands(each.database, commands, repeats) for each in both), strict=True)
    for name, found in zip(commands, measured, strict=True):
        cells = [
            text for each in found for text in (f"{each['lines']:,}", f"{each['driver']:.1f}", f"{each['mithaq']:.1f}")
        ]
        table.add(name, *cells, format_budget(found[-1]["driver"], budgets.get(name)))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 8,096 agreements")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server instead")
    given = parser.parse_args()
    require_console_script()
    folders = generate_both(given.scale)
    how = f"`python -m benchmarks.treaties --scale {given.scale:g} --repeats {given.repeats}"
    title = f"Agreements with many parties, scale {given.scale:g}"
    if given.postgresql:
        with server() as own:
            both = [on_postgresql(own, name, folder) for name, folder in folders.items()]
            tables = _measure(both, given.repeats)
            releases = [own.release()]
        publish(
            f"treaties-postgresql-{given.scale:g}", f"{title}, PostgreSQL", tables, f"{how} --postgresql`", releases
        )
        return
    both = [on_sqlite(name, folder) for name, folder in folders.items()]
    publish(f"treaties-{given.scale:g}", title, _measure(both, given.repeats), f"{how}`")


def _measure(both: list[Data], repeats: int) -> list[Table]:
    heads = ("parties", "what", "wall", "cpu", "peak MiB", "budget")
    note = "Budgets are of CPU time; on PostgreSQL, time and memory are the client's alone."
    loads = Table("Load, size, check", heads, note=note)
    for each in both:
        measure_loads(each, repeats, loads)
    return [loads, measure_reports(both, repeats)]


if __name__ == "__main__":
    main()
