"""Open the output of a report: standard output, a pager, or a file that is replaced atomically."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, TextIO

from models.errors import MithaqError
from models.terminal.streams import TEXT
from reports.display.formats import STANDARD_OUTPUT

if TYPE_CHECKING:
    from reports.display.text_layout import Screen

# Names of files that are open already, by their numbers: /dev/stdout is a link to one.
OPEN_FILES = re.compile(rf"/dev/fd|/proc/{os.getpid()}(?:/task/\d+)?/fd")
LINKS = 40
# A larger number is of no file.
MOST_OPEN = 10**6


@contextmanager
def open_output(path: str | None) -> Iterator[TextIO]:
    """Open the path, or standard output if it is None or `-`, as UTF-8 with LF line ends.

    A regular file is replaced when the block ends without an error.

    Raises:
        MithaqError: the path is empty or a directory, or cannot be written.
    """
    if path is None or path == STANDARD_OUTPUT or _open_number(path) == 1:
        yield sys.stdout
        return
    if not path:
        raise MithaqError("the name of the output is empty; name a file, or - for standard output")
    _refuse_directory(path)
    with _explained(path), _opened(path) as stream:
        yield stream


def _opened(path: str) -> AbstractContextManager[TextIO]:
    from models.storage import atomic

    number = _open_number(path)
    # Open files, devices and pipes are written directly; only a regular file can be replaced.
    if number is not None or (os.path.exists(path) and not os.path.isfile(path)):
        stream: TextIO = open(path if number is None else number, "w", closefd=number is None, **TEXT)  # noqa: SIM115
        return stream
    atomic.clear_left(path)
    return atomic.replaced_file(path, "w", **TEXT)


def _open_number(path: str) -> int | None:
    """Return the number of a file that this process has open already, if the path is another name for it."""
    for _ in range(LINKS):
        folder, name = os.path.split(os.path.abspath(path))
        if name.isdecimal() and OPEN_FILES.fullmatch(os.path.realpath(folder)):
            return min(int(name[:10]), MOST_OPEN)
        if not os.path.islink(path):
            break
        path = os.path.join(folder, os.readlink(path))
    return None


@contextmanager
def replaced_path(path: str, replaceable: bytes | None = None) -> Iterator[str]:
    """Yield the name of an empty file that takes the place of `path` when the block ends without an error.

    Raises:
        MithaqError: the path is a directory, a file that is open already, or a database without the application number
            `replaceable`, or cannot be written.
    """
    from models.storage import atomic

    _refuse_directory(path)
    if _open_number(path) is not None:
        raise MithaqError(f"{path} stands for a file that is open already; name a file")
    with _explained(path):
        atomic.clear_left(path)
        with atomic.replaced_path(path, replaceable) as part:
            yield part


def _refuse_directory(path: str) -> None:
    if os.path.isdir(path):
        raise MithaqError(f"{path} is a directory; name a file inside it")


@contextmanager
def _explained(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MithaqError(f"{path} cannot be written: {error.strerror}") from error


def find_screen(stream: TextIO) -> Screen | None:
    """Return the terminal behind a stream, or None for a file or a pipe."""
    if not stream.isatty():
        return None
    from models.terminal.size import terminal_size
    from reports.display.text_layout import Screen

    size = terminal_size(stream.fileno())
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(size.columns, size.lines, colour)


def show_text(text: str, stream: TextIO, screen: Screen | None) -> None:
    """Write a text, through a pager if it is longer than the screen."""
    from models.terminal.paging import show_paged

    show_paged(text, stream, screen.height if screen else None)
