"""The paths of the checkout and of the files that tests read."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REFERENCE = CHECKOUT / "seeds" / "reference"
DUMPS = CHECKOUT / "tests" / "dumps"
