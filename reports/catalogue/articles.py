"""The report `articles`: the sources, and how much each supports."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import Filter, of_collection, of_dates, of_identifier, one_of
from reports.query.report import Report

REPORT = Report(
    name="articles",
    title_en="Articles",
    title_ar="المقالات",
    line="Articles with their publisher and date, and how much each supports.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("article", "publisher"),
        *col.of("article", "byline", "reprinted_from", "language", detail=True),
        *col.of("article", "published"),
        *col.of("article", "published_basis", "url", "retrieved", "digest", "length", detail=True),
        Column("attached", "Text attached", "النص مرفق", "flag", "flag"),
        Column("facts", "Facts", "الوقائع", "integer"),
        col.CITATIONS._replace(detail=False),
    ),
    source="v_article",
    order=("published_from DESC NULLS LAST", "slug"),
    filters=(
        Filter("country", one_of("slug", "SELECT article FROM v_mention WHERE country = :country")),
        *of_dates("published"),
        of_collection(),
        of_identifier(),
    ),
    example="mithaq report articles --country IR --format jsonl",
    fit=Fit(("name", "citations"), ("published", "publisher", "facts", "attached")),
)
