"""Let SIGTERM and SIGHUP end an operation as Ctrl-C does, so that it removes unfinished files."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from models.errors import MithaqError

ENDING = (signal.SIGTERM, signal.SIGHUP)


class _Ended(BaseException):
    """A signal asked the process to end."""

    def __init__(self, number: int) -> None:
        self.number = number


def _end(number: int, _frame: FrameType | None) -> None:
    for each in (signal.SIGINT, *ENDING):
        # A second signal must not interrupt the removal.
        signal.signal(each, _ignore)
    raise KeyboardInterrupt if number == signal.SIGINT else _Ended(number)


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Do nothing; SIG_IGN would make Python complain of a signal that is under way."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Run the block so that SIGTERM and SIGHUP clean up before they end the process.

    Signals that the program around it handles or ignores are left alone, and so are threads, which get no signals.
    """
    taken = {}
    if threading.current_thread() is threading.main_thread():
        usual = {signal.SIGINT: signal.default_int_handler, **dict.fromkeys(ENDING, signal.SIG_DFL)}
        taken = {number: handler for number, handler in usual.items() if signal.getsignal(number) is handler}
    for number in taken:
        signal.signal(number, _end)
    ended = 0
    try:
        yield
    except BaseException as error:
        ending = _ending_behind(error)
        if isinstance(ending, _Ended) and taken:
            ended = ending.number
        elif ending in (None, error):
            raise
        else:
            raise ending from None
    finally:
        with held_signals():
            for number, handler in taken.items():
                signal.signal(number, handler)
    if ended:
        os.kill(os.getpid(), ended)


def _ending_behind(error: BaseException | None) -> BaseException | None:
    """Return the signal in whose course an error came up: a driver cannot undo what it was interrupted in."""
    while error is not None and not isinstance(error, MithaqError):
        if isinstance(error, (_Ended, KeyboardInterrupt)):
            return error
        error = error.__context__
    return None


@contextmanager
def held_signals() -> Iterator[None]:
    """Hold signals back until the end of the block, which must be short."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, *ENDING))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
