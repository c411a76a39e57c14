"""Write the folder of an export atomically, without deleting files that are not part of an export."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import exchange_folder, part_of
from reports.dictionary import EXPORTED
from reports.exporting.forms import FOLDERS

INDEXES = {form.index_file for form in FOLDERS.values()}
TABLES = frozenset(f"{view.name}.{form.suffix}" for view in EXPORTED for form in FOLDERS.values())
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
    part = Path(part_of(str(place)))
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        yield part
        _move_into_place(part, place, ours)
    except OSError as error:
        raise MithaqError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _explain_refusal(target: Path, found: set[str]) -> MithaqError:
    others = sorted(found - TABLES)
    named = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return MithaqError(
        f"{target} has files that are not an export ({named}); name a new directory, or write beside them with --force"
    )


def _list_names(place: Path) -> set[str]:
    return {path.name for path in place.iterdir()} if place.exists() else set()


def _move_into_place(part: Path, place: Path, ours: bool) -> None:
    """Move the finished files to their place: the whole folder, or each file if the place has other files."""
    if not place.exists():
        part.rename(place)
    elif ours:
        exchange_folder(str(part), str(place))
    else:
        for name in _list_names(part):
            (part / name).replace(place / name)
