"""What a table's column means: the model's comment; for what means the same in every table, the words below."""

from __future__ import annotations

from sqlalchemy import Column

# By `table.column` where it means something of its own there, else by the column's name.
PLAIN = {
    "id": "number of the row, given by the load",
    "fact_kind": "kind of the fact: always that of the table",
    "code": "the code that other tables hold",
    "label_en": "label in English",
    "label_ar": "label in Arabic",
    "name_en": "name in English",
    "name_ar": "name in Arabic",
    "summary_en": "what it is, in our own words, in English",
    "summary_ar": "the same in Arabic",
    "title_en": "title of the office in English",
    "title_ar": "title of the office in Arabic",
    "kind": "what it is",
    "type": "its form",
    "outlook": "whether it occurred or is planned",
    "collection": "whose it is",
    "language": "language of the text",
    "currency": "currency of the number",
    "unit": "unit of the number; null for money",
    "measure": "what sort of quantity it is",
    "qualifier": "how exactly the text gives the number",
    "instruments_qualifier": "how exactly the text gives the count of instruments",
    "part_of": "the one of its kind that it belongs to",
    "record": "the record it belongs to",
    "place": "where it is",
    "event": "the event at which it happened",
    "sector": "the sector it concerns",
    "note": "reasons and doubts of the curators",
    "article": "the article",
    "about.record": "what the statement is about",
    "about.statement": "the statement",
    "article.publisher": "the organization that published it",
    "article.reprinted_from": "the organization it was taken from",
    "article.published_basis": "where the date of publication comes from",
    "article.url": "its address on the web, where it is known",
    "article_text.text": "the text: UTF-8, LF line ends, otherwise untouched",
    "citation.fact": "the fact that is supported",
    "collection.name": "what names the collection",
    "fact.kind": "kind of the fact",
    "field.kind": "the kind of fact",
    "field.name": "what names the field, in citations and seed files",
    "former_slug.slug": "a slug that is no longer in use",
    "former_slug.record": "the record that it named",
    "load.inserted": "rows inserted",
    "load.updated": "rows updated",
    "load.deleted": "rows deleted",
    "load.unchanged": "rows found as they should be",
    "milestone.stage": "the stage that the step reaches",
    "name.form": "what sort of name it is",
    "name.record": "the record that it names",
    "name.text": "the name",
    "participation.capacity": "in what capacity the party is meant",
    "participation.record": "what the party takes part in",
    "participation.role": "what the party does",
    "position.person": "the person",
    "relation.object": "the object",
    "relation.subject": "the subject",
    "relation.type": "how the subject stands to the object",
    "relation_join.object_kind": "a kind of record that may be the object",
    "relation_join.subject_kind": "a kind of record that may be the subject",
    "relation_join.type": "the type of relation",
    "sector.parent": "the next broader sector; null at the top",
    "sector_mapping.label": "what the other scheme calls it",
    "sector_path.broader": "the broader sector",
    "sector_path.narrower": "the narrower sector, or the same",
    "state.kind": "kind of the record",
    "state.record": "the record",
    "state.stage_rank": "height of the stage on the ladder",
    "statement.attribution": "to whom the article attributes it",
    "statement.mode": "what sort of speech act it is",
}


def meaning(column: Column[object]) -> str:
    """What a column means.

    Raises:
        KeyError: nobody has said so.
    """
    return column.comment or PLAIN.get(f"{column.table.name}.{column.name}") or PLAIN[column.name]
