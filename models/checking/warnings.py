"""Warnings: doubtful facts that load, each as a SELECT of the records concerned.

The internal view `warning`, which `make docs` writes into `models/views.sql`, holds them all, and `v_gap` shows them. A
note on a citation of the doubtful field accepts a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.checking.rules import Rule
from models.derived.refresh import touching
from models.kinds.records import listed
from models.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection


def _no_note(fact: str, field: str, *others: str) -> str:
    """Return the condition that no citation of the field has a note.

    SQLite tests it as soon as it has read all columns in it. Naming in `others` the columns in doubt keeps it from
    looking up the citations of every row.
    """
    facts = f"k.fact IN ({', '.join((fact, *others))})" if others else f"k.fact = {fact}"
    return f"NOT EXISTS (SELECT 1 FROM citation k WHERE {facts} AND k.field = '{field}' AND k.note IS NOT NULL)"


def _at_event(table: str, record: str) -> str:
    """Return a SELECT of the records whose milestones or statements are dated outside the event at which they are."""
    return (
        f"SELECT h.{record} FROM {table} h JOIN event e ON e.id = h.event"
        f" WHERE TOUCHED(h.{record}) AND (h.date_to < e.date_from OR e.date_to < h.date_from)"
        f" AND {_no_note('h.id', 'date', 'e.id')}"
    )


def _having(table: str, record: str, condition: str, field: str) -> str:
    """Return a SELECT of the records with rows that meet the condition."""
    return f"SELECT h.{record} FROM {table} h WHERE TOUCHED(h.{record}) AND {condition} AND {_no_note('h.id', field)}"


# Below a draft, talks may come back after a signature; from a draft upwards, the milestones of one party have an order.
FIRST_ORDERED_RANK = 40
# These two come in either order: a text is signed and then adopted, or adopted and then signed.
UNORDERED = ("adopted", "signed")
ORDER_OF_STEPS = (
    "SELECT h.record FROM milestone h JOIN milestone e ON e.record = h.record"
    " AND coalesce(e.party, 0) = coalesce(h.party, 0) AND coalesce(e.printed, '') = coalesce(h.printed, '')"
    " WHERE TOUCHED(h.record) AND h.outlook = 'occurred' AND e.outlook = 'occurred' AND h.date_to < e.date_from"
    f" AND NOT (e.stage = '{UNORDERED[0]}' AND h.stage = '{UNORDERED[1]}')"
    # Joined, SQLite would look up the stage of every milestone before it compares dates.
    " AND (h.stage, e.stage) IN (SELECT x.code, y.code FROM stage x JOIN stage y ON y.rank < x.rank"
    f" WHERE y.rank >= {FIRST_ORDERED_RANK})"
    f" AND {_no_note('h.id', 'date', 'e.id')}"
)
SHARED_IDENTIFIER = (
    "SELECT i.record FROM identifier i WHERE TOUCHED(i.record) AND EXISTS (SELECT 1 FROM identifier o"
    " WHERE o.scheme = i.scheme AND o.value = i.value AND o.record <> i.record)"
    f" AND {_no_note('i.id', 'value')}"
)
ONE_LANGUAGE = "(h.{0}_en IS NULL OR h.{0}_ar IS NULL)"
# The name of a warning is its code in `v_gap`; `models.kinds.gap_codes` has its label.
WARNINGS = (
    Rule("order_of_steps", ORDER_OF_STEPS),
    Rule("outside_event", f"{_at_event('milestone', 'record')} UNION ALL {_at_event('statement', 'id')}"),
    Rule("shared_identifier", SHARED_IDENTIFIER),
    Rule(
        "one_language",
        f"{_having('record', 'id', ONE_LANGUAGE.format('name'), 'name')}"
        f" UNION ALL {_having('position', 'person', ONE_LANGUAGE.format('title'), 'title')}",
    ),
    Rule(
        "unidentified_party",
        f"{_having('participation', 'record', 'h.printed IS NOT NULL', 'printed')}"
        f" UNION ALL {_having('milestone', 'record', 'h.printed IS NOT NULL', 'printed')}",
    ),
    Rule(
        "unidentified_place",
        f"{_having('milestone', 'record', 'h.place_printed IS NOT NULL', 'place_printed')}"
        f" UNION ALL {_having('event', 'id', 'h.place_printed IS NOT NULL', 'place_printed')}",
    ),
)


def warning_view() -> str:
    """Return the CREATE VIEW statement of `warning`: the records that each warning is about."""
    selects = (f"SELECT '{each.name}' AS warning, w.record FROM (\n    {_as_view(each)}\n) w" for each in WARNINGS)
    return "-- Not part of the contract.\nCREATE VIEW warning AS\n" + "\nUNION ALL\n".join(selects) + ";\n"


def _as_view(warning: Rule) -> str:
    # The view calls the column of the records `record`.
    first, rest = warning.sql.replace(" WHERE 1 = 1 AND", " WHERE").split(" FROM ", 1)
    return f"{first} AS record FROM {rest}".replace(" UNION ALL ", "\n    UNION ALL ")


def warned(connection: Connection, records: set[int] | None) -> dict[str, list[str]]:
    """Return the slugs of the records that have a warning, by its code: among these records, or all for None."""
    if records is None:
        return dict(_found(connection, [(each.name, each.sql) for each in WARNINGS]))
    with touching(connection, records) as touched:
        return dict(_found(connection, [(each.name, each.sql_of(touched)) for each in WARNINGS]))


def _found(connection: Connection, selects: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for name, sql in selects:
        slugs = f"SELECT DISTINCT r.slug FROM record r WHERE r.id IN ({sql}) ORDER BY 1"
        if found := [str(row[0]) for row in connection.exec_driver_sql(slugs)]:
            yield name, found


def notes(database: Database) -> dict[str, list[str]]:
    """Return the slugs of all records that have a warning, by its code.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    with database.read() as reader:
        names = listed(each.name for each in WARNINGS)
        rows = reader.rows(f"SELECT DISTINCT gap, slug FROM v_gap WHERE gap IN ({names}) ORDER BY 1, 2")
        found: dict[str, list[str]] = {}
        for gap, slug in rows:
            found.setdefault(str(gap), []).append(str(slug))
        return found
