"""The folder of an export: replaced at once, and never at the cost of other people's files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import exchange_folder, part_of
from reports.dictionary import VIEWS
from reports.exporting.forms import FOLDERS

INDEXES = {form.index_file for form in FOLDERS.values()}
TABLES = frozenset(f"{view.name}.{form.suffix}" for view in VIEWS for form in FOLDERS.values())
SHOWN = 3


@contextmanager
def new_folder(target: Path, force: bool) -> Iterator[Path]:
    """Yield a folder beside the target to write in; at the end it replaces an earlier export.

    With `force`, the files go among those of a folder that is no export.

    Raises:
        MithaqError: the target holds what is not an export, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    found = _names(place)
    ours = not found or bool(found & TABLES and found <= TABLES | INDEXES)
    if not ours and not force:
        raise _refusal(target, found)
    part = Path(part_of(str(place)))
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
    """Move the finished files to their place: all at once, unless other people's files are there."""
    if not place.exists():
        part.rename(place)
    elif ours:
        exchange_folder(str(part), str(place))
    else:
        for name in _names(part):
            (part / name).replace(place / name)
