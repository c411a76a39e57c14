"""Numbers of a text, in digits and words, with their words of size, and ranges of two numbers."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from decimal import Decimal

from seeds.drafting.currencies import SIGNS, currencies
from seeds.drafting.lexicon import Match, number_words, word_set
from seeds.drafting.text import Article, Word, is_definite

SHORT = {"m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "k": 1000, "tn": 10**12, "mln": 10**6, "bln": 10**9}
RANGE = word_set("rule_words", "amounts range")
BETWEEN = word_set("rule_words", "amounts between")
LARGE = frozenset(("magnitude", "dual", "hundreds", "hundred"))


@dataclass(frozen=True)
class Number:
    """A number: its words (the end exclusive), its value, and whether it has digits or a word of size."""

    first: int
    last: int
    value: Decimal
    printed: bool

    @property
    def has_size(self) -> bool:
        return self.last - self.first > 1


def read_digits(word: Word, language: str) -> Decimal | None:
    """Return the value of digits: `3,500`, `1.5`, `٣٠`, `200m`; in Arabic, `3.500` is three thousand five hundred."""
    text = word.fold
    joined = re.fullmatch(r"(\d+(?:\.\d+)?)(m|mn|bn|b|k|tn)", text) if word.kind == "latin" else None
    if joined:
        return Decimal(joined[1]) * SHORT[joined[2]]
    if word.kind != "number":
        return None
    text = text.replace("٬", ",").replace("٫", ".")
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return Decimal(text.replace(",", ""))
    groups = "+" if language == "ar" else "{2,}"
    if re.fullmatch(rf"[1-9]\d{{0,2}}(\.\d{{3}}){groups}", text):
        return Decimal(text.replace(".", ""))
    text = text.replace(",", ".")
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


class NumberReader:
    """A reader of the numbers in an article, apart from its dates."""

    def __init__(self, article: Article, dated: Set[int]) -> None:
        self.article, self.words, self.dated = article, article.words, dated

    def read(self, index: int) -> Number | None:
        """Read the number that begins at a word, with a smaller one added to it."""
        number = self._plain(index)
        return self._and_more(number) if number else None

    def read_range(self, number: Number) -> tuple[Decimal, Decimal | None, int]:
        """Return the value of a number, the upper end of the range that it begins, and the word after them."""
        second, value = self._upper(number), number.value
        if second and second.value > value and second.has_size and not number.has_size:
            value *= self._size(second)
        if second and second.value > value:
            return value, second.value, second.last
        return value, None, number.last

    def _word(self, index: int) -> Match[tuple[int, str]] | None:
        return number_words().at(self.words, index)

    def _plain(self, index: int) -> Number | None:
        """Read a number in digits or words with its words of size: `3 مليون`, `ألفي`, `خمسة وعشرون`, `1.5 billion`."""
        if not 0 <= index < len(self.words) or index in self.dated:
            return None
        digits = read_digits(self.words[index], self.article.language)
        number = self._said(index) if digits is None else Number(index, index + 1, digits, True)
        return self._shortened(self._multiplied(number)) if number else None

    def _multiplied(self, number: Number) -> Number:
        """Multiply by the words of size after it: `3 مليون`, `40-million`."""
        value, last, printed = number.value, number.last, number.printed
        if (
            self.article.fold_at(last) == "-"
            and self.words[number.first].kind == "number"
            and (match := self._word(last + 1))
            and match.value[1] == "magnitude"
        ):
            last += 1
        while (
            (match := self._word(last))
            and match.value[1] in ("magnitude", "hundred")
            and not match.prefix
            and value < match.value[0] * 1000
        ):
            value, last, printed = value * match.value[0], match.last, True
        return Number(number.first, last, value, printed)

    def _shortened(self, number: Number) -> Number:
        """Multiply by the letters of size after the digits of money: `$5 bn`."""
        size = SHORT.get(self.article.fold_at(number.last))
        if (
            size
            and self.words[number.first].kind == "number"
            and self.words[number.last].start - self.words[number.last - 1].end <= 1
            and (
                self.article.fold_at(number.first - 1) in SIGNS
                or currencies().at(self.words, number.last + 1) is not None
            )
        ):
            return replace(number, last=number.last + 1, value=number.value * size)
        return number

    def _and_more(self, number: Number) -> Number:
        """Add a smaller number of millions to the billions: `2 مليار و120 مليون`."""
        more = (
            self._plain(number.last + 1) if self.article.fold_at(number.last) == "و" and number.value >= 10**6 else None
        )
        if (
            more
            and more.has_size
            and 1000 <= more.value < number.value
            and currencies().at(self.words, more.last) is not None
        ):
            return Number(number.first, more.last, number.value + more.value, True)
        return number

    def _said(self, index: int) -> Number | None:
        """Read a number in words; a small one counts only with a listed unit."""
        match = self._word(index)
        if not match or self._says_no_number(match):
            return None
        value, last = match.value[0], match.last
        if more := self._smaller(match):
            value, last = value + more.value[0], more.last
        return Number(index, last, Decimal(value), match.value[1] in LARGE)

    def _says_no_number(self, match: Match[tuple[int, str]]) -> bool:
        value, kind = match.value
        if value == 10 and match.first and is_definite(self.words[match.first - 1].fold):
            # السادسة عشر is an ordinal.
            return True
        if kind == "hundred":
            return bool(match.prefix) or match.definite
        return kind == "magnitude" and self._is_plural(match)

    def _smaller(self, match: Match[tuple[int, str]]) -> Match[tuple[int, str]] | None:
        """Read words of number that are added up: `خمسة وعشرون`, `forty-two`, `مئة وعشرين`."""
        kind = match.value[1]
        hyphen = kind == "tens" and self.article.fold_at(match.last) == "-"
        more = self._word(match.last + hyphen)
        if not more:
            return None
        value, added = more.value
        if kind == "unit":
            return more if added == "tens" and more.prefix == "و" else None
        if kind == "tens":
            return more if hyphen and added == "unit" and value < 10 else None
        return more if kind in ("hundred", "hundreds") and more.prefix == "و" and value < 100 else None

    def _is_plural(self, match: Match[tuple[int, str]]) -> bool:
        """Recognize plurals that give no number by themselves: آلاف, ملايين, millions."""
        return self.words[match.first].fold.endswith(("الاف", "ايين", "ايير", "ات", "s")) or match.definite

    def _size(self, number: Number) -> Decimal:
        first = read_digits(self.words[number.first], self.article.language) or Decimal(1)
        return number.value / first

    def _upper(self, number: Number) -> Number | None:
        """Read the upper end of a range: `14 أو 15 مليون`, `between 10 and 20`, `5-7`."""
        between, separator = self.article.fold_at(number.first - 1) in BETWEEN, self.article.fold_at(number.last)
        if number.last in self.dated or (separator in ("و", "and") and not between):
            return None
        second = self.read(number.last + 1) if separator in RANGE else None
        if not second and between and (match := self._word(number.last)) and match.prefix == "و":
            return self.read(number.last)
        return second
