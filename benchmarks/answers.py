"""Compare reports, `show` and search with the driver, `sqlite-utils` and Datasette on the same questions.

python -m benchmarks.answers --scale 1 --repeats 3 --peers FOLDER
"""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import databases
from benchmarks.measure import (
    DATA,
    MITHAQ,
    PYTHON,
    Argv,
    Command,
    Reading,
    Table,
    median_ratio,
    publish,
    require_console_script,
    run_in_turn,
    seconds,
)
from benchmarks.peers import Datasette, describe_peer, find_peer, serve
from benchmarks.queries import Commands, count_commands, list_commands

NOTE = (
    "Elapsed time of whole processes, except for Datasette, a running server that answers over HTTP. The others run"
    " the statements of the command (the second column has their number): `sqlite-utils query` in a process for each."
    " `×` is the time of mithaq divided by theirs; below 1, mithaq is faster. MiB is peak memory; for the server, the"
    " peak so far."
)


class Tools:
    """The available tools, and the command to run each."""

    def __init__(self, database: Path, sqlite_utils: Path | None, datasette: Datasette | None) -> None:
        self.database = database
        self.sqlite_utils = sqlite_utils
        self.datasette = datasette

    def build_commands(self, argv: list[str], statements: list[str]) -> Iterator[Command]:
        """Yield the command of mithaq, then those of the others."""
        yield Command("mithaq", [MITHAQ, "--database", self.database, *argv])
        file = DATA / "statements.json"
        file.write_text(json.dumps(statements))
        yield Command("driver", [PYTHON, "-m", "benchmarks.script", self.database, file])
        if self.sqlite_utils:
            yield Command("sqlite-utils", self.one_by_one(str(self.sqlite_utils), statements))
        if self.datasette:
            yield Command("Datasette", partial(self.datasette.ask, statements))

    def one_by_one(self, program: str, statements: list[str]) -> Argv:
        queries = [[program, "query", str(self.database), sql, "--csv"] for sql in statements]
        return ["sh", "-c", " && ".join(map(shlex.join, queries))]

    def names(self) -> list[str]:
        found = ["driver"]
        found += ["sqlite-utils"] if self.sqlite_utils else []
        return [*found, "Datasette"] if self.datasette else found


def compared(tools: Tools, asked: Commands, scale: float, repeats: int) -> Table:
    others = tools.names()
    heads = ["command", "statements", "mithaq", *(word for name in others for word in (name, "×"))]
    peaks = [f"MiB {name}" for name in ("mithaq", *others)]
    table = Table(f"Scale {scale:g}", [*heads, *peaks], note=NOTE)
    for (name, argv), found in zip(asked.items(), count_commands(tools.database, asked, 1), strict=True):
        readings = run_in_turn(tools.build_commands(argv, found["questions"]), repeats)
        ours = readings["mithaq"]
        table.add(
            name,
            str(len(found["questions"])),
            _wall(ours),
            *(cell for other in others for cell in _against(ours, readings[other])),
            *(f"{median(each.peak for each in readings[tool]):.0f}" for tool in ("mithaq", *others)),
        )
    return table


def _against(ours: list[Reading], theirs: list[Reading]) -> tuple[str, str]:
    return _wall(theirs), f"{median_ratio(ours, theirs, 'wall'):.2f}"


def _wall(readings: list[Reading]) -> str:
    return seconds(median(each.wall for each in readings))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="folder with the commands sqlite-utils and datasette")
    given = parser.parse_args()
    require_console_script()
    database = databases.load_database(given.scale)
    sqlite_utils, datasette = find_peer("sqlite-utils", given.peers), find_peer("datasette", given.peers)
    with ExitStack() as running:
        served = running.enter_context(serve(datasette, database)) if datasette else None
        # Briefs are left out: they have the same data as `show`.
        asked = {name: argv for name, argv in list_commands().items() if argv[0] in ("report", "show", "search")}
        table = compared(Tools(database, sqlite_utils, served), asked, given.scale, given.repeats)
    how = f"`python -m benchmarks.answers --scale {given.scale:g} --repeats {given.repeats}`"
    releases = [describe_peer("sqlite-utils", sqlite_utils), describe_peer("datasette", datasette)]
    publish(f"answers-{given.scale:g}", f"The same questions at scale {given.scale:g}", [table], how, releases)


if __name__ == "__main__":
    main()
