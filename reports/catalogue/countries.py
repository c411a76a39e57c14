"""The report `countries`: the countries that the database says anything of, and how much."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_sector
from reports.query.report import Report, Totals

SOURCE = """(
    SELECT c.code, r.slug, c.alpha3, r.name_en, r.name_ar,
        count(CASE WHEN i.kind = 'agreement' THEN 1 END) AS agreements,
        count(CASE WHEN i.kind = 'event' THEN 1 END) AS events,
        count(CASE WHEN i.kind = 'initiative' THEN 1 END) AS initiatives,
        count(CASE WHEN i.kind = 'organization' THEN 1 END) AS organizations,
        count(CASE WHEN i.kind = 'figure' THEN 1 END) AS figures
    FROM (
        SELECT country, record_kind AS kind, record AS slug FROM v_participation
        WHERE country IS NOT NULL AND record_kind <> 'statement'
        UNION
        SELECT country, kind, slug FROM v_record WHERE kind = 'organization' AND country IS NOT NULL
        UNION
        SELECT s.country, 'figure', f.slug FROM v_figure f JOIN v_record s ON s.slug = f.subject
        WHERE s.country IS NOT NULL
    ) i
    JOIN country c ON c.code = i.country
    JOIN record r ON r.id = c.id
    WHERE 1 = 1{filters}
    GROUP BY c.code, r.slug, c.alpha3, r.name_en, r.name_ar
) countries"""

EVERYWHERE = """(
    SELECT * FROM v_country
    WHERE agreements + events + initiatives + organizations + figures > 0{filters}
) countries"""
# The roll-up has one row for each kind; SQLite looks it up for each country.
IN_A_SECTOR = """(
    SELECT c.code, r.slug, c.alpha3, r.name_en, r.name_ar,
        max(CASE WHEN t.c = 'agreement' THEN t.n ELSE 0 END) AS agreements,
        max(CASE WHEN t.c = 'event' THEN t.n ELSE 0 END) AS events,
        max(CASE WHEN t.c = 'initiative' THEN t.n ELSE 0 END) AS initiatives,
        max(CASE WHEN t.c = 'organization' THEN t.n ELSE 0 END) AS organizations,
        max(CASE WHEN t.c = 'figure' THEN t.n ELSE 0 END) AS figures
    FROM country c
    JOIN record r ON r.id = c.id
    CROSS JOIN rollup t
    WHERE t.measure = 'records' AND t.a = c.code
        AND t.c IN ('agreement', 'event', 'initiative', 'organization', 'figure'){filters}
    GROUP BY c.code, r.slug, c.alpha3, r.name_en, r.name_ar
) countries"""

REPORT = Report(
    name="countries",
    title_en="Countries",
    title_ar="الدول",
    line="Countries with what they take part in, the busiest first.",
    columns=(
        Column("code", "Code", "الرمز"),
        Column("slug", "ID", "المعرّف", detail=True),
        Column("alpha3", "Alpha-3 code", "الرمز الثلاثي", detail=True),
        col.NAME_EN,
        col.NAME_AR,
        col.AGREEMENTS,
        col.EVENTS,
        col.INITIATIVES,
        col.ORGANIZATIONS,
        col.FIGURES,
    ),
    source=SOURCE,
    order=col.BUSIEST,
    filters=(
        Filter("country", "i.country = :country"),
        of_sector("i.slug"),
        of_article("i.slug"),
        of_collection("i.slug"),
    ),
    example="mithaq report countries --sector ai --lang ar",
    totals=(
        Totals(EVERYWHERE, (Filter("country", "code = :country"),)),
        Totals(IN_A_SECTOR, (Filter("country", "c.code = :country"), Filter("sector", "t.b = :sector"))),
    ),
)
