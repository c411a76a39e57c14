"""Find the positions of words in the text of an article, exactly or in another spelling.

The search form of `models.derived.folding` is extended by signs that keyboards and publishers write differently:
quotation marks, dashes, Arabic commas. White space of any kind is one blank, and invisible letters are dropped.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, islice

from models.derived.folding import fold, forms
from models.errors import MithaqError
from seeds.format.records import Words
from seeds.texts.article_text import Text

CONTEXT = 30
LIMIT = 50
# How many places a message lists, and how much of a quotation it repeats.
SHOWN_PLACES = 5
SHOWN_LENGTH = 60
SIGNS = str.maketrans(
    {
        **dict.fromkeys("«»‹›“”„‟″‘’‚‛′'`´ʼ", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **{"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ","},
    }
)
# Letters that Arabic writes as part of the next word.
PROCLITICS = re.compile("[وف]?[بكلس]?(?:ال|لل)?")
ARTICLE, TO_THE = "ال", "لل"
TATWEEL = "\u0640"
ARABIC = re.compile("[\u0620-\u06ff]")
WORD = re.compile(r"[^\W_]+")
Span = tuple[int, int]


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

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded(self.text.content)

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

    def _places(self, words: str) -> list[Span]:
        """Return the places of whole words among the folded letters."""
        letters, folded = fold_words(words), self._folded
        variants = [letters, *([_after_to(letters)] if letters.startswith(ARTICLE) else [])]
        places = {place for each in variants if each for place in _occurrences(folded.letters, each)}
        return sorted(place for place in places if folded.is_whole(*place))

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
        kept = [place for place in found if self._folded.is_between(place, words.before, words.after)]
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
        """Return the words that name a span, or None where no whole words do; the inverse of `resolve`."""
        words = " ".join(self.text.content[start:end].split())
        found = self.find_whole(words) if WORD.search(fold_words(words)) else []
        if (start, end) not in found:
            return None
        return Words(words, nth=found.index((start, end)) + 1 if len(found) > 1 else None)

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether a span neither begins nor ends within a word; letters that Arabic attaches are left out."""
        content = self.text.content
        first = start
        while first and _joined_in_text(content, first):
            first -= 1
        ahead = fold_words(content[first:start])
        return not (end < len(content) and _joined_in_text(content, end)) and bool(PROCLITICS.fullmatch(ahead))

    def place(self, start: int, end: int) -> Place:
        """Return a span with its line, column and context."""
        content = self.text.content
        line = content.count("\n", 0, start) + 1
        return Place(start, end, line, start - content.rfind("\n", 0, start), _cut_context(content, start, end))

    def nearest(self, words: str) -> list[Place]:
        """Return the places that share the most words with these, best first; nothing where none is shared."""
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
        near = self.nearest(quote)
        return f"{_shorten(quote)} is not in {self.text.name}{'; the nearest words are' if near else ''}{_list(near)}"

    def _list_places(self, places: list[Span]) -> str:
        listed = _list(self.place(*self._folded.span(*each)) for each in places[:LIMIT])
        return listed + (f"\n    … and {len(places) - LIMIT:,} more" if len(places) > LIMIT else "")


class _Folded:
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
        ahead, behind = _bare(fold_words(before)), _bare(fold_words(after))
        first, end = self.word_start(place[0]), place[1]
        # Punctuation between words needs some room beside them.
        left = self.letters[max(0, first - 2 * len(before) - CONTEXT) : first] if ahead else ""
        right = self.letters[end : end + 2 * len(after) + CONTEXT] if behind else ""
        return _bare(left).endswith(ahead) and _bare(right).startswith(behind)

    def word_start(self, start: int) -> int:
        """Return where the word of a letter begins."""
        while start and _joined(self.letters[start - 1], self.letters[start]):
            start -= 1
        return start


def find_words(text: Text, words: str) -> tuple[list[Place], int, bool]:
    """Return the first places of the words, at most `LIMIT`; their number; and whether the spelling is exact.

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
            return first, len(first) + sum(1 for _ in spans), find == searchable.find_exact
    near = searchable.nearest(words)
    hint = f"; the most similar place{'s are' if len(near) > 1 else ' is'}:" if near else ""
    raise MithaqError(f"{text.name}: {_shorten(words)} was not found{hint}{_list(near)}")


def fold_words(words: str) -> str:
    """Return words in the form in which texts are searched for citations."""
    return " ".join("".join(map(_fold_letter, words)).split())


@lru_cache(maxsize=1 << 14)
def _fold_letter(letter: str) -> str:
    """Return what a letter is in the search form: one blank for white space, nothing for marks and invisible ones."""
    folded = fold(letter.translate(SIGNS))
    if letter.isspace() or folded.isspace():
        return " "
    return "" if folded == letter and unicodedata.category(letter) == "Cf" else folded


def _occurrences(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield start, start + len(words)
        start = text.find(words, start + 1)


def _joined(one: str, other: str) -> bool:
    """Return whether two neighbouring letters belong to the same word: both digits, or letters of one script."""
    if one.isdigit() or other.isdigit():
        return one.isdigit() and other.isdigit()
    return one.isalpha() and other.isalpha() and bool(ARABIC.match(one)) == bool(ARABIC.match(other))


def _joined_in_text(text: str, at: int) -> bool:
    """Return whether the characters before and after a position belong to one word; a mark belongs to its letter."""
    return bool(unicodedata.combining(text[at])) or text[at] == TATWEEL or _joined(text[at - 1], text[at])


def _after_to(letters: str) -> str:
    """Return words that begin with the article as they are written after the preposition ل: للاقتصاد, للجنة."""
    bare = letters[len(ARTICLE) :]
    return ("ل" if bare.startswith("ل") else TO_THE) + bare


def _bare(letters: str) -> str:
    return " ".join(WORD.findall(letters))


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
