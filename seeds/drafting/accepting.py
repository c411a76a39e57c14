"""Accept drafted records: remove their `draft: true`, and leave every other character of the file unchanged."""

from __future__ import annotations

import re
from collections.abc import Collection as Slugs
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from models.errors import MithaqError
from seeds.format.added_codes import add_codes
from seeds.format.canonical import contents
from seeds.format.collection import Collection, read_reference
from seeds.format.files import folder_files
from seeds.format.problems import Place, Problems, nearest
from seeds.format.reading import read_file
from seeds.format.record_checks import check_records
from seeds.format.records import DRAFT, Record
from seeds.format.yaml_nodes import LOADER

COMMA = re.compile(r"\s*,\s*")


def accept(path: Path, data: bytes, slugs: Slugs[str] = ()) -> tuple[bytes, int, int]:
    """Return the file without the marks of these records (all if none is given), and how many are removed and left.

    Raises:
        MithaqError: the file has problems, has no such draft, or a record lacks something that the format demands.
    """
    problems = Problems()
    records = read_file(data, str(path), problems)
    problems.raise_if_any()
    drafts = [record for record in records if record.draft]
    _require(path, drafts, slugs)
    accepted = [record for record in drafts if not slugs or record.slug in slugs]
    for record in accepted:
        record.draft = False
    _check(accepted, path.parent)
    without = _without_marks(data.decode(), {record.place.line for record in accepted}).encode()
    if contents(read_file(without, str(path), problems)) != contents(records):
        problems.add(Place(str(path), 1), "the file would have other contents; report this as a bug")
    problems.raise_if_any()
    return without, len(accepted), len(drafts) - len(accepted)


def _require(path: Path, drafts: list[Record], slugs: Slugs[str]) -> None:
    """Require that the file has drafts, and these slugs among them.

    Raises:
        MithaqError: there are no drafts, or one of the slugs is not among them.
    """
    if not drafts:
        raise MithaqError(f"{path} has no drafts")
    known = [record.slug for record in drafts]
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        lines = (f"{path} has no draft {slug!r}{nearest(slug, known)}" for slug in unknown)
        raise MithaqError("\n".join([*lines, "Nothing was accepted."]))


def _check(records: list[Record], folder: Path) -> None:
    """Check the records with the codes of their folder.

    Raises:
        MithaqError: a record is not complete.
    """
    problems = Problems()
    reference = add_codes(read_reference(), folder_files(folder), problems)
    check_records(Collection("yours", [], reference, records), problems)
    if problems.found:
        raise MithaqError("\n".join(["Nothing was accepted.", *problems.lines()]))


def _without_marks(text: str, lines: set[int]) -> str:
    """Return the text of a file without the marks of the records that begin on these lines."""
    records = [*_records(yaml.compose(text, Loader=LOADER))]
    starts = [record.start_mark.index for record in records]
    pieces = [text[: starts[0]]]
    for record, start, end in zip(records, starts, [*starts[1:], len(text)], strict=True):
        # Text before the record on its line shows whether the mark has a line of its own.
        line = text.rfind("\n", 0, start) + 1
        marked = record.start_mark.line + 1 in lines
        part = _without_mark(text[line:end], record, line) if marked else text[line:end]
        pieces.append(part[start - line :])
    return "".join(pieces)


def _records(root: Any) -> Iterator[Any]:
    for _, content in root.value:
        yield from content.value if isinstance(content, yaml.SequenceNode) else [content]


def _without_mark(text: str, record: Any, offset: int) -> str:
    """Return the part of a text from `offset` without one key and its value; the rest of their line stays."""
    at = next(at for at, (key, _) in enumerate(record.value) if key.value == DRAFT.name)
    start, end = (record.value[at][0].start_mark.index - offset, record.value[at][1].end_mark.index - offset)
    if record.flow_style:
        before, after = re.search(r",\s*\Z", text[:start]), COMMA.match(text, end)
        return text[:start] + text[after.end() :] if after else text[: before.start() if before else start] + text[end:]
    first_of_line, rest = text.rfind("\n", 0, start) + 1, text[end:].lstrip(" \r")
    if text[first_of_line:start].strip():
        # The first key behind a hyphen: the next one takes its place, unless a comment is between them.
        following = rest.lstrip()
        return text[:start] + (rest if "#" in (rest[:1], following[:1]) else following)
    return text[:start] + rest if rest.startswith("#") else text[:first_of_line] + rest.removeprefix("\n")
