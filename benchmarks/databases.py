"""Makes what the benchmarks measure on, once: the shipped database, and generated ones of several scales."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks.measure import DATA, MITHAQ, PYTHON, run

COLLECTION = "generated"
# A larger one is loaded from the files of this scale, and its rows then copied.
LARGEST_LOADED = 10


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
        made = path.with_suffix(".part")
        files, copies = made_of(scale)
        if copies > 1:
            copy(loaded(files), made)
            run([PYTHON, "-m", "benchmarks.replicate", made, str(copies)])
        else:
            copy(shipped(), made)
            run(load_command(made, seeds(files)))
        made.replace(path)
    return path


def made_of(scale: float) -> tuple[float, int]:
    """The scale of the files that make a database of this scale, and how often their rows are in it."""
    copies = max(1, round(scale / LARGEST_LOADED))
    return scale / copies, copies


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
