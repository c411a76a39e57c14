"""A coverage-guided fuzzer over the targets of `targets`; needs atheris.

    python -m tests.fuzzing TARGET [CORPUS] [-max_total_time=60] [-max_len=8192] …

CORPUS is a folder to which findings are added; what is shipped is always among the inputs to begin with.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["models", "reports", "seeds", "tests"]):
    from tests.targets import TARGETS, corpus


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"{__doc__}\nTARGET is one of: {', '.join(TARGETS)}")
    name = sys.argv.pop(1)
    folders = [each for each in sys.argv[1:] if not each.startswith("-")]
    # The fuzzer writes what it finds into the first folder.
    with tempfile.TemporaryDirectory() as beginning, tempfile.TemporaryDirectory() as found:
        for number, data in enumerate(corpus(name)):
            (Path(beginning) / str(number)).write_bytes(data)
        atheris.Setup([*sys.argv, *([] if folders else [found]), beginning], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
