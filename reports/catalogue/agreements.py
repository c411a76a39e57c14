"""The report `agreements`: treaties, memoranda, contracts … with their stage."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import SOURCED, STAGES, WHOLE, of_identifier, of_reported_dates, of_type
from reports.query.report import Report

REPORT = Report(
    name="agreements",
    title_en="Agreements",
    title_ar="الاتفاقات",
    line="Treaties, memoranda, contracts … with the stage they have reached, newest first.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("agreement", "type"),
        col.STAGE,
        col.STAGE_RANK,
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        col.PLACE,
        Column("places", "Places", "الأماكن", "slugs", "record", detail=True),
        Column("signed", "Signed", "تاريخ التوقيع", "date", detail=True, order="signed_from"),
        Column("signed_from", "Signed, first day", "أول أيام التوقيع", "day", detail=True),
        Column("signed_to", "Signed, last day", "آخر أيام التوقيع", "day", detail=True),
        *col.REPORTED,
        Column("parties", "Parties", "الأطراف", "slugs", "record capacity"),
        Column("unidentified", "Unidentified parties", "أطراف غير محددة", "integer", detail=True),
        col.COUNTRIES,
        col.SECTORS,
        *col.of("agreement", "qualifier", "value", "value_to", "currency", "instruments_qualifier", "instruments"),
        *col.of("agreement", "period", "part_of", detail=True),
        col.PUBLISHERS,
        col.CITATIONS,
    ),
    source="v_agreement",
    order=("COALESCE(signed_from, date_from) DESC NULLS LAST", "slug"),
    filters=(*WHOLE, *STAGES, of_type("agreement_type"), *of_reported_dates(), *SOURCED, of_identifier()),
    example="mithaq report agreements --country UZ --since 2025 --format csv",
    fit=Fit(("name", "stage", "countries", "sectors"), ("date", "value", "type", "parties")),
)
