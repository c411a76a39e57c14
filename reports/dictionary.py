"""The views: titles, meanings and columns. Exports, the data dictionary and Datasette's metadata use it.

The order of columns is part of the contract. A column that holds a field of `models.kinds` is described there; a field
that no view lists is added at the end of the view of its kind. `tests/test_docs.py` compares this module with a
database.
"""

from __future__ import annotations

from collections.abc import Iterable

from models.kinds.gap_codes import DOUBTFUL, LACKING
from models.kinds.meanings import MEANINGS
from models.kinds.records import RECORDS, counted_later
from reports.view_columns import (
    TYPES,
    Field,
    Type,
    View,
    dated,
    fields,
    record,
    slug,
    with_later_fields,
)

__all__ = ["TYPES", "VIEWS", "Field", "Type", "View"]

NAMES, SUMMARIES = fields("article", "name"), fields("article", "summary")
(COUNTRY,), (NOTE,) = fields("person", "country"), fields("person", "note")
COUNTRIES = Field("countries", "slugs", "ISO codes of country parties and of the countries of other parties")
SECTORS = Field("sectors", "slugs", "codes of the sectors it belongs to")
COLLECTION = Field(
    "collection", "text", "its owner: `mithaq` for the shipped data, `kept` for records that others still need"
)
PLACE = Field("place", "text", "slug of the place where the stage was reached", "v_place.slug")
PUBLISHERS = Field("publishers", "integer", "independent publishers that support it; a reprint counts as its original")
CITATIONS = Field("citations", "integer", "citations that support it and its links")
CELL = (
    Field("row_key", "text", "key of the row of a cell; null for an article"),
    Field("column_name", "text", "header of the column of a cell; null for an article"),
)
SOURCE = (
    Field("source_kind", "code", "the kind of the source: `article` or `dataset`", "kind"),
    Field("source", "text", "slug of the article or the data set", "v_record.slug"),
)
SUPPORT = (PUBLISHERS, CITATIONS)
STAGE_RANK = Field("stage_rank", "integer", "rank of the stage, 10 to 100; null for a stage without one")
STAGE = (Field("stage", "code", "the stage that its milestones give: the highest that occurred", "stage"), STAGE_RANK)
ITEM = Field("item", "text", "the link in words, as in `v_citation`; no other link of the record has the same")
OF_LINK = (ITEM, COLLECTION._replace(meaning="the collection that states it"))
COOPERATES = Field("cooperation", "flag", "whether records of its type count as cooperation")
REPORTED = (
    Field("reported_from", "day", "first day of publication of the newest article that cites it; null if open"),
    Field("reported_to", "day", "last day of that publication; null if open"),
)
PARTY_LIST = "parties, each as `slug`, `slug:capacity` or `:capacity`"
AGREEMENTS = Field("agreements", "integer", "agreements it takes part in")
EVENTS = Field("events", "integer", "events it takes part in")
WITH_NARROWER = "of the sector or a narrower one"
DONE_ONCE = "that count as cooperation and are done; a part counts once, with its whole"
OF_PARTNERS = f"in which the country or one of its bodies is a partner, {DONE_ONCE}"
PLANNED = Field(
    "planned", "integer", "agreements, events and initiatives that are planned or under way to their conclusion"
)
COUNTED = (
    Field(
        "whole",
        "text",
        "slug of the record with which it counts once: up to two levels above, or itself",
        "v_record.slug",
    ),
    Field("done", "flag", "1 if it is done; 0 if it is planned or still to be concluded"),
    *STAGE,
)
PARTNERS = Field(
    "partners", "integer", "number of partners: countries, with their bodies, and each partner that has no country"
)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _partner(side: str) -> tuple[Field, ...]:
    """Return the columns of one of two partners."""
    return (
        Field(f"{side}party", "text", "slug of the partner", "v_record.slug"),
        Field(f"{side}country", "text", "ISO code of the partner's country", "v_country.code"),
        *(field._replace(name=f"{side}{field.name}") for field in OF_LINK),
    )


def _counts_of_later_kinds(counting: str) -> tuple[Field, ...]:
    """Return the last columns of `v_country` or `v_sector`."""
    sections = (RECORDS[kind].section for kind in counted_later(counting))
    return tuple(Field(section, "integer", f"{section} of the {counting}") for section in sections)


LISTED = (
    View(
        "v_article", "Articles", "المقالات", "The press articles that facts cite; never their text.", ("slug",),
        (
            slug("article"),
            *NAMES,
            *fields("article", "language", "publisher", "byline", "reprinted_from", "published", "published_basis"),
            *fields("article", "url", "digest", "length"),
            Field("attached", "flag", "whether its text is attached, so that citations can be quoted"),
            Field("facts", "integer", "facts that cite it"),
            Field("citations", "integer", "citations of it"),
        ),
    ),
    View(
        "v_dataset", "Data sets", "مجموعات البيانات", "The tables whose cells facts cite.", ("slug",),
        (
            slug("dataset"),
            *NAMES,
            *fields("dataset", "language", "publisher", "url", "edition", "licence", "key_columns", "sheet"),
            *fields("dataset", "digest", "rows"),
            Field("attached", "flag", "whether its file is attached, so that cells can be quoted"),
            Field("facts", "integer", "facts that cite it"),
            Field("citations", "integer", "citations of its cells"),
        ),
    ),
    View(
        "v_record", "Records", "السجلات", "Everything that has a name, of every kind.", ("slug",),
        (
            slug("record"),
            Field("kind", "code", "the kind of record", "kind"),
            *NAMES,
            *SUMMARIES,
            NOTE,
            COUNTRY,
            COLLECTION,
            CITATIONS,
        ),
    ),
    View(
        "v_former_slug", "Former IDs", "المعرّفات السابقة", "IDs that records once had; never used again.", ("slug",),
        (Field("slug", "text", "the former ID"), *record("slug of the record today")),
    ),
    View(
        "v_collection", "Collections", "المجموعات", "The owners of facts.", ("name",),
        (Field("name", "text", "its name: `mithaq` for the shipped data, `kept` for records that others still need"),),
    ),
    View(
        "v_country", "Countries", "الدول", "Countries and territories of ISO 3166-1, with counts of their records.",
        ("code",),
        (
            slug("country"),
            *fields("country", "code", "alpha3"),
            *NAMES,
            Field("agreements", "integer", f"agreements {OF_PARTNERS}"),
            Field("events", "integer", f"events {OF_PARTNERS}"),
            Field("initiatives", "integer", f"initiatives {OF_PARTNERS}"),
            Field("organizations", "integer", "organizations of the country"),
            Field("figures", "integer", "figures about the country, or about one of its records"),
            Field("until", "text", "year in which a state ended"),
            *fields("country", "successors"),
            PLANNED,
            *fields("country", "numeric"),
            *_counts_of_later_kinds("country"),
        ),
    ),
    View(
        "v_organization", "Organizations", "الجهات", "Ministries, companies, universities, media, unions of states …",
        ("slug",),
        (
            slug("organization"),
            *NAMES,
            *fields("organization", "kind", "country", "parent"),
            AGREEMENTS,
            EVENTS,
        ),
    ),
    View(
        "v_person", "People", "الأشخاص", "People whom the articles name.", ("slug",),
        (slug("person"), *NAMES, COUNTRY, Field("positions", "integer", "positions of the person in the data")),
    ),
    View(
        "v_position", "Positions", "المناصب", "Offices that people hold or held.", (),
        (
            Field("person", "text", "slug of the person", "v_person.slug"),
            *fields("position", "holder", "title", "former", "period"),
            *OF_LINK,
        ),
    ),
    View(
        "v_place", "Places", "الأماكن", "Cities, venues and regions; groups of countries are regions.", ("slug",),
        (slug("place"), *NAMES, *fields("place", "kind", "country")),
    ),
    View(
        "v_agreement", "Agreements", "الاتفاقات",
        "Treaties, memoranda, contracts …, or several of them that the text counts together.", ("slug",),
        (
            slug("agreement"),
            *NAMES,
            *fields("agreement", "type"),
            *STAGE,
            *dated("date", "when the stage was reached"),
            PLACE,
            Field("parties", "slugs", f"its {PARTY_LIST}"),
            COUNTRIES,
            SECTORS,
            *fields("agreement", "value", "value_to", "currency", "qualifier", "instruments", "instruments_qualifier"),
            *fields("agreement", "period", "part_of"),
            *SUPPORT,
            *dated("signed", "when it was first signed, or else adopted"),
            *REPORTED,
            Field("places", "slugs", "slugs of all the places where the stage was reached"),
            Field("unidentified", "integer", "parties that are only printed; `v_participation.printed` names them"),
        ),
    ),
    View(
        "v_event", "Events", "الأحداث", "Summits, visits, missions, exhibitions …, held or planned.", ("slug",),
        (
            slug("event"),
            *NAMES,
            *fields("event", "type", "outlook", "date", "place"),
            Field("place_country", "text", "ISO code of the country of the place", "v_country.code"),
            Field("participants", "slugs", f"those who take part: {PARTY_LIST}"),
            COUNTRIES,
            SECTORS,
            *fields("event", "part_of"),
            *SUPPORT,
            COOPERATES,
            *REPORTED,
            *fields("event", "place_printed"),
        ),
    ),
    View(
        "v_initiative", "Initiatives", "المبادرات", "Programmes, platforms, products, laboratories, strategies …",
        ("slug",),
        (
            slug("initiative"),
            *NAMES,
            *fields("initiative", "type"),
            *STAGE,
            *dated("date", "when the stage was reached"),
            PLACE,
            Field("participants", "slugs", f"those who take part: {PARTY_LIST}"),
            COUNTRIES,
            SECTORS,
            *fields("initiative", "period", "part_of"),
            *SUPPORT,
            COOPERATES,
            *REPORTED,
        ),
    ),
    View(
        "v_participation", "Participations", "المشاركات",
        "Who takes part in an agreement, event, initiative, figure or statement, and how.", (),
        (
            *record("slug of the record in which the party takes part"),
            *fields("participation", "party"),
            Field("party_kind", "code", "the kind of record of the party", "kind"),
            *fields("participation", "role", "capacity"),
            Field("country", "text", "ISO code of the party's country", "v_country.code"),
            Field("partner", "flag", "whether two parties in such roles are partners"),
            *fields("participation", "printed"),
            *OF_LINK,
        ),
    ),
    View(
        "v_cooperation", "Cooperation", "التعاون",
        "Agreements, events and initiatives that count as cooperation: by their type, and not cancelled.",
        ("slug",),
        (slug("record"), Field("kind", "code", "the kind of record", "kind"), *COUNTED, PARTNERS),
    ),
    View(
        "v_partnership", "Partnerships", "الشراكات",
        "Pairs of partners from different countries in records of cooperation, in both orders.", (),
        (
            *record("slug of the agreement, event or initiative"),
            *COUNTED,
            *(each for side in ("", "other_") for each in _partner(side)),
            PARTNERS,
        ),
    ),
    View(
        "v_milestone", "Milestones", "الخطوات", "Milestones of agreements and initiatives, occurred or planned.", (),
        (
            *record("slug of the agreement or initiative"),
            *fields("milestone", "stage"),
            STAGE_RANK,
            *fields("milestone", "outlook", "party", "date", "event", "place", "printed", "place_printed"),
            *OF_LINK,
        ),
    ),
    View(
        "v_figure", "Figures", "الأرقام", "Numbers with their subject, their unit or currency, and their period.",
        ("slug",),
        (
            slug("figure"),
            *NAMES,
            *fields("figure", "subject", "measure", "amount", "amount_to", "unit", "currency", "qualifier", "period"),
            *fields("figure", "base"),
            COUNTRIES,
            *SUPPORT,
            *REPORTED,
        ),
    ),
    View(
        "v_statement", "Statements", "التصريحات", "Claims, aims, assessments, calls and plans, and whose they are.",
        ("slug",),
        (
            slug("statement"),
            *NAMES,
            *SUMMARIES,
            *fields("statement", "attribution", "mode"),
            Field("speakers", "slugs", f"those who say it: {PARTY_LIST}"),
            *fields("statement", "event", "date"),
            Field("subjects", "slugs", "slugs of the records it is about"),
            COUNTRIES,
            SECTORS,
            *SUPPORT,
            *REPORTED,
        ),
    ),
    View(
        "v_about", "Subjects of statements", "مواضيع التصريحات", "The records that statements are about.",
        ("statement", "record"),
        (
            Field("statement", "text", "slug of the statement", "v_statement.slug"),
            *record("slug of the record that it is about"),
            Field("country", "text", "ISO code of the country of that record", "v_country.code"),
            *OF_LINK,
        ),
    ),
    View(
        "v_relation", "Relations", "العلاقات", "Ties between a subject and an object, with their context.", (),
        (
            Field("subject", "text", "slug of the subject", "v_record.slug"),
            Field("subject_kind", "code", "the kind of record of the subject", "kind"),
            *fields("relation", "type", "object"),
            Field("object_kind", "code", "the kind of record of the object", "kind"),
            *fields("relation", "context", "sector", "period"),
            COOPERATES._replace(meaning="whether relations of its type count as cooperation"),
            *fields("relation", "statement"),
            *fields("statement", "mode", "attribution"),
            *OF_LINK,
        ),
    ),
    View(
        "v_sector", "Sectors", "القطاعات", "Fields of cooperation: a tree. Counts include narrower sectors.",
        ("code",),
        (
            Field("code", "text", "code of the sector, as other views hold it"),
            Field("parent", "text", "code of the next broader sector", "v_sector.code"),
            *NAMES,
            Field("agreements", "integer", f"agreements {WITH_NARROWER}, {DONE_ONCE}"),
            Field("events", "integer", f"events {WITH_NARROWER}, {DONE_ONCE}"),
            Field("initiatives", "integer", f"initiatives {WITH_NARROWER}, {DONE_ONCE}"),
            Field("organizations", "integer", f"organizations {WITH_NARROWER}"),
            PLANNED,
            *_counts_of_later_kinds("sector"),
        ),
    ),
    View(
        "v_sector_path", "Paths of sectors", "مسارات القطاعات", "Each sector with itself and with every narrower one.",
        ("broader", "narrower"),
        (
            Field("broader", "text", "code of the broader sector", "v_sector.code"),
            Field("narrower", "text", "code of the narrower sector, or the same", "v_sector.code"),
            Field("depth", "integer", "levels between them; 0 for the sector itself"),
        ),
    ),
    View(
        "v_classification", "Classifications", "التصنيفات", "Which records belong to which sectors.",
        ("record", "sector"),
        (*record(), *fields("classification", "sector"), *OF_LINK),
    ),
    View(
        "v_name", "Other names", "الأسماء الأخرى", "Printed forms, aliases, acronyms, former names and metonyms.", (),
        (
            *record(),
            Field("language", "code", "language of the name", "language"),
            Field("text", "text", MEANINGS["name.text"]),
            Field("form", "code", MEANINGS["name.form"], "name_form"),
        ),
    ),
    View(
        "v_identifier", "Identifiers", "المعرّفات", "The names of records in other schemes, such as Wikidata.", (),
        (*record(), *fields("identifier", "scheme", "value", "url"), *OF_LINK),
    ),
    View(
        "v_citation", "Citations", "الاستشهادات",
        "The characters of an article, or the cell of a data set, that support a fact or a field of it.", (),
        (
            Field("article", "text", "slug of the article; null for a cell", "v_article.slug"),
            *record("slug of the record that owns the fact"),
            Field("fact_kind", "code", "the kind of the fact: a kind of record or of link", "kind"),
            Field("item", "text", "which link of the record, in words: `party:rosatom:signatory`; null for itself"),
            Field("field", "text", "the one field that is supported; empty for the whole fact"),
            Field("start_char", "integer", "first character, counted from 0 in Unicode code points; null for a cell"),
            Field("end_char", "integer", "the character after the last; null for a cell"),
            Field("digest", "text", "SHA-256 of the UTF-8 bytes of these characters, or of the cell, hexadecimal"),
            Field("reading", "text", MEANINGS["citation.reading"]),
            NOTE._replace(meaning="why it was read so"),
            COLLECTION,
            Field("quote", "text", "the characters or the cell itself; null until the text or the file is attached"),
            *CELL,
            Field("printed", "text", MEANINGS["citation.printed"]),
            *SOURCE,
        ),
    ),
    View(
        "v_mention", "Mentions", "الإشارات",
        "For each citation of an article, each country that the fact names: by its record, a party, what a statement is"
        " about, or a relation.",
        (),
        (
            Field("article", "text", "slug of the article", "v_article.slug"),
            *record("slug of the record that owns the fact"),
            COUNTRY._replace(meaning="code of the country, or of the country of the record that the fact names"),
        ),
    ),
    View(
        "v_conflict", "Conflicts", "التعارضات", "Values that a source gives and that differ from the stored ones.", (),
        (
            *record("slug of the record that owns the fact"),
            Field("fact_kind", "code", "the kind of the fact: a kind of record or of link", "kind"),
            Field("item", "text", "which link of the record, in words; null for itself"),
            Field("field", "text", "the field with two values"),
            Field("stored", "text", "the stored value, as text"),
            Field("reading", "text", "the value that the source gives, as text"),
            Field("article", "text", "slug of the article; null for a data set", "v_article.slug"),
            NOTE._replace(meaning="why it was read so"),
            *CELL,
            *SOURCE,
        ),
    ),
    View(
        "v_code", "Codes", "الرموز", "Every code of every vocabulary, with its label and definition.",
        ("vocabulary", "code"),
        (
            Field("vocabulary", "text", "the vocabulary it belongs to"),
            Field("code", "text", "the code that other views hold"),
            Field("label_en", "text", MEANINGS["label_en"]),
            Field("label_ar", "text", MEANINGS["label_ar"]),
            Field("definition_en", "text", "how it differs from similar codes"),
            Field("definition_ar", "text", "the same in Arabic"),
            Field("rank", "integer", "rank of a stage, if it has one"),
            Field("cooperation", "flag", "whether records of this type count as cooperation"),
            Field("partner", "flag", "whether two parties in such roles are partners"),
            Field("under_way", "flag", "for a stage: whether something is still to be concluded"),
            Field("collection", "text", "the collection that adds it, the first of several; mithaq for ours"),
        ),
    ),
    View(
        "v_gap", "Gaps", "الثغرات", "Facts that a record lacks, records with a single citation, and doubts.",
        ("gap", "slug"),
        (
            Field("gap", "text", f"what is missing: {_quoted(LACKING)}; or what is doubtful: {_quoted(DOUBTFUL)}"),
            Field("slug", "text", "slug of the record", "v_record.slug"),
            Field("kind", "code", "the kind of record", "kind"),
            *NAMES,
        ),
    ),
    View(
        "v_stale", "Stale", "ما فات موعده",
        "Plans and records under way, of which nothing later is known; overdue after the day `past`.", (),
        (
            Field("slug", "text", "slug of the agreement, event or initiative", "v_record.slug"),
            Field("kind", "code", "the kind of record", "kind"),
            *NAMES,
            Field("stage", "code", "the stage that is planned, or was reached last; null for an event", "stage"),
            STAGE_RANK,
            Field("outlook", "code", "whether it is planned, postponed, or occurred and is still under way", "outlook"),
            *dated("date", "when it is planned for, or when the stage was reached"),
            Field("past", "day", "last day of its date, or of the event or record that it belongs to"),
        ),
    ),
    View(
        "v_load", "Loads", "عمليات التحميل", "The log of loads: one row for each that changed something.", ("id",),
        (
            Field("id", "integer", "number of the load, from 1"),
            Field("loaded_at", "text", "when it was loaded: UTC, ISO 8601"),
            COLLECTION,
            Field("version", "text", "version of Mithaq that loaded it"),
            Field("digest", "text", MEANINGS["load.digest"]),
            Field("inserted", "integer", MEANINGS["load.inserted"]),
            Field("updated", "integer", MEANINGS["load.updated"]),
            Field("deleted", "integer", MEANINGS["load.deleted"]),
            Field("unchanged", "integer", MEANINGS["load.unchanged"]),
        ),
    ),
)  # fmt: skip
VIEWS = tuple(map(with_later_fields, LISTED))
# Pairs of partners grow with the square of the parties, and follow from other views.
CONTRACT = tuple(view for view in VIEWS if view.name != "v_partnership")
# The log of loads is left out, so that exports of the same data are the same bytes.
EXPORTED = tuple(view for view in CONTRACT if view.name != "v_load")
