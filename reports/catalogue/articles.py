"""The report `articles`: the sources, and how much each supports."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_collection, of_dates
from reports.query.report import Report

REPORT = Report(
    name="articles",
    title_en="Articles",
    title_ar="المقالات",
    line="The articles, by whom and when published, and how much each supports.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        Column("publisher", "Publisher", "الناشر", "code", "record"),
        Column("byline", "Byline", "الكاتب", detail=True),
        Column("reprinted_from", "Reprinted from", "نقلًا عن", "code", "record", detail=True),
        Column("language", "Language", "اللغة", "code", "language", detail=True),
        Column("published", "Published", "تاريخ النشر", "date", order="published_from"),
        Column("published_from", "Published, first day", "أول أيام النشر", "day", detail=True),
        Column("published_to", "Published, last day", "آخر أيام النشر", "day", detail=True),
        Column("published_basis", "Basis of the date", "أساس التاريخ", "code", "published_basis", detail=True),
        Column("url", "URL", "الرابط", detail=True),
        Column("digest", "Digest", "البصمة", detail=True),
        Column("length", "Characters", "عدد المحارف", "integer", detail=True),
        Column("attached", "Text attached", "النص مرفق", "flag", "flag"),
        Column("facts", "Facts", "الوقائع", "integer"),
        col.CITATIONS._replace(detail=False),
    ),
    source="v_article",
    order=("published_from DESC NULLS LAST", "slug"),
    filters=(
        Filter(
            "country",
            "slug IN (SELECT c.article FROM v_citation c JOIN v_record r ON r.slug = c.record"
            " WHERE r.country = :country)",
        ),
        *of_dates("published"),
        of_collection(),
    ),
    example="mithaq report articles --country IR --format jsonl",
)
