"""What every column of every view means, written once: exports describe themselves with it, and the data dictionary.

The order of columns is the contract's. `tests/test_docs.py` holds this file against the views themselves.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Type = Literal["text", "code", "slugs", "date", "day", "integer", "number", "flag"]

TYPES: dict[Type, str] = {
    "text": "text",
    "code": "a code of a vocabulary; `v_code` has its labels and definition",
    "slugs": "several slugs or codes, sorted, joined by `; `",
    "date": "EDTF text (ISO 8601-2), as precise as the source and no more",
    "day": "a day, `YYYY-MM-DD`",
    "integer": "a whole number",
    "number": "a number, double precision",
    "flag": "1 for yes, 0 for no",
}


class Field(NamedTuple):
    """A column of a view. `target` is the `view.column` whose value it repeats, or the vocabulary of its codes."""

    name: str
    type: Type
    meaning: str
    target: str = ""

    @property
    def reference(self) -> tuple[str, str] | None:
        """The view and the column that the value refers to."""
        view, _, column = self.target.partition(".")
        return (view, column) if column else None

    @property
    def language(self) -> str | None:
        """`en` or `ar` for a column that holds text of one language."""
        suffix = self.name[-3:]
        return suffix[1:] if suffix in ("_en", "_ar") else None


class View(NamedTuple):
    """A view of the contract; `key` is what tells its rows apart, where columns that are never null do."""

    name: str
    title_en: str
    title_ar: str
    meaning: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]


def slug(of: str) -> Field:
    return Field("slug", "text", f"what names the {of} everywhere; lower-case ASCII, never reused")


def dated(name: str, meaning: str) -> tuple[Field, Field, Field]:
    """An EDTF date, with its first and last day."""
    return (
        Field(name, "date", meaning),
        Field(f"{name}_from", "day", f"first day of `{name}`; null where open or unknown"),
        Field(f"{name}_to", "day", f"last day of `{name}`; null where open or unknown"),
    )


def record(meaning: str = "slug of the record") -> tuple[Field, Field]:
    return (
        Field("record", "text", meaning, "v_record.slug"),
        Field("record_kind", "code", "what kind of record it is", "kind"),
    )


def part_of(view: str, meaning: str) -> Field:
    return Field("part_of", "text", meaning, f"{view}.slug")


NAMES = (Field("name_en", "text", "name in English"), Field("name_ar", "text", "name in Arabic"))
SUMMARIES = (
    Field("summary_en", "text", "what it is, in our own words, in English"),
    Field("summary_ar", "text", "the same in Arabic"),
)
COUNTRY = Field("country", "text", "its own country, ISO 3166-1 alpha-2", "v_country.code")
COUNTRIES = Field("countries", "slugs", "ISO codes of country parties and of the countries of other parties")
SECTORS = Field("sectors", "slugs", "codes of the sectors it belongs to")
COLLECTION = Field(
    "collection", "text", "whose it is: `mithaq` is what comes with Mithaq, `kept` what others still need"
)
NOTE = Field("note", "text", "reasons and doubts of the curators")
PLACE = Field("place", "text", "slug of the place", "v_place.slug")
PUBLISHERS = Field("publishers", "integer", "independent publishers that support it; a reprint counts as its original")
CITATIONS = Field("citations", "integer", "citations that support it and its links")
SUPPORT = (PUBLISHERS, CITATIONS)
CURRENCY = Field("currency", "code", "ISO 4217 code of the currency", "currency")
STAGE = (
    Field("stage", "code", "the stage that its milestones give: the highest that occurred", "stage"),
    Field("stage_rank", "integer", "height of the stage on the ladder, 10 to 100; null beside the ladder"),
)
AGREEMENTS = Field("agreements", "integer", "agreements it takes part in")
EVENTS = Field("events", "integer", "events it takes part in")
WITH_NARROWER = "of the sector or a narrower one"

VIEWS = (
    View(
        "v_article", "Articles", "المقالات", "The press articles that facts cite; never their text.", ("slug",),
        (
            slug("article"),
            *NAMES,
            Field("language", "code", "language of the text", "language"),
            Field("publisher", "text", "slug of the organization that published it", "v_organization.slug"),
            Field("byline", "text", "the author's name as printed"),
            Field("reprinted_from", "text", "slug of the organization it was taken from", "v_organization.slug"),
            *dated("published", "when it was published"),
            Field("published_basis", "code", "where the date of publication comes from", "published_basis"),
            Field("url", "text", "its address on the web, where it is known"),
            Field("digest", "text", "SHA-256 of the UTF-8 bytes of the text, hexadecimal"),
            Field("length", "integer", "Unicode code points of the text"),
            Field("attached", "flag", "whether its text is attached, so that citations can be quoted"),
            Field("facts", "integer", "facts that cite it"),
            Field("citations", "integer", "citations of it"),
        ),
    ),
    View(
        "v_record", "Records", "السجلات", "Everything that has a name, of every kind.", ("slug",),
        (
            slug("record"),
            Field("kind", "code", "what kind of record it is", "kind"),
            *NAMES,
            *SUMMARIES,
            NOTE,
            COUNTRY,
            COLLECTION,
        ),
    ),
    View(
        "v_country", "Countries", "الدول", "Countries and territories of ISO 3166-1, with what the data say of them.",
        ("code",),
        (
            slug("country"),
            Field("code", "text", "ISO 3166-1 alpha-2"),
            Field("alpha3", "text", "ISO 3166-1 alpha-3"),
            *NAMES,
            Field("agreements", "integer", "agreements in which the country, or a party of it, takes part"),
            Field("events", "integer", "events in which the country, or a party of it, takes part"),
            Field("initiatives", "integer", "initiatives in which the country, or a party of it, takes part"),
            Field("organizations", "integer", "organizations of the country"),
            Field("figures", "integer", "figures about the country, or about a record of it"),
        ),
    ),
    View(
        "v_organization", "Organizations", "الجهات", "Ministries, companies, universities, media, unions of states …",
        ("slug",),
        (
            slug("organization"),
            *NAMES,
            Field("kind", "code", "what it is", "organization_kind"),
            COUNTRY,
            Field("parent", "text", "slug of the organization it belongs to", "v_organization.slug"),
            AGREEMENTS,
            EVENTS,
        ),
    ),
    View(
        "v_person", "People", "الأشخاص", "People whom the articles name.", ("slug",),
        (slug("person"), *NAMES, COUNTRY, Field("positions", "integer", "offices that the data give the person")),
    ),
    View(
        "v_position", "Positions", "المناصب", "Offices that people hold or held.", (),
        (
            Field("person", "text", "slug of the person", "v_person.slug"),
            Field("holder", "text", "slug of the organization or country; null where unsaid", "v_record.slug"),
            Field("title_en", "text", "title of the office in English"),
            Field("title_ar", "text", "title of the office in Arabic"),
            Field("former", "flag", "whether the text calls it a former office"),
            *dated("period", "when the person held it"),
        ),
    ),
    View(
        "v_place", "Places", "الأماكن", "Cities, venues and regions; groups of countries are regions.", ("slug",),
        (slug("place"), *NAMES, Field("kind", "code", "what it is", "place_kind"), COUNTRY),
    ),
    View(
        "v_agreement", "Agreements", "الاتفاقات",
        "Treaties, memoranda, contracts …, or several of them that the text counts together.", ("slug",),
        (
            slug("agreement"),
            *NAMES,
            Field("type", "code", "its legal or practical form", "agreement_type"),
            *STAGE,
            *dated("date", "when the stage was reached"),
            PLACE._replace(meaning="slug of the place where the stage was reached"),
            Field("parties", "slugs", "slugs of its parties"),
            COUNTRIES,
            SECTORS,
            Field("value", "number", "what it is worth, in units of the currency"),
            Field("value_to", "number", "upper end of the value, where the text gives a range"),
            CURRENCY,
            Field("qualifier", "code", "how exactly the text gives the value", "qualifier"),
            Field("instruments", "integer", "how many instruments the row stands for; null for one"),
            Field("instruments_qualifier", "code", "how exactly the text gives that count", "qualifier"),
            *dated("period", "how long it runs"),
            part_of("v_agreement", "slug of the agreement it belongs to"),
            *SUPPORT,
        ),
    ),
    View(
        "v_event", "Events", "الأحداث", "Summits, visits, missions, exhibitions …, held or planned.", ("slug",),
        (
            slug("event"),
            *NAMES,
            Field("type", "code", "its form", "event_type"),
            Field("outlook", "code", "whether it occurred or is planned", "outlook"),
            *dated("date", "when it is held"),
            PLACE,
            Field("place_country", "text", "ISO code of the country of the place", "v_country.code"),
            Field("participants", "slugs", "slugs of those who take part"),
            COUNTRIES,
            SECTORS,
            part_of("v_event", "slug of the event it belongs to"),
            *SUPPORT,
        ),
    ),
    View(
        "v_initiative", "Initiatives", "المبادرات", "Programmes, platforms, products, laboratories, strategies …",
        ("slug",),
        (
            slug("initiative"),
            *NAMES,
            Field("type", "code", "its form", "initiative_type"),
            *STAGE,
            *dated("date", "when the stage was reached"),
            PLACE,
            Field("participants", "slugs", "slugs of those who take part"),
            COUNTRIES,
            SECTORS,
            *dated("period", "how long it runs"),
            part_of("v_initiative", "slug of the initiative it belongs to"),
            *SUPPORT,
        ),
    ),
    View(
        "v_participation", "Participations", "المشاركات",
        "Who takes part in an agreement, event, initiative, figure or statement, and how.", (),
        (
            *record("slug of the record that is taken part in"),
            Field("party", "text", "slug of the party; null where only a capacity is named", "v_record.slug"),
            Field("party_kind", "code", "what kind of record the party is", "kind"),
            Field("role", "code", "what the party does", "role"),
            Field("capacity", "code", "in what capacity it is meant: itself, or its companies, experts …", "capacity"),
            Field("country", "text", "ISO code of the party's country", "v_country.code"),
        ),
    ),
    View(
        "v_milestone", "Milestones", "الخطوات", "Steps of agreements and initiatives, occurred or planned.", (),
        (
            *record("slug of the agreement or initiative"),
            Field("stage", "code", "the stage that the step reaches", "stage"),
            Field("stage_rank", "integer", "height of the stage on the ladder, 10 to 100; null beside the ladder"),
            Field("outlook", "code", "whether it occurred or is planned", "outlook"),
            Field("party", "text", "slug of the one party that took the step alone", "v_record.slug"),
            *dated("date", "when the step was taken, or is planned for"),
            Field("event", "text", "slug of the event at which it was taken", "v_event.slug"),
            PLACE,
        ),
    ),
    View(
        "v_figure", "Figures", "الأرقام", "Numbers with their subject, their unit or currency, and their period.",
        ("slug",),
        (
            slug("figure"),
            *NAMES,
            Field("subject", "text", "slug of the record that the number is about", "v_record.slug"),
            Field("measure", "code", "what sort of quantity it is", "measure"),
            Field("amount", "number", "the number, in the unit or currency"),
            Field("amount_to", "number", "upper end, where the text gives a range"),
            Field("unit", "code", "unit of the number; null for money", "unit"),
            CURRENCY._replace(meaning="ISO 4217 code of the currency; null where the number is not money"),
            Field("qualifier", "code", "how exactly the text gives the number", "qualifier"),
            *dated("period", "when the number holds"),
            *dated("base", "what a change is measured against"),
            COUNTRIES,
            *SUPPORT,
        ),
    ),
    View(
        "v_statement", "Statements", "التصريحات", "Claims, aims, assessments, calls and plans, and whose they are.",
        ("slug",),
        (
            slug("statement"),
            *NAMES,
            *SUMMARIES,
            Field("attribution", "code", "to whom the article attributes it", "attribution"),
            Field("mode", "code", "what sort of speech act it is", "mode"),
            Field("speakers", "slugs", "slugs of those who say it"),
            Field("event", "text", "slug of the event at which it was said", "v_event.slug"),
            *dated("date", "when it was said"),
            Field("subjects", "slugs", "slugs of what it is about"),
            COUNTRIES,
            SECTORS,
            *SUPPORT,
        ),
    ),
    View(
        "v_about", "Subjects of statements", "مواضيع التصريحات", "What each statement is about.",
        ("statement", "record"),
        (
            Field("statement", "text", "slug of the statement", "v_statement.slug"),
            *record("slug of what it is about"),
            Field("country", "text", "ISO code of the country of what it is about", "v_country.code"),
            Field("item", "text", "the link in words, as in `v_citation`: `about:rosatom`"),
        ),
    ),
    View(
        "v_relation", "Relations", "العلاقات", "How a subject stands to an object, and in what.", (),
        (
            Field("subject", "text", "slug of the subject", "v_record.slug"),
            Field("subject_kind", "code", "what kind of record the subject is", "kind"),
            Field("type", "code", "how the subject stands to the object", "relation_type"),
            Field("object", "text", "slug of the object", "v_record.slug"),
            Field("object_kind", "code", "what kind of record the object is", "kind"),
            Field("context", "text", "slug of the third term: where or in what it holds", "v_record.slug"),
            Field("sector", "text", "code of the sector in which it holds", "v_sector.code"),
            *dated("period", "when it holds"),
        ),
    ),
    View(
        "v_sector", "Sectors", "القطاعات", "Fields of cooperation: a tree, counted with all that is narrower.",
        ("code",),
        (
            Field("code", "text", "what names the sector everywhere"),
            Field("parent", "text", "code of the next broader sector", "v_sector.code"),
            *NAMES,
            Field("agreements", "integer", f"agreements {WITH_NARROWER}"),
            Field("events", "integer", f"events {WITH_NARROWER}"),
            Field("initiatives", "integer", f"initiatives {WITH_NARROWER}"),
            Field("organizations", "integer", f"organizations {WITH_NARROWER}"),
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
        (*record(), Field("sector", "text", "code of the sector", "v_sector.code")),
    ),
    View(
        "v_name", "Further names", "الأسماء الأخرى", "Printed forms, aliases, acronyms, former names and metonyms.", (),
        (
            *record(),
            Field("language", "code", "language of the name", "language"),
            Field("text", "text", "the name"),
            Field("form", "code", "what sort of name it is", "name_form"),
        ),
    ),
    View(
        "v_citation", "Citations", "الاستشهادات", "The characters of an article that support a fact, or a field of it.",
        (),
        (
            Field("article", "text", "slug of the article", "v_article.slug"),
            *record("slug of the record that owns the fact"),
            Field("fact_kind", "code", "what kind of fact it is: that of a record, or of a link", "kind"),
            Field("item", "text", "which link of the record, in words: `party:rosatom:signatory`; null for itself"),
            Field("field", "text", "the one field that is supported; empty for the whole fact"),
            Field("start_char", "integer", "first character, counted from 0 in Unicode code points"),
            Field("end_char", "integer", "the character after the last"),
            Field("digest", "text", "SHA-256 of the UTF-8 bytes of these characters, hexadecimal"),
            Field("reading", "text", "what this source says, where it differs from the value stored"),
            NOTE._replace(meaning="why it was read so"),
            COLLECTION,
            Field("quote", "text", "the characters themselves; null until the text of the article is attached"),
        ),
    ),
    View(
        "v_conflict", "Conflicts", "التعارضات", "Where a source says otherwise than what is stored.", (),
        (
            *record("slug of the record that owns the fact"),
            Field("fact_kind", "code", "what kind of fact it is: that of a record, or of a link", "kind"),
            Field("item", "text", "which link of the record, in words; null for itself"),
            Field("field", "text", "the field that is in doubt"),
            Field("stored", "text", "the value stored, as text"),
            Field("reading", "text", "the value that the article gives, as text"),
            Field("article", "text", "slug of the article", "v_article.slug"),
            NOTE._replace(meaning="why it was read so"),
        ),
    ),
    View(
        "v_code", "Codes", "الرموز", "Every code of every vocabulary, with its label and definition.",
        ("vocabulary", "code"),
        (
            Field("vocabulary", "text", "the vocabulary it belongs to"),
            Field("code", "text", "the code that other views hold"),
            Field("label_en", "text", "label in English"),
            Field("label_ar", "text", "label in Arabic"),
            Field("definition_en", "text", "what tells it from its neighbours"),
            Field("definition_ar", "text", "the same in Arabic"),
            Field("rank", "integer", "height on the ladder, for a stage that is on it"),
        ),
    ),
    View(
        "v_gap", "Gaps", "الثغرات", "What the database does not say of a record, or supports by one citation only.",
        ("gap", "slug"),
        (
            Field("gap", "text", "what is missing: `no_milestone`, `no_date`, `no_place`, `no_parties`, `no_sector`,"
                " `no_position`, `no_country`, `no_publisher`, `no_publication_date`, `no_speaker`, `one_citation`"),
            Field("slug", "text", "slug of the record", "v_record.slug"),
            Field("kind", "code", "what kind of record it is", "kind"),
            *NAMES,
        ),
    ),
    View(
        "v_stale", "Stale", "ما فات موعده",
        "Plans, and what is under way and not signed, with nothing known since; past on the day that `past` gives.", (),
        (
            Field("slug", "text", "slug of the agreement, event or initiative", "v_record.slug"),
            Field("kind", "code", "what kind of record it is", "kind"),
            *NAMES,
            Field("stage", "code", "the stage that is planned, or was reached last; null for an event", "stage"),
            Field("stage_rank", "integer", "height of the stage on the ladder, 10 to 100; null beside the ladder"),
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
            Field("digest", "text", "SHA-256 over the paths and digests of all seed files read"),
            Field("inserted", "integer", "rows inserted"),
            Field("updated", "integer", "rows updated"),
            Field("deleted", "integer", "rows deleted"),
            Field("unchanged", "integer", "rows found unchanged"),
        ),
    ),
)  # fmt: skip
# The log of loads is left out, so that exports of the same data are equal to the last byte.
EXPORTED = tuple(view for view in VIEWS if view.name != "v_load")
