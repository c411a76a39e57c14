"""Format values for people: codes become labels, dates become words, numbers get separators. Data formats skip this."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from models.plain_numbers import write_number
from models.terminal.text import clean_cell
from reports.display.data_formats import plain_text
from reports.display.dates import shorten_date, write_date
from reports.display.fact_words import resolve_column, say_field, say_item
from reports.display.labels import Labels
from reports.display.list_cells import ListCell, Passage
from reports.display.table import Column, Lang

# A letter of each language: Latin, or Arabic without punctuation and digits.
LETTERS = {"en": "[A-Za-z]", "ar": "[\u0620-\u064a\u0671-\u06d3]"}


class Wording(NamedTuple):
    """The language of a table, the labels of its codes in that language, and how dates are written.

    Dates stay EDTF if `edtf` is set; otherwise Arabic months have the names used in `region` (ISO 3166-1 alpha-2).
    `short` dates are for tables that are fitted to a screen.
    """

    lang: Lang
    labels: Labels
    edtf: bool = False
    region: str = ""
    short: bool = False

    @property
    def language(self) -> str:
        return "ar" if self.lang == "ar" else "en"

    def is_foreign(self, text: str) -> bool:
        """Return whether a text is in the other language, and has no letter of this one."""
        own, other = ("ar", "en") if self.lang == "ar" else ("en", "ar")
        return self.lang != "both" and bool(re.search(LETTERS[other], text)) and not re.search(LETTERS[own], text)

    def label(self, column: Column, code: str) -> str:
        """Return the label of a code in the column's first vocabulary that has one, or the code itself."""
        return next((self.labels[name, code] for name in column.vocabularies if (name, code) in self.labels), code)


def format_row(columns: Sequence[Column], row: Sequence[Any], wording: Wording) -> list[str]:
    """Format each value of a row."""
    named = {column.name: value for column, value in zip(columns, row, strict=True)}
    return [
        format_value(resolve_column(column, named), value, wording) for column, value in zip(columns, row, strict=True)
    ]


def format_value(column: Column, value: Any, wording: Wording) -> str:
    """Format a value for a cell; null becomes an empty text."""
    if value is None:
        return ""
    if column.is_number:
        return format_number(value)
    if column.type == "date":
        return clean_cell(value if wording.edtf else _format_date(value, wording))
    if column.type == "moment":
        return clean_cell(value if wording.edtf else _format_moment(value, wording))
    if isinstance(value, Passage):
        return Passage(clean_cell(value), value.word)
    if not column.vocabulary:
        text = clean_cell(plain_text(value))
        return f"[{text}]" if column.is_unmarked and wording.is_foreign(text) else text
    if column.type == "slugs":
        elements = (clean_cell(_element(column, code, wording)) for code in str(value).split("; "))
        return ListCell(elements, wording.language) if value else ""
    return clean_cell(_format_code(column, str(value), wording))


def _format_date(value: str, wording: Wording) -> str:
    words = write_date(value, wording.language, wording.region)
    return shorten_date(words, wording.language) if wording.short else words


def _format_moment(value: str, wording: Wording) -> str:
    day, _, time = value.partition("T")
    comma = "،" if wording.language == "ar" else ","
    return f"{_format_date(day, wording)}{comma} {time[:5]} UTC"


def _format_code(column: Column, code: str, wording: Wording) -> str:
    if column.vocabulary == "item":
        return say_item(code, wording.labels, wording.language, wording.region)
    return say_field(code, wording.language) if column.vocabulary == "field" else _element(column, code, wording)


def _element(column: Column, element: str, wording: Wording) -> str:
    """Return the label of an element of a list: `slug`, `slug:capacity`, or `:capacity` where no party is named."""
    code, _, capacity = element.partition(":")
    name = wording.label(column, code) if code else ""
    said = wording.labels.get(("capacity", capacity), capacity)
    return f"{name} ({said.lower()})" if name and said else name or said


def format_number(value: float | str) -> str:
    """Format a number with thousands separators and no more digits than it has; a text in its place stays a text."""
    if isinstance(value, str):
        return clean_cell(value)
    return f"{value:,}" if isinstance(value, int) else write_number(value, grouped=True)


def format_header(column: Column, lang: Lang) -> str:
    """Return the column's label in the language."""
    return clean_cell(column.label(lang))


def alignment(column: Column, lang: Lang) -> str:
    """Return `right` for numbers and Arabic, otherwise `left`."""
    arabic = column.language == "ar" or (lang == "ar" and (column.vocabulary or column.type in ("date", "moment")))
    return "right" if column.is_number or column.type == "quantity" or arabic else "left"
