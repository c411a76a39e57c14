"""The report `events`: summits, missions, exhibitions … held and planned."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import EVENTS, SOURCED, of_identifier, of_reported_dates, of_type
from reports.query.report import Report

REPORT = Report(
    name="events",
    title_en="Events",
    title_ar="الأحداث",
    line="Summits, visits, missions, exhibitions … held or planned, newest first.",
    columns=(
        col.SLUG,
        col.NAME_EN,
        col.NAME_AR,
        *col.of("event", "type", "outlook", "date", "place"),
        Column("place_country", "Country of the place", "دولة المكان", "code", "country", detail=True),
        *col.of("event", "place_printed", detail=True),
        col.PARTICIPANTS,
        col.COUNTRIES,
        col.detail(col.SECTORS),
        *col.of("event", "part_of", detail=True),
        col.PUBLISHERS,
        col.CITATIONS,
        *col.REPORTED,
    ),
    source="v_event",
    order=("date_from DESC NULLS LAST", "slug"),
    filters=(*EVENTS, of_type("event_type"), *of_reported_dates(), *SOURCED, of_identifier()),
    example="mithaq report events --country Algeria --until 2025",
    fit=Fit(("name", "outlook", "date", "countries"), ("type", "place", "participants")),
)
