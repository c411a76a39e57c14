"""The report `figures`: numbers with their subject, unit or currency, and period."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import SOURCED, of_dates, of_lists, of_type
from reports.query.indexed_lists import newest
from reports.query.report import Report

REPORT = Report(
    name="figures",
    title_en="Figures",
    title_ar="الأرقام",
    line="Numbers with their subject, precision, unit or currency, and period.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        Column("subject", "Subject", "الموضوع", "code", "record", detail=True),
        Column("measure", "Measure", "المقياس", "code", "measure", detail=True),
        Column("qualifier", "Precision", "الدقة", "code", "qualifier"),
        Column("amount", "Amount", "المقدار", "number"),
        Column("amount_to", "Up to", "حتى", "number"),
        Column("unit", "Unit", "الوحدة", "code", "unit"),
        Column("currency", "Currency", "العملة", "code", "currency"),
        col.PERIOD,
        col.PERIOD_FROM,
        col.PERIOD_TO,
        Column("base", "Compared with", "مقارنة بـ", "date", detail=True, order="base_from"),
        Column("base_from", "Base, first day", "أول أيام الأساس", "day", detail=True),
        Column("base_to", "Base, last day", "آخر أيام الأساس", "day", detail=True),
        col.COUNTRIES,
        col.PUBLISHERS,
        col.CITATIONS,
    ),
    source="v_figure",
    order=("period_from DESC NULLS LAST", "slug"),
    filters=(
        *of_lists("country", "pair", "organization"),
        of_type("measure", "measure"),
        *of_dates("period"),
        *SOURCED,
    ),
    example="mithaq report figures --country UZ --since 2025",
    lists=newest("figure"),
)
