"""The report `sectors`: fields of cooperation, each counted with all that is narrower."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import Filter, of_dates_of, of_links, of_organization, of_partners
from reports.query.report import Report

CLASSIFIED = "JOIN v_classification c ON c.record = {} JOIN v_sector_path p ON p.narrower = c.sector"
SECTORS = cooperation.wholes("sector", "p.broader AS sector", CLASSIFIED.format("u.slug"), "1 = 1")
SOURCE = f"""(
    SELECT s.code, s.parent, s.name_en, s.name_ar,
        count(CASE WHEN n.kind = 'agreement' AND n.done = 1 THEN 1 END) AS agreements,
        count(CASE WHEN n.kind = 'event' AND n.done = 1 THEN 1 END) AS events,
        count(CASE WHEN n.kind = 'initiative' AND n.done = 1 THEN 1 END) AS initiatives,
        count(CASE WHEN n.done = 0 THEN 1 END) AS planned,
        count(CASE WHEN n.kind = 'organization' THEN 1 END) AS organizations
    FROM v_sector s
    JOIN (
        {SECTORS}
        UNION ALL
        SELECT DISTINCT p.broader, 'organization', c.record, CAST(NULL AS INTEGER)
        FROM v_organization o
        {CLASSIFIED.format("o.slug")}
        WHERE 1 = 1{{filters}}
    ) n ON n.sector = s.code
    GROUP BY s.code, s.parent, s.name_en, s.name_ar
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
        col.PLANNED,
        col.ORGANIZATIONS,
    ),
    source=SOURCE,
    order=col.BUSIEST,
    filters=(
        Filter("sector", f"p.broader IN {NARROWER}"),
        *of_partners("c.record"),
        of_organization("c.record"),
        *of_dates_of("c.record"),
        *of_links("c"),
    ),
    example="mithaq report sectors --pair UZ CN --format json",
    remarks=(cooperation.REMARK,),
    fit=Fit(("name", "agreements"), ("events", "initiatives", "planned", "organizations", "parent")),
)
