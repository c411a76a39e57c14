"""The report `matrix`: cooperation counted by two things at once, done and planned apart."""

from models.kinds.records import STAGED
from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query import cooperation
from reports.query.filters import Filter, of_dates_of, of_links, of_partner, of_sector, of_stages_of
from reports.query.report import Report


def _source(row: str, column: str, joins: str) -> tuple[str, str]:
    """Return a SELECT that counts wholes by two keys, and a SELECT of the records that it counts."""
    keys, conditions = f"{row} AS row_code, {column} AS column_code", "a.country IS NOT NULL"
    counts = f"""(
    SELECT row_code, column_code, count(CASE WHEN done = 1 THEN 1 END) AS records,
        count(CASE WHEN done = 0 THEN 1 END) AS planned
    FROM (
        {cooperation.wholes("row_code, column_code", keys, joins, conditions)}
    ) wholes
    GROUP BY row_code, column_code
) matrix"""
    return counts, cooperation.undertakings(keys, joins, conditions)


PARTNER = "JOIN v_participation a ON a.record = u.slug AND a.partner = 1"
OTHER = "JOIN v_participation b ON b.record = a.record AND b.partner = 1 AND b.country <> a.country"
CLASSIFIED = "JOIN v_classification c ON c.record = u.slug"
COUNTRY_COUNTRY = _source("a.country", "b.country", f"{PARTNER} {OTHER}")
COUNTRY_SECTOR = _source("a.country", "c.sector", f"{PARTNER} {CLASSIFIED}")
SECTOR, REACHED = "c.sector AS row_code", "u.stage IS NOT NULL"
STAGES = cooperation.by_stage("row_code", "records", SECTOR, CLASSIFIED, REACHED, STAGED)
SECTOR_STAGE = (
    f"""(
    SELECT row_code, stage AS column_code, records
    FROM (
    {STAGES}
    ) stages
) matrix""",
    cooperation.undertakings(SECTOR, CLASSIFIED, REACHED, STAGED),
)
# The list is looked up; the second condition decides.
COUNTRY_ROW = Filter("country", f"{of_partner('u.slug').predicate} AND a.country = :country")


def _shared(*links: str) -> tuple[Filter, ...]:
    """Return the filters of records, and those of the links that give a cell its two keys."""
    first, *rest = ({each.option: each for each in of_links(link)} for link in links)
    facts = [
        each._replace(predicate=" AND ".join((each.predicate, *(more[option].predicate for more in rest))))
        for option, each in first.items()
    ]
    return (of_sector("u.slug"), *of_stages_of("u.slug"), *of_dates_of("u.slug"), *facts)


def _column(name: str, of: Column) -> Column:
    return Column(name, of.label_en, of.label_ar, "code", of.vocabulary)


def _variant(source: tuple[str, str], row: Column, column: Column, country: Filter, *links: str) -> Report:
    return Report(
        name="matrix",
        title_en="Matrix",
        title_ar="المصفوفة",
        line="Cooperation counted by country and country, country and sector, sector and stage.",
        columns=(_column("row_code", row), _column("column_code", column), col.RECORDS, col.PLANNED),
        source=source[0],
        order=("row_code", "column_code"),
        filters=(country, *_shared(*links)),
        example="mithaq report matrix --by country-sector --since 2024",
        layout="pivot",
        remarks=(cooperation.REMARK,),
        counted=source[1],
    )


VARIANTS = {
    "country-country": _variant(COUNTRY_COUNTRY, col.COUNTRY, col.COUNTRY, COUNTRY_ROW, "a", "b"),
    "country-sector": _variant(COUNTRY_SECTOR, col.COUNTRY, col.SECTOR, COUNTRY_ROW, "a", "c"),
    "sector-stage": _variant(SECTOR_STAGE, col.SECTOR, col.STAGE, of_partner("u.slug"), "c")._replace(
        # A stage says whether it is done.
        columns=(_column("row_code", col.SECTOR), _column("column_code", col.STAGE), col.RECORDS),
        remarks=(cooperation.BY_STAGE,),
    ),
}
REPORT = VARIANTS["country-country"]._replace(variants=VARIANTS)
