"""Find the positions of words in the text of an article, exactly or in another spelling."""

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
    """A span of a text, the end exclusive, with some context."""

    start: int
    end: int
    context: str

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}]  {self.context}"


def find_words(text: Text, words: str) -> tuple[list[Place], bool]:
    """Return every place of the words, and whether the spelling is exact.

    Other spellings are searched only if there is no exact match.

    Raises:
        MithaqError: the words are not in the text; the message has the most similar line.
    """
    if not fold(words).strip():
        raise MithaqError("there is nothing to find; give some words of the article")
    exact = list(_find_exact(text.content, words))
    spans = exact or list(_find_folded(text.content, words))
    if not spans:
        raise MithaqError(f"{text.name}: {words!r} was not found{_nearest_line(text.content, words)}")
    return [Place(start, end, _cut_context(text.content, start, end)) for start, end in spans], bool(exact)


def _find_exact(text: str, words: str) -> Iterator[tuple[int, int]]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _find_folded(text: str, words: str) -> Iterator[tuple[int, int]]:
    letters = list(_fold_letters(text))
    folded = "".join(letter for letter, _, _ in letters)
    for start, end in _find_exact(folded, " ".join(fold(words).split())):
        yield letters[start][1], letters[end - 1][2]


def _fold_letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each folded letter with the span it comes from; white space becomes one space."""
    for blank, clusters in groupby(_split_clusters(text), key=lambda cluster: text[slice(*cluster)].isspace()):
        if blank:
            spans = list(clusters)
            yield " ", spans[0][0], spans[-1][1]
            continue
        for start, end in clusters:
            for letter in fold(text[start:end]):
                yield letter, start, end


def _split_clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each letter with its combining marks, which are folded together."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not combining(text[position]):
            yield start, position
            start = position


def _cut_context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    opening, closing = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(text))
    return " ".join(f"{opening}{before}{text[start:end]}{after}{closing}".split())


def _nearest_line(text: str, words: str) -> str:
    """Return a hint with the line that has most of the words, or an empty text if no line has any."""
    wanted = set(fold(words).split())
    lines = [(_count_shared(wanted, line), -number, line.strip()) for number, line in enumerate(text.split("\n"), 1)]
    shared, number, line = max(lines)
    return f"; the most similar line is {-number}: {line}" if shared else ""


def _count_shared(words: set[str], line: str) -> int:
    folded = fold(line)
    return sum(word in folded for word in words)
