"""Compare upgrades and downgrades of a populated database, with their backups, with copying the file.

python -m benchmarks.migrations --scale 1 --repeats 3
python -m benchmarks.migrations --scale 1 --postgresql
"""

from __future__ import annotations

import argparse
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
from benchmarks.postgresql import Server, server

# This revision has all facts and the log of loads, but no views, no search index and nothing later.
BELOW = "0007"
TARGET = DATA / "migrated.db"


def upgrade(database: str | Path) -> Argv:
    return [MITHAQ, "--database", database, "db", "upgrade"]


def downgrade(database: str | Path, revision: str) -> Argv:
    return [MITHAQ, "--database", database, "db", "downgrade", revision, "--yes"]


def on_sqlite(scale: float, below: str, repeats: int) -> Table:
    head, lower = databases.load_database(scale), DATA / "lower.db"
    _place(head)
    output(downgrade(TARGET, below))
    databases.copy(TARGET, lower)
    commands = list(_commands_on_sqlite(head, lower, below))
    readings = run_in_turn(commands, repeats)
    _place(lower)
    output(upgrade(TARGET))
    output([MITHAQ, "--database", TARGET, "db", "check"])
    note = f"{head.stat().st_size / 2**20:,.0f} MiB. `mithaq db check` finds nothing wrong with what was taken up."
    return compare(f"From {below} to the newest revision and back, SQLite", commands, readings, note)


def _commands_on_sqlite(head: Path, lower: Path, below: str) -> Iterator[Command]:
    from_head, from_lower = partial(_place, head), partial(_place, lower)
    yield Command("cp, then fsync", [*DRIVER, "copy", head, TARGET])
    yield Command("VACUUM INTO", [*DRIVER, "vacuum", head, TARGET])
    yield Command("mithaq db backup: copy and prove", [MITHAQ, "--database", TARGET, "db", "backup"], from_head)
    yield Command(f"mithaq db upgrade, from {below}", upgrade(TARGET), from_lower)
    yield Command(f"mithaq db downgrade {below}", downgrade(TARGET, below), from_head)


def _place(source: Path) -> None:
    """Copy the database to where it is migrated, and delete earlier backups."""
    for backup in TARGET.parent.glob(f"{TARGET.name}.*"):
        backup.unlink()
    databases.copy(source, TARGET)


def on_postgresql(own: Server, scale: float, below: str, repeats: int) -> Table:
    """Measure elapsed time, because the server's CPU time is not measured."""
    head, target = own.loaded(scale), own.to_mithaq("migrated")
    own.create("lower", head)
    output(downgrade(own.to_mithaq("lower"), below))
    commands = [
        Command("CREATE DATABASE, a copy", [*DRIVER, "copy-database", own.url, head, "migrated"]),
        Command(f"mithaq db upgrade, from {below}", upgrade(target), partial(own.create, "migrated", "lower")),
        Command(f"mithaq db downgrade {below}", downgrade(target, below), partial(own.create, "migrated", head)),
    ]
    note = "No backup is made: it is one transaction. CPU time and memory are the client's."
    heading = f"From {below} to the newest revision and back, PostgreSQL"
    return compare(heading, commands, run_in_turn(commands, repeats), note, by="wall")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=float, default=1, help="1 is 10,000 agreements")
    parser.add_argument("--below", default=BELOW, help="the lower revision")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server instead")
    given = parser.parse_args()
    require_console_script()
    how = f"`python -m benchmarks.migrations --scale {given.scale:g} --below {given.below} --repeats {given.repeats}"
    title = f"Migrations at scale {given.scale:g}"
    asked = (given.scale, given.below, given.repeats)
    if given.postgresql:
        with server() as own:
            tables, releases = [on_postgresql(own, *asked)], [own.release()]
        name = f"migrations-postgresql-{given.scale:g}"
        publish(name, f"{title}, PostgreSQL", tables, f"{how} --postgresql`", releases)
        return
    publish(f"migrations-{given.scale:g}", title, [on_sqlite(*asked)], f"{how}`")


if __name__ == "__main__":
    main()
