"""Headings of the columns of views in both languages: those of fields, else those of reports, else our own."""

from __future__ import annotations

from functools import cache

from models.kinds.records import KINDS, RECORDS
from reports.catalogue.registry import NAMES, load
from reports.dictionary import View
from reports.view_columns import fields

# In English and in Arabic.
Labels = tuple[str, str]
OWN: dict[str, Labels] = {
    "name": ("Name", "الاسم"),
    "until": ("Until", "حتى"),
    "person": ("Person", "الشخص"),
    "cooperation": ("Counts as cooperation", "يُعدّ تعاونًا"),
    "party_kind": ("Kind of the party", "صنف الطرف"),
    "partner": ("Partner", "شريك"),
    "partners": ("Partners", "الشركاء"),
    "v_citation.printed": ("Printed text", "النص كما ورد"),
    "whole": ("Counts with", "يُعدّ مع"),
    "done": ("Done", "تم"),
    "broader": ("Broader sector", "القطاع الأوسع"),
    "narrower": ("Narrower sector", "القطاع الأضيق"),
    "depth": ("Levels between", "عدد المستويات بينهما"),
    "text": ("Name", "الاسم"),
    "form": ("Sort of name", "نوع الاسم"),
    "start_char": ("First character", "أول حرف"),
    "end_char": ("Character after the last", "الحرف التالي للأخير"),
    "row_key": ("Row", "الصف"),
    "column_name": ("Column", "العمود"),
    "source_kind": ("Kind of source", "صنف المصدر"),
    "quote": ("Quote", "الاقتباس"),
    "vocabulary": ("Vocabulary", "قائمة الرموز"),
    "label_en": ("Label", "التسمية بالإنجليزية"),
    "label_ar": ("Arabic label", "التسمية"),
    "definition_en": ("Definition", "التعريف بالإنجليزية"),
    "definition_ar": ("Arabic definition", "التعريف"),
    "rank": ("Rank", "الرتبة"),
    "under_way": ("Still to be concluded", "لم يُبرم بعد"),
}


def heading(view: View, name: str) -> Labels:
    """Return the heading of a column of a view, or its name if it has none."""
    kind = view.name.removeprefix("v_")
    section = RECORDS[kind].section if kind in RECORDS else f"{kind}s"
    # A report has the name of its view, or of the records in it.
    places = ((kind, name), (section, name), ("", name))
    found = _of_fields() | _of_reports()
    if f"{view.name}.{name}" in OWN:
        return OWN[f"{view.name}.{name}"]
    known = next((found[place] for place in places if place in found), None)
    return known or OWN.get(name) or (name, name)


@cache
def _of_fields() -> dict[tuple[str, str], Labels]:
    """Return the labels of fields by kind and column."""
    return {
        (kind, column.name): (label[0], label[1])
        for kind, described in KINDS.items()
        for field in described.fields
        for column, label in zip(fields(kind, field.name), field.labels, strict=True)
    }


@cache
def _of_reports() -> dict[tuple[str, str], Labels]:
    """Return the labels of columns of reports by report and column, and those of the first that has one by column."""
    found: dict[tuple[str, str], Labels] = {}
    for report in map(load, NAMES):
        for column in report.columns:
            label = (column.label_en, column.label_ar)
            found[report.name, column.name] = label
            found.setdefault(("", column.name), label)
    for (_, name), label in _of_fields().items():
        found.setdefault(("", name), label)
    return found
