"""Files and folders that are replaced at once: a reader sees the old one or the new one, never a part.

Importing this module imports nothing but `os`: commands import it before they know whether they write.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal


@contextmanager
def replaced_file(path: str | os.PathLike[str], mode: Literal["w", "wb"], **how: Any) -> Iterator[Any]:
    """Open a new file that takes the place of `path` at the end of the block; after an error the old file is as it was.

    A link stays, and the file that it points to is replaced. A new file keeps the mode of the old one.

    Args:
        how: what `open` takes besides: `encoding`, `newline`.

    Raises:
        OSError: the file cannot be written.
    """
    with replaced_path(path) as part, open(part, mode, **how) as stream:
        yield stream


@contextmanager
def replaced_path(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the name of an empty file that takes the place of `path` at the end of the block, as in `replaced_file`.

    Raises:
        OSError: the file cannot be written.
    """
    target = os.path.realpath(path)
    part = part_of(target)
    try:
        open(part, "xb").close()
        if os.path.exists(target):
            os.chmod(part, os.stat(target).st_mode & 0o777)
        yield part
        os.replace(part, target)
    finally:
        with suppress(OSError):
            os.remove(part)


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
