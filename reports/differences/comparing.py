"""Compare two databases, record by record: both are read in the order of slugs, and merged.

Memory holds one record of each, and the differences.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import Any

from models.change import Change, RecordChange
from models.kinds.links import LINK_KINDS
from models.storage.database import Reader
from reports.differences.columns import CITATION, CODE, NAME, RECORD, Compared, Plan, key_columns

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


@dataclass
class RecordDifference(RecordChange):
    """A record that is only in the new database (+), only in the old (-), or in both with differences (~).

    `links` has the columns of each link that changes, by its kind and item.
    """

    citations: Counter[str] = field(default_factory=Counter)
    links: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


def compare(old: Reader, new: Reader, plan: Plan) -> Iterator[RecordDifference]:
    """Yield the records that differ, by slug."""
    views = {each.view: each for each in plan.views}
    for slug, before, after in _merge(_records(old, plan), _records(new, plan)):
        difference = _compare_record(slug, before, after, views)
        if difference.sign != "~" or difference.changes or difference.citations:
            yield difference


def _records(reader: Reader, plan: Plan) -> Iterator[tuple[str, Rows]]:
    """Yield each record with its rows in every view."""
    streams = [_stream(reader, view) for view in plan.views]
    for slug, rows in groupby(heapq.merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        found: Rows = {}
        for _, view, row in rows:
            found.setdefault(view, []).append(row)
        yield slug, found


def _stream(reader: Reader, view: Compared) -> Iterator[tuple[str, str, Row]]:
    for slug, *row in reader.select(view.select(reader.engine_name))[1]:
        yield slug, view.view, tuple(map(_plain, row))


def _plain(value: Any) -> Any:
    """Return a number as both engines give it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _merge(
    old: Iterator[tuple[str, Rows]], new: Iterator[tuple[str, Rows]]
) -> Iterator[tuple[str, Rows | None, Rows | None]]:
    """Yield each slug with its rows on both sides, None if it is missing."""
    sides = heapq.merge(
        ((slug, 0, rows) for slug, rows in old), ((slug, 1, rows) for slug, rows in new), key=itemgetter(0)
    )
    for slug, found in groupby(sides, key=itemgetter(0)):
        rows: list[Rows | None] = [None, None]
        for _, side, each in found:
            rows[side] = each
        yield slug, rows[0], rows[1]


def _compare_record(slug: str, old: Rows | None, new: Rows | None, views: dict[str, Compared]) -> RecordDifference:
    sign = "~" if old and new else "+" if new else "-"
    difference = RecordDifference(sign, *_identity(slug, new or old or {}, views))
    if old and new:
        for name, view in views.items():
            before, after = old.get(name, []), new.get(name, [])
            if name == CITATION:
                difference.citations = _count_citations(view, before, after)
            elif before != after:
                difference.changes += _changes(view, before, after, difference.links)
    return difference


def _identity(slug: str, rows: Rows, views: dict[str, Compared]) -> tuple[str, str, str | None, str | None]:
    """Return kind, slug and names of a record, or of a code with its labels."""
    if CODE in rows:
        name_en, name_ar = rows[CODE][0]
        return "code", slug, name_en, name_ar
    record = dict(zip(views[RECORD].columns, rows[RECORD][0], strict=True)) if RECORD in rows else {}
    return record.get("kind", ""), slug, record.get("name_en"), record.get("name_ar")


def _changes(
    view: Compared, old: list[Row], new: list[Row], links: dict[tuple[str, str], dict[str, Any]]
) -> Iterator[Change]:
    kind = view.view.removeprefix("v_")
    if view.view == NAME:
        yield from _names(old, new)
    elif kind in LINK_KINDS:
        for change, row in _links(kind, view, old, new):
            links[kind, change.item] = dict(zip(view.columns, row, strict=True))
            yield change
    else:
        for before, after in zip(old, new, strict=False):
            yield from _fields(kind, "", view.columns, before, after)


def _fields(kind: str, item: str, columns: Sequence[str], old: Row, new: Row) -> Iterator[Change]:
    for name, before, after in zip(columns, old, new, strict=True):
        if before != after:
            yield Change("~", "field", kind, item, name, before, after)


def _names(old: list[Row], new: list[Row]) -> Iterator[Change]:
    for language, form, text in sorted(set(old) - set(new)):
        yield Change("-", "name", "name", language, form, text, None)
    for language, form, text in sorted(set(new) - set(old)):
        yield Change("+", "name", "name", language, form, None, text)


def _links(kind: str, view: Compared, old: list[Row], new: list[Row]) -> Iterator[tuple[Change, Row]]:
    """Yield added, deleted and changed rows, each with its link. If a column is not compared, several have one key."""
    names = key_columns(LINK_KINDS[kind], view.columns)
    places = [view.columns.index(name) for name in names]
    before, after = (_by_key(rows, _picker(places)) for rows in (old, new))
    for key in sorted(before.keys() | after.keys(), key=repr):
        item = str(key[0]) if names == ["item"] else ":".join([kind, *(str(part) for part in key if part is not None)])
        for one, other in zip_longest(before.get(key, []), after.get(key, [])):
            if one is None or other is None:
                yield Change("+" if one is None else "-", "link", kind, item, "", None, None), one or other or ()
            else:
                yield from ((change, other) for change in _fields(kind, item, view.columns, one, other))


def _picker(places: list[int]) -> Callable[[Row], Row]:
    """Return a function that picks these places of a row."""
    return lambda row: tuple(row[place] for place in places)


def _by_key(rows: list[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in sorted(rows, key=repr):
        found.setdefault(key(row), []).append(row)
    return found


def _count_citations(view: Compared, old: list[Row], new: list[Row]) -> Counter[str]:
    """Count citations that are added, removed, moved to another place with the same words, or have another note."""
    index = {name: place for place, name in enumerate(view.columns)}
    where, doubt = ("start_char", "end_char", "row_key", "column_name"), ("reading", "note")
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    counts: Counter[str] = Counter()
    for name, left_out in (("changed", (*doubt, "digest")), ("moved", where)):
        kept = [place for column, place in index.items() if column not in left_out]
        gone, come, counts[name] = _pair(gone, come, _picker(kept))
    counts["added"], counts["removed"] = come.total(), gone.total()
    return +counts


def _pair(gone: Counter[Row], come: Counter[Row], key: Callable[[Row], Any]) -> tuple[Counter[Row], Counter[Row], int]:
    """Remove the rows that have the same key on both sides, and count them."""
    left, right = (Counter(key(row) for row in rows.elements()) for rows in (gone, come))
    both = left & right
    return _without(gone, both, key), _without(come, both, key), both.total()


def _without(rows: Counter[Row], taken: Counter[Any], key: Callable[[Row], Any]) -> Counter[Row]:
    rest, waiting = Counter[Row](), Counter(taken)
    for row in rows.elements():
        if waiting[key(row)] > 0:
            waiting[key(row)] -= 1
        else:
            rest[row] += 1
    return rest
