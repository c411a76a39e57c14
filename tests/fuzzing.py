"""A coverage-guided fuzzer over every parser; needs atheris.

    python -m tests.fuzzing TARGET [CORPUS] [-max_total_time=60] [-max_len=8192] …

TARGET is one of: files, dates, spans, search; CORPUS is a folder to which findings are added. A parser fails
when it raises anything but its own error.
"""

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports():
    from models.folding import fold
    from seeds.collection import read_collection
    from seeds.dates import parse_date
    from seeds.files import SeedFile
    from seeds.problems import Problems
    from seeds.reading import read_file


def files(data: bytes) -> None:
    read_file(data, "a.yml", Problems())


def dates(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    try:
        date = parse_date(text)
    except ValueError:
        return
    assert date.first is None or date.last is None or date.first <= date.last


def spans(data: bytes) -> None:
    read_collection("mine", [SeedFile("a.spans.csv", data)], Problems())


def search(data: bytes) -> None:
    folded = fold(data.decode("utf-8", "replace"))
    assert fold(folded) == folded


TARGETS: dict[str, Callable[[bytes], None]] = {each.__name__: each for each in (files, dates, spans, search)}


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(__doc__)
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
