"""The report `people`: persons with the position that the articles give them."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import SOURCED, Filter
from reports.query.report import Report

NEWEST = (
    "COALESCE(o.former, 0) NULLS FIRST, o.period_from DESC NULLS LAST, COALESCE(o.title_en, o.title_ar) NULLS FIRST,"
    " o.item NULLS FIRST"
)
SOURCE = f"""(
    SELECT p.slug, p.name_en, p.name_ar, p.country, p.positions,
        (SELECT o.title_en FROM v_position o WHERE o.person = p.slug
            ORDER BY {NEWEST} LIMIT 1) AS position_en,
        (SELECT o.title_ar FROM v_position o WHERE o.person = p.slug
            ORDER BY {NEWEST} LIMIT 1) AS position_ar,
        (SELECT o.holder FROM v_position o WHERE o.person = p.slug
            ORDER BY {NEWEST} LIMIT 1) AS holder
    FROM v_person p
) people"""

REPORT = Report(
    name="people",
    title_en="People",
    title_ar="الأشخاص",
    line="Persons, each with the newest position that the articles give.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        Column("position_en", "Position", "المنصب بالإنجليزية"),
        Column("position_ar", "Arabic position", "المنصب"),
        *col.of("position", "holder"),
        col.COUNTRY,
        Column("positions", "Positions", "عدد المناصب", "integer", detail=True),
    ),
    source=SOURCE,
    order=("slug",),
    filters=(
        Filter("country", "country = :country"),
        Filter("organization", "slug IN (SELECT person FROM v_position WHERE holder = :organization)"),
        *SOURCED,
    ),
    example="mithaq report people --country RU --lang ar",
)
