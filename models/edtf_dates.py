"""Dates as EDTF (ISO 8601-2:2019, Library of Congress), with the first and last day they can mean.

A grammar of ours says which forms are admitted. The `edtf` library parses those, and this module says what its answers
mean in three columns: an end that is open (`..`) or unknown (empty), and a year that the text does not fix (`XXXX-11`),
have no bound.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

# A month or day 00, with which other systems mark unknown parts, is no date of EDTF.
ISO_DAY = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2})(?:-(?!00)([0-9]{2}))?)?")
# EDTF level 2 knows quarters and halves of a year; the library does not take a qualifier on them.
QUALIFIED_SEASON = re.compile(r"([0-9]{4}-(?:2[0-9]|3[0-9]|4[01]))[?~%]")
# The forms that we admit, whatever the library would take: no times, no years of other lengths, no significant digits
# (`1950S2`, of which it makes one year), and a set without blanks. Compiled when needed: a command reads few dates.
LONGEST = 100
QUALIFIER = "[?~%]?"
MONTH = f"-{QUALIFIER}(?:0[1-9]|1[0-2]|XX){QUALIFIER}"
DAY = f"-{QUALIFIER}(?:0[1-9]|[12][0-9]|3[01]|XX){QUALIFIER}"
SUB_YEAR = f"-(?:2[1-9]|3[0-9]|4[01]){QUALIFIER}"
PART = f"{QUALIFIER}[0-9X]{{4}}{QUALIFIER}(?:{MONTH}(?:{DAY})?|{SUB_YEAR})?"
SET = rf"(?:\.\.)?{PART}(?:(?:,|\.\.){PART})*(?:\.\.)?"
FORM = rf"{PART}|(?:{PART}|\.\.|)/(?:{PART}|\.\.|)|\[{SET}\]|\{{{SET}\}}"
# Years of more than four digits, and negative ones. Six or eight digits are more likely a month or a day.
OTHER_YEAR = re.compile(r"Y-|Y0*[1-9][0-9]{4}|Y[0-9]+E|-[0-9]{4}|[0-9]{5}(?:[0-9]{4}|(?![0-9]))")
EXAMPLES = "such as 2025, 2025-05, 2025-05-03, 2024-01-24/2024-01-25, 2025-40 (first half) or 2025-07/.."


class EdtfDate(NamedTuple):
    """EDTF text with its first and last day (ISO 8601), null where open or unknown."""

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
    opened, closed = _open_ends(text)
    # The library takes no halves and quarters of years within an interval.
    start, _, end = text.partition("/")
    first = None if opened else _days(start, text)[0]
    last = None if closed else _days(end or start, text)[1]
    if first and last and first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return EdtfDate(text, first, last)


def _days(part: str, text: str) -> tuple[str | None, str | None]:
    """Return the first and the last day of a date or a set; None where a set is open."""
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    season = QUALIFIED_SEASON.fullmatch(part)
    try:
        parsed = parse_edtf(season[1] if season else part)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, AttributeError, TypeError, OverflowError):
        raise _refused(text) from None
    return _bound(lower, text), _bound(upper, text)


def _open_ends(text: str) -> tuple[bool, bool]:
    """Return whether the first and the last day are open, unknown or in a year that the text does not fix.

    Raises:
        ValueError: the text has none of the forms that we admit, or names a day that does not exist.
    """
    parts = re.split(r"/|\.\.|,", text.strip("[]{}"))
    if len(text) > LONGEST or not re.fullmatch(FORM, text):
        raise _refused(text)
    for part in parts:
        _require_day(part, text)
    if not any(parts):
        raise ValueError(f"{text!r} names no date; leave the field out")
    return not parts[0] or "XXXX" in parts[0], not parts[-1] or "XXXX" in parts[-1]


def _require_day(part: str, text: str) -> None:
    year, month, day = [*re.sub("[?~%]", "", part).split("-"), "", ""][:3]
    if year == "0000":
        raise ValueError(f"{text!r} lies outside the years 1 to 9999")
    if day.isdigit() and month.isdigit():
        # A year that is not fixed may be a leap year.
        days = monthrange(int(year) if year.isdigit() else 2000, int(month))[1]
        if int(day) > days:
            raise _refused(text)


def _refused(text: str) -> ValueError:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if OTHER_YEAR.match(text):
        return ValueError(f"{shown!r} lies outside the years 1 to 9999")
    return ValueError(f"{shown!r} is not an EDTF date, {EXAMPLES}")


def _bound(day: Any, text: str) -> str | None:
    if isinstance(day, float):
        return None
    if not 1 <= day[0] <= 9999:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999")
    return date(*day[:3]).isoformat()
