"""The report `relations`: relations between countries, organizations, people and records, and who asserts them."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import ITSELF, TAKES_PART, Filter, both, of_dates, of_links, of_type, one_of
from reports.query.report import Report

# A relation belongs to the country of its subject, of its object, or of its context: the place or record it holds in.
ENDS = [one_of(end, ITSELF, TAKES_PART) for end in ("subject", "object", "context")]
COUNTRY = Filter("country", f"({' OR '.join(ENDS)})")
SOURCE = """(
    SELECT l.subject, l.subject_kind, l.type, l.object, l.object_kind, l.context, l.sector,
        l.period, l.period_from, l.period_to, l.statement, l.mode, l.attribution,
        (SELECT max(s.speakers) FROM v_statement s WHERE s.slug = l.statement) AS speakers, l.item, l.collection
    FROM v_relation l
) relations"""

REPORT = Report(
    name="relations",
    title_en="Relations",
    title_ar="العلاقات",
    line="Members, partners, competitors, suppliers … with the statement behind claims and plans.",
    columns=(
        Column("subject", "Subject", "الطرف الأول", "code", "record"),
        Column("subject_kind", "Kind of the subject", "صنف الطرف الأول", "code", "kind", detail=True),
        *col.of("relation", "type", "object"),
        Column("object_kind", "Kind of the object", "صنف الطرف الثاني", "code", "kind", detail=True),
        *col.of("statement", "mode"),
        Column("speakers", "According to", "بحسب", "slugs", "record capacity"),
        *col.of("statement", "attribution"),
        *col.of("relation", "context", "sector", "period"),
        *col.of("relation", "statement", detail=True),
    ),
    source=SOURCE,
    order=(
        "subject",
        "type",
        "object",
        "context NULLS LAST",
        "period_from NULLS LAST",
        "period NULLS LAST",
        "sector NULLS LAST",
        "statement NULLS LAST",
    ),
    filters=(
        COUNTRY,
        both(COUNTRY),
        Filter("organization", "(subject = :organization OR object = :organization OR context = :organization)"),
        Filter("sector", "sector IN (SELECT narrower FROM v_sector_path WHERE broader = :sector)"),
        of_type("relation_type"),
        *of_dates("period"),
        *of_links("relations", "subject"),
    ),
    example="mithaq report relations --country RU --type competes_with",
    fit=Fit(("subject", "type", "object", "mode", "sector"), ("context", "speakers", "attribution", "period")),
)
