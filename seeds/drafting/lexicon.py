"""Word lists, which are CSV files, and the search for their phrases in the words of a text.

A cell may hold several phrases, with | between them. Arabic phrases are found with and without article, and with the
letters that Arabic writes as part of the first word.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from models.derived.folding import fold
from seeds.drafting.text import TOKEN, Article, Word, bare, is_definite, skip_letters, stems

FOLDER = Path(__file__).parent
REFERENCE = FOLDER.parent / "reference"
Value = TypeVar("Value")


@lru_cache
def rows(name: str, folder: Path = FOLDER) -> tuple[dict[str, str], ...]:
    """The rows of a word list."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def cell(text: str) -> list[str]:
    """The phrases of a cell."""
    return [each for each in text.split("|") if each]


@lru_cache
def word_set(name: str, kind: str) -> frozenset[str]:
    """The folded words of the rows of one kind."""
    return frozenset(fold(word) for row in rows(name) if row["kind"] == kind for word in cell(row["words"]))


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase that was found: its words (the end exclusive), its characters, and its value in the list."""

    first: int
    last: int
    start: int
    end: int
    value: Value
    prefix: str
    definite: bool


class Phrases(Generic[Value]):
    """Phrases to be found in texts, each with a value; the longest that begins at a word is taken."""

    def __init__(self, entries: Iterable[tuple[str, Value]], article: bool = True, cased: bool = False) -> None:
        """Build the search. `article`: the Arabic article is optional. `cased`: Latin capitals must match."""
        self.key = bare if article else str
        self.cased = cased
        self.index: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
        for phrase, value in entries:
            folded = tuple(self.key(word) for word in phrase_words(phrase))
            if folded:
                self.index.setdefault(folded[0], []).append((folded, phrase, value))
        for group in self.index.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def at(self, words: list[Word], index: int) -> Match[Value] | None:
        """Return the longest phrase that begins at a word, if any."""
        if index >= len(words):
            return None
        word, best = words[index], None
        for count, stem in stems(word.fold) if word.kind == "word" else ((0, word.fold),):
            for folded, phrase, value in self.index.get(self.key(stem), ()):
                last = index + len(folded)
                if (best and len(folded) <= best.last - best.first) or last > len(words):
                    continue
                if all(
                    self.key(each.fold) == want for each, want in zip(words[index + 1 : last], folded[1:], strict=True)
                ):
                    if self.cased and not self._cased(words[index:last], phrase):
                        continue
                    start = skip_letters(word, count) if count else word.start
                    definite = is_definite(stem if len(folded) == 1 else words[last - 1].fold)
                    best = Match(index, last, start, words[last - 1].end, value, word.fold[:count], definite)
        return best

    def find(self, words: list[Word], first: int = 0, last: int | None = None) -> Iterator[Match[Value]]:
        """Yield each phrase among these words, none within another."""
        index, end = first, len(words) if last is None else last
        while index < end:
            match = self.at(words, index)
            if match and match.last <= end:
                yield match
                index = match.last
            else:
                index += 1

    @staticmethod
    def _cased(words: list[Word], phrase: str) -> bool:
        return all(
            word.text[:1].isupper() or not each[:1].isupper() for word, each in zip(words, tokens(phrase), strict=False)
        )


def tokens(phrase: str) -> list[str]:
    return [match[0] for match in TOKEN.finditer(phrase)]


def phrase_words(phrase: str) -> list[str]:
    """Return the words of a phrase as the text would have them, folded."""
    return [word.fold for word in Article(phrase).words]


def phrases(name: str, key: str, column: str = "words", language: str = "", **options: bool) -> Phrases[str]:
    """Return the phrases of a list, or those of one language, each with the value of one column."""
    chosen = [row for row in rows(name) if not language or row["language"] == language]
    return Phrases(((phrase, row[key]) for row in chosen for phrase in cell(row[column])), **options)


@lru_cache
def number_words() -> Phrases[tuple[int, str]]:
    """Return the words of numbers, each with its value and its kind: a unit, tens, a magnitude …"""
    return Phrases(
        ((word, (int(row["value"]), row["kind"])) for row in rows("numbers") for word in cell(row["words"])),
        article=False,
    )
