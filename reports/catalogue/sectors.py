"""The report `sectors`: fields of cooperation, each counted with all that is narrower."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_dates_of, of_parties
from reports.query.report import Counted, Report

SOURCE = """(
    SELECT s.code, s.parent, s.name_en, s.name_ar,
        count(CASE WHEN i.kind = 'agreement' THEN 1 END) AS agreements,
        count(CASE WHEN i.kind = 'event' THEN 1 END) AS events,
        count(CASE WHEN i.kind = 'initiative' THEN 1 END) AS initiatives,
        count(CASE WHEN i.kind = 'organization' THEN 1 END) AS organizations
    FROM v_sector s
    JOIN (
        SELECT DISTINCT p.broader AS sector, c.record AS slug, c.record_kind AS kind
        FROM v_classification c
        JOIN v_sector_path p ON p.narrower = c.sector
        WHERE 1 = 1{filters}
    ) i ON i.sector = s.code
    GROUP BY s.code, s.parent, s.name_en, s.name_ar
    HAVING count(CASE WHEN i.kind IN ('agreement', 'event', 'initiative', 'organization') THEN 1 END) > 0
) sectors"""
# The same with no filter but that of a sector.
EVERYWHERE = """(
    SELECT s.code, s.parent, s.name_en, s.name_ar, s.agreements, s.events, s.initiatives, s.organizations
    FROM v_sector s
    WHERE s.agreements + s.events + s.initiatives + s.organizations > 0{filters}
) sectors"""
NARROWER = "(SELECT narrower FROM v_sector_path WHERE broader = :sector)"

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
        *of_parties("c.record"),
        *of_dates_of("c.record"),
        of_article("c.record"),
        of_collection("c.record"),
    ),
    example="mithaq report sectors --pair UZ CN --format json",
    counted=Counted(EVERYWHERE, (Filter("sector", f"s.code IN {NARROWER}"),)),
)
