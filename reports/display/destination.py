"""Where a report goes: standard output, a pager, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from models.errors import MithaqError

if TYPE_CHECKING:
    from reports.display.text_layout import Screen

# The same bytes wherever they are written.
TEXT: Any = {"encoding": "utf-8", "newline": "\n"}


@contextmanager
def destination(path: str | None) -> Iterator[TextIO]:
    """A stream of UTF-8 with LF line ends.

    Raises:
        MithaqError: the path is a directory, or cannot be written.
    """
    if path is None:
        yield _standard_output()
        return
    if os.path.isdir(path):
        raise MithaqError(f"{path} is a directory; name a file in it")
    # A device or a pipe takes what is written; only a file can be replaced.
    direct = os.path.exists(path) and not os.path.isfile(path)
    try:
        with open(path, "w", **TEXT) if direct else _replaced(path) as stream:
            yield stream
    except OSError as error:
        raise MithaqError(f"{path} cannot be written: {error.strerror}") from error


def screen_of(stream: TextIO) -> Screen | None:
    """The terminal behind a stream; None for a file or a pipe."""
    if not stream.isatty():
        return None
    from shutil import get_terminal_size

    from reports.display.text_layout import Screen

    size = get_terminal_size()
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(size.columns, size.lines, colour)


def show_text(text: str, stream: TextIO, screen: Screen | None) -> None:
    """Write a text, through a pager where it is longer than the screen."""
    if screen is None or text.count("\n") < screen.height:
        stream.write(text)
        return
    from click import echo_via_pager

    echo_via_pager(text)


def _standard_output() -> TextIO:
    """Standard output, whatever encoding the environment gave it."""
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(**TEXT)
    return sys.stdout


@contextmanager
def _replaced(path: str) -> Iterator[TextIO]:
    """A new file beside the path, which takes its place when all is written, and is no wider open than what was."""
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    part = os.path.join(folder, f".{name}.{os.getpid()}.part")
    try:
        with open(part, "x", **TEXT) as stream:
            if os.path.exists(target):
                os.chmod(part, os.stat(target).st_mode & 0o777)
            yield stream
        os.replace(part, target)
    finally:
        with suppress(OSError):
            os.remove(part)
