"""Checks of each engine itself: of a SQLite file and its texts, and of constraints."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from models.errors import MithaqError
from models.storage.database import Reader

# Rows whose texts are read as one.
TOGETHER = 10_000
TEXTS = """
    SELECT m.name, m.sql LIKE '%WITHOUT ROWID%', c.name
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND (c.type LIKE '%CHAR%' OR c.type LIKE '%TEXT%')
    ORDER BY m.name, c.cid"""


def _integrity(reader: Reader) -> list[str]:
    broken = [str(row[0]) for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]
    return broken or _undecodable(reader)


def _undecodable(reader: Reader) -> list[str]:
    """Name the columns with a text that is not UTF-8, which SQLite does not check."""
    columns: dict[tuple[str, bool], list[str]] = {}
    for table, alone, column in reader.rows(TEXTS):
        columns.setdefault((table, bool(alone)), []).append(column)
    return [
        f"{table}.{column} has a text that is not UTF-8"
        for (table, alone), names in columns.items()
        if not _is_readable(reader, table, alone, names)
        for column in names
        if not _is_readable(reader, table, alone, [column])
    ]


def _is_readable(reader: Reader, table: str, alone: bool, columns: Sequence[str]) -> bool:
    """Return whether the driver can decode the texts; the engine puts them together, which is quicker."""
    texts = " || ".join(f"coalesce({_quoted(column)}, '')" for column in columns)
    groups = "" if alone else f" GROUP BY rowid / {TOGETHER}"
    try:
        for _ in reader.select(f"SELECT group_concat({texts}, '') FROM {_quoted(table)}{groups}")[1]:
            pass
    except MithaqError:
        return False
    return True


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _foreign_keys(reader: Reader) -> list[str]:
    return [f"{row[0]}, row {row[1]}: no such {row[2]}" for row in reader.rows("PRAGMA foreign_key_check")]


def _validated(reader: Reader) -> list[str]:
    """Return the constraints that PostgreSQL has not validated."""
    rows = reader.rows(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated"
        " AND connamespace = to_regnamespace(current_schema()) ORDER BY conname"
    )
    return [str(row[0]) for row in rows]


EngineCheck = tuple[str, Callable[[Reader], list[str]]]
ENGINE_CHECKS: dict[str, tuple[EngineCheck, ...]] = {
    "sqlite": (("the file is sound", _integrity), ("every reference points to a row", _foreign_keys)),
    "postgresql": (("every constraint is validated", _validated),),
}
