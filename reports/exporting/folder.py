"""Write the folder of an export atomically, without deleting files that are not part of an export."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from reports.dictionary import VIEWS

SUFFIXES = ("csv", "jsonl", "md", "html")
INDEXES = ("datapackage.json", "index.md", "index.html")
TABLES = frozenset(f"{view.name}.{suffix}" for view in VIEWS for suffix in SUFFIXES)
SHOWN = 3


@contextmanager
def replace_folder(target: Path, force: bool) -> Iterator[Path]:
    """Open a temporary folder to write in; at the end it replaces the target.

    Raises:
        MithaqError: the target has other files and `force` is not set, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    found = _list_names(place)
    ours = not found or bool(found & TABLES and found <= TABLES.union(INDEXES))
    if not ours and not force:
        raise _refuse(target, found)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        yield part
        _move_into_place(part, place, ours)
    except OSError as error:
        raise MithaqError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse(target: Path, found: set[str]) -> MithaqError:
    others = sorted(found - TABLES)
    named = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return MithaqError(
        f"{target} has files that are not an export ({named}); name a new directory, or keep them with --force"
    )


def _list_names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()} if place.exists() else set()


def _move_into_place(part: Path, place: Path, ours: bool) -> None:
    """Move the finished files to their place: the whole folder, or each file if the place has other files."""
    if not place.exists():
        part.rename(place)
    elif ours:
        _exchange(part, place)
    else:
        for name in _list_names(part):
            (part / name).replace(place / name)


def _exchange(part: Path, place: Path) -> None:
    """Replace an earlier export and keep its modes; if that fails, restore it."""
    for name in _list_names(part) & _list_names(place):
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
