"""The report `sectors`: fields of cooperation, each counted with all that is narrower."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_country, of_dates_of, of_organization, of_pair
from reports.query.report import Report, Totals

SOURCE = """(
    SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
        count(CASE WHEN i.kind = 'agreement' THEN 1 END) AS agreements,
        count(CASE WHEN i.kind = 'event' THEN 1 END) AS events,
        count(CASE WHEN i.kind = 'initiative' THEN 1 END) AS initiatives,
        count(CASE WHEN i.kind = 'organization' THEN 1 END) AS organizations
    FROM sector s
    JOIN (
        SELECT DISTINCT p.broader AS sector, c.record AS slug, c.record_kind AS kind
        FROM v_classification c
        JOIN sector_path p ON p.narrower = c.sector
        WHERE c.record_kind IN ('agreement', 'event', 'initiative', 'organization'){filters}
    ) i ON i.sector = s.code
    GROUP BY s.code, s.parent, s.label_en, s.label_ar
) sectors"""

EVERYWHERE = """(
    SELECT * FROM v_sector
    WHERE agreements + events + initiatives + organizations > 0{filters}
) sectors"""
# Where a country is asked for, it takes part: an organization that is of the country does not. There is one row for
# each kind.
OF_A_COUNTRY = """(
    SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
        max(CASE WHEN t.c = 'agreement' THEN t.n ELSE 0 END) AS agreements,
        max(CASE WHEN t.c = 'event' THEN t.n ELSE 0 END) AS events,
        max(CASE WHEN t.c = 'initiative' THEN t.n ELSE 0 END) AS initiatives,
        0 AS organizations
    FROM rollup t
    JOIN sector s ON s.code = t.b
    WHERE t.measure = 'records' AND t.c IN ('agreement', 'event', 'initiative'){filters}
    GROUP BY s.code, s.parent, s.label_en, s.label_ar
) sectors"""
# SQLite reads them in this order: from the few records of a pair to their sectors.
OF_A_PAIR = """(
    SELECT s.code, s.parent, s.label_en AS name_en, s.label_ar AS name_ar,
        count(CASE WHEN l.kind = 'agreement' THEN 1 END) AS agreements,
        count(CASE WHEN l.kind = 'event' THEN 1 END) AS events,
        count(CASE WHEN l.kind = 'initiative' THEN 1 END) AS initiatives,
        0 AS organizations
    FROM listing l
    CROSS JOIN listing c
    CROSS JOIN sector s
    WHERE l.facet = 'pair' AND l.kind IN ('agreement', 'event', 'initiative')
        AND c.record = l.record AND c.facet = 'sector' AND s.code = c.key{filters}
    GROUP BY s.code, s.parent, s.label_en, s.label_ar
) sectors"""
NARROWER = "(SELECT narrower FROM sector_path WHERE broader = :sector)"

REPORT = Report(
    name="sectors",
    title_en="Sectors",
    title_ar="القطاعات",
    line="Fields of cooperation with their counts, narrower ones included.",
    columns=(
        Column("code", "Code", "الرمز"),
        col.NAME_EN,
        col.NAME_AR,
        Column("parent", "Part of", "جزء من", "code", "sector"),
        col.AGREEMENTS,
        col.EVENTS,
        col.INITIATIVES,
        col.ORGANIZATIONS,
    ),
    source=SOURCE,
    order=col.BUSIEST,
    filters=(
        Filter("sector", f"p.broader IN {NARROWER}"),
        of_country("c.record"),
        of_pair("c.record"),
        of_organization("c.record"),
        *of_dates_of("c.record"),
        of_article("c.record"),
        of_collection("c.record"),
    ),
    example="mithaq report sectors --pair UZ CN --format json",
    totals=(
        Totals(EVERYWHERE, (Filter("sector", f"code IN {NARROWER}"),)),
        Totals(OF_A_COUNTRY, (Filter("country", "t.a = :country"), Filter("sector", f"t.b IN {NARROWER}"))),
        Totals(OF_A_PAIR, (Filter("pair", "l.key = :pair"), Filter("sector", f"c.key IN {NARROWER}"))),
    ),
)
