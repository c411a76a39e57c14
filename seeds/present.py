"""What a database holds of a collection, and of the others that it may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text

from models.schema import metadata
from seeds.checking import Known
from seeds.files import KEPT, SHIPPED
from seeds.records import LINK_KINDS
from seeds.rows import SPECS, TABLES, Changes, LinkKey, Rows, StoredLink, link_key
from seeds.unchanged import REFERENCE_ROWS, THINGS

CHUNK = 500
TABLE = metadata.tables


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists short enough for one statement of either engine."""
    sequence = list(rows)
    for start in range(0, len(sequence), CHUNK):
        yield sequence[start : start + CHUNK]


def among(connection: Connection, statement: Any, column: Any, values: set[int]) -> Iterator[Any]:
    """The rows of the statement whose column is one of the values."""
    for chunk in chunks(sorted(values)):
        yield from connection.execute(statement.where(column.in_(chunk))).all()


def scalar(connection: Connection, statement: Any) -> int:
    """The one number that the statement gives; 0 where there is none."""
    return int(connection.execute(statement).scalar() or 0)


def sources(connection: Connection, collection: str) -> dict[str, tuple[int, str]]:
    """The number and digest of each seed file that the last load of the collection read."""
    source = TABLE["source"]
    rows = connection.execute(select(source).where(source.c.collection == collection))
    return {row.path: (row.id, row.digest) for row in rows}


def things(connection: Connection, collections: list[str]) -> int:
    """How many facts, names and citations the collections have."""
    return sum(scalar(connection, text(THINGS).bindparams(name=name)) for name in collections)


def others(connection: Connection, collection: str) -> Known:
    """What the other collections hold; what is merely kept may be taken back by its owner."""
    record, fact, source, article = (TABLE[name] for name in ("record", "fact", "source", "article"))
    statement = (
        select(record.c.slug, record.c.kind, fact.c.collection, source.c.path, article.c.length, article.c.digest)
        .join(fact, fact.c.id == record.c.id)
        .join(source, source.c.id == fact.c.source)
        .join(article, article.c.id == record.c.id, isouter=True)
        .where(fact.c.collection != collection)
    )
    known = Known()
    for slug, kind, owner, path, length, digest in connection.execute(statement):
        known.kinds[slug] = kind
        origin = path if owner == KEPT else owner
        if origin != collection:
            known.owners[slug] = origin
            known.digests[digest] = slug
        if length is not None:
            known.lengths[slug] = length
    former = TABLE["former_slug"]
    retired = select(former.c.slug, record.c.slug).join(record, record.c.id == former.c.record)
    known.former = {old: new for old, new in connection.execute(retired)}
    return known


def rows_of(connection: Connection, numbers: set[int]) -> Rows:
    """The rows that seed files of these numbers state."""
    rows = Rows()
    for spec in TABLES:
        columns = [TABLE[spec.name].c[name] for name in spec.columns]
        for chunk in chunks(sorted(numbers)):
            for row in connection.execute(_stated(spec.name, select(*columns), chunk)):
                rows.add(spec.name, tuple(row))
    return rows


def _stated(name: str, statement: Any, numbers: list[int]) -> Any:
    table, fact = TABLE[name], TABLE["fact"]
    if name in ("fact", "name"):
        return statement.where(table.c.source.in_(numbers))
    if name == "citation":
        own = and_(table.c.source.is_(None), fact.c.source.in_(numbers))
        return statement.join(fact, fact.c.id == table.c.fact).where(or_(table.c.source.in_(numbers), own))
    owner = table.c.record if name == "former_slug" else table.c.id
    return statement.join(fact, fact.c.id == owner).where(fact.c.source.in_(numbers))


def record_ids(connection: Connection) -> dict[str, int]:
    """The id of every record, by slug."""
    record = TABLE["record"]
    return {slug: id_ for slug, id_ in connection.execute(select(record.c.slug, record.c.id))}


def last_fact(connection: Connection) -> int:
    return scalar(connection, select(func.max(TABLE["fact"].c.id)))


def links_of(connection: Connection, owners: set[int]) -> Iterator[tuple[LinkKey, StoredLink]]:
    """The links that these records own, whoever states them, by natural key."""
    fact = TABLE["fact"]
    for kind, spec in LINK_KINDS.items():
        table = TABLE[kind]
        columns = (*(table.c[name] for name in SPECS[kind].columns), fact.c.collection, fact.c.source)
        statement = select(*columns).join(fact, fact.c.id == table.c.id)
        for row in among(connection, statement, table.c[spec.owner], owners):
            stored = StoredLink(row[0], row[-2], row[-1], tuple(row[:-2]))
            yield link_key(kind, stored.row), stored


def named(connection: Connection, changes: Changes, states: tuple[Rows, Rows]) -> dict[int, tuple[str, str]]:
    """The kind and slug of every record that changes touch, by its id."""
    owners = {row[0]: row[2] for rows in states for row in rows.tables["fact"].values()}
    first = (row[0] for part in changes.parts() for table in part if table != "former_slug" for row in part[table])
    touched: set[int] = {owners.get(number, number) for number in first}
    record = TABLE["record"]
    statement = select(record.c.id, record.c.kind, record.c.slug)
    found = {row[0]: (row[1], row[2]) for row in among(connection, statement, record.c.id, touched)}
    for rows in states:
        found |= {row[0]: (row[1], row[2]) for row in rows.tables["record"].values() if row[0] in touched}
    return found


def reference_rows(connection: Connection, collection: str) -> int:
    """How many rows the reference tables have, which are the shipped collection's."""
    return scalar(connection, text(REFERENCE_ROWS)) if collection == SHIPPED else 0
