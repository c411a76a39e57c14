"""The report `timeline`: milestones of agreements and initiatives, and events, by date."""

from models.kinds.records import HELD, RECORDS
from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import HELD_THERE, of_dates, of_links, of_parties, of_sector
from reports.query.report import Report

HELD_ONES = "\n        UNION ALL ".join(
    f"""SELECT h.slug AS record, '{kind}' AS kind, h.type, h.outlook, h.{date} AS date, h.{date}_from AS date_from,
            h.{date}_to AS date_to, o.collection, CAST(NULL AS VARCHAR(1)) AS item
        FROM v_{kind} h
        JOIN v_record o ON o.slug = h.slug"""
    for kind, date in ((kind, RECORDS[kind].dated_by) for kind in HELD)
)
SOURCE = f"""(
    SELECT t.date, t.date_from, t.date_to, r.name_en, r.name_ar, t.record_kind AS kind, t.stage AS step, t.stage_rank,
        t.outlook, t.party, t.printed, r.slug
    FROM v_milestone t
    JOIN v_record r ON r.slug = t.record
    WHERE t.date IS NOT NULL{{filters}}
    UNION ALL
    SELECT t.date, t.date_from, t.date_to, r.name_en, r.name_ar, t.kind, t.type, CAST(NULL AS INTEGER),
        t.outlook, CAST(NULL AS VARCHAR(1)), CAST(NULL AS VARCHAR(1)), r.slug
    FROM (
        {HELD_ONES}
    ) t
    JOIN v_record r ON r.slug = t.record
    WHERE t.date IS NOT NULL{{filters}}
) timeline"""
SLUG = "r.slug"

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
        Column("step", "Milestone", "الخطوة", "code", " ".join(("stage", *(f"{kind}_type" for kind in HELD)))),
        col.MILESTONE_OUTLOOK,
        # A step of one party is no step of the whole.
        *col.of("milestone", "party", "printed"),
        col.SLUG,
    ),
    source=SOURCE,
    order=(
        "date_from NULLS LAST",
        "date_to NULLS LAST",
        "kind",
        "stage_rank NULLS LAST",
        "step",
        "outlook",
        "slug",
        "party NULLS LAST",
        "printed NULLS LAST",
    ),
    filters=(
        *of_parties(SLUG, HELD_THERE),
        of_sector(SLUG),
        *of_dates("t.date"),
        *of_links("t"),
    ),
    example="mithaq report timeline --country UZ --since 2024",
    fit=Fit(("date", "name", "outlook"), ("step", "party", "printed", "kind")),
)
