"""The contents of an export: every view in a snapshot, or only the rows of one collection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from models.errors import MithaqError
from models.storage.database import Reader
from reports.dictionary import View
from reports.display.table import Column, Lang, Table

# The columns that name the record whose collection owns a row, in views that do not name the collection.
OWNERS = ("record", "slug")
# The sectors belong to the collections that added their codes.
SECTOR_OWNER = "(SELECT o.collection FROM v_code o WHERE o.vocabulary = 'sector' AND o.code = v.{column})"
SECTORS = {"v_sector": "code", "v_sector_path": "narrower"}


class Extract(NamedTuple):
    """A snapshot of the database, limited to the rows of one collection if there is one.

    Forms for reading are in the language `lang`.
    """

    reader: Reader
    collection: str | None = None
    lang: Lang = "en"

    def check(self) -> None:
        """Refuse a collection that the database does not have.

        Raises:
            MithaqError: no collection has that name.
        """
        known = [name for (name,) in self.reader.select("SELECT name FROM v_collection ORDER BY name")[1]]
        if self.collection is not None and self.collection not in known:
            raise MithaqError(f"there is no collection {self.collection!r}; collections are: {', '.join(known)}")

    def read(self, view: View) -> Table:
        """Read the rows of a view, ordered by its key, or by all columns if it has none."""
        lists = {field.name for field in view.fields if field.type == "slugs"}
        names = [field.name for field in view.fields]
        columns = tuple(Column(name, name, name, "slugs" if name in lists else "text") for name in names)
        return Table(view.title_en, view.title_ar, columns, self._select(view, names, owner_of(view)))

    def read_owned(self, view: View) -> Iterator[Sequence[Any]]:
        """Yield the rows of a view with the collection of each as a last value, ordered by collection."""
        column = SECTORS.get(view.name)
        owner = SECTOR_OWNER.format(column=column) if column else owner_of(view)
        names = [field.name for field in view.fields]
        return self._select(view, [*names, f"{owner} AS owner"], owner, "owner NULLS LAST, ")

    def _select(
        self, view: View, columns: Sequence[str], owner: str | None, first: str = ""
    ) -> Iterator[Sequence[Any]]:
        order = ", ".join(f"{name} NULLS LAST" for name in view.key or [field.name for field in view.fields])
        limited = self.collection is not None and owner is not None
        where = f"WHERE {owner} = :collection" if limited else ""
        sql = f"SELECT {', '.join(columns)} FROM {view.name} v {where} ORDER BY {first}{order}"
        return self.reader.select(sql, {"collection": self.collection} if limited else None)[1]


def owner_of(view: View) -> str | None:
    """Return the expression of the collection that owns a row of the view `v`; None for sectors, which all may use.

    If a view does not name the collection, a row belongs to the collection of its record.
    """
    names = [field.name for field in view.fields]
    if view.name == "v_collection":
        return "v.name"
    if "collection" in names:
        return "v.collection"
    for name in OWNERS:
        if name in names:
            return f"(SELECT o.collection FROM v_record o WHERE o.slug = v.{name})"
    return None
