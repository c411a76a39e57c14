"""Numbers, dates, currencies and names as quotes print them, in digits and words of both languages.

A quote is read generously: every possible value counts, so that a warning is worth reading. The word lists are
those of `seeds.drafting`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from models.derived.folding import fold, forms
from seeds.drafting.lexicon import Phrases, cell, phrases, rows
from seeds.drafting.text import Article, Word

GROUPED = re.compile(r"[1-9]\d{0,2}(?:[,.٬]\d{3})+")
PART_OF_DATE = re.compile(r"(?<![\d-])(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
DATE_IN_DIGITS = re.compile(r"(?<!\d)(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})(?!\d)")
# The codes of EDTF for seasons, quarters and halves of a year: no month.
FIRST_SEASON = 21
SMALL = {"m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "k": 1e3, "tn": 1e12}
DUAL = ("ان", "ين", "تا", "تي")
PERCENT = "percent"


@lru_cache
def _number_words() -> Phrases[float]:
    return Phrases(
        ((word, float(row["value"])) for row in rows("numbers") for word in cell(row["words"])), article=True
    )


@lru_cache
def _ordinals() -> Phrases[str]:
    return phrases("ordinals", "value")


@lru_cache
def _months() -> Phrases[str]:
    return Phrases(
        (
            (word, row["number"])
            for row in rows("months")
            if row["calendar"] == "gregorian"
            for word in cell(row["words"])
        ),
        article=False,
    )


@lru_cache
def _currencies() -> Phrases[str]:
    return Phrases(((word, word) for row in rows("currencies") for word in cell(row["words"])), article=True)


@lru_cache
def _words_of_currency() -> dict[str, frozenset[str]]:
    """Return the words of each currency; a word that several use, such as دينار, belongs to each of them."""
    shared = [word for row in rows("currencies") if not row["code"] for word in cell(row["words"])]
    found = {row["code"]: set(cell(row["words"])) for row in rows("currencies") if row["code"]}
    for words in found.values():
        folded = {fold(part) for word in words for part in word.split()}
        words |= {word for word in shared if fold(word) in folded}
    return {code: frozenset(words) for code, words in found.items()}


@lru_cache
def _units() -> Phrases[str]:
    return phrases("units", "code")


@lru_cache(maxsize=4096)
def numbers_in(quote: str) -> frozenset[float]:
    """Return every number that the quote may print: digits, words, and both with words of size."""
    words = Article(quote).words
    return frozenset(
        value for read in (_from, _lower_end) for index in range(len(words)) for value in read(words, index)
    )


def _duals_in(quote: str) -> frozenset[float]:
    """Return 2 if the quote has a dual noun: دولتان."""
    return frozenset(2.0 for word in Article(quote).words if len(word.fold) > 4 and word.fold.endswith(DUAL))


def _from(words: list[Word], index: int) -> Iterator[float]:
    """Yield the numbers that begin at a word, shortest first: `مئة وخمسون ألف` gives 100, 150 and 150,000."""
    total, group, at = 0.0, 0.0, index
    while at < len(words) and (step := _step(words, at)):
        value, at = step
        # A word of size multiplies the number before it: ألف, مليون, hundred.
        if value in SIZES and group:
            if value == 100:
                group *= value
            else:
                total, group = total + group * value, 0.0
        else:
            group += value
        yield total + group
        if at < len(words) and words[at].fold in ("و", "and", "-"):
            at += 1


SIZES = frozenset((100.0, 1e3, 1e6, 1e9, 1e12))
BETWEEN = frozenset(map(fold, ("-", "–", "—", "إلى", "أو", "و", "to", "or", "and")))


def _lower_end(words: list[Word], index: int) -> Iterator[float]:
    """Yield the lower end of a range whose word of size is printed once: `14 or 15 million`."""
    first = _step(words, index)
    if not first or first[1] >= len(words) or words[first[1]].fold not in BETWEEN:
        return
    second = _step(words, first[1] + 1) if first[1] + 1 < len(words) else None
    size = _step(words, second[1]) if second and second[1] < len(words) else None
    if size and size[0] in SIZES:
        yield first[0] * size[0]


def _step(words: list[Word], at: int) -> tuple[float, int] | None:
    """Return the value of the digits or the number word at a place, and the place after it."""
    if (value := _digits(words[at].fold)) is not None:
        after = words[at + 1].fold if at + 1 < len(words) else ""
        return (value * SMALL[after], at + 2) if after in SMALL else (value, at + 1)
    match = _number_words().at(words, at)
    return (match.value, match.last) if match else None


def _digits(word: str) -> float | None:
    """Return the number in digits, with letters before it (`و28`) or after it (`20th`, `5G`, `1.5bn`)."""
    match = re.fullmatch(r"[^\W\d]{0,3}(\d[\d.,٫٬]*)([^\W\d]{0,2})", word)
    if not match:
        return None
    text = match[1].rstrip(".,")
    plain = re.sub("[,.٬]", "", text) if GROUPED.fullmatch(text) else text.replace(",", ".").replace("٫", ".")
    try:
        return float(plain) * SMALL.get(match[2], 1)
    except ValueError:
        return None


def says_number(quotes: list[str], value: float) -> bool:
    """Return whether a quote prints the number; 1 needs no numeral, and 2.5 may be printed as 2.500 or 2,5."""
    return value == 1 or any(_near(value, each) for quote in quotes for each in numbers_in(quote) | _duals_in(quote))


def _near(value: float, other: float) -> bool:
    # A grouped number may as well be a decimal fraction: 1.500.
    return any(math.isclose(abs(value), each, rel_tol=1e-12) for each in (other, other / 1000))


def says_currency(quotes: list[str], code: str) -> bool:
    """Return whether a quote names the currency; one without known words is taken as named."""
    known = _words_of_currency().get(code)
    if known is None:
        return True
    return any(match.value in known for quote in quotes for match in _currencies().find(Article(quote).words))


def says_percent(quotes: list[str]) -> bool:
    """Return whether a quote has a sign or word of percent."""
    return any(match.value == PERCENT for quote in quotes for match in _units().find(Article(quote).words))


def missing_of_date(quotes: list[str], edtf: str) -> list[str]:
    """Return the parts of an EDTF date that no quote prints: `year`, `month`, `day`."""
    text = " ".join(fold(quote) for quote in quotes)
    words = Article("\n".join(quotes)).words
    written = [tuple(map(float, parts)) for parts in DATE_IN_DIGITS.findall(text)]
    numbers = {value for quote in quotes for value in numbers_in(quote)} | {part for date in written for part in date}
    months = {float(match.value) for match in _months().find(words)} | {month for _, month, _ in written}
    days = numbers | {float(match.value) for match in _ordinals().find(words)}
    missing: list[str] = []
    for year, month, day in PART_OF_DATE.findall(edtf):
        if float(year) not in numbers and not re.search(rf"\d{{4}} ?[/–-] ?{year[-2:]}(?!\d)", text):
            missing.append("year")
        if month and int(month) < FIRST_SEASON and float(month) not in months:
            missing.append("month")
        if day and float(day) not in days:
            missing.append("day")
    return list(dict.fromkeys(missing))


def says_name(quotes: list[str], name: str) -> bool:
    """Return whether a quote has the words of a name in order; letters may be attached to each word."""
    wanted = [frozenset(forms(word)) | {word} for word in _words(name)]
    return bool(wanted) and any(_has_run(wanted, _words(quote)) for quote in quotes)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


def _has_run(wanted: list[frozenset[str]], words: list[str]) -> bool:
    forms_of = [frozenset(forms(word)) for word in words]
    starts = range(len(words) - len(wanted) + 1)
    return any(all(want & forms_of[at + i] for i, want in enumerate(wanted)) for at in starts)
