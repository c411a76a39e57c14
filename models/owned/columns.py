"""Find the columns that the user added to our tables, and their definitions in SQLite's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from models.derived.search_schema import PLACES, SHADOW_TABLES
from models.owned.names import our_tables, quoted_list

Rows = Callable[[str], Sequence[Any]]
Columns = Mapping[str, frozenset[str]]
# The index of words is a table on PostgreSQL only, where it has two columns more.
SEARCH = frozenset({"record", "words"})
QUERIES = {
    "sqlite": "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c"
    " WHERE m.type = 'table' AND m.name IN ({tables}) AND c.hidden <> 1 ORDER BY m.name, c.cid",
    "postgresql": "SELECT c.relname, a.attname FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema())) AND c.relkind = 'r'"
    " AND c.relname IN ({tables}) ORDER BY c.relname, a.attnum",
}
# A text or a quoted name, a comment, a word, or any other character.
TOKENS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|\w+|.""", re.DOTALL)
CONSTRAINTS = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}


class UsersColumn(NamedTuple):
    """A column that the user added to one of our tables."""

    table: str
    name: str

    def __str__(self) -> str:
        return f"column {self.name} of {self.table}"


@cache
def our_columns() -> Columns:
    """Return the columns of our tables at the newest revision."""
    from models.schema import metadata

    tables = {table.name: frozenset(column.name for column in table.columns) for table in metadata.tables.values()}
    return tables | {"search": frozenset(PLACES) | SEARCH}


def columns_of(rows: Rows, engine_name: str) -> Columns:
    """Return the columns of our tables in a database, also those of the user."""
    found: dict[str, set[str]] = {}
    tables = quoted_list(our_tables() - {"alembic_version", *SHADOW_TABLES})
    for table, column in rows(QUERIES[engine_name].format(tables=tables)):
        found.setdefault(str(table), set()).add(str(column))
    return {table: frozenset(columns) for table, columns in found.items()}


def users_columns(rows: Rows, engine_name: str, ours: Columns) -> list[UsersColumn]:
    """List the columns of our tables that are not ours, in the order of each table."""
    # A database at no revision has no table of ours, and PostgreSQL no empty list.
    listed = rows(QUERIES[engine_name].format(tables=quoted_list(frozenset(ours)))) if ours else []
    return [UsersColumn(str(table), str(column)) for table, column in listed if _is_users(table, column, ours)]


def _is_users(table: str, column: str, ours: Columns) -> bool:
    return column not in ours[table] and not (table == "search" and column in SEARCH)


def parts(sql: str) -> list[str]:
    """Split the columns and constraints of a CREATE TABLE at the commas that stand outside brackets."""
    found, depth = [""], 0
    for token in TOKENS.findall(sql):
        depth -= token == ")"
        if depth == 1 and token == ",":
            found.append("")
        elif depth > 0:
            found[-1] += " " if token.startswith(("--", "/*")) else token
        depth += token == "("
    return [each.strip() for each in found]


def column_name(part: str) -> str | None:
    """Return the name of the column that a part of a CREATE TABLE defines; None for a constraint."""
    first = str(TOKENS.findall(part)[0])
    if first[0] not in "\"'`[":
        return None if first.upper() in CONSTRAINTS else first
    return first[1:-1].replace(first[-1] * 2, first[-1])


def definitions(sql: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the definition of each column in a CREATE TABLE of SQLite."""
    for part in parts(sql):
        name = column_name(part)
        if name is not None:
            yield name, part
