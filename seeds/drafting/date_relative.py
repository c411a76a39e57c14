"""Dates relative to the day of publication: yesterday, on Tuesday, next month."""

from __future__ import annotations

from datetime import timedelta

from models.derived.folding import fold
from seeds.drafting.date_calendar import CalendarDates
from seeds.drafting.date_parts import Found
from seeds.drafting.date_words import (
    AGO,
    BEFORE_THE_DAY,
    BOTH_DAYS,
    DAYS,
    DEMONSTRATIVE,
    END,
    FIRST,
    FUTURE,
    MONTH_NOUNS,
    NEXT,
    NEXT_DUAL,
    PAST,
    PAST_DUAL,
    THE_DAY,
    THIS,
    TODAY,
    TWO_DAYS,
    WEEKDAY_GLUE,
    WEEKDAYS,
    YEAR_NOUNS,
)
from seeds.drafting.lexicon import number_words
from seeds.drafting.text import is_future_verb


class RelativeDates(CalendarDates):
    """A reader of dates relative to the day of publication; they are marked `?`."""

    def day_of_this_month(self, index: int) -> Found | None:
        """Read a day of this month: `9 من الشهر الجاري`, `the 9th of this month`."""
        day = self.day(index)
        if self.published is None or not day or self.fold(index + 1) not in ("من", "of"):
            return None
        month = self.relative_unit(index + 2)
        if month is None or not month.edtf or "month" not in month.rule:
            return None
        return Found(index, month.last, f"{month.edtf[:7]}-{day:02}?", "day of a month relative to the publication")

    def days_ago(self, index: int) -> Found | None:
        """Read a number of days ago: `قبل يومين`, `قبل ثلاثة أيام`, `two days ago`."""
        if self.published is None:
            return None
        arabic = self.fold(index) in AGO
        if arabic and self.fold(index + 1) in TWO_DAYS:
            return Found(index, index + 2, f"{self.published - timedelta(2)}?", "days before the publication")
        at = index + 1 if arabic else index
        said = number_words().at(self.words, at)
        days, last = (said.value[0], said.last) if said else (self.day(at), at + 1)
        ago = self.fold(last) in DAYS and (arabic or self.fold(last + 1) == "ago")
        if not days or days > 10 or not ago:
            return None
        return Found(
            index, last + 1 + (not arabic), f"{self.published - timedelta(days)}?", "days before the publication"
        )

    def relative_unit(self, index: int) -> Found | None:
        """Read a neighbouring month or year: `العام الماضي`, `الشهر المقبل`, `last month`, `next year`."""
        if self.published is None or index >= len(self.words):
            return None
        first, second = self.fold(index), self.fold(index + 1)
        bare_year = second not in PAST | NEXT | THIS and not self.year_number(index + 1)
        if bare_year and self.stem(index, YEAR_NOUNS) and self._after(index, END):
            return Found(index, index + 1, f"{self.published.year}?", "end of the year of publication")
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
        if first in DEMONSTRATIVE and self.stem(index + 1, YEAR_NOUNS):
            return Found(index, index + 2, f"{self.published.year}?", "year relative to the publication")
        if shift is None or noun not in YEAR_NOUNS | MONTH_NOUNS:
            return None
        if noun in YEAR_NOUNS:
            return Found(index, index + 2, f"{self.published.year + shift}?", "year relative to the publication")
        month = self.published.year * 12 + self.published.month - 1 + shift
        return Found(index, index + 2, f"{month // 12}-{month % 12 + 1:02}?", "month relative to the publication")

    def today(self, index: int) -> Found | None:
        """Read a neighbouring day, with its name after it: `اليوم`, `أمس الأول`, `yesterday`."""
        stem = self.stem(index, TODAY)
        if self.published is None:
            return None
        if self.stem(index, FIRST) and self.fold(index + 1) == "من" and self.fold(index + 2) == fold("أمس"):
            last = index + 3 + (self.fold(index + 3) in WEEKDAYS)
            return Found(index, last, f"{self.published - timedelta(2)}?", "the day before yesterday")
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
        return Found(index, last, f"{self.published + timedelta(shift)}?", "today, yesterday or tomorrow")

    def weekday(self, index: int) -> Found | None:
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
            return Found(index, last, f"{self.published + timedelta(days)}?", "day of the week to come")
        return self._weekday(
            index, last, number, "day of the week", before=after in PAST or self.fold(index - 1) == "last"
        )

    def _two_days(self, index: int, first: int, second: int) -> Found | None:
        """Read two days of the week, past or to come: `يومي الاثنين والثلاثاء`."""
        if self.published is None or (first + 1) % 7 != second:
            return None
        coming = self.fold(index + 2) in NEXT_DUAL or self._will(index)
        begin = self.published - timedelta((self.published.weekday() - first) % 7)
        begin += timedelta(7 if coming and begin <= self.published else 0)
        last = index + 2 + (self.fold(index + 2) in NEXT_DUAL | PAST_DUAL)
        return Found(index, last, f"{begin}/{begin + timedelta(1)}?", "two days of the week")

    def _will(self, index: int) -> bool:
        """Return whether the words just before are about the future."""
        return any(is_future_verb(self.fold(at)) or self.fold(at) in FUTURE for at in range(max(index - 8, 0), index))

    def _weekday(self, first: int, last: int, number: int, rule: str, before: bool = False) -> Found | None:
        if self.published is None:
            return None
        days = (self.published.weekday() - number) % 7
        days = 7 if before and not days else days
        return Found(first, last, f"{self.published - timedelta(days)}?", rule)
