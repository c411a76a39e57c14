"""The report `countries`: the countries of which the database says something, and how much."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_sector
from reports.query.report import Counted, Report

SOURCE = """(
    SELECT c.code, c.slug, c.alpha3, c.name_en, c.name_ar,
        count(CASE WHEN i.kind = 'agreement' THEN 1 END) AS agreements,
        count(CASE WHEN i.kind = 'event' THEN 1 END) AS events,
        count(CASE WHEN i.kind = 'initiative' THEN 1 END) AS initiatives,
        count(CASE WHEN i.kind = 'organization' THEN 1 END) AS organizations,
        count(CASE WHEN i.kind = 'figure' THEN 1 END) AS figures
    FROM (
        SELECT i.country, i.kind, i.slug
        FROM (SELECT country, record_kind AS kind, record AS slug FROM v_participation) i
        WHERE i.kind <> 'statement'{filters}
        UNION
        SELECT i.country, i.kind, i.slug
        FROM v_record i
        WHERE i.kind = 'organization'{filters}
        UNION
        SELECT i.country, 'figure', i.slug
        FROM (SELECT s.country, f.slug FROM v_figure f JOIN v_record s ON s.slug = f.subject) i
        WHERE 1 = 1{filters}
    ) i
    JOIN v_country c ON c.code = i.country
    GROUP BY c.code, c.slug, c.alpha3, c.name_en, c.name_ar
) countries"""

# The same with no filter but that of a country.
EVERYWHERE = """(
    SELECT c.code, c.slug, c.alpha3, c.name_en, c.name_ar,
        c.agreements, c.events, c.initiatives, c.organizations, c.figures
    FROM v_country c
    WHERE c.agreements + c.events + c.initiatives + c.organizations + c.figures > 0{filters}
) countries"""

REPORT = Report(
    name="countries",
    title_en="Countries",
    title_ar="الدول",
    line="Countries with what they take part in, the busiest first.",
    columns=(
        Column("code", "Code", "الرمز"),
        Column("slug", "Slug", "المعرّف", detail=True),
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
    counted=Counted(EVERYWHERE, (Filter("country", "c.code = :country"),)),
)
