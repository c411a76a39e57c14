"""Dates of the calendar: days, months, years, halves, quarters and ranges of them."""

from __future__ import annotations

import re
from calendar import monthrange

from seeds.drafting.date_parts import DateParts, Found
from seeds.drafting.date_words import (
    BETWEEN,
    COMMON_ERA,
    DASHES,
    DEADLINE,
    EDGES,
    ENGLISH_AFTER_YEAR,
    ENGLISH_PARTS,
    FIRST_DAY,
    FUNCTION,
    HALVES,
    MONTH_BEFORE,
    NEXT,
    PARTS,
    PARTS_OF_TIME,
    PAST,
    SINCE,
    THIS,
    UNTIL,
    YEAR_NOUNS,
    YEAR_PREPOSITIONS,
    YEAR_WORDS,
    YEARS,
    ordinals,
)
from seeds.drafting.lexicon import Match


class CalendarDates(DateParts):
    """A reader of dates that have a month, a year, or a part of one."""

    def hijri(self, index: int) -> Found | None:
        day = self.day(index)
        at = self.month_at.get(index + 1 if day else index)
        if not at or at.value[1] != "hijri":
            return None
        year = self.number(at.last)
        if not (day or (year and 1300 <= year <= 1500)):
            return None
        return Found(index, at.last + bool(year), None, "Hijri date, not converted")

    def part_of_year(self, index: int) -> Found | None:
        """Read a part of a year: `النصف الأول من عام 2025`, `the second quarter of 2024`, `H1 2025`, `Q3 2024`."""
        short = re.fullmatch(r"(h|q)([1-4])", self.fold(index))
        if short and (found := self.year_after(index + 1)):
            return self._part(index, found[1], found[0], short[1] == "h", int(short[2]))
        stem = self.stem(index, PARTS)
        if stem and stem not in ENGLISH_PARTS:
            ordinal = ordinals().at(self.words, index + 1)
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

    def _part(self, first: int, last: int, year: int, half: bool, number: int, guessed: bool = False) -> Found | None:
        if number > (2 if half else 4):
            return None
        season = HALVES[number] if half else 32 + number
        return Found(first, last, f"{year}-{season}" + "?" * guessed, "half of a year" if half else "quarter of a year")

    def english_month_day(self, index: int) -> Found | None:
        """Read days after an English month: `February 6, 2017`, `May 27-28, 2022`."""
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

    def day_month(self, index: int) -> Found | None:
        """Read days before a month: `3 مايو 2023`, `27 و28 مايو`, `24 إلى 25 يناير`, `30 April to 2 May 2024`."""
        day, at = self.day(index), index + 1
        if not day:
            ordinal = ordinals().at(self.words, index)
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
        """Read the second day of a range: `و28`, `- 28`, `إلى 28`, `and 28`."""
        joined = re.fullmatch(r"و(\d{1,2})", self.fold(index))
        if joined:
            return index + 1, int(joined[1])
        if self.fold(index) in DASHES | UNTIL | {"و"}:
            return index + 2, self.day(index + 1)
        return index, None

    def second_date(self, index: int) -> tuple[int, int, int] | None:
        """Read the second date of a range over two months, before the year."""
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
    ) -> Found | None:
        if year is None or day > monthrange(year, month)[1]:
            return None
        begin = f"{year}-{month:02}-{day:02}"
        if to is None or year_to is None:
            return Found(first, last, begin + mark, "day and month" + (", year inferred" if mark else ""))
        if to > monthrange(year_to, month_to)[1] or (year_to, month_to, to) <= (year, month, day):
            return None
        return Found(first, last, f"{begin}/{year_to}-{month_to:02}-{to:02}{mark}", "range of days")

    def month(self, index: int) -> Found | None:
        """Read a month: `ماي 2016`, `شهر نوفمبر القادم`, `last March`."""
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
            return Found(index, found[1], f"{found[0]}-{number:02}/{found[0]}-{other.value[0]:02}", "range of months")
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
        return Found(
            first,
            after,
            f"{edtf}/.." if since else edtf,
            "month" + (", year inferred" if mark else ""),
            "period" if since else "date",
        )

    def _is_deadline(self, index: int) -> bool:
        """Recognize a month to come: `قبل شهر مارس`, `before the end of March`."""
        return self._after(index, DEADLINE)

    def months_with_years(self, index: int, match: Match[tuple[int, str]]) -> Found | None:
        """Read a range of months: `سبتمبر 2024 إلى يونيو 2027`, `July 2022 to June 2025`."""
        begin = self.year_after(self.month_end(match))
        other = self.month_after(begin[1] + 1) if begin and self.fold(begin[1]) in DASHES | UNTIL else None
        end = self.year_after(self.month_end(other)) if other else None
        if not begin or not other or not end or (end[0], other.value[0]) <= (begin[0], match.value[0]):
            return None
        edtf = f"{begin[0]}-{match.value[0]:02}/{end[0]}-{other.value[0]:02}"
        return Found(index, end[1], edtf, "range of months", "period")

    def in_month_context(self, match: Match[tuple[int, str]]) -> bool:
        return bool(self.year_after(match.last)) or self.fold(match.first - 1) in MONTH_BEFORE

    def _since(self, index: int) -> bool:
        return self.fold(index - 1) in SINCE or (
            self.fold(index - 2) in SINCE and self.stem(index - 1, YEAR_WORDS | {"شهر"}) is not None
        )

    def year_range(self, index: int) -> Found | None:
        """Read a range of years: `2017-2019`, `لسنتي 2017 و2018`, `بين عامي 2020 و2025`, `from 2020 to 2025`."""
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
        return Found(index, last, f"{begin}/{end}", "range of years", "period")

    def year(self, index: int) -> Found | None:
        """Read a year after a word for year, or after a preposition."""
        year = self.year_number(index)
        before = self.fold(index - 1)
        if not year:
            return None
        named = self.stem(index - 1, YEAR_WORDS) is not None
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        if (before in DASHES and self.fold(index - 2) in PARTS_OF_TIME) or (following and following.fold == COMMON_ERA):
            return Found(index, index + 1, str(year), "year")
        if not named and self.stem(index - 1, YEAR_PREPOSITIONS) is None:
            return None
        if (
            (
                not named
                and before not in EDGES
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
        return Found(index, index + 1, f"{year}/.." if since else str(year), "year", "period" if since else "date")
