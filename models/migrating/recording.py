"""Record the statements that a migration of SQLite runs, with their values, so that another program can run them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Statements that change nothing, or concern only the connection.
UNRECORDED = r"\s*(SELECT|EXPLAIN|BEGIN|PRAGMA (?!(application_id|user_version) =))"


def record(connection: Connection, statements: list[str]) -> None:
    """Add each statement that the connection runs from now on, if it changes something, to the list."""
    from sqlalchemy import event

    @event.listens_for(connection, "before_cursor_execute")
    def add(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        if not re.match(UNRECORDED, statement):
            statements.append(_with_values(statement, values).strip())


def _with_values(statement: str, values: Any) -> str:
    """Return the statement with its values in the place of question marks."""
    given = iter(values or ())
    return re.sub(r"\?", lambda _: literal(next(given)), statement) if values else statement


def literal(value: Any) -> str:
    """Return a value as SQL writes it, on either engine."""
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)
