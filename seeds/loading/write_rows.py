"""Write the changes of a load: rows by table in bulk, derived rows, and the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from models.article import Article
from models.dataset import Dataset
from models.derived.refresh import forget
from models.derived.search_index import LABELS, refresh_search
from models.fact import Citation, Collection, Fact, Load, Name, Source
from models.schema import metadata
from models.storage.bulk import insert_rows
from models.version import installed_version
from models.vocabulary import AddedCode
from seeds.format.files import KEPT
from seeds.loading.rows import Changes, Difference, SubtypeRow, Table
from seeds.loading.stored import among, chunks, last_fact, owners, scalar
from seeds.loading.table_rows import ChangedRows

# From this many facts on, a PostgreSQL database is analyzed whenever they have doubled.
ANALYZED_FROM = 1000
# How many facts it knew then; -1 if it was never analyzed, or without the vocabularies, whose few rows change so seldom
# that the server never analyzes them itself.
KNOWN_FACTS = (
    "SELECT min(reltuples) FROM pg_class WHERE oid = 'fact'::regclass OR (oid = 'role'::regclass AND reltuples < 0)"
)
# Places where a record shows a part of another: the table, the record that shows, the record that is shown.
SHOWN = (
    ("participation", "record", "party"),
    ("about", "statement", "record"),
    ("figure", "id", "subject"),
    ("milestone", "record", "event"),
    ("statement", "id", "event"),
    ("event", "id", "part_of"),
)
# Articles may exchange their digests, which are unique: each first gets one that no text has.
NUMBER = "CAST(id AS TEXT)"
RELEASE = f"UPDATE article SET digest = substr('{'0' * 64}' || {NUMBER}, 1 + length({NUMBER})) WHERE id = {{}}"
# Kinds that may have attached texts, proved by their digest.
DIGESTS: dict[str, type[Article | Dataset]] = {"article": Article, "dataset": Dataset}
# Links whose texts or labels are searched.
SEARCHED_LINKS = {"participation", "milestone", "classification", "identifier"}


def write_rows(connection: Connection, changes: Changes, reference: Mapping[Table, Difference[Any]]) -> set[int] | None:
    """Delete, insert and update; foreign keys are deferred to the end of the transaction.

    Returns:
        The records that change or show something of one that does, and stay; None for all of them.
    """
    writer = _Writer(connection)
    writer.insert_and_update(reference.items())
    touched = _touched(connection, changes)
    writer.delete_dependents(changes)
    tables = list(changes.by_table())
    writer.delete(reversed(tables))
    writer.insert_and_update(tables)
    writer.delete(reversed(list(reference.items())))
    writer.analyze_if_grown()
    refresh_search(connection, None if _relabelled(reference) else _searched(changes))
    if any(rows.inserted or rows.updated or rows.deleted for rows in reference.values()):
        return None
    return (touched | _showing(connection, changes)) - {row.id for row in changes.records.deleted}


def ensure_collection(connection: Connection, name: str) -> None:
    if not connection.execute(select(Collection.name).where(Collection.name == name)).first():
        connection.execute(insert(Collection).values(name=name))


def write_sources(
    connection: Connection, collection: str, old: dict[str, tuple[int, str]], new: dict[str, tuple[int, str]]
) -> None:
    """Record the files that are new and those that changed."""
    came = [
        {"id": number, "collection": collection, "path": path, "digest": digest}
        for path, (number, digest) in new.items()
        if path not in old
    ]
    if came:
        connection.execute(insert(Source), came)
    for path, (number, digest) in new.items():
        if path in old and old[path][1] != digest:
            connection.execute(update(Source).where(Source.id == number).values(digest=digest))
    _name_citing_files(connection)


def write_row_sources(connection: Connection, collection: str, rows: ChangedRows) -> None:
    """Record the rows of a table that are new and those that changed."""
    columns = ("id", "collection", "path", "row_key", "digest")
    came = [(rows.numbers[key], collection, rows.path, key, rows.digests[key]) for key in sorted(rows.new)]
    insert_rows(connection, "source", columns, came)
    changed = [
        {"number": number, "new": rows.digests[key]} for key, number in rows.numbers.items() if key not in rows.new
    ]
    if changed:
        ours = Source.id == bindparam("number")
        connection.execute(update(Source).where(ours).values(digest=bindparam("new")), changed)


def _name_citing_files(connection: Connection) -> None:
    """Fill in the file of each citation: Mithaq 0.1 left it out where it is the file of the fact."""
    source = "(SELECT f.source FROM fact f WHERE f.id = citation.fact)"
    connection.exec_driver_sql(f"UPDATE citation SET source = {source} WHERE source IS NULL")


def delete_sources(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the files that are gone, once none of their rows is left."""
    for chunk in chunks(numbers):
        connection.execute(delete(Source).where(Source.id.in_(chunk)))


def forget_retained(connection: Connection) -> None:
    """Forget a collection that records were retained from, and the collection `kept`, once no row of theirs is left."""
    used = (column == Source.id for column in (Fact.source, Name.source, Citation.source))
    empty = [~exists().where(each) for each in used]
    connection.execute(delete(Source).where(Source.collection == KEPT, *empty))
    used = (column == KEPT for column in (Source.collection, AddedCode.collection))
    connection.execute(delete(Collection).where(Collection.name == KEPT, *(~exists().where(each) for each in used)))


def log(connection: Connection, collection: str, digest: str, counts: tuple[int, int, int, int]) -> None:
    """Add the load to the log."""
    inserted, updated, deleted, unchanged = counts
    connection.execute(
        insert(Load).values(
            id=scalar(connection, select(func.max(Load.id))) + 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            collection=collection,
            version=installed_version(),
            digest=digest,
            inserted=inserted,
            updated=updated,
            deleted=deleted,
            unchanged=unchanged,
        )
    )


class _Writer:
    """Statements of one kind for one table, many rows at a time."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.mark = "%s" if connection.dialect.name == "postgresql" else "?"

    def insert_and_update(self, tables: Iterable[tuple[Table, Difference[Any]]]) -> None:
        for table, rows in tables:
            insert_rows(self.connection, table.name, table.columns, rows.inserted)
            width = table.key_width
            if table.name == "article" and len(rows.updated) > 1:
                self.run(RELEASE.format(self.mark), [(row[0],) for row in rows.updated])
            self.run(self.update_sql(table), [(*row[width:], *row[:width]) for row in rows.updated])

    def delete(self, tables: Iterable[tuple[Table, Difference[Any]]]) -> None:
        for table, rows in tables:
            self.run(self.delete_sql(table), [tuple(row[: table.key_width]) for row in rows.deleted])

    def delete_dependents(self, changes: Changes) -> None:
        """Delete derived rows and attached texts of a record, before the record is deleted."""
        gone = [row.id for row in changes.records.deleted]
        forget(self.connection, set(gone))
        # An attached text is that of the digest: with another digest, it is another text.
        retexted = [row.id for row in changes.subtypes.updated if row.kind in DIGESTS and not self.same_text(row)]
        texts = (metadata.tables["article_text"].c.article, metadata.tables["cell_text"].c.dataset)
        for chunk in chunks(gone + retexted):
            for column in texts:
                self.connection.execute(delete(column.table).where(column.in_(chunk)))

    def same_text(self, row: SubtypeRow) -> bool:
        """Return whether an article or a data set has the digest already."""
        kind = DIGESTS[row.kind]
        stored = select(kind.digest).where(kind.id == row.id)
        return self.connection.execute(stored).scalar() in row.values

    def analyze_if_grown(self) -> None:
        """Tell PostgreSQL how large tables have become; it would plan for small ones, and scan them for each record."""
        if self.connection.dialect.name != "postgresql":
            return
        known = self.connection.exec_driver_sql(KNOWN_FACTS).scalar()
        if last_fact(self.connection) > ANALYZED_FROM + 2 * max(0, known or 0):
            self.connection.exec_driver_sql(f"ANALYZE {', '.join(metadata.tables)}")

    def run(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        for chunk in chunks(rows):
            self.connection.exec_driver_sql(sql, chunk)

    def update_sql(self, table: Table) -> str:
        assigned = ", ".join(f'"{name}" = {self.mark}' for name in table.columns[table.key_width :])
        return f"UPDATE {table.name} SET {assigned} WHERE {self.key_condition(table)}"

    def delete_sql(self, table: Table) -> str:
        return f"DELETE FROM {table.name} WHERE {self.key_condition(table)}"

    def key_condition(self, table: Table) -> str:
        return " AND ".join(f'"{name}" = {self.mark}' for name in table.columns[: table.key_width])


def _relabelled(reference: Mapping[Table, Difference[Any]]) -> bool:
    """Return whether a label changes by which records are found."""
    searched = {vocabulary for vocabulary, *_ in LABELS}
    return any(table.name in searched and (rows.updated or rows.deleted) for table, rows in reference.items())


def _searched(changes: Changes) -> set[int]:
    """Return the records whose names or other searched texts change."""
    searched = {row.id for row in changes.records.all()} | {row.id for row in changes.subtypes.updated}
    searched |= {row.record for row in changes.names.all()} | {row.record for row in changes.former_slugs.all()}
    return searched | {row.owner for row in changes.links.all() if row.kind in SEARCHED_LINKS}


def _touched(connection: Connection, changes: Changes) -> set[int]:
    """Return the records whose own facts, names or citations change; looked up before anything is deleted."""
    cited = {row.fact for row in changes.citations.all()} - {row.id for row in changes.facts.all()}
    return changes.touched() | owners(connection, cited)


def _showing(connection: Connection, changes: Changes) -> set[int]:
    """Return the records that show something of one whose own columns change."""
    changed = {row.id for row in changes.records.updated}
    changed |= {row.id for row in changes.subtypes.updated if row.kind in ("event", "article")}
    publishers = zip(changes.subtypes.updated, changes.subtypes.replaced, strict=True)
    changed |= {new.id for new, old in publishers if new.kind == "dataset" and new.values[0] != old.values[0]}
    showing: set[int] = set()
    for name, owner, target in SHOWN:
        table = metadata.tables[name]
        showing |= {row[0] for row in among(connection, select(table.c[owner]), table.c[target], changed)}
    facts = {row[0] for row in among(connection, select(Citation.fact), Citation.cited, changed)}
    return showing | owners(connection, facts)
