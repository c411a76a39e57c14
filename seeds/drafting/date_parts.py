"""The parts of a date, and the year of a month for which the text gives none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from seeds.drafting.date_words import FUTURE, MONTH_GLUE, NEXT, PAST, THIS, YEAR_WORDS, YEARS, months
from seeds.drafting.lexicon import Match
from seeds.drafting.text import Article, is_future_verb, stems


@dataclass(frozen=True)
class Found:
    """A date with its words: `last` is the index of the word after it."""

    first: int
    last: int
    edtf: str | None
    rule: str
    role: str = "date"


class DateParts:
    """A reader of the parts of a date: numbers, months, years."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.words = article.words
        self.published = article.published
        self.month_at: dict[int, Match[tuple[int, str]]] = {m.first: m for m in months().find(self.words)}
        self.own_year = self._own_year()

    def _own_year(self) -> int | None:
        """Return the only year that the text gives with a day and month, if the publication date is unknown."""
        found = {year for index in self.month_at if (year := self.year_at(self.month_at[index].last))}
        return next(iter(found)) if len(found) == 1 else None

    def fold(self, index: int) -> str:
        return self.article.fold_at(index)

    def stem(self, index: int, among: frozenset[str] | dict[str, int]) -> str | None:
        if not 0 <= index < len(self.words):
            return None
        return next((stem for _, stem in stems(self.words[index].fold) if stem in among), None)

    def number(self, index: int) -> int | None:
        if not 0 <= index < len(self.words) or self.words[index].kind != "number":
            word = self.words[index] if 0 <= index < len(self.words) else None
            match = re.fullmatch(r"و?ب?(\d{1,2})(?:st|nd|rd|th)?", word.fold) if word else None
            return int(match[1]) if match else None
        text = self.words[index].fold
        return int(text) if text.isdigit() else None

    def day(self, index: int) -> int | None:
        number = self.number(index)
        return number if number and 1 <= number <= 31 and len(self.words[index].text) <= 4 else None

    def year_number(self, index: int) -> int | None:
        number = self.number(index)
        return number if number in YEARS and self.words[index].kind == "number" else None

    def year_at(self, index: int) -> int | None:
        """Read a year after a month: `2023`, `, 2023`, `من عام 2023`, `سنة 2023`."""
        return found[0] if (found := self.year_after(index)) else None

    def year_after(self, index: int) -> tuple[int, int] | None:
        for skip in ((), (",", "،"), ("من", "في", "of"), ("/",)):
            at = index
            if skip:
                if self.fold(at) not in skip:
                    continue
                at += 1
            if self.stem(at, YEAR_WORDS):
                at += 1
            if year := self.year_number(at):
                return year, at + 1
        return None

    def month_after(self, index: int) -> Match[tuple[int, str]] | None:
        """Read the month at a word, or after `من`, `شهر`, `of`."""
        for at in (index, index + 1, index + 2):
            if match := self.month_at.get(at):
                return match if match.value[1] == "gregorian" else None
            if self.fold(at) not in MONTH_GLUE:
                return None
        return None

    def month_end(self, match: Match[tuple[int, str]]) -> int:
        """Return the position after a month and its second name: `أغسطس/آب`, `مايو (أيار)`."""
        last = match.last
        if self.fold(last) in ("/", "(", "-") and (other := self.month_at.get(last + 1)) and other.value == match.value:
            last = other.last + (self.fold(other.last) == ")")
        return last

    def complete(self, month: int, last: int, day: int | None) -> tuple[int | None, int, str]:
        """Return the year of a month: its own, that of the publication with a mark, or none."""
        if found := self.year_after(last):
            return found[0], found[1], ""
        word, after = self.fold(last), last + 1
        shift = 1 if word in NEXT else -1 if word in PAST else 0
        if word in THIS or (word == "من" and self.fold(last + 1) in THIS):
            extra = 3 if word == "من" and self.fold(last + 2) in ("العام", "السنه") else 1
            return self._year(), last + extra, "?"
        base = self.published
        if shift == 0:
            after = last
        if base is None:
            return self.own_year, after, "?"
        year = base.year
        if shift > 0 and (month, day or 31) <= (base.month, base.day):
            year += 1
        if shift < 0 and (month, day or 1) >= (base.month, base.day):
            year -= 1
        if shift == 0 and not self.own_year and month - base.month > 6 and not self.future(last):
            year -= 1
        if shift == 0 and not self.own_year and base.month - month > 6 and self.future(last):
            year += 1
        return year, after, "?"

    def _year(self) -> int | None:
        return self.published.year if self.published else self.own_year

    def future(self, index: int) -> bool:
        """Return whether the sentence is about the future."""
        at = min(max(index, 0), len(self.words) - 1)
        sentence = self.article.sentences[self.article.sentence_of_word[at]]
        return any(
            is_future_verb(word.fold) or word.fold in FUTURE for word in self.words[sentence.first : sentence.last]
        )

    def _after(self, index: int, words: frozenset[str]) -> bool:
        """Return whether one of the words is among the three before."""
        return any(self.fold(at) in words for at in range(index - 3, index))
