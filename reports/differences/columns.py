"""The columns of the views that two databases are compared by: fields of records and links, names, citations, codes.

Values derived from other rows, such as counts, stages and lists of parties, are not compared: they change with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.kinds.links import LINK_KINDS
from models.kinds.records import KINDS, RECORDS
from models.kinds.types import DATE, LinkKind
from models.storage.database import Reader

RECORD = "v_record"
NAME = "v_name"
CITATION = "v_citation"
CODE = "v_code"
COMMON = ("name_en", "name_ar", "summary_en", "summary_ar", "note", "country")
SOURCE = ("source", "article", "start_char", "end_char", "row_key", "column_name")
CITED = ("fact_kind", "item", "field", *SOURCE, "digest", "reading", "note", "printed")
VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view'"
VIEWS_OF_SERVER = "SELECT viewname FROM pg_views WHERE schemaname = current_schema()"


class Compared(NamedTuple):
    """A view with the columns that are read: `owner` gives the record that a row belongs to."""

    view: str
    owner: str
    columns: tuple[str, ...]

    def select(self, engine: str) -> str:
        """Return the SELECT of its rows, by their record in the order of code points."""
        order = f'{self.owner} COLLATE "C"' if engine == "postgresql" else self.owner
        return f"SELECT {', '.join((self.owner, *self.columns))} FROM {self.view} ORDER BY {order}"


class Plan(NamedTuple):
    """The views that are compared, and the columns that only one of the databases has, each as `view.column`."""

    views: tuple[Compared, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def wanted_views() -> Iterator[Compared]:
    """Yield every view with the columns to compare, as the newest database has them."""
    yield Compared(RECORD, "slug", ("kind", *COMMON))
    for kind, spec in RECORDS.items():
        columns = tuple(name for each in spec.fields for name in each.columns[: 1 if each.type is DATE else 2])
        yield Compared(f"v_{kind}", "slug", columns)
    for kind, link in LINK_KINDS.items():
        columns = tuple(name for each in link.fields for name in each.columns[: 1 if each.type is DATE else 2])
        yield Compared(f"v_{kind}", link.owner, ("item", *columns))
    yield Compared(NAME, "record", ("language", "form", "text"))
    yield Compared(CITATION, "record", CITED)
    yield Compared(CODE, "vocabulary || ':' || code", ("label_en", "label_ar"))


def plan_comparison(old: Reader, new: Reader) -> Plan:
    """Return the columns that both databases have, and those that only one of them has."""
    views, missing = [], {"old": list[str](), "new": list[str]()}
    for wanted in wanted_views():
        before, after = (_columns_of(reader, wanted.view) for reader in (old, new))
        common = tuple(each for each in wanted.columns if each in before and each in after)
        if before and after:
            views.append(wanted._replace(columns=common))
        for name in wanted.columns:
            if (name in before) != (name in after):
                missing["old" if name in before else "new"].append(f"{wanted.view}.{name}")
    # If one side has no items, the items of citations belong to different releases.
    if "v_milestone.item" in missing["old"] + missing["new"]:
        views = [each._replace(columns=_without_item(each)) for each in views]
    return Plan(tuple(views), tuple(missing["old"]), tuple(missing["new"]))


def _without_item(view: Compared) -> tuple[str, ...]:
    return tuple(each for each in view.columns if each != "item")


def _columns_of(reader: Reader, view: str) -> set[str]:
    views = {row[0] for row in reader.rows(VIEWS if reader.engine_name == "sqlite" else VIEWS_OF_SERVER)}
    return set(reader.select(f"SELECT * FROM {view} LIMIT 0")[0]) if view in views else set()


def key_columns(link: LinkKind, columns: tuple[str, ...]) -> list[str]:
    """Return which of the columns identify a link: its item, or else those of its natural key."""
    if "item" in columns:
        return ["item"]
    natural = {name for each in link.natural_key for name in KINDS[link.kind].field(each).columns}
    return [name for name in columns if name in natural]
