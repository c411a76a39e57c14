"""Write the contract as a SQLite file of its own: each view a table of its name, without article texts.

The tables have keys, references, indexes and the meaning of each column. `contract_view` and `contract_column` hold the
data dictionary, `about` the title, the version and the licence. Pairs of partners follow from other tables, so
`v_partnership` is a view.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from models.terminal.progress import track
from models.version import installed_version
from reports.dictionary import CONTRACT, VIEWS, Field, View
from reports.exporting import credits
from reports.exporting.extract import Extract
from reports.exporting.forms import COPY

TYPES = {"integer": "INTEGER", "number": "DOUBLE", "flag": "INTEGER"}
# Sentences belong to their publishers; nothing else in the views is copied from a text.
SENTENCES = ("v_citation", "quote")
ABOUT = "CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
DICTIONARY = (
    "CREATE TABLE contract_view (name TEXT PRIMARY KEY, title_en TEXT, title_ar TEXT, meaning TEXT)",
    "CREATE TABLE contract_column (view TEXT REFERENCES contract_view (name), place INTEGER, name TEXT, type TEXT,"
    " meaning TEXT, refers_to TEXT, PRIMARY KEY (view, name))",
)
PARTNERSHIP = """
CREATE VIEW v_partnership AS
SELECT u.slug AS record, u.kind AS record_kind, u.whole, u.done, u.stage, u.stage_rank,
    p.party, p.country, p.item, p.collection,
    q.party AS other_party, q.country AS other_country, q.item AS other_item, q.collection AS other_collection,
    u.partners
FROM v_cooperation u
JOIN v_participation p ON p.record = u.slug AND p.partner = 1
JOIN v_participation q ON q.record = u.slug AND q.partner = 1 AND q.country <> p.country
"""


def write_copy(extract: Extract, path: Path) -> None:
    """Write the copy to a new file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nobody else has the file, and a copy that fails is thrown away.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA application_id = {int.from_bytes(COPY)}")
        connection.execute("BEGIN")
        _write_about(connection, extract)
        _write_dictionary(connection)
        for view in track(CONTRACT, "Copying views:"):
            # The rows of one collection refer to those of others.
            _create(connection, view, linked=extract.collection is None)
            _fill(connection, view, extract)
        connection.execute(PARTNERSHIP)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _write_about(connection: sqlite3.Connection, extract: Extract) -> None:
    connection.execute(ABOUT)
    values = {
        "title": credits.TITLE,
        "description": credits.DESCRIPTION,
        "version": installed_version(),
        "revision": extract.reader.assumed_revision(),
        "collection": extract.collection,
        "licence": credits.LICENCE["path"] if credits.has_only_ours(extract, quoted=False) else None,
    }
    connection.executemany("INSERT INTO about VALUES (?, ?)", [pair for pair in values.items() if pair[1] is not None])


def _write_dictionary(connection: sqlite3.Connection) -> None:
    for statement in DICTIONARY:
        connection.execute(statement)
    views = [(view.name, view.title_en, view.title_ar, view.meaning) for view in VIEWS]
    connection.executemany("INSERT INTO contract_view VALUES (?, ?, ?, ?)", views)
    columns = [
        (view.name, place, field.name, field.type, field.meaning, field.target or None)
        for view in VIEWS
        for place, field in enumerate(view.fields, 1)
    ]
    connection.executemany("INSERT INTO contract_column VALUES (?, ?, ?, ?, ?, ?)", columns)


def _create(connection: sqlite3.Connection, view: View, linked: bool) -> None:
    """Create the table of a view; SQLite keeps its comments, which say what the columns mean."""
    lines = [(_define_column(field, view, linked), f" -- {field.meaning}") for field in view.fields]
    if view.key:
        lines.append((f"PRIMARY KEY ({', '.join(view.key)})", ""))
    commas = [","] * (len(lines) - 1) + [""]
    body = "\n".join(f"    {text}{comma}{comment}" for (text, comment), comma in zip(lines, commas, strict=True))
    connection.execute(f"CREATE TABLE {view.name} ( -- {view.meaning}\n{body}\n)")
    for field in view.fields:
        if field.reference and (field.name,) != view.key[:1]:
            connection.execute(f"CREATE INDEX ix_{view.name}_{field.name} ON {view.name} ({field.name})")


def _define_column(field: Field, view: View, linked: bool) -> str:
    required = " NOT NULL" if field.name in view.key else ""
    reference = f" REFERENCES {field.reference[0]} ({field.reference[1]})" if field.reference and linked else ""
    return f"{field.name} {TYPES.get(field.type, 'TEXT')}{required}{reference}"


def _fill(connection: sqlite3.Connection, view: View, extract: Extract) -> None:
    blanks = ", ".join("NULL" if (view.name, field.name) == SENTENCES else "?" for field in view.fields)
    rows: Iterable[Sequence[Any]] = extract.read(view).rows
    if view.name == SENTENCES[0]:
        place = [field.name for field in view.fields].index(SENTENCES[1])
        rows = ([*row[:place], *row[place + 1 :]] for row in rows)
    connection.executemany(f"INSERT INTO {view.name} VALUES ({blanks})", rows)
