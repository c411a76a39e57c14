"""Slugs of drafted records: from a name in Latin letters, else from a plain transliteration of the Arabic words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from models.derived.folding import fold
from models.normalizing import normalize

LENGTH = 48
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگڤ"
LATIN = [
    "a",
    "b",
    "t",
    "th",
    "j",
    "h",
    "kh",
    "d",
    "dh",
    "r",
    "z",
    "s",
    "sh",
    "s",
    "d",
    "t",
    "z",
    "a",
    "gh",
    "f",
    "q",
    "k",
    "l",
    "m",
    "n",
    "h",
    "w",
    "y",
    "p",
    "ch",
    "g",
    "v",
]
LETTERS = str.maketrans({**dict(zip(ARABIC, LATIN, strict=True)), "ء": ""})


class Slugs:
    """New slugs for records, none of them used by a known record."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)

    def make(self, *parts: str) -> str:
        """Return a new slug of these texts, with a number if it is taken."""
        base = "-".join(filter(None, (ascii_words(part) for part in parts)))[:LENGTH].strip("-") or "draft"
        slug, number = base, 1
        while slug in self.taken:
            number += 1
            slug = f"{base}-{number}"
        self.taken.add(slug)
        return slug


def ascii_words(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens."""
    latin = fold(text).translate(LETTERS)
    plain = normalize("NFKD", latin).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain))
