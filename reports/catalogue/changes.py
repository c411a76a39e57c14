"""The report `changes`: the log of loads."""

from reports.catalogue import columns as col
from reports.display.table import Column, Fit
from reports.query.filters import Filter
from reports.query.report import Report

REPORT = Report(
    name="changes",
    title_en="Changes",
    title_ar="التغييرات",
    line="The loads that changed something, newest first.",
    columns=(
        Column("id", "Load", "التحميل", "integer"),
        Column("loaded_at", "Loaded at", "وقت التحميل", "moment"),
        col.COLLECTION,
        Column("version", "Version", "الإصدار"),
        Column("inserted", "Inserted", "أُضيف", "integer"),
        Column("updated", "Updated", "عُدّل", "integer"),
        Column("deleted", "Deleted", "حُذف", "integer"),
        Column("unchanged", "Unchanged", "لم يتغير", "integer"),
        Column("digest", "Digest of the seeds", "بصمة البذور", detail=True),
    ),
    source="v_load",
    order=("id DESC NULLS LAST",),
    filters=(Filter("collection", "collection = :collection"),),
    example="mithaq report changes --limit 5",
    fit=Fit(("loaded_at", "collection"), ("inserted", "updated", "deleted", "version")),
)
