"""The report `gaps`: what is missing or doubtful in records, and records with a single citation."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import OWN, SOURCED, SUBJECT, of_country_and_statements
from reports.query.report import Report

REPORT = Report(
    name="gaps",
    title_en="Gaps",
    title_ar="الثغرات",
    line="What is missing or under-sourced: no date, place, parties, position, publisher, a single citation …",
    columns=(Column("gap", "Gap", "الثغرة", "code", "gap"), col.KIND, col.SLUG, col.NAME_EN, col.NAME_AR),
    source="v_gap",
    order=("gap", "kind", "slug"),
    filters=(of_country_and_statements("slug", SUBJECT, OWN), *SOURCED),
    example="mithaq report gaps --country DZ",
    layout="sections",
    fit=Fit(("name",), ("kind", "slug")),
)
