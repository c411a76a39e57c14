"""The report `figures`: numbers with their subject, unit or currency, and period."""

from reports.catalogue import columns as col
from reports.display.table import Fit
from reports.query.filters import SOURCED, SUBJECT, both, of_country, of_organization, of_reported_dates, of_type
from reports.query.report import Report

# A figure belongs also to the country of its subject.
COUNTRY = of_country("slug", SUBJECT)

REPORT = Report(
    name="figures",
    title_en="Figures",
    title_ar="الأرقام",
    line="Numbers with their subject, precision, unit or currency, and period.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("figure", "subject"),
        *col.of("figure", "measure", detail=True),
        *col.of("figure", "qualifier", "amount", "amount_to", "unit", "currency", "period"),
        *col.of("figure", "base", detail=True),
        col.COUNTRIES,
        col.PUBLISHERS,
        col.CITATIONS,
        *col.REPORTED,
    ),
    source="v_figure",
    order=("period_from DESC NULLS LAST", "slug"),
    filters=(
        COUNTRY,
        both(COUNTRY),
        of_organization(),
        of_type("measure", "measure"),
        *of_reported_dates("period"),
        *SOURCED,
    ),
    example="mithaq report figures --country UZ --since 2025",
    fit=Fit(("name", "amount", "period"), ("subject", "countries")),
)
