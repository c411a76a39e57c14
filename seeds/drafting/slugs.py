"""Slugs of drafted records: from a name in Latin letters, else from a plain transliteration of the Arabic words."""

from __future__ import annotations

import re
import unicodedata

from models.folding import fold

LENGTH = 48
LETTERS = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
        "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "", "پ": "p", "چ": "ch", "گ": "g", "ڤ": "v",
    }
)  # fmt: skip


class Slugs:
    """Gives each record a slug of its own, that no known record has."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = set(taken)

    def make(self, *parts: str) -> str:
        """A new slug of these texts; a number tells it from another with the same."""
        base = "-".join(filter(None, (ascii_words(part) for part in parts)))[:LENGTH].strip("-") or "draft"
        slug, number = base, 1
        while slug in self.taken:
            number += 1
            slug = f"{base}-{number}"
        self.taken.add(slug)
        return slug


def ascii_words(text: str) -> str:
    """Lower-case ASCII words with hyphens between them."""
    latin = fold(text).translate(LETTERS)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))
