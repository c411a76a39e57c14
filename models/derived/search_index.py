"""Derive the search index from names, slugs, identifiers, labels, summaries, notes and attached texts.

A load refreshes the records that it touched; `db check` derives all of the index again and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from models.derived.folding import LONGEST, compounds, forms, words
from models.derived.search_schema import KEYS, PLACES
from models.derived.stemming import stem
from models.storage.bulk import insert_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.storage.database import Reader

Rows = Iterable[Sequence[Any]]
Document = tuple[str, ...]
Texts = tuple[list[str], ...]
NAME, FURTHER, LABEL, SUMMARY, NOTE, TEXT, STEM = range(len(PLACES))
# The vocabularies whose labels are searched, with the table, the record and the code that refers to them.
LABELS = (
    ("kind", "record", "id", "kind"),
    ("agreement_type", "agreement", "id", "type"),
    ("event_type", "event", "id", "type"),
    ("initiative_type", "initiative", "id", "type"),
    ("organization_kind", "organization", "id", "kind"),
    ("place_kind", "place", "id", "kind"),
    ("sector", "classification", "record", "sector"),
)
# Every text by which a record is found: a table, its column of records, and columns of text with the place of
# their words. A title is the name of an article.
SOURCES = (
    (
        *("record", "id"),
        {"name_en": NAME, "name_ar": NAME, "slug": FURTHER, "summary_en": SUMMARY, "summary_ar": SUMMARY, "note": NOTE},
    ),
    ("name", "record", {"text": FURTHER}),
    ("former_slug", "record", {"slug": FURTHER}),
    ("identifier", "record", {"value": FURTHER}),
    ("participation", "record", {"printed": FURTHER}),
    ("milestone", "record", {"printed": FURTHER, "place_printed": FURTHER}),
    ("event", "id", {"place_printed": FURTHER}),
    *(
        (f"{table} t JOIN {vocabulary} v ON v.code = t.{code}", f"t.{key}", {"v.label_en": LABEL, "v.label_ar": LABEL})
        for vocabulary, table, key, code in LABELS
    ),
    ("article_text", "article", {"text": TEXT}),
)
TEXTS = "SELECT record, place, text FROM ({}) t WHERE text IS NOT NULL".format(
    " UNION ALL ".join(
        f"SELECT {key} AS record, {place} AS place, {column} AS text FROM {table}"
        for table, key, columns in SOURCES
        for column, place in columns.items()
    )
)
# Beyond it a text is not indexed: a tsvector holds a megabyte.
INDEXED_CHARACTERS = 100_000
# Occurs in no word; joins the words of a name into one.
JOINT = "·"
CHUNK = 500
# After a load of more records than this, the index is compacted.
MANY = 200


def whole(name_words: Sequence[str]) -> str:
    """The words of a name as one word, by which an exact name is found."""
    return (JOINT + JOINT.join(name_words) + JOINT)[:LONGEST]


def document(texts: Texts) -> Document:
    """Return the words of a record for each place: sorted, without repetitions."""
    places = [_words_at(place, texts[place]) for place in range(STEM)]
    stems = {stem(word) for each in places for word in each if not word.startswith(JOINT)}
    return tuple(" ".join(sorted(each)) for each in (*places, stems))


def _words_at(place: int, texts: list[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        folded = words(text[:INDEXED_CHARACTERS])
        found.update(chain.from_iterable(map(forms, folded)), compounds(text[:INDEXED_CHARACTERS]))
        if folded and place <= FURTHER:
            found.add(whole(folded))
    return found


def refresh_search(connection: Connection, records: set[int] | None) -> None:
    """Index these records again, or all if None, and delete those that are gone; only differences are written."""
    conditions = _spans(connection.exec_driver_sql) if records is None else _listed(sorted(records))
    written = sum(_mend(connection, condition) for condition in conditions)
    if written > MANY:
        # FTS5 looks each word up in every part of the index.
        merge_parts(connection)


def merge_parts(connection: Connection) -> None:
    """Make one of the parts that FTS5 keeps, and forget the words of deleted rows; PostgreSQL has no parts."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('optimize')")


def _listed(ordered: list[int]) -> Iterator[str]:
    """Yield conditions that together cover these ids."""
    for start in range(0, len(ordered), CHUNK):
        yield f"IN ({', '.join(map(str, ordered[start : start + CHUNK]))})"


def fill_search_if_empty(connection: Connection) -> None:
    """Index every record, after a migration that emptied the index."""
    if not connection.exec_driver_sql("SELECT 1 FROM search LIMIT 1").first():
        refresh_search(connection, None)


def stale_records(reader: Reader) -> Iterator[str]:
    """Yield the records whose words in the index differ from their texts; a number if the record is missing."""
    for span in _spans(reader.rows):
        stale = sorted(_differences(reader.rows, reader.engine_name, span))
        slugs = {row[0]: row[1] for row in reader.rows(f"SELECT id, slug FROM record WHERE id {span}")}
        yield from (str(slugs.get(number, number)) for number in stale)


def _spans(run: Callable[[str], Rows]) -> Iterator[str]:
    """Yield conditions that together cover every id."""
    [(last,)] = run("SELECT coalesce(max(id), 0) FROM record")
    for start in range(1, last + 1, CHUNK):
        yield f"BETWEEN {start} AND {start + CHUNK - 1}"
    yield f"NOT BETWEEN 1 AND {last}"


def _mend(connection: Connection, condition: str) -> int:
    """Write the differences in the records that meet a condition; return how many are written."""
    engine_name = connection.dialect.name
    key = KEYS[engine_name]
    stored, wanted = _documents(lambda sql: connection.exec_driver_sql(sql).all(), engine_name, condition)
    wrong = [number for number in stored if stored[number] != wanted.get(number)]
    if wrong:
        connection.exec_driver_sql(f"DELETE FROM search WHERE {key} IN ({', '.join(map(str, wrong))})")
    rows = [(number, *words) for number, words in sorted(wanted.items()) if stored.get(number) != words]
    insert_rows(connection, "search", (key, *PLACES), rows)
    return len(rows)


def _differences(run: Callable[[str], Rows], engine_name: str, condition: str) -> set[int]:
    """Return the records whose words in the index are too many, too few or wrong."""
    stored, wanted = _documents(run, engine_name, condition)
    return {number for number in stored.keys() | wanted.keys() if stored.get(number) != wanted.get(number)}


def _documents(
    run: Callable[[str], Rows], engine_name: str, condition: str
) -> tuple[dict[int, Document], dict[int, Document]]:
    """Return the stored documents and the wanted ones."""
    key = KEYS[engine_name]
    rows = run(f"SELECT {key}, {', '.join(PLACES)} FROM search WHERE {key} {condition}")
    stored = {row[0]: tuple(row[1:]) for row in rows}
    return stored, {number: document(texts) for number, texts in _texts(run, condition).items()}


def _texts(run: Callable[[str], Rows], condition: str) -> dict[int, Texts]:
    found: dict[int, Texts] = {}
    for table, key, columns in SOURCES:
        for number, *texts in run(f"SELECT {key}, {', '.join(columns)} FROM {table} WHERE {key} {condition}"):
            record = found.setdefault(number, tuple([] for _ in PLACES))
            for place, text in zip(columns.values(), texts, strict=True):
                if text is not None:
                    record[place].append(text)
    return found
