"""Keeps what a new release drops but another collection still refers to: moved to `kept`, never deleted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, insert, select

from models.schema import metadata
from seeds.collection import KEPT
from seeds.present import among, scalar
from seeds.rows import Rows

TABLE = metadata.tables
TARGETS = ("record", "article", "organization", "person", "place", "event", "agreement", "initiative", "statement")
# The columns through which a fact, a name or a citation points at a record.
POINTERS = tuple(
    (table.name, column.name)
    for table in metadata.sorted_tables
    if table.name not in ("state", "article_text", "former_slug")
    for column in table.columns
    if column.name != "id" and any(key.column.table.name in TARGETS for key in column.foreign_keys)
)


def keep(connection: Connection, collection: str, present: Rows, wanted: Rows, next_source: int) -> list[str]:
    """Put the rows of such records back among those wanted; returns their slugs.

    The record stays with its names and citations; its links go with the file that stated them.
    """
    going = {key[0] for key in present.tables["record"] if key not in wanted.tables["record"]}
    held = _held(connection, collection, going, present) if going else set()
    if not held:
        return []
    source = _source(connection, next_source)
    for record in sorted(held):
        _retain(record, present, wanted, source)
    return sorted(str(present.tables["record"][(record,)][2]) for record in held)


def _held(connection: Connection, collection: str, going: set[int], present: Rows) -> set[int]:
    """Those of the records that stay needed: pointed at from elsewhere, or by one that is needed itself."""
    own = {key[0] for key in present.tables["fact"]}
    pointers = list(_pointers(connection, collection, going))
    held = {target for holder, target in pointers if holder not in own}
    while more := {target for holder, target in pointers if holder in held} - held:
        held |= more
    return held


def _pointers(connection: Connection, collection: str, targets: set[int]) -> Iterator[tuple[int, int]]:
    """Facts by id, and the targets that they point at; names, citations and links of others stand under 0."""
    for table_name, column_name in POINTERS:
        table = TABLE[table_name]
        column = table.c[column_name]
        if table_name in ("name", "citation"):
            foreign = select(column).where(table.c.collection.not_in([collection, KEPT]))
            yield from ((0, row[0]) for row in among(connection, foreign, column, targets))
        else:
            holders = select(table.c.id, column)
            yield from ((row[0], row[1]) for row in among(connection, holders, column, targets))


def _source(connection: Connection, number: int) -> int:
    """The number under which kept facts stand, in place of a file."""
    source, collection = TABLE["source"], TABLE["collection"]
    known = scalar(connection, select(source.c.id).where(source.c.collection == KEPT))
    if known:
        return known
    if not scalar(connection, select(func.count()).where(collection.c.name == KEPT)):
        connection.execute(insert(collection).values(name=KEPT))
    connection.execute(insert(source).values(id=number, collection=KEPT, path="", digest=""))
    return number


def _retain(record: int, present: Rows, wanted: Rows, source: int) -> None:
    fact = present.tables["fact"][(record,)]
    wanted.add("fact", (*fact[:3], KEPT, source))
    for table in ("record", fact[1]):
        wanted.add(table, present.tables[table][(record,)])
    for row in present.tables["name"].values():
        if row[0] == record:
            wanted.add("name", (*row[:4], KEPT, row[5], source))
    for row in present.tables["citation"].values():
        if row[0] == record:
            wanted.add("citation", (*row[:5], KEPT, *row[6:9], None))
