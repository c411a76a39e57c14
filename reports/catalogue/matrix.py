"""The report `matrix`: cooperation counted by two things at once, done and planned apart."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query import cooperation
from reports.query.filters import Filter, of_both, of_dates_of, of_links, of_partner, of_sector, of_stages_of
from reports.query.report import Report


def _source(row: str, column: str, source: str, conditions: str) -> str:
    """Return a SELECT that counts wholes by two keys."""
    return f"""(
    SELECT {row} AS row_code, {column} AS column_code, {cooperation.DONE} AS records, {cooperation.PLANNED} AS planned
    FROM {source}
    WHERE {conditions}{{filters}}
    GROUP BY {row}, {column}
) matrix"""


CLASSIFIED = "JOIN v_classification c ON c.record = u.slug"
PARTNERS = f"v_cooperation u JOIN v_participation p ON p.record = u.slug AND p.partner = 1 {CLASSIFIED}"
COUNTRY_COUNTRY = _source("u.country", "u.other_country", "v_partnership u", "1 = 1")
COUNTRY_SECTOR = _source("p.country", "c.sector", PARTNERS, "p.country IS NOT NULL")
BY_SECTOR = {"row_code": "c.sector"}
STAGES = cooperation.by_stage("records", BY_SECTOR, f"v_cooperation u {CLASSIFIED}", "u.stage IS NOT NULL")
SECTOR_STAGE = f"""(
    SELECT row_code, stage AS column_code, records
    FROM (
    {STAGES}
    ) stages
) matrix"""


def _filters(record: str, links: tuple[Filter, ...], country: str = "") -> tuple[Filter, ...]:
    """Return the filters of records, and those of the links that give a cell its two keys."""
    partner = of_partner(record)
    if country:
        # The list is looked up; the second condition decides.
        partner = partner._replace(predicate=f"{partner.predicate} AND {country} = :country")
    return (partner, of_sector(record), *of_stages_of(record), *of_dates_of(record), *links)


def _column(name: str, of: Column) -> Column:
    return Column(name, of.label_en, of.label_ar, "code", of.vocabulary)


def _variant(source: str, row: Column, column: Column, filters: tuple[Filter, ...]) -> Report:
    return Report(
        name="matrix",
        title_en="Matrix",
        title_ar="المصفوفة",
        line="Cooperation counted by country and country, country and sector, sector and stage.",
        columns=(_column("row_code", row), _column("column_code", column), col.RECORDS, col.PLANNED),
        source=source,
        order=("row_code", "column_code"),
        filters=filters,
        example="mithaq report matrix --by country-sector --since 2024",
        layout="pivot",
        remarks=(cooperation.REMARK,),
    )


PARTNERSHIP = of_both(of_links("u"), of_links("u", side="other_"))
CLASSIFIED_PARTNER = of_both(of_links("p"), of_links("c"))
VARIANTS = {
    "country-country": _variant(
        COUNTRY_COUNTRY, col.COUNTRY, col.COUNTRY, _filters("u.record", PARTNERSHIP, "u.country")
    ),
    "country-sector": _variant(
        COUNTRY_SECTOR, col.COUNTRY, col.SECTOR, _filters("u.slug", CLASSIFIED_PARTNER, "p.country")
    ),
    "sector-stage": _variant(SECTOR_STAGE, col.SECTOR, col.STAGE, _filters("u.slug", of_links("c")))._replace(
        # A stage says whether it is done.
        columns=(_column("row_code", col.SECTOR), _column("column_code", col.STAGE), col.RECORDS),
        remarks=(cooperation.BY_STAGE,),
    ),
}
REPORT = VARIANTS["country-country"]._replace(variants=VARIANTS)
