"""Compare the reference tables of a load with those stored: ours, and the codes that users' folders add.

A code belongs to the collections that state it. One that a collection drops stays in the collection `kept` while a
record uses it, as records do that others need.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from models.kinds.records import OPEN_VOCABULARIES
from models.schema import metadata
from models.vocabulary import AddedCode
from seeds.format.files import KEPT, REFERENCE, SHIPPED
from seeds.format.reference_tables import CODE_OF, Reference
from seeds.format.reference_tables import TABLES as REFERENCE_TABLES
from seeds.loading.rows import Difference, Key, Table


class AddedKey(NamedTuple):
    """A code of a vocabulary."""

    vocabulary: str
    code: str


def reference_table(name: str) -> Table:
    """Return a reference table, its key first."""
    table = metadata.tables[name]
    keys = [column.name for column in table.primary_key]
    rest = [column.name for column in table.columns if column.name not in keys]
    return Table(name, (*keys, *rest), len(keys))


TABLES = {name: reference_table(name) for name in REFERENCE_TABLES}
# The columns of all tables that hold a code of an open vocabulary, but for those that go with the code.
USES = [
    (vocabulary, column)
    for table in metadata.tables.values()
    for column in table.columns
    for vocabulary in OPEN_VOCABULARIES
    if table.name not in CODE_OF and any(key.target_fullname == f"{vocabulary}.code" for key in column.foreign_keys)
]


@dataclass
class ReferenceChanges:
    """Changes of the reference tables, and of the collections that state users' codes.

    `counts` are the rows of our tables, or the codes of a user's, that are added, changed and deleted; `codes` are
    these codes, each with + ~ or -.
    """

    tables: dict[Table, Difference[Any]] = field(default_factory=dict)
    counts: tuple[int, int, int] = (0, 0, 0)
    codes: list[tuple[str, AddedKey]] = field(default_factory=list)
    stated: set[AddedKey] = field(default_factory=set)
    dropped: set[AddedKey] = field(default_factory=set)
    shipped: set[AddedKey] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


def compare_shipped(connection: Connection, reference: Reference) -> ReferenceChanges:
    """Return the changes of a load of our tables; users' codes stay, except those that are ours now."""
    changes = ReferenceChanges()
    added = {key for key, _ in _statements(connection)}
    ours = {AddedKey(name, code) for name in OPEN_VOCABULARIES for code in reference.codes(name)}
    changes.shipped = added & ours
    theirs = added - ours
    for name, table in TABLES.items():
        stored = {key: row for key, row in _stored(connection, table) if _code(table, key) not in theirs}
        rows = (tuple(map(row.get, table.columns)) for row in reference.tables[name])
        changes.tables[table] = Difference.between(stored, {row[: table.key_width]: row for row in rows})
    each = [rows.counts() for rows in changes.tables.values()]
    changes.counts = (sum(one for one, _, _ in each), sum(one for _, one, _ in each), sum(one for _, _, one in each))
    _drop_later(changes)
    return changes


def compare_added(connection: Connection, collection: str, reference: Reference) -> ReferenceChanges:
    """Return the changes of a load of a user's folder in the codes that it adds."""
    changes = ReferenceChanges()
    owners: dict[AddedKey, set[str]] = {}
    for key, owner in _statements(connection):
        owners.setdefault(key, set()).add(owner)
    before = {key for key, names in owners.items() if collection in names}
    tables = {name: rows for name, rows in reference.added.items() if name not in CODE_OF}
    wanted = {AddedKey(name, str(row["code"])) for name, rows in tables.items() for row in rows}
    if not before | wanted:
        return changes
    others = {key: names - {collection, KEPT} for key, names in owners.items()}
    changes.stated, changes.dropped = wanted - before, before - wanted
    for name in (*OPEN_VOCABULARIES, *CODE_OF):
        table, added = TABLES[name], reference.added.get(name, [])
        stored = {key: row for key, row in _stored(connection, table) if _code(table, key) in before | wanted}
        rows = {row[: table.key_width]: row for row in (tuple(map(each.get, table.columns)) for each in added)}
        lines = {tuple(map(each.get, table.columns))[: table.key_width]: each.get("line") for each in added}
        changes.tables[table] = Difference.between(stored, rows)
        both = {key: row for key, row in stored.items() if _code(table, key) in wanted}
        changes.problems += _contradictions(table, both, rows, lines, others)
    renamed = {
        AddedKey(table.name, str(row[0]))
        for table, rows in changes.tables.items()
        if table.name in OPEN_VOCABULARIES
        for row in rows.updated
    }
    changes.counts = (len(changes.stated), len(renamed), len(changes.dropped))
    signed = (("+", changes.stated), ("~", renamed), ("-", changes.dropped))
    changes.codes = [(sign, key) for sign, keys in signed for key in sorted(keys)]
    _drop_later(changes)
    return changes


def _stored(connection: Connection, table: Table) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    columns = [metadata.tables[table.name].c[column] for column in table.columns]
    for row in connection.execute(select(*columns)):
        yield tuple(row[: table.key_width]), tuple(row)


def _code(table: Table, key: Key) -> AddedKey:
    """Return the code to which a row belongs."""
    vocabulary, column = CODE_OF.get(table.name, (table.name, table.columns[0]))
    return AddedKey(vocabulary, str(key[table.columns.index(column)]))


def _statements(connection: Connection) -> Iterator[tuple[AddedKey, str]]:
    for vocabulary, code, collection in connection.execute(
        select(AddedCode.vocabulary, AddedCode.code, AddedCode.collection)
    ):
        yield AddedKey(vocabulary, code), collection


def _contradictions(
    table: Table, stored: dict[Key, Any], rows: dict[Key, Any], lines: dict[Key, Any], others: dict[AddedKey, set[str]]
) -> Iterator[str]:
    """Yield a problem for each row of a code that another collection states otherwise."""
    for key in {**stored, **rows}:
        code = _code(table, key)
        names = others.get(code)
        if names and stored.get(key) != rows.get(key):
            columns = [
                column
                for column, one, other in zip(table.columns, stored.get(key, key), rows.get(key, key), strict=False)
                if one != other
            ]
            line = f":{lines[key]}" if lines.get(key) else ""
            yield (
                f"{REFERENCE}{table.name}.csv{line}: the collection {min(names)!r} has another"
                f" {columns[0] if columns else table.name} for {code.code!r}; give the same, or choose another code"
            )


def _drop_later(changes: ReferenceChanges) -> None:
    """Postpone the deletion of codes, and of rows that go with them, until the records are written."""
    for table, rows in changes.tables.items():
        if table.name in OPEN_VOCABULARIES:
            changes.dropped |= {AddedKey(table.name, row[0]) for row in rows.deleted}
    for table, rows in changes.tables.items():
        if table.name in OPEN_VOCABULARIES or table.name in CODE_OF:
            rows.deleted = [row for row in rows.deleted if _code(table, row) not in changes.dropped]


def settle_codes(connection: Connection, collection: str, changes: ReferenceChanges) -> list[AddedKey]:
    """Record which collections state each code, and delete the dropped ones that are neither stated nor used any more.
    Return the dropped ones that stay for records of other collections.
    """
    for key in changes.shipped:
        connection.execute(delete(AddedCode).where(*_is(key)))
    if collection != SHIPPED:
        for key in changes.stated:
            connection.execute(delete(AddedCode).where(*_is(key), AddedCode.collection == KEPT))
            connection.execute(insert(AddedCode).values(**key._asdict(), collection=collection))
    # A narrower sector goes before the broader one that it uses.
    kept = {key for key, owner in _statements(connection) if owner == KEPT}
    waiting = changes.dropped | kept
    for key in waiting:
        connection.execute(delete(AddedCode).where(*_is(key), AddedCode.collection.in_((collection, KEPT))))
    while waiting:
        gone = {key for key in waiting if not _is_stated(connection, key) and not _is_used(connection, key)}
        for key in gone:
            _delete(connection, key)
        waiting -= gone
        if not gone:
            break
    retained = sorted(key for key in waiting if not _is_stated(connection, key))
    for key in retained:
        _keep(connection, key)
    return [key for key in retained if key not in kept]


def _is(key: AddedKey) -> tuple[Any, Any]:
    return AddedCode.vocabulary == key.vocabulary, AddedCode.code == key.code


def _is_stated(connection: Connection, key: AddedKey) -> bool:
    return connection.execute(select(AddedCode.code).where(*_is(key))).first() is not None


def _is_used(connection: Connection, key: AddedKey) -> bool:
    uses = (column for vocabulary, column in USES if vocabulary == key.vocabulary)
    return any(connection.execute(select(column).where(column == key.code).limit(1)).first() for column in uses)


def _delete(connection: Connection, key: AddedKey) -> None:
    for name, (vocabulary, column) in CODE_OF.items():
        if vocabulary == key.vocabulary:
            table = metadata.tables[name]
            connection.execute(delete(table).where(table.c[column] == key.code))
    table = metadata.tables[key.vocabulary]
    connection.execute(delete(table).where(table.c.code == key.code))


def _keep(connection: Connection, key: AddedKey) -> None:
    from seeds.loading.write_rows import ensure_collection

    ensure_collection(connection, KEPT)
    connection.execute(insert(AddedCode).values(**key._asdict(), collection=KEPT))
