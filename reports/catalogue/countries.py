"""The report `countries`: the countries of which the database says something, and how much."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import ITSELF, SUBJECT, TAKES_PART, Filter, of_links, of_sector, one_of
from reports.query.report import Report

# In each part `i` has the country, the record, and the item and collection of the fact that joins them.
PARTNERS = cooperation.wholes(
    "country", "i.country", "JOIN v_participation i ON i.record = u.slug AND i.partner = 1", "i.country IS NOT NULL"
)
SOURCE = f"""(
    SELECT c.code, c.slug, c.alpha3, c.name_en, c.name_ar,
        count(CASE WHEN n.kind = 'agreement' AND n.done = 1 THEN 1 END) AS agreements,
        count(CASE WHEN n.kind = 'event' AND n.done = 1 THEN 1 END) AS events,
        count(CASE WHEN n.kind = 'initiative' AND n.done = 1 THEN 1 END) AS initiatives,
        count(CASE WHEN n.done = 0 THEN 1 END) AS planned,
        count(CASE WHEN n.kind = 'organization' THEN 1 END) AS organizations,
        count(CASE WHEN n.kind = 'figure' THEN 1 END) AS figures
    FROM (
        {PARTNERS}
        UNION ALL
        SELECT i.country, 'organization', i.record, CAST(NULL AS INTEGER)
        FROM (
            SELECT o.slug AS record, o.country, o.collection, CAST(NULL AS VARCHAR(1)) AS item
            FROM v_record o WHERE o.kind = 'organization'
        ) i
        WHERE i.country IS NOT NULL{{filters}}
        UNION ALL
        SELECT DISTINCT i.country, 'figure', i.record, CAST(NULL AS INTEGER)
        FROM (
            SELECT p.record, p.country, p.collection, p.item
            FROM v_participation p WHERE p.record_kind = 'figure'
            UNION ALL
            SELECT f.slug, s.country, o.collection, CAST(NULL AS VARCHAR(1))
            FROM v_figure f
            JOIN v_record s ON s.slug = f.subject
            JOIN v_record o ON o.slug = f.slug
        ) i
        WHERE i.country IS NOT NULL{{filters}}
    ) n
    JOIN v_country c ON c.code = n.country
    GROUP BY c.code, c.slug, c.alpha3, c.name_en, c.name_ar
) countries"""

REPORT = Report(
    name="countries",
    title_en="Countries",
    title_ar="الدول",
    line="Countries with the cooperation in which they are partners, the busiest first.",
    columns=(
        Column("code", "Code", "الرمز"),
        Column("slug", "ID", "المعرّف", detail=True),
        Column("alpha3", "Alpha-3 code", "الرمز الثلاثي", detail=True),
        col.NAME_EN,
        col.NAME_AR,
        col.AGREEMENTS,
        col.EVENTS,
        col.INITIATIVES,
        col.PLANNED,
        col.ORGANIZATIONS,
        col.FIGURES,
    ),
    source=SOURCE,
    order=col.BUSIEST,
    # The lists are looked up; the second condition decides.
    filters=(
        Filter("country", f"{one_of('i.record', TAKES_PART, ITSELF, SUBJECT)} AND i.country = :country"),
        of_sector("i.record"),
        *of_links("i"),
    ),
    example="mithaq report countries --sector ai --lang ar",
    remarks=(cooperation.REMARK,),
    fit=Fit(("name", "agreements"), ("events", "initiatives", "planned", "code", "organizations", "figures")),
)
