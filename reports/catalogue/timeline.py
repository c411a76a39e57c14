"""The report `timeline`: milestones of agreements and initiatives, and events, in one column of time."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import SOURCED, WHOLE, of_dates
from reports.query.indexed_lists import CHOICE, EVERYTHING, Lists
from reports.query.report import Report

# The day that a load gives to what has no first day.
UNDATED = 99999999
# A record has milestones or is itself an event; a day of its list brings all that is dated by that day.
STEPS = Lists(
    f"""(
    SELECT l.day, l.record AS number, r.kind, r.slug, r.name_en, r.name_ar,
        coalesce(m.date, e.date) AS date,
        CASE WHEN m.id IS NULL THEN e.date_from ELSE m.date_from END AS date_from,
        CASE WHEN m.id IS NULL THEN e.date_to ELSE m.date_to END AS date_to,
        coalesce(m.stage, e.type) AS step, g.rank AS stage_rank, coalesce(m.outlook, e.outlook) AS outlook
    FROM step l
    JOIN record r ON r.id = l.record
    LEFT JOIN milestone m ON m.record = l.record AND m.date IS NOT NULL
        AND coalesce(CAST(replace(m.date_from, '-', '') AS INTEGER), {UNDATED}) = l.day
    LEFT JOIN stage g ON g.code = m.stage
    LEFT JOIN event e ON e.id = l.record
    WHERE {CHOICE}
) timeline""",
    ("day", "date_to NULLS LAST", "kind", "stage_rank NULLS LAST", "step", "outlook", "slug"),
    f"day = {UNDATED}",
)

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
        Column("step", "Milestone", "الخطوة", "code", "stage event_type"),
        col.MILESTONE_OUTLOOK,
        col.SLUG,
    ),
    source=STEPS.of(EVERYTHING),
    order=STEPS.order,
    filters=(*WHOLE, *of_dates(), *SOURCED),
    example="mithaq report timeline --country UZ --since 2024",
    lists=STEPS,
)
