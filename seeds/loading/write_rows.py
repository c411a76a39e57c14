"""Writes what a load changes: rows by table in bulk, then the state of the records that they touch, then the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from sqlalchemy import Connection, delete, func, insert, select, update

from models.checking.rules import MILESTONE_ORDER
from models.derived.refresh import forget
from models.derived.search_index import refresh_search
from models.errors import MithaqError
from models.schema import metadata
from models.storage.bulk import insert_rows
from seeds.format.records import LINK_KINDS
from seeds.format.reference_tables import TABLES as REFERENCE_TABLES
from seeds.loading.rows import TABLES, Changes, Row, TableSpec
from seeds.loading.stored import among, chunks, last_fact, owners, scalar

TABLE = metadata.tables
# The tables of records whose own columns show in what is derived.
DERIVED_FROM = ("record", "agreement", "event", "initiative", "figure", "statement", "organization", "article")
# The reference tables from which all of it is derived.
DERIVED_FROM_ALL = ("stage", "sector_path")
# From so many facts on, and when they have doubled, the statistics of a PostgreSQL database are worth making anew.
ANALYZED_FROM = 1000
# The tables whose rows, each with a record's id first, hold what is searched or decide whether it stays.
SEARCHED = ("record", "name", "article")
# Where a record shows something of another: the table, the record that shows, the record that is shown.
SHOWN = (
    ("participation", "record", "party"),
    ("about", "statement", "record"),
    ("figure", "id", "subject"),
    ("milestone", "record", "event"),
    ("event", "id", "part_of"),
)


def reference_spec(name: str) -> TableSpec:
    """A reference table, its key first."""
    keys = [column.name for column in TABLE[name].primary_key]
    rest = [column.name for column in TABLE[name].columns if column.name not in keys]
    return TableSpec(name, (*keys, *rest), len(keys))


REFERENCE_SPECS = tuple(map(reference_spec, REFERENCE_TABLES))


def write_rows(
    connection: Connection, changes: Changes, reference: Changes, awaited: frozenset[int] = frozenset()
) -> set[int] | None:
    """Delete, insert and update; foreign keys are deferred to the end of the transaction.

    Others may have referred to records that are `awaited` before these came.

    Returns:
        The records whose derived rows are to be derived anew, or None for all of them.
    """
    writer = _Writer(connection)
    writer.insert_and_update(REFERENCE_SPECS, reference)
    touched = _touched(connection, changes)
    writer.delete_dependents(changes)
    writer.delete(reversed(TABLES), changes)
    writer.insert_and_update(TABLES, changes)
    writer.delete(reversed(REFERENCE_SPECS), reference)
    gone = {row[0] for row in changes.deleted["record"]}
    writer.analyze_if_grown()
    _refuse_disorder(connection, touched - gone)
    refresh_search(connection, {row[0] for part in changes.parts() for name in SEARCHED for row in part[name]})
    everything = any(part.get(name) for part in reference.parts() for name in DERIVED_FROM_ALL)
    return None if everything else (touched | _dependents(connection, changes, awaited)) - gone


def ensure_collection(connection: Connection, name: str) -> None:
    table = TABLE["collection"]
    if not connection.execute(select(table).where(table.c.name == name)).first():
        connection.execute(insert(table).values(name=name))


def write_sources(
    connection: Connection, collection: str, old: dict[str, tuple[int, str]], new: dict[str, tuple[int, str]]
) -> None:
    """Note the files that came and those that changed."""
    table = TABLE["source"]
    came = [
        {"id": number, "collection": collection, "path": path, "digest": digest}
        for path, (number, digest) in new.items()
        if path not in old
    ]
    if came:
        connection.execute(insert(table), came)
    for path, (number, digest) in new.items():
        if path in old and old[path][1] != digest:
            connection.execute(update(table).where(table.c.id == number).values(digest=digest))


def delete_sources(connection: Connection, numbers: Iterable[int]) -> None:
    """Forget the files that are gone, once none of their rows is left."""
    table = TABLE["source"]
    for chunk in chunks(numbers):
        connection.execute(delete(table).where(table.c.id.in_(chunk)))


def log(connection: Connection, collection: str, digest: str, counts: tuple[int, int, int, int]) -> None:
    """Add the load to the log."""
    table = TABLE["load"]
    inserted, updated, deleted, unchanged = counts
    connection.execute(
        insert(table).values(
            id=scalar(connection, select(func.max(table.c.id))) + 1,
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            collection=collection,
            version=_version(),
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

    def insert_and_update(self, specs: Iterable[TableSpec], changes: Changes) -> None:
        for spec in specs:
            insert_rows(self.connection, spec.name, spec.columns, changes.inserted.get(spec.name, []))
            rows = changes.updated.get(spec.name, [])
            self.run(self.update_sql(spec), [row[spec.key_width :] + spec.key(row) for row in rows])

    def delete(self, specs: Iterable[TableSpec], changes: Changes) -> None:
        for spec in specs:
            self.run(self.delete_sql(spec), [spec.key(row) for row in changes.deleted.get(spec.name, [])])

    def delete_dependents(self, changes: Changes) -> None:
        """What is derived from a record, or attached to it, goes with it."""
        gone = [row[0] for row in changes.deleted["record"]]
        # An attached text is that of the digest: with another digest, it is another text.
        retexted = [row[0] for row in changes.updated["article"] if not self.same_text(row)]
        forget(self.connection, set(gone))
        for name, column, ids in (
            ("former_slug", "record", gone),
            ("article_text", "article", gone + retexted),
        ):
            for chunk in chunks(ids):
                self.connection.execute(delete(TABLE[name]).where(TABLE[name].c[column].in_(chunk)))

    def same_text(self, row: Row) -> bool:
        article = TABLE["article"]
        return self.connection.execute(select(article.c.digest).where(article.c.id == row[0])).scalar() in row

    def analyze_if_grown(self) -> None:
        """Tell PostgreSQL how large tables have become: it would plan for small ones, and scan them for each record."""
        if self.connection.dialect.name != "postgresql":
            return
        known = self.connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE oid = 'fact'::regclass").scalar()
        if last_fact(self.connection) > ANALYZED_FROM + 2 * max(0, known or 0):
            self.connection.exec_driver_sql(f"ANALYZE {', '.join(table.name for table in TABLES)}")

    def run(self, sql: str, rows: list[Row]) -> None:
        for chunk in chunks(rows):
            self.connection.exec_driver_sql(sql, chunk)

    def update_sql(self, spec: TableSpec) -> str:
        assigned = ", ".join(f'"{name}" = {self.mark}' for name in spec.columns[spec.key_width :])
        return f"UPDATE {spec.name} SET {assigned} WHERE {self.key_condition(spec)}"

    def delete_sql(self, spec: TableSpec) -> str:
        return f"DELETE FROM {spec.name} WHERE {self.key_condition(spec)}"

    def key_condition(self, spec: TableSpec) -> str:
        return " AND ".join(f'"{name}" = {self.mark}' for name in spec.columns[: spec.key_width])


def _refuse_disorder(connection: Connection, records: set[int]) -> None:
    """Milestones that several collections give one record stand in a possible order together.

    Raises:
        MithaqError: they do not.
    """
    for chunk in chunks(sorted(records)):
        listed = ", ".join(map(str, chunk))
        found = connection.exec_driver_sql(f"{MILESTONE_ORDER.sql} AND h.record IN ({listed})").first()
        if found:
            raise MithaqError(f"nothing was loaded: another collection has milestones of it, and then {found[0]}")


def _touched(connection: Connection, changes: Changes) -> set[int]:
    """The records whose own facts or citations change; looked up before anything is deleted."""
    touched: set[int] = set()
    for part in changes.parts():
        touched |= {row[2] for row in part["fact"]}
        touched |= {row[2] for kind in LINK_KINDS for row in part[kind]}
        touched |= {row[0] for kind in DERIVED_FROM for row in part[kind]}
        stated = {row[0]: row[2] for row in part["fact"]}
        cited = {row[0] for row in part["citation"]}
        touched |= {stated[fact] for fact in cited & stated.keys()} | owners(connection, cited - stated.keys())
    return touched


def _dependents(connection: Connection, changes: Changes, awaited: frozenset[int]) -> set[int]:
    """The records that show something of one that changes or was awaited."""
    changed = {row[0] for kind in ("record", "event", "article") for row in changes.updated[kind]} | awaited
    dependents: set[int] = set()
    for name, owner, target in SHOWN:
        table = TABLE[name]
        dependents |= {row[0] for row in among(connection, select(table.c[owner]), table.c[target], changed)}
    citation = TABLE["citation"]
    facts = {row[0] for row in among(connection, select(citation.c.fact), citation.c.article, changed)}
    return dependents | owners(connection, facts)


def _version() -> str:
    try:
        return version("mithaq")
    except PackageNotFoundError:
        return "checkout"
