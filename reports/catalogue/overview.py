"""The report `overview`: the contents of the database, on one screen."""

from __future__ import annotations

from models.kinds.entities import COUNTRY
from models.storage.database import Database
from reports.catalogue import columns as col
from reports.catalogue import countries
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.report import Report, Selection

COOPERATING = ("Country that cooperates", "دولة متعاونة")
# A country counts where it has records, as in the report of countries: all countries are shipped.
SOURCE = f"""(
    SELECT 1 AS part, 'records' AS section, k.code AS slug,
        CASE k.code WHEN '{COUNTRY.kind}' THEN '{COOPERATING[0]}' ELSE k.label_en END AS name_en,
        CASE k.code WHEN '{COUNTRY.kind}' THEN '{COOPERATING[1]}' ELSE k.label_ar END AS name_ar,
        CAST(NULL AS VARCHAR(40)) AS stage, CAST(NULL AS VARCHAR(40)) AS outlook, r.records,
        CAST(NULL AS INTEGER) AS planned,
        CAST(NULL AS VARCHAR(40)) AS date, CAST(NULL AS VARCHAR(10)) AS date_from
    FROM v_code k
    JOIN (
        SELECT n.kind, count(*) AS records FROM v_record n WHERE n.kind <> '{COUNTRY.kind}' GROUP BY n.kind
        UNION ALL
        SELECT '{COUNTRY.kind}', count(*) FROM {countries.REPORT.unfiltered}
    ) r ON r.kind = k.code
    WHERE k.vocabulary = 'kind' AND r.records > 0
    UNION ALL
    SELECT * FROM (
        SELECT 2, 'agreements', slug, name_en, name_ar, stage, CAST(NULL AS VARCHAR(40)), CAST(NULL AS INTEGER),
            CAST(NULL AS INTEGER), COALESCE(signed, date), COALESCE(signed_from, date_from) AS newest
        FROM v_agreement WHERE COALESCE(signed_from, date_from) IS NOT NULL
        ORDER BY newest DESC NULLS LAST, slug NULLS FIRST LIMIT 5
    ) a
    UNION ALL
    SELECT * FROM (
        SELECT 3, 'events', slug, name_en, name_ar, CAST(NULL AS VARCHAR(40)), outlook, CAST(NULL AS INTEGER),
            CAST(NULL AS INTEGER), date, date_from
        FROM v_event WHERE date_from IS NOT NULL ORDER BY date_from DESC NULLS LAST, slug NULLS FIRST LIMIT 5
    ) e
    UNION ALL
    SELECT * FROM (
        SELECT 4, 'countries', slug, name_en, name_ar, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(40)),
            agreements + events + initiatives AS records, planned, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(10))
        FROM v_country WHERE agreements + events + initiatives + planned > 0
        ORDER BY records DESC NULLS LAST, planned DESC NULLS LAST, slug NULLS FIRST LIMIT 5
    ) c
    UNION ALL
    SELECT * FROM (
        SELECT 5, 'sectors', code, name_en, name_ar, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(40)),
            agreements + events + initiatives AS records, planned, CAST(NULL AS VARCHAR(40)), CAST(NULL AS VARCHAR(10))
        FROM v_sector WHERE agreements + events + initiatives + planned > 0
        ORDER BY records DESC NULLS LAST, planned DESC NULLS LAST, code NULLS FIRST LIMIT 5
    ) s
) overview"""

REPORT = Report(
    name="overview",
    title_en="Overview",
    title_ar="نظرة عامة",
    line="The contents of the database: counts, newest agreements and events, busiest countries and sectors.",
    columns=(
        Column("section", "Section", "القسم", "code", "section"),
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        col.STAGE._replace(order=None),
        col.OUTLOOK,
        col.RECORDS,
        col.PLANNED,
        col.DATE,
    ),
    source=SOURCE,
    order=("part", "records DESC NULLS LAST", "planned DESC NULLS LAST", "date_from DESC NULLS LAST", "slug"),
    example="mithaq report overview --lang ar",
    layout="sections",
    remarks=(cooperation.REMARK,),
    fit=Fit(("name", "stage", "outlook", "records", "date"), ("planned",)),
)


def print_overview(database: Database) -> None:
    """Print the overview to standard output, as `mithaq report overview` does."""
    from reports.run_report import Style, print_report

    print_report(database, REPORT, {}, Selection(), Style.choose("simple", None)._replace(paged=False))
