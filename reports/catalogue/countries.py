"""The report `countries`: the countries that the facts mention, with counts."""

from models.kinds.records import BESIDE_COOPERATION, OF_OWN_COUNTRY, OF_PARTIES, listed
from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import ITSELF, SUBJECT, TAKES_PART, Filter, of_links, of_sector, one_of
from reports.query.report import Report

COUNTRY = "c.code, c.slug, c.alpha3, c.name_en, c.name_ar"
# In each part `i` has the country, the record, and the item and collection of the fact that joins them.
SOURCE = f"""(
    SELECT {COUNTRY},
        {cooperation.counts_by_kind(BESIDE_COOPERATION["country"])}
    FROM (
        SELECT i.country, u.kind, u.whole, u.done
        FROM v_cooperation u
        JOIN v_participation i ON i.record = u.slug AND i.partner = 1
        WHERE i.country IS NOT NULL{{filters}}
        UNION ALL
        SELECT i.country, i.kind, i.record, CAST(NULL AS INTEGER)
        FROM (
            SELECT o.slug AS record, o.kind, o.country, o.collection, CAST(NULL AS VARCHAR(1)) AS item
            FROM v_record o WHERE o.kind IN ({listed(OF_OWN_COUNTRY)})
            UNION ALL
            SELECT p.record, p.record_kind, p.country, p.collection, p.item
            FROM v_participation p WHERE p.record_kind IN ({listed(OF_PARTIES)})
            UNION ALL
            SELECT f.slug, o.kind, s.country, o.collection, CAST(NULL AS VARCHAR(1))
            FROM v_figure f
            JOIN v_record s ON s.slug = f.subject
            JOIN v_record o ON o.slug = f.slug
        ) i
        WHERE i.country IS NOT NULL{{filters}}
    ) u
    JOIN v_country c ON c.code = u.country
    GROUP BY {COUNTRY}
) countries"""
COLUMNS = (
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
)

REPORT = Report(
    name="countries",
    title_en="Countries",
    title_ar="الدول",
    line="Countries with the cooperation in which they are partners, the busiest first.",
    columns=COLUMNS,
    source=SOURCE,
    unfiltered=cooperation.stored("country", COLUMNS, "countries"),
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
