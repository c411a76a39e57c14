"""Read the dates and numbers of cells by the format that a map declares; no date becomes more precise than it is."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from models.derived.folding import DIGITS, fold
from models.edtf_dates import EdtfDate, parse_date
from models.edtf_forms import canonical_form
from seeds.drafting.lexicon import rows

EDTF, MESSY, SERIAL = "edtf", "messydates", "excel"
# The signs of thousands and of decimals by an example.
SIGNS = {"1,234.5": ",.", "1.234,5": ".,", "1 234,5": " ,"}
NUMBERS = {"1234.5": ("", "."), "1234,5": ("", ",")} | {text: (signs[0], signs[1]) for text, signs in SIGNS.items()}
YEAR, MONTH = r"(?P<year>\d{4})", r"(?P<month>\d{1,2})"
# A day may be an ordinal, and a month has two words in Syria: تشرين الأول.
DAY, NAME = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?", r"(?P<name>[^\W\d]+(?: [^\W\d]+)?)"
TOKENS = {"yyyy": YEAR, "mmmm": NAME, "mmm": NAME, "mm": MONTH, "m": MONTH, "dd": DAY, "d": DAY}
# Two digits of a year need the first of the hundred years that they can mean: yy(1930).
SHORT_YEAR = re.compile(r"yy\((\d{4})\)", re.IGNORECASE)
SHORT = r"(?P<short>\d{2})"
TOKEN = re.compile(rf"{SHORT_YEAR.pattern}|y+|m+|d+", re.IGNORECASE)
TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?(Z|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
# A day, or a month, which no format writes otherwise; 21 and more are seasons of EDTF.
ISO = re.compile(r"\d{4}-(?:\d{2}-\d{2}|0[1-9]|1[0-2])")
RANGE = re.compile(r"(.*?)\.\.(.*)")
# Day 0 of a spreadsheet, which counts 29 February 1900, a day that did not exist.
SERIAL_START, SERIAL_LAST = date(1899, 12, 30), 2_958_465
# The signs of thousands and of decimals in Arabic.
ARABIC_SIGNS = ("\u066c", "\u066b")
# Digits of Arabic and Persian; signs that only direct a text.
PLAIN = str.maketrans(DIGITS | dict.fromkeys("\u00a0\u202f", " ") | dict.fromkeys("\u200e\u200f\u061c", ""))
FORMATS = "such as dd/mm/yyyy, d mmmm yyyy, dd/mm/yy(1930) or yyyy, or edtf, messydates, excel"


def check_format(text: str, type_name: str) -> None:
    """Require that a text is a format of a field of this type.

    Raises:
        ValueError: it is none.
    """
    if type_name in ("number", "count"):
        if text not in NUMBERS:
            raise ValueError(f"{text!r} is not one of {', '.join(NUMBERS)}")
    elif type_name not in ("date", "day"):
        raise ValueError("belongs to dates and numbers")
    elif text not in (EDTF, MESSY, SERIAL):
        _pattern(text)


def read_date(text: str, formats: Sequence[str]) -> EdtfDate:
    """Return the date that a text means in the first format that fits; an ISO day or month always fits.

    Raises:
        ValueError: none fits, or there is no such day; the message says which.
    """
    plain = TIME.sub("", text if text.isascii() else " ".join(text.translate(PLAIN).split()))
    if ISO.fullmatch(plain) and not plain.endswith("-00"):
        year, month, day = [*map(int, plain.split("-")), 0][:3]
        return parse_date(_checked(year, month, day))
    reasons = []
    for each in formats or (EDTF,):
        try:
            found = parse_date(READERS.get(each, lambda text, each=each: _by_pattern(text, each))(plain))
            return found._replace(text=canonical_form(found.text))
        except ValueError as error:
            reasons.append(str(error))
    if len(reasons) == 1:
        raise ValueError(reasons[0])
    impossible = next((each for each in reasons if " has " in each), "")
    raise ValueError(impossible or f"{text!r} is in none of {', '.join(formats)}")


def read_number(text: str, formats: Sequence[str]) -> str:
    """Return a number as digits with a full stop, in the formats that fit.

    Arabic signs mean the same in each format.

    Raises:
        ValueError: the text has other signs than the formats, or means several numbers in them.
    """
    plain = text.translate(PLAIN)
    signs = [ARABIC_SIGNS] if set(ARABIC_SIGNS) & set(plain) else [NUMBERS[each] for each in formats or ("1234.5",)]
    found = {number for thousands, decimal in signs if (number := _digits(plain, thousands, decimal))}
    if not found:
        as_in = f" as in {' or '.join(formats)}" if formats else ""
        raise ValueError(f"{text!r} is not a number{as_in}")
    if len(found) > 1:
        raise ValueError(f"{text!r} means {' or '.join(sorted(found))} in the formats of the map")
    return found.pop()


def _digits(plain: str, thousands: str, decimal: str) -> str:
    """Return the digits of a number with a full stop; empty if it has other signs than these."""
    # In 12,34 the comma is a decimal sign, whatever the format.
    grouped = rf"[1-9][0-9]{{0,2}}(?:{re.escape(thousands)}[0-9]{{3}})+|" if thousands else ""
    if not re.fullmatch(rf"-?(?:{grouped}[0-9]+)(?:{re.escape(decimal)}[0-9]+)?", plain):
        return ""
    return plain.replace(thousands, "").replace(decimal, ".")


def _messy(text: str) -> str:
    """Return the EDTF of a date as messydates writes it: ranges have two points."""
    found = RANGE.fullmatch(text)
    if not found or text.startswith("{"):
        return text
    start, end = found[1] or "..", found[2] or ".."
    return f"{start}/{end}"


def _serial(text: str) -> str:
    if not re.fullmatch(r"\d{1,7}(\.\d+)?", text) or not 61 <= float(text) <= SERIAL_LAST:
        raise ValueError(f"{text!r} is not a day of a spreadsheet, counted from 1900")
    return (SERIAL_START + timedelta(days=int(float(text)))).isoformat()


READERS: dict[str, Callable[[str], str]] = {EDTF: str, MESSY: _messy, SERIAL: _serial}


@lru_cache
def _pattern(text: str) -> re.Pattern[str]:
    """Return the regular expression of a format."""
    pattern, end = "", 0
    for found in TOKEN.finditer(text):
        token = SHORT if found[1] else TOKENS.get(found[0].lower())
        if token is None or token in pattern:
            raise ValueError(f"{text!r} is not a format of dates, {FORMATS}")
        pattern += re.escape(text[end : found.start()]) + token
        end = found.end()
    if (YEAR in pattern) == (SHORT in pattern):
        raise ValueError(f"{text!r} has no year (yyyy), or two, {FORMATS}")
    months = (MONTH in pattern) + (NAME in pattern)
    if months > 1 or (DAY in pattern and not months):
        raise ValueError(f"{text!r} has {'two months' if months else 'a day without a month'}, {FORMATS}")
    return re.compile(pattern + re.escape(text[end:]), re.IGNORECASE)


@lru_cache
def _months() -> dict[str, int]:
    """Return the numbers of the Gregorian months by their folded names, in Arabic and English."""
    found: dict[str, int] = {}
    for row in rows("months"):
        if row["calendar"] == "gregorian":
            found |= {fold(word): int(row["number"]) for word in row["words"].split("|")}
    return found


def _by_pattern(text: str, format: str) -> str:
    found = _pattern(format).fullmatch(text)
    if not found:
        serial = ", nor a day of a spreadsheet unless the map says format: excel" if text.isdigit() else ""
        raise ValueError(f"{text!r} is not {format}{serial}")
    parts = found.groupdict()
    month = _months().get(fold(parts["name"])) if parts.get("name") else int(parts.get("month") or 0)
    if month is None:
        raise ValueError(f"{text!r}: {parts['name']!r} is not the name of a month in English or Arabic")
    return _checked(_year(parts, format), month, int(parts.get("day") or 0))


def _year(parts: dict[str, str], format: str) -> int:
    if "year" in parts:
        return int(parts["year"])
    start = int(SHORT_YEAR.search(format)[1])  # type: ignore[index]
    return start + (int(parts["short"]) - start) % 100


def _checked(year: int, month: int, day: int) -> str:
    """Return a date in ISO form; a month or day 0 is not known."""
    if year == 0 or month > 12:
        raise ValueError(f"there is no month {month}" if year else "there is no year 0")
    if not month:
        return f"{year:04}"
    if not day:
        return f"{year:04}-{month:02}"
    last = monthrange(year, month)[1]
    if day > last:
        raise ValueError(f"{month_name[month]} {year} has {last} days, not {day}")
    return f"{year:04}-{month:02}-{day:02}"
