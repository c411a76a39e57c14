"""The folder of an export: there whole or not at all, and never at the cost of other people's files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from reports.dictionary import EXPORTED

SUFFIXES = ("csv", "jsonl", "md", "html")
INDEXES = ("datapackage.json", "index.md", "index.html")
TABLES = frozenset(f"{view.name}.{suffix}" for view in EXPORTED for suffix in SUFFIXES)
SHOWN = 3


@contextmanager
def new_folder(target: Path, force: bool) -> Iterator[Path]:
    """A folder beside the target to write in; when all is written, it takes the place of an earlier export.

    Raises:
        MithaqError: the target holds what is not an export, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    found = _names(place)
    ours = not found or bool(found & TABLES and found <= TABLES.union(INDEXES))
    if not ours and not force:
        raise _refusal(target, found)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        yield part
        _put(part, place, ours)
    except OSError as error:
        raise MithaqError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refusal(target: Path, found: set[str]) -> MithaqError:
    others = sorted(found - TABLES)
    named = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return MithaqError(
        f"{target} holds what is not an export ({named}); name a new directory, or write among these files with --force"
    )


def _names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()} if place.exists() else set()


def _put(part: Path, place: Path, ours: bool) -> None:
    """Put the finished files in their place: all at once where nobody else's files are."""
    if not place.exists():
        part.rename(place)
    elif ours:
        _exchange(part, place)
    else:
        for name in _names(part):
            (part / name).replace(place / name)


def _exchange(part: Path, place: Path) -> None:
    """Put a folder in the place of an earlier one, with its modes; if that fails, the earlier one is there again."""
    for name in _names(part) & _names(place):
        shutil.copymode(place / name, part / name)
    shutil.copymode(place, part)
    earlier = part.with_suffix(".old")
    place.rename(earlier)
    try:
        part.rename(place)
    except OSError:
        earlier.rename(place)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
