"""The driver, connection options and errors that both ways to PostgreSQL share."""

from __future__ import annotations

import os
import re
from typing import Any

from models.errors import MithaqError
from models.storage.secrets import is_without_password, mask_password

# Views join many tables; the planner's default limits cost a factor of five on a country's newest twenty.
POSTGRESQL_OPTIONS = (
    "-c jit=off -c join_collapse_limit=16 -c from_collapse_limit=16 -c cursor_tuple_fraction=1 -c client_encoding=UTF8"
)


# Signs that a name or a password of the URL must write as a number, RFC 3986: section 2.1.
ENCODED = "% as %25, @ as %40, / as %2F, ? as %3F, # as %23"


def connect(url: str, more_options: str = "") -> Any:
    """Connect to the server as libpq reads the URL: also several hosts, a socket's folder, a service, its options.

    Args:
        url: with the scheme `postgresql+psycopg`.
        more_options: options of the session, after those of the URL (or of PGOPTIONS) and our own.

    Raises:
        MithaqError: the driver is missing, or the user's name or password has a sign that must be encoded.
        psycopg.Error: the server cannot be reached, or libpq does not understand the URL.
    """
    psycopg = psycopg_module()
    require_encoded(url)
    plain = url.replace("+psycopg", "", 1)
    theirs = psycopg.conninfo.conninfo_to_dict(plain).get("options") or os.environ.get("PGOPTIONS", "")
    return psycopg.connect(plain, options=f"{theirs} {POSTGRESQL_OPTIONS} {more_options}".strip())


def require_encoded(url: str) -> None:
    """Refuse a URL whose password libpq would cut, and then print in its message.

    Raises:
        MithaqError: it has a per cent sign without two digits, a second @ or none, or /, ? or # before the @.
    """
    user, at, rest = url.partition("://")[2].partition("@")
    sound = not re.search("[/?#]", user) if at else is_without_password(url)
    if re.search("%(?![0-9A-Fa-f]{2})", url) or "@" in rest or not sound:
        raise MithaqError(f"{mask_password(url)} is not understood; in a user's name or password write {ENCODED}")


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
