"""Find the passages of an article in its corrected text, by the digests of the spans that were cited of the old one.

A digest cannot be turned into words, but the words of a text can be compared with it: a passage is where the text has
a span of the same length and digest.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate

from seeds.texts.article_text import Text

Span = tuple[int, int]
Digests = Mapping[Span, str]
# How many passages of an article are looked for to recognize its text.
SAMPLE = 8
# Two characters of one number or Latin word.
WITHIN = re.compile(r"\d\d|[^\W\d_\u0600-\u06ff]{2}")


def find_passages(old: Digests, text: Text) -> dict[Span, list[Span]]:
    """Return where in the text the passage of each old span is: one span, none if it is gone, or several."""
    hashes = _Hashes(text)
    found: dict[Span, list[Span]] = {}
    # Where passages that were found once begin, and how far they moved.
    moves: list[tuple[int, int]] = []
    for span in sorted(old, key=_shortness):
        near = {(span[0] + shift, span[1] + shift) for shift in _neighbours(moves, span[0])}
        fitting = [place for place in near if text.span_digest(*place) == old[span]]
        places = fitting if len(fitting) == 1 else list(hashes.find(span[1] - span[0], old[span]))
        found[span] = [place for place in places if place == span or not _cuts(text.content, place)]
        if len(found[span]) == 1:
            insort(moves, (span[0], found[span][0][0] - span[0]))
    return found


def recognize(text: Text, articles: Mapping[str, Digests]) -> str | None:
    """Return the slug of the article that most likely had this text before it was corrected, or None.

    At least half of the article's longest passages are in the text, and no other article has as many.
    """
    wanted: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    samples = {slug: sorted(spans, key=_shortness)[:SAMPLE] for slug, spans in articles.items()}
    for slug, spans in samples.items():
        for start, end in spans:
            wanted[end - start][articles[slug][start, end]].add(slug)
    hits: Counter[str] = Counter()
    hashes = _Hashes(text)
    for length, digests in wanted.items():
        for digest in digests.keys() & set(hashes.of_length(length)):
            hits.update(digests[digest])
    best = [slug for slug, count in hits.most_common(2) if count == max(hits.values())]
    alone = len(best) == 1 and 2 * hits[best[0]] >= len(samples[best[0]])
    return best[0] if alone else None


def _cuts(content: str, span: Span) -> bool:
    """Return whether a span begins or ends within a number or a Latin word: the passage itself is gone from there.

    An Arabic word may begin with others that are no part of the passage.
    """
    return any(WITHIN.fullmatch(content[max(0, edge - 1) : edge + 1]) for edge in span)


class _Hashes:
    """The digests of all spans of a text that have a certain length."""

    def __init__(self, text: Text) -> None:
        self.data = memoryview(text.content.encode())
        self.offsets = [0, *accumulate(len(letter.encode()) for letter in text.content)]

    def of_length(self, length: int) -> Iterator[str]:
        for start, end in zip(self.offsets, self.offsets[length:], strict=False):
            yield hashlib.sha256(self.data[start:end]).hexdigest()

    def find(self, length: int, digest: str) -> Iterator[Span]:
        """Yield each span of this length that has the digest."""
        for start, other in enumerate(self.of_length(length)):
            if other == digest:
                yield start, start + length


def _shortness(span: Span) -> tuple[int, Span]:
    """Order spans with the longest first: long ones recur least."""
    return span[0] - span[1], span


def _neighbours(moves: list[tuple[int, int]], start: int) -> set[int]:
    """Return how far the nearest passages before and after a position moved."""
    at = bisect_left(moves, (start, 0))
    return {shift for _, shift in moves[max(0, at - 1) : at + 1]} or {0}
