"""Where the checkout and what its tests read lie."""

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
REFERENCE = CHECKOUT / "seeds" / "reference"
DUMPS = CHECKOUT / "tests" / "dumps"
