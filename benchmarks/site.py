"""Measure how long the site takes: of the shipped data and of some ten thousand records, written and written again.

python -m benchmarks.site --repeats 3
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks import databases
from benchmarks.measure import (
    DATA,
    MITHAQ,
    Reading,
    Table,
    format_budget,
    output,
    publish,
    require_console_script,
    run,
    seconds,
)

MEGABYTE = 1_000_000
TARGET = DATA / "site"


class Budget(NamedTuple):
    """The most seconds that writing a site may take, and the most megabytes of its files."""

    written: float
    size: float | None = None


SHIPPED, GENERATED = Budget(2, 10), Budget(60)


def measure(name: str, database: Path, budget: Budget, repeats: int, table: Table) -> None:
    """Write the site of a database and write it again, `repeats` times; add the medians to the table."""
    command = [MITHAQ, "--database", database, "export", TARGET, "--as", "site"]
    written, again = [], []
    for _ in range(repeats):
        shutil.rmtree(TARGET, ignore_errors=True)
        written.append(run(command))
        again.append(run(command))
    records = output([MITHAQ, "--database", database, "sql", "SELECT count(*) FROM v_record", "--format", "csv"])
    sizes = [path.stat().st_size for path in TARGET.rglob("*") if path.is_file()]
    megabytes = sum(sizes) / MEGABYTE
    size = f"{len(sizes):,} files, {megabytes:.1f} MB"
    table.add(name, f"{int(records.split()[-1]):,} records", size, "", "", format_budget(megabytes, budget.size))
    _add(table, name, "written", written, budget.written)
    _add(table, name, "again, unchanged", again)


def _add(table: Table, name: str, what: str, readings: list[Reading], budget: float | None = None) -> None:
    wall, cpu, peak = (median(each) for each in zip(*readings, strict=True))
    table.add(name, what, seconds(wall), seconds(cpu), f"{peak:.0f}", format_budget(wall, budget))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=0.6, help="1 is 10,000 agreements; 0.6 is 10,451 records")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    require_console_script()
    table = Table("Written, and again", ("data", "what", "wall", "cpu", "peak MiB", "budget"))
    measure("shipped", databases.build_shipped(), SHIPPED, given.repeats, table)
    measure("generated", databases.load_database(given.scale), GENERATED, given.repeats, table)
    how = f"`python -m benchmarks.site --scale {given.scale:g} --repeats {given.repeats}`"
    publish(f"site-{given.scale:g}", f"The site at scale {given.scale:g}", [table], how)


if __name__ == "__main__":
    main()
