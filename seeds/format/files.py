"""Find the files of a collection and their digests; `collection` reads them."""

from __future__ import annotations

import codecs
import hashlib
import os
import select
import stat
from collections.abc import Iterator
from pathlib import Path

from models import KEPT as KEPT
from models import SHIPPED as SHIPPED
from models.errors import MithaqError

RESERVED = (SHIPPED, KEPT)
# How many folders may lie within each other.
DEEPEST = 40
SHIPPED_FOLDER = Path(__file__).resolve().parent.parent
SPANS = ".spans.csv"
# The most bytes of a seed file, an article or a page.
SIZE_LIMIT = 64 * 2**20
# How long to wait for whoever writes to a pipe.
PIPE_SECONDS = 10
# The folder of reference tables, in the folder of a collection.
REFERENCE = "reference/"
# The meaning of a table is in files beside it, of its name. Rejected rows and verdicts of `mithaq compare` are not
# read.
MAP, LOOKUPS = ".map.yml", ".lookups.csv"
REPORTED = (".rejected.csv", ".verdicts.csv")
TABLES = (".csv", ".tsv", ".xlsx")


class SeedFile:
    """A file of a collection: its path relative to the folder, its bytes, and their SHA-256 in hexadecimal."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.size = len(data)
        self.digest = hashlib.sha256(data).hexdigest()
        self.is_of_article = (
            path.endswith(SPANS) or data.removeprefix(codecs.BOM_UTF8).startswith(b"article:") or b"\narticle:" in data
        )
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data


class StoredFile(SeedFile):
    """A file whose bytes are read again when needed: a folder may be larger than memory."""

    def __init__(self, path: str, location: str) -> None:
        super().__init__(path, read_bytes(location))
        self._location = location
        self._data = b""

    @property
    def data(self) -> bytes:
        """Return the bytes of the file.

        Raises:
            MithaqError: the file has changed since its digest was computed.
        """
        data = read_bytes(self._location)
        if hashlib.sha256(data).hexdigest() != self.digest:
            raise MithaqError(f"{self._location} changed while it was read; try again")
        return data


class TableFile(SeedFile):
    """A table of a folder: its digest is computed without holding it, and readers open its `location`."""

    def __init__(self, path: str, location: str) -> None:
        self.path = path
        self.location = location
        self.is_of_article = False
        try:
            with open(location, "rb", buffering=0) as file:
                self.size = os.fstat(file.fileno()).st_size
                self.digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise MithaqError(f"{location} cannot be read: {error.strerror}") from error

    @property
    def data(self) -> bytes:
        return read_bytes(self.location)


def shipped_files(ending: str = "") -> list[SeedFile]:
    """Return the files that come with Mithaq, in the order of loading, or those of them whose names end so."""
    patterns = ("reference/*.csv", "entities/*.yml", f"articles/*{SPANS}", "articles/*.yml")
    paths = (path for pattern in patterns for path in sorted(SHIPPED_FOLDER.glob(pattern)))
    wanted = (path for path in paths if path.name.endswith(ending))
    return [StoredFile(path.relative_to(SHIPPED_FOLDER).as_posix(), str(path)) for path in wanted]


def folder_files(folder: Path) -> list[SeedFile]:
    """Return the seed files of a user's folder in the order of loading: files without an article first, then by path.

    Hidden files and links that lead out of the folder are ignored.

    Raises:
        MithaqError: the folder does not exist, holds no seed files, or cannot be read.
    """
    if folder.is_file():
        raise MithaqError(f"{folder} is a file; name its folder")
    if not folder.is_dir():
        raise MithaqError(f"there is no folder {folder}; start one with: mithaq seed new {folder}")
    root = os.path.realpath(folder)
    try:
        files = [_file(path, location) for path, location in _walk(root, root, "")]
    except OSError as error:
        raise MithaqError(f"{error.filename} cannot be read: {error.strerror}") from error
    if not files:
        kinds = "*.yml, or a table with NAME.map.yml"
        raise MithaqError(f"{folder} holds no seed files ({kinds}); start one with: mithaq seed new {folder}")
    return sorted(files, key=lambda file: (file.is_of_article, file.path))


def seed_files_below(target: Path | None) -> list[Path]:
    """Return where the seed files of a folder are, of that of a file, or, without either, of what comes with Mithaq."""
    folder = target or SHIPPED_FOLDER
    root = os.path.realpath(folder if folder.is_dir() else folder.parent)
    return [Path(location) for _, location in _walk(root, root, "")]


def _file(path: str, location: str) -> SeedFile:
    return TableFile(path, location) if is_table(path) else StoredFile(path, location)


def _walk(root: str, folder: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the location of each seed file below a folder."""
    if prefix.count("/") > DEEPEST:
        raise MithaqError(f"{root} has folders more than {DEEPEST} deep; move their files up")
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(root, entry.path, f"{prefix}{entry.name}/")
            elif is_seed(prefix + entry.name) and entry.is_file() and _inside(root, entry):
                yield prefix + entry.name, entry.path


def is_seed(path: str) -> bool:
    """Return whether a path within a seed folder is that of a seed file, or of what belongs to one."""
    # `rejected.csv` is such a file as well.
    is_reported = f".{path.rpartition('/')[2]}".endswith(REPORTED)
    return not is_reported and (path.endswith((".yml", ".yaml", ".csv")) or is_table(path))


def is_table(path: str) -> bool:
    """Return whether a path is that of a table of a user's folder."""
    # A spreadsheet that is open has a file beside it whose name begins so.
    is_other = path.startswith(REFERENCE) or path.rpartition("/")[2].startswith("~$")
    return path.endswith(TABLES) and not is_other and not path.endswith((SPANS, LOOKUPS))


def is_of_table(path: str) -> bool:
    """Return whether a path is that of a table, of its map or of its lookups."""
    return is_table(path) or path.endswith((MAP, LOOKUPS))


def has_records(path: str) -> bool:
    """Return whether a path is that of a YAML file of records."""
    return path.endswith((".yml", ".yaml")) and not path.endswith(MAP)


def _inside(root: str, entry: os.DirEntry[str]) -> bool:
    """Return whether an entry is no link, or a link to a place within the folder."""
    return not entry.is_symlink() or os.path.realpath(entry.path).startswith(root + os.sep)


def read_bytes(location: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a file; if it is too large, one byte more than the limit.

    Raises:
        MithaqError: it cannot be read, or is a pipe into which nobody writes.
    """
    try:
        with open(location, "rb", buffering=0, opener=_open_at_once) as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISFIFO(mode):
                return _read_pipe(file.fileno(), location)
            if not stat.S_ISREG(mode):
                os.set_blocking(file.fileno(), True)
            data = file.read(SIZE_LIMIT + 1)
            # A device gives what is there.
            while data and len(data) <= SIZE_LIMIT and (more := file.read(SIZE_LIMIT + 1 - len(data))):
                data += more
            return data
    except OSError as error:
        raise MithaqError(f"{location} cannot be read: {error.strerror}") from error


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; a pipe into which nobody writes would wait without end."""
    return os.open(path, flags | os.O_NONBLOCK)


def _read_pipe(number: int, location: str | os.PathLike[str]) -> bytes:
    """Read a pipe to its end; whoever writes may pause for a while."""
    waiting = select.poll()
    waiting.register(number, select.POLLIN)
    data = b""
    while len(data) <= SIZE_LIMIT:
        if not waiting.poll(PIPE_SECONDS * 1000):
            raise MithaqError(f"{location} is a pipe, and nothing came for {PIPE_SECONDS} seconds; name a file")
        if not (more := os.read(number, SIZE_LIMIT + 1 - len(data))):
            break
        data += more
    return data
