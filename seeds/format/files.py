"""Which files belong to a collection, and their digests; reading what they say is for `collection`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from models.errors import MithaqError

# The collection that comes with Mithaq, and that of records which others still need.
SHIPPED = "mithaq"
KEPT = "kept"
RESERVED = (SHIPPED, KEPT)
SHIPPED_FOLDER = Path(__file__).resolve().parent.parent
SPANS = ".spans.csv"


class SeedFile:
    """A file of a collection: its path relative to the folder, its bytes, and their SHA-256 in hexadecimal."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.size = len(data)
        self.digest = hashlib.sha256(data).hexdigest()
        self.is_of_article = path.endswith(SPANS) or data.startswith(b"article:") or b"\narticle:" in data
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data


class StoredFile(SeedFile):
    """A file whose bytes are read again when they are asked for: a folder may be larger than memory."""

    def __init__(self, path: str, location: str) -> None:
        super().__init__(path, _bytes(location))
        self._location = location
        self._data = b""

    @property
    def data(self) -> bytes:
        """Raises:
        MithaqError: it is not what it was a moment ago.
        """
        data = _bytes(self._location)
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise MithaqError(f"{self._location} has changed while it was read; try again")
        return data


def shipped_files() -> list[SeedFile]:
    """The files that come with Mithaq, in the order of loading."""
    patterns = ("reference/*.csv", "entities/*.yml", f"articles/*{SPANS}", "articles/*.yml")
    paths = (path for pattern in patterns for path in sorted(SHIPPED_FOLDER.glob(pattern)))
    return [StoredFile(path.relative_to(SHIPPED_FOLDER).as_posix(), str(path)) for path in paths]


def folder_files(folder: Path) -> list[SeedFile]:
    """The seed files of a user's folder; links to elsewhere and what is hidden are left alone.

    In the order of loading: what an article says rests on the files that belong to no article, so these come
    first; beyond that, in order of path.

    Raises:
        MithaqError: there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise MithaqError(f"there is no folder {folder}; start one with: mithaq seed new {folder}")
    root = os.path.realpath(folder)
    files = [StoredFile(path, location) for path, location in _walk(root, root, "")]
    if not files:
        raise MithaqError(f"{folder} holds no seed files (*.yml); start one with: mithaq seed new {folder}")
    return sorted(files, key=lambda file: (file.is_of_article, file.path))


def _walk(root: str, folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """The path and the location of each seed file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith((".yml", ".yaml", SPANS)) and entry.is_file() and _inside(root, entry):
                yield prefix + entry.name, entry.path


def _inside(root: str, entry: os.DirEntry[str]) -> bool:
    """Whether a link leads to a place within the folder."""
    return not entry.is_symlink() or os.path.realpath(entry.path).startswith(root + os.sep)


def _bytes(location: str) -> bytes:
    try:
        with open(location, "rb", buffering=0) as file:
            return file.read()
    except OSError as error:
        raise MithaqError(f"{location} cannot be read: {error.strerror}") from error
