"""The report `datasets`: the tables that facts cite, and how much each supports."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import of_collection, of_identifier
from reports.query.report import BY_NAME, Report

REPORT = Report(
    name="datasets",
    title_en="Data sets",
    title_ar="مجموعات البيانات",
    line="Tables that facts cite, with their publisher, and how much each supports.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("dataset", "publisher", "edition"),
        *col.of("dataset", "language", "url", "licence", "key_columns", "sheet", "digest", detail=True),
        *col.of("dataset", "rows"),
        Column("attached", "File attached", "الملف مرفق", "flag", "flag"),
        Column("facts", "Facts", "الوقائع", "integer"),
        col.CITATIONS._replace(detail=False),
    ),
    source="v_dataset",
    order=(BY_NAME, "slug"),
    filters=(of_collection(), of_identifier()),
    example="mithaq report datasets",
    fit=Fit(("name", "citations"), ("rows", "publisher", "edition", "facts", "attached")),
)
