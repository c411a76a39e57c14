"""The report `initiatives`: programmes, platforms, laboratories, strategies …"""

from reports.catalogue import columns as col
from reports.display.table import Fit
from reports.query.filters import SOURCED, STAGES, WHOLE, of_identifier, of_reported_dates, of_type
from reports.query.report import Report

REPORT = Report(
    name="initiatives",
    title_en="Initiatives",
    title_ar="المبادرات",
    line="Programmes, platforms, products, laboratories, strategies … newest first.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("initiative", "type"),
        col.STAGE,
        col.STAGE_RANK,
        col.DATE,
        col.DATE_FROM,
        col.DATE_TO,
        col.PLACE,
        col.PARTICIPANTS,
        col.COUNTRIES,
        col.SECTORS,
        *col.of("initiative", "period", "part_of", detail=True),
        col.PUBLISHERS,
        col.CITATIONS,
        *col.REPORTED,
    ),
    source="v_initiative",
    order=("date_from DESC NULLS LAST", "slug"),
    filters=(*WHOLE, *STAGES, of_type("initiative_type"), *of_reported_dates(), *SOURCED, of_identifier()),
    example="mithaq report initiatives --sector ai --min-stage operating",
    fit=Fit(("name", "stage", "countries", "sectors"), ("date", "type", "participants")),
)
