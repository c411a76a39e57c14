"""The report `stale`: what was planned, proposed or negotiated, its date past and nothing known since."""

from reports import columns as col
from reports.filters import SOURCED, WHOLE, Filter
from reports.report import Report
from reports.table import Column

# Below `signed` on the ladder: still under way.
UNDER_WAY = (
    "s.stage_rank < 60 AND NOT EXISTS (SELECT 1 FROM v_milestone l WHERE l.record = s.slug"
    " AND (l.date_to > s.date_to OR l.outlook IN ('planned', 'postponed')))"
)
# What has no date is past when what it belongs to is: an event's whole, the dated steps of a record.
WHOLE_PAST = "(SELECT w.date_to FROM v_event w WHERE w.slug = e.part_of)"
STEPS_PAST = "(SELECT max(d.date_to) FROM v_milestone d WHERE d.record = m.record)"
SOURCE = f"""(
    SELECT e.slug, 'event' AS kind, e.name_en, e.name_ar, CAST(NULL AS TEXT) AS stage,
        CAST(NULL AS INTEGER) AS stage_rank, e.outlook, e.date, e.date_from, e.date_to,
        CASE WHEN e.date IS NULL THEN {WHOLE_PAST} ELSE e.date_to END AS past
    FROM v_event e
    WHERE e.outlook IN ('planned', 'postponed')
    UNION ALL
    SELECT DISTINCT m.record, m.record_kind, r.name_en, r.name_ar, m.stage, m.stage_rank, m.outlook,
        m.date, m.date_from, m.date_to, CASE WHEN m.date IS NULL THEN {STEPS_PAST} ELSE m.date_to END
    FROM v_milestone m
    JOIN v_record r ON r.slug = m.record
    WHERE m.outlook IN ('planned', 'postponed') AND NOT EXISTS (
        SELECT 1 FROM v_milestone l WHERE l.record = m.record AND l.outlook = 'occurred'
            AND (l.stage_rank >= m.stage_rank OR l.date_to > m.date_to))
    UNION ALL
    SELECT s.slug, 'agreement', s.name_en, s.name_ar, s.stage, s.stage_rank, 'occurred',
        s.date, s.date_from, s.date_to, s.date_to
    FROM v_agreement s
    WHERE {UNDER_WAY}
    UNION ALL
    SELECT s.slug, 'initiative', s.name_en, s.name_ar, s.stage, s.stage_rank, 'occurred',
        s.date, s.date_from, s.date_to, s.date_to
    FROM v_initiative s
    WHERE {UNDER_WAY}
) stale"""

REPORT = Report(
    name="stale",
    title_en="Stale",
    title_ar="ما فات موعده",
    line=(
        "What was planned, proposed or negotiated, its date past and nothing known since, the longest past first;"
        " what has no date is past with the event it is part of, or with the other steps of its record."
    ),
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        col.KIND,
        col.STAGE,
        col.OUTLOOK,
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        Column("past", "Past since", "فات منذ", "date"),
    ),
    source=SOURCE,
    order=("past NULLS LAST", "kind", "stage_rank NULLS LAST", "slug", "outlook", "date_from NULLS LAST"),
    filters=(Filter("as_of", "past < :as_of"), *WHOLE, *SOURCED),
    example="mithaq report stale --as-of 2026-01-01",
)
