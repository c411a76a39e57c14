"""Units that numbers count: a listed unit after the number, or an unlisted noun."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from seeds.drafting.lexicon import Match, Phrases, phrases, word_set
from seeds.drafting.mentions import CountryMention
from seeds.drafting.number_reading import Number, read_digits
from seeds.drafting.text import Article, Word

NO_UNIT = word_set("rule_words", "amounts no unit")
SKIPPED_BEFORE_UNIT = word_set("rule_words", "amounts skipped before unit")
# "Over five years" is a span of time, not more than five.
DURATIONS = frozenset(("year", "month", "week", "day", "hour", "minute"))


@lru_cache
def units() -> Phrases[str]:
    """Return units by their words; None for measures without a unit in the vocabulary."""
    return phrases("units", "code")


class Unit(NamedTuple):
    """A unit, the end of its words, the rule that found it, and its characters if they are words of their own."""

    code: str
    end: int
    rule: str
    span: tuple[int, int] | None = None


class UnitReader:
    """A reader of the units after the numbers of an article."""

    def __init__(self, article: Article, countries: Sequence[CountryMention]) -> None:
        self.words, self.language = article.words, article.language
        self.adjectives = {mention.start for mention in countries if mention.form == "adjective"}

    def read(self, number: Number, value: Decimal, last: int) -> Unit | None:
        """Return the unit of a number, or of a range, that ends before the word `last`."""
        at = last
        while at < len(self.words) and self.words[at].fold in SKIPPED_BEFORE_UNIT:
            at += 1
        found = self._listed(at) or self._after_hyphen(last) or self._after_adjectives(at)
        if not found and number.printed:
            found = self._noun(number, value, last)
        # A measure without a unit in the vocabulary is no count either.
        if not found or not found.code or (not number.printed and value < 3):
            return None
        return found

    def _listed(self, index: int) -> Unit | None:
        match = units().at(self.words, index)
        if not match or (match.prefix and self.words[index].kind != "latin"):
            return None
        if match.definite and match.last - match.first == 1:
            return None
        return _unit(match)

    def _after_hyphen(self, index: int) -> Unit | None:
        """Read a joined unit: `500-megawatt`, but not `a three-day visit`, which measures nothing."""
        match = units().at(self.words, index + 1) if self.words[index].fold == "-" else None
        return Unit(match.value, match.end, "unit") if match and match.value not in DURATIONS else None

    def _after_adjectives(self, index: int) -> Unit | None:
        """Read a unit after adjectives, `200 Chinese companies`: up to two English words before a listed unit."""
        for at in (index + 1, index + 2):
            between = self.words[index:at]
            if at < len(self.words) and all(word.kind == "latin" and word.fold not in NO_UNIT for word in between):
                match = units().at(self.words, at)
                if match and self.words[at].kind == "latin" and self.words[at].text[0].islower():
                    return _unit(match)
        return None

    def _noun(self, number: Number, value: Decimal, last: int) -> Unit | None:
        """Return the unit `item`, for a counted noun, or for a large number without a noun."""
        word = self.words[last]
        if self._is_counted(number, value, word):
            return Unit("item", word.end, "number and noun", (word.start, word.end))
        if number.has_size and value >= 1000:
            return Unit("item", self.words[last - 1].end, "large number")
        return None

    def _is_counted(self, number: Number, value: Decimal, word: Word) -> bool:
        """Recognize an unlisted noun that is counted: an indefinite Arabic word, or an English plural."""
        first = self.words[number.first]
        if word.line or word.fold in NO_UNIT or value < 3 or read_digits(first, self.language) is None:
            return False
        if 1900 <= value <= 2100 and not number.has_size and "," not in first.text:
            # It would be a year.
            return word.start in self.adjectives
        if word.kind == "latin":
            return word.text.islower() and word.fold.endswith("s") and len(word.fold) > 3
        return word.kind == "word" and len(word.fold) > 2 and _is_indefinite(word.fold)


def _is_indefinite(folded: str) -> bool:
    """Return whether an Arabic word has neither article, conjunction nor preposition."""
    if not folded.startswith(("ال", "لل", "و", "ف", "ب")):
        return True
    return folded[0] in "فب" and folded.endswith("ا") and len(folded) > 3


def _unit(match: Match[str]) -> Unit:
    return Unit(match.value, match.end, "unit", (match.start, match.end))
