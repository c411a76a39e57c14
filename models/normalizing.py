"""Unicode normalization whose time grows with the text, not with the square of the marks behind one letter."""

import re
import unicodedata
from typing import Literal

# Normalizing sorts the marks behind a letter, in time that grows with their square. Text with at most thirty is
# stream-safe (Unicode Standard Annex #15, section 13); no language needs more.
MARKS = re.compile(r"[^\w\s\x00-\x7f]{31,}")
# Shorter texts are normalized as they are.
SHORT = 200


def normalize(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """Return a text in a form of Unicode; more than thirty marks behind one letter are left out."""
    if len(text) > SHORT:
        text = MARKS.sub(_drop_marks, text)
    return unicodedata.normalize(form, text)


def _drop_marks(run: re.Match[str]) -> str:
    # A row of dashes is of such signs too.
    return "".join(letter for letter in run[0] if not unicodedata.combining(letter))
