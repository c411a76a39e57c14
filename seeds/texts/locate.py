"""Find the positions of words in the text of an article, exactly or in another spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice

from models.derived.folding import forms
from models.errors import MithaqError
from seeds.format.records import Words
from seeds.texts.article_text import Text
from seeds.texts.folded_text import PROCLITICS, WORD, FoldedText, Span, fold_words, is_inside_word

CONTEXT = 30
LIMIT = 50
# More places of words are not counted.
COUNTED = 10_000
# Occurrences that all searches of a text may look at, in a few seconds. Many citations of words that occur everywhere
# would take hours.
LOOKED_AT = 1_000_000
# Absent quotations whose nearest words are sought, each in the whole text.
EXPLAINED = 10
# How many places a message lists, and how much of a quotation it repeats.
SHOWN_PLACES = 5
SHOWN_LENGTH = 60
ARTICLE, TO_THE = "ال", "لل"


@dataclass(frozen=True)
class Place:
    """A span of a text, the end exclusive, with its line and column, counted from 1, and some context."""

    start: int
    end: int
    line: int
    column: int
    context: str

    def __str__(self) -> str:
        return f"[{self.start}, {self.end}]  {self.line}:{self.column}  {self.context}"


class Ambiguous(MithaqError):
    """Raised where words do not name exactly one place of a text; the message lists the candidates."""


class SearchableText:
    """A text that is searched many times; it is folded once."""

    def __init__(self, text: Text) -> None:
        self.text = text
        # The places of the words that were sought last: they are often sought again.
        self._sought: tuple[str, list[Span]] = ("", [])
        self._looked_at = self._explained = 0

    @cached_property
    def _folded(self) -> FoldedText:
        return FoldedText(self.text.content)

    def find_exact(self, words: str) -> Iterator[Span]:
        """Yield the span of each occurrence of exactly these characters, also within words."""
        return _occurrences(self.text.content, words)

    def find_folded(self, words: str) -> Iterator[Span]:
        """Yield the span of each occurrence in any spelling, also within words."""
        letters = fold_words(words)
        return (self._folded.span(start, end) for start, end in _occurrences(self._folded.letters, letters))

    def find_whole(self, words: str) -> list[Span]:
        """Return the span of each occurrence as whole words in any spelling, in order.

        The first word may follow a conjunction, preposition or article that is written as part of it, and its own
        article may be hidden in لل: الاقتصاد is found in للاقتصاد.
        """
        return [self._folded.span(*place) for place in self._places(words)]

    def has_whole(self, words: str) -> bool:
        """Return whether `find_whole` finds anything.

        Raises:
            Ambiguous: the words that are sought occur too often.
        """
        return bool(self._places(words))

    def _places(self, words: str) -> list[Span]:
        """Return the places of whole words among the folded letters."""
        if self._sought[0] != words:
            self._sought = (words, self._search(words))
        return self._sought[1]

    def _search(self, words: str) -> list[Span]:
        letters, folded = fold_words(words), self._folded
        variants = [letters, *([_after_to(letters)] if letters.startswith(ARTICLE) else [])]
        room = max(0, LOOKED_AT - self._looked_at)
        found = (place for each in variants if each for place in _occurrences(folded.letters, each))
        places = set(islice(found, room + 1))
        self._look_at(len(places), words)
        return sorted(place for place in places if folded.is_whole(*place))

    def _look_at(self, count: int, words: str) -> None:
        """Count occurrences that are looked at.

        Raises:
            Ambiguous: they are too many.
        """
        self._looked_at += count
        if self._looked_at > LOOKED_AT:
            problem = f"words that are cited occur too often in {self.text.name}"
            raise Ambiguous(f"{_shorten(words)}: {problem}; cite more words, or positions")

    def resolve(self, words: Words) -> Span:
        """Return the only span that the words name.

        `before` and `after` adjoin the quotation, with nothing but blanks and punctuation between. `nth` counts from
        1 among the places that remain.

        Raises:
            Ambiguous: the words name no place, or several.
        """
        if not WORD.search(fold_words(words.quote)):
            raise Ambiguous(f"{_shorten(words.quote)} has no words to find")
        found = self._places(words.quote)
        if not found:
            raise Ambiguous(self._explain_absent(words.quote))
        is_between = self._folded.is_between
        chosen = words.before or words.after
        if chosen:
            self._look_at(len(found), words.quote)
        kept = [place for place in found if is_between(place, words.before, words.after)] if chosen else found
        if not kept:
            problem = f"{_shorten(words.quote)} is in {self.text.name}, but not between the words of before: and after:"
            raise Ambiguous(problem + self._list_places(found))
        if words.nth is None and len(kept) > 1:
            problem = f"{_shorten(words.quote)} occurs {len(kept)} times in {self.text.name}"
            raise Ambiguous(f"{problem}; choose one with before:, after: or nth:{self._list_places(kept)}")
        if words.nth is not None and words.nth > len(kept):
            times = f"only {len(kept)} time{'s' if len(kept) > 1 else ''}"
            raise Ambiguous(f"{_shorten(words.quote)} occurs {times} in {self.text.name}{self._list_places(kept)}")
        return self._folded.span(*kept[(words.nth or 1) - 1])

    def quote(self, start: int, end: int) -> Words | None:
        """Return the words that name a span, or None if no whole words do; the inverse of `resolve`."""
        words = " ".join(self.text.content[start:end].split())
        found = self.find_whole(words) if WORD.search(fold_words(words)) else []
        if (start, end) not in found:
            return None
        return Words(words, nth=found.index((start, end)) + 1 if len(found) > 1 else None)

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether a span neither begins nor ends within a word; letters that Arabic attaches are left out."""
        content = self.text.content
        first = start
        while first and is_inside_word(content, first):
            first -= 1
        ahead = fold_words(content[first:start])
        return not (end < len(content) and is_inside_word(content, end)) and bool(PROCLITICS.fullmatch(ahead))

    def place(self, start: int, end: int) -> Place:
        """Return a span with its line, column and context."""
        content = self.text.content
        line = content.count("\n", 0, start) + 1
        return Place(start, end, line, start - content.rfind("\n", 0, start), _cut_context(content, start, end))

    def nearest(self, words: str) -> list[Place]:
        """Return the places that share the most words with these, best first; nothing if none is shared."""
        wanted = {form for word in WORD.findall(fold_words(words)) for form in forms(word)}
        tokens = [match.span() for match in WORD.finditer(self._folded.letters)]
        weights = [self._weigh(*token, wanted) for token in tokens]
        width = max(1, len(words.split()))
        sums = [0, *accumulate(weights)]
        # Of windows that share as much, one that begins with a word that is wanted.
        scores = [
            (sums[min(first + width, len(tokens))] - sums[first], weight > 0, -first)
            for first, weight in enumerate(weights)
        ]
        best = max(scores, default=(0,))[0]
        chosen: list[int] = []
        for score, _, first in sorted(scores, reverse=True)[: SHOWN_PLACES * width]:
            if score * 2 > best and all(abs(-first - other) >= width for other in chosen):
                chosen.append(-first)
        ends = ((tokens[first][0], tokens[min(first + width, len(tokens)) - 1][1]) for first in chosen[:SHOWN_PLACES])
        return [self.place(*self._folded.span(*each)) for each in ends] if best else []

    def _weigh(self, start: int, end: int, wanted: set[str]) -> int:
        """Return the length of a word that is wanted, or 0."""
        return end - start if not wanted.isdisjoint(forms(self._folded.letters[start:end])) else 0

    def _explain_absent(self, quote: str) -> str:
        inside = [self.place(*span) for span in islice(self.find_folded(quote), SHOWN_PLACES)]
        if inside:
            problem = f"{_shorten(quote)} is in {self.text.name} only inside other words; write whole words"
            return problem + _list(inside)
        self._explained += 1
        near = self.nearest(quote) if self._explained <= EXPLAINED else []
        return f"{_shorten(quote)} is not in {self.text.name}{'; the nearest words are' if near else ''}{_list(near)}"

    def _list_places(self, places: list[Span]) -> str:
        listed = _list(self.place(*self._folded.span(*each)) for each in places[:LIMIT])
        return listed + (f"\n    … and {len(places) - LIMIT:,} more" if len(places) > LIMIT else "")


def find_words(text: Text, words: str) -> tuple[list[Place], int, bool]:
    """Return the first `LIMIT` places of the words; their number, up to `COUNTED` more; and if the spelling is exact.

    Other spellings are searched only if there is no exact match.

    Raises:
        MithaqError: the words are not in the text; the message lists the places that are most similar.
    """
    searchable = SearchableText(text)
    if not fold_words(words):
        raise MithaqError("there is nothing to find; give some words of the article")
    for find in (searchable.find_exact, searchable.find_folded, searchable.find_whole):
        spans = iter(find(words))
        first = [searchable.place(*span) for span in islice(spans, LIMIT)]
        if first:
            return first, len(first) + sum(1 for _ in islice(spans, COUNTED)), find == searchable.find_exact
    near = searchable.nearest(words)
    hint = f"; the most similar place{'s are' if len(near) > 1 else ' is'}:" if near else ""
    raise MithaqError(f"{text.name}: {_shorten(words)} was not found{hint}{_list(near)}")


def _occurrences(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _after_to(letters: str) -> str:
    """Return words that begin with the article as they are written after the preposition ل: للاقتصاد, للجنة."""
    bare = letters[len(ARTICLE) :]
    return ("ل" if bare.startswith("ل") else TO_THE) + bare


def _list(places: Iterable[Place]) -> str:
    return "".join(f"\n    {place}" for place in places)


def _shorten(words: str) -> str:
    return repr(words if len(words) <= SHOWN_LENGTH else words[: SHOWN_LENGTH - 1] + "…")


def _cut_context(text: str, start: int, end: int) -> str:
    """Return the words of a span and some of those around it, on one line."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    words = text[start:end] if end - start <= 3 * SHOWN_LENGTH else text[start : start + 3 * SHOWN_LENGTH] + "…"
    opening, closing = "…" * (start > CONTEXT), "…" * (end + CONTEXT < len(text))
    return " ".join(f"{opening}{before}{words}{after}{closing}".split())
