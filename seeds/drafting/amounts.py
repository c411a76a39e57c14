"""Amounts of money and figures: numbers with their qualifiers, and with a currency or the unit counted.

Dates, ordinals, numbers in names and times of day are no figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from seeds.drafting.counted_units import DURATIONS, UnitReader
from seeds.drafting.currencies import currencies, currency_code, sign_at
from seeds.drafting.date_words import months
from seeds.drafting.lexicon import Phrases, phrases, word_set
from seeds.drafting.mentions import AmountMention, CountryMention, DateMention
from seeds.drafting.number_reading import Number, NumberReader
from seeds.drafting.text import Article, stems

# A number after these is a name, an ordinal, a rank or a time.
NAMING = word_set("rule_words", "amounts naming")
TIME_AFTER = word_set("rule_words", "amounts time after")


@lru_cache
def qualifiers() -> Phrases[str]:
    return phrases("qualifiers", "code", article=False)


def find_amounts(
    article: Article, dates: Sequence[DateMention], countries: Sequence[CountryMention]
) -> list[AmountMention]:
    """Return each amount and figure of a text, in order."""
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
        dated = {
            position
            for mention in dates
            for position in range(article.word_at(mention.start), article.word_at(mention.end - 1) + 1)
        }
        self.numbers = NumberReader(article, dated)
        self.units = UnitReader(article, countries)

    def read(self, index: int) -> tuple[AmountMention | None, int]:
        """Return the amount that begins at a word, and the word to continue with."""
        sign = sign_at(self.words, index)
        number = self.numbers.read(index + sign[1] if sign else index)
        if not number:
            return None, index + 1
        value, to, last = self.numbers.read_range(number)
        if self._named(index, number):
            return None, last
        mention = self._measured(index, number, value, last, sign[0] if sign else None)
        if not mention:
            return None, number.last
        return self._qualified(index, mention, to), self.article.word_at(mention.end - 1) + 1

    def _named(self, index: int, number: Number) -> bool:
        """Return whether a number names something, or is part of a date or a time."""
        before = self.words[index - 1] if index else None
        after = self.article.fold_at(number.last)
        if before and (any(stem in NAMING for _, stem in stems(before.fold)) or before.fold in NAMING):
            return True
        if months().at(self.words, number.last):
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
        self, index: int, number: Number, value: Decimal, last: int, sign: str | None
    ) -> AmountMention | None:
        """Return the amount from a sign or number to its currency or unit, which the word `last` begins."""
        start = self.words[index].start
        if sign:
            match = currencies().at(self.words, last)
            end = match.end if match and not match.prefix else self.words[last - 1].end
            return AmountMention(start, end, "currency sign", value, currency=sign, unit_span=(start, end))
        if last >= len(self.words):
            return None
        if self.article.fold_at(last) == "-" and currencies().at(self.words, last + 1):
            last += 1
        money = currencies().at(self.words, last)
        if money and not money.prefix:
            code = currency_code(money, self.countries)
            span = money.start, money.end
            return AmountMention(start, money.end, "currency", value, currency=code, unit_span=span) if code else None
        unit = self.units.read(number, value, last)
        return AmountMention(start, unit.end, unit.rule, value, unit=unit.code, unit_span=unit.span) if unit else None

    def _qualified(self, index: int, mention: AmountMention, to: Decimal | None) -> AmountMention:
        """Return the amount with the upper end of its range, and the word of size before it."""
        qualifier, span = self._qualifier(index)
        if qualifier == "more_than" and mention.unit in DURATIONS and self.article.fold_at(index - 1) == "over":
            qualifier = span = None
        return replace(
            mention,
            amount_to=to,
            qualifier=qualifier if to is None else "between",
            qualifier_span=span,
        )

    def _qualifier(self, index: int) -> tuple[str | None, tuple[int, int] | None]:
        for first in range(max(index - 4, 0), index):
            match = qualifiers().at(self.words, first)
            if match and match.last == index:
                return match.value, (match.start, match.end)
        return None, None
