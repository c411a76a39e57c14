"""Dates: every month tradition of Arabic and English, ranges, parts of years, and those relative to the publication.

What follows from the day of publication, and a year that the text gives elsewhere only, is marked `?`. A date of the
Hijri calendar is seen and not converted, since the day depends on the sighting of the moon.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Match, Phrases, cell, number_words, rows, word_set
from seeds.drafting.mentions import DateMention
from seeds.drafting.text import Article, Word, is_future_verb, stems

YEARS = range(1900, 2100)
WEEKDAYS = {
    fold(word): number
    for number, words in enumerate(
        (
            "الاثنين الإثنين monday",
            "الثلاثاء tuesday",
            "الأربعاء wednesday",
            "الخميس thursday",
            "الجمعة friday",
            "السبت saturday",
            "الأحد sunday",
        )
    )
    for word in words.split()
}
YEAR_WORDS = word_set("rule_words", "dates year words")
YEAR_PREPOSITIONS = word_set("rule_words", "dates year prepositions")
PAST = word_set("rule_words", "dates past")
NEXT = word_set("rule_words", "dates next")
THIS = word_set("rule_words", "dates this")
UNTIL = word_set("rule_words", "dates until")
DASHES = frozenset("-–—−/")
SINCE = frozenset(map(fold, ("منذ", "since")))
BETWEEN = word_set("rule_words", "dates between")
TODAY = {
    fold("اليوم"): 0,
    "today": 0,
    fold("أمس"): -1,
    fold("الأمس"): -1,
    fold("البارحة"): -1,
    "yesterday": -1,
    fold("غدا"): 1,
    fold("غد"): 1,
    "tomorrow": 1,
}
DAY_WORDS = word_set("rule_words", "dates day words")
NOT_TODAY = frozenset(map(fold, ["العالم", "هذا"]))
NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/-])|(?<![\d/-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])"
)
HALVES = {1: 40, 2: 41}


@lru_cache
def months() -> Phrases[tuple[int, str]]:
    return Phrases(
        ((word, (int(row["number"]), row["calendar"])) for row in rows("months") for word in cell(row["words"])),
        article=False,
        cased=True,
    )


@lru_cache
def ordinals() -> Phrases[int]:
    return Phrases(
        ((word, int(row["value"])) for row in rows("ordinals") for word in cell(row["words"])), article=False
    )


@dataclass(frozen=True)
class _Found:
    """A date with its words: `last` is the index of the word after it."""

    first: int
    last: int
    edtf: str | None
    rule: str
    role: str = "date"


class _Reader:
    """Reads the dates of one article, left to right; at each word the first rule that finds one wins."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.words = article.words
        self.published = article.published
        self.month_at: dict[int, Match[tuple[int, str]]] = {m.first: m for m in months().find(self.words)}
        self.own_year = self._own_year()
        self.rules: tuple[Callable[[int], _Found | None], ...] = (
            self.hijri,
            self.part_of_year,
            self.english_month_day,
            self.day_month,
            self.month,
            self.year_range,
            self.year,
            self.day_of_this_month,
            self.days_ago,
            self.relative_unit,
            self.today,
            self.weekday,
        )

    def _own_year(self) -> int | None:
        """The one year that the text gives with a day and month, where the publication date is not known."""
        found = {year for index in self.month_at if (year := self.year_at(self.month_at[index].last))}
        return next(iter(found)) if len(found) == 1 else None

    def read(self) -> Iterator[_Found]:
        index = 0
        while index < len(self.words):
            found = next((each for rule in self.rules if (each := rule(index))), None)
            if found:
                yield found
            index = max(found.last if found else 0, index + 1)

    # Parts

    def fold(self, index: int) -> str:
        return self.words[index].fold if 0 <= index < len(self.words) else ""

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
        """A year that follows a month: `2023`, `, 2023`, `من عام 2023`, `سنة 2023`."""
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
        """The month at a word, or after `من`, `شهر`, `of`."""
        for at in (index, index + 1, index + 2):
            if match := self.month_at.get(at):
                return match if match.value[1] == "gregorian" else None
            if self.fold(at) not in MONTH_GLUE:
                return None
        return None

    def month_end(self, match: Match[tuple[int, str]]) -> int:
        """After a month and its second name: `أغسطس/آب`, `مايو (أيار)`."""
        last = match.last
        if self.fold(last) in ("/", "(", "-") and (other := self.month_at.get(last + 1)) and other.value == match.value:
            last = other.last + (self.fold(other.last) == ")")
        return last

    def complete(self, month: int, last: int, day: int | None) -> tuple[int | None, int, str]:
        """The year of a month: its own, the one of the publication with a mark, or none."""
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
        """Return whether the sentence speaks of what is to come."""
        at = min(max(index, 0), len(self.words) - 1)
        sentence = self.article.sentences[self.article.sentence_of_word[at]]
        return any(
            is_future_verb(word.fold) or word.fold in FUTURE for word in self.words[sentence.first : sentence.last]
        )

    # Rules

    def hijri(self, index: int) -> _Found | None:
        day = self.day(index)
        at = self.month_at.get(index + 1 if day else index)
        if not at or at.value[1] != "hijri":
            return None
        year = self.number(at.last)
        if not (day or (year and 1300 <= year <= 1500)):
            return None
        return _Found(index, at.last + bool(year), None, "Hijri date, not converted")

    def part_of_year(self, index: int) -> _Found | None:
        """`النصف الأول من عام 2025`, `the second quarter of 2024`, `H1 2025`, `Q3 2024`."""
        short = re.fullmatch(r"(h|q)([1-4])", self.fold(index))
        if short and (found := self.year_after(index + 1)):
            return self._part(index, found[1], found[0], short[1] == "h", int(short[2]))
        stem = self.stem(index, PARTS)
        if stem and stem not in ENGLISH_PARTS:
            ordinal = ordinals().at(self.words, index + 1) if index + 1 < len(self.words) else None
            after = ordinal.last if ordinal else index
        else:
            ordinal = ordinals().at(self.words, index)
            if not ordinal or self.fold(ordinal.last) not in ENGLISH_PARTS:
                return None
            stem, after = self.fold(ordinal.last), ordinal.last + 1
        if not ordinal or not stem:
            return None
        printed = self.year_after(after)
        found = printed or self._this_or_next_year(after)
        half = PARTS[stem] == 2
        return self._part(index, found[1], found[0], half, ordinal.value, not printed) if found else None

    def _this_or_next_year(self, index: int) -> tuple[int, int] | None:
        if self.published is None:
            return None
        window = [self.fold(at) for at in range(index, index + 4)]
        if not any(word in YEAR_NOUNS for word in window):
            return None
        for offset, word in enumerate(window):
            shift = {True: 1}.get(word in NEXT, -1 if word in PAST else 0 if word in THIS else None)
            if shift is not None:
                end = index + offset + 1
                return self.published.year + shift, end + (self.fold(end) in YEAR_NOUNS)
        return None

    def _part(self, first: int, last: int, year: int, half: bool, number: int, guessed: bool = False) -> _Found | None:
        if number > (2 if half else 4):
            return None
        season = HALVES[number] if half else 32 + number
        return _Found(
            first, last, f"{year}-{season}" + "?" * guessed, "half of a year" if half else "quarter of a year"
        )

    def english_month_day(self, index: int) -> _Found | None:
        """`February 6, 2017`, `May 27-28, 2022`."""
        match = self.month_at.get(index)
        if not match or self.words[index].kind != "latin":
            return None
        at = match.last + (self.fold(match.last) == ".")
        day = self.day(at)
        if not day:
            return None
        last, to = at + 1, None
        if self.fold(last) in DASHES | UNTIL and (to := self.day(last + 1)):
            last += 2
        year, last, mark = self.complete(match.value[0], last, day)
        return self._days(index, last, year, match.value[0], day, year, match.value[0], to, mark)

    def day_month(self, index: int) -> _Found | None:
        """`3 مايو 2023`, `27 و28 مايو`, `من 24 إلى 25 يناير 2024`, `الأول من مايو`, `30 April to 2 May 2024`."""
        day, at = self.day(index), index + 1
        if not day:
            ordinal = ordinals().at(self.words, index) if index < len(self.words) else None
            if not ordinal or (self.fold(ordinal.last) not in ("من", "of", "لشهر") and self.fold(index) != FIRST_DAY):
                return None
            day, at = ordinal.value, ordinal.last
        to = None
        if not (month := self.month_after(at)):
            at, to = self.second_day(at)
            while to and (more := self.second_day(at))[1]:
                at, to = more
            month = self.month_after(at) if to else None
        if not month:
            return None
        last = self.month_end(month)
        if to is None and (found := self.second_date(last)):
            other, other_month, last = found
            year, last, mark = self.complete(other_month, last, other)
            return self._days(index, last, year, month.value[0], day, year, other_month, other, mark)
        year, last, mark = self.complete(month.value[0], last, day)
        if to is None and not mark and (found := self.second_date(last)):
            other, other_month, after = found
            if end := self.year_after(after):
                return self._days(index, end[1], year, month.value[0], day, end[0], other_month, other, mark)
        return self._days(index, last, year, month.value[0], day, year, month.value[0], to, mark)

    def second_day(self, index: int) -> tuple[int, int | None]:
        """The second day of a range of days: `و28`, `- 28`, `إلى 28`, `and 28`."""
        joined = re.fullmatch(r"و(\d{1,2})", self.fold(index))
        if joined:
            return index + 1, int(joined[1])
        if self.fold(index) in DASHES | UNTIL | {"و"}:
            return index + 2, self.day(index + 1)
        return index, None

    def second_date(self, index: int) -> tuple[int, int, int] | None:
        """The second date of a range over two months, before the year."""
        at = index
        if self.fold(at) in DASHES | UNTIL:
            at += 1
            day = self.day(at)
            month = self.month_after(at + 1) if day else None
            if day and month:
                return day, month.value[0], self.month_end(month)
        return None

    def _days(
        self,
        first: int,
        last: int,
        year: int | None,
        month: int,
        day: int,
        year_to: int | None,
        month_to: int,
        to: int | None,
        mark: str,
    ) -> _Found | None:
        if year is None or day > monthrange(year, month)[1]:
            return None
        begin = f"{year}-{month:02}-{day:02}"
        if to is None or year_to is None:
            return _Found(first, last, begin + mark, "day and month" + (", year inferred" if mark else ""))
        if to > monthrange(year_to, month_to)[1] or (year_to, month_to, to) <= (year, month, day):
            return None
        return _Found(first, last, f"{begin}/{year_to}-{month_to:02}-{to:02}{mark}", "range of days")

    def month(self, index: int) -> _Found | None:
        """`ماي 2016`, `شهر نوفمبر القادم`, `last March`."""
        match = self.month_at.get(index)
        if (
            not match
            or match.value[1] != "gregorian"
            or (self.fold(index) in ("may", "march", "mar") and not self.in_month_context(match))
        ):
            return None
        number, last = match.value[0], self.month_end(match)
        begin = None
        if (
            self.fold(last) in DASHES | UNTIL
            and (other := self.month_after(last + 1))
            and (found := self.year_after(self.month_end(other)))
        ):
            return _Found(index, found[1], f"{found[0]}-{number:02}/{found[0]}-{other.value[0]:02}", "range of months")
        if span := self.months_with_years(index, match):
            return span
        year, after, mark = self.complete(number, last, None)
        before = self.fold(index - 1)
        if mark and after == last and year and self.published and self._is_deadline(index):
            year += (year, number) < (self.published.year, self.published.month)
        if mark and before in PAST | NEXT and self.published:
            year = self.published.year + (
                number <= self.published.month if before in NEXT else -(number >= self.published.month)
            )
            begin = index - 1
        elif mark and after == last and not (before in MONTH_BEFORE or match.prefix[-1:] in ("ب", "ل")):
            return None
        since = self._since(index)
        first = index - 1 if since or begin is not None else index
        if year is None:
            return None
        edtf = f"{year}-{number:02}{mark}"
        return _Found(
            first,
            after,
            f"{edtf}/.." if since else edtf,
            "month" + (", year inferred" if mark else ""),
            "period" if since else "date",
        )

    def _is_deadline(self, index: int) -> bool:
        """`قبل شهر مارس`, `before the end of March`: the month is to come."""
        return self._after(index, DEADLINE)

    def _after(self, index: int, words: frozenset[str]) -> bool:
        """Return whether one of the words is among the three before."""
        return any(self.fold(at) in words for at in range(index - 3, index))

    def months_with_years(self, index: int, match: Match[tuple[int, str]]) -> _Found | None:
        """`سبتمبر 2024 إلى يونيو 2027`, `July 2022 to June 2025`."""
        begin = self.year_after(self.month_end(match))
        other = self.month_after(begin[1] + 1) if begin and self.fold(begin[1]) in DASHES | UNTIL else None
        end = self.year_after(self.month_end(other)) if other else None
        if not begin or not other or not end or (end[0], other.value[0]) <= (begin[0], match.value[0]):
            return None
        edtf = f"{begin[0]}-{match.value[0]:02}/{end[0]}-{other.value[0]:02}"
        return _Found(index, end[1], edtf, "range of months", "period")

    def in_month_context(self, match: Match[tuple[int, str]]) -> bool:
        return bool(self.year_after(match.last)) or self.fold(match.first - 1) in MONTH_BEFORE

    def _since(self, index: int) -> bool:
        return self.fold(index - 1) in SINCE or (
            self.fold(index - 2) in SINCE and self.stem(index - 1, YEAR_WORDS | {"شهر"}) is not None
        )

    def year_range(self, index: int) -> _Found | None:
        """`2017-2019`, `لسنتي 2017 و2018`, `بين عامي 2020 و2025`, `from 2020 to 2025`."""
        begin = self.year_number(index)
        if not begin:
            return None
        joined = re.fullmatch(r"و(\d{4})", self.fold(index + 1))
        if joined:
            end, last = int(joined[1]), index + 2
        elif self.fold(index + 1) in DASHES | UNTIL | {"و"}:
            number = self.number(index + 2)
            short = (
                number is not None
                and number < 100
                and number > begin % 100
                and self.fold(index + 1) in DASHES
                and len(self.fold(index + 2)) == 2
            )
            end, last = (begin // 100 * 100 + number if short and number else number or 0), index + 3
            if self.stem(index + 2, YEAR_WORDS) and not number:
                end, last = self.year_number(index + 3) or 0, index + 4
        else:
            return None
        if (
            end not in YEARS
            or end <= begin
            or (self.fold(index + 1) == "and" and self.fold(index - 1) not in BETWEEN | YEAR_WORDS)
        ):
            return None
        return _Found(index, last, f"{begin}/{end}", "range of years", "period")

    def year(self, index: int) -> _Found | None:
        """A year after a word for year, or after a preposition."""
        year = self.year_number(index)
        before = self.fold(index - 1)
        if not year:
            return None
        named = self.stem(index - 1, YEAR_WORDS) is not None
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if (before in DASHES and self.fold(index - 2) in PARTS_OF_TIME) or (following and following.fold == COMMON_ERA):
            return _Found(index, index + 1, str(year), "year")
        if not named and self.stem(index - 1, YEAR_PREPOSITIONS) is None:
            return None
        if (
            (
                not named
                and following
                and following.kind == "word"
                and following.fold not in FUNCTION
                and not following.line
                and self.words[index].end + 1 >= following.start
                and following.fold not in PAST
            )
            and before not in SINCE
            and not following.fold.startswith(("و", "ف"))
        ):
            return None
        if (
            not named
            and following
            and following.kind == "latin"
            and following.fold.isalpha()
            and following.fold not in ENGLISH_AFTER_YEAR
        ):
            return None
        since = before in SINCE or (named and self.fold(index - 2) in SINCE)
        return _Found(index, index + 1, f"{year}/.." if since else str(year), "year", "period" if since else "date")

    def day_of_this_month(self, index: int) -> _Found | None:
        """`9 من الشهر الجاري`, `the 9th of this month`."""
        day = self.day(index)
        if self.published is None or not day or self.fold(index + 1) not in ("من", "of"):
            return None
        month = self.relative_unit(index + 2)
        if month is None or not month.edtf or "month" not in month.rule:
            return None
        return _Found(index, month.last, f"{month.edtf[:7]}-{day:02}?", "day of a month relative to the publication")

    def days_ago(self, index: int) -> _Found | None:
        """`قبل يومين`, `قبل ثلاثة أيام`, `two days ago`."""
        if self.published is None:
            return None
        arabic = self.fold(index) in AGO
        if arabic and self.fold(index + 1) in TWO_DAYS:
            return _Found(index, index + 2, f"{self.published - timedelta(2)}?", "days before the publication")
        at = index + 1 if arabic else index
        said = number_words().at(self.words, at) if at < len(self.words) else None
        days, last = (said.value[0], said.last) if said else (self.day(at), at + 1)
        ago = self.fold(last) in DAYS and (arabic or self.fold(last + 1) == "ago")
        if not days or days > 10 or not ago:
            return None
        return _Found(
            index, last + 1 + (not arabic), f"{self.published - timedelta(days)}?", "days before the publication"
        )

    def relative_unit(self, index: int) -> _Found | None:
        """`العام الماضي`, `الشهر المقبل`, `last month`, `next year`."""
        if self.published is None or index >= len(self.words):
            return None
        first, second = self.fold(index), self.fold(index + 1)
        bare_year = second not in PAST | NEXT | THIS and not self.year_number(index + 1)
        if bare_year and self.stem(index, YEAR_NOUNS) and self._after(index, END):
            return _Found(index, index + 1, f"{self.published.year}?", "end of the year of publication")
        noun, shift_word = (second, first) if self.words[index].kind == "latin" else (first, second)
        noun = self.stem(index, YEAR_NOUNS | MONTH_NOUNS) or noun if self.words[index].kind == "word" else noun
        shift = (
            1
            if shift_word in NEXT
            else -1
            if shift_word in PAST - {"past"}
            else 0
            if shift_word in THIS - {"هذا", "هذه"}
            else None
        )
        if shift is None or noun not in YEAR_NOUNS | MONTH_NOUNS:
            return None
        if noun in YEAR_NOUNS:
            return _Found(index, index + 2, f"{self.published.year + shift}?", "year relative to the publication")
        month = self.published.year * 12 + self.published.month - 1 + shift
        return _Found(index, index + 2, f"{month // 12}-{month % 12 + 1:02}?", "month relative to the publication")

    def today(self, index: int) -> _Found | None:
        """`اليوم`, `أمس الأول`, `yesterday`, with the name of the day after it."""
        stem = self.stem(index, TODAY)
        if self.published is None:
            return None
        if self.stem(index, FIRST) and self.fold(index + 1) == "من" and self.fold(index + 2) == fold("أمس"):
            last = index + 3 + (self.fold(index + 3) in WEEKDAYS)
            return _Found(index, last, f"{self.published - timedelta(2)}?", "the day before yesterday")
        if stem is None:
            return None
        if stem == fold("غد") and self.fold(index - 1) != "بعد":
            return None
        shift, last = TODAY[stem], index + 1
        if stem == fold("أمس") and self.fold(last) in (fold("الأول"), fold("أول")):
            shift, last = -2, last + 1
        if stem == fold("غد"):
            shift = 2
        if self.fold(last) in WEEKDAYS and shift > 0:
            last += 1
        elif self.fold(last) in WEEKDAYS and stem != fold("أمس"):
            return self._weekday(index, last + 1, WEEKDAYS[self.fold(last)], "today with the day of the week")
        if self.fold(last) in WEEKDAYS:
            return self._weekday(
                index, last + 1, WEEKDAYS[self.fold(last)], "yesterday with the day of the week", before=True
            )
        if stem == fold("اليوم") and (self.fold(last) in THE_DAY or self.fold(index - 1) in BEFORE_THE_DAY):
            return None
        return _Found(index, last, f"{self.published + timedelta(shift)}?", "today, yesterday or tomorrow")

    def weekday(self, index: int) -> _Found | None:
        word = self.stem(index, WEEKDAYS)
        if word is None or self.published is None:
            return None
        if word == fold("الأحد") and self.fold(index - 1) in (fold("مجلس"), fold("أحد")):
            return None
        after = self.fold(index + 1)
        for at in range(index + 1, index + 4):
            if self.day(at) and (found := self.day_month(at)):
                return found
            if self.fold(at) not in WEEKDAY_GLUE:
                break
        if self.month_at.get(index + 1) and self.words[index].kind == "latin":
            return None
        last = index + 1 + (after in PAST | NEXT)
        number = WEEKDAYS[word]
        other = self.fold(index + 1).removeprefix("و")
        if self.fold(index - 1) in BOTH_DAYS and other in WEEKDAYS and other != self.fold(index + 1):
            return self._two_days(index, number, WEEKDAYS[other])
        if after in NEXT or self.fold(index - 1) == "next" or (after not in PAST and self._will(index)):
            days = (number - self.published.weekday()) % 7 or 7
            return _Found(index, last, f"{self.published + timedelta(days)}?", "day of the week to come")
        return self._weekday(
            index, last, number, "day of the week", before=after in PAST or self.fold(index - 1) == "last"
        )

    def _two_days(self, index: int, first: int, second: int) -> _Found | None:
        """`يومي الاثنين والثلاثاء`, past or to come."""
        if self.published is None or (first + 1) % 7 != second:
            return None
        coming = self.fold(index + 2) in NEXT_DUAL or self._will(index)
        begin = self.published - timedelta((self.published.weekday() - first) % 7)
        begin += timedelta(7 if coming and begin <= self.published else 0)
        last = index + 2 + (self.fold(index + 2) in NEXT_DUAL | PAST_DUAL)
        return _Found(index, last, f"{begin}/{begin + timedelta(1)}?", "two days of the week")

    def _will(self, index: int) -> bool:
        """Return whether the words just before speak of what is to come."""
        return any(is_future_verb(self.fold(at)) or self.fold(at) in FUTURE for at in range(max(index - 8, 0), index))

    def _weekday(self, first: int, last: int, number: int, rule: str, before: bool = False) -> _Found | None:
        if self.published is None:
            return None
        days = (self.published.weekday() - number) % 7
        days = 7 if before and not days else days
        return _Found(first, last, f"{self.published - timedelta(days)}?", rule)


WEEKDAY_GLUE = word_set("rule_words", "dates weekday glue")
FIRST_DAY = fold("غرة")
FIRST = frozenset((fold("أول"),))
BOTH_DAYS = frozenset(map(fold, ("يومي", "يوما", "ليومي", "بيومي")))
NEXT_DUAL = frozenset(map(fold, ("المقبلين", "القادمين")))
PAST_DUAL = frozenset(map(fold, ("الماضيين", "الفارطين", "المنصرمين")))
# A month after these lies ahead.
DEADLINE = frozenset(map(fold, ("قبل", "بحلول", "before", "by")))
AGO = frozenset(map(fold, ("قبل", "منذ")))
TWO_DAYS = frozenset(map(fold, ("يومين",)))
DAYS = frozenset(map(fold, ("أيام", "days")))
PARTS_OF_TIME = frozenset(("early", "mid", "late"))
COMMON_ERA = "م"
END = frozenset(map(fold, ("نهاية", "آخر", "أواخر", "بنهاية", "end")))
MONTH_GLUE = frozenset(map(fold, ("من", "شهر", "of")))
MONTH_BEFORE = word_set("rule_words", "dates month before")
PARTS = {
    fold(word): size
    for word, size in (("النصف", 2), ("الربع", 4), ("half", 2), ("quarter", 4), ("السداسي", 2), ("الثلاثي", 4))
}
ENGLISH_PARTS = frozenset(("half", "quarter"))
YEAR_NOUNS = frozenset(map(fold, ("العام", "السنة", "year")))
MONTH_NOUNS = frozenset(map(fold, ("الشهر", "month")))
FUTURE = word_set("rule_words", "dates future")
FUNCTION = word_set("rule_words", "dates function")
ENGLISH_AFTER_YEAR = word_set("rule_words", "dates english after year")
THE_DAY = word_set("rule_words", "dates the day")
BEFORE_THE_DAY = frozenset(map(fold, ["هذا", "حتى", "بعد", "ذلك", "عالم", "في", "لغاية"])) - {fold("في"), fold("بعد")}


def find_dates(article: Article) -> list[DateMention]:
    """Each date of a text, in its order."""
    found = [
        DateMention(article.words[each.first].start, article.words[each.last - 1].end, each.rule, each.edtf, each.role)
        for each in _Reader(article).read()
    ]
    taken = [(mention.start, mention.end) for mention in found]
    found += [
        mention
        for mention in _numeric(article.text)
        if not any(a < mention.end and mention.start < b for a, b in taken)
    ]
    return sorted(found, key=lambda mention: mention.start)


def _numeric(text: str) -> Iterator[DateMention]:
    """`27/05/2022`, `2022-05-27`."""
    for match in NUMERIC.finditer(text):
        day, month, year, *iso = match.groups()
        numbers = (int(year), int(month), int(day)) if year else (int(iso[0]), int(iso[1]), int(iso[2]))
        try:
            yield DateMention(match.start(), match.end(), "date in figures", date(*numbers).isoformat())
        except ValueError:
            continue


def is_year(word: Word) -> bool:
    """Return whether a number can be a year."""
    return word.kind == "number" and word.fold.isdigit() and int(word.fold) in YEARS
