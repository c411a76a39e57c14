"""Read and check the files of a collection, with its tables: the check of a folder, and of a refused load."""

from __future__ import annotations

from collections.abc import Callable

from models.terminal.progress import progress
from seeds.checks.checking import check
from seeds.checks.checking_tables import check_with_tables
from seeds.checks.known import Known
from seeds.format.collection import Collection, read_collection, shipped_collection, shipped_spans
from seeds.format.files import SHIPPED, SeedFile, is_of_table
from seeds.format.gc_paused import gc_paused
from seeds.format.problems import Problems


def checked(
    name: str,
    files: list[SeedFile],
    others: Known | None = None,
    strict: bool = False,
    further: Callable[[Collection, Problems], None] | None = None,
    outcome: str = "Nothing was loaded.",
) -> Collection:
    """Read and check the files of a collection against other collections, by default the shipped one.

    `further` adds the warnings of one more check, such as that of the texts. `outcome` says what problems prevented.

    Raises:
        MithaqError: with every problem on a line of its own; if strict, with every warning too.
    """
    problems = Problems()
    with gc_paused():
        collection = read_collection(name, files, problems)
        if name != SHIPPED:
            others = others or Known.of(shipped_collection())
            others.spans = shipped_spans()
        others = others or Known()
        with progress(f"Checking {len(collection.records):,} records"):
            if name != SHIPPED and any(is_of_table(file.path) for file in files):
                check_with_tables(collection, others, problems)
            else:
                check(collection, others, problems)
        if further:
            further(collection, problems)
    problems.raise_if_any(strict, outcome)
    collection.warnings = problems.warning_lines()
    return collection
