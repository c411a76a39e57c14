"""The typed table that a report returns and the renderer takes. No formats, no SQL."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

from models.commandline.language import Lang as Lang

Type = Literal["text", "code", "slugs", "date", "day", "moment", "integer", "number", "flag", "quantity"]
Layout = Literal["plain", "sections", "pivot"]
# The vocabularies of a milestone's status; the first that has the code is used.
MILESTONE_STATUSES = "milestone_status outlook"


class Column(NamedTuple):
    """A column: its name in data formats and its header in drawn tables.

    Attributes:
        type: a `date` is EDTF text; a `day` is the first or last day of a date, for programs; a `moment` is a time in
            UTC; a `quantity` is a number in words, which drawn tables make of several columns.
        vocabulary: a vocabulary of the database or of `translations`, or `country`, `record`, `item` (the item of a
            fact), `field` (the name of a field) or `value` (a value of the field that the columns `fact_kind` and
            `field` name). Several names, separated by spaces, are tried in turn.
        detail: the column is in data formats, and in drawn tables only with --columns.
        order: the expression to sort by, if it is not the column itself.
        hidden: the column is read for drawn tables, but only to explain others.
    """

    name: str
    label_en: str
    label_ar: str
    type: Type = "text"
    vocabulary: str | None = None
    detail: bool = False
    order: str | None = None
    hidden: bool = False

    @property
    def base_name(self) -> str:
        """The name without the language."""
        return self.name[:-3] if self.language else self.name

    @property
    def is_identifier(self) -> bool:
        """True if the column holds the ID that commands take: it is shown whole, after all others, or not at all."""
        return self.name in ("slug", "code")

    @property
    def is_name(self) -> bool:
        """True if each cell is the name of one record."""
        return self.base_name == "name" or (self.type == "code" and "record" in self.vocabularies)

    @property
    def misleads_in_part(self) -> bool:
        """True if a cut cell would be misread: a date without its year, a number without its unit."""
        return self.type in ("date", "moment", "quantity")

    @property
    def language(self) -> str | None:
        """The language of the column's text, `en` or `ar`; None if it has no single language."""
        suffix = self.name[-3:]
        return suffix[1:] if suffix in ("_en", "_ar") else None

    @property
    def is_unmarked(self) -> bool:
        """True if the column holds our own words, in whichever language they were written."""
        return self.name == "note"

    @property
    def is_number(self) -> bool:
        return self.type in ("integer", "number")

    @property
    def vocabularies(self) -> list[str]:
        return self.vocabulary.split() if self.vocabulary else []

    def label(self, lang: Lang) -> str:
        return self.label_ar if lang == "ar" else self.label_en


Remark = tuple[str, ...]


class Fit(NamedTuple):
    """Columns of a drawn table by importance, named without their language.

    `always` answer the report's question: a screen shows them however narrow it is. `then` get what room is left, in
    this order. After them come the others in their own order, and the ID last. Cells of `wrapped` columns have several
    lines where those of others are shortened.
    """

    always: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    wrapped: tuple[str, ...] = ()

    def is_always_shown(self, column: Column, place: int) -> bool:
        return column.base_name in self.always or (place == 0 and not self.always)

    def is_first(self, column: Column) -> bool:
        """Return whether a column is the most important of those that are not always shown."""
        return column.base_name in self.then[:1]

    def rank(self, column: Column, place: int) -> tuple[bool, int, int]:
        """Return the key that sorts columns by importance."""
        named = self.then.index(column.base_name) if column.base_name in self.then else len(self.then)
        return column.is_identifier and column.name not in self.then, named, place


class Table(NamedTuple):
    """Columns and rows, under a title in both languages.

    Layouts: `plain`; `sections`, one for each value of the first column; `pivot`, the last column spread over the
    values of the second-last. If `fits`, empty columns and columns that do not fit the screen are hidden, and `fit`
    says which. A remark is a code of `translations` followed by the values for its placeholders.
    """

    title_en: str
    title_ar: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Any]]
    layout: Layout = "plain"
    fits: bool = True
    remarks: tuple[Remark, ...] = ()
    fit: Fit = Fit()

    def title(self, lang: Lang) -> str:
        return self.title_ar if lang == "ar" else self.title_en
