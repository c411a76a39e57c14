"""Cuts every operation on a SQLite file at chosen system calls, and looks at the result through Mithaq's own commands.

    python -m tests.reliability.cuts [--points N] [OPERATION…]

An operation is killed, ended by SIGTERM, SIGHUP or Ctrl-C, or told that the disk is full or broken, before the first,
the last and N calls between them of each kind that changes a file. strace does it; without it the reason is printed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from models.storage.sqlite_file import BESIDE
from seeds.loading.loader import load_shipped
from tests.models.storage.faults import file_dump, mithaq
from tests.paths import CHECKOUT
from tests.seedfiles import AGREEMENT, TEXT, write_folder

# Calls that change a file or its name, by what each may do in one kernel or another.
CALLS = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "mkdir", "rmdir", "chmod")
# How a call ends: with a signal before it, or with an error in its place.
KILL, ENDS, ERRORS = (
    "signal=SIGKILL",
    ("signal=SIGTERM", "signal=SIGHUP", "signal=SIGINT"),
    ("error=ENOSPC", "error=EIO"),
)
OLD = "0012"
BACKUP = "mithaq.db.20250101T000000.000000Z.backup"
Content = dict[str, object]


class Operation(NamedTuple):
    """A command; what is prepared for it in an empty folder, of which it gets the path of the database."""

    prepare: Callable[[Path], list[str]]
    damaged: bool = False


@cache
def made(kind: str) -> bytes:
    """Return the bytes of a file: without rows, with the shipped data, or with them at an old revision."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        upgrade(Database.file(path))
        if kind != "empty":
            load_shipped(Database.file(path))
        if kind == "old":
            downgrade(Database.file(path), OLD)
        return path.read_bytes()


def build(path: Path) -> list[str]:
    """Make the file."""
    return ["build"]


def upgraded(path: Path) -> list[str]:
    """Upgrade an old file."""
    path.write_bytes(made("old"))
    return ["db", "upgrade"]


def downgraded(path: Path) -> list[str]:
    """Downgrade a loaded file."""
    path.write_bytes(made("loaded"))
    return ["db", "downgrade", OLD, "--yes"]


def backed_up(path: Path) -> list[str]:
    """Back up a loaded file."""
    path.write_bytes(made("loaded"))
    return ["db", "backup"]


def restored(path: Path) -> list[str]:
    """Restore a loaded file over one without rows."""
    path.write_bytes(made("empty"))
    (path.parent / BACKUP).write_bytes(made("loaded"))
    return ["db", "restore"]


def restored_over_damage(path: Path) -> list[str]:
    """Restore a loaded file in the place of a damaged one."""
    path.write_bytes(bytes(4096) + made("loaded")[4096:])
    (path.parent / BACKUP).write_bytes(made("loaded"))
    return ["db", "restore"]


def loaded(path: Path) -> list[str]:
    """Load the shipped data into a file without rows."""
    path.write_bytes(made("empty"))
    return ["seed", "load"]


def reloaded(path: Path) -> list[str]:
    """Load a collection into a loaded file."""
    path.write_bytes(made("loaded"))
    return ["seed", "load", str(write_folder(path.parent / "mine", AGREEMENT)), "--collection", "mine"]


def attached(path: Path) -> list[str]:
    """Attach the text of a loaded article."""
    path.write_bytes(made("loaded"))
    folder = write_folder(path.parent / "mine", AGREEMENT)
    assert mithaq(path, "seed", "load", str(folder), "--collection", "mine").exit_code == 0
    (path.parent / "a.txt").write_text(TEXT, encoding="utf-8")
    return ["article", "attach", str(path.parent / "a.txt")]


def exported(path: Path) -> list[str]:
    """Replace an export."""
    path.write_bytes(made("loaded"))
    target = path.parent / "out"
    target.mkdir()
    (target / "v_agreement.csv").write_text("earlier\n")
    return ["export", str(target)]


def written(path: Path) -> list[str]:
    """Replace the file of an output."""
    path.write_bytes(made("loaded"))
    (path.parent / "out.csv").write_text("earlier\n")
    return ["report", "agreements", "--output", str(path.parent / "out.csv")]


OPERATIONS = {
    each.__name__: Operation(each, each is restored_over_damage)
    for each in (
        *(build, upgraded, downgraded, backed_up, restored, restored_over_damage),
        *(loaded, reloaded, attached, exported, written),
    )
}


def no_strace() -> str | None:
    """Return the reason why no system call can be chosen here; None if strace works."""
    if not shutil.which("strace"):
        return "strace is not installed, so no system call can be chosen"
    run = subprocess.run(["strace", "-f", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    return f"strace does not work here: {run.stderr.strip()}" if run.returncode else None


def traced(path: Path, arguments: list[str], *options: str) -> int:
    """Run a command on a file, under strace if it gets options; return its exit status, negative for a signal."""
    command = [sys.executable, str(CHECKOUT / "cli.py"), "--database", str(path), *arguments]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        under = ["strace", "-f", *options] if options else []
        return subprocess.run([*under, *command], capture_output=True, env=environment, check=False).returncode
    finally:
        signal.signal(signal.SIGHUP, before)


def count_calls(operation: Operation) -> dict[str, int]:
    """Return how often an operation makes each call."""
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("r") as log:
        path = Path(folder) / "mithaq.db"
        arguments = operation.prepare(path)
        traced(path, arguments, "-o", log.name, "-e", f"trace={','.join(CALLS)}")
        names = [line.split(maxsplit=1)[-1].partition("(")[0] for line in log]
        return {call: count for call in CALLS if (count := names.count(call))}


def points(count: int, between: int) -> list[int]:
    """Return the numbers of the first call, the last, and some between."""
    return sorted({1, count, *(round(1 + (count - 1) * part / (between + 1)) for part in range(1, between + 1))})


def content(path: Path) -> Content:
    """Return what an operation may change: the database, an export and an output; none that is missing."""
    found: Content = {}
    if path.exists() and path.stat().st_size:
        looked = mithaq(path, "db", "current")
    # A first build that was killed is undone by whoever looks, and leaves an empty file.
    if path.exists() and path.stat().st_size:
        assert looked.exit_code == 0
        found["database"] = _in_order(file_dump(path))
    for name in ("out", "out.csv"):
        target = path.parent / name
        if target.is_dir():
            found[name] = {each.name: each.read_bytes() for each in target.iterdir()}
        elif target.exists():
            found[name] = target.read_bytes()
    return found


def _in_order(dump: list[str]) -> list[str]:
    """Return a dump with constraints and indexes in one order: migrations make them in any."""
    indexes = sorted(line for line in dump if line.startswith("CREATE INDEX"))
    return [_ordered(line) for line in dump if not line.startswith("CREATE INDEX")] + indexes


def _ordered(statement: str) -> str:
    if not statement.startswith("CREATE TABLE"):
        return statement
    return "\n".join(sorted(line.rstrip(", ") for line in statement.split("\n")))


def outcomes(operation: Operation) -> list[Content]:
    """Return the content before an operation and after it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        arguments = operation.prepare(path)
        before = {} if operation.damaged else content(path)
        assert traced(path, arguments) == 0
        return [before, content(path)]


def cut(operation: Operation, allowed: list[Content], call: str, number: int, how: str) -> tuple[bool, str]:
    """Cut an operation once; return whether it was cut, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mithaq.db"
        arguments = operation.prepare(path)
        kept = {each.name for each in path.parent.iterdir()}
        inject = f"inject={call}:{how}:when={number}"
        status = traced(path, arguments, "-o", os.devnull, "-e", f"trace={call}", "-e", inject)
        try:
            return status != 0, _wrong(operation, path, allowed, kept, how)
        except AssertionError as error:
            return status != 0, f"{error!r}"


def _wrong(operation: Operation, path: Path, allowed: list[Content], kept: set[str], how: str) -> str:
    new = sorted(each.name for each in path.parent.iterdir() if each.name not in kept | {path.name})
    left = [each for each in new if not each.endswith((".backup", ".damaged"))]
    if how in ERRORS:
        # After an error in writing, SQLite needs its journal.
        left = [each for each in left if not each.endswith(BESIDE)]
    if how != KILL and left:
        return f"left behind: {', '.join(left)}"
    if operation.damaged and mithaq(path, "db", "current").exit_code:
        # It is damaged still, or for a moment nothing had its name.
        result = mithaq(path, "db", "restore")
        if result.exit_code:
            return f"cannot be restored: {result.stderr}"
    if not operation.damaged or path.exists():
        found = content(path)
        if "out" in allowed[0] and "out" not in found and (hidden := [*path.parent.glob(".out.*.old")]):
            # Documented: between two renames the earlier export is beside it.
            hidden[0].rename(path.parent / "out")
            found = content(path)
        if found not in allowed and not (operation.prepare is build and _is_a_stage(path)):
            return "neither the old state nor the new"
    for command in ("upgrade", "backup", "check") if path.exists() and path.stat().st_size else ():
        result = mithaq(path, "db", command)
        if result.exit_code:
            return f"db {command}: {result.output}"
    return ", ".join(each.name for each in path.parent.glob(f"{path.name}*.part*"))


def _is_a_stage(path: Path) -> bool:
    """Return whether a build ended after the migration, before the load."""
    return not path.exists() or mithaq(path, "report", "agreements", "--format", "csv").exit_code == 0


def cuts(operation: Operation, between: int) -> Iterator[tuple[str, int, str]]:
    """Yield the calls at which an operation is cut, and how: killed at all, otherwise at the first, middle and last."""
    for call, count in count_calls(operation).items():
        for number in points(count, between):
            yield call, number, KILL
        for place, number in enumerate(points(count, 1)):
            yield call, number, ENDS[place % len(ENDS)]
            if call not in ("unlink", "rmdir"):
                yield call, number, ERRORS[place % len(ERRORS)]


def run(name: str, between: int) -> list[str]:
    """Cut an operation at all its points, print a line, and return what was wrong."""
    operation = OPERATIONS[name]
    allowed, done, ended, wrong = outcomes(operation), 0, 0, []
    for call, number, how in cuts(operation, between):
        was_cut, problem = cut(operation, allowed, call, number, how)
        done += 1
        ended += was_cut
        if problem:
            wrong.append(f"{name}: {call} {number} {how}: {problem}")
    print(f"{name:22} cut {done:4}, did not succeed {ended:4}, wrong {len(wrong)}", flush=True)
    for line in wrong:
        print(f"  {line}", flush=True)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="OPERATION")
    parser.add_argument("--points", type=int, default=4)
    given = parser.parse_args()
    if reason := no_strace():
        sys.exit(reason)
    wrong = [line for name in given.names or OPERATIONS for line in run(name, given.points)]
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
