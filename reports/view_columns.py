"""Columns of views: their types, and how a field of a record or link becomes columns."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from models.kinds import types
from models.kinds.records import KINDS, RECORDS, field_of

Type = Literal["text", "code", "slugs", "date", "day", "integer", "number", "flag"]

TYPES: dict[Type, str] = {
    "text": "text",
    "code": "a code of a vocabulary; `v_code` has its labels and definition",
    "slugs": "several slugs or codes, sorted, joined by `; `",
    "date": "EDTF text (ISO 8601-2), as precise as the source and no more",
    "day": "a day, `YYYY-MM-DD`",
    "integer": "a whole number",
    "number": "a number, double precision",
    "flag": "1 for yes, 0 for no",
}
# The type of a column by the type of its field, where the two have different names.
PLAIN: dict[str, Type] = {"number": "number", "count": "integer", "flag": "flag"}
# Fields that no view shows.
OMITTED = {("country", name) for name in ("numeric", "existed_from", "existed_until", "existence_source")}


class Field(NamedTuple):
    """A column of a view. `target` is the `view.column` that it refers to, or the vocabulary of its codes."""

    name: str
    type: Type
    meaning: str
    target: str = ""

    @property
    def reference(self) -> tuple[str, str] | None:
        """Return the view and the column that the value refers to; None for a value of its own."""
        view, _, column = self.target.partition(".")
        return (view, column) if column else None

    @property
    def language(self) -> str | None:
        """Return `en` or `ar` for a column with text of one language, else None."""
        suffix = self.name[-3:]
        return suffix[1:] if suffix in ("_en", "_ar") else None


class View(NamedTuple):
    """A view of the contract. `key` are the columns that identify a row, if these are never null."""

    name: str
    title_en: str
    title_ar: str
    meaning: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]


def fields(kind: str, *names: str) -> tuple[Field, ...]:
    """Return the columns of fields of a kind of record or link."""
    return tuple(column for name in names for column in _columns(field_of(kind, name)))


def _columns(each: types.Field) -> Iterator[Field]:
    """Yield the columns of a field: one, two of a text in both languages, three of a date."""
    match each.type:
        case types.DATE:
            yield from dated(each.name, each.meaning)
        case types.LOCALIZED:
            yield Field(f"{each.name}_en", "text", f"{each.meaning}, in English")
            yield Field(f"{each.name}_ar", "text", f"{each.meaning}, in Arabic")
        case types.COUNTRY:
            yield Field(each.name, "text", f"{each.meaning}, ISO 3166-1 alpha-2", "v_country.code")
        case types.Code(vocabulary="sector"):
            yield Field(each.name, "text", f"code of {each.meaning}", "v_sector.code")
        case types.Code(vocabulary=vocabulary):
            yield Field(each.name, "code", each.meaning, vocabulary)
        case types.Reference(kinds=kinds):
            view = f"v_{kinds[0]}" if len(kinds) == 1 else "v_record"
            yield Field(each.name, "text", f"slug of {each.meaning}", f"{view}.slug")
        case _:
            yield Field(each.name, PLAIN.get(each.type.name, "text"), each.meaning)


def dated(name: str, meaning: str) -> tuple[Field, Field, Field]:
    """Return the columns of an EDTF date: its text, its first and its last day."""
    return (
        Field(name, "date", meaning),
        Field(f"{name}_from", "day", f"first day of `{name}`; null if open or unknown"),
        Field(f"{name}_to", "day", f"last day of `{name}`; null if open or unknown"),
    )


def slug(of: str) -> Field:
    noun = RECORDS[of].label.en.lower() if of in RECORDS else of
    return Field("slug", "text", f"ID of the {noun}: lower-case ASCII, never reused")


def record(meaning: str = "slug of the record") -> tuple[Field, Field]:
    return (
        Field("record", "text", meaning, "v_record.slug"),
        Field("record_kind", "code", "the kind of that record", "kind"),
    )


def with_later_fields(view: View) -> View:
    """Return the view of a kind with the columns of all fields that it does not list, at the end.

    New columns come last in every view, so a new field needs no line in `reports/dictionary.py`.
    """
    kind = view.name.removeprefix("v_")
    listed = {field.name for field in view.fields}
    later = [each.name for each in KINDS[kind].fields if not listed & set(each.columns)] if kind in KINDS else []
    return view._replace(fields=(*view.fields, *fields(kind, *(name for name in later if (kind, name) not in OMITTED))))
