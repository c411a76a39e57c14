"""Meanings of columns that tables and views share and no kind describes, by table and column or by column alone."""

from __future__ import annotations

MEANINGS = {
    "label_en": "label in English",
    "label_ar": "label in Arabic",
    "citation.reading": "the value that this source gives, where it differs from the stored one",
    "citation.printed": "the text of a cell whose meaning a lookup gives",
    "load.digest": "SHA-256 over the paths and digests of all seed files read",
    "load.inserted": "rows inserted",
    "load.updated": "rows updated",
    "load.deleted": "rows deleted",
    "load.unchanged": "rows that needed no change",
    "name.form": "the sort of name",
    "name.text": "the name",
}
