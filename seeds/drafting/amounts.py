"""Amounts of money and figures: numbers in digits and words, with qualifier, and with a currency or the unit counted.

Dates, ordinals, numbers in names and times of day are no figures. Money has the currency that is printed; where only
دينار or ريال is, the one of the only country of the text that has such a currency.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.date_words import months
from seeds.drafting.lexicon import Match, Phrases, cell, number_words, rows, word_set
from seeds.drafting.mentions import AmountMention, CountryMention, DateMention
from seeds.drafting.text import Article, Word, is_definite, stems

SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₹": "INR",
    "₺": "TRY",
    "₪": "ILS",
    "₦": "NGN",
    "₩": "KRW",
}
LETTERS_BEFORE_SIGN = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "hk": "HKD",
    "s": "SGD",
    "nz": "NZD",
    "nt": "TWD",
    "r": "BRL",
}
SHORT = {"m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "k": 1000, "tn": 10**12, "mln": 10**6, "bln": 10**9}
RANGE = word_set("rule_words", "amounts range")
BETWEEN = word_set("rule_words", "amounts between")
# A number after these is a name, an ordinal, a rank or a time.
NAMING = word_set("rule_words", "amounts naming")
TIME_AFTER = word_set("rule_words", "amounts time after")
NO_UNIT = word_set("rule_words", "amounts no unit")
# "Over five years" is a span of time, not more than five.
DURATIONS = frozenset(("year", "month", "week", "day", "hour", "minute"))


@lru_cache
def qualifiers() -> Phrases[str]:
    return Phrases(((word, row["code"]) for row in rows("qualifiers") for word in cell(row["words"])), article=False)


@lru_cache
def currencies() -> Phrases[str]:
    """Currencies by their words; those that several countries use have `?` and the word."""
    return Phrases(
        ((word, row["code"] or "?" + fold(word)) for row in rows("currencies") for word in cell(row["words"])),
        article=False,
    )


@lru_cache
def shared_currencies() -> dict[str, dict[str, str]]:
    """The currency of each country, by the first word of its Arabic and English names."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("currencies"):
        if row["code"] and row["country"]:
            for phrase in cell(row["words"]):
                for word in phrase.split():
                    found.setdefault(fold(word), {})[row["country"]] = row["code"]
    return found


@lru_cache
def units() -> Phrases[str]:
    """Units by their words; measures that have no unit here have none."""
    return Phrases(((word, row["code"]) for row in rows("units") for word in cell(row["words"])), article=True)


@dataclass(frozen=True)
class _Number:
    """A number: its words (the end exclusive), its value, and whether digits or a word of size say it."""

    first: int
    last: int
    value: Decimal
    printed: bool


def find_amounts(
    article: Article, dates: Sequence[DateMention], countries: Sequence[CountryMention]
) -> list[AmountMention]:
    """Each amount and figure of a text, in its order."""
    reader = _Reader(article, dates, countries)
    found, index = [], 0
    while index < len(article.words):
        mention, index = reader.read(index)
        if mention:
            found.append(mention)
    return found


class _Reader:
    def __init__(self, article: Article, dates: Sequence[DateMention], countries: Sequence[CountryMention]) -> None:
        self.article = article
        self.words = article.words
        self.countries = countries
        self.dated = {
            position
            for mention in dates
            for position in range(article.word_at(mention.start), article.word_at(mention.end - 1) + 1)
        }

    def fold(self, index: int) -> str:
        return self.words[index].fold if 0 <= index < len(self.words) else ""

    def read(self, index: int) -> tuple[AmountMention | None, int]:
        """The amount that begins at a word, and the word to go on with."""
        sign = self._sign(index)
        number = self.number(index + sign[1] if sign else index)
        if not number:
            return None, index + 1
        second, last = self._second(number)
        value, to = number.value, second.value if second else None
        if second and to is not None and to > value and self._is_magnitude(second) and not self._is_magnitude(number):
            value *= self._size(second)
        if to is not None and to <= value:
            second, to, last = None, None, number.last
        if self._named(index, number):
            return None, last
        mention = self._measured(index, number, value, to, last, sign[0] if sign else None)
        return mention, (self.article.word_at(mention.end - 1) + 1 if mention else number.last)

    def _sign(self, index: int) -> tuple[str, int] | None:
        """A currency sign before a number, and how many words it takes: `$`, `US$`, `USD`."""
        text = self.fold(index)
        if text in SIGNS:
            return SIGNS[text], 1
        if text in LETTERS_BEFORE_SIGN and self.fold(index + 1) == "$" and self.words[index].text.isupper():
            return LETTERS_BEFORE_SIGN[text], 2
        if (
            self.words[index].text.isupper()
            and len(text) == 3
            and (match := currencies().at(self.words, index))
            and not match.value.startswith("?")
        ):
            return (
                (match.value, 1)
                if self.words[index + 1 : index + 2] and self.words[index + 1].kind == "number"
                else None
            )
        return None

    def number(self, index: int) -> _Number | None:
        """A number, with a smaller one added to it."""
        number = self._plain_number(index)
        return self._and_more(number) if number and number.last < len(self.words) else number

    def _plain_number(self, index: int) -> _Number | None:
        """A number in digits or words with its words of size: `3 مليون`, `ألفي`, `خمسة وعشرون`, `1.5 billion`."""
        if not 0 <= index < len(self.words) or index in self.dated:
            return None
        word = self.words[index]
        value, last, printed = self._digits(word), index + 1, True
        if value is None:
            if not (said := self._said(index)):
                return None
            value, last, printed = Decimal(said[0]), said[1], said[2]
        if (
            self.fold(last) == "-"
            and (match := self._word(last + 1))
            and match.value[1] == "magnitude"
            and word.kind == "number"
        ):
            last += 1
        while (
            (match := self._word(last))
            and match.value[1] in ("magnitude", "hundred")
            and not match.prefix
            and value < match.value[0] * 1000
        ):
            value, last, printed = value * match.value[0], match.last, True
        if (
            self.fold(last) in SHORT
            and word.kind == "number"
            and self.words[last].start - self.words[last - 1].end <= 1
            and self._money_near(index, last)
        ):
            value, last = value * SHORT[self.fold(last)], last + 1
        return _Number(index, last, value, printed)

    def _and_more(self, number: _Number) -> _Number:
        """`2 مليار و120 مليون`: a smaller number of millions added to the billions."""
        if number.last + 1 >= len(self.words) or self.fold(number.last) != "و" or number.value < 10**6:
            return number
        more = self._plain_number(number.last + 1)
        if (
            more
            and more.last - more.first > 1
            and 1000 <= more.value < number.value
            and currencies().at(self.words, more.last) is not None
        ):
            return _Number(number.first, more.last, number.value + more.value, True)
        return number

    def _money_near(self, first: int, last: int) -> bool:
        return (
            self.fold(first - 1) in SIGNS or currencies().at(self.words, last + 1) is not None
            if last + 1 < len(self.words)
            else self.fold(first - 1) in SIGNS
        )

    def _word(self, index: int) -> Match[tuple[int, str]] | None:
        return number_words().at(self.words, index) if index < len(self.words) else None

    def _digits(self, word: Word) -> Decimal | None:
        text = word.fold
        joined = re.fullmatch(r"(\d+(?:\.\d+)?)(m|mn|bn|b|k|tn)", text) if word.kind == "latin" else None
        if joined:
            return Decimal(joined[1]) * SHORT[joined[2]]
        if word.kind != "number":
            return None
        text = text.replace("٬", ",").replace("٫", ".")
        if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
            return Decimal(text.replace(",", ""))
        if re.fullmatch(r"\d{1,3}(\.\d{3}){2,}", text) or (
            re.fullmatch(r"\d{1,3}\.\d{3}", text) and self.article.language == "ar"
        ):
            return Decimal(text.replace(".", ""))
        text = text.replace(",", ".")
        return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None

    def _said(self, index: int) -> tuple[int, int, bool] | None:
        """A number in words, its last word, and whether it is large: a small one counts only with a listed unit."""
        match = self._word(index)
        if not match:
            return None
        (value, kind), last = match.value, match.last
        if value == 10 and index and is_definite(self.words[index - 1].fold):
            # السادسة عشر is an ordinal.
            return None
        if kind == "hundred" and (match.prefix or match.definite):
            return None
        if kind == "magnitude" and self._is_plural(match):
            return None
        if kind == "unit" and (tens := self._word(last)) and tens.value[1] == "tens" and tens.prefix == "و":
            value, last = value + tens.value[0], tens.last
        elif (
            kind == "tens"
            and self.fold(last) == "-"
            and (unit := self._word(last + 1))
            and unit.value[1] == "unit"
            and unit.value[0] < 10
        ):
            value, last = value + unit.value[0], unit.last
        elif (
            kind in ("hundred", "hundreds")
            and (more := self._word(last))
            and more.prefix == "و"
            and more.value[0] < 100
        ):
            value, last = value + more.value[0], more.last
        return value, last, kind in ("magnitude", "dual", "hundreds", "hundred")

    def _is_plural(self, match: Match[tuple[int, str]]) -> bool:
        """آلاف, ملايين and millions by themselves say no number."""
        return self.words[match.first].fold.endswith(("الاف", "ايين", "ايير", "ات", "s")) or match.definite

    def _is_magnitude(self, number: _Number) -> bool:
        return number.last - number.first > 1

    def _size(self, number: _Number) -> Decimal:
        first = self._digits(self.words[number.first]) or Decimal(1)
        return number.value / first if first else Decimal(1)

    def _second(self, number: _Number) -> tuple[_Number | None, int]:
        """The upper end of a range: `14 أو 15 مليون`, `between 10 and 20`, `5-7`."""
        if number.last in self.dated:
            return None, number.last
        joined = re.fullmatch(r"و(\d+)", self.fold(number.last))
        separator = self.fold(number.last) in RANGE
        conjunction = self.fold(number.last) in ("و", "and") or joined
        if conjunction and self.fold(number.first - 1) not in BETWEEN:
            return None, number.last
        second = self.number(number.last + 1) if separator else None
        if (
            not second
            and joined is None
            and (match := self._word(number.last))
            and match.prefix == "و"
            and self.fold(number.first - 1) in BETWEEN
        ):
            second = self.number(number.last)
        return (second, second.last) if second else (None, number.last)

    def _named(self, index: int, number: _Number) -> bool:
        before = self.words[index - 1] if index else None
        after = self.fold(number.last)
        if before and (any(stem in NAMING for _, stem in stems(before.fold)) or before.fold in NAMING):
            return True
        if number.last < len(self.words) and months().at(self.words, number.last):
            return True
        if after in TIME_AFTER or after == ":" or (before and before.text in ":/"):
            return True
        return bool(
            before
            and before.text in "-–"
            and before.start == self.words[index - 2].end == before.end - 1
            and self.words[index - 2].kind != "number"
        )

    def _measured(
        self, index: int, number: _Number, value: Decimal, to: Decimal | None, last: int, sign: str | None
    ) -> AmountMention | None:
        qualifier, qualifier_span = self._qualifier(index)
        start = self.words[index].start
        if sign:
            end = self.words[last - 1].end
            if (match := currencies().at(self.words, last) if last < len(self.words) else None) and not match.prefix:
                end = match.end
            return AmountMention(
                start,
                end,
                "currency sign",
                value,
                to,
                sign,
                None,
                self._range(qualifier, to),
                (start, end),
                qualifier_span,
            )
        if last >= len(self.words):
            return None
        last += (
            self.fold(last) == "-" and last + 1 < len(self.words) and currencies().at(self.words, last + 1) is not None
        )
        money = currencies().at(self.words, last)
        if money and not money.prefix:
            code = self._currency(money)
            if code is None:
                return None
            return AmountMention(
                start,
                money.end,
                "currency",
                value,
                to,
                code,
                None,
                self._range(qualifier, to),
                (money.start, money.end),
                qualifier_span,
            )
        return self._figure(number, value, to, last, qualifier, qualifier_span, start)

    def _figure(
        self,
        number: _Number,
        value: Decimal,
        to: Decimal | None,
        last: int,
        qualifier: str | None,
        qualifier_span: tuple[int, int] | None,
        start: int,
    ) -> AmountMention | None:
        at = last
        while at < len(self.words) and self.fold(at) in SKIPPED_BEFORE_UNIT:
            at += 1
        match = units().at(self.words, at) if at < len(self.words) else None
        unit_span = None
        if (
            match
            and (not match.prefix or self.words[at].kind == "latin")
            and not (match.definite and match.last - match.first == 1)
        ):
            unit, end, rule = match.value, match.end, "unit"
            unit_span = (match.start, match.end)
        elif self.fold(last) == "-" and (match := self._unit_after_hyphen(last + 1)):
            unit, end, rule = match.value, match.end, "unit"
        elif (found := self._adjective_then_unit(at)) is not None:
            unit, end, rule, unit_span = found.value, found.end, "unit", (found.start, found.end)
        elif number.printed and self._counts_a_noun(number, value, last):
            unit, end, rule = "item", self.words[last].end, "number and noun"
            unit_span = (self.words[last].start, end)
        elif number.printed and number.last - number.first > 1 and value >= 1000:
            unit, end, rule = "item", self.words[last - 1].end, "large number"
        else:
            return None
        # A measure that has no unit here is no count of things either.
        if not unit or (not number.printed and value < 3):
            return None
        if qualifier == "more_than" and unit in DURATIONS and self.fold(self.article.word_at(start) - 1) == "over":
            qualifier = qualifier_span = None
        return AmountMention(
            start, end, rule, value, to, None, unit, self._range(qualifier, to), unit_span, qualifier_span
        )

    def _unit_after_hyphen(self, index: int) -> Match[str] | None:
        """`500-megawatt`, but not `a three-day visit`, which measures nothing."""
        match = units().at(self.words, index) if index < len(self.words) else None
        return match if match and match.value not in DURATIONS else None

    def _adjective_then_unit(self, index: int) -> Match[str] | None:
        """`200 Chinese companies`: up to two English words before a listed unit."""
        for skip in (1, 2):
            at = index + skip
            if at < len(self.words) and all(
                self.words[i].kind == "latin" and self.fold(i) not in NO_UNIT for i in range(index, at)
            ):
                match = units().at(self.words, at)
                if match and self.words[at].kind == "latin" and self.words[at].text[0].islower():
                    return match
        return None

    def _counts_a_noun(self, number: _Number, value: Decimal, last: int) -> bool:
        """Recognize an unlisted noun that is counted: an indefinite Arabic word, or an English plural."""
        word = self.words[last]
        if word.line or word.fold in NO_UNIT or value < 3 or self._digits(self.words[number.first]) is None:
            return False
        if 1900 <= value <= 2100 and number.last - number.first == 1 and "," not in self.words[number.first].text:
            return self.country_after(word)
        if word.kind == "latin":
            return word.text.islower() and word.fold.endswith("s") and len(word.fold) > 3
        return (
            word.kind == "word"
            and len(word.fold) > 2
            and (
                not word.fold.startswith(("ال", "لل", "و", "ف", "ب"))
                or (word.fold[0] in "فب" and word.fold.endswith("ا") and len(word.fold) > 3)
            )
        )

    def country_after(self, word: Word) -> bool:
        return any(mention.start == word.start and mention.form == "adjective" for mention in self.countries)

    def _currency(self, match: Match[str]) -> str | None:
        """The code of a currency: of the adjective after it, else of the only country of the text which has it."""
        if not match.value.startswith("?"):
            return match.value
        owners = shared_currencies().get(match.value[1:], {}) or shared_currencies().get(
            match.value[1:].removesuffix("ا").removesuffix("s"), {}
        )
        after = next((mention.code for mention in self.countries if 0 <= mention.start - match.end <= 2), None)
        if after in owners:
            return owners[after]
        among = list(dict.fromkeys(mention.code for mention in self.countries if mention.code in owners))
        return owners[among[0]] if len(among) == 1 else None

    def _qualifier(self, index: int) -> tuple[str | None, tuple[int, int] | None]:
        for first in range(max(index - 4, 0), index):
            match = qualifiers().at(self.words, first)
            if match and match.last == index:
                return match.value, (match.start, match.end)
        return None, None

    def _range(self, qualifier: str | None, to: Decimal | None) -> str | None:
        return "between" if to is not None else qualifier


SKIPPED_BEFORE_UNIT = word_set("rule_words", "amounts skipped before unit")
