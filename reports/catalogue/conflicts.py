"""The report `conflicts`: where a source says otherwise than the value stored."""

from reports.catalogue import columns as col
from reports.display.table import Column
from reports.query.filters import ITSELF, Filter, of_collection, of_country
from reports.query.report import Report

REPORT = Report(
    name="conflicts",
    title_en="Conflicts",
    title_ar="التناقضات",
    line="Where an article says otherwise than the value stored, or contradicts itself.",
    columns=(
        Column("record", "Record", "السجل"),
        Column("record_kind", "Kind", "الصنف", "code", "kind", detail=True),
        Column("fact_kind", "Kind of fact", "صنف الواقعة", "code", "kind", detail=True),
        Column("item", "Of", "العنصر"),
        Column("field", "Field", "الحقل"),
        Column("stored", "Stored", "المخزّن"),
        Column("reading", "Reading", "القراءة"),
        Column("article", "Article", "المقال", "code", "record", detail=True),
        col.NOTE,
    ),
    source="v_conflict",
    order=("record", "item NULLS LAST", "field", "article", "reading"),
    filters=(of_country("record", ITSELF), Filter("article", "article = :article"), of_collection("record")),
    example="mithaq report conflicts --country RU",
)
