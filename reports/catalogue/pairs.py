"""The report `pairs`: every two countries with agreements between them, by stage."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_country, of_dates, of_sector, of_type
from reports.query.report import Report

SOURCE = """(
    SELECT a.country AS country_a, b.country AS country_b, g.stage, g.stage_rank,
        count(DISTINCT g.slug) AS agreements
    FROM v_agreement g
    JOIN v_participation a ON a.record = g.slug
    JOIN v_participation b ON b.record = g.slug AND b.country > a.country
    WHERE 1 = 1{filters}
    GROUP BY a.country, b.country, g.stage, g.stage_rank
) pairs"""
SLUG = "g.slug"
# The rows are pairs: agreements without a date cannot be counted among them.
SINCE, UNTIL = (each._replace(undated="") for each in of_dates("g.date"))

REPORT = Report(
    name="pairs",
    title_en="Pairs of countries",
    title_ar="أزواج الدول",
    line="Every two countries with agreements between them, counted by stage.",
    columns=(
        Column("country_a", "Country", "الدولة", "code", "country"),
        Column("country_b", "With", "مع", "code", "country"),
        col.STAGE,
        col.AGREEMENTS,
    ),
    source=SOURCE,
    order=("country_a", "country_b", "stage_rank NULLS LAST", "stage NULLS LAST"),
    filters=(
        Filter("country", f"{of_country(SLUG).predicate} AND (a.country = :country OR b.country = :country)"),
        of_sector(SLUG),
        of_type("agreement_type", "g.type"),
        SINCE,
        UNTIL,
        of_article(SLUG),
        of_collection(SLUG),
    ),
    example="mithaq report pairs --country KZ",
    layout="pivot",
)
