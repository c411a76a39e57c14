"""Profile the columns of a table: how many texts, of which kind, in which format, with which sign between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from models.derived.folding import ARABIC_SCRIPT, fold
from models.plain_numbers import counted
from seeds.tables.dates import MESSY, SERIAL, read_date
from seeds.tables.identifying import Countries
from seeds.tables.sheets import Sheet
from seeds.tables.values import clean

# Texts that are kept of a column; a column with more is prose or a key.
DISTINCT_LIMIT = 20_000
SAMPLE = 400
FORMATS = (
    *("yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "yyyy/mm/dd", "dd.mm.yyyy", "dd-mm-yyyy", "d mmmm yyyy"),
    *("mmmm d, yyyy", "dd/mm/yy(1930)", "mmmm yyyy", "mm/yyyy", "yyyy", MESSY, SERIAL),
)
MONTH_OR_DAY_FIRST = ("dd/mm/yyyy", "mm/dd/yyyy")
# These look like numbers; only the header makes them dates.
NUMERIC_FORMATS = ("yyyy", SERIAL)
DATE_WORDS = ("date", "year", "sign", "force", "begin", "end", "expir", "terminat", "ratif", "تاريخ", "سنه")
# Texts for missing values, folded.
NOTHING = frozenset(
    ["na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "nil", "unknown", "n.d.", "-", "–", "—", "?", ".", ".."]
) | frozenset(map(fold, ("غير معروف", "غير محدد", "لا يوجد", "لا شيء")))
NUMBER_WORDS = ("number", "key", "code", "رقم", "معرف")
PARTY_WORDS = ("part", "countr", "member", "state", "signator", "طرف", "اطراف", "دول", "بلد")
OTHER_COUNTRIES = ("lang", "deposit", "place", "location", "secretar", "لغه", "مكان", "وديع")
SEPARATORS = (";", "|", "\n", "/", ",", " & ", " and ")
LATIN = re.compile("[A-Za-z]{2}")
# The first word of a row of totals.
TOTAL = re.compile(r"(grand )?totals?\b|sum\b|المجموع|الإجمالي|الاجمالي", re.IGNORECASE)
ARTICLE = re.compile("^[وبل]?ال|^لل")
# The kind of an instrument before its date, as in `Accession: 4 May 1999`.
LABELLED = re.compile(r"[^\W\d][^\d:]*: *(.+)")
URL = re.compile(r"https?://\S+")
# The days since 1927; shorter numbers may be years.
SERIAL_DIGITS = 5
MOST, MANY = 0.8, 0.6
# A row of totals has no key.
NEARLY = 0.98
LAST_YEAR = "2100"


@dataclass
class Column:
    """A column: its name, how many cells have a text, and the texts with their counts, the most frequent first."""

    name: str
    filled: int = 0
    texts: Counter[str] = field(default_factory=Counter)
    formats: list[str] = field(default_factory=list)
    is_labelled: bool = False
    is_ambiguous: bool = False
    separators: list[str] = field(default_factory=list)
    names_countries: bool = False
    is_url: bool = False

    @property
    def is_date(self) -> bool:
        return bool(self.formats)

    @property
    def is_text(self) -> bool:
        return not (self.formats or self.names_countries or self.is_url)

    @property
    def is_arabic(self) -> bool:
        sample = list(self.texts)[:SAMPLE]
        return _share(sample, lambda text: bool(ARABIC_SCRIPT.search(text))) > MOST

    @property
    def has_words(self) -> bool:
        """Return whether most texts have a word in a language that a name may be in."""
        return (
            _share(list(self.texts)[:SAMPLE], lambda text: bool(ARABIC_SCRIPT.search(text) or LATIN.search(text)))
            > MANY
        )

    @property
    def numbers_rows(self) -> bool:
        """Return whether the header is that of numbers."""
        return self.says(*NUMBER_WORDS) or bool({"id", "no", "nr"} & set(self.words()))

    def is_unique(self, rows: int) -> bool:
        """Return whether each row has a text of its own, but for few that have none."""
        return NEARLY * rows <= self.filled == len(self.texts)

    def says(self, *words: str) -> bool:
        """Return whether the header has a word that begins with one of these."""
        return any(part.startswith(word) for part in self.words() for word in words)

    def words(self) -> list[str]:
        """Return the words of the header, folded, without the Arabic article."""
        parts = re.findall(r"[^\W_]+", fold(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name)))
        return [ARTICLE.sub("", part) for part in parts]

    def parts(self) -> Counter[str]:
        """Return the texts between the separators with their counts."""
        if not self.separators:
            return self.texts
        parts: Counter[str] = Counter()
        signs = re.compile("|".join(map(re.escape, self.separators)))
        for text, count in self.texts.items():
            for part in filter(None, map(str.strip, signs.split(text))):
                parts[part] += count
        return parts

    @property
    def length(self) -> float:
        """Return the mean length of the texts, those that recur counted once."""
        return sum(map(len, self.texts)) / len(self.texts) * min(1.0, len(self.texts) / 10)

    def finding(self) -> str:
        """Return a line about the column."""
        kind = "text"
        if self.is_date:
            kind = f"dates, {', '.join(self.formats)}{' or mm/dd/yyyy' if self.is_ambiguous else ''}"
        elif self.names_countries:
            kind = f"countries{f', separated by {self.separators[0]!r}' if self.separators else ''}"
        elif self.is_url:
            kind = "addresses"
        return f"  {self.name}: {kind}; {counted(self.filled, 'cell')}, {len(self.texts):,} different"

    def far_dates(self) -> list[str]:
        """Return the dates of a column that lie so far ahead that they stand for no date."""
        return [text for text in self.texts if _is_read(text, self.formats) and _year(text, self.formats) >= LAST_YEAR]


class Profile(NamedTuple):
    """The number of rows of a sheet, its columns, the texts for nothing, and the column and word of totals."""

    rows: int
    columns: list[Column]
    nothing: list[str]
    totals: tuple[str, str] | None


def profile(sheet: Sheet, countries: Countries) -> Profile:
    """Return the profile of a sheet.

    Raises:
        SheetError: the sheet cannot be read to its end.
    """
    columns = [Column(name) for name in sheet.columns]
    rows, last = 0, list[str]()
    for row in sheet.rows():
        rows, last = rows + 1, row.cells
        for column, text in zip(columns, map(str.strip, row.cells), strict=False):
            if text:
                column.filled += 1
                if text in column.texts or len(column.texts) < DISTINCT_LIMIT:
                    column.texts[text] += 1
    nothing = _take_nothing(columns)
    for column in columns:
        _describe(column, countries)
    found = ((name, TOTAL.match(text.strip())) for name, text in zip(sheet.columns, last, strict=False))
    totals = next(((name, word[0]) for name, word in found if word), None)
    return Profile(rows, columns, nothing, totals)


def _take_nothing(columns: list[Column]) -> list[str]:
    """Remove the texts for missing values from the columns, and return them; among codes, NA is Namibia."""
    found: dict[str, None] = {}
    are_codes = any(_share([text for text in each.texts if text != "NA"], _is_code) > MANY for each in columns)
    for column in columns:
        for text in [each for each in column.texts if fold(each) in NOTHING and not (are_codes and each == "NA")]:
            column.filled -= column.texts.pop(text)
            found[text] = None
    return list(found)


def _is_code(text: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", text))


def _describe(column: Column, countries: Countries) -> None:
    sample = list(column.texts)[:SAMPLE]
    if not sample:
        return
    column.is_url = _share(sample, lambda text: bool(URL.fullmatch(text))) > MOST
    labelled = [found[1] for text in sample if (found := LABELLED.fullmatch(text))]
    column.is_labelled = len(labelled) > MOST * len(sample)
    dates = labelled if column.is_labelled else sample
    column.formats = _formats(dates, column.is_labelled or column.says(*DATE_WORDS))
    column.is_ambiguous = column.formats[:1] == ["dd/mm/yyyy"] and not any(
        _is_read(text, column.formats[:1]) and not _is_read(text, ["mm/dd/yyyy"]) for text in dates
    )
    if not column.formats and not column.is_url:
        _find_countries(column, sample, countries)


def _formats(sample: list[str], is_date: bool) -> list[str]:
    """Return the formats that together read most of the texts, the most successful first; none if they do not."""
    left, found = sample, list[str]()
    while len(left) > (1 - MOST) * len(sample) or (found and left):
        open_formats = [each for each in FORMATS if _may_follow(each, found)]
        best = max(open_formats, key=lambda each: _share(left, partial(_is_read, formats=[each])))
        rest = [text for text in left if not _is_read(text, [best])]
        if len(rest) == len(left) or (best in NUMERIC_FORMATS and not is_date):
            break
        left = rest
        found.append(best)
    # A number of four digits is a year, where years occur.
    found.sort(key=lambda each: each == SERIAL)
    return found if len(left) < (1 - MOST) * len(sample) else []


def _may_follow(format: str, found: list[str]) -> bool:
    """Return whether a format may be beside others: an ambiguous date is read in one way."""
    alike = format in MONTH_OR_DAY_FIRST and any(each in MONTH_OR_DAY_FIRST for each in found)
    return format not in found and not alike


def _find_countries(column: Column, sample: list[str], countries: Countries) -> None:
    """Find the separator with which most parts of the texts name countries."""
    best = 0.0
    for separator in ("", *SEPARATORS):
        parts = [part.strip() for text in sample for part in (text.split(separator) if separator else [text])]
        share = _share([part for part in parts if part][:SAMPLE], lambda text: _is_country(text, countries))
        # A separator that changes nothing is none.
        if share > best + 0.02:
            best, column.separators = share, [separator] if separator else []
    column.names_countries = best > MANY
    if not column.names_countries:
        column.separators = []


def _is_country(text: str, countries: Countries) -> bool:
    return countries.names_any(clean(text))


def _share(texts: list[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, texts)) / len(texts) if texts else 0.0


def _is_read(text: str, formats: list[str]) -> bool:
    if formats == [SERIAL] and len(text) < SERIAL_DIGITS:
        return False
    try:
        return bool(read_date(text, formats))
    except ValueError:
        return False


def _year(text: str, formats: list[str]) -> str:
    return (read_date(text, formats).first or "")[:4]


def key_columns(rows: int, sheet: Sheet, columns: Iterable[Column]) -> list[str]:
    """Return the first column, or pair of columns, of which each row has another text; none if there is none."""
    named = sorted(columns, key=lambda each: not each.numbers_rows)
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
