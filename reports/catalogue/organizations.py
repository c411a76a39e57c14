"""The report `organizations`: ministries, companies, universities, media … with counts of records."""

from reports.catalogue import columns as col
from reports.display.table import Fit
from reports.query.filters import SOURCED, Filter, of_identifier, of_sector, of_type
from reports.query.report import BY_NAME, Report

REPORT = Report(
    name="organizations",
    title_en="Organizations",
    title_ar="الجهات",
    line="Ministries, companies, universities, media … and how often they take part.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("organization", "kind", "country"),
        *col.of("organization", "parent", detail=True),
        col.AGREEMENTS,
        col.EVENTS,
    ),
    source="v_organization",
    order=(BY_NAME, "slug"),
    filters=(
        Filter("country", "country = :country"),
        of_sector(),
        of_type("organization_kind", "kind"),
        *SOURCED,
        of_identifier(),
    ),
    example="mithaq report organizations --country CN --type company",
    fit=Fit(("name", "kind"), ("country", "agreements", "events")),
)
