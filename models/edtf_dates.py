"""Dates as EDTF (ISO 8601-2:2019, Library of Congress), with the first and last day they can mean.

A grammar of ours says which forms are admitted. The `edtf` library gives the days of each part, and this module says
what they mean in three columns: an end that is open (`..`) or unknown (empty), and a year that the text does not fix
(`XXXX-11`), have no bound.
"""

import re
from calendar import isleap, monthrange
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

# A month or day 00, with which other systems mark unknown parts, is no date of EDTF.
ISO_DAY = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2})(?:-(?!00)([0-9]{2}))?)?")
QUALIFIERS = re.compile("[?~%]")
# The forms that we admit, whatever the library would take: no times, no years of other lengths, no significant digits
# (`1950S2`, of which it makes one year), and a set without blanks. Compiled when needed: a command reads few dates.
LONGEST = 100
# A qualifier stands before a part or behind it.
YEAR, MONTH, DAY = (
    f"(?:[?~%]?{digits}|{digits}[?~%])"
    for digits in ("[0-9X]{4}", "(?:0[1-9]|1[0-2]|XX)", "(?:0[1-9]|[12][0-9]|3[01]|XX)")
)
SUB_YEAR = "[0-9X]{4}-(?:2[1-9]|3[0-9]|4[01])[?~%]?"
PART = f"(?:{YEAR}(?:-{MONTH}(?:-{DAY})?)?|{SUB_YEAR})"
LISTED = f"(?![?~%]){PART}"
MEMBER = rf"{LISTED}(?:\.\.{LISTED})?"
SET = rf"(?:(?:\.\.{LISTED}|{MEMBER})(?:,{MEMBER})*(?:,{LISTED}\.\.)?|{LISTED}\.\.)"
FORM = rf"{PART}|(?:{PART}|\.\.|)/(?:{PART}|\.\.|)|\[{SET}\]|\{{{SET}\}}"
# Years of more than four digits, and negative ones. Six or eight digits are more likely a month or a day.
OTHER_YEAR = re.compile(r"Y-|Y0*[1-9][0-9]{4}|Y[0-9]+E|-[0-9]{4}|[0-9]{5}(?:[0-9]{4}|(?![0-9]))")
EXAMPLES = "such as 2025, 2025-05, 2025-05-03, 2024-01-24/2024-01-25, 2025-40 (first half) or 2025-07/.."


class EdtfDate(NamedTuple):
    """EDTF text with its first and last day (ISO 8601), null if open or unknown."""

    text: str
    first: str | None
    last: str | None


@lru_cache(maxsize=65536)
def parse_date(text: str) -> EdtfDate:
    """Read EDTF text.

    Raises:
        ValueError: the text is no EDTF date, or ends before it begins; the message says which.
    """
    return _plain_date(text) or _edtf_date(text)


def _plain_date(text: str) -> EdtfDate | None:
    """ISO calendar dates by themselves, which are most of them, without the library's 90 ms of import."""
    match = ISO_DAY.fullmatch(text)
    if not match or match[1] == "0000":
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    return EdtfDate(text, first.isoformat(), last.isoformat())


def _edtf_date(text: str) -> EdtfDate:
    _require_form(text)
    spans = []
    for start, end in _spans(text):
        first, last = _days(start, text)[0], _days(end, text)[1]
        if first and last and first > last:
            raise ValueError(f"{text!r} ends before it begins")
        spans.append((first or "", last or ""))
    firsts, lasts = zip(*spans, strict=True)
    return EdtfDate(text, min(firsts) or None, (all(lasts) and max(lasts)) or None)


def _spans(text: str) -> list[tuple[str, str]]:
    """Return the parts in which a date, or each member of a set, begins and ends; an open end is empty."""
    if text[0] in "[{":
        return [(each.partition("..")[0], each.rpartition("..")[2]) for each in text[1:-1].split(",")]
    start, _, end = text.replace("..", "").partition("/")
    return [(start, end if "/" in text else start)]


def _days(part: str, text: str) -> tuple[str | None, str | None]:
    """Return the first and the last day of a part; None if it is open, or in a year that the text does not fix."""
    if not part or "XXXX" in part:
        return None, None
    year, month, day = _numbers(part)
    if "X" in year and (month, day) == ("02", "29"):
        years = _leap_years(year)
        if years[0] == 0:
            raise _outside(text)
        return f"{years[0]:04}-02-29", f"{years[-1]:04}-02-29"
    first, last = _ask_library(part, text)
    return _bound(first, text), _bound(last, text)


def _ask_library(part: str, text: str) -> tuple[Any, Any]:
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        # Qualifiers change no bound, and the library takes only some of them.
        parsed = parse_edtf(QUALIFIERS.sub("", part))
        return parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, AttributeError, TypeError, OverflowError):
        raise _refused(text) from None


def _require_form(text: str) -> None:
    """Require that a text has one of the forms that we admit.

    Raises:
        ValueError: it has none, or names no date, or a day that does not exist.
    """
    if len(text) > LONGEST or not re.fullmatch(FORM, text):
        raise _refused(text)
    parts = re.split(r"/|\.\.|,", text.strip("[]{}"))
    for part in parts:
        _require_day(part, text)
    if not any(parts):
        raise ValueError(f"{text!r} names no date; leave the field out")


def _numbers(part: str) -> list[str]:
    """Return year, month and day of a part without qualifiers; empty if it has none."""
    return [*QUALIFIERS.sub("", part).split("-"), "", ""][:3]


def _require_day(part: str, text: str) -> None:
    year, month, day = _numbers(part)
    if year == "0000":
        raise _outside(text)
    if day.isdigit() and month.isdigit():
        # A year that is not fixed may be a leap year.
        days = monthrange(int(year) if year.isdigit() else 2000, int(month))[1]
        if int(day) > days:
            raise _refused(text)
        if "X" in year and (month, day) == ("02", "29") and not _leap_years(year):
            raise ValueError(f"{text!r} is no day: none of the years {year} has a 29 February")


def _leap_years(pattern: str) -> list[int]:
    """Return the leap years that a year with open digits can be, in order."""
    matches = re.compile(pattern.replace("X", "[0-9]")).fullmatch
    return [year for year in range(0, 10_000, 4) if isleap(year) and matches(f"{year:04}")]


def _outside(text: str) -> ValueError:
    return ValueError(f"{text!r} lies outside the years 1 to 9999")


def _refused(text: str) -> ValueError:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if OTHER_YEAR.match(text):
        return _outside(shown)
    return ValueError(f"{shown!r} is not an EDTF date, {EXAMPLES}")


def _bound(day: Any, text: str) -> str | None:
    if isinstance(day, float):
        return None
    if not 1 <= day[0] <= 9999:
        raise _outside(text)
    return date(*day[:3]).isoformat()
