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
        *col.of("article", "publisher"),
        *col.of("article", "byline", "reprinted_from", "language", detail=True),
        *col.of("article", "published"),
        *col.of("article", "published_basis", "url", "digest", "length", detail=True),
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
