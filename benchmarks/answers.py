"""The same questions asked of others: reports, `show` and search against the driver, `sqlite-utils` and Datasette.

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
    in_turn,
    publish,
    ratio,
    require_console_script,
    seconds,
)
from benchmarks.peers import Datasette, peer, release, serving
from benchmarks.queries import Commands, commands, counted

NOTE = (
    "Whole processes by the clock, but for Datasette, a running server that is asked over HTTP. The others run the"
    " statements that the command runs, so many as the second column says: `sqlite-utils query` in a process for each."
    " `×` is the time of mithaq divided by theirs: below 1, mithaq is sooner. MiB are peaks of memory, of the server"
    " its highest so far."
)


class Tools:
    """Those that are here, and how each is asked."""

    def __init__(self, database: Path, sqlite_utils: Path | None, datasette: Datasette | None) -> None:
        self.database = database
        self.sqlite_utils = sqlite_utils
        self.datasette = datasette

    def asked(self, argv: list[str], statements: list[str]) -> Iterator[Command]:
        """The command of mithaq, then the others."""
        yield Command("mithaq", [MITHAQ, "--database", self.database, *argv])
        kept = DATA / "statements.json"
        kept.write_text(json.dumps(statements))
        yield Command("driver", [PYTHON, "-m", "benchmarks.script", self.database, kept])
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
    for (name, argv), found in zip(asked.items(), counted(tools.database, asked, 1), strict=True):
        readings = in_turn(tools.asked(argv, found["questions"]), repeats)
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
    return _wall(theirs), f"{ratio(ours, theirs, 'wall'):.2f}"


def _wall(readings: list[Reading]) -> str:
    return seconds(median(each.wall for each in readings))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", type=Path, help="folder with the commands sqlite-utils and datasette")
    given = parser.parse_args()
    require_console_script()
    database = databases.loaded(given.scale)
    sqlite_utils, datasette = peer("sqlite-utils", given.peers), peer("datasette", given.peers)
    with ExitStack() as running:
        served = running.enter_context(serving(datasette, database)) if datasette else None
        # A dossier on a page is for reading; its data are those of `show`.
        asked = {name: argv for name, argv in commands().items() if argv[0] in ("report", "show", "search")}
        table = compared(Tools(database, sqlite_utils, served), asked, given.scale, given.repeats)
    how = f"`python -m benchmarks.answers --scale {given.scale:g} --repeats {given.repeats}`"
    releases = [release("sqlite-utils", sqlite_utils), release("datasette", datasette)]
    publish(f"answers-{given.scale:g}", f"The same questions at scale {given.scale:g}", [table], how, releases)


if __name__ == "__main__":
    main()
