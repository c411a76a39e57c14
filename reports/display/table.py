"""The typed table that a report returns and the renderer takes. No formats, no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

Type = Literal["text", "code", "slugs", "date", "day", "integer", "number", "flag"]
Lang = Literal["en", "ar", "both"]
Layout = Literal["plain", "sections", "pivot"]


class Column(NamedTuple):
    """A column: its name in data formats and its header in drawn tables.

    A `date` is EDTF text; a `day` is the first or last day of a date, for programs. `vocabulary` names a vocabulary
    of the database or of `translations`, or is `country` or `record`; several names, separated by spaces, are tried
    in turn. A `detail` column appears in data formats, and in drawn tables only with --columns. `order` is the
    expression to sort by, if that is not the column itself.
    """

    name: str
    label_en: str
    label_ar: str
    type: Type = "text"
    vocabulary: str | None = None
    detail: bool = False
    order: str | None = None

    @property
    def language(self) -> str | None:
        """The language of the column's text, `en` or `ar`; None if it has no single language."""
        suffix = self.name[-3:]
        return suffix[1:] if suffix in ("_en", "_ar") else None

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "number")

    @property
    def vocabularies(self) -> list[str]:
        return self.vocabulary.split() if self.vocabulary else []

    def label(self, lang: Lang) -> str:
        return self.label_ar if lang == "ar" else self.label_en


Remark = tuple[str, ...]


class Table(NamedTuple):
    """Columns and rows, under a title in both languages.

    Layouts: `plain`; `sections`, one for each value of the first column; `pivot`, the last column spread over the
    values of the second-last. If `fits`, empty columns and columns that do not fit the screen are hidden. A remark
    is a code of `translations` followed by the values for its placeholders.
    """

    title_en: str
    title_ar: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    layout: Layout = "plain"
    fits: bool = True
    remarks: tuple[Remark, ...] = ()

    def title(self, lang: Lang) -> str:
        return self.title_ar if lang == "ar" else self.title_en
