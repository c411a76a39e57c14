"""Write every view as a sheet of a workbook: labels beside codes, after a sheet of sources and licence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from models.commandline.language import in_language
from models.terminal.progress import track
from models.version import installed_version
from reports.catalogue.columns import MILESTONE_OUTLOOK
from reports.dictionary import EXPORTED, Field, View
from reports.display.cell_text import Wording
from reports.display.labels import read_labels
from reports.display.table import Column, Lang, Table
from reports.display.workbook import write_sheets
from reports.exporting import credits
from reports.exporting.extract import Extract
from reports.exporting.headings import heading

BATCH_ROWS = 5_000
# The vocabulary of the codes in a list; the elements of other lists are records.
LISTS = {"countries": "country", "successors": "country", "sectors": "sector"}
# Columns whose codes have other words than those of their vocabulary.
OWN_WORDS = {("v_milestone", "outlook"): MILESTONE_OUTLOOK.vocabulary}
REFERENCES = {"v_country": "country", "v_sector": "sector"}
SOURCES = """
SELECT {title}, {publisher}, s.published, s.url
FROM (
    SELECT 1 AS place, name_en, name_ar, publisher, published, published_from, url, slug FROM v_article
    UNION ALL
    SELECT 2, name_en, name_ar, publisher, CAST(NULL AS VARCHAR(10)), CAST(NULL AS VARCHAR(10)), url, slug
    FROM v_dataset
) s
LEFT JOIN v_record p ON p.slug = s.publisher
ORDER BY s.place, s.published_from NULLS LAST, s.slug
"""
WORDS = {
    "about": ("About", "عن هذه البيانات"),
    "what": ("What", "البيان"),
    "text": ("Text", "النص"),
    "publisher": ("Publisher", "الناشر"),
    "published": ("Published", "تاريخ النشر"),
    "url": ("Address", "العنوان"),
    "title": ("Title", "العنوان"),
    "description": ("Description", "الوصف"),
    "version": ("Version", "الإصدار"),
    "collection": ("Collection", "المجموعة"),
    "licence": ("Licence", "الرخصة"),
    "source": ("Source", "مصدر"),
    "rights": ("Rights", "الحقوق"),
    "rights_text": (
        "The texts of articles belong to their publishers. When you use a fact, cite the article as well as Mithaq.",
        "نصوص المقالات لناشريها. عند استعمال معلومة يُذكر المقال مع ميثاق.",
    ),
    "code": ("{} (code)", "{} (رمز)"),
    "id": ("{} (ID)", "{} (معرّف)"),
}


def write_workbook(extract: Extract, stream: BinaryIO) -> None:
    """Write the workbook in the language of the extract; in Arabic, sheets run from right to left.

    Raises:
        MithaqError: a view has more rows, or a text more characters, than a workbook can hold.
    """
    write_sheets(_make_sheets(extract), stream)


def _make_sheets(extract: Extract) -> Iterator[tuple[Table, Wording]]:
    yield describe(extract), Wording(extract.lang, {}, edtf=True)
    for view in track(EXPORTED, "Exporting views:"):
        # The labels of a batch of rows take the place of those of the batch before.
        labels: dict[tuple[str, str], str] = {}
        columns = tuple(column for field in view.fields for column in _columns(view, field, extract.lang))
        rows = _label(extract, view, columns, labels)
        yield Table(view.title_en, view.title_ar, columns, rows), Wording(extract.lang, labels, edtf=True)


def _columns(view: View, field: Field, lang: Lang) -> Iterator[Column]:
    """Yield the column of labels, if the field has codes, and that of the values themselves."""
    head = heading(view, field.name)[lang == "ar"]
    vocabulary = OWN_WORDS.get((view.name, field.name)) or _vocabulary_of(field)
    if vocabulary:
        yield Column(field.name, head, head, "slugs" if field.type == "slugs" else "code", vocabulary)
    if field.type == "flag":
        return
    if vocabulary:
        head = _say("id" if vocabulary.startswith("record") else "code", lang).format(head)
    yield Column(field.name, head, head, "text" if field.type in ("code", "slugs") else field.type)


def _vocabulary_of(field: Field) -> str | None:
    """Return the vocabulary in which labels of a field's values are looked up."""
    if field.type == "flag":
        return "flag"
    if field.type == "slugs":
        return LISTS.get(field.name, "record capacity")
    if field.reference:
        return REFERENCES.get(field.reference[0], "record")
    return field.target or None


def _label(
    extract: Extract, view: View, columns: Sequence[Column], labels: dict[tuple[str, str], str]
) -> Iterator[Sequence[Any]]:
    """Yield each row with a value for every column, after reading the labels that it needs."""
    places = [place for place, field in enumerate(view.fields) for _ in _columns(view, field, extract.lang)]
    rows = iter(extract.read(view).rows)
    while batch := [[row[place] for place in places] for row in islice(rows, BATCH_ROWS)]:
        labels.clear()
        labels.update(read_labels(extract.reader, [Table("", "", tuple(columns), batch)], extract.lang))
        yield from batch


def describe(extract: Extract) -> Table:
    """Return the sheet with the title, the licence and the sources of the workbook."""
    lang = extract.lang
    language = "ar" if lang == "ar" else "en"
    lines = {
        "title": credits.TITLE,
        "description": credits.DESCRIPTION_AR if lang == "ar" else credits.DESCRIPTION,
        "version": installed_version(),
        "collection": extract.collection,
        "licence": f"{credits.LICENCE['title']}, {credits.LICENCE['path']}" if credits.has_only_ours(extract) else None,
        "rights": _say("rights_text", lang),
    }
    rows = [(_say(name, lang), text, None, None, None) for name, text in lines.items() if text]
    sql = SOURCES.format(title=in_language("s.name", language), publisher=in_language("p.name", language))
    rows += [(_say("source", lang), *source) for source in extract.reader.rows(sql)]
    columns = tuple(
        Column(name, *WORDS[name], "date" if name == "published" else "text")
        for name in ("what", "text", "publisher", "published", "url")
    )
    return Table(*WORDS["about"], columns, rows)


def _say(word: str, lang: Lang) -> str:
    return WORDS[word][lang == "ar"]
