"""Makes what the benchmarks measure on, once: the shipped database, and generated ones of several scales."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks.measure import DATA, MITHAQ, PYTHON, run

COLLECTION = "generated"


@cache
def shipped() -> Path:
    """A database with what comes with Mithaq, made anew by each benchmark."""
    DATA.mkdir(exist_ok=True)
    path = DATA / "shipped.db"
    path.unlink(missing_ok=True)
    run([MITHAQ, "--database", path, "build"])
    return path


def seeds(scale: float, revised: float = 0) -> Path:
    """A seed folder of that scale."""
    folder = DATA / f"seeds-{scale:g}{f'-revised-{revised:g}' if revised else ''}"
    run([PYTHON, "-m", "benchmarks.generate", folder, "--scale", str(scale), "--revised", str(revised)])
    return folder


def loaded(scale: float, anew: bool = False) -> Path:
    """A database with the shipped data and those of that scale; kept from one benchmark to the next."""
    path = DATA / f"scale-{scale:g}.db"
    if anew or not path.exists() or not _current(path):
        copy(shipped(), path)
        run(load_command(path, seeds(scale)))
    return path


def load_command(database: str | Path, folder: Path) -> list[str | Path]:
    return [MITHAQ, "--database", database, "seed", "load", folder, "--collection", COLLECTION]


def copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _current(path: Path) -> bool:
    """Whether the database is at the revision of the shipped one."""
    return _revision(path) == _revision(shipped())


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
