"""Describe the fact that a citation is about: its item, its field, and a value of that field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from models.kinds.records import HELD, KINDS, KNOWN_BY
from models.kinds.types import COUNTRY, DATE, Code, Field, Reference
from reports.display.dates import write_date
from reports.display.table import MILESTONE_STATUSES, Column

# The kind of link that the first part of an item names, where the two differ.
KIND_OF = {field: kind for kind, field in KNOWN_BY.items()}
# The vocabularies of the parts after it, in turn, and of the named ones.
PARTS = {
    "party": ("record", "capacity", "role"),
    "milestone": ("stage", "outlook"),
    "relation": ("relation_type", "record"),
    "position": ("record", "title"),
    "sector": ("sector",),
    "about": ("record",),
    "identifier": ("identifier_scheme", ""),
}
NAMED = {"by": "record", "at": "record", "in": "record", "said": "record", "sector": "sector", "period": ""}
SEPARATOR = r"(?<!\\):"
EDTF = r"[\[{.\dX-][\dX.?~%/\[\]{},-]+"
# The word for the record itself, where an item names none of its links.
ITSELF = "record itself"

Part = tuple[str, str]


def split_item(item: str) -> tuple[str, list[Part]]:
    """Return the first part of an item, and the other parts, each with its vocabulary; a text has none."""
    first, *rest = re.split(SEPARATOR, item)
    vocabularies = PARTS.get(first, ())
    if first == "party" and len(rest) == 2:
        vocabularies = ("record", "role")
    return first, [part for place, text in enumerate(rest) if text for part in _read_part(text, place, vocabularies)]


def _read_part(text: str, place: int, vocabularies: Sequence[str]) -> Iterator[Part]:
    name, equals, value = text.partition("=")
    if name == "former":
        if value in ("", "yes"):
            yield "former", text
    elif equals and name in NAMED:
        yield NAMED[name], value
    elif text.startswith('"') or re.fullmatch(EDTF, text) or place >= len(vocabularies):
        yield "", text.strip('"').replace("\\", "")
    else:
        yield vocabularies[place], text.replace("\\", "")


def say_item(item: str, labels: Mapping[tuple[str, str], str], language: str, region: str = "") -> str:
    """Return an item in words: "Milestone: Signed, 29 March 2025, Almaty"."""
    if item == ITSELF:
        return {"en": "Itself", "ar": "السجل نفسه"}[language]
    first, parts = split_item(item)
    kind = KINDS.get(KIND_OF.get(first, first))
    if kind is None:
        return item
    titled = labels.get(("title", item))
    words = [titled if titled and part[0] == "title" else _say_part(part, labels, language, region) for part in parts]
    named = kind.field(first).labels[0] if first in KIND_OF else kind.label
    label = named.ar if language == "ar" else named.en
    return f"{label}: " + {"en": ", ", "ar": "، "}[language].join(words)


def _say_part(part: Part, labels: Mapping[tuple[str, str], str], language: str, region: str) -> str:
    vocabulary, text = part
    if vocabulary == "former":
        return {"en": "former", "ar": "سابقًا"}[language]
    return labels.get(part, text) if vocabulary else write_date(text, language, region)


def say_field(name: str, language: str) -> str:
    """Return the label of a field, of the first kind that has it."""
    for kind in KINDS.values():
        for field in kind.all_fields:
            if field.name == name and field.labels:
                label = field.labels[-1 if language == "ar" and len(field.labels) == 2 else 0]
                return label.ar if language == "ar" else label.en
    return name


def resolve_column(column: Column, row: Mapping[str, Any]) -> Column:
    """Return a column of values as the column of the field that its row names; any other column unchanged.

    The status of a milestone has words of its own; the status of an event has the common ones.
    """
    if column.vocabulary == MILESTONE_STATUSES and row.get("kind") in HELD:
        return column._replace(vocabulary="outlook")
    if column.vocabulary != "value":
        return column
    field = _find_field(row.get("fact_kind"), row.get("field"))
    plain = column._replace(vocabulary=None)
    if field is None:
        return plain
    match field.type:
        case Code(vocabulary=vocabulary):
            return column._replace(type="code", vocabulary=vocabulary)
        case Reference():
            return column._replace(type="code", vocabulary="record")
    if field.type is COUNTRY:
        return column._replace(type="code", vocabulary="country")
    return plain._replace(type="date") if field.type is DATE else plain


def name_in_rows(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> tuple[set[str], set[str]]:
    """Return the vocabularies of the codes, and the slugs of the records, that items and values in rows name."""
    parts = {part for row in rows for part in _name_in_row(columns, row)}
    return {vocabulary for vocabulary, _ in parts}, {text for vocabulary, text in parts if vocabulary == "record"}


def titles_in_rows(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> set[str]:
    """Return the titles of positions that items in rows name."""
    return {text for row in rows for vocabulary, text in _name_in_row(columns, row) if vocabulary == "title"}


def _name_in_row(columns: Sequence[Column], row: Sequence[Any]) -> Iterator[Part]:
    named = {column.name: value for column, value in zip(columns, row, strict=True)}
    for column, value in zip(columns, row, strict=True):
        if column.vocabulary == "item" and value:
            yield from (part for part in split_item(value)[1] if part[0] not in ("", "former"))
        elif column.vocabulary == "value" and value:
            resolved = resolve_column(column, named)
            yield from ((name, value) for name in resolved.vocabularies if resolved.type == "code")


def _find_field(kind: str | None, name: str | None) -> Field | None:
    fields = KINDS[kind].all_fields if kind in KINDS else ()
    return next((field for field in fields if field.name == name), None)
