"""Dates as EDTF (ISO 8601-2:2019, Library of Congress), with the first and last day they can mean.

The `edtf` library parses; this module says what its answers mean in three columns: an end that is open
(`..`) or unknown (empty), and a year that the text does not fix (`XXXX-11`), have no bound.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

# A month or day 00, as other systems write what they do not know, is no date of EDTF.
ISO_DAY = re.compile(r"([0-9]{4})(?:-(?!00)([0-9]{2})(?:-(?!00)([0-9]{2}))?)?")
# EDTF level 2 knows quarters and halves of a year; the library does not take a qualifier on them.
QUALIFIED_SEASON = re.compile(r"([0-9]{4}-(?:2[0-9]|3[0-9]|4[01]))[?~%]")
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
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    if "Y" in text:
        # Years of five digits and more; the library computes Y1E99999999.
        raise ValueError(f"{text!r} lies outside the years 1 to 9999")
    if not text.isascii():
        raise ValueError(f"{text!r} is not an EDTF date, {EXAMPLES}")
    season = QUALIFIED_SEASON.fullmatch(text)
    try:
        parsed = parse_edtf(season[1] if season else text)
        lower, upper = parsed.lower_strict(), parsed.upper_strict()
    except (EDTFParseException, ValueError, AttributeError, TypeError, OverflowError):
        raise ValueError(f"{text!r} is not an EDTF date, {EXAMPLES}") from None
    start, _, end = text.partition("/")
    first = _bound(lower, text) if start not in ("", "..") and "XXXX" not in start else None
    last = _bound(upper, text) if (end or start) not in ("", "..") and "XXXX" not in (end or start) else None
    if text.endswith("/"):
        last = None
    if first is None and last is None and "XXXX" not in text:
        raise ValueError(f"{text!r} says nothing of when; leave the date out")
    if first and last and first > last:
        raise ValueError(f"{text!r} ends before it begins")
    return EdtfDate(text, first, last)


def _bound(day: Any, text: str) -> str:
    if not 1 <= day[0] <= 9999:
        raise ValueError(f"{text!r} lies outside the years 1 to 9999")
    return date(*day[:3]).isoformat()
