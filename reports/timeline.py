"""The report `timeline`: milestones of agreements and initiatives, and events, in one column of time."""

from reports import columns as col
from reports.filters import SOURCED, WHOLE, of_dates
from reports.report import Report
from reports.table import Column

SOURCE = """(
    SELECT m.date, m.date_from, m.date_to, m.record_kind AS kind, m.record AS slug, r.name_en, r.name_ar,
        m.stage AS step, m.stage_rank, m.outlook
    FROM v_milestone m
    JOIN v_record r ON r.slug = m.record
    WHERE m.date IS NOT NULL
    UNION ALL
    SELECT e.date, e.date_from, e.date_to, 'event', e.slug, e.name_en, e.name_ar,
        e.type, CAST(NULL AS INTEGER), e.outlook
    FROM v_event e
    WHERE e.date IS NOT NULL
) timeline"""

REPORT = Report(
    name="timeline",
    title_en="Timeline",
    title_ar="التسلسل الزمني",
    line="Steps of agreements and initiatives, and events, in one column of time.",
    columns=(
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        col.NAME_EN,
        col.NAME_AR,
        col.KIND,
        Column("step", "Step", "الخطوة", "code", "stage event_type"),
        col.OUTLOOK,
        col.SLUG,
    ),
    source=SOURCE,
    order=("date_from NULLS LAST", "date_to NULLS LAST", "kind", "stage_rank NULLS LAST", "step", "outlook", "slug"),
    filters=(*WHOLE, *of_dates(), *SOURCED),
    example="mithaq report timeline --country UZ --since 2024",
)
