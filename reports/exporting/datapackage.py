"""The descriptor of a Frictionless data package: types, meanings and keys of the CSV files beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from models.storage.database import Reader
from reports.dictionary import EXPORTED, Field, Type, View
from reports.exporting.snapshot import attached_articles

FRICTIONLESS: dict[Type, dict[str, Any]] = {
    "day": {"type": "date"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
}
LICENCE = {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
# Whose facts, names and citations there are.
COLLECTIONS = "SELECT collection FROM fact UNION SELECT collection FROM name UNION SELECT collection FROM citation"
# The collections that are not a user's.
OURS = {"mithaq", "kept"}


def write_descriptor(reader: Reader, folder: Path) -> None:
    """Describe the CSV files of the folder, in `datapackage.json`."""
    package = {
        "profile": "tabular-data-package",
        "name": "mithaq",
        "title": "Mithaq · ميثاق",
        "description": "Cooperation between countries as the press reports it, each fact with its line",
        **({"licenses": [LICENCE]} if _is_ours(reader) else {}),
        "resources": [_resource(view, folder / f"{view.name}.csv") for view in EXPORTED],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(text, "utf-8", newline="\n")


def _is_ours(reader: Reader) -> bool:
    """Whether the licence covers everything: neither facts of a user's own nor sentences of an article."""
    collections = {row[0] for row in reader.rows(COLLECTIONS)}
    return collections <= OURS and not attached_articles(reader)


def _resource(view: View, path: Path) -> dict[str, Any]:
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
        "schema": _schema(view),
    }


def _schema(view: View) -> dict[str, Any]:
    keys = [_foreign_key(view, field) for field in view.fields if field.reference]
    return {
        "fields": [_field(view, field) for field in view.fields],
        "missingValues": [""],
        **({"primaryKey": list(view.key)} if view.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(view: View, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "description": field.meaning,
        **FRICTIONLESS.get(field.type, {"type": "string"}),
        **({"constraints": {"required": True}} if field.name in view.key else {}),
    }


def _foreign_key(view: View, field: Field) -> dict[str, Any]:
    resource, column = field.reference or ("", "")
    # A table refers to itself by an empty name.
    return {
        "fields": field.name,
        "reference": {"resource": "" if resource == view.name else resource, "fields": column},
    }
