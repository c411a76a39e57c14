"""Makes Python look for garbage less often while a load makes millions of small objects that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Python's own are 700, 10, 10; of a load of 10,000 agreements they take a third of the time.
THRESHOLDS = (100_000, 50, 100)


@contextmanager
def many_small_objects() -> Iterator[None]:
    """Look for garbage rarely inside the block; reference counts free what is not in a circle all the same."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
