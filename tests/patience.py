"""A limit of time for tests that would never end if the behaviour were broken."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def ends_within(seconds: int) -> Iterator[None]:
    """Fail if the block takes longer, also where it waits for a file or a server."""

    def fail(*_: object) -> None:
        pytest.fail(f"this did not end within {seconds} seconds")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
