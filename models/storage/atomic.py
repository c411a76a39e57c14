"""Files and folders that are replaced atomically: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal

from models.errors import MithaqError
from models.storage.sqlite_file import SQLITE_MAGIC

# The bytes of the header that name the program (https://www.sqlite.org/fileformat.html, "application id").
APPLICATION = slice(68, 72)
# Bytes that file systems take in a name, and those of all that is added to one.
LONGEST_NAME, ROOM = 255, 60
# Needed for a new file until it is whole, also where the old one is read-only.
OWNER_WRITES = 0o200


@contextmanager
def replaced_file(path: str | os.PathLike[str], mode: Literal["w", "wb"], **how: Any) -> Iterator[Any]:
    """Open a new file that takes the place of `path` at the end of the block; after an error the old file is as it was.

    A link stays, and the file that it points to is replaced. A new file keeps the mode of the old one.

    Args:
        how: what `open` takes besides: `encoding`, `newline`.

    Raises:
        MithaqError: a database is there, or a device or pipe.
        OSError: the file cannot be written.
    """
    with replaced_path(path) as part, open(part, mode, **how) as stream:
        yield stream


@contextmanager
def replaced_path(path: str | os.PathLike[str], replaceable: bytes | None = None) -> Iterator[str]:
    """Yield the name of an empty file that takes the place of `path` at the end of the block, as in `replaced_file`.

    Args:
        replaceable: the application number of SQLite databases that may be replaced; by default none may.

    Raises:
        MithaqError: another database is there, or a device or pipe.
        OSError: the file cannot be written.
    """
    from models.storage.signals import ended_by_signals

    target = os.path.realpath(path) if os.path.islink(path) else os.fspath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        # For root, a file would take the place of /dev/null.
        raise MithaqError(f"{target} is no file that can be replaced; name another")
    refuse_database(target, replaceable)
    with ended_by_signals(), _finished_or_removed(part_of(target), target) as part:
        yield part


@contextmanager
def _finished_or_removed(part: str, target: str) -> Iterator[str]:
    from models.storage.signals import held_signals

    try:
        open(part, "xb").close()
        mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else None
        if mode is not None:
            os.chmod(part, mode | OWNER_WRITES)
        yield part
        if mode is not None:
            os.chmod(part, mode)
        os.replace(part, target)
    finally:
        with held_signals(), suppress(OSError):
            os.remove(part)


def refuse_database(target: str, replaceable: bytes | None = None) -> None:
    """Refuse to replace a SQLite database by something else, under whatever name, or to write a file that belongs to
    one.

    Raises:
        MithaqError: a database is there, or SQLite would take what is written for the journal of one.
    """
    for end in ("", "-journal", "-wal", "-shm"):
        base = target.removesuffix(end)
        number = _application_number(base) if target.endswith(end) else None
        if number is not None and (end or number != replaceable):
            belongs = f"belongs to the database {base}" if end else "is a SQLite database"
            raise MithaqError(f"{target} {belongs}; write to another file")


def refuse_input(target: str | os.PathLike[str] | None, inputs: Iterable[str | os.PathLike[str] | None]) -> None:
    """Refuse to replace a file that the command reads, by whatever name.

    Raises:
        MithaqError: the target is one of the inputs; None is no file.
    """
    if target is not None and os.path.exists(target):
        for each in inputs:
            if each is not None and os.path.exists(each) and os.path.samefile(target, each):
                raise MithaqError(f"{target} is what the command reads; write to another file")


def _application_number(path: str) -> bytes | None:
    """Return the number of the program in the header of a SQLite database; None for any other file."""
    try:
        with open(path, "rb") as file:
            head = file.read(APPLICATION.stop)
    except OSError:
        return None
    return head[APPLICATION] if head.startswith(SQLITE_MAGIC) else None


def part_of(target: str) -> str:
    """Return the hidden name, of this process only, beside a target that is being written."""
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{short_name(name)}.{os.getpid()}.part")


def short_name(name: str) -> str:
    """Return a name to which endings can be added: itself, or a short one by its digest if it is too long."""
    encoded = os.fsencode(name)
    if len(encoded) <= LONGEST_NAME - ROOM:
        return name
    import hashlib

    return hashlib.sha256(encoded).hexdigest()[:32]


def clear_left(target: str) -> None:
    """Remove leftovers of killed writers; restore the target if it had been moved aside.

    Raises:
        OSError: what was left cannot be moved or removed.
    """
    import re
    import shutil

    target = os.path.realpath(target)
    folder, name = os.path.split(target)
    left = re.compile(rf"\.{re.escape(short_name(name))}\.(\d+)\.(old|part)(-journal)?")
    # What may not be listed cannot be cleared.
    names = os.listdir(folder) if os.path.isdir(folder) and os.access(folder, os.R_OK) else []
    found = [match for each in names if (match := left.fullmatch(each))]
    # The folder that was there before first.
    for match in sorted(found, key=lambda match: match[2]):
        path = os.path.join(folder, match[0])
        # Only folders are moved aside: a file of that name is somebody's own.
        if _is_running(int(match[1])) or (match[2] == "old" and not os.path.isdir(path)):
            continue
        if match[2] == "old" and not os.path.exists(target):
            os.rename(path, target)
        elif os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def _is_running(process: int) -> bool:
    """Return whether a process may run; elsewhere than on POSIX nobody can ask without a signal."""
    try:
        if os.name == "posix":
            os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass
    return True


def exchange_folder(part: str, target: str) -> None:
    """Put the folder `part` in the place of the folder `target`; the new folder and files keep the modes of the old.

    Raises:
        OSError: the folder cannot be moved; `target` is as it was.
    """
    import shutil

    from models.storage.signals import held_signals

    for name in {*os.listdir(part)} & {*os.listdir(target)}:
        shutil.copymode(os.path.join(target, name), os.path.join(part, name))
    shutil.copymode(target, part)
    earlier = part.removesuffix(".part") + ".old"
    with held_signals():
        os.rename(target, earlier)
        try:
            os.rename(part, target)
        except OSError:
            os.rename(earlier, target)
            raise
        shutil.rmtree(earlier, ignore_errors=True)
