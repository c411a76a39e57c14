"""What stands around a record: small reports that only dossiers print, each narrowed to one record."""

from __future__ import annotations

from reports.catalogue import columns as col
from reports.catalogue.registry import load
from reports.display.table import Column
from reports.dossiers.dossier import around
from reports.query.filters import Filter
from reports.query.report import MARK, Report

PARTY, PRINTED, ROLE, CAPACITY = col.of("participation", "party", "printed", "role", "capacity")
HOLDER, TITLE_EN, TITLE_AR, FORMER = col.of("position", "holder", "title", "former")
(RECORD,) = col.of("about", "record")
ARTICLE = Column("article", "Article", "المقال")
# Last, so that they go first where there is little room.
SPAN = (Column("start_char", "From", "من", "integer"), Column("end_char", "To", "إلى", "integer"))
RECORD_KIND = Column("record_kind", "Kind", "الصنف", "code", "kind")

ITSELF = around(
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
PLACE = around(
    "place",
    ("Place", "المكان"),
    (col.SLUG, Column("place_kind", "Kind of place", "نوع المكان", "code", "place_kind")),
    "(SELECT slug, kind AS place_kind FROM v_place) place",
    ("slug",),
    "slug = :record",
)
ORGANIZATION = around(
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
NAMES = around(
    "names",
    ("Further names", "أسماء أخرى"),
    (
        Column("text", "Name", "الاسم"),
        Column("language", "Language", "اللغة", "code", "language"),
        Column("form", "Form", "الصيغة", "code", "name_form"),
    ),
    "v_name",
    ("language", "text", "form"),
    "record = :record",
)
PARTIES = around(
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
MILESTONES = around(
    "milestones",
    ("Milestones", "الخطوات"),
    (
        col.STAGE,
        col.OUTLOOK,
        col.DATE,
        PARTY,
        PRINTED,
        *col.of("milestone", "event", "place", "place_printed"),
    ),
    "v_milestone",
    ("date_from NULLS LAST", "stage_rank NULLS LAST", "stage", "outlook", "item"),
    "record = :record",
)
STEPS_AT = around(
    "steps",
    ("Steps taken there", "خطوات تمت فيه"),
    (RECORD, RECORD_KIND, col.STAGE, col.OUTLOOK, col.DATE),
    """(
    SELECT record, record_kind, stage, outlook, date, date_from, date_to, event AS this FROM v_milestone
    UNION ALL SELECT record, record_kind, stage, outlook, date, date_from, date_to, place FROM v_milestone
) steps""",
    ("date_from NULLS LAST", "record", "stage"),
    "this = :record",
)
HELD_AT = around(
    "held",
    ("Events held there", "أحداث أقيمت فيه"),
    (col.SLUG, col.NAME_EN, col.NAME_AR, col.DATE),
    "v_event",
    ("date_from NULLS LAST", "slug"),
    "place = :record",
)
POSITIONS = around(
    "positions",
    ("Positions", "المناصب"),
    (TITLE_EN, TITLE_AR, HOLDER, FORMER, col.PERIOD),
    "v_position",
    ("COALESCE(former, 0)", "period_from DESC NULLS LAST", "COALESCE(title_en, title_ar)", "item"),
    "person = :record",
)
OFFICES = around(
    "offices",
    ("People", "الأشخاص"),
    (Column("person", "Person", "الشخص", "code", "record"), TITLE_EN, TITLE_AR, FORMER, col.PERIOD),
    "v_position",
    ("COALESCE(former, 0)", "person", "COALESCE(title_en, title_ar)", "item"),
    "holder = :record",
)
TAKES_PART = around(
    "takes_part",
    ("Takes part in", "يشارك في"),
    (RECORD, RECORD_KIND, ROLE, CAPACITY),
    "v_participation",
    ("record_kind", "record", "role", "capacity"),
    "party = :record",
)
PARTS = around(
    "parts",
    ("Belongs to it", "يتبعه"),
    (col.SLUG, col.KIND, col.NAME_EN, col.NAME_AR),
    """(
    SELECT slug, 'agreement' AS kind, name_en, name_ar, part_of FROM v_agreement
    UNION ALL SELECT slug, 'event', name_en, name_ar, part_of FROM v_event
    UNION ALL SELECT slug, 'initiative', name_en, name_ar, part_of FROM v_initiative
    UNION ALL SELECT slug, 'organization', name_en, name_ar, parent FROM v_organization
) parts""",
    ("kind", "slug"),
    "part_of = :record",
)
CITATIONS = around(
    "citations",
    ("Citations", "الاستشهادات"),
    (
        Column("item", "Of", "العنصر"),
        Column("field", "Field", "الحقل"),
        Column("quote", "Quote", "النص"),
        ARTICLE,
        col.NOTE,
        *SPAN,
    ),
    "v_citation",
    ("article", "start_char", "end_char", "item NULLS FIRST", "field"),
    "record = :record AND reading IS NULL",
)
OTHERWISE = around(
    "otherwise",
    ("Says otherwise", "ما يقول غير ذلك"),
    (
        Column("item", "Of", "العنصر"),
        Column("field", "Field", "الحقل"),
        Column("stored", "Stored", "المخزّن"),
        Column("reading", "Reading", "القراءة"),
        ARTICLE,
        col.NOTE,
        Column("quote", "Quote", "النص"),
        *SPAN,
    ),
    """(
    SELECT c.*, (SELECT max(o.stored) FROM v_conflict o WHERE o.record = c.record AND o.article = c.article
        AND COALESCE(o.item, '') = COALESCE(c.item, '') AND o.field = c.field AND o.reading = c.reading) AS stored
    FROM v_citation c
    WHERE c.reading IS NOT NULL
) otherwise""",
    ("article", "start_char", "end_char", "item NULLS FIRST", "field", "reading"),
    "record = :record",
)
ARTICLES = around(
    "articles",
    ("Articles cited", "المقالات المستشهد بها"),
    (
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("article", "publisher", "published")[:2],
        Column("basis", "Basis of the date", "أساس التاريخ", "code", "published_basis printed"),
    ),
    "(SELECT a.*, CASE WHEN published IS NULL THEN 'no' ELSE published_basis END AS basis FROM v_article a) articles",
    ("slug",),
    "slug IN (SELECT article FROM v_citation WHERE record = :record)",
)
SUPPORTS = around(
    "supports",
    ("Supports", "يسند"),
    (RECORD, RECORD_KIND, col.CITATIONS._replace(detail=False)),
    """(
    SELECT article, record, record_kind, count(*) AS citations FROM v_citation GROUP BY article, record, record_kind
) supports""",
    ("record_kind", "record"),
    "article = :record",
)


def figures() -> Report:
    """The figures of which the record is the subject, or in which it has a part."""
    return _looked_up(load("figures"), "SELECT f.slug FROM v_figure f WHERE f.subject = :record")


def statements() -> Report:
    """The statements that are about the record, or of which it is the speaker."""
    return _looked_up(load("statements"), "SELECT b.statement AS slug FROM v_about b WHERE b.record = :record")


def relations() -> Report:
    """The relations of which the record is an end."""
    source = "(SELECT l.*, subject AS this FROM v_relation l UNION ALL SELECT l.*, object FROM v_relation l) relations"
    return load("relations")._replace(source=source, filters=(Filter("record", "this = :record"),))


def _looked_up(report: Report, others: str) -> Report:
    """Narrow a report to the records in which `this` record takes part, and to others; OR would read every row."""
    source = f"""(
    SELECT v.* FROM (
        {others}
        UNION SELECT p.record FROM v_participation p WHERE 1 = 1{MARK}
    ) found
    JOIN {report.source} v ON v.slug = found.slug
) {report.name}"""
    return report._replace(source=source, filters=(Filter("record", "p.party = :record"),))
