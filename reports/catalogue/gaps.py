"""The report `gaps`: what the database does not say of its records, and what only one line supports."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import SOURCED, of_lists
from reports.query.report import Report

SOURCE = """(
    SELECT g.gap, g.kind, g.slug, g.record AS number, r.name_en, r.name_ar
    FROM gap g
    JOIN record r ON r.id = g.record
) gaps"""
REPORT = Report(
    name="gaps",
    title_en="Gaps",
    title_ar="الثغرات",
    line="What is missing or under-sourced: no date, place, parties, position, publisher, a single citation …",
    columns=(Column("gap", "Gap", "الثغرة", "code", "gap"), col.KIND, col.SLUG, col.NAME_EN, col.NAME_AR),
    source=SOURCE,
    order=("gap", "kind", "slug"),
    filters=(*of_lists("country"), *SOURCED),
    example="mithaq report gaps --country DZ",
    layout="sections",
)
