"""The report `relations`: how countries, organizations, people and records stand to each other."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import Filter, of_article, of_collection, of_dates, of_type
from reports.query.report import Report

OF_COUNTRY = "(SELECT slug FROM v_record WHERE country = {})"

REPORT = Report(
    name="relations",
    title_en="Relations",
    title_ar="العلاقات",
    line="How one stands to another: members, partners, competitors, suppliers …",
    columns=(
        Column("subject", "Subject", "الطرف الأول", "code", "record"),
        Column("subject_kind", "Kind of the subject", "صنف الطرف الأول", "code", "kind", detail=True),
        *col.of("relation", "type", "object"),
        Column("object_kind", "Kind of the object", "صنف الطرف الثاني", "code", "kind", detail=True),
        *col.of("relation", "context", "sector", "period", "statement"),
        *col.of("statement", "attribution", "mode"),
    ),
    source="v_relation",
    order=(
        "subject",
        "type",
        "object",
        "context NULLS LAST",
        "period_from NULLS LAST",
        "period NULLS LAST",
        "sector NULLS LAST",
        "statement NULLS LAST",
    ),
    filters=(
        Filter(
            "country",
            f"(subject IN {OF_COUNTRY.format(':country')} OR object IN {OF_COUNTRY.format(':country')})",
        ),
        Filter(
            "pair",
            f"((subject IN {OF_COUNTRY.format(':pair_a')} AND object IN {OF_COUNTRY.format(':pair_b')})"
            f" OR (subject IN {OF_COUNTRY.format(':pair_b')} AND object IN {OF_COUNTRY.format(':pair_a')}))",
        ),
        Filter("organization", "(subject = :organization OR object = :organization)"),
        Filter("sector", "sector IN (SELECT narrower FROM v_sector_path WHERE broader = :sector)"),
        of_type("relation_type"),
        *of_dates("period"),
        of_article("subject"),
        of_collection("subject"),
    ),
    example="mithaq report relations --country RU --type competes_with",
)
