"""Write EDTF dates in words, in English and Arabic. Month names follow CLDR; unsupported forms stay EDTF."""

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
LEVANTINE = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
]  # fmt: skip
MAGHREBI = [
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
    "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
]  # fmt: skip
# Arabic month names by country, where they are not the common ones.
REGIONAL_MONTHS = {
    **dict.fromkeys(("IQ", "JO", "LB", "PS", "SY"), LEVANTINE),
    **dict.fromkeys(("DZ", "TN"), MAGHREBI),
    "MA": [
        "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
        "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
    ],
    "MR": [
        "يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو",
        "يوليو", "أغشت", "شتمبر", "أكتوبر", "نوفمبر", "دجمبر",
    ],
}  # fmt: skip
# Parts of a year in ISO 8601-2, numbered after the months.
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
PHRASES = {
    "en": {
        "from": "from {}",
        "until": "until {}",
        "?": "{} (uncertain)",
        "~": "about {}",
        "no year": "{}, year unknown",
    },
    "ar": {"from": "من {}", "until": "حتى {}", "?": "{} (غير مؤكد)", "~": "نحو {}", "no year": "{}، السنة غير معروفة"},
}
# Signs that replace words where there is little room.
SHORTER = {
    "en": {**{name: name[:3] for name in MONTHS["en"]}, " (uncertain)": "?", "year unknown": "no year"},
    "ar": {" (غير مؤكد)": "؟", "، السنة غير معروفة": " بلا سنة"},
}
MONTH = "|".join(MONTHS["ar"])
POINT = r"(\d{4}|XXXX)(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)"
SPAN = r"(\d{4})(-\d\d)?(-\d\d)?/(\d{4})(-\d\d)?(-\d\d)?"


def write_date(text: str, lang: str, region: str = "") -> str:
    """Write an EDTF date in words: `2025-40` becomes "first half of 2025".

    In Arabic, months have the names of the region (ISO 3166-1 alpha-2), or the common ones.
    """
    words = _write_words(text, lang)
    if lang == "ar" and region in REGIONAL_MONTHS:
        return re.sub(MONTH, lambda match: REGIONAL_MONTHS[region][MONTHS["ar"].index(match[0])], words)
    return words


def shorten_date(words: str, lang: str) -> str:
    """Return a date in words with abbreviated English months and a question mark for doubt: "18–23 Nov 2024?"."""
    for long, short in SHORTER[lang].items():
        words = words.replace(long, short)
    return words


def _write_words(text: str, lang: str) -> str:
    start, slash, end = text.partition("/")
    if not slash:
        return _write_point(text, lang) or text
    if start in ("", ".."):
        return _fill_phrase("until", _write_point(end, lang), lang) or text
    if end in ("", ".."):
        return _fill_phrase("from", _write_point(start, lang), lang) or text
    return _write_span(text, lang) or text


def _write_point(text: str, lang: str) -> str | None:
    match = re.fullmatch(POINT, text)
    if not match:
        return None
    year, part, day, doubt = match.groups()
    words = _write_calendar_date(year, int(part or 0), int(day or 0), lang)
    for mark in ("~", "?"):
        if doubt in (mark, "%"):
            words = _fill_phrase(mark, words, lang)
    return words


def _write_calendar_date(year: str, part: int, day: int, lang: str) -> str | None:
    """Write a year with its month and day, or with its half, quarter or season."""
    if not part:
        return year if year != "XXXX" else None
    name = MONTHS[lang][part - 1] if 1 <= part <= 12 else PARTS[lang].get(part)
    if name is None:
        return None
    dated = f"{day} {name}" if day else name
    return _fill_phrase("no year", dated, lang) if year == "XXXX" else f"{dated} {year}"


def _write_span(text: str, lang: str) -> str | None:
    """Write a start and an end, naming a month and year that they share only once."""
    start, _, end = text.partition("/")
    match = re.fullmatch(SPAN, text)
    if match:
        year, month, day, end_year, end_month, end_day = match.groups()
        if day and end_day and (year, month) == (end_year, end_month):
            return f"{int(day[1:])}–{_write_point(end, lang)}"
        if month and end_month and year == end_year:
            return f"{_drop_year(start, lang)} – {_write_point(end, lang)}"
    first, last = _write_point(start, lang), _write_point(end, lang)
    dash = "–" if match and len(start) == len(end) == 4 else " – "
    return f"{first}{dash}{last}" if first and last else None


def _drop_year(text: str, lang: str) -> str:
    return (_write_point(text, lang) or text).removesuffix(f" {text[:4]}")


def _fill_phrase(word: str, words: str | None, lang: str) -> str | None:
    return PHRASES[lang][word].format(words) if words else None
