"""Keeps Python from looking for garbage while a load makes millions of small objects, none of them in a circle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_small_objects() -> Iterator[None]:
    """Look for no garbage inside the block; reference counts free what is not in a circle all the same."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
