"""Start-up: whole processes of every command, against importing click and against the same question asked of peers.

python -m benchmarks.startup --repeats 25
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from benchmarks import databases
from benchmarks.measure import (
    MITHAQ,
    PYTHON,
    Command,
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
    ("report",): None,
    (*AGREEMENTS, "--format", "csv"): 1.3,
    (*AGREEMENTS, "--format", "json"): 1.3,
    AGREEMENTS: 2.0,
    (*AGREEMENTS, "--country", "UZ", "--since", "2025", "--format", "csv"): 1.3,
    ("report", "overview", "--format", "csv"): 1.3,
    ("report", "matrix", "--format", "csv"): 1.3,
    ("report", "network", "--format", "csv"): 1.3,
    ("show", "sco", "--format", "json"): 1.3,
    ("show", "sco"): 2.0,
    ("country", "UZ"): 2.0,
    ("pair", "UZ", "CN"): 2.0,
    ("sector", "ai"): 2.0,
    ("search", "الصين", "--format", "csv"): 1.3,
    ("search", "الصين"): 2.0,
    ("sql", "SELECT slug FROM v_agreement LIMIT 20", "--format", "csv"): 1.3,
    ("sql", "SELECT slug FROM v_agreement LIMIT 20"): 2.0,
    ("seed", "--help"): None,
    ("seed", "schema"): None,
    ("export", "--help"): None,
    ("article", "--help"): None,
    ("db", "--help"): None,
    ("db", "path"): None,
    ("db", "current"): None,
    ("db", "info"): None,
}
PEERS = ("sqlite-utils", "datasette")
PROJECT = ("cli", "models", "seeds", "reports")


def compile_project() -> None:
    """Compile the installed modules, as an installer does."""
    origins = [Path(spec.origin) for name in PROJECT if (spec := find_spec(name)) and spec.origin]
    places = [path.parent if path.name == "__init__.py" else path for path in origins]
    run([PYTHON, "-m", "compileall", "-q", *places])


def existing(database: Path) -> Iterator[Command]:
    """The commands that this version has."""
    listed = output([MITHAQ, "--help"])
    for arguments, budget in COMMANDS.items():
        if arguments[0].startswith("-") or f"\n  {arguments[0]} " in listed:
            name = " ".join(["mithaq", *(f'"{each}"' if " " in each else each for each in arguments)])
            yield Command(name, [MITHAQ, "--database", database, *arguments], budget=budget)


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=25)
    parser.add_argument("--peers", type=Path, help="folder with the commands sqlite-utils and datasette")
    given = parser.parse_args()
    require_console_script()
    compile_project()
    database = databases.shipped()
    ours, peers = list(existing(database)), list(same_question(database, given.peers))
    readings = in_turn([BASELINE, *ours, *peers], given.repeats)
    tables = [compared("Against importing click", [BASELINE, *ours], readings)]
    if peers:
        data = next(each for each in ours if each.name.endswith("--limit 20 --format csv"))._replace(budget=0.5)
        drawn = next(each for each in ours if each.name.endswith("--limit 20"))._replace(budget=0.5)
        asked = [peers[0], data, drawn, *peers[1:]]
        tables.append(compared("The same question, asked of others", asked, readings))
    how = f"`python -m benchmarks.startup --repeats {given.repeats}`"
    publish("startup", "Start-up", tables, how, [release(name, peer(name, given.peers)) for name in PEERS])


if __name__ == "__main__":
    main()
