"""The sections of a dossier: small reports about one record that only dossiers print."""

from __future__ import annotations

from models.kinds.records import RECORDS
from models.kinds.types import RecordKind
from reports.catalogue import columns as col
from reports.catalogue.people import newest_first
from reports.catalogue.registry import load
from reports.display.fact_words import ITSELF as ITSELF_IN_WORDS
from reports.display.table import Column, Fit
from reports.dossiers.dossier import section_report
from reports.query.filters import Filter
from reports.query.report import MARK, Report


def _parts(kind: RecordKind) -> str:
    """Return a SELECT of the records of a kind with the slug of the record that each belongs to."""
    outlook = "outlook" if any(field.name == "outlook" for field in kind.fields) else "CAST(NULL AS VARCHAR(20))"
    columns = f"slug, '{kind.kind}' AS kind, name_en, name_ar, {outlook} AS outlook, {kind.part_of} AS part_of"
    return f"SELECT {columns} FROM v_{kind.kind}"


PARTY, PRINTED, ROLE, CAPACITY = col.of("participation", "party", "printed", "role", "capacity")
HOLDER, TITLE_EN, TITLE_AR, FORMER = col.of("position", "holder", "title", "former")
(RECORD,) = col.of("about", "record")
ITEM = Column("item", "Fact", "الواقعة", "code", "item")
FIELD = Column("field", "Field", "الحقل", "code", "field")
QUOTE = Column("quote", "Quote", "النص")
ARTICLE = Column("article", "Article", "المقال", "code", "record", hidden=True)
SOURCE = Column("source", "Source", "المصدر", "code", "record")
# Keys and headers are text, as the table has them.
CELL = (
    Column("row_key", "Row", "الصف"),
    Column("column_name", "Column", "العمود"),
    Column("printed", "Printed", "كما ورد"),
)
# Positions are text: they are pasted into seed files, without separators.
SPAN = (Column("start_char", "From", "من"), Column("end_char", "To", "إلى"))
FACT_KIND = Column("fact_kind", "Kind of fact", "صنف الواقعة", "code", "kind", hidden=True)
VARIANT_TEXTS = ("stored", "reading", "note", "quote")
RECORD_KIND = Column("record_kind", "Kind", "الصنف", "code", "kind")

ITSELF = section_report(
    "record",
    ("Record", "السجل"),
    (
        col.SLUG,
        col.KIND,
        col.NAME_EN,
        col.NAME_AR,
        col.SUMMARY_EN,
        col.SUMMARY_AR,
        col.COUNTRY,
        col.NOTE,
        col.COLLECTION,
    ),
    "v_record",
    ("slug",),
    "slug = :record",
)
# Every country has these; the report `countries` only those with records.
COUNTRY = section_report(
    "country",
    ("Country", "الدولة"),
    (
        Column("code", "Code", "الرمز"),
        Column("alpha3", "Alpha-3 code", "الرمز الثلاثي"),
        Column("until", "Ended", "سنة الزوال"),
        Column("successors", "Successors", "الدول الخلف", "slugs", "country"),
    ),
    "v_country",
    ("code",),
    "code = :record",
)
PLACE = section_report(
    "place",
    ("Place", "المكان"),
    (col.SLUG, Column("place_kind", "Kind of place", "نوع المكان", "code", "place_kind")),
    "(SELECT slug, kind AS place_kind FROM v_place) place",
    ("slug",),
    "slug = :record",
)
ORGANIZATION = section_report(
    "organization",
    ("Organization", "الجهة"),
    (
        Column("organization_kind", "Kind of organization", "نوع الجهة", "code", "organization_kind"),
        *col.of("organization", "parent"),
        col.AGREEMENTS,
        col.EVENTS,
    ),
    "(SELECT slug, kind AS organization_kind, parent, agreements, events FROM v_organization) organization",
    ("slug",),
    "slug = :record",
)
NAMES = section_report(
    "names",
    ("Also known as", "يُعرف أيضًا باسم"),
    (
        Column("text", "Name", "الاسم"),
        Column("language", "Language", "اللغة", "code", "language"),
        Column("form", "Form", "الصيغة", "code", "name_form"),
    ),
    "v_name",
    ("language", "text", "form"),
    "record = :record",
)
IDENTIFIERS = section_report(
    "identifiers",
    ("Identifiers", "المعرّفات"),
    col.of("identifier", "scheme", "value", "url"),
    "v_identifier",
    ("scheme", "value"),
    "record = :record",
)
PARTIES = section_report(
    "parties",
    ("Parties", "الأطراف"),
    (
        PARTY,
        PRINTED,
        ROLE,
        CAPACITY,
        col.detail(col.COUNTRY),
        Column("party_kind", "Kind", "الصنف", "code", "kind", detail=True),
    ),
    "v_participation",
    ("role", "party NULLS LAST", "printed NULLS LAST", "capacity"),
    "record = :record",
)
MILESTONES = section_report(
    "milestones",
    ("Milestones", "الخطوات"),
    (
        col.STAGE,
        col.MILESTONE_OUTLOOK,
        col.DATE,
        PARTY,
        PRINTED,
        *col.of("milestone", "event", "place", "place_printed"),
    ),
    "v_milestone",
    ("date_from NULLS LAST", "stage_rank NULLS LAST", "stage", "outlook", "item"),
    "record = :record",
)
MILESTONES_AT = section_report(
    "steps",
    ("Milestones there", "خطوات فيه"),
    (RECORD, RECORD_KIND, col.STAGE, col.MILESTONE_OUTLOOK, col.DATE),
    """(
    SELECT record, record_kind, stage, outlook, date, date_from, date_to, event AS this FROM v_milestone
    UNION ALL SELECT record, record_kind, stage, outlook, date, date_from, date_to, place FROM v_milestone
) steps""",
    ("date_from NULLS LAST", "record", "stage"),
    "this = :record",
)
EVENTS_AT = section_report(
    "held",
    ("Events there", "أحداث فيه"),
    (col.SLUG, col.NAME_EN, col.NAME_AR, col.OUTLOOK, col.DATE),
    "v_event",
    ("date_from NULLS LAST", "slug"),
    "place = :record",
)
POSITIONS = section_report(
    "positions",
    ("Positions", "المناصب"),
    (TITLE_EN, TITLE_AR, HOLDER, FORMER, col.PERIOD),
    "v_position o",
    newest_first("(SELECT count(*) FROM v_citation c WHERE c.record = o.person AND c.item = o.item)"),
    "person = :record",
)
OFFICES = section_report(
    "offices",
    ("People", "الأشخاص"),
    (Column("person", "Person", "الشخص", "code", "record"), TITLE_EN, TITLE_AR, FORMER, col.PERIOD),
    "v_position",
    ("former NULLS LAST", "person", "item"),
    "holder = :record",
)
TAKES_PART = section_report(
    "takes_part",
    ("Takes part in", "يشارك في"),
    (RECORD, RECORD_KIND, ROLE, CAPACITY),
    "v_participation",
    ("record_kind", "record", "role", "capacity"),
    "party = :record",
)
PARTS = section_report(
    "parts",
    ("Parts", "الأجزاء"),
    (col.SLUG, col.KIND, col.NAME_EN, col.NAME_AR, col.OUTLOOK),
    f"({' UNION ALL '.join(map(_parts, filter(lambda kind: kind.part_of, RECORDS.values())))}) parts",
    # If the order named the slug itself, SQLite would read every organization along the index of slugs.
    ("kind", "slug || ''"),
    "part_of = :record",
)
CITATIONS = section_report(
    "citations",
    ("Evidence", "الأدلة"),
    (ITEM, FIELD, QUOTE, SOURCE, ARTICLE, *CELL, col.NOTE, *SPAN),
    "v_citation",
    ("source", "start_char", "end_char", "item NULLS FIRST", "field", "row_key", "column_name"),
    "record = :record AND reading IS NULL",
)
# For readers: the fact is named in words, also where it is the record itself.
LOCATED = CITATIONS._replace(
    source=f"""(
    SELECT record, COALESCE(item, '{ITSELF_IN_WORDS}') AS item, field, quote, source, article,
        row_key, column_name, printed, note, reading, start_char, end_char
    FROM v_citation
) citations""",
    order=("source", "start_char", "end_char", "item", "field", "row_key", "column_name"),
    fit=Fit(
        ("item", "quote", "row_key", "column_name", "start_char", "end_char"),
        ("printed", "field", "source", "note"),
        ("item", "quote", "note"),
    ),
)
# Evidence without positions: passages that support the same fact are one row, unless their words are known.
EVIDENCE = CITATIONS._replace(
    columns=(
        ITEM,
        FIELD,
        QUOTE,
        SOURCE,
        ARTICLE,
        *CELL,
        Column("passages", "Passages", "المواضع", "integer"),
        col.NOTE,
    ),
    source=f"""(
    SELECT record, COALESCE(item, '{ITSELF_IN_WORDS}') AS item, field, quote, source, article,
        row_key, column_name, printed, note, reading,
        NULLIF(count(*), 1) AS passages, min(start_char) AS start_char, min(end_char) AS end_char
    FROM v_citation
    GROUP BY record, item, field, quote, source, article, row_key, column_name, printed, note, reading
) citations""",
    order=("source", "start_char", "end_char", "item", "field", "row_key", "column_name"),
    fit=Fit(
        ("item", "quote", "row_key", "column_name"),
        ("printed", "field", "source", "passages", "note"),
        ("item", "quote", "note"),
    ),
)
VARIANTS = section_report(
    "otherwise",
    ("Variants", "قراءات أخرى"),
    (
        FACT_KIND,
        ITEM,
        FIELD,
        Column("stored", "Stored", "المخزّن", "code", "value"),
        Column("reading", "Variant", "قراءة أخرى", "code", "value"),
        SOURCE,
        ARTICLE,
        *CELL[:2],
        col.NOTE,
        QUOTE,
        *SPAN,
    ),
    """(
    SELECT c.*, (SELECT max(o.stored) FROM v_conflict o WHERE o.record = c.record AND o.source = c.source
        AND COALESCE(o.item, '') = COALESCE(c.item, '') AND o.field = c.field AND o.reading = c.reading) AS stored
    FROM v_citation c
    WHERE c.reading IS NOT NULL
) otherwise""",
    ("source", "start_char", "end_char", "item NULLS FIRST", "field", "reading", "row_key"),
    "record = :record",
)._replace(
    fit=Fit(
        ("field", "stored", "reading", "note"), ("item", "quote", "source", "row_key", "column_name"), VARIANT_TEXTS
    )
)
ARTICLES = section_report(
    "articles",
    ("Articles cited", "المقالات المستشهد بها"),
    (
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("article", "publisher", "published")[:2],
        Column("basis", "Date source", "مصدر التاريخ", "code", "published_basis printed"),
    ),
    "(SELECT a.*, CASE WHEN published IS NULL THEN 'no' ELSE published_basis END AS basis FROM v_article a) articles",
    ("slug",),
    "slug IN (SELECT article FROM v_citation WHERE record = :record) AND slug <> :record",
)
DATASETS = section_report(
    "datasets",
    ("Data sets cited", "مجموعات البيانات المستشهد بها"),
    (col.SLUG, col.NAME_EN, col.NAME_AR, *col.of("dataset", "publisher", "edition", "licence")),
    "v_dataset",
    ("slug",),
    "slug IN (SELECT source FROM v_citation WHERE record = :record)",
)
SUPPORTS = section_report(
    "supports",
    ("Records supported", "سجلات يدعمها"),
    (RECORD, RECORD_KIND, col.CITATIONS._replace(detail=False)),
    """(
    SELECT source, record, record_kind, count(*) AS citations FROM v_citation GROUP BY source, record, record_kind
) supports""",
    ("record_kind", "record"),
    "source = :record",
)


def without_span(report: Report) -> Report:
    """Return the section without the positions of citations."""
    return report._replace(columns=tuple(column for column in report.columns if column not in SPAN))


def figures() -> Report:
    """Build the report of the figures that have the record as subject or party."""
    return _narrow_to(load("figures"), "SELECT f.slug FROM v_figure f WHERE f.subject = :record")


def statements() -> Report:
    """Build the report of the statements that are about the record or have it as a party."""
    return _narrow_to(load("statements"), "SELECT b.statement AS slug FROM v_about b WHERE b.record = :record")


def relations() -> Report:
    """Build the report of the relations with the record as subject, object, context or statement."""
    report = load("relations")
    ends = " UNION ALL ".join(f"SELECT relations.*, {end} AS this FROM {report.source}" for end in ENDS)
    return report._replace(source=f"({ends}) relations", filters=(Filter("record", "this = :record"),))


# The columns by which a relation refers to a record.
ENDS = ("subject", "object", "context", "statement")


def _narrow_to(report: Report, others: str) -> Report:
    """Narrow a report to the records that have `this` record as a party, and to others; OR would read every row."""
    source = f"""(
    SELECT v.* FROM (
        {others}
        UNION SELECT p.record FROM v_participation p WHERE 1 = 1{MARK}
    ) found
    JOIN {report.source} v ON v.slug = found.slug
) {report.name}"""
    return report._replace(source=source, filters=(Filter("record", "p.party = :record"),))
