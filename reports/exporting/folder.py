"""Write the folder of an export atomically, without deleting files that are not part of an export."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import exchange_folder, part_of
from models.storage.signals import ended_by_signals
from reports.dictionary import EXPORTED
from reports.exporting.forms import FOLDERS

INDEXES = {form.index_file for form in FOLDERS.values()}
TABLES = frozenset(f"{view.name}.{form.suffix}" for view in EXPORTED for form in FOLDERS.values())
LEFT = re.compile(r"\.export\.\d+\.part")
SHOWN = 3


@contextmanager
def replace_folder(target: Path, force: bool) -> Iterator[Path]:
    """Open a temporary folder to write in; at the end it replaces an earlier export.

    With `force`, the files go into a folder that has other files.

    Raises:
        MithaqError: the target has other files and `force` is not set, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    found = _list_names(place)
    ours = not found or bool(found & TABLES and found <= TABLES | INDEXES)
    if not ours and not force:
        raise _explain_refusal(target, found)
    part = Path(part_of(str(place / "export" if _stays(place) else place)))
    with ended_by_signals(), _removed_at_the_end(part):
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            part.mkdir()
            yield part
            _move_into_place(part, place, ours)
        except OSError as error:
            raise MithaqError(f"{target} cannot be written: {error.strerror}") from error


@contextmanager
def _removed_at_the_end(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _explain_refusal(target: Path, found: set[str]) -> MithaqError:
    others = sorted(found - TABLES)
    named = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return MithaqError(
        f"{target} has files that are not an export ({named}); name a new directory, or write beside them with --force"
    )


def _stays(place: Path) -> bool:
    """Return whether a directory cannot be exchanged: the one we are in, or the root of a mounted volume."""
    return place.is_dir() and (place.samefile(os.curdir) or place.is_mount())


def _list_names(place: Path) -> set[str]:
    """Return the names in a directory, without what is left of an export that was killed there."""
    return {path.name for path in place.iterdir() if not LEFT.fullmatch(path.name)} if place.exists() else set()


def _move_into_place(part: Path, place: Path, ours: bool) -> None:
    """Move the finished files to their place: the whole folder, or each file if other files or the place must stay."""
    if not place.exists():
        part.rename(place)
    elif ours and not _stays(place):
        exchange_folder(str(part), str(place))
    else:
        new = _list_names(part)
        for name in new:
            (part / name).replace(place / name)
        if ours:
            for name in _list_names(place) & TABLES - new:
                (place / name).unlink()
