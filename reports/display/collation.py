"""The order of names for readers of Arabic: hamza as the letter that it sits on, as CLDR does; the article counts."""

from __future__ import annotations

from functools import reduce

# Vowel marks are not sorted by; a letter with hamza or madda is the letter without.
SEATS = dict(zip("أإآٱؤئىة", "ااااوييه", strict=True))
MARKS = dict.fromkeys(range(0x64B, 0x653))
FOLDED = str.maketrans(SEATS) | MARKS


def collate(text: str) -> str:
    """Return the key by which a text is sorted."""
    return text.casefold().translate(FOLDED)


def collate_sql(expression: str) -> str:
    """Return the SQL of that key for an expression; no index has it."""
    return reduce(lambda inner, seat: f"replace({inner}, '{seat[0]}', '{seat[1]}')", SEATS.items(), expression)
