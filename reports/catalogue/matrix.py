"""The report `matrix`: agreements, events and initiatives counted by two things at once."""

from models.kinds.records import COOPERATION, listed
from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_dates_of, of_sector, of_stages_of
from reports.query.report import Report

COUNTED = f"IN ({listed(COOPERATION)})"
COUNTRY_COUNTRY = f"""(
    SELECT a.country AS row_code, b.country AS column_code, count(DISTINCT a.record) AS records
    FROM v_participation a
    JOIN v_participation b ON b.record = a.record AND b.country <> a.country
    WHERE a.record_kind {COUNTED}{{filters}}
    GROUP BY a.country, b.country
) matrix"""
COUNTRY_SECTOR = f"""(
    SELECT a.country AS row_code, c.sector AS column_code, count(DISTINCT a.record) AS records
    FROM v_participation a
    JOIN v_classification c ON c.record = a.record
    WHERE a.country IS NOT NULL AND a.record_kind {COUNTED}{{filters}}
    GROUP BY a.country, c.sector
) matrix"""
SECTOR_STAGE = """(
    SELECT a.sector AS row_code, s.stage AS column_code, count(DISTINCT a.record) AS records
    FROM v_classification a
    JOIN (SELECT slug, stage FROM v_agreement UNION ALL SELECT slug, stage FROM v_initiative) s ON s.slug = a.record
    WHERE s.stage IS NOT NULL{filters}
    GROUP BY a.sector, s.stage
) matrix"""
SHARED = (
    of_sector("a.record"),
    *of_stages_of("a.record"),
    *of_dates_of("a.record"),
    of_article("a.record"),
    of_collection("a.record"),
)
COUNTRY_ROW = Filter("country", "a.country = :country")
COUNTRY_PARTY = Filter("country", "a.record IN (SELECT record FROM v_participation WHERE country = :country)")


def _column(name: str, of: Column) -> Column:
    return Column(name, of.label_en, of.label_ar, "code", of.vocabulary)


def _variant(source: str, row: Column, column: Column, country: Filter) -> Report:
    return Report(
        name="matrix",
        title_en="Matrix",
        title_ar="المصفوفة",
        line="Agreements, events and initiatives counted by country and country, country and sector, sector and stage.",
        columns=(_column("row_code", row), _column("column_code", column), col.RECORDS),
        source=source,
        order=("row_code", "column_code"),
        filters=(country, *SHARED),
        example="mithaq report matrix --by country-sector --since 2024",
        layout="pivot",
    )


VARIANTS = {
    by: _variant(*of)
    for by, of in {
        "country-country": (COUNTRY_COUNTRY, col.COUNTRY, col.COUNTRY, COUNTRY_ROW),
        "country-sector": (COUNTRY_SECTOR, col.COUNTRY, col.SECTOR, COUNTRY_ROW),
        "sector-stage": (SECTOR_STAGE, col.SECTOR, col.STAGE, COUNTRY_PARTY),
    }.items()
}
REPORT = VARIANTS["country-country"]._replace(variants=VARIANTS)
