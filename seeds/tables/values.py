"""Read the values of a row by its map: the texts of cells, split, matched and looked up, as typed values.

Most texts recur, so the meaning of a text is computed once for each value of the map.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from models.errors import MithaqError
from models.kinds.types import Code, Reference
from models.normalizing import normalize
from seeds.drafting.slugs import ascii_words
from seeds.format.characters import FORBIDDEN, NO_BREAK
from seeds.format.reference_tables import Reference as Tables
from seeds.format.typed_values import typed
from seeds.tables.dates import read_date, read_number
from seeds.tables.identifying import Countries
from seeds.tables.lookups import KEEP, LEAVE, Lookups, Made, Meaning, both, spelled
from seeds.tables.mapping import COLUMN, PRINTED, Value
from seeds.tables.rows import CELL_LIMIT, Row

MAPPED, PRINTED_AS_IS, UNKNOWN, LEFT = "mapped", "printed", "unknown", "left"
# Seconds in which a pattern must have looked through a text, one with repeats of repeats could take years, and in which
# all patterns of a map must have looked through all texts of the table.
MATCHING, MATCHING_TABLE = 1, 10
FLAGS = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


class Reading(NamedTuple):
    """The meaning of a text: a typed value, or the reason why there is none.

    `printed` is the text if it is not the value itself, `note` a note about the meaning for the citation.
    """

    status: str
    value: Any = None
    printed: str | None = None
    note: str | None = None
    made: Made | None = None
    reason: str = ""


@dataclass
class Vocabularies:
    """The meanings of texts: codes by their labels, countries by their names, and the lookups of the table."""

    tables: Tables
    lookups: Lookups
    countries: Countries
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    # Seconds that the patterns of the map took.
    matching: float = 0

    def code(self, vocabulary: str, text: str) -> str | None:
        """Return the code that equals a text, or whose label in either language does."""
        if vocabulary not in self.labels:
            rows = self.tables.tables[vocabulary]
            named = [(row.get(name), row["code"]) for name in ("label_ar", "label_en", "code") for row in rows]
            self.labels[vocabulary] = {str(label).casefold(): str(code) for label, code in named if label}
        return self.labels[vocabulary].get(text.casefold())


class Reader:
    """A reader of one value of the map from rows of the table."""

    def __init__(self, value: Value, columns: list[str], known: Vocabularies) -> None:
        self.value = value
        self.known = known
        self.columns = tuple(columns.index(name) for name in value.columns)
        self.is_cell = not value.templates and value.constant is None
        self.meanings = known.lookups.get(value.lookup, {}) if value.lookup else {}
        self.cache: dict[Any, tuple[Reading, ...]] = {}
        self.by_year: dict[str, bool] = {}
        self.fitting: dict[str, bool] = {}
        # Each template with the names of its columns.
        self.names = [(each, COLUMN.findall(each)) for each in value.templates]
        self.is_constant = value.constant is not None
        self.constant = (Reading(MAPPED, value.constant),)

    @property
    def makes_records(self) -> bool:
        """Return whether a line of the lookup makes a record."""
        return any(line.made for lines in self.meanings.values() for line in lines)

    def texts(self, row: Row) -> list[str]:
        """Return the texts that the value is read from; none if a cell is empty or says nothing."""
        text = row.cells[self.columns[0]] if self.is_cell else self.filled(row)
        if not text:
            return []
        split = self.value.split
        parts = map(str.strip, split.split(text) if split else (text,))
        return [part for part in parts if part and part not in self.value.none]

    def fits(self, row: Row) -> bool:
        """Return whether a condition holds: whether a text of the row fits."""
        return any(self.value.match is None or self.has_match(text) for text in self.texts(row))

    def has_match(self, text: str) -> bool:
        """Return whether the pattern fits a text; a condition is asked several times for a row."""
        if text not in self.fitting:
            self.fitting[text] = next(self.find(text), None) is not None
        return self.fitting[text]

    def filled(self, row: Row, change: Callable[[str], str] = str) -> str:
        """Return the first template all of whose cells have a text, with these texts; nothing if none is full.

        Raises:
            MithaqError: the text would be longer than a cell.
        """
        cells = {}
        for name, at in zip(self.value.columns, self.columns, strict=True):
            text = row.cells[at].strip()
            cells[name] = change(text) if text and text not in self.value.none else ""
        full = (names for names in self.names if all(map(cells.__getitem__, names[1])))
        template, names = next(full, ("", []))
        if sum(len(cells[name]) for name in names) > CELL_LIMIT:
            raise MithaqError(
                f"{self.value.place}: text: more than {CELL_LIMIT:,} characters of a row; name fewer columns"
            )
        return COLUMN.sub(lambda found: cells[found[1]], template)

    def read(self, row: Row, year: int | None) -> list[Reading]:
        """Return the readings of a row, in order; the default where there are none."""
        if self.is_constant:
            return list(self.constant)
        found: list[Reading] = []
        for text in self.texts(row):
            by_year = self.by_year.get(text)
            if by_year is None:
                by_year = self.by_year[text] = any(map(self.depends_on_year, self.matched(text)))
            key = (text, year) if by_year else text
            readings = self.cache.get(key)
            if readings is None:
                readings = self.cache[key] = tuple(self.meaning(text, year))
            found += readings
        good = any(each.value is not None or each.status == PRINTED_AS_IS for each in found)
        return found if good or self.value.default is None else [*found, Reading(MAPPED, self.value.default)]

    def depends_on_year(self, text: str) -> bool:
        """Return whether the meaning of a text may depend on the year."""
        lines = self.lines(text)
        if any((each.since, each.until) != (0, 9999) for each in lines):
            return True
        return not lines and self.names_country and self.known.countries.depends_on_year(clean(text))

    @cached_property
    def names_country(self) -> bool:
        each = self.value.field.type
        if isinstance(each, Reference):
            return self.is_cell and (not each.kinds or "country" in each.kinds)
        return each.name == "country"

    def meaning(self, text: str, year: int | None) -> list[Reading]:
        """Return the readings of one text."""
        found: list[Reading] = []
        for part in self.matched(text):
            meaning = self.looked_up(part, year)
            found += self.of_line(part, meaning) if meaning else [self.of_text(part, year)]
        return [each._replace(note=both(each.note, self.value.note)) for each in found]

    def matched(self, text: str) -> list[str]:
        """Return the texts that the pattern finds, or makes, of a text.

        Raises:
            MithaqError: they are longer than a cell, or take too long to find.
        """
        if not self.value.match:
            return [text]
        template, parts, length = self.value.value, [], 0
        for each in self.find(text):
            part = each.expand(template) if template else each[each.re.groups and 1]
            length += len(part or "")
            if length > CELL_LIMIT:
                raise self.too_much(f"more than {CELL_LIMIT:,} characters of {text[:40]!r}")
            parts += [part.strip()] if part and part.strip() else []
        return parts

    def find(self, text: str) -> Iterator[Any]:
        """Yield the matches of the pattern in a text.

        Raises:
            MithaqError: to find them takes more than MATCHING seconds, or all of the table more than MATCHING_TABLE.
        """
        start = time.thread_time()
        try:
            yield from self.value.match.finditer(text, timeout=MATCHING)
        except TimeoutError as error:
            raise self.too_much(f"more than {MATCHING} s with {text[:40]!r}") from error
        finally:
            self.known.matching += time.thread_time() - start
        if self.known.matching > MATCHING_TABLE:
            raise self.too_much(f"more than {MATCHING_TABLE} s with all texts of the table")

    def too_much(self, what: str) -> MithaqError:
        return MithaqError(f"{self.value.place}: match: {what}; write a simpler pattern")

    def looked_up(self, text: str, year: int | None) -> Meaning | None:
        return next((each for each in self.lines(text) if each.holds(year)), None)

    def lines(self, text: str) -> Sequence[Meaning]:
        return self.meanings.get(spelled(text), ()) if self.meanings else ()

    def of_line(self, text: str, meaning: Meaning) -> list[Reading]:
        """Return the readings of a text that a line of a lookup decides."""
        if meaning.action == LEAVE:
            return [Reading(LEFT)]
        if meaning.action == KEEP:
            return [self.kept(text, "")._replace(note=meaning.remark())]
        found = []
        for means in meaning.means:
            try:
                value = means if isinstance(self.value.field.type, Code | Reference) else self.typed(means)
            except ValueError as error:
                return [Reading(UNKNOWN, reason=str(error))]
            printed = clean(text) if clean(text) != means else None
            found.append(Reading(MAPPED, value, printed, meaning.remark(), meaning.made))
        return found

    def of_text(self, text: str, year: int | None) -> Reading:
        """Return the reading of a text that no line of a lookup decides."""
        each = self.value.field.type
        if isinstance(each, Code):
            code = self.known.code(each.vocabulary, clean(text))
            printed = None if code == text else clean(text)
            return Reading(MAPPED, code, printed) if code else self.kept(text, f"no code of {each.vocabulary}")
        is_slug = isinstance(each, Reference) and self.value.field.name not in PRINTED and not self.value.lookup
        if self.names_country:
            found = self.known.countries.identify(clean(text), year)
            if found.country:
                value = found.country.slug if isinstance(each, Reference) else found.country.code
                return Reading(MAPPED, value, clean(text))
            return self.slug(text) if is_slug else self.kept(text, found.reason)
        if isinstance(each, Reference):
            return self.slug(text) if is_slug else self.kept(text, "")
        try:
            return Reading(MAPPED, self.typed(text))
        except ValueError as error:
            return Reading(UNKNOWN, reason=str(error))

    def slug(self, text: str) -> Reading:
        slug = ascii_words(text)
        return Reading(MAPPED, slug, text) if slug else Reading(UNKNOWN, reason=f"{text!r} gives no ID")

    def kept(self, text: str, reason: str) -> Reading:
        """Return a reading that keeps the text as printed, if the field has a place for it."""
        if self.value.field.name in PRINTED:
            return Reading(PRINTED_AS_IS, printed=clean(text), reason=reason)
        return Reading(UNKNOWN, printed=clean(text), reason=reason)

    def typed(self, text: str) -> Any:
        """Return the value of a text.

        Raises:
            ValueError: the text is not of the type of the field.
        """
        formats, name = self.value.formats, self.value.field.type.name
        if name == "date":
            return read_date(text, formats)
        if name == "day":
            return typed(read_date(text, formats).text, self.value.field)
        if name in ("number", "count"):
            return typed(read_number(text, formats).removesuffix(".0"), self.value.field)
        if name == "flag":
            return typed(FLAGS.get(text.casefold(), text), self.value.field)
        return clean(text)


def clean(text: str) -> str:
    """Return a text as names have it: single blanks, composed letters, no invisible characters."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    plain = NO_BREAK.sub(" ", normalize("NFC", text))
    return " ".join(FORBIDDEN.sub("", " ".join(plain.split())).split())
