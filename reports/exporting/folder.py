"""The folder of an export: there whole or not at all, and never at the cost of other people's files."""

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
def new_folder(target: Path, force: bool) -> Iterator[Path]:
    """A folder beside the target to write in; when all is written, it takes the place of an earlier export.

    Raises:
        MithaqError: the target holds what is not an export, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    found = _names(place)
    earlier = found if found & TABLES and found <= TABLES.union(INDEXES) else set()
    if found and not earlier and not force:
        raise _refusal(target, found)
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.mkdir()
        yield part
        _put(part, place, earlier)
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


def _put(part: Path, place: Path, earlier: set[str]) -> None:
    """Put the finished files in their place, and remove what is left of the earlier export."""
    if not place.exists():
        part.rename(place)
        return
    written = _names(part)
    for name in written:
        (part / name).replace(place / name)
    for name in earlier - written:
        (place / name).unlink()
