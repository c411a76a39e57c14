"""The JSON Schema (2020-12) of a seed file, for editors. Made from `models.kinds`, as the reader is.

The reader takes every scalar as text, so the schema allows a number for a text and an integer for a date.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.kinds.records import KINDS
from seeds.format.collection import read_reference
from seeds.format.reading import CITATION_KEYS, NAME_KEYS, SLUG_LIMIT, WORDS_KEYS
from seeds.format.records import DRAFT, LINK_KINDS, LINKS, RECORDS, Code, Field, LinkKind, RecordKind, Type
from seeds.format.reference_tables import Reference
from seeds.format.typed_values import NUMBER_LIMIT

Schema = dict[str, Any]
SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
NEW_SLUG = SLUG | {"maxLength": SLUG_LIMIT}
POSITION = {"type": "integer", "minimum": 0}
WORDS = {"type": "string", "minLength": 1, "description": "words of the text; `mithaq seed format --text` finds them"}
TYPES: dict[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"]},
    "date": {"type": ["string", "integer"]},
    "number": {"type": "number", "exclusiveMinimum": -NUMBER_LIMIT, "exclusiveMaximum": NUMBER_LIMIT},
    "count": {"type": "integer", "minimum": 1, "maximum": 10**9 - 1},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "reference": SLUG,
}
TEXT = TYPES["text"]
# How to write values of a type whose form no schema shows.
NOTATION = {
    "date": "EDTF: 2025, 2025-05, 2025-05-03, 2024/2028, 2025-40, 2025?",
    "reference": "the slug of a record",
}


def json_schema(reference: Reference | None = None) -> Schema:
    """Return the schema with the codes of these tables, by default the shipped ones."""
    return SchemaMaker(reference or read_reference()).file()


def _object(properties: Schema, required: Iterable[str] = ()) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


class SchemaMaker:
    """A maker of the parts of the schema from the kinds of record and the codes of reference tables."""

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.countries = [row.values["code"] for row in reference.countries]

    def file(self) -> Schema:
        sections = {kind.section: _ref(kind.kind) for kind in RECORDS.values()}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A seed file of Mithaq",
            **_object({section: ref if section == "article" else _list(ref) for section, ref in sections.items()}),
            "$defs": self.definitions(),
        }

    def definitions(self) -> Schema:
        kinds: list[RecordKind | LinkKind] = [*RECORDS.values(), *LINK_KINDS.values()]
        types = [each.type for kind in kinds for each in kind.fields]
        return {
            **{kind.kind: self.record(kind) for kind in RECORDS.values()},
            **{kind.kind: self.link(kind) for kind in LINK_KINDS.values()},
            **{f"cite_{kind.kind}": self.citations(kind.kind) for kind in kinds},
            **{type_.vocabulary: self.vocabulary(type_) for type_ in types if isinstance(type_, Code)},
            "name_form": {"enum": self.reference.codes("name_form")},
            "name": self.other_name(),
            "localized": {"anyOf": [_object({"en": TEXT, "ar": TEXT}, [language]) for language in ("en", "ar")]},
            "country_code": {"enum": self.countries},
        }

    def record(self, kind: RecordKind) -> Schema:
        """Return the schema of a record that is declared here, or that extends one of another file."""
        around = {
            DRAFT.name: self.field(DRAFT),
            "names": _list(_ref("name")),
            "cite": _ref(f"cite_{kind.kind}"),
            **{section: _list(_ref(LINKS[section].kind)) for section in kind.links},
        }
        own = {"slug": NEW_SLUG, "was": _list(SLUG), **self.fields(kind.all_fields)}
        required = ["slug", *(each.name for each in kind.all_fields if each.required)]
        return {
            "if": {"required": ["extend"]},
            "then": _object({"extend": SLUG, **around}, ["extend"]),
            "else": _object(own | around, required),
        }

    def link(self, kind: LinkKind) -> Schema:
        required = [each.name for each in kind.fields if each.required]
        return _object({**self.fields(kind.fields), "cite": _ref(f"cite_{kind.kind}")}, required)

    def fields(self, fields: Iterable[Field]) -> Schema:
        return {each.name: self.field(each) for each in fields}

    def field(self, each: Field) -> Schema:
        default = {} if each.default is None else {"default": each.default}
        return {"title": each.labels[0].en, "description": self.meaning(each), **self.type(each.type), **default}

    def meaning(self, each: Field) -> str:
        """Return the meaning of a field, and how to write its value where that is not plain."""
        return f"{each.meaning}; {NOTATION[each.type.name]}" if each.type.name in NOTATION else each.meaning

    def type(self, type_: Type) -> Schema:
        if isinstance(type_, Code):
            return _ref(type_.vocabulary)
        match type_.name:
            case "localized":
                return _ref("localized")
            case "country":
                return _ref("country_code")
        return TYPES[type_.name]

    def vocabulary(self, type_: Code) -> Schema:
        return {"enum": self.reference.codes(type_.vocabulary)}

    def other_name(self) -> Schema:
        types = (TEXT, _ref("language"), _ref("name_form"))
        return _object(dict(zip(NAME_KEYS, types, strict=True)), NAME_KEYS)

    def citations(self, kind: str) -> Schema:
        """Return the schema of `cite`: spans or words, alone, in a list with a field, or in a mapping."""
        field = {"enum": list(KINDS[kind].citable)}
        span = {"type": "array", "prefixItems": [POSITION, POSITION, field], "minItems": 2, "maxItems": 3}
        words = {"type": "array", "prefixItems": [WORDS, field], "minItems": 1, "maxItems": 2}
        located = (span, WORDS, WORDS, WORDS, TYPES["count"])
        properties = dict(zip(CITATION_KEYS, (*located, field, SLUG, TEXT, TEXT), strict=True))
        at = _object(_without(properties, WORDS_KEYS), ["at"])
        quote = _object(_without(properties, ("at",)), ["quote"])
        return _list({"anyOf": [span, WORDS, words, at, quote]})


def _without(properties: Schema, names: Iterable[str]) -> Schema:
    return {name: schema for name, schema in properties.items() if name not in names}
