"""The standard streams of the command: what a terminal would obey is replaced, and a failed write is one line."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TextIO

# Controls and overrides of direction. Bold and its end are the only commands to a terminal that we write ourselves.
OBEYED = re.compile("\x1b(?!\\[[01]m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e]")
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF}


class Terminal(io.TextIOWrapper):
    """A stream to a terminal, which gets no control characters from data or messages."""

    def write(self, text: str, /) -> int:
        return super().write(OBEYED.sub("\ufffd", text))


@contextmanager
def guarded_streams() -> Iterator[None]:
    """Guard terminals for the block, and end the program with one line if standard output cannot be written.

    Raises:
        SystemExit: standard output or the working directory is gone, or the disk behind standard output is full.
    """
    _require_surroundings()
    try:
        with ExitStack() as stack:
            for name in ("stdout", "stderr"):
                stack.enter_context(_guarded(name))
            yield
    except OSError as error:
        if error.filename is not None or error.errno not in UNWRITABLE:
            raise
        _discard_output()
        _end(f"standard output cannot be written: {error.strerror}")


def _require_surroundings() -> None:
    # A database opened next would get the number of standard output, and everything printed would go into it.
    if sys.stdout is None:
        _end("standard output is closed; redirect it to /dev/null if it is not wanted")
    try:
        os.getcwd()
    except OSError:
        _end("the working directory no longer exists; change to another")


def _end(message: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"Error: {message}\n")
    sys.exit(1)


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    """Put a `Terminal` in the place of a standard stream that is a terminal, and flush it at the end."""
    plain: TextIO | None = getattr(sys, name)
    if plain is None:
        yield
        return
    buffer: Any = getattr(plain, "buffer", None)
    if buffer is None or not plain.isatty():
        try:
            yield
        finally:
            _flush(name)
        return
    terminal = Terminal(buffer, "utf-8", "backslashreplace", "\n", line_buffering=True)
    setattr(sys, name, terminal)
    try:
        yield
    finally:
        setattr(sys, name, plain)
        with suppress(BrokenPipeError):
            terminal.detach()


def _flush(name: str) -> None:
    """Write what is left, so that a failure is noticed here and not when the interpreter ends."""
    stream = getattr(sys, name)
    try:
        stream.flush()
    except BrokenPipeError:
        _discard_output()


def _discard_output() -> None:
    """Send what the interpreter still writes at its end to nowhere."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
