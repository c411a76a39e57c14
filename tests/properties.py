"""Settings of property tests: the number of examples, and whether they are the same each time.

`make test` takes the same few each time, so that a change is judged by what it changes. `make reliability`, which sets
MITHAQ_FAULTS=300, takes thirty times as many, others each time.
"""

import os
from typing import Any

from hypothesis import settings

TIMES = max(1, int(os.environ.get("MITHAQ_FAULTS", "10")) // 10)


def examples(count: int = 100, **options: Any) -> settings:
    """Return the settings for a property that `make test` tries on `count` examples, without a limit of time."""
    return settings(max_examples=count * TIMES, derandomize=TIMES == 1, deadline=None, **options)
