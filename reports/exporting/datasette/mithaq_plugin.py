"""A plugin for Datasette: it links IDs to a query, marks Arabic as Arabic, and folds the words of a search.

`mithaq export DIR --as datasette` copies it, so it imports nothing of Mithaq but `folding.py`, which is copied too.
"""

import importlib.util
import re
from pathlib import Path
from urllib.parse import urlencode

from datasette import hookimpl
from markupsafe import Markup, escape

ARABIC = re.compile("[\u0600-\u06ff]")
SLUG = re.compile("[a-z0-9-]+")
CODE = re.compile("[A-Z]{2,4}")
LISTED = "; "


@hookimpl
def prepare_connection(conn):
    """Let SQL fold words as the search index does."""
    conn.create_function("mithaq_match", 1, _write_match, deterministic=True)


@hookimpl
def render_cell(value, column, database, datasette):
    """Link IDs and codes of countries, and give Arabic its language and direction."""
    if not isinstance(value, str):
        return None
    linked = datasette.plugin_config("mithaq", database=database) or {}
    for query, parameter, pattern in (("show", "slug", SLUG), ("of_country", "code", CODE)):
        if column in linked.get(query, ()):
            address = datasette.urls.query(database, query)
            return Markup(LISTED).join(_link(each, pattern, f"{address}?{parameter}=") for each in value.split(LISTED))
    if column == "quote" and value:
        return Markup('<mark dir="auto">{}</mark>').format(value)
    return Markup('<bdi lang="ar" dir="auto">{}</bdi>').format(value) if ARABIC.search(value) else None


def _link(element, pattern, address):
    """Link the ID at the start of an element of a list: `slug`, or `slug:capacity`."""
    code, colon, rest = element.partition(":")
    if not pattern.fullmatch(code):
        return escape(element)
    return Markup('<a href="{}">{}</a>{}').format(address + urlencode({"": code})[1:], code, colon + rest)


def _write_match(question):
    """Return the words of a question as a query of the index; one that finds nothing if there are no words."""
    folded = [word for part in str(question or "").split() for word in folding.words(part)]
    every = ("(" + " OR ".join(f'"{form}"' for form in folding.asked_forms(word)) + ")" for word in folded)
    return " AND ".join(every) or '""'


def _load_folding():
    place = Path(__file__).parent.parent / "lib" / "folding.py"
    found = importlib.util.spec_from_file_location("mithaq_folding", place)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


folding = _load_folding()
