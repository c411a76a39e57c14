"""The report `articles`: the sources, and how much each supports."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import ITSELF, Filter, of_collection, of_dates, of_identifier, one_of
from reports.query.report import Report

# What an article says of a country: of it and its organizations, people and places, of their part in something, of what
# a statement is about, and of relations to them or in them. Kinds of facts are compared before items, which cost more.
OF_FACT = "v_citation c ON c.fact_kind = '{kind}' AND c.record = {owner} AND c.item = l.item"
PARTS = OF_FACT.format(kind="participation", owner="l.record")
ABOUT = OF_FACT.format(kind="about", owner="l.statement")
RELATIONS = OF_FACT.format(kind="relation", owner="l.subject")
SAYS_OF = f"""SELECT c.article FROM v_citation c WHERE c.record IN ({ITSELF})
        UNION ALL SELECT c.article FROM v_participation l JOIN {PARTS} WHERE l.country = :country
        UNION ALL SELECT c.article FROM v_about l JOIN {ABOUT} WHERE l.country = :country
        UNION ALL SELECT c.article FROM ({ITSELF}) o JOIN v_relation l ON l.object = o.slug JOIN {RELATIONS}
        UNION ALL SELECT c.article FROM ({ITSELF}) o JOIN v_relation l ON l.context = o.slug JOIN {RELATIONS}"""

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
