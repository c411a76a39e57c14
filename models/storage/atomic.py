"""Files and folders that are replaced at once: a reader sees the old one or the new one, never a part.

Importing this module imports next to nothing: commands import it before they know whether they write.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal

from models.errors import MithaqError

SQLITE_MAGIC = b"SQLite format 3\x00"


@contextmanager
def replaced_file(path: str | os.PathLike[str], mode: Literal["w", "wb"], **how: Any) -> Iterator[Any]:
    """Open a new file that takes the place of `path` at the end of the block; after an error the old file is as it was.

    A link stays, and the file that it points to is replaced. A new file keeps the mode of the old one.

    Args:
        how: what `open` takes besides: `encoding`, `newline`.

    Raises:
        MithaqError: a database is there.
        OSError: the file cannot be written.
    """
    from models.storage.signals import ended_by_signals

    target = os.path.realpath(path)
    refuse_database(target)
    with ended_by_signals(), _finished_or_removed(part_of(target), target, mode, how) as stream:
        yield stream


@contextmanager
def _finished_or_removed(part: str, target: str, mode: str, how: dict[str, Any]) -> Iterator[Any]:
    try:
        with open(part, mode.replace("w", "x"), **how) as stream:
            if os.path.exists(target):
                os.chmod(part, os.stat(target).st_mode & 0o777)
            yield stream
        os.replace(part, target)
    finally:
        with suppress(OSError):
            os.remove(part)


def refuse_database(target: str) -> None:
    """Refuse to replace a SQLite database by something else, or a file that SQLite keeps beside one.

    Raises:
        MithaqError: the target is a database, under whatever name, or its journal or log.
    """
    for end in ("", "-journal", "-wal", "-shm"):
        base = target.removesuffix(end)
        if target.endswith(end) and _is_database(base):
            beside = f" or belongs to {os.path.basename(base)}" if end else ""
            raise MithaqError(f"{target} is a SQLite database{beside}; write to another file")


def _is_database(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC
    except OSError:
        return False


def part_of(target: str) -> str:
    """Return the hidden name, of this process only, beside a target that is being written."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{name}.{os.getpid()}.part")


def exchange_folder(part: str, target: str) -> None:
    """Put the folder `part` in the place of the folder `target`; the new folder and files keep the modes of the old.

    Raises:
        OSError: the folder cannot be moved; `target` is as it was.
    """
    import shutil

    for name in {*os.listdir(part)} & {*os.listdir(target)}:
        shutil.copymode(os.path.join(target, name), os.path.join(part, name))
    shutil.copymode(target, part)
    earlier = part.removesuffix(".part") + ".old"
    os.rename(target, earlier)
    try:
        os.rename(part, target)
    except OSError:
        os.rename(earlier, target)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
