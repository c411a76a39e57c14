"""The JSON Schema (2020-12) of a map, for editors. Made from `models.kinds`, as the schema of a seed file is."""

from __future__ import annotations

from models.kinds.types import Field
from seeds.format.records import LINKS, RECORDS, LinkKind, RecordKind
from seeds.format.reference_tables import Reference
from seeds.format.schema import NEW_SLUG, TEXT, Schema, SchemaMaker
from seeds.tables.map_reading import COUNTED, DATASET, kinds_of_rows

TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
READING: dict[str, Schema] = {
    "from": {**TEXT, "description": "the column whose cells are read"},
    "text": {
        **TEXTS,
        "description": "words with columns in braces, such as {number}; in a list, the first without an empty cell",
    },
    "split": {**TEXTS, "description": "signs between several values of a cell"},
    "match": {**TEXT, "description": "regular expression; each place where it fits gives a value"},
    "value": {**TEXT, "description": r"what is made of a match, such as \1/\2"},
    "format": {**TEXTS, "description": "dates: dd/mm/yyyy, edtf, messydates, excel …; numbers: '1,234.5' …"},
    "none": {**TEXTS, "description": "texts that say nothing"},
    "lookup": {**TEXT, "description": "the lookup that says what a text means"},
    "default": {**TEXT, "description": "the value where the cells give none"},
    "note": {**TEXT, "description": "note of each citation; it accepts the warnings about the value"},
    "guess": {"const": True, "description": "nobody has checked it yet; remove it to load"},
}


def map_schema(reference: Reference) -> Schema:
    """Return the schema with the codes of these tables."""
    maker = SchemaMaker(reference)
    kinds, extended = kinds_of_rows(), kinds_of_rows(extended=True)
    definitions = maker.definitions()
    used = {name: schema for name, schema in definitions.items() if "enum" in schema}
    record = {"oneOf": [*(_record(maker, kind) for kind in kinds), *(_extended(maker, kind) for kind in extended)]}
    rows = {"sheet": TEXT, "header": {"type": "integer", "minimum": 1}, "key": TEXTS, "delimiter": TEXT, "none": TEXTS}
    source = {
        "slug": NEW_SLUG,
        **maker.fields(each for each in RECORDS[DATASET].all_fields if each.name not in COUNTED),
    }
    properties: Schema = {
        "source": _object(source, ["slug", "name"]),
        "rows": _object(rows),
        "records": {"type": "array", "items": record, "minItems": 1},
        "ignore": {"type": ["array", "null"], "items": TEXT},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A map of a table of Mithaq",
        **_object(properties, ["source", "rows", "records"]),
        "$defs": used | {"localized": definitions["localized"], "reading": _reading()},
    }


def _object(properties: Schema, required: list[str] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required or [],
        "additionalProperties": False,
    }


def _reading() -> Schema:
    return {**_object(READING), "oneOf": [{"required": ["from"]}, {"required": ["text"]}]}


def _record(maker: SchemaMaker, kind: RecordKind) -> Schema:
    own = {"slug": TEXT, **_values(maker, kind)}
    required = [each.name for each in kind.all_fields if each.required]
    return _object(_common(maker, kind) | own, ["record", "slug", *required])


def _extended(maker: SchemaMaker, kind: RecordKind) -> Schema:
    return _object(_common(maker, kind) | {"extend": _value(TEXT)}, ["record", "extend"])


def _common(maker: SchemaMaker, kind: RecordKind) -> Schema:
    name = {"text": _value(TEXT), "language": {"$ref": "#/$defs/language"}, "form": {"$ref": "#/$defs/name_form"}}
    return {
        "record": {"const": kind.kind},
        "if": {"$ref": "#/$defs/reading"},
        "names": {"type": "array", "items": _object(name, ["text", "language", "form"])},
        **{section: {"type": "array", "items": _entry(maker, LINKS[section])} for section in kind.links},
    }


def _entry(maker: SchemaMaker, kind: LinkKind) -> Schema:
    condition = {"anyOf": [{"enum": [each.name for each in kind.fields]}, {"$ref": "#/$defs/reading"}]}
    required = [each.name for each in kind.fields if each.required]
    return _object({**_values(maker, kind), "if": condition}, required)


def _values(maker: SchemaMaker, kind: RecordKind | LinkKind) -> Schema:
    return {each.name: _field(maker, each) for each in kind.all_fields}


def _field(maker: SchemaMaker, each: Field) -> Schema:
    about = {"title": each.labels[0].en, "description": each.meaning}
    if each.type.name == "localized":
        texts = {language: _value(TEXT) for language in ("en", "ar")}
        return {**about, **_object(texts), "minProperties": 1}
    return {**about, **_value(maker.type(each.type))}


def _value(constant: Schema) -> Schema:
    return {"anyOf": [constant, {"$ref": "#/$defs/reading"}]}
