"""Build the databases that the benchmarks use: the shipped one, and generated ones of several scales."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks.measure import DATA, MITHAQ, PYTHON, run

COLLECTION = "generated"
# Larger databases are loaded from files of this scale, and their rows are then copied.
LARGEST_LOADED = 10


@cache
def build_shipped() -> Path:
    """Build a database with the shipped data, for this benchmark only."""
    DATA.mkdir(exist_ok=True)
    path = DATA / "shipped.db"
    path.unlink(missing_ok=True)
    run([MITHAQ, "--database", path, "build"])
    return path


def generate_seeds(scale: float, revised: float = 0) -> Path:
    """Generate a seed folder of the scale."""
    folder = DATA / f"seeds-{scale:g}{f'-revised-{revised:g}' if revised else ''}"
    run([PYTHON, "-m", "benchmarks.generate", folder, "--scale", str(scale), "--revised", str(revised)])
    return folder


def load_database(scale: float, anew: bool = False, largest: float = LARGEST_LOADED) -> Path:
    """Build a database with the shipped data and generated data of the scale; later benchmarks use it again."""
    files, copies = split_scale(scale, largest)
    path = DATA / f"scale-{files:g}{f'x{copies}' if copies > 1 else ''}.db"
    if anew or not path.exists() or not _is_current(path):
        made = path.with_suffix(".part")
        if copies > 1:
            copy(load_database(files), made)
            run([PYTHON, "-m", "benchmarks.replicate", made, str(copies)])
        else:
            copy(build_shipped(), made)
            run(load_command(made, generate_seeds(files)))
        made.replace(path)
    return path


def split_scale(scale: float, largest: float = LARGEST_LOADED) -> tuple[float, int]:
    """Return the scale of the files to load for a database of this scale, and how often to copy their rows."""
    copies = max(1, round(scale / largest))
    return scale / copies, copies


def load_command(database: str | Path, folder: Path) -> list[str | Path]:
    return [MITHAQ, "--database", database, "seed", "load", folder, "--collection", COLLECTION]


def copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)


def _is_current(path: Path) -> bool:
    """Return whether the database is at the newest revision."""
    return _revision(path) == _revision(build_shipped())


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
