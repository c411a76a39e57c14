"""Recognize databases of other programs, which are never migrated or backed up."""

from __future__ import annotations

from models import APPLICATION_ID
from models.errors import MithaqError
from models.revisions import revisions
from models.storage.database import IS_OURS, Reader, unknown_revision

# A database with tables but no revision belongs to another program; at `base`, `alembic_version` remains.
FOREIGN_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version' ORDER BY name",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename <> 'alembic_version' ORDER BY tablename",
}
NAMED_TABLES = 3
# The number by which a program marks its SQLite files; 0 is that of none.
OTHERS_MARK = f"SELECT application_id FROM pragma_application_id WHERE application_id NOT IN (0, {APPLICATION_ID})"


def own_revision(reader: Reader) -> str | None:
    """Return the revision of a database of ours, also of a newer version; None at base or without tables.

    Raises:
        MithaqError: the database belongs to another program.
    """
    revision = reader.revision()
    if revision in revisions() or reader.value(IS_OURS[reader.engine_name]):
        return revision
    if revision is not None:
        raise unknown_revision(revision, reader.database)
    if reader.engine_name == "sqlite" and (mark := reader.value(OTHERS_MARK)):
        raise MithaqError(
            f"{reader.database} is not a database of Mithaq (its application_id {mark} is another program's);"
            " name another with --database"
        )
    _require_no_tables(reader)
    return None


def _require_no_tables(reader: Reader) -> None:
    found = [str(row[0]) for row in reader.rows(FOREIGN_TABLES[reader.engine_name])]
    if found:
        named = ", ".join([*found[:NAMED_TABLES], *(["…"] if len(found) > NAMED_TABLES else [])])
        raise MithaqError(
            f"{reader.database} holds tables ({named}) but no revision, so it is not a database of Mithaq;"
            " name another with --database"
        )
