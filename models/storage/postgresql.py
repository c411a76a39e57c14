"""The driver, connection options and errors that both ways to PostgreSQL share."""

from __future__ import annotations

from typing import Any

from models.errors import MithaqError

# Views join many tables; the planner's default limits cost a factor of five on a country's newest twenty.
POSTGRESQL_OPTIONS = (
    "-c jit=off -c join_collapse_limit=16 -c from_collapse_limit=16 -c cursor_tuple_fraction=1 -c client_encoding=UTF8"
)


def psycopg_module() -> Any:
    """Import the driver, which is optional.

    Raises:
        MithaqError: it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MithaqError("PostgreSQL needs its driver; install it with: pip install 'mithaq[postgresql]'") from error
    return psycopg


def first_line(error: Exception) -> str:
    """Return the first line of a server's message; the rest shows the statement."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
