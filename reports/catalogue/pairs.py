"""The report `pairs`: every two countries with agreements between them, by stage."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_dates, of_sector, of_type
from reports.query.report import Report, Totals

SOURCE = """(
    SELECT a.country AS country_a, b.country AS country_b, g.stage, g.stage_rank,
        count(DISTINCT g.slug) AS agreements
    FROM v_agreement g
    JOIN v_participation a ON a.record = g.slug
    JOIN v_participation b ON b.record = g.slug AND b.country > a.country
    WHERE 1 = 1{filters}
    GROUP BY a.country, b.country, g.stage, g.stage_rank
) pairs"""
TOTALS = """(
    SELECT t.a AS country_a, t.b AS country_b, g.code AS stage, g.rank AS stage_rank, t.n AS agreements
    FROM rollup t
    LEFT JOIN stage g ON g.code = t.c
    WHERE t.measure = 'pair'{filters}
) pairs"""
SLUG = "g.slug"
SINCE, UNTIL = of_dates("g.date")

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
        Filter("country", "(a.country = :country OR b.country = :country)"),
        of_sector(SLUG),
        of_type("agreement_type", "g.type"),
        SINCE,
        UNTIL,
        of_article(SLUG),
        of_collection(SLUG),
    ),
    example="mithaq report pairs --country KZ",
    layout="pivot",
    totals=(Totals(TOTALS, (Filter("country", "(t.a = :country OR t.b = :country)"),)),),
)
