"""Lists what a downgrade would lose, before it runs. Derived tables are not listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.derived.definitions import FORMER_TABLES, TABLES
from models.derived.search_schema import SHADOWS
from models.revisions import scripts_folder
from models.storage.database import Database, Reader

Columns = dict[str, set[str]]
# Derived tables lose nothing: the next upgrade derives them again.
DERIVED = {"alembic_version", "search", *(each.table for each in TABLES), *FORMER_TABLES}


def losses(database: Database, target: str, steps: Iterable[str]) -> list[str]:
    """Return what a downgrade would lose: tables with their rows, columns with their values, and what revisions list.

    A revision lists under `LOSSES` what else its downgrade deletes or changes: labels, each with a SELECT that counts.
    """
    with database.open_read_only() as reader:
        present = _columns(reader)
        remaining = _columns_at(target)
        found = []
        for table, columns in sorted(present.items()):
            if table not in remaining:
                found.append((table, reader.value(f"SELECT count(*) FROM {table}"), "rows"))
                continue
            for column in sorted(columns - remaining[table]):
                found.append((f"{table}.{column}", reader.value(f"SELECT count({column}) FROM {table}"), "values"))
        listed = [(label, int(reader.value(sql))) for label, sql in _listed(steps)]
    return [
        *(f"{name}: {count:,} {what}" for name, count, what in found if count),
        *(f"{label}: {count:,}" for label, count in listed if count),
    ]


def _listed(steps: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what the revisions list under `LOSSES`."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(scripts_folder()))
    for step in steps:
        yield from getattr(scripts.get_revision(step).module, "LOSSES", {}).items()


def _columns_at(revision: str) -> Columns:
    """The tables and columns of a revision, from a database in a temporary folder."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from models.migrating.migrations import BASE, upgrade

    with TemporaryDirectory() as folder:
        scratch = Database.file(Path(folder) / "scratch.db")
        if revision == BASE:
            return {}
        upgrade(scratch, revision)
        with scratch.open_read_only() as reader:
            return _columns(reader)


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
    for table, column in rows:
        if table not in DERIVED:
            found.setdefault(str(table), set()).add(str(column))
    return found
