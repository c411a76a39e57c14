"""The report `changes`: the log of loads."""

from reports import columns as col
from reports.filters import Filter
from reports.report import Report
from reports.table import Column

REPORT = Report(
    name="changes",
    title_en="Changes",
    title_ar="التغييرات",
    line="The loads that changed something, newest first.",
    columns=(
        Column("id", "Load", "التحميل", "integer"),
        Column("at", "At", "الوقت"),
        col.COLLECTION,
        Column("version", "Version", "الإصدار"),
        Column("inserted", "Inserted", "أُضيف", "integer"),
        Column("updated", "Updated", "عُدّل", "integer"),
        Column("deleted", "Deleted", "حُذف", "integer"),
        Column("unchanged", "Unchanged", "لم يتغير", "integer"),
        Column("digest", "Digest of the seeds", "بصمة البذور", detail=True),
    ),
    source="load",
    order=("id DESC NULLS LAST",),
    filters=(Filter("collection", "collection = :collection"),),
    example="mithaq report changes --limit 5",
)
