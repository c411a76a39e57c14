"""Print the SQL of a migration, for administrators who run it themselves, with the same result.

SQLite rebuilds tables from their rows, so the migration runs on a copy, and its statements are recorded. PostgreSQL is
only read. The search index is computed in Python, on a copy in SQLite.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from models.derived.definitions import TABLES
from models.derived.search_schema import PLACES, SHADOW_TABLES
from models.migrating.migrations import (
    BASE,
    BEGINNINGS,
    Migration,
    alembic_config,
    columns_at,
    marks,
    migration_connection,
    run_steps,
    upgrade,
)
from models.migrating.recording import literal
from models.owned import on_postgresql
from models.owned.keeping import require_all
from models.revisions import revisions
from models.storage.bulk import insert_rows
from models.storage.copying import copy_into
from models.storage.database import Database, Reader
from models.storage.postgresql import WRITING
from models.storage.temporary import temporary_folder

SQLITE = ("-- Run with: sqlite3 -bail FILE, after a backup.", "PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE")
POSTGRESQL = ("-- Run with: psql --set ON_ERROR_STOP=1", "BEGIN", WRITING, "SET LOCAL standard_conforming_strings = on")
# The schemas in which the reader finds names, ours first; the role that runs the script may have others.
SEARCH_PATH = (
    "SELECT coalesce(string_agg(quote_ident(s), ', ' ORDER BY n), '')"
    " FROM unnest(current_schemas(false)) WITH ORDINALITY x (s, n)"
)
ALL_ROWS = "SELECT set_config('row_security', 'off', true)"
OWNER = "SELECT quote_ident(pg_get_userbyid(c.relowner)) FROM pg_class c WHERE c.oid = to_regclass('alembic_version')"
# Rows of the search index in one statement.
ROWS = 200


def sql_of(migration: Migration) -> str:
    """Return the SQL that does what `migration` does; nothing if there are no steps.

    Raises:
        MithaqError: the database cannot be read, or the migration fails on the copy of a SQLite file.
    """
    if not migration.steps:
        return ""
    statements = _on_sqlite(migration) if migration.database.path else _on_postgresql(migration)
    return "".join(each + ("\n" if each.startswith("--") else ";\n") for each in statements)


def _on_sqlite(migration: Migration) -> list[str]:
    with temporary_folder() as folder:
        copy = Database.file(folder / "copy.db")
        path = migration.database.path
        if path and copy.path and path.exists() and path.stat().st_size:
            copy_into(path, copy.path)
        recorded: list[str] = []
        with migration_connection(copy, recorded=recorded) as connection:
            run_steps(connection, migration)
    return [*SQLITE, *recorded, "COMMIT"]


def _on_postgresql(migration: Migration) -> list[str]:
    steps = list(_offline(migration))
    with migration.database.open_read_only() as reader:
        reader.rows(ALL_ROWS)
        kept = on_postgresql.collect(reader.rows, columns_at(migration.before))
        unkept = on_postgresql.unkept(reader.rows)
        require_all(migration.database, [*unkept, *on_postgresql.lost_columns(kept, "\n".join(steps))])
        owner = reader.value(OWNER)
        lost = on_postgresql.made_again(reader.rows, kept, "\n".join(steps))
        return [
            *POSTGRESQL,
            f"SELECT set_config('search_path', {literal(reader.value(SEARCH_PATH))}, true)",
            *BEGINNINGS["postgresql"],
            *(each.drop for each in reversed(kept.dependents)),
            *([f"SET LOCAL ROLE {owner}"] if owner else []),
            *steps,
            *(_derivations(reader, migration) if _fills(migration) else []),
            *marks("postgresql", migration.target),
            *on_postgresql.AS_BEFORE,
            *lost,
            *(statement for each in on_postgresql.creations(kept) for statement in each.create),
            "COMMIT",
        ]


def _offline(migration: Migration) -> Iterator[str]:
    """Yield the statements of the revisions, as Alembic prints them."""
    from alembic import command

    output = io.StringIO()
    config = alembic_config()
    config.output_buffer = output
    config.attributes["url"] = migration.database.url
    getattr(command, migration.direction)(config, f"{migration.before}:{migration.target}", sql=True)
    text = re.sub(r"^(--.*|BEGIN;|COMMIT;)$", "", output.getvalue(), flags=re.M)
    yield from (each.strip() for each in text.split(";\n") if each.strip())


def _fills(migration: Migration) -> bool:
    return migration.before != BASE and migration.target == revisions()[-1]


def _derivations(reader: Reader, migration: Migration) -> Iterator[str]:
    """Yield the statements that fill the derived tables and the search index, which a migration empties."""
    for each in TABLES:
        yield f"DELETE FROM {each.table}"
        yield f"INSERT INTO {each.table} ({each.columns}) {each.rows('postgresql')}"
    yield "DELETE FROM search"
    rows = _search_rows(reader, migration.before)
    for start in range(0, len(rows), ROWS):
        values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows[start : start + ROWS])
        yield f"INSERT INTO search (record, {', '.join(PLACES)}) VALUES {values}"


def _search_rows(reader: Reader, before: str) -> list[Sequence[Any]]:
    """Return the rows that the search index will have, from a copy in SQLite that is migrated."""
    with temporary_folder() as folder:
        copy = Database.file(folder / "copy.db")
        upgrade(copy, before)
        _copy_rows(reader, copy)
        upgrade(copy)
        with copy.open_read_only() as after:
            return after.rows(f"SELECT rowid, {', '.join(PLACES)} FROM search ORDER BY rowid")


def _copy_rows(reader: Reader, copy: Database) -> None:
    engine = copy.engine()
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
            for table in sorted({*found} - {"search", "alembic_version", *SHADOW_TABLES}):
                columns = [str(row[1]) for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
                listed = ", ".join(f'"{column}"' for column in columns)
                insert_rows(connection, table, columns, reader.rows(f"SELECT {listed} FROM {table}"))
    finally:
        engine.dispose()
