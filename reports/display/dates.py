"""EDTF dates as people write them, in English and Arabic. Month names are CLDR's; what is not known here stays EDTF."""

from __future__ import annotations

import re

MONTHS = {
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
    "ar": [
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ],
}  # fmt: skip
# ISO 8601-2: parts of a year, numbered after the months.
PARTS = {
    "en": {
        21: "spring", 22: "summer", 23: "autumn", 24: "winter",
        33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
        37: "first third of", 38: "second third of", 39: "last third of",
        40: "first half of", 41: "second half of",
    },
    "ar": {
        21: "ربيع", 22: "صيف", 23: "خريف", 24: "شتاء",
        33: "الربع الأول من", 34: "الربع الثاني من", 35: "الربع الثالث من", 36: "الربع الرابع من",
        37: "الثلث الأول من", 38: "الثلث الثاني من", 39: "الثلث الأخير من",
        40: "النصف الأول من", 41: "النصف الثاني من",
    },
}  # fmt: skip
WORDS = {
    "en": {
        "from": "from {}",
        "until": "until {}",
        "?": "{} (uncertain)",
        "~": "about {}",
        "no year": "{}, year unknown",
    },
    "ar": {"from": "من {}", "until": "حتى {}", "?": "{} (غير مؤكد)", "~": "نحو {}", "no year": "{} من غير سنة"},
}
POINT = re.compile(r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)")
SPAN = re.compile(r"(\d{4})(-\d\d)?(-\d\d)?/(\d{4})(-\d\d)?(-\d\d)?")


def written(text: str, lang: str) -> str:
    """A date as a person would write it: `2025-40` is the first half of 2025."""
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text, lang) or text
    if start in ("", ".."):
        return _around("until", _point(end, lang), lang) or text
    if end in ("", ".."):
        return _around("from", _point(start, lang), lang) or text
    return _span(text, lang) or text


def _point(text: str, lang: str) -> str | None:
    match = POINT.fullmatch(text)
    if not match:
        return None
    year, part, day, doubt = match.groups()
    words = _calendar(year, int(part or 0), int(day or 0), lang)
    for mark in ("~", "?"):
        if doubt in (mark, "%"):
            words = _around(mark, words, lang)
    return words


def _calendar(year: str, part: int, day: int, lang: str) -> str | None:
    """The year, with its month and day or its half, quarter or season."""
    if not part:
        return year if year != "XXXX" else None
    name = MONTHS[lang][part - 1] if 1 <= part <= 12 else PARTS[lang].get(part)
    if name is None:
        return None
    dated = f"{day} {name}" if day else name
    return _around("no year", dated, lang) if year == "XXXX" else f"{dated} {year}"


def _span(text: str, lang: str) -> str | None:
    """A beginning and an end, what they share said once."""
    start, end = text.split("/")
    match = SPAN.fullmatch(text)
    if match:
        year, month, day, end_year, end_month, end_day = match.groups()
        if day and end_day and (year, month) == (end_year, end_month):
            return f"{int(day[1:])}–{_point(end, lang)}"
        if month and end_month and year == end_year:
            return f"{_without_year(start, lang)} – {_point(end, lang)}"
    first, last = _point(start, lang), _point(end, lang)
    dash = "–" if match and len(start) == len(end) == 4 else " – "
    return f"{first}{dash}{last}" if first and last else None


def _without_year(text: str, lang: str) -> str:
    return (_point(text, lang) or text).removesuffix(f" {text[:4]}")


def _around(word: str, words: str | None, lang: str) -> str | None:
    return WORDS[lang][word].format(words) if words else None
