"""The SQL that makes a role of PostgreSQL which may read Mithaq's tables and views, and change nothing."""

from __future__ import annotations

from models.errors import MithaqError
from models.owned import catalogue
from models.storage.database import Reader

LONGEST_NAME = 63


def reading_role(reader: Reader, name: str) -> list[str]:
    """Return the statements that make a role which may read the tables and views of Mithaq, and no others.

    Raises:
        MithaqError: the database is a SQLite file, which has no roles, or the name is empty, reserved or too long.
    """
    if reader.engine_name == "sqlite":
        raise MithaqError("a SQLite file has no roles; make it read-only for others with: chmod go-w FILE")
    if not name.strip():
        raise MithaqError("the role needs a name, as in: mithaq db reader analyst")
    # https://www.postgresql.org/docs/current/sql-createrole.html, and the length of names in bytes.
    if name in ("public", "none") or name.startswith("pg_") or len(name.encode()) > LONGEST_NAME:
        reason = f"the name is reserved, or has more than {LONGEST_NAME} bytes"
        raise MithaqError(f"PostgreSQL takes no role called {name!r}: {reason}")
    role = '"' + name.replace('"', '""') + '"'
    schema = reader.value("SELECT quote_ident(current_schema())")
    # The views first, which are all that reports need.
    rows = reader.rows(
        f"SELECT quote_ident(x.name) FROM ({catalogue.ours()}) x ORDER BY x.name NOT LIKE 'v!_%' ESCAPE '!', 1"
    )
    readable = ", ".join(f"{schema}.{row[0]}" for row in rows)
    return [
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;",
        f"GRANT USAGE ON SCHEMA {schema} TO {role};",
        f"GRANT SELECT ON {readable} TO {role};",
    ]
