"""Dates: every month tradition of Arabic and English, ranges, parts of years, and those relative to the publication.

What follows from the day of publication, and a year that the text gives elsewhere only, is marked `?`. A date of the
Hijri calendar is seen and not converted, since the day depends on the sighting of the moon.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from seeds.drafting.date_parts import Found
from seeds.drafting.date_relative import RelativeDates
from seeds.drafting.mentions import DateMention
from seeds.drafting.text import Article

NUMERIC = re.compile(
    r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/-])|(?<![\d/-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])"
)


class _Reader(RelativeDates):
    """A reader of the dates in one article, from its beginning; at each word the first rule that finds one wins."""

    def __init__(self, article: Article) -> None:
        super().__init__(article)
        self.rules: tuple[Callable[[int], Found | None], ...] = (
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

    def read(self) -> Iterator[Found]:
        index = 0
        while index < len(self.words):
            found = next((each for rule in self.rules if (each := rule(index))), None)
            if found:
                yield found
            index = max(found.last if found else 0, index + 1)


def find_dates(article: Article) -> list[DateMention]:
    """Return each date of a text, in order."""
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
    """Read a date in digits: `27/05/2022`, `2022-05-27`."""
    for match in NUMERIC.finditer(text):
        day, month, year, *iso = match.groups()
        numbers = (int(year), int(month), int(day)) if year else (int(iso[0]), int(iso[1]), int(iso[2]))
        try:
            yield DateMention(match.start(), match.end(), "date in figures", date(*numbers).isoformat())
        except ValueError:
            continue
