"""The report `pairs`: every two countries with agreements between them, by stage."""

from models.kinds.actions import AGREEMENT
from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query import cooperation
from reports.query.filters import Filter, of_both, of_dates_of, of_links, of_partner, of_sector
from reports.query.report import Report

COUNTRIES = {"country_a": "u.country", "country_b": "u.other_country"}
# Of the kind itself, SQLite would read all agreements by an index, instead of those of a country.
IS_AGREEMENT = f"u.record_kind || '' = '{AGREEMENT.kind}' AND u.country < u.other_country"
SOURCE = f"""(
    {cooperation.by_stage("agreements", COUNTRIES, "v_partnership u", IS_AGREEMENT)}
) pairs"""

REPORT = Report(
    name="pairs",
    title_en="Pairs of countries",
    title_ar="أزواج الدول",
    line="Every two countries with agreements between them, counted by stage.",
    columns=(
        Column("country_a", "Country", "الدولة", "code", "country"),
        Column("country_b", "With", "مع", "code", "country"),
        col.STAGE,
        col.AGREEMENTS,
    ),
    source=SOURCE,
    order=("country_a", "country_b", "stage_rank NULLS LAST", "stage NULLS LAST"),
    filters=(
        # The list is looked up; the second condition decides.
        Filter(
            "country", f"{of_partner('u.record').predicate} AND (u.country = :country OR u.other_country = :country)"
        ),
        of_sector("u.record"),
        Filter("type", "u.record IN (SELECT slug FROM v_agreement WHERE type = :type)", "agreement_type"),
        *of_dates_of("u.record"),
        *of_both(of_links("u"), of_links("u", side="other_")),
    ),
    example="mithaq report pairs --country KZ",
    layout="pivot",
    remarks=(cooperation.BY_STAGE,),
)
