"""A plain typed table: what a report yields and the renderer takes. No formats, no SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

Type = Literal["text", "code", "slugs", "date", "day", "integer", "number", "flag"]
Lang = Literal["en", "ar", "both"]
Layout = Literal["plain", "sections", "pivot"]


class Column(NamedTuple):
    """A column: the name that data formats print, and what a reader sees above it.

    A `date` is EDTF text; a `day` is its first or last day, for machines. A `vocabulary` is one of the database, or of
    `words`, `country` or `record`; several, separated by spaces, are tried in turn. Data formats print `detail`
    columns; drawn tables only when asked for by name. `order` is what sorting compares, where that is not the
    column itself.
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
        """`en` or `ar` for a column that holds text of one language."""
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

    The layout is how it is drawn: plain; in sections, each headed by what the first column says; or as a pivot,
    the last column spread under the values of the one before. A table that fits may leave out columns that are
    empty or for which there is no room. A remark is one of `words`, followed by what fills its blanks.
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
