"""Checks of each engine itself: of a SQLite file and its texts, and of constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Boolean, Column, Float, Integer, Numeric, String, Table

from models.errors import MithaqError
from models.owned.catalogue import USERS_CONSTRAINT, ours
from models.owned.on_sqlite import MISMATCH, MISSING, NO_KEY, REFERRING
from models.schema import metadata
from models.storage.database import Reader

# Rows whose texts are read as one.
TOGETHER = 10_000


def _integrity(reader: Reader) -> list[str]:
    broken = [str(row[0]) for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]
    return broken or [found for table in metadata.sorted_tables for found in _wrong_values(reader, table)]


def _wrong_values(reader: Reader, table: Table) -> Iterator[str]:
    """Name the columns of a table with a text that is not UTF-8, or one in place of a number: SQLite takes both."""
    texts = [column for column in table.columns if isinstance(column.type, String)]
    if texts and not _is_readable(reader, table, texts):
        yield from (f"{each} has a text that is not UTF-8" for each in texts if not _is_readable(reader, table, [each]))
    for column in table.columns:
        is_number = isinstance(column.type, Integer | Numeric | Float | Boolean)
        wrong = f"SELECT 1 FROM {table.name} WHERE typeof({column.name}) NOT IN ('integer', 'real', 'null') LIMIT 1"
        if is_number and reader.rows(wrong):
            yield f"{column} has a value that is no number"


def _is_readable(reader: Reader, table: Table, columns: Sequence[Column[Any]]) -> bool:
    """Return whether the driver can decode the texts; the engine puts them together, which is quicker."""
    texts = " || ".join(f"coalesce({column.name}, '')" for column in columns)
    has_numbers = table.dialect_options["sqlite"]["with_rowid"]
    groups = f" GROUP BY rowid / {TOGETHER}" if has_numbers else ""
    try:
        for _ in reader.select(f"SELECT group_concat({texts}, '') FROM {table.name}{groups}")[1]:
            pass
    except MithaqError:
        return False
    return True


def _foreign_keys(reader: Reader) -> list[str]:
    return [found for (table,) in reader.rows(REFERRING) for found in _missing(reader, str(table))]


def _missing(reader: Reader, table: str) -> list[str]:
    try:
        return [f"{table}, row {row[0]}: no such {row[1]}" for row in reader.rows(MISSING, {"name": table})]
    except MithaqError as error:
        if MISMATCH not in str(error):
            raise
        return [f"{table}: it refers to {NO_KEY}"]


def _validated(reader: Reader) -> list[str]:
    """Return the constraints of ours that PostgreSQL has not validated."""
    rows = reader.rows(
        "SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        f" JOIN ({ours()}) x ON x.oid = c.oid"
        f" WHERE NOT k.convalidated AND NOT ({USERS_CONSTRAINT.format('c')}) ORDER BY k.conname"
    )
    return [str(row[0]) for row in rows]


EngineCheck = tuple[str, Callable[[Reader], list[str]]]
ENGINE_CHECKS: dict[str, tuple[EngineCheck, ...]] = {
    "sqlite": (("the file is sound", _integrity), ("every reference points to a row", _foreign_keys)),
    "postgresql": (("every constraint is validated", _validated),),
}
