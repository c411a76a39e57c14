"""Compare a long report and a full export with the driver and the `sqlite3` shell.

python -m benchmarks.exports --scale 1 --repeats 5
"""

from __future__ import annotations

import argparse
import shlex
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import databases
from benchmarks.measure import (
    DATA,
    DRIVER,
    MITHAQ,
    Argv,
    Command,
    Table,
    compare,
    output,
    publish,
    require_console_script,
    run_in_turn,
)
from benchmarks.peers import describe_peer, find_peer

EXPORTED = 1.15
TARGET = DATA / "export"
VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'"
# Formats and their budgets.
FORMS = {"csv": EXPORTED, "jsonl": None, "datapackage": None, "markdown": None, "html": None, "parquet": None}
FILES = ("export.xlsx", "export.sqlite", "export.graphml", "export.gexf", "export.dot", "export.annotations.jsonl")


def measure_long_report(database: Path, repeats: int, scale: float) -> Table:
    """Measure the report of all agreements."""
    report = ["report", "agreements", "--format", "csv"]
    ours: Argv = [MITHAQ, "--database", database]
    statement = DATA / "agreements.sql"
    statement.write_text(output([*ours, *report, "--sql"]))
    rows = [
        Command(
            "csv.writer over the driver, the same SELECT",
            [*DRIVER, "csv", database, statement, DATA / "agreements.csv"],
        ),
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
    return compare(f"One long report, scale {scale:g}", rows, run_in_turn(rows, repeats))


def measure_everything(database: Path, repeats: int, scale: float) -> Table:
    """Measure an export of every view, and the same views and a dump of all tables from the shell."""
    clear = partial(shutil.rmtree, TARGET, ignore_errors=True)
    commands = [Command("csv.writer over the driver, every view", [*DRIVER, "csv", database, "views", TARGET], clear)]
    if shell := find_peer("sqlite3", None):
        commands += _of_shell(str(shell), database, clear)
    for form, budget in FORMS.items():
        argv: Argv = [MITHAQ, "--database", database, "export", TARGET, "--as", form]
        commands.append(Command(f"mithaq export --as {form}", argv, clear, budget))
    for name in FILES:
        form = name.split(".")[1]
        commands.append(
            Command(f"mithaq export --as {form}", [MITHAQ, "--database", database, "export", DATA / name, "--as", form])
        )
    return compare(f"Export of everything, scale {scale:g}", commands, run_in_turn(commands, repeats))


def _of_shell(shell: str, database: Path, clear: partial[None]) -> Iterator[Command]:
    """Return a command that writes a file for each view with the shell, and one that dumps the database."""
    statements = "".join(
        f".once '{TARGET}/{name}.csv'\nSELECT * FROM {name};\n" for name in output([shell, database, VIEWS]).split()
    )
    script = DATA / "export.sql"
    script.write_text(f".mode csv\n.headers on\n{statements}")
    ask = f"{shlex.join([shell, '-readonly', str(database)])}"
    yield Command("sqlite3 .mode csv, every view", ["sh", "-c", f"mkdir '{TARGET}' && {ask} < '{script}'"], clear)
    yield Command("sqlite3 .dump, every table", ["sh", "-c", f"{ask} .dump > '{DATA / 'dump.sql'}'"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    require_console_script()
    database = databases.load_database(given.scale)
    tables = [each(database, given.repeats, given.scale) for each in (measure_long_report, measure_everything)]
    how = f"`python -m benchmarks.exports --scale {given.scale:g} --repeats {given.repeats}`"
    releases = [describe_peer("sqlite3", find_peer("sqlite3", None))]
    publish(f"exports-{given.scale:g}", f"Exports at scale {given.scale:g}", tables, how, releases)


if __name__ == "__main__":
    main()
