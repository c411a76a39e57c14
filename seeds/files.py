"""Which files belong to a collection, and their digests; reading what they say is for `collection`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from models.errors import MithaqError

SHIPPED = "mithaq"
KEPT = "kept"
SHIPPED_FOLDER = Path(__file__).resolve().parent
SPANS = ".spans.csv"


@dataclass(frozen=True)
class SeedFile:
    """A file of a collection: its path relative to the folder, and its bytes."""

    path: str
    data: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def shipped_files() -> list[SeedFile]:
    """The files that come with Mithaq, in the order of loading."""
    patterns = ("reference/*.csv", "entities/*.yml", f"articles/*{SPANS}", "articles/*.yml")
    paths = (path for pattern in patterns for path in sorted(SHIPPED_FOLDER.glob(pattern)))
    return [_read(SHIPPED_FOLDER, path) for path in paths]


def folder_files(folder: Path) -> list[SeedFile]:
    """The seed files of a user's folder, in order of path; links to elsewhere are left alone.

    Raises:
        MithaqError: there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise MithaqError(f"there is no folder {folder}; start one with: mithaq seed new {folder}")
    paths = [path for path in folder.rglob("*") if path.name.endswith((".yml", ".yaml", SPANS))]
    files = [_read(folder, path) for path in sorted(paths) if path.is_file() and _belongs(path, folder)]
    if not files:
        raise MithaqError(f"{folder} holds no seed files (*.yml); start one with: mithaq seed new {folder}")
    return files


def _belongs(path: Path, folder: Path) -> bool:
    """Whether a file is inside the folder, also where a link leads, and neither hidden nor in a hidden folder."""
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.resolve().is_relative_to(folder.resolve())


def _read(folder: Path, path: Path) -> SeedFile:
    try:
        return SeedFile(path.relative_to(folder).as_posix(), path.read_bytes())
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error
