"""Values as people read them: labels for codes, dates in words, numbers grouped. Data formats do none of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reports.display.dates import written
from reports.display.labels import Labels
from reports.display.table import Column, Lang
from reports.display.terminal_text import clean_cell


class Wording(NamedTuple):
    """In which words values are said: a language, the labels of codes in it, and whether dates stay EDTF."""

    lang: Lang
    labels: Labels
    edtf: bool = False

    @property
    def language(self) -> str:
        return "ar" if self.lang == "ar" else "en"

    def label(self, column: Column, code: str) -> str:
        """What a code of the column is called; the code itself where nobody says."""
        return next((self.labels[name, code] for name in column.vocabularies if (name, code) in self.labels), code)


def texts(columns: Sequence[Column], row: Sequence[Any], wording: Wording) -> list[str]:
    return [text(column, value, wording) for column, value in zip(columns, row, strict=True)]


def text(column: Column, value: Any, wording: Wording) -> str:
    """A value in a cell; a null is an empty one."""
    if value is None:
        return ""
    if column.is_number:
        return number(value)
    if column.type == "date":
        return clean_cell(value if wording.edtf else written(value, wording.language))
    if not column.vocabulary:
        return clean_cell(str(value))
    codes = str(value).split("; ") if column.type == "slugs" else [str(value)]
    separator = "؛ " if wording.language == "ar" else "; "
    return clean_cell(separator.join(_element(column, code, wording) for code in codes))


def _element(column: Column, element: str, wording: Wording) -> str:
    """Return the label of an element of a list: `slug`, `slug:capacity`, or `:capacity` where no party is named."""
    code, _, capacity = element.partition(":")
    name = wording.label(column, code) if code else ""
    said = wording.labels.get(("capacity", capacity), capacity)
    return f"{name} ({said})" if name and said else name or said


def number(value: float) -> str:
    """A number with its thousands grouped, and no more digits than it has."""
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def header(column: Column, lang: Lang) -> str:
    return clean_cell(column.label(lang))


def alignment(column: Column, lang: Lang) -> str:
    """Numbers and Arabic end at the right of their column."""
    arabic = column.language == "ar" or (lang == "ar" and (column.vocabulary or column.type == "date"))
    return "right" if column.is_number or arabic else "left"
