"""The parts of a text that facts cite: passages, which may overlap, and the sentences that no fact cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from seeds.drafting.text import Article
from seeds.texts.article_text import Text

Span = tuple[int, int]


class Sentence(NamedTuple):
    """A sentence that no fact cites, with the line that it begins on; lines count from 1."""

    start: int
    end: int
    line: int
    text: str


class Coverage(NamedTuple):
    """The cited share of a text: characters that are not blank, and sentences."""

    characters: int
    cited_characters: int
    sentences: int
    uncited: list[Sentence]

    @property
    def percent(self) -> int:
        """Return the share of characters that are cited, rounded down."""
        return 100 * self.cited_characters // max(self.characters, 1)


class Segment(NamedTuple):
    """Characters of a text that the same passages cover; the passages are given by their numbers."""

    start: int
    end: int
    passages: tuple[int, ...]


def measure(text: Text, spans: Iterable[Span]) -> Coverage:
    """Return how much of a text these spans cover; a sentence is cited where one of them touches it."""
    content = text.content
    cited = bytearray(len(content))
    for start, end in spans:
        cited[start:end] = b"\1" * (min(end, len(content)) - start)
    solid = [place for place, character in enumerate(content) if not character.isspace()]
    article = Article(content)
    sentences = [article.span(each) for each in article.sentences]
    uncited = [
        Sentence(start, end, content.count("\n", 0, start) + 1, " ".join(content[start:end].split()))
        for start, end in sentences
        if not any(cited[start:end])
    ]
    return Coverage(len(solid), sum(cited[place] for place in solid), len(sentences), uncited)


def segments(spans: list[Span], start: int, end: int) -> Iterator[Segment]:
    """Split a stretch of a text where a passage begins or ends, so that each piece has the same passages throughout.

    A passage is numbered by its place in `spans`.
    """
    inside = [(number, span) for number, span in enumerate(spans) if span[0] < end and start < span[1]]
    edges = {start, end} | {min(max(edge, start), end) for _, span in inside for edge in span}
    for first, last in pairwise(sorted(edges)):
        covering = tuple(number for number, span in inside if span[0] <= first and last <= span[1])
        yield Segment(first, last, covering)
