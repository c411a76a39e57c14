"""The search form of a text, letter by letter, so that a match has a position in the text.

The search form of `models.derived.folding` is extended by signs that keyboards and publishers write differently:
quotation marks, dashes, Arabic commas. White space of any kind is one blank, and invisible letters are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from models.derived.folding import fold

# Punctuation between words needs some room beside them.
ROOM = 30
SIGNS = str.maketrans(
    {
        **dict.fromkeys("«»‹›“”„‟″‘’‚‛′'`´ʼ", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ","},
    }
)
# Letters that Arabic writes as part of the next word.
PROCLITICS = re.compile("[وف]?[بكلس]?(?:ال|لل)?")
TATWEEL = "\u0640"
# No letter of a word has more marks and tatweel behind it.
MOST_MARKS = 9
ARABIC = re.compile("[\u0620-\u06ff]")
WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


class FoldedText:
    """The search form of a text; for each letter of it, the span of the text that it comes from."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self.starts, self.ends = array("I"), array("I")
        for position, letter in enumerate(text):
            folded = _fold_letter(letter)
            if not folded:
                # A mark belongs to the letter before it.
                if letters and unicodedata.combining(letter):
                    self.ends[-1] = position + 1
            elif folded == " " and letters and letters[-1] == " ":
                self.ends[-1] = position + 1
            else:
                for each in folded:
                    letters.append(each)
                    self.starts.append(position)
                    self.ends.append(position + 1)
        self.letters = "".join(letters)

    def span(self, start: int, end: int) -> Span:
        """Return the span of the text that these letters come from."""
        return self.starts[start], self.ends[end - 1]

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether letters are whole words, but for proclitics before the first."""
        letters = self.letters
        if end < len(letters) and _joined(letters[end - 1], letters[end]):
            return False
        first = self.word_start(start)
        return first == start or bool(PROCLITICS.fullmatch(letters, first, start))

    def is_between(self, place: Span, before: str, after: str) -> bool:
        """Return whether the words of `before` and `after` adjoin a place; empty ones always do."""
        ahead, behind = bare_words(fold_words(before)), bare_words(fold_words(after))
        first, end = self.word_start(place[0]), place[1]
        # Punctuation between words needs some room beside them.
        left = self.letters[max(0, first - 2 * len(before) - ROOM) : first] if ahead else ""
        right = self.letters[end : end + 2 * len(after) + ROOM] if behind else ""
        return bare_words(left).endswith(ahead) and bare_words(right).startswith(behind)

    def word_start(self, start: int) -> int:
        """Return where the word of a letter begins."""
        while start and _joined(self.letters[start - 1], self.letters[start]):
            start -= 1
        return start


def fold_words(words: str) -> str:
    """Return words in the form in which texts are searched for citations."""
    return " ".join("".join(map(_fold_letter, words)).split())


@lru_cache(maxsize=1 << 14)
def _fold_letter(letter: str) -> str:
    """Return a letter in its search form: one blank for white space, nothing for marks and invisible ones."""
    folded = fold(letter.translate(SIGNS))
    if letter.isspace() or folded.isspace():
        return " "
    return "" if folded == letter and unicodedata.category(letter) == "Cf" else folded


def _joined(one: str, other: str) -> bool:
    """Return whether two neighbouring letters belong to the same word: both digits, or letters of one script."""
    if one.isdigit() or other.isdigit():
        return one.isdigit() and other.isdigit()
    return one.isalpha() and other.isalpha() and bool(ARABIC.match(one)) == bool(ARABIC.match(other))


def is_inside_word(text: str, at: int) -> bool:
    """Return whether the characters before and after a position belong to one word; marks belong to their letter."""
    if _is_mark(text[at]):
        return True
    before = at - 1
    while before and _is_mark(text[before]) and at - before < MOST_MARKS:
        before -= 1
    return _joined(text[before], text[at])


def _is_mark(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter == TATWEEL


def bare_words(letters: str) -> str:
    """Return the words of folded letters without the punctuation between them."""
    return " ".join(WORD.findall(letters))
