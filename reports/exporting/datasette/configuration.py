"""Write the files with which Datasette shows a database: meanings, links and search; internal tables are hidden."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.derived import folding
from models.errors import MithaqError
from models.storage.database import Reader
from reports.dictionary import VIEWS, View
from reports.exporting import credits
from reports.exporting.datasette.queries import QUERIES
from reports.exporting.extract import Extract

HERE = Path(__file__).parent
# The columns by which Datasette narrows a long list.
FACETS = {
    "v_agreement": ["type", "stage"],
    "v_event": ["type", "outlook"],
    "v_initiative": ["type", "stage"],
    "v_participation": ["record_kind", "role", "country"],
    "v_record": ["kind", "country"],
    "v_statement": ["attribution", "mode"],
    "v_citation": ["source_kind", "source", "fact_kind"],
    "v_code": ["vocabulary"],
}
NEWEST_FIRST = ("v_agreement", "v_event", "v_initiative", "v_milestone", "v_statement")
INTERNAL = "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND substr(name, 1, 2) <> 'v_'"
STYLE = "/static/mithaq.css"
# Lists whose elements are no records.
OTHER_LISTS = ("countries", "successors", "sectors")


def write_folder(extract: Extract, folder: Path) -> None:
    """Write metadata.json (0.65 and 1.0), datasette.json (1.0), plugins, lib and static.

    Raises:
        MithaqError: the database is on PostgreSQL, which Datasette does not read.
    """
    filename = extract.reader.database.filename
    if not filename:
        raise MithaqError("Datasette reads SQLite files only; write one with: mithaq export mithaq.sqlite")
    name = Path(filename).stem
    described, configured = _describe(extract, name), _configure(extract.reader, name)
    # 0.65 reads the configuration from the metadata.
    _write_json(folder / "metadata.json", _merge(described, configured))
    _write_json(folder / "datasette.json", configured)
    for below, source in (
        ("plugins/mithaq_plugin.py", HERE / "mithaq_plugin.py"),
        ("static/mithaq.css", HERE / "mithaq.css"),
        ("lib/folding.py", Path(folding.__file__)),
    ):
        (folder / below).parent.mkdir()
        (folder / below).write_bytes(source.read_bytes())


def _describe(extract: Extract, name: str) -> dict[str, Any]:
    """Return Datasette's description of the data: title, licence, source, and the meaning of views and columns."""
    rights = {
        "source": "The articles that facts cite · المقالات المستشهد بها",
        "source_url": f"/{name}/v_article",
    }
    if credits.has_only_ours(extract):
        rights |= {"license": credits.LICENCE["title"], "license_url": credits.LICENCE["path"]}
    return {
        "title": credits.TITLE,
        "description": f"{credits.DESCRIPTION} · {credits.DESCRIPTION_AR}",
        **rights,
        # 1.0 does not show the description of all databases on the page of one.
        "databases": {name: {**rights, "tables": {view.name: _describe_view(view) for view in VIEWS}}},
    }


def _describe_view(view: View) -> dict[str, Any]:
    return {
        "title": f"{view.title_en} · {view.title_ar}",
        "description": view.meaning,
        "columns": {field.name: field.meaning for field in view.fields},
    }


def _configure(reader: Reader, name: str) -> dict[str, Any]:
    """Return how Datasette shows the data: the style sheet, hidden tables, facets, queries and links."""
    tables: dict[str, Any] = {view.name: _arrange(view) for view in VIEWS if _arrange(view)}
    for internal, type in reader.rows(INTERNAL):
        # Datasette hides only tables, and still shows a hidden one to those who know its name.
        tables[internal] = {"allow": False} | ({"hidden": True} if type == "table" else {})
    return {
        "extra_css_urls": [STYLE],
        "databases": {
            name: {
                "tables": dict(sorted(tables.items())),
                "queries": {key: query.describe() for key, query in QUERIES.items()},
                "plugins": {"mithaq": {"show": _name_columns("slug"), "of_country": _name_columns("code")}},
            }
        },
    }


def _arrange(view: View) -> dict[str, Any]:
    arranged: dict[str, Any] = {"facets": FACETS[view.name]} if view.name in FACETS else {}
    return arranged | ({"sort_desc": "date_from"} if view.name in NEWEST_FIRST else {})


def _name_columns(key: str) -> list[str]:
    """Return the columns that hold IDs of records, or codes of countries."""
    found = {"slug"} if key == "slug" else {"countries", "successors", "other_country"}
    for view in VIEWS:
        for field in view.fields:
            target, column = field.reference or ("", "")
            if column == key and (key == "slug" or target == "v_country"):
                found.add(field.name)
            if key == "slug" and field.type == "slugs" and field.name not in OTHER_LISTS:
                found.add(field.name)
    return sorted(found)


def _merge(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Merge two nested dictionaries."""
    merged = dict(first)
    for key, value in second.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", newline="\n")
