"""The report `pairs`: every two countries with agreements between them, by stage."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query import cooperation
from reports.query.filters import Filter, of_dates_of, of_links, of_partner, of_sector, of_type
from reports.query.report import Report

PARTNERS = (
    "JOIN v_participation a ON a.record = u.slug AND a.partner = 1"
    " JOIN v_participation b ON b.record = u.slug AND b.partner = 1 AND b.country > a.country"
)
NAMES, KEYS = "country_a, country_b", "a.country AS country_a, b.country AS country_b"
SOURCE = f"""(
    {cooperation.by_stage(NAMES, "agreements", KEYS, PARTNERS, "a.country IS NOT NULL", ("agreement",))}
) pairs"""
ARTICLE, COLLECTION = (
    first._replace(predicate=f"{first.predicate} AND {second.predicate}")
    for first, second in zip(of_links("a"), of_links("b"), strict=True)
)

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
        Filter("country", f"{of_partner('u.slug').predicate} AND (a.country = :country OR b.country = :country)"),
        of_sector("u.slug"),
        of_type("agreement_type", "u.type"),
        *of_dates_of("u.slug"),
        ARTICLE,
        COLLECTION,
    ),
    example="mithaq report pairs --country KZ",
    layout="pivot",
    remarks=(cooperation.BY_STAGE,),
    counted=cooperation.undertakings(KEYS, PARTNERS, "a.country IS NOT NULL", ("agreement",)),
)
