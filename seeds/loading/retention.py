"""Keeps what a new release drops but another collection still refers to: moved to `kept`, never deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, func, insert, literal, select

from models.schema import metadata
from seeds.format.files import KEPT
from seeds.loading.rows import SPECS, Rows
from seeds.loading.stored import among, scalar

TABLE = metadata.tables
TARGETS = ("record", "article", "organization", "person", "place", "event", "agreement", "initiative", "statement")
# The columns through which a fact, a name or a citation points at a record.
POINTERS = tuple(
    (table.name, column.name)
    for table in metadata.sorted_tables
    if table.name not in ("state", "article_text", "former_slug")
    for column in table.columns
    if column.name != "id"
    and any(key.column.table.name in TARGETS and key.column.name == "id" for key in column.foreign_keys)
)


def keep(connection: Connection, collection: str, present: Rows, wanted: Rows, next_source: int) -> list[str]:
    """Put the rows of what others still need back among those wanted; returns the slugs of the records."""
    going = {key[0] for key in present.tables["fact"] if key not in wanted.tables["fact"]}
    held = _held(connection, collection, going, wanted) if going else set()
    if not held:
        return []
    source = _source(connection, collection, next_source)
    for fact in sorted(held):
        _retain(fact, present, wanted, source)
    records = present.tables["record"]
    return sorted(str(records[(fact,)][2]) for fact in held if (fact,) in records)


def _held(connection: Connection, collection: str, going: set[int], wanted: Rows) -> set[int]:
    """Of the facts that go, those that one that stays needs, and those that these need in turn."""
    stored = _needs(connection, collection, going)
    # What is stated anew needs what it says now, not what it said before.
    needs = [each for each in stored if (each[0],) not in wanted.tables["fact"]] + list(_stated_needs(going, wanted))
    held = {needed for holder, needed in needs if holder not in going}
    while more := {needed for holder, needed in needs if holder in held} - held:
        held |= more
    return held


def _needs(connection: Connection, collection: str, going: set[int]) -> Iterator[tuple[int, int]]:
    """Facts, and the facts among those that go which they cannot be without; 0 stands for others' citations."""
    for table_name, column_name in POINTERS:
        table = TABLE[table_name]
        column = table.c[column_name]
        if table_name not in ("name", "citation"):
            yield from _pairs(among(connection, select(table.c.id, column), column, going))
    fact, name, citation = (TABLE[name] for name in ("fact", "name", "citation"))
    yield from _pairs(among(connection, select(fact.c.id, fact.c.record), fact.c.record, going))
    cited = select(citation.c.fact, citation.c.article, citation.c.collection)
    for row in among(connection, cited, citation.c.article, going):
        # Our own citations of what stays go with the article.
        if row[0] in going or row[2] not in (collection, KEPT):
            yield row[0], row[1]
    for table, column in ((name, name.c.record), (citation, citation.c.fact)):
        foreign = select(literal(0), column).where(table.c.collection.not_in([collection, KEPT]))
        yield from _pairs(among(connection, foreign, column, going))


def _stated_needs(going: set[int], wanted: Rows) -> Iterator[tuple[int, int]]:
    """The same of the rows that the load is about to write."""
    for table_name, column_name in (*POINTERS, ("fact", "record")):
        place = SPECS[table_name].columns.index(column_name)
        for row in wanted.tables[table_name].values():
            if row[place] in going:
                yield row[0], row[place]
    for table_name in ("name", "citation"):
        yield from ((0, row[0]) for row in wanted.tables[table_name].values() if row[0] in going)


def _pairs(rows: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    return ((row[0], row[1]) for row in rows)


def _source(connection: Connection, origin: str, number: int) -> int:
    """The number under which kept facts of a collection stand: its name is in the place of a file's path."""
    source, collection = TABLE["source"], TABLE["collection"]
    known = scalar(connection, select(source.c.id).where(source.c.collection == KEPT, source.c.path == origin))
    if known:
        return known
    if not scalar(connection, select(func.count()).where(collection.c.name == KEPT)):
        connection.execute(insert(collection).values(name=KEPT))
    connection.execute(insert(source).values(id=number, collection=KEPT, path=origin, digest=""))
    return number


def _retain(number: int, present: Rows, wanted: Rows, source: int) -> None:
    """A fact with its citations, and a record with its names and former slugs."""
    fact = present.tables["fact"][(number,)]
    wanted.add("fact", (*fact[:3], KEPT, source))
    for table in ("record", fact[1]):
        if (number,) in present.tables[table]:
            wanted.add(table, present.tables[table][(number,)])
    for row in present.tables["former_slug"].values():
        if row[1] == number:
            wanted.add("former_slug", row)
    for row in present.tables["name"].values():
        if row[0] == number:
            wanted.add("name", (*row[:4], KEPT, row[5], source))
    for row in present.tables["citation"].values():
        if row[0] == number:
            wanted.add("citation", (*row[:5], KEPT, *row[6:9], None))
