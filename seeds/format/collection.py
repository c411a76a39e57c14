"""Read the seed files of a folder: records, reference tables, digests of spans."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from models.terminal.progress import track
from seeds.format.added_codes import add_codes, is_reference
from seeds.format.characters import decode
from seeds.format.files import SHIPPED, SPANS, SeedFile, has_records, shipped_files
from seeds.format.problems import Place, Problems
from seeds.format.reading import read_file
from seeds.format.records import Record
from seeds.format.reference_tables import Reference

SPAN_HEADER = "start,end,digest"
SPAN_LINE = re.compile("([0-9]{1,9}),([0-9]{1,9}),([0-9a-f]{64})")
Span = tuple[int, int]
Spans = dict[str, dict[Span, str]]


@dataclass
class Collection:
    """The contents of the files of a folder."""

    name: str
    files: list[SeedFile]
    reference: Reference = field(default_factory=Reference)
    records: list[Record] = field(default_factory=list)
    spans: Spans = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    # Of its tables: the balances of cells, the number of rejected rows, and how many records, links and citations the
    # other rows state.
    balances: list[str] = field(default_factory=list)
    rejected: int = 0
    stated: Counter[str] = field(default_factory=Counter)


def digest_of_files(files: Iterable[SeedFile]) -> str:
    """Return the SHA-256 over the paths and digests of the files."""
    lines = (f"{file.digest}  {file.path}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_collection(name: str, files: list[SeedFile], problems: Problems) -> Collection:
    """Read every file; problems go to `problems`.

    The reference tables are those of the files for the shipped collection, and for any other the shipped ones with
    the codes that its files add.
    """
    collection = Collection(name, files)
    for file in track(files, "Reading files"):
        if file.path.endswith(SPANS):
            article = Path(file.path).name.removesuffix(SPANS)
            collection.spans.setdefault(article, {}).update(read_spans(file, problems))
        elif has_records(file.path):
            collection.records += read_file(file.data, file.path, problems)
    if name != SHIPPED:
        collection.reference = add_codes(read_reference(), files, problems)
        return collection
    reference = collection.reference = read_tables(files, problems)
    named = reference.named_countries(reference.countries, problems)
    collection.records = [*reference.countries, *named, *collection.records]
    return collection


def read_tables(files: list[SeedFile], problems: Problems) -> Reference:
    """Read the reference tables among the shipped files."""
    reference = Reference()
    for file in files:
        if is_reference(file.path):
            try:
                reference.add(Path(file.path).stem, file.data)
            except (ValueError, LookupError, TypeError, csv.Error) as error:
                problems.add(Place(file.path, 1), f"not a reference table: {error!r}")
    return reference


def read_spans(file: SeedFile, problems: Problems) -> Iterator[tuple[Span, str]]:
    """Yield the spans of an article with their digests: lines of start, end and digest, under a header."""
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
    """Read the collection that comes with Mithaq as one that may be changed."""
    return read_collection(SHIPPED, shipped_files(), problems)


@cache
def read_reference() -> Reference:
    """Return the reference tables that come with Mithaq; they are read once, and not to be changed."""
    return read_tables([file for file in shipped_files() if is_reference(file.path)], Problems())


@cache
def shipped_collection() -> Collection:
    """Return the collection that comes with Mithaq; it is read once, and not to be changed."""
    return read_shipped(Problems())


@cache
def shipped_spans() -> Spans:
    """Return the digests of the spans of the shipped articles; they are read once, and not to be changed."""
    return read_collection(SHIPPED, shipped_files(SPANS), Problems()).spans
