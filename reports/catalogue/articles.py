"""The report `articles`: the sources, and how much each supports."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import ITSELF, Filter, of_collection, of_dates, of_identifier, one_of
from reports.query.report import Report

# What an article says of a country: of it and its organizations, people and places, of their part in something, of what
# a statement is about, and of relations to them or in them.
SAYS_OF = f"""SELECT c.article FROM v_citation c WHERE c.record IN ({ITSELF})
        UNION ALL SELECT c.article FROM v_citation c JOIN v_participation l ON l.record = c.record AND l.item = c.item
            WHERE l.country = :country
        UNION ALL SELECT c.article FROM v_citation c JOIN v_about b ON b.statement = c.record AND b.item = c.item
            WHERE b.country = :country
        UNION ALL SELECT c.article FROM v_citation c JOIN v_relation r ON r.subject = c.record AND r.item = c.item
            WHERE r.object IN ({ITSELF}) OR r.context IN ({ITSELF})"""

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
        Filter("country", one_of("slug", SAYS_OF)),
        *of_dates("published"),
        of_collection(),
        of_identifier(),
    ),
    example="mithaq report articles --country IR --format jsonl",
    fit=Fit(("name", "citations"), ("published", "publisher", "facts", "attached")),
)
