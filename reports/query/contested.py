"""Read the labels of drawn tables, and mark the records of which a source gives a variant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models.storage.database import Reader
from reports.display.labels import Labels, add_ids, in_batches, name_in_table, read_labels
from reports.display.list_cells import MARK
from reports.display.table import Lang, Table
from reports.display.translations import translate

NAMES = ("name_en", "name_ar")


def read_marked(
    reader: Reader, tables: Sequence[Table], lang: Lang, marked: bool = True
) -> tuple[list[Table], Labels, list[str]]:
    """Return the tables and their labels, with a mark before the names of contested records, and the remark on it.

    The remark is missing if no record is contested, or none is to be `marked`.
    """
    labels = add_ids(read_labels(reader, tables, lang))
    contested = find_contested(reader, tables) if marked else set()
    if not contested:
        return list(tables), labels, []
    starred = {
        key: f"{MARK}{label}" if key[0] == "record" and key[1] in contested else label for key, label in labels.items()
    }
    return [_mark(table, contested) for table in tables], starred, [translate("remark", "contested", lang)]


def find_contested(reader: Reader, tables: Iterable[Table]) -> set[str]:
    """Return the slugs of the records in tables that a source contradicts; a table of variants needs no marks."""
    slugs = {slug for table in tables for slug in _slugs(table)}
    sql = "SELECT DISTINCT record FROM v_citation WHERE record IN ({}) AND reading IS NOT NULL"
    return {slug for (slug,) in in_batches(reader, sql, "s", sorted(slugs))}


def _slugs(table: Table) -> set[str]:
    names = [column.name for column in table.columns]
    if "reading" in names:
        return set()
    listed = {row[names.index("slug")] for row in table.rows} if _lists(table) else set()
    return listed | name_in_table(table)[1]


def _lists(table: Table) -> bool:
    """Return whether each row is a record with its name."""
    names = {column.name for column in table.columns}
    return "slug" in names and bool(names & set(NAMES))


def _mark(table: Table, contested: set[str]) -> Table:
    if not _lists(table):
        return table
    names = [column.name for column in table.columns]
    slug, places = names.index("slug"), [place for place, name in enumerate(names) if name in NAMES]
    return table._replace(rows=[_mark_row(row, places) if row[slug] in contested else row for row in table.rows])


def _mark_row(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [f"{MARK}{cell}" if place in places and cell else cell for place, cell in enumerate(row)]
