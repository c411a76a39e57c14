"""Finds where words stand in the text of an article, as they are or in another spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from unicodedata import combining

from models.derived.folding import fold
from models.errors import MithaqError
from seeds.texts.article_text import Text

CONTEXT = 30
LIMIT = 50


@dataclass(frozen=True)
class Place:
    """Characters of a text, the end exclusive, with some of what stands around them."""

    start: int
    end: int
    context: str

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}]  {self.context}"


def find(text: Text, words: str) -> tuple[list[Place], bool]:
    """Every place of the words, and whether they stand there exactly; else in another spelling.

    Raises:
        MithaqError: they do not stand there at all; the message has the nearest line.
    """
    if not fold(words).strip():
        raise MithaqError("nothing to find: give some words of the article")
    exact = list(_occurrences(text.content, words))
    spans = exact or list(_folded_occurrences(text.content, words))
    if not spans:
        raise MithaqError(f"{text.name}: {words!r} is not there{_nearest_line(text.content, words)}")
    return [Place(start, end, _context(text.content, start, end)) for start, end in spans], bool(exact)


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _folded_occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    letters = list(_folded_letters(text))
    folded = "".join(letter for letter, _, _ in letters)
    for start, end in _occurrences(folded, " ".join(fold(words).split())):
        yield letters[start][1], letters[end - 1][2]


def _folded_letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Each letter of the search form with the characters that it comes from; white space is one space."""
    for blank, clusters in groupby(_clusters(text), key=lambda cluster: text[slice(*cluster)].isspace()):
        if blank:
            spans = list(clusters)
            yield " ", spans[0][0], spans[-1][1]
            continue
        for start, end in clusters:
            for letter in fold(text[start:end]):
                yield letter, start, end


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Letters with the marks that combine with them, which fold together."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not combining(text[position]):
            yield start, position
            start = position


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    opening, closing = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(text))
    return " ".join(f"{opening}{before}{text[start:end]}{after}{closing}".split())


def _nearest_line(text: str, words: str) -> str:
    """A hint: the line that has most of the words, if any has one."""
    wanted = set(fold(words).split())
    lines = [(_shared(wanted, line), -number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    shared, number, line = max(lines)
    return f"; nearest is line {-number}: {line}" if shared else ""


def _shared(words: set[str], line: str) -> int:
    folded = fold(line)
    return sum(word in folded for word in words)
