"""The standard streams of the command: control characters are replaced, and a failed write is one line."""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TextIO

# Controls and overrides of direction, as a pattern that only terminals compile.
OBEYED = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]"
# The same but for bold and its end, the only commands that we write ourselves, around texts that have none.
OBEYED_IN_DRAWN = "\x1b(?!\\[[01]m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e]"
UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EBADF}

# The same bytes whatever the platform and the locale; those of a file's name that is not UTF-8 come through.
TEXT: Any = {"encoding": "utf-8", "errors": "surrogateescape", "newline": "\n"}
CLOSED = "standard output is closed; redirect it to /dev/null if it is not wanted"


class Terminal(io.TextIOWrapper):
    """A stream to a terminal, which gets no control characters from data or messages."""

    def write(self, text: str, /) -> int:
        return super().write(make_inert(text))

    def write_drawn(self, text: str) -> int:
        """Write a table or page of ours, which may be bold in places."""
        return super().write(make_inert(text, OBEYED_IN_DRAWN))


def make_inert(text: str, obeyed: str = OBEYED) -> str:
    """Replace the characters that a terminal, or a pager on it, would obey."""
    return re.sub(obeyed, "\ufffd", text)


class Messages(io.TextIOWrapper):
    """Standard error, which never stops the work: a message that cannot be written is lost.

    `masks` are texts with a password, each with what is written in its place.
    """

    inert = False
    masks: Sequence[tuple[str, str]] = ()

    def write(self, text: str, /) -> int:
        shown = text
        for secret, masked in self.masks:
            shown = shown.replace(secret, masked)
        with suppress(OSError):
            super().write(make_inert(shown) if self.inert else shown)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


@contextmanager
def guarded_streams(masks: Sequence[tuple[str, str]] = ()) -> Iterator[None]:
    """Guard terminals for the block, and end the program with one line if a file or standard output cannot be used.

    Args:
        masks: texts that no message may have, each with what to write in its place.

    Raises:
        SystemExit: standard output or the working directory is gone, the disk behind standard output is full, a path is
            refused by the system, or the memory is used up.
    """
    _require_surroundings()
    try:
        with ExitStack() as stack:
            stack.enter_context(_guarded_output())
            stack.enter_context(_guarded_messages(masks))
            yield
    except MemoryError:
        _end("there is not enough memory for this command")
    except OSError as error:
        if error.filename is not None:
            # A path that a command looked at without permission, or with a name that no file system takes.
            _end(f"{os.fsdecode(error.filename)}: {error.strerror}")
        if error.errno not in UNWRITABLE:
            raise
        _discard(sys.stdout)
        _end(CLOSED if error.errno == errno.EBADF else f"standard output cannot be written: {error.strerror}")


def _require_surroundings() -> None:
    if sys.stdout is None:
        sys.stdout = _open_nothing(1, os.O_RDONLY)
    try:
        os.getcwd()
    except OSError:
        _end("the working directory no longer exists; change to another")


def _open_nothing(number: int, flags: int) -> TextIO:
    """Return a stream to nowhere in the place of a closed one.

    A database opened next would get its number, and everything printed would go into it. A stream that is opened for
    reading cannot be written, which is noticed.
    """
    nothing = os.open(os.devnull, flags)
    os.dup2(nothing, number)
    if nothing != number:
        os.close(nothing)
    return io.TextIOWrapper(io.BufferedWriter(io.FileIO(number, "w", closefd=False)), "utf-8")


def _end(message: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"Error: {message}\n")
    sys.exit(1)


@contextmanager
def _guarded_output() -> Iterator[None]:
    """Put a `Terminal` in the place of standard output if it is one, else switch it to UTF-8; flush it at the end."""
    plain: TextIO = sys.stdout
    buffer: Any = getattr(plain, "buffer", None)
    if buffer is None or not plain.isatty():
        if reconfigure := getattr(plain, "reconfigure", None):
            reconfigure(**TEXT)
        try:
            yield
        finally:
            _flush_output()
        return
    sys.stdout = terminal = Terminal(buffer, "utf-8", "backslashreplace", "\n", line_buffering=True)
    try:
        yield
    finally:
        sys.stdout = plain
        with suppress(BrokenPipeError):
            terminal.detach()


@contextmanager
def _guarded_messages(masks: Sequence[tuple[str, str]]) -> Iterator[None]:
    """Put `Messages` in the place of standard error."""
    if sys.stderr is None:
        sys.stderr = _open_nothing(2, os.O_WRONLY)
    plain: TextIO = sys.stderr
    buffer: Any = getattr(plain, "buffer", None)
    if buffer is None:
        yield
        return
    inert = plain.isatty()
    encoding = "utf-8" if inert else plain.encoding
    sys.stderr = messages = Messages(buffer, encoding, "backslashreplace", "\n", line_buffering=True)
    messages.inert, messages.masks = inert, masks
    try:
        yield
    finally:
        sys.stderr = plain
        with suppress(OSError):
            messages.detach()
        try:
            buffer.flush()
        except OSError:
            # What the interpreter cannot flush at its end would be its exit code.
            _discard(plain)


def _flush_output() -> None:
    """Flush the stream, so that a failure is noticed here and not when the interpreter ends."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)


def _discard(stream: TextIO) -> None:
    """Discard everything that the interpreter still writes to a stream at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
