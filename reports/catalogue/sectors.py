"""The report `sectors`: fields of cooperation, each counted with its narrower sectors."""

from models.kinds.records import BESIDE_COOPERATION, listed
from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query import cooperation
from reports.query.filters import Filter, of_dates_of, of_links, of_organization, of_partners
from reports.query.report import Report

SECTOR = "s.code, s.parent, s.name_en, s.name_ar"
CLASSIFIED = "JOIN v_classification c ON c.record = {}.slug JOIN v_sector_path p ON p.narrower = c.sector"
SOURCE = f"""(
    SELECT {SECTOR},
        {cooperation.counts_by_kind(BESIDE_COOPERATION["sector"])}
    FROM (
        SELECT p.broader AS sector, u.kind, u.whole, u.done
        FROM v_cooperation u
        {CLASSIFIED.format("u")}
        WHERE 1 = 1{{filters}}
        UNION ALL
        SELECT p.broader, o.kind, o.slug, CAST(NULL AS INTEGER)
        FROM v_record o
        {CLASSIFIED.format("o")}
        WHERE o.kind IN ({listed(BESIDE_COOPERATION["sector"])}){{filters}}
    ) u
    JOIN v_sector s ON s.code = u.sector
    GROUP BY {SECTOR}
) sectors"""
NARROWER = "(SELECT narrower FROM v_sector_path WHERE broader = :sector)"

COLUMNS = (
    Column("code", "Code", "الرمز"),
    col.NAME_EN,
    col.NAME_AR,
    Column("parent", "Part of", "جزء من", "code", "sector"),
    col.AGREEMENTS,
    col.EVENTS,
    col.INITIATIVES,
    col.PLANNED,
    col.ORGANIZATIONS,
)

REPORT = Report(
    name="sectors",
    title_en="Sectors",
    title_ar="القطاعات",
    line="Fields of cooperation with their counts, narrower ones included.",
    columns=COLUMNS,
    source=SOURCE,
    unfiltered=cooperation.stored("sector", COLUMNS, "sectors"),
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
    counted=f"SELECT u.slug FROM v_cooperation u {CLASSIFIED.format('u')} WHERE 1 = 1{{filters}}",
    fit=Fit(("name", "agreements"), ("events", "initiatives", "planned", "organizations", "parent")),
)
