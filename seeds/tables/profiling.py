"""Profiles the columns of a table: how many texts, of which kind, in which format, with which sign between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from models.derived.folding import fold
from seeds.tables.dates import MESSY, SERIAL, read_date
from seeds.tables.identifying import Countries
from seeds.tables.sheets import Sheet
from seeds.tables.values import clean

# Texts that are kept of a column; a column with more is prose or a key.
DISTINCT_LIMIT = 20_000
SAMPLE = 400
FORMATS = (
    *("yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "yyyy/mm/dd", "dd.mm.yyyy", "dd-mm-yyyy", "d mmmm yyyy"),
    *("mmmm d, yyyy", "yyyy", MESSY, SERIAL),
)
# These look like numbers; only the header makes them dates.
NUMERIC_FORMATS = ("yyyy", SERIAL)
DATE_WORDS = ("date", "year", "sign", "force", "signature")
SEPARATORS = (";", "|", "\n", "/", ",", " & ", " and ")
ARABIC = re.compile("[\u0600-\u06ff]")
URL = re.compile(r"https?://\S+")
MOST, MANY = 0.8, 0.6
LAST_YEAR = "2100"


@dataclass
class Column:
    """A column: its name, how many cells have a text, and the texts with their counts, the most frequent first."""

    name: str
    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    format: str = ""
    is_ambiguous: bool = False
    separator: str = ""
    names_countries: bool = False
    is_url: bool = False

    @property
    def is_date(self) -> bool:
        return bool(self.format)

    @property
    def is_text(self) -> bool:
        return not (self.format or self.names_countries or self.is_url)

    @property
    def is_arabic(self) -> bool:
        sample = list(self.texts)[:SAMPLE]
        return _share(sample, lambda text: bool(ARABIC.search(text))) > MOST

    def is_unique(self, rows: int) -> bool:
        """Return whether each row has a text of its own."""
        return self.filled == rows == len(self.texts)

    def says(self, *words: str) -> bool:
        """Return whether the header has a word that begins with one of these."""
        parts = re.findall(r"[^\W_]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name)))
        return any(part.startswith(word) for part in parts for word in words)

    def parts(self) -> Counter[str]:
        """Return the texts between the separators with their counts."""
        if not self.separator:
            return self.texts
        parts: Counter[str] = Counter()
        for text, count in self.texts.items():
            for part in filter(None, map(str.strip, text.split(self.separator))):
                parts[part] += count
        return parts

    def far_dates(self) -> list[str]:
        """Return the dates of a column that lie so far ahead that they stand for none."""
        return [text for text in self.texts if _is_read(text, self.format) and _year(text, self.format) >= LAST_YEAR]


def profile(sheet: Sheet, countries: Countries) -> tuple[int, list[Column]]:
    """Return the number of rows of a sheet and its columns.

    Raises:
        SheetError: the sheet cannot be read to its end.
    """
    columns = [Column(name) for name in sheet.columns]
    rows = 0
    for row in sheet.rows():
        rows += 1
        for column, text in zip(columns, map(str.strip, row.cells), strict=False):
            if text:
                column.filled += 1
                if text in column.texts or len(column.texts) < DISTINCT_LIMIT:
                    column.texts[text] += 1
    for column in columns:
        _describe(column, countries)
    return rows, columns


def _describe(column: Column, countries: Countries) -> None:
    sample = list(column.texts)[:SAMPLE]
    if not sample:
        return
    column.is_url = _share(sample, lambda text: bool(URL.fullmatch(text))) > MOST
    shares = {each: _share(sample, partial(_is_read, format=each)) for each in FORMATS}
    best = max(FORMATS, key=lambda each: shares[each])
    if shares[best] > MOST and (best not in NUMERIC_FORMATS or column.says(*DATE_WORDS)):
        column.format = best
        others = [each for each in ("dd/mm/yyyy", "mm/dd/yyyy") if each != best]
        column.is_ambiguous = best in ("dd/mm/yyyy", "mm/dd/yyyy") and shares[best] == shares[others[0]]
    elif not column.is_url:
        _find_countries(column, sample, countries)


def _find_countries(column: Column, sample: list[str], countries: Countries) -> None:
    """Find the separator with which most parts of the texts name countries."""
    best = 0.0
    for separator in ("", *SEPARATORS):
        parts = [part.strip() for text in sample for part in (text.split(separator) if separator else [text])]
        share = _share([part for part in parts if part][:SAMPLE], lambda text: _is_country(text, countries))
        # A separator that changes nothing is none.
        if share > best + 0.02:
            best, column.separator = share, separator
    column.names_countries = best > MANY
    if not column.names_countries:
        column.separator = ""


def _is_country(text: str, countries: Countries) -> bool:
    return countries.names_any(clean(text))


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _is_read(text: str, format: str) -> bool:
    try:
        return bool(read_date(text, [format]))
    except ValueError:
        return False


def _year(text: str, format: str) -> str:
    return (read_date(text, [format]).first or "")[:4]


def key_columns(rows: int, sheet: Sheet, columns: Iterable[Column]) -> list[str]:
    """Return the first column, or pair of columns, of which each row has another text; none if there is none."""
    named = sorted(columns, key=lambda each: not each.says("id", "number", "key", "code", "no"))
    unique = [each.name for each in named if each.is_unique(rows) and not each.is_date]
    if unique:
        return unique[:1]
    full = [each for each in named if each.filled == rows and not each.is_date][:6]
    positions = {each.name: sheet.columns.index(each.name) for each in full}
    for first in full:
        for second in full:
            if first.name < second.name or len(first.texts) * len(second.texts) < rows:
                continue
            pairs = {(row.cells[positions[first.name]], row.cells[positions[second.name]]) for row in sheet.rows()}
            if first is not second and len(pairs) == rows:
                return sorted((first.name, second.name), key=sheet.columns.index)
    return []
