"""Mark the records of a list of which a source says otherwise than what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.storage.database import Reader
from reports.display.labels import in_batches
from reports.display.table import Remark, Table

MARK = "* "
REMARK: Remark = ("contested",)


def mark_contested(table: Table, reader: Reader) -> Table:
    """Return a list of records with a mark before the names of contested ones, and the remark that explains it.

    A table without a column of IDs and one of names stays as it is.
    """
    names = [column.name for column in table.columns]
    if "slug" not in names or not {"name_en", "name_ar"} & set(names):
        return table
    rows = list(table.rows)
    place = names.index("slug")
    contested = find_contested(reader, sorted({row[place] for row in rows}))
    if not contested:
        return table._replace(rows=rows)
    named = [place for place, name in enumerate(names) if name in ("name_en", "name_ar")]
    marked = [_mark(row, named) if row[place] in contested else row for row in rows]
    return table._replace(rows=marked, remarks=(*table.remarks, REMARK))


def find_contested(reader: Reader, slugs: Sequence[str]) -> set[str]:
    """Return those of the slugs whose records a source contradicts."""
    sql = "SELECT DISTINCT record FROM v_citation WHERE record IN ({}) AND reading IS NOT NULL"
    return {slug for (slug,) in in_batches(reader, sql, "s", slugs)}


def _mark(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [f"{MARK}{cell}" if place in places and cell else cell for place, cell in enumerate(row)]
