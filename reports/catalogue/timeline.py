"""The report `timeline`: milestones of agreements and initiatives, and events, by date."""

from models.kinds.records import HELD, RECORDS
from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import (
    HELD_THERE,
    ITSELF,
    Filter,
    both,
    of_country,
    of_dates,
    of_links,
    of_organization,
    of_sector,
)
from reports.query.report import Report

HELD_ONES = "\n        UNION ALL ".join(
    f"""SELECT h.slug AS record, '{kind}' AS kind, h.type, h.outlook, h.{date} AS date, h.{date}_from AS date_from,
            h.{date}_to AS date_to, o.name_en, o.name_ar, o.collection, CAST(NULL AS VARCHAR(1)) AS item,
            CAST(NULL AS VARCHAR(1)) AS party, CAST(NULL AS VARCHAR(1)) AS printed
        FROM v_{kind} h
        JOIN v_record o ON o.slug = h.slug"""
    for kind, date in ((kind, RECORDS[kind].dated_by) for kind in HELD)
)
SOURCE = f"""(
    SELECT t.date, t.date_from, t.date_to, r.name_en, r.name_ar, t.record_kind AS kind, t.stage AS step, t.stage_rank,
        t.outlook, t.party, t.printed, t.record AS slug
    FROM v_milestone t
    JOIN v_record r ON r.slug = t.record
    WHERE t.date IS NOT NULL{{filters}}
    UNION ALL
    SELECT t.date, t.date_from, t.date_to, t.name_en, t.name_ar, t.kind, t.type, CAST(NULL AS INTEGER),
        t.outlook, t.party, t.printed, t.record
    FROM (
        {HELD_ONES}
    ) t
    WHERE t.date IS NOT NULL{{filters}}{{first}}
) timeline"""
SLUG = "t.record"
STEPS_OF_ORGANIZATION = "SELECT record FROM v_milestone WHERE party = :organization"
# A join: for `party IN (SELECT …)` SQLite would go through all milestones.
STEPS_OF_COUNTRY = f"SELECT m.record FROM ({ITSELF}) o JOIN v_milestone m ON m.party = o.slug"


def _own_steps(filter: Filter, party: str) -> Filter:
    """Return the filter of a party's own milestones, and of those without a party in its records.

    `party` is a SELECT of parties, or a parameter. The records of these milestones are included, since a party may have
    a milestone in a record without any other part in it.
    """
    own = f"(t.party IS NULL AND t.printed IS NULL OR t.party IN ({party}))"
    return filter._replace(predicate=f"{filter.predicate} AND {own}")


BOTH = " UNION ALL ".join(ITSELF.replace(":country", f":pair_{side}") for side in "ab")

STAGES_AND_TYPES = " ".join(("stage", *(f"{kind}_type" for kind in HELD)))

REPORT = Report(
    name="timeline",
    title_en="Timeline",
    title_ar="التسلسل الزمني",
    line="Milestones of agreements and initiatives, and events, by date; with --country, its own milestones.",
    columns=(
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        col.NAME_EN,
        col.NAME_AR,
        col.KIND,
        Column("step", "Stage or type", "المرحلة أو النوع", "code", STAGES_AND_TYPES),
        col.MILESTONE_OUTLOOK,
        # A party's own milestone is not a milestone of the whole agreement.
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
        _own_steps(of_country(SLUG, HELD_THERE, STEPS_OF_COUNTRY), ITSELF),
        _own_steps(both(of_country(SLUG, HELD_THERE)), BOTH),
        _own_steps(of_organization(SLUG, STEPS_OF_ORGANIZATION), ":organization"),
        of_sector(SLUG),
        *of_dates("t.date"),
        *of_links("t"),
    ),
    example="mithaq report timeline --country UZ --since 2024",
    fit=Fit(("date", "name", "step", "outlook"), ("party", "printed", "kind")),
)
