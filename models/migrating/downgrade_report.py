"""List the rows and columns that a downgrade would delete. Derived tables are skipped: an upgrade fills them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.derived.definitions import FORMER_TABLES, TABLES
from models.derived.search_schema import SHADOWS
from models.owned.names import our_tables
from models.revisions import scripts_folder
from models.storage.database import Reader

Columns = dict[str, set[str]]
# Derived tables lose nothing: the next upgrade derives them again.
DERIVED = {"alembic_version", "search", *(each.table for each in TABLES), *FORMER_TABLES}


def losses(reader: Reader, scratch: Reader, steps: Iterable[str]) -> list[str]:
    """List each table that the downgrade drops, with its number of rows, and each column, with its number of values.

    `scratch` reads an empty database that is at the target of the downgrade. A revision lists under `LOSSES` what else
    its downgrade deletes or changes: labels, each with a SELECT that counts. Under `UNLISTED` it names columns that
    lose nothing else, as `table.column`.
    """
    modules = _modules(steps)
    unlisted = {name for module in modules for name in getattr(module, "UNLISTED", ())}
    remaining = _columns(scratch)
    found = []
    for table, columns in sorted(_columns(reader).items()):
        if table not in remaining:
            found.append((table, reader.value(f"SELECT count(*) FROM {table}"), "rows"))
            continue
        for column in sorted(columns - remaining[table]):
            if f"{table}.{column}" in unlisted:
                continue
            found.append((f"{table}.{column}", reader.value(f"SELECT count({column}) FROM {table}"), "values"))
    listed = [
        (label, int(reader.value(sql))) for module in modules for label, sql in getattr(module, "LOSSES", {}).items()
    ]
    return [
        *(f"{name}: {count:,} {what}" for name, count, what in found if count),
        *(f"{label}: {count:,}" for label, count in listed if count),
    ]


def _modules(steps: Iterable[str]) -> list[Any]:
    """Return the modules of the revisions."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(scripts_folder()))
    return [scripts.get_revision(step).module for step in steps]


def _columns(reader: Reader) -> Columns:
    if reader.engine_name == "sqlite":
        rows = reader.rows(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
            f" WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND NOT (m.{SHADOWS})"
        )
    else:
        rows = reader.rows(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
            " WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'"
        )
    found: Columns = {}
    ours = our_tables()
    for table, column in rows:
        if table in ours and table not in DERIVED:
            found.setdefault(str(table), set()).add(str(column))
    return found
