"""The report `statements`: who says what, and about what."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import (
    SOURCED,
    both,
    of_country_and_statements,
    of_organization,
    of_reported_dates,
    of_sector,
    of_type,
)
from reports.query.report import Report

# A statement also belongs to the country or organization that it is about, directly or through a record that these take
# part in.
COUNTRY = of_country_and_statements()

REPORT = Report(
    name="statements",
    title_en="Statements",
    title_ar="التصريحات",
    line="Claims, aims, assessments, calls and plans, with those to whom they are attributed.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        col.SUMMARY_EN,
        col.SUMMARY_AR,
        *col.of("statement", "attribution", "mode"),
        Column("speakers", "Speakers", "المتحدثون", "slugs", "record capacity"),
        *col.of("statement", "event", detail=True),
        *col.of("statement", "date"),
        Column("subjects", "About", "الموضوع", "slugs", "record", detail=True),
        col.detail(col.COUNTRIES),
        col.detail(col.SECTORS),
        col.PUBLISHERS,
        col.CITATIONS,
        *col.REPORTED,
    ),
    source="v_statement",
    order=("date_from DESC NULLS LAST", "slug"),
    filters=(
        COUNTRY,
        both(COUNTRY),
        of_organization("slug", "SELECT statement FROM v_about WHERE record = :organization"),
        of_sector(),
        of_type("mode", "mode"),
        *of_reported_dates(),
        *SOURCED,
    ),
    example="mithaq report statements --organization sco --type aim",
    fit=Fit(("name", "date"), ("speakers", "mode", "attribution")),
)
