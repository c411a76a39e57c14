"""Start-up: whole processes of every command, against importing click and against the same question asked of peers.

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
    compared,
    in_turn,
    output,
    publish,
    require_console_script,
    run,
)
from benchmarks.peers import peer, release

BASELINE = Command('python -c "import click"', [PYTHON, "-c", "import click"])
AGREEMENTS = ("report", "agreements", "--limit", "20")
# The arguments of each command, and its budget: data at most 1.3 times importing click, a drawn table twice.
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
PEERS = ("sqlite-utils", "datasette")
REFERENCE = HERE.parent / "docs" / "reference.md"
PROJECT = ("cli", "models", "seeds", "reports")


def compile_project() -> None:
    """Compile the installed modules, as an installer does."""
    origins = [Path(spec.origin) for name in PROJECT if (spec := find_spec(name)) and spec.origin]
    places = [path.parent if path.name == "__init__.py" else path for path in origins]
    run([PYTHON, "-m", "compileall", "-q", *places])


def ours(database: Path, listed: Mapping[tuple[str, ...], float | None]) -> list[Command]:
    """The commands with these arguments and budgets."""
    return [
        Command(shlex.join(["mithaq", *arguments]), [MITHAQ, "--database", database, *arguments], budget=budget)
        for arguments, budget in listed.items()
    ]


def reports() -> dict[tuple[str, ...], float | None]:
    """Each report as data."""
    lines = output([MITHAQ, "report"]).splitlines()
    return {("report", line.split()[0], "--format", "csv"): 1.3 for line in lines if line}


def helps() -> dict[tuple[str, ...], float | None]:
    """The help of every command: what it takes to find and import it."""
    headings = re.findall("^## mithaq (.+)$", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE)
    return {(*heading.split(), "--help"): None for heading in headings}


def same_question(database: Path, folder: Path | None) -> Iterator[Command]:
    """The SELECT behind the report of 20 agreements, run by other tools."""
    sql = output([MITHAQ, "--database", database, *AGREEMENTS, "--format", "csv", "--sql"]).strip()
    if program := peer("sqlite-utils", folder):
        yield Command("sqlite-utils query, csv", [program, "query", database, sql, "--csv"])
        yield Command("sqlite-utils query, drawn", [program, "query", database, sql, "--table"])
    if program := peer("datasette", folder):
        path = f"/{database.stem}.json?_shape=array&sql={quote(sql)}"
        yield Command("datasette --get, json", [program, database, "--get", path])
    if program := peer("sqlite3", folder):
        yield Command("sqlite3 -csv", [program, "-csv", "-readonly", database, sql])


def against(heading: str, commands: list[Command], repeats: int) -> Table:
    """The commands against the first of them."""
    return compared(heading, commands, in_turn(commands, repeats))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--peers", type=Path, help="folder with the commands sqlite-utils and datasette")
    given = parser.parse_args()
    require_console_script()
    compile_project()
    database = databases.shipped()
    groups = {
        "Against importing click": ours(database, COMMANDS),
        "Every report of the shipped data": ours(database, reports()),
        "The help of every command": ours(database, helps()),
    }
    tables = [against(heading, [BASELINE, *commands], given.repeats) for heading, commands in groups.items()]
    if peers := list(same_question(database, given.peers)):
        budget = 0.5 if peers[0].name.startswith("sqlite-utils") else None
        twenty = ours(database, {(*AGREEMENTS, "--format", "csv"): budget, AGREEMENTS: budget})
        tables.append(against("The same question, asked of others", [peers[0], *twenty, *peers[1:]], given.repeats))
    how = f"`python -m benchmarks.startup --repeats {given.repeats}`"
    publish("startup", "Start-up", tables, how, [release(name, peer(name, given.peers)) for name in PEERS])


if __name__ == "__main__":
    main()
