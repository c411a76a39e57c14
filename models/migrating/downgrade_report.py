"""List the rows and columns that a downgrade would delete. Derived tables are skipped: an upgrade fills them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.derived.definitions import FORMER_TABLES, TABLES
from models.owned.columns import Columns
from models.revisions import scripts_folder
from models.storage.database import Reader

# Derived tables lose nothing: the next upgrade derives them again.
DERIVED = {"alembic_version", "search", *(each.table for each in TABLES), *FORMER_TABLES}


def losses(reader: Reader, before: Columns, after: Columns, steps: Iterable[str]) -> list[str]:
    """List each table that the downgrade drops, with its number of rows, and each column, with its number of values.

    `before` and `after` are the columns of our tables without those of the user. A revision lists under `LOSSES` what
    else its downgrade deletes or changes: labels, each with a SELECT that counts. Under `UNLISTED` it names columns
    that lose nothing else, as `table.column`.
    """
    modules = _modules(steps)
    unlisted = {name for module in modules for name in getattr(module, "UNLISTED", ())}
    found = []
    for table in sorted(before.keys() - DERIVED):
        if table not in after:
            found.append((table, reader.value(f"SELECT count(*) FROM {table}"), "rows"))
            continue
        for column in sorted(before[table] - after[table]):
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
