"""The report `matrix`: cooperation counted by two keys, done and planned separately, the most frequent first."""

from __future__ import annotations

from functools import partial

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query import cooperation
from reports.query.filters import Filter, of_both, of_dates_of, of_links, of_partner, of_sector, of_stages_of
from reports.query.report import Computed, Report, Rows

# Rows and columns that are shown.
MOST = 20
CLASSIFIED = "JOIN v_classification c ON c.record = u.slug"
CLASSIFIED_PARTNERS = f"{cooperation.PARTNERS}\n        {CLASSIFIED}\n        WHERE p.country IS NOT NULL{{filters}}"
COUNTS = f"{cooperation.DONE} AS records, {cooperation.PLANNED} AS planned"


def _ranked(code: str, total: str, source: str) -> str:
    """Return a SELECT of the codes with most records, with their totals and the number of all codes."""
    return f"""SELECT {code} AS code, {total} AS total, count(*) OVER () AS codes
        FROM {source}
        GROUP BY {code}
        ORDER BY total DESC NULLS LAST, code NULLS FIRST{{top}}"""


SHARED = """parts q
        WHERE EXISTS (SELECT 1 FROM parts o WHERE o.record = q.record AND o.country <> q.country)"""
# Only records of the countries of the rows and columns are paired. A country without partners has no row.
# SQLite looks up the right side of a CROSS JOIN in an index; otherwise it would read all parts for each country.
COUNTRY_COUNTRY = f"""(
    WITH parts AS (
        {cooperation.partner_countries("u.slug AS record, u.whole, u.done")}
    ),
    ranked AS (
        {_ranked("q.country", "count(DISTINCT q.whole)", SHARED)}
    ),
    shown AS (
        SELECT q.record, q.whole, q.done, q.country
        FROM parts q
        CROSS JOIN ranked r
        WHERE r.code = q.country
    ),
    cells AS (
        SELECT a.country AS row_code, u.country AS column_code, {COUNTS}
        FROM shown a
        JOIN shown u ON u.record = a.record AND u.country <> a.country
        WHERE 1 = 1{{paired}}
        GROUP BY a.country, u.country
    )
    SELECT c.row_code, c.column_code, c.records, c.planned, x.total AS row_total, y.total AS column_total, x.codes
    FROM cells c
    JOIN ranked x ON x.code = c.row_code
    JOIN ranked y ON y.code = c.column_code
) matrix"""
COUNTRY_SECTOR = f"""(
    WITH cells AS (
        SELECT p.country AS row_code, c.sector AS column_code, {COUNTS}
        FROM {CLASSIFIED_PARTNERS}
        GROUP BY p.country, c.sector
    ),
    ranked AS (
        {_ranked("q.row_code", "sum(q.records + q.planned)", "cells q")}
    ),
    sectors AS (
        {_ranked("q.column_code", "sum(q.records + q.planned)", "cells q")}
    )
    SELECT a.row_code, a.column_code, a.records, a.planned, r.total AS row_total, s.total AS column_total,
        CASE WHEN r.codes > s.codes THEN r.codes ELSE s.codes END AS codes
    FROM cells a
    JOIN ranked r ON r.code = a.row_code
    JOIN sectors s ON s.code = a.column_code
) matrix"""
STAGES = cooperation.by_stage(
    "records", {"row_code": "c.sector"}, f"v_cooperation u {CLASSIFIED}", "u.stage IS NOT NULL"
)
SECTOR_STAGE = f"""(
    WITH cells AS (
        {STAGES}
    ),
    ranked AS (
        {_ranked("q.row_code", "sum(q.records)", "cells q")}
    )
    SELECT a.row_code, a.stage AS column_code, a.records, 0 AS planned, r.total AS row_total,
        a.stage_rank AS column_total, r.codes
    FROM cells a
    JOIN ranked r ON r.code = a.row_code
) matrix"""


def limit_cells(rows: Rows, is_square: bool = False) -> Computed:
    """Return the cells, with a remark if there are more rows or columns; a square has the same codes in both."""
    names = ("row_code", "column_code", "records", "planned", "codes")
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    heads, columns = ({cell[name] for cell in cells} for name in names[:2])
    shown = len(heads | columns) if is_square else max(len(heads), len(columns))
    codes = max((cell["codes"] for cell in cells), default=0)
    return Computed(cells, (("top", str(shown), str(codes)),) if codes > shown else ())


def _filters(record: str, *links: Filter, country: str = "", paired: str = "") -> tuple[Filter, ...]:
    """Return the filters of records, and those of the links that give a cell its two keys."""
    partner = of_partner(record)
    if country:
        # The list is looked up; the second condition decides.
        partner = partner._replace(predicate=f"{partner.predicate} AND {country} = :country")
    return (
        partner._replace(paired=paired),
        *(of_sector(record), *of_stages_of(record), *of_dates_of(record), *links),
    )


PARTNER = col.COUNTRY._replace(label_en="Partner", label_ar="الشريك")


def _column(name: str, of: Column) -> Column:
    return Column(name, of.label_en, of.label_ar, "code", of.vocabulary)


def _variant(source: str, counted: str, row: Column, column: Column, filters: tuple[Filter, ...]) -> Report:
    return Report(
        name="matrix",
        title_en="Matrix",
        title_ar="المصفوفة",
        line="Cooperation counted by country and country, country and sector, sector and stage.",
        columns=(_column("row_code", row), _column("column_code", column), col.RECORDS, col.PLANNED),
        source=source,
        order=("row_total DESC NULLS LAST", "row_code", "column_total DESC NULLS LAST", "column_code"),
        filters=filters,
        example="mithaq report matrix --by country-sector --since 2024",
        layout="pivot",
        inputs=("row_code", "column_code", "records", "planned", "codes"),
        compute=limit_cells,
        remarks=(cooperation.REMARK, cooperation.IN_CELLS),
        counted=counted,
        top=MOST,
    )


VARIANTS = {
    "country-country": _variant(
        COUNTRY_COUNTRY,
        cooperation.shared(),
        col.COUNTRY,
        PARTNER,
        _filters("u.slug", *of_links("p"), paired="a.country = :country"),
    )._replace(compute=partial(limit_cells, is_square=True)),
    "country-sector": _variant(
        COUNTRY_SECTOR,
        f"SELECT u.slug FROM {CLASSIFIED_PARTNERS}",
        col.COUNTRY,
        col.SECTOR,
        _filters("u.slug", *of_both(of_links("p"), of_links("c")), country="p.country"),
    ),
    "sector-stage": _variant(
        SECTOR_STAGE,
        f"SELECT u.slug FROM v_cooperation u {CLASSIFIED} WHERE u.stage IS NOT NULL{{filters}}",
        col.SECTOR,
        col.STAGE,
        _filters("u.slug", *of_links("c")),
    )._replace(
        order=("row_total DESC NULLS LAST", "row_code", "column_total NULLS LAST", "column_code NULLS LAST"),
        # A stage says whether it is done.
        columns=(_column("row_code", col.SECTOR), _column("column_code", col.STAGE), col.RECORDS),
        remarks=(cooperation.BY_STAGE,),
    ),
}
REPORT = VARIANTS["country-country"]._replace(variants=VARIANTS)
