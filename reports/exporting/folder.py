"""Write the folder of an export atomically, without deleting files that are not part of an export."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import MithaqError
from models.storage.atomic import clear_left, exchange_folder, part_of, refuse_database
from models.storage.signals import ended_by_signals, held_signals
from reports.dictionary import VIEWS
from reports.exporting.forms import FOLDERS

INDEXES = {form.index_file for form in FOLDERS.values()} | {"metadata.json", "lib/__pycache__", "plugins/__pycache__"}
# Names of the files and folders that an export writes, one for each view.
NAMES = "|".join(view.name for view in VIEWS)
SUFFIXES = "|".join(sorted({form.suffix for form in FOLDERS.values()}))
DATASETTE = r"datasette\.json|plugins/mithaq_plugin\.py|static/mithaq\.css|lib/folding\.py"
TABLE = re.compile(rf"({NAMES})(\.({SUFFIXES})|/(collection=[^/]+/)?part-0\.parquet)|{DATASETTE}")
BRANCHES = re.compile(rf"({NAMES})(/collection=[^/]+)?|plugins|static|lib")
# Leftovers of an export that was killed while it wrote into a folder that it could not exchange.
LEFT = re.compile(r"\.export\.\d+\.part")
SHOWN = 3


@contextmanager
def replace_folder(target: Path, force: bool) -> Iterator[Path]:
    """Open a temporary folder to write in; at the end it replaces an earlier export.

    With `force`, the files go into a folder that has other files.

    Raises:
        MithaqError: the target has other files and `force` is not set, belongs to a database, or cannot be written.
    """
    place = Path(os.path.realpath(target))
    refuse_database(str(place))
    if place.exists() and not place.is_dir():
        raise MithaqError(f"{target} is a file; name a directory")
    with _explained(target):
        clear_left(str(place / "export" if _stays(place) else place))
    found = set(_list_names(place))
    ours = not found or (any(map(TABLE.fullmatch, found)) and not _list_others(found) - INDEXES)
    if not ours and not force:
        raise _explain_refusal(target, found)
    part = Path(part_of(str(place / "export" if _stays(place) else place)))
    with ended_by_signals(), _removed_at_the_end(part), _explained(target):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir()
        yield part
        _move_into_place(part, place, ours)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MithaqError(f"{target} cannot be written: {error.strerror}") from error


@contextmanager
def _removed_at_the_end(part: Path) -> Iterator[None]:
    try:
        yield
    finally:
        with held_signals():
            shutil.rmtree(part, ignore_errors=True)


def _explain_refusal(target: Path, found: set[str]) -> MithaqError:
    others = sorted(_list_others(found))
    named = ", ".join(others[:SHOWN]) + (" …" if len(others) > SHOWN else "")
    return MithaqError(
        f"{target} has files that are not an export ({named}); name a new directory, or write beside them with --force"
    )


def _stays(place: Path) -> bool:
    """Return whether a directory cannot be exchanged: the one we are in, or the root of a mounted volume."""
    return place.is_dir() and (place.samefile(os.curdir) or place.is_mount())


def _list_others(found: set[str]) -> set[str]:
    return {name for name in found if not TABLE.fullmatch(name)}


def _list_names(place: Path, folder: str = "") -> Iterator[str]:
    """Yield the names below a place, except in folders that no export makes."""
    if not place.exists():
        return
    for path in place.iterdir():
        name = folder + path.name
        if LEFT.fullmatch(name):
            continue
        if path.is_dir() and BRANCHES.fullmatch(name):
            yield from _list_names(path, f"{name}/")
        else:
            yield name


def _move_into_place(part: Path, place: Path, ours: bool) -> None:
    """Move the finished files to their place: the whole folder, or each by itself if the place has other files."""
    if not place.exists():
        part.rename(place)
    elif ours and not _stays(place):
        exchange_folder(str(part), str(place))
    else:
        new = {path.name for path in part.iterdir()}
        for name in new:
            _move_one(part / name, place / name)
        if ours:
            _remove_earlier(place, new)


def _remove_earlier(place: Path, new: set[str]) -> None:
    """Remove the files and folders of an earlier export that the new one does not have."""
    for path in place.iterdir():
        if path.name in new:
            continue
        if path.is_dir() and BRANCHES.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
        elif TABLE.fullmatch(path.name) or path.name in INDEXES:
            path.unlink()


def _move_one(path: Path, target: Path) -> None:
    if path.is_dir() and target.is_dir():
        exchange_folder(str(path), str(target))
    else:
        path.replace(target)
