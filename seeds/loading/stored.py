"""What a database holds of a collection, and of the others that it may refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, case, func, or_, select, text

from models.edtf_dates import EdtfDate
from models.kinds.records import UNCITED
from models.schema import metadata
from seeds.checking import Known
from seeds.format.files import KEPT
from seeds.format.records import LINK_KINDS
from seeds.loading.rows import SPECS, TABLES, Changes, LinkKey, Rows, StoredLink, link_key
from seeds.loading.unchanged import TOTAL

CHUNK = 500
TABLE = metadata.tables


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists short enough for one statement of either engine."""
    sequence = list(rows)
    for start in range(0, len(sequence), CHUNK):
        yield sequence[start : start + CHUNK]


def among(connection: Connection, statement: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
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


def others(connection: Connection, collection: str) -> Known:
    """What the other collections hold; what is merely kept may be taken back by its owner."""
    record, fact, source, article, event = (TABLE[each] for each in ("record", "fact", "source", "article", "event"))
    statement = (
        select(
            *(record.c.slug, record.c.kind, fact.c.collection, source.c.path, article.c.length, article.c.digest),
            *(event.c.date, event.c.date_from, event.c.date_to),
        )
        .join(fact, fact.c.id == record.c.id)
        .join(source, source.c.id == fact.c.source)
        .join(article, article.c.id == record.c.id, isouter=True)
        .join(event, event.c.id == record.c.id, isouter=True)
        .where(fact.c.collection != collection)
    )
    known = Known()
    for slug, kind, owner, path, length, digest, *date in connection.execute(statement):
        origin = path if owner == KEPT else owner
        known.add(slug, kind, origin, length, EdtfDate(*date) if date[0] else None)
        if origin == collection:
            del known.owners[slug]
        elif digest:
            known.digests[digest] = slug
    former = TABLE["former_slug"]
    retired = select(former.c.slug, record.c.slug).join(record, record.c.id == former.c.record)
    known.former = {old: new for old, new in connection.execute(retired)}
    return known


class StoredRecord(NamedTuple):
    """A record that the database holds: whose it is, and what checks need to know of it."""

    id: int
    kind: str
    collection: str
    source: int
    length: int | None
    date: EdtfDate | None


def records(connection: Connection, slugs: set[str]) -> dict[str, StoredRecord]:
    """The records that have these slugs."""
    record, fact, article, event = (TABLE[name] for name in ("record", "fact", "article", "event"))
    statement = (
        select(
            *(record.c.slug, record.c.id, record.c.kind, fact.c.collection, fact.c.source, article.c.length),
            *(event.c.date, event.c.date_from, event.c.date_to),
        )
        .join(fact, fact.c.id == record.c.id)
        .join(article, article.c.id == record.c.id, isouter=True)
        .join(event, event.c.id == record.c.id, isouter=True)
    )
    found = {}
    for slug, id_, kind, collection, source, length, *date in among(connection, statement, record.c.slug, slugs):
        found[slug] = StoredRecord(id_, kind, collection, source, length, EdtfDate(*date) if date[0] else None)
    return found


def renamed(connection: Connection, slugs: set[str]) -> dict[str, str]:
    """Those of the slugs that once named a record, with its present one."""
    former, record = TABLE["former_slug"], TABLE["record"]
    statement = select(former.c.slug, record.c.slug).join(record, record.c.id == former.c.record)
    return {row[0]: row[1] for row in among(connection, statement, former.c.slug, slugs)}


def articles_of(connection: Connection, digests: set[str], own: set[int]) -> dict[str, str]:
    """The articles of these texts that files of other numbers state."""
    article, record, fact = (TABLE[name] for name in ("article", "record", "fact"))
    statement = (
        select(article.c.digest, record.c.slug, fact.c.source)
        .join(record, record.c.id == article.c.id)
        .join(fact, fact.c.id == article.c.id)
    )
    rows = among(connection, statement, article.c.digest, digests)
    return {row[0]: row[1] for row in rows if row[2] not in own}


def cited_elsewhere(connection: Connection, facts: set[int], own: set[int]) -> set[tuple[int, str, int]]:
    """Those of the facts that files of other numbers cite, with the collection and the number of each."""
    citation, fact = TABLE["citation"], TABLE["fact"]
    source = func.coalesce(citation.c.source, fact.c.source)
    statement = select(citation.c.fact, citation.c.collection, source).join(fact, fact.c.id == citation.c.fact)
    rows = among(connection, statement.distinct(), citation.c.fact, facts)
    return {tuple(row) for row in rows if row[2] not in own}


def uncited(connection: Connection, collection: str) -> bool:
    """Whether the collection has a record that needs a citation and has none of its own."""
    citation, fact = TABLE["citation"], TABLE["fact"]
    cited = select(citation.c.fact).where(citation.c.fact == fact.c.id, citation.c.collection == collection).exists()
    statement = select(fact.c.id).where(
        fact.c.id == fact.c.record, fact.c.collection == collection, fact.c.kind.not_in(UNCITED), ~cited
    )
    return connection.execute(statement.limit(1)).first() is not None


def citing(connection: Connection, articles: set[str], collection: str) -> set[int]:
    """The numbers of the files of a collection that cite these articles."""
    citation, fact, record = (TABLE[name] for name in ("citation", "fact", "record"))
    statement = (
        select(func.coalesce(citation.c.source, fact.c.source))
        .join(fact, fact.c.id == citation.c.fact)
        .join(record, record.c.id == citation.c.article)
        .where(citation.c.collection == collection)
    )
    return {row[0] for row in among(connection, statement.distinct(), record.c.slug, articles)}


def things(connection: Connection, collection: str) -> int:
    """How many facts, names, citations and former slugs the collection has."""
    fact, former = TABLE["fact"], TABLE["former_slug"]
    counts = [
        scalar(connection, select(func.count()).where(TABLE[name].c.collection == collection))
        for name in ("fact", "name", "citation")
    ]
    retired = select(func.count()).select_from(former).join(fact, fact.c.id == former.c.record)
    return sum(counts) + scalar(connection, retired.where(fact.c.collection == collection))


def total(connection: Connection, collection: str) -> int:
    """How many things the collection had after its last load."""
    return scalar(connection, text(TOTAL).bindparams(name=collection))


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


def owners(connection: Connection, facts: set[int]) -> set[int]:
    """The records that own these facts; a record owns itself."""
    fact = TABLE["fact"]
    return {row[0] for row in among(connection, select(fact.c.record), fact.c.id, facts)}


def last_fact(connection: Connection) -> int:
    return scalar(connection, select(func.max(TABLE["fact"].c.id)))


def links_of(connection: Connection, owners: set[int]) -> Iterator[tuple[LinkKey, StoredLink]]:
    """The links that these records own, whoever states them, by natural key; what is kept is its origin's."""
    fact, source = TABLE["fact"], TABLE["source"]
    origin = case((fact.c.collection == KEPT, source.c.path), else_=fact.c.collection)
    for kind, spec in LINK_KINDS.items():
        table = TABLE[kind]
        columns = (*(table.c[name] for name in SPECS[kind].columns), origin, fact.c.source)
        statement = select(*columns).join(fact, fact.c.id == table.c.id).join(source, source.c.id == fact.c.source)
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
