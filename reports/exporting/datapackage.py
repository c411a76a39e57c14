"""Write the descriptor of a Frictionless data package: types, meanings and keys of its CSV files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models.version import installed_version
from reports.dictionary import EXPORTED, Field, Type, View
from reports.exporting import credits
from reports.exporting.extract import Extract

FRICTIONLESS: dict[Type, dict[str, Any]] = {
    "day": {"type": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
}


def write_descriptor(extract: Extract, path: Path) -> None:
    """Write the descriptor to `path`; it describes the CSV files beside it."""
    loaded = credits.last_loads(extract.reader)
    created = loaded.get(extract.collection) if extract.collection else max(loaded.values(), default=None)
    # The rows of one collection refer to those of others.
    linked = extract.collection is None
    package = {
        "profile": "tabular-data-package",
        "name": "mithaq",
        "title": credits.TITLE,
        "description": credits.DESCRIPTION,
        "version": installed_version(),
        **({"created": created} if created else {}),
        "keywords": credits.KEYWORDS,
        "contributors": credits.CONTRIBUTORS,
        "sources": credits.list_sources(extract),
        **({"licenses": [credits.LICENCE]} if credits.has_only_ours(extract) else {}),
        "resources": [_describe_resource(view, path.with_name(f"{view.name}.csv"), linked) for view in EXPORTED],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, "utf-8", newline="\n")


def _describe_resource(view: View, path: Path, linked: bool) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "tabular-data-resource",
        "name": view.name,
        "title": f"{view.title_en} · {view.title_ar}",
        "description": view.meaning,
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "dialect": {"lineTerminator": "\n"},
        "schema": _describe_schema(view, linked),
    }


def _describe_schema(view: View, linked: bool) -> dict[str, Any]:
    keys = [_describe_foreign_key(view, field) for field in view.fields if field.reference and linked]
    return {
        "fields": [_describe_field(view, field) for field in view.fields],
        "missingValues": [""],
        **({"primaryKey": list(view.key)} if view.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _describe_field(view: View, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "description": field.meaning,
        **FRICTIONLESS.get(field.type, {"type": "string"}),
        **({"constraints": {"required": True}} if field.name in view.key else {}),
    }


def _describe_foreign_key(view: View, field: Field) -> dict[str, Any]:
    resource, column = field.reference or ("", "")
    # Frictionless refers to the same table by an empty name.
    return {
        "fields": field.name,
        "reference": {"resource": "" if resource == view.name else resource, "fields": column},
    }
