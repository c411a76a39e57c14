"""Compare the schema of a database with the models: every table, constraint, index and view, by its definition."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from models.derived.search_schema import DEFINITIONS, PLACES, SHADOWS
from models.errors import MithaqError
from models.owned.columns import column_name, our_columns, parts
from models.owned.names import is_our_constraint, our_indexes
from models.revisions import views
from models.storage.database import Database
from models.storage.sqlite_file import explained

if TYPE_CHECKING:
    from sqlalchemy import Connection

Schema = dict[str, str]
SCRATCH = "mithaq_comparison"
# The schema that the models make on PostgreSQL, by version of the server.
MADE: dict[str, Schema] = {}
MAY_CREATE = """
SELECT has_database_privilege(current_database(), 'CREATE') AND current_setting('transaction_read_only') = 'off'
"""
# In the later arms of a UNION a dump names a converted value by its type, which PostgreSQL then keeps.
NAMED_BY_TYPE = r"(::(?:text|integer|double precision)) AS (?:text|int4|float8)\b"
# One row for each object: its table or view, its type and name, how the engine itself defines it, and the columns of a
# constraint.
SQLITE = f"""
SELECT tbl_name, type || ' ' || name, sql, NULL FROM sqlite_master
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND NOT ({SHADOWS})
"""
POSTGRESQL = """
SELECT c.relname, 'column ' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || CASE WHEN a.attcollation <> t.typcollation THEN ' COLLATE ' || l.collname ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ''), ARRAY[CAST(a.attname AS TEXT)]
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
UNION ALL
SELECT c.relname, 'constraint ' || n.conname, pg_get_constraintdef(n.oid),
    ARRAY(SELECT CAST(a.attname AS TEXT) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY(n.conkey))
FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE n.connamespace = current_schema()::regnamespace AND n.contype NOT IN ('n', 't')
UNION ALL
SELECT tablename, 'index ' || indexname, indexdef, NULL FROM pg_indexes i WHERE schemaname = current_schema()
    AND NOT EXISTS (SELECT 1 FROM pg_constraint n WHERE n.conindid = format('%I.%I', schemaname, indexname)::regclass)
UNION ALL
SELECT viewname, 'view ' || viewname, definition, NULL FROM pg_views WHERE schemaname = current_schema()
"""


def schema_differences(database: Database) -> list[str]:
    """Return the differences from the models and the views of the newest revision, one line each.

    The user's own objects are ignored. If PostgreSQL lets us create no schema to compare with, only names are compared.

    Raises:
        MithaqError: the database cannot be read.
    """
    stored, wanted = _sqlite(database) if database.path else _postgresql(database)
    return [
        f"{name} {_difference(stored.get(name), wanted.get(name))}"
        for name in sorted(stored.keys() | wanted.keys())
        if stored.get(name) != wanted.get(name)
    ]


def _difference(stored: str | None, wanted: str | None) -> str:
    if stored is None:
        return "is missing"
    if wanted is None:
        return "does not belong to the schema; rename it if it is yours"
    return "is defined otherwise than in the models"


def _sqlite(database: Database) -> tuple[Schema, Schema]:
    """The schema of the file, read only, and that of a database in memory."""
    with database.open_read_only() as reader:
        return _schema(reader.rows(SQLITE)), _in_memory()


@cache
def _in_memory() -> Schema:
    """The schema that the models make in SQLite: the same for every file."""
    from sqlalchemy import create_engine

    scratch = create_engine("sqlite://")
    try:
        with scratch.begin() as connection:
            return _created(connection, SQLITE)
    finally:
        scratch.dispose()


def _postgresql(database: Database) -> tuple[Schema, Schema]:
    """The schema of the database, and that of a scratch schema beside it, which is rolled back."""
    from sqlalchemy.exc import DBAPIError

    engine = database.engine()
    try:
        with engine.connect() as connection:
            stored = _schema(_catalogue(connection, POSTGRESQL))
            if not connection.exec_driver_sql(MAY_CREATE).scalar():
                return _names_only(stored)
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
            created = _beside(connection)
    except DBAPIError as error:
        raise MithaqError(f"{database} cannot be checked: {explained(error.orig)}") from error
    finally:
        engine.dispose()
    return stored, {name: text.replace(f"{SCRATCH}.", f"{schema}.") for name, text in created.items()}


def _beside(connection: Connection) -> Schema:
    """The schema that the models make in a scratch schema, which is rolled back: the same on servers of one version."""
    version = str(connection.exec_driver_sql("SHOW server_version").scalar())
    if version not in MADE:
        connection.exec_driver_sql(f"CREATE SCHEMA {SCRATCH}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {SCRATCH}")
        MADE[version] = _created(connection, POSTGRESQL)
        connection.rollback()
    return MADE[version]


def _schema(rows: Iterable[Sequence[Any]]) -> Schema:
    """Return the definitions of our objects by type and name; those of the user are left out."""
    # Names of former revisions belong to the user.
    ours = our_columns().keys() | views().keys()
    return {
        str(name): _normal(str(definition), our_columns().get(table))
        for table, name, definition, columns in rows
        if table in ours and not _is_users(str(table), str(name), columns or ())
    }


def _is_users(table: str, name: str, columns: Iterable[str]) -> bool:
    kind, _, own_name = name.partition(" ")
    if kind == "index":
        return own_name not in our_indexes()
    if kind == "constraint" and not is_our_constraint(own_name, table):
        return True
    known = our_columns().get(table)
    return kind == "trigger" or (known is not None and any(column not in known for column in columns))


def _names_only(stored: Schema) -> tuple[Schema, Schema]:
    """Return the names of the stored objects, and of those that the models define."""
    from models.schema import metadata

    tables = metadata.tables.values()
    wanted = {
        *(f"column {table.name}.{column.name}" for table in tables for column in table.columns),
        *(f"constraint {constraint.name}" for table in tables for constraint in table.constraints),
        *(f"index {index.name}" for table in tables for index in table.indexes),
        *(f"column search.{column}" for column in ("record", *PLACES, "words")),
        *("constraint pk_search", "constraint fk_search_record", "index ix_search_words"),
        *(f"view {name}" for name in views()),
    }
    return dict.fromkeys(stored, ""), dict.fromkeys(wanted, "")


def _created(connection: Connection, catalogue: str) -> Schema:
    """The schema that the models, the search index and the views make."""
    from models.schema import metadata

    metadata.create_all(connection)
    # A key that PostgreSQL got by ALTER is marked never to be made with its table; on SQLite it is.
    for table in metadata.tables.values():
        for key in table.foreign_key_constraints:
            key._create_rule = None
    for statement in (*DEFINITIONS[connection.dialect.name], *views().values()):
        connection.exec_driver_sql(statement)
    return _schema(_catalogue(connection, catalogue))


def _catalogue(connection: Connection, sql: str) -> Iterable[Sequence[Any]]:
    return connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


def _normal(definition: str, columns: Container[str] | None = None) -> str:
    """Return the definition without layout; for a table, with its constraints and columns (all or these) sorted."""
    text = _without_layout(definition)
    match = re.fullmatch(r"(CREATE TABLE \w+) ?\((.*)\)( WITHOUT ROWID)?", text)
    if not match:
        return text
    named = ((column_name(part), part) for part in parts(definition))
    kept = (_without_layout(part) for name, part in named if name is None or columns is None or name in columns)
    return match[1] + " (" + ", ".join(sorted(kept)) + ")" + (match[3] or "")


def _without_layout(text: str) -> str:
    return re.sub(NAMED_BY_TYPE, r"\1", re.sub(r"\s+", " ", text.replace('"', "")).strip())
