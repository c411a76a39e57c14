"""A folder of seed files: which files belong to it, their digests, and the records they hold."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import MithaqError
from seeds.problems import Place, Problems
from seeds.reading import decode, read_file
from seeds.records import Record
from seeds.reference import Reference

SHIPPED = "mithaq"
KEPT = "kept"
SHIPPED_FOLDER = Path(__file__).resolve().parent
SPANS = ".spans.csv"
SPAN_HEADER = "start,end,digest"
SPAN_LINE = re.compile("([0-9]{1,9}),([0-9]{1,9}),([0-9a-f]{64})")
Span = tuple[int, int]


@dataclass(frozen=True)
class SeedFile:
    """A file of a collection: its path relative to the folder, and its bytes."""

    path: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass
class Collection:
    """Everything that the files of a folder say."""

    name: str
    files: list[SeedFile]
    reference: Reference = field(default_factory=Reference)
    records: list[Record] = field(default_factory=list)
    spans: dict[str, dict[Span, str]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 over the paths and digests of the files: the same files, the same digest."""
        lines = (f"{file.digest}  {file.path}\n" for file in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


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
    files = [_read(folder, path) for path in sorted(paths) if path.is_file() and _inside(path, folder)]
    if not files:
        raise MithaqError(f"{folder} holds no seed files (*.yml); start one with: mithaq seed new {folder}")
    return files


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _read(folder: Path, path: Path) -> SeedFile:
    try:
        return SeedFile(path.relative_to(folder).as_posix(), path.read_bytes())
    except OSError as error:
        raise MithaqError(f"{path} cannot be read: {error.strerror}") from error


def read_collection(name: str, files: list[SeedFile], problems: Problems) -> Collection:
    """Read every file; what is wrong with them goes to `problems`."""
    collection = Collection(name, files)
    for file in files:
        if file.path.startswith("reference/") and name == SHIPPED:
            collection.reference.add(Path(file.path).stem, file.data)
        elif file.path.endswith(SPANS):
            article = Path(file.path).name.removesuffix(SPANS)
            collection.spans.setdefault(article, {}).update(_read_spans(file, problems))
        else:
            collection.records += read_file(file.data, file.path, problems)
    collection.records = collection.reference.countries + collection.records
    return collection


def _read_spans(file: SeedFile, problems: Problems) -> Iterator[tuple[Span, str]]:
    """Lines of start, end and digest, under a header."""
    text = decode(file.data, file.path, problems) or ""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        match = SPAN_LINE.fullmatch(line)
        if match:
            yield (int(match[1]), int(match[2])), match[3]
        elif not (number == 1 and line == SPAN_HEADER) and not (number == len(lines) and not line):
            problem = "a line is start,end,digest; write the file with: mithaq seed format --text"
            problems.add(Place(file.path, number), problem)


def read_shipped(problems: Problems) -> Collection:
    return read_collection(SHIPPED, shipped_files(), problems)
