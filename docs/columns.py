"""The meaning of each column of a table: from `models.kinds`, from the model's comment, or from the words below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Column

from models.kinds.meanings import MEANINGS
from models.kinds.records import KINDS
from models.kinds.types import LOCALIZED, NAME, NOTE, OWN_COUNTRY, SUMMARY, Field

# By `table.column`, else by the name of the column: those that no view shares.
PLAIN = {
    "note": NOTE.meaning,
    "id": "number of the row, assigned by the load",
    "fact_kind": "kind of the fact: the name of the table",
    "code": "the code that other tables hold",
    "kind": "what it is",
    "collection": "the collection that owns it",
    "language": "language of the text",
    "record": "the record it belongs to",
    "sector": "the sector it concerns",
    "article": "the article",
    "dataset": "the data set",
    "about.statement": "the statement",
    "article_text.text": "the text: UTF-8 with LF line ends, otherwise unchanged",
    "citation.fact": "the fact that is supported",
    "collection.name": "name of the collection",
    "fact.kind": "kind of the fact",
    "field.kind": "the kind of fact",
    "field.name": "name of the field, in citations and seed files",
    "former_slug.slug": "a slug that is no longer in use",
    "former_slug.record": "the record that had it",
    "name.record": "the record that it names",
    "participation.record": "the record in which the party takes part",
    "position.person": "the person",
    "relation.subject": "the subject",
    "relation_join.object_kind": "a kind of record that may be the object",
    "relation_join.subject_kind": "a kind of record that may be the subject",
    "relation_join.type": "the type of relation",
    "sector.parent": "the next broader sector; null at the top",
    "sector_mapping.label": "its name in the other scheme",
    "added_code.vocabulary": "the open vocabulary to which the code is added",
    "added_code.code": "the code, in the table of that vocabulary",
    "added_code.collection": "a collection that states the code",
    "sector_path.broader": "the broader sector",
    "sector_path.narrower": "the narrower sector, or the same",
    "state.kind": "kind of the record",
    "state.record": "the record",
    "state.stage_rank": "height of the stage on the ladder",
}


def meaning(column: Column[object]) -> str:
    """Return the meaning of a column.

    Raises:
        KeyError: nobody has described the column.
    """
    key = str(column)
    words = PLAIN | MEANINGS
    return DESCRIBED.get(key) or column.comment or words.get(key) or words[column.name]


def _described(table: str, fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """Yield the meaning of each column of the fields, but for the first and last days of dates."""
    for each in fields:
        if each.type == LOCALIZED:
            yield f"{table}.{each.name}_en", f"{each.meaning}, in English"
            yield f"{table}.{each.name}_ar", f"{each.meaning}, in Arabic"
        else:
            yield f"{table}.{each.name}", each.meaning


DESCRIBED = dict(_described("record", (NAME, SUMMARY, OWN_COUNTRY, NOTE)))
for kind in KINDS.values():
    DESCRIBED |= _described(kind.kind, kind.fields)
