"""Draw tables for a page: cells with texts in words, links to other pages, and numbers of evidence."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from reports.display.cell_text import Wording, format_header, format_value
from reports.display.fact_words import resolve_column
from reports.display.list_cells import sort_key
from reports.display.quantities import Quantity, find_quantities, say_quantity
from reports.display.table import Column
from reports.site.addresses import Addresses
from reports.site.words import say

# Addresses that may be links; a browser would run others.
WEB = re.compile("https?://")
# Numbers of evidence behind one value.
MOST_NUMBERS = 6
# Size of the caches: names and codes recur.
CACHED = 1 << 14
# Lists whose elements are facts of their own: the first part of their items.
ITEMS = {"sectors": "sector", "subjects": "about"}


class Number(NamedTuple):
    """The number of a passage, the address of its evidence, and its words for screen readers."""

    text: str
    href: str
    label: str


class Piece(NamedTuple):
    """A text with the address that it links to, the language of a name in another one, and its numbers."""

    text: str
    href: str = ""
    language: str = ""
    numbers: tuple[Number, ...] = ()


SIGN_BIT, ALL_BITS = 1 << 63, (1 << 64) - 1


class Cell(NamedTuple):
    """The content of one cell, and the value by which a page sorts it."""

    pieces: tuple[Piece, ...] = ()
    sort: str = ""
    is_number: bool = False


class Grid(NamedTuple):
    """A table for a page: its columns with their headers, rows of cells, and how many more rows there are."""

    title: str
    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    rest: int = 0

    def select(self, places: Sequence[int]) -> Grid:
        """Return the grid with only the columns at these places."""
        return self._replace(
            columns=tuple(self.columns[place] for place in places),
            headers=tuple(self.headers[place] for place in places),
            rows=[tuple(row[place] for place in places) for row in self.rows],
        )

    def without_empty(self) -> Grid:
        """Return the grid without its empty columns."""
        return self.select([at for at in range(len(self.columns)) if any(row[at].pieces for row in self.rows)])


Numbers = Callable[[Mapping[str, Any], Column, bool], tuple[Number, ...]]


def no_numbers(_row: Mapping[str, Any], _column: Column, _first: bool) -> tuple[Number, ...]:
    """Return no evidence: records in a list have theirs on their own pages."""
    return ()


class Layout(NamedTuple):
    """How a language draws a table: its columns and quantities by name, those to show, and their headers."""

    columns: Mapping[str, Column]
    quantities: Mapping[str, Quantity]
    shown: tuple[Column, ...]
    headers: tuple[str, ...]


# The name of a record in English and in Arabic.
Names = tuple[str | None, str | None]


class Drawer:
    """The drawing of values in one language."""

    def __init__(self, wording: Wording, addresses: Addresses, names: Mapping[str, Names]) -> None:
        self.wording = wording
        self.language = wording.language
        self.name_column = f"name_{wording.language}"
        self.addresses = addresses
        self.names = names
        # The same tables, codes and numbers recur on many pages.
        self._layout = lru_cache(CACHED)(self._make_layout)
        self._piece = lru_cache(CACHED)(self._make_piece)
        self._element = lru_cache(CACHED)(self._make_element)
        self._number = lru_cache(CACHED)(self._make_number)

    def name(self, slug: str) -> Piece:
        """Return the name of a record with a link to its page; one in the other language is in square brackets."""
        own, other = self._in_order(self.names.get(slug, (None, None)))
        href = self.addresses.find("record", slug)
        if own:
            return Piece(own, href)
        return Piece(f"[{other or slug}]", href, self.other_language if other else "")

    def other_name(self, slug: str) -> str:
        """Return the name of a record in the other language, if it has one in both."""
        own, other = self._in_order(self.names[slug])
        return other or "" if own else ""

    @property
    def other_language(self) -> str:
        return "en" if self.language == "ar" else "ar"

    def _in_order(self, names: Names) -> Names:
        return names if self.language == "en" else (names[1], names[0])

    def grid(
        self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], numbers: Numbers = no_numbers
    ) -> Grid:
        """Draw a table without its empty columns; a name leads to its record, whose ID is not shown."""
        return self.full_grid(title, columns, rows, numbers).without_empty()

    def full_grid(
        self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]], numbers: Numbers = no_numbers
    ) -> Grid:
        """Draw a table with its empty columns."""
        layout = self._layout(tuple(columns))
        drawn = []
        for row in rows:
            named = dict(zip(layout.columns, row, strict=True))
            cells = (self._cell(column, named, layout, numbers, not at) for at, column in enumerate(layout.shown))
            drawn.append(tuple(cells))
        return Grid(title, layout.shown, layout.headers, drawn)

    def _make_layout(self, columns: tuple[Column, ...]) -> Layout:
        quantities = {each.number: each for each in find_quantities(columns)}
        shown = tuple(
            column._replace(type="quantity") if column.name in quantities else column
            for column in self._choose(columns, quantities)
        )
        headers = tuple(format_header(column, self.wording.lang) for column in shown)
        return Layout({column.name: column for column in columns}, quantities, shown, headers)

    def _choose(self, columns: Sequence[Column], quantities: Mapping[str, Quantity]) -> list[Column]:
        """Return the columns to show: those of the language, and for a quantity the column with its number."""
        merged = {name for each in quantities.values() for name in each} - quantities.keys()
        named = any(column.name == f"name_{self.language}" for column in columns)
        return [
            column
            for column in columns
            if column.language in (None, self.language)
            and not (column.detail or column.hidden or column.name in merged or (named and column.is_identifier))
        ]

    def cell(
        self, column: Column, row: Mapping[str, Any], columns: Sequence[Column], numbers: Numbers = no_numbers
    ) -> Cell:
        """Draw one value of a row, which may need others of the row."""
        return self._cell(column, row, self._layout(tuple(columns)), numbers, False)

    def _cell(self, column: Column, row: Mapping[str, Any], layout: Layout, numbers: Numbers, first: bool) -> Cell:
        if column.name == self.name_column and row.get("slug"):
            name = self.name(row["slug"])
            return Cell((name._replace(numbers=numbers(row, column, first)),), name.text)
        if column.name in layout.quantities:
            return self._quantity(column, row, layout, numbers, first)
        value = self._value(column, row)
        if value in (None, ""):
            found = numbers(row, column, first) if first else ()
            return Cell((Piece("", numbers=found),)) if found else Cell()
        resolved = resolve_column(column, row)
        if resolved.type == "slugs":
            return self._list(resolved, row, str(value), numbers)
        piece = self._piece(resolved, value)
        if found := numbers(row, column, first):
            piece = piece._replace(numbers=found)
        return Cell((piece,), _sort_value(column, row, piece.text), column.is_number)

    def _value(self, column: Column, row: Mapping[str, Any]) -> Any:
        """Return the value; a missing text is replaced by the other language's in square brackets."""
        value = row.get(column.name)
        if value is None and column.language:
            other = row.get(column.name[:-2] + self.other_language)
            return other and f"[{other}]"
        return value

    def _quantity(self, column: Column, row: Mapping[str, Any], layout: Layout, numbers: Numbers, first: bool) -> Cell:
        quantity = layout.quantities[column.name]
        said = say_quantity(quantity, layout.columns, row, self.wording)
        if not said:
            return Cell()
        parts = (column._replace(name=name) for name in quantity if name)
        found = {number for part in parts for number in numbers(row, part, first)}
        ordered = tuple(sorted(found, key=lambda number: (len(number.text), number.text)))
        return Cell((Piece(said, numbers=ordered),), _sort_number(row[column.name]))

    def _list(self, column: Column, row: Mapping[str, Any], value: str, numbers: Numbers) -> Cell:
        pieces = [self._element(column, each) for each in value.split("; ")]
        if item := ITEMS.get(column.name):
            codes = (each.partition(":")[0] for each in value.split("; "))
            found = [numbers({**row, "item": f"{item}:{code}"}, column, True) for code in codes]
            pieces = [piece._replace(numbers=each) for piece, each in zip(pieces, found, strict=True)]
        pieces.sort(key=lambda piece: sort_key(piece.text))
        return Cell(tuple(pieces), "; ".join(piece.text for piece in pieces))

    def _make_element(self, column: Column, element: str) -> Piece:
        """Return an element of a list, without the numbers of its evidence."""
        piece = self._piece(column._replace(type="code"), element)
        return piece._replace(href=self._href(column, element.partition(":")[0]))

    def _make_piece(self, column: Column, value: Any) -> Piece:
        text = format_value(column, value, self.wording)
        if column.type == "code" and "record" in column.vocabularies and value in self.names:
            return self.name(value)
        return Piece(text, value if column.name == "url" and WEB.match(value) else self._href(column, str(value)))

    def _href(self, column: Column, value: str) -> str:
        return next(filter(None, (self.addresses.find(each, value) for each in column.vocabularies)), "")

    def numbers(self, numbers: Sequence[int], slug: str = "") -> tuple[Number, ...]:
        """Return the first numbers of evidence of a value, on this page or on the page of another record."""
        href = self.addresses.find("record", slug) if slug else ""
        if slug and not href:
            return ()
        found = [self._number(number, href, slug) for number in numbers[:MOST_NUMBERS]]
        if (rest := len(numbers) - MOST_NUMBERS) > 0:
            found.append(Number(f"+{rest}", f"{href}#evidence", self.say("all_evidence", rest)))
        return tuple(found)

    def _make_number(self, number: int, href: str, slug: str) -> Number:
        if not slug:
            return Number(str(number), f"#e{number}", self.say("evidence_n", number))
        name = self.name(slug).text
        return Number(f"{number}\u2197", f"{href}#e{number}", self.say("evidence_of", number, name))

    def label(self, vocabulary: str, code: str) -> str:
        """Return the label of a code."""
        return self.wording.labels.get((vocabulary, code), code)

    def say(self, name: str, *blanks: object, **named: object) -> str:
        """Return words of the pages."""
        return say(name, self.language, *blanks, **named)


def _sort_value(column: Column, row: Mapping[str, Any], text: str) -> str:
    if column.type == "date":
        return row.get(f"{column.name}_from") or row.get(f"{column.name}_to") or ""
    if column.name == "stage":
        return f"{row.get('stage_rank') or 0:03}"
    return _sort_number(row[column.name]) if column.is_number else text


def _sort_number(value: float | str | None) -> str:
    """Return a text that sorts as the number does: the bits of a float, of which a negative one has all inverted."""
    if not isinstance(value, int | float):
        return str(value)
    bits = int.from_bytes(struct.pack(">d", value))
    return f"{bits ^ (ALL_BITS if bits & SIGN_BIT else SIGN_BIT):016x}"


def texts(pieces: Iterable[Piece]) -> str:
    """Return the texts of pieces as one."""
    return "; ".join(piece.text for piece in pieces)
