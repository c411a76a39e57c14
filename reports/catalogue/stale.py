"""The report `stale`: plans, proposals and negotiations whose date has passed without news since."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import EVENTS, SOURCED, Filter
from reports.query.report import Report

# The first rows are found before their names are.
FIRST_ROWS = """(
    SELECT s.slug, r.name_en, r.name_ar, s.kind, s.stage, s.stage_rank, s.outlook, s.date, s.date_from, s.date_to,
        s.past
    FROM (
        SELECT slug, kind, stage, stage_rank, outlook, date, date_from, date_to, past
        FROM v_stale
        WHERE past IS NOT NULL{filters}{first}
    ) s
    JOIN v_record r ON r.slug = s.slug
) stale"""

REPORT = Report(
    name="stale",
    title_en="Stale",
    title_ar="ما فات موعده",
    line=(
        "Plans, proposals and negotiations whose date has passed with nothing known since, the longest overdue first."
        " An undated plan takes the date of the event that it is part of, or of its record's other milestones."
    ),
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        col.KIND,
        Column("stage", "Milestone", "الخطوة", "code", "stage", order="stage_rank"),
        col.MILESTONE_OUTLOOK,
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        Column("past", "Overdue since", "متأخر منذ", "date"),
    ),
    source="v_stale",
    limited=FIRST_ROWS,
    order=("past", "kind", "stage_rank NULLS LAST", "slug", "outlook", "date_from NULLS LAST", "stage NULLS LAST"),
    filters=(Filter("as_of", "past < :as_of"), *EVENTS, *SOURCED),
    example="mithaq report stale --as-of 2026-01-01",
    fit=Fit(("name", "stage", "outlook", "past"), ("date", "kind")),
)
