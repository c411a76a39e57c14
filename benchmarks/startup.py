"""Measure the start-up of every command, compared with importing click and with other tools on the same question.

python -m benchmarks.startup --repeats 25
"""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from benchmarks import databases
from benchmarks.measure import (
    HERE,
    MITHAQ,
    PYTHON,
    Command,
    Table,
    compare,
    output,
    publish,
    require_console_script,
    run,
    run_in_turn,
)
from benchmarks.peers import describe_peer, find_peer

BASELINE = Command('python -c "import click"', [PYTHON, "-c", "import click"])
AGREEMENTS = ("report", "agreements", "--limit", "20")
# The least that any command can do: import the same libraries, run the same SELECT, print CSV.
BARE = """import click, sqlite3, sys
rows = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2])
sys.stdout.writelines(",".join(f'"{cell}"' for cell in row) + "\\r\\n" for row in rows)
"""
# Arguments and budgets: at most 1.3 times importing click for data, twice for a drawn table.
COMMANDS: dict[tuple[str, ...], float | None] = {
    ("--help",): 1.2,
    ("--version",): None,
    ("report",): None,
    (*AGREEMENTS, "--format", "csv"): 1.3,
    (*AGREEMENTS, "--format", "json"): 1.3,
    AGREEMENTS: 2.0,
    (*AGREEMENTS, "--country", "UZ", "--since", "2025", "--format", "csv"): 1.3,
    ("show", "sco", "--format", "json"): 1.3,
    ("show", "sco"): 2.0,
    ("country", "UZ"): 2.0,
    ("pair", "UZ", "CN"): 2.0,
    ("sector", "ai"): 2.0,
    ("search", "الصين", "--format", "csv"): 1.3,
    ("search", "الصين"): 2.0,
    ("sql", "SELECT slug FROM v_agreement LIMIT 20", "--format", "csv"): 1.3,
    ("sql", "SELECT slug FROM v_agreement LIMIT 20"): 2.0,
    ("seed", "schema"): None,
    ("seed", "check"): None,
    ("seed", "plan"): None,
    ("db", "path"): None,
    ("db", "current"): None,
    ("db", "history"): None,
    ("db", "info"): None,
    ("db", "list"): None,
    ("db", "check"): None,
}
PEERS = ("sqlite-utils", "datasette", "alembic", "gh")
# What each tool needs for its help, and to print its first row or line of a list.
HELPS = ("alembic", "sqlite-utils", "datasette", "gh")
FIRST_ROWS: dict[str, tuple[str, ...]] = {
    "alembic": ("-c", str(HERE.parent / "alembic.ini"), "history"),
    "gh": ("alias", "list"),
}
REFERENCE = HERE.parent / "docs" / "reference.md"
PROJECT = ("cli", "models", "seeds", "reports")


def compile_project() -> None:
    """Compile the installed modules, as an installer does."""
    origins = [Path(spec.origin) for name in PROJECT if (spec := find_spec(name)) and spec.origin]
    places = [path.parent if path.name == "__init__.py" else path for path in origins]
    run([PYTHON, "-m", "compileall", "-q", *places])


def our_commands(database: Path, listed: Mapping[tuple[str, ...], float | None]) -> list[Command]:
    """Build commands with these arguments and budgets."""
    return [
        Command(shlex.join(["mithaq", *arguments]), [MITHAQ, "--database", database, *arguments], budget=budget)
        for arguments, budget in listed.items()
    ]


def report_commands() -> dict[tuple[str, ...], float | None]:
    """Return each report as data."""
    lines = output([MITHAQ, "report"]).splitlines()
    return {("report", line.split()[0], "--format", "csv"): 1.3 for line in lines if line}


def help_commands() -> dict[tuple[str, ...], float | None]:
    """Return the help of every command, which measures finding and importing it."""
    headings = re.findall("^## mithaq (.+)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    return {(*heading.split(), "--help"): None for heading in headings}


def bare_script(database: Path) -> Command:
    """Return a script without a line of ours that prints the twenty agreements."""
    return Command("a bare script with the same SELECT", [PYTHON, "-c", BARE, database, agreements_sql(database)])


def agreements_sql(database: Path) -> str:
    return output([MITHAQ, "--database", database, *AGREEMENTS, "--format", "csv", "--sql"]).strip()


def question_commands(database: Path, folder: Path | None) -> Iterator[Command]:
    """Yield other tools that run the SELECT of the report of 20 agreements."""
    sql = agreements_sql(database)
    if program := find_peer("sqlite-utils", folder):
        yield Command("sqlite-utils query, csv", [program, "query", database, sql, "--csv"])
        yield Command("sqlite-utils query, drawn", [program, "query", database, sql, "--table"])
    if program := find_peer("datasette", folder):
        path = f"/{database.stem}.json?_shape=array&sql={quote(sql)}"
        yield Command("datasette --get, json", [program, database, "--get", path])
    if program := find_peer("sqlite3", folder):
        yield Command("sqlite3 -csv", [program, "-csv", "-readonly", database, sql])


def help_peers(folder: Path | None) -> Iterator[Command]:
    """Yield the help of other tools, and what prints a first row without a network."""
    for name in HELPS:
        if program := find_peer(name, folder):
            yield Command(f"{name} --help", [program, "--help"])
            if arguments := FIRST_ROWS.get(name):
                shown = " ".join(each for each in arguments if "/" not in each and each != "-c")
                yield Command(f"{name} {shown}", [program, *arguments])


def compare_commands(heading: str, commands: list[Command], repeats: int) -> Table:
    """Measure the commands and compare them with the first."""
    return compare(heading, commands, run_in_turn(commands, repeats))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--peers", type=Path, help="folder with the commands sqlite-utils and datasette")
    given = parser.parse_args()
    require_console_script()
    compile_project()
    database = databases.build_shipped()
    groups = {
        "Against importing click": [bare_script(database), *our_commands(database, COMMANDS)],
        "Every report of the shipped data": our_commands(database, report_commands()),
        "The help of every command": our_commands(database, help_commands()),
    }
    tables = [compare_commands(heading, [BASELINE, *commands], given.repeats) for heading, commands in groups.items()]
    if others := list(help_peers(given.peers)):
        first = our_commands(
            database, {("--help",): None, ("db", "history"): None, (*AGREEMENTS[:2], "--limit", "1"): None}
        )
        tables.append(
            compare_commands("Help and a first row, beside others", [BASELINE, *first, *others], given.repeats)
        )
    if peers := list(question_commands(database, given.peers)):
        budget = 0.5 if peers[0].name.startswith("sqlite-utils") else None
        twenty = our_commands(database, {(*AGREEMENTS, "--format", "csv"): budget, AGREEMENTS: budget})
        tables.append(
            compare_commands("The same question, asked of others", [peers[0], *twenty, *peers[1:]], given.repeats)
        )
    how = f"`python -m benchmarks.startup --repeats {given.repeats}`"
    publish("startup", "Start-up", tables, how, [describe_peer(name, find_peer(name, given.peers)) for name in PEERS])


if __name__ == "__main__":
    main()
