"""Makes the metadata for Datasette: views and columns with their meanings. Tables are hidden."""

from __future__ import annotations

import json
from typing import Any

from models.schema import metadata
from reports.dictionary import VIEWS, View

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
# Pairs of countries with the agreements they share, which no single view gives.
PARTNERS = """\
SELECT a.country AS country, b.country AS partner, count(DISTINCT a.record) AS agreements
FROM v_participation a
JOIN v_participation b ON b.record = a.record AND b.country > a.country
WHERE a.record_kind = 'agreement'
GROUP BY a.country, b.country
ORDER BY agreements DESC, a.country, b.country"""


def datasette_metadata() -> str:
    """Return the file for `datasette --metadata`."""
    hidden = [*metadata.tables, "fact_item", "alembic_version"]
    database = {
        "tables": {view.name: _view(view) for view in VIEWS} | {name: {"hidden": True} for name in sorted(hidden)},
        "queries": {"partners": {"title": "Who signs together · من يوقّع مع من", "sql": PARTNERS}},
    }
    content = {
        "title": "Mithaq · ميثاق",
        "extra_css_urls": ["/static/rtl.css"],
        "databases": {"mithaq": database},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _view(view: View) -> dict[str, Any]:
    described = {
        "title": f"{view.title_en} · {view.title_ar}",
        "description": view.meaning,
        "columns": {field.name: field.meaning for field in view.fields},
    }
    if view.name in FACETS:
        described["facets"] = FACETS[view.name]
    if view.name in NEWEST_FIRST:
        described["sort_desc"] = "date_from"
    return described
