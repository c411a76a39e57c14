"""Words the SQL that makes a role of PostgreSQL which may only read the views, and tells which role may do far more."""

from __future__ import annotations

from models.errors import MithaqError
from models.storage.database import Reader

# Beside the views: the index in which `mithaq search` looks, and the revision.
MORE = ("search", "alembic_version")
VIEWS = """
SELECT quote_ident(c.relname) FROM pg_class c
WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind = 'v'
    AND substr(c.relname, 1, 2) = 'v_' AND c.relowner = (
        SELECT v.relowner FROM pg_class v WHERE v.oid = to_regclass('alembic_version'))
ORDER BY 1
"""
# What a read-only transaction does not restrain: files and programs of the server.
POWERS = ("pg_read_server_files", "pg_write_server_files", "pg_execute_server_program")
IS_POWERFUL = "SELECT " + " OR ".join(f"pg_has_role('{power}', 'USAGE')" for power in POWERS)
CAUTION = (
    "this role may read and write files of the server, and SQL can use that; use one that may only read:"
    " mithaq db reader NAME prints how to make it"
)


def reading_role(reader: Reader, name: str) -> list[str]:
    """Return the statements that make a role which may only read the views, and search.

    Raises:
        MithaqError: the database is a SQLite file, which has no roles, or the name is empty.
    """
    if reader.engine_name == "sqlite":
        raise MithaqError("a SQLite file has no roles; whoever may not write to the file may only read it: chmod go-w")
    if not name.strip():
        raise MithaqError("the role needs a name, as in: mithaq db reader analyst")
    role = '"' + name.replace('"', '""') + '"'
    schema = reader.value("SELECT quote_ident(current_schema())")
    readable = ", ".join(f"{schema}.{each}" for each in (*(str(row[0]) for row in reader.rows(VIEWS)), *MORE))
    return [
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;",
        f"GRANT USAGE ON SCHEMA {schema} TO {role};",
        f"GRANT SELECT ON {readable} TO {role};",
    ]
