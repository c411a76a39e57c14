"""The report `conflicts`: values of which a source gives a variant."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import ITSELF, SUBJECT, Filter, of_country_and_statements
from reports.query.report import Report

# `v_conflict` does not name the collection of a citation, so the citation is found by its columns.
CITATION = "record, COALESCE(item, ''), field, article, reading"
OF_COLLECTION = f"""({CITATION}) IN (
        SELECT {CITATION} FROM v_citation WHERE collection = :collection AND reading IS NOT NULL)"""

REPORT = Report(
    name="conflicts",
    title_en="Conflicts",
    title_ar="التعارضات",
    line="Values of which a source gives a variant, or gives two.",
    columns=(
        Column("record", "Record", "السجل", "code", "record"),
        Column("record_kind", "Kind", "الصنف", "code", "kind", detail=True),
        Column("fact_kind", "Kind of fact", "صنف الواقعة", "code", "kind", hidden=True),
        Column("item", "Item", "العنصر", "code", "item"),
        Column("field", "Field", "الحقل", "code", "field"),
        Column("stored", "Stored", "المخزّن", "code", "value"),
        Column("reading", "Variant", "قراءة أخرى", "code", "value"),
        Column("source", "Source", "المصدر", "code", "record"),
        Column("article", "Article", "المقال", "code", "record", detail=True),
        Column("row_key", "Row", "الصف", detail=True),
        Column("column_name", "Column", "العمود", detail=True),
        col.NOTE,
    ),
    source="v_conflict",
    order=("record", "item NULLS LAST", "field", "source", "reading", "row_key", "column_name"),
    filters=(
        of_country_and_statements("record", ITSELF, SUBJECT),
        Filter("article", "source = :article"),
        Filter("collection", OF_COLLECTION),
    ),
    example="mithaq report conflicts --country RU",
    fit=Fit(("record", "stored", "reading", "note"), ("field", "item", "source")),
)
