"""The driver, connection options and errors that both ways to PostgreSQL share."""

from __future__ import annotations

import logging
import re
from typing import Any

from models import COMMENT
from models.errors import MithaqError, missing_library
from models.storage.secrets import is_without_password, mask_password

# The default, for a statement whose joins are written in a good order.
FEW_JOINS = 8
JOINS = 16
# Views join many tables; the planner's default limits cost a factor of five on a country's newest twenty, and where its
# genetic search may guess the order of twelve and more, one plan in some takes a hundred times as long as the best.
# Set in each transaction: a pooler refuses options of the session, or gives the session to others.
# The last two make a backslash a character and names of the catalogue comparable, whatever the server is set to.
SETTINGS = (
    "SET LOCAL jit = off; SET LOCAL geqo = off;"
    f" SET LOCAL join_collapse_limit = {JOINS}; SET LOCAL from_collapse_limit = {JOINS};"
    " SET LOCAL cursor_tuple_fraction = 1; SET LOCAL standard_conforming_strings = on;"
    " SET LOCAL quote_all_identifiers = off"
)
# A writer that waited for another one must see what that has written, and never copy only the rows that a policy shows.
WRITING = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL row_security = off"
# Puts the schema of our tables first: the role, or a schema made later, may have another one first. A new database is
# made in the first schema, and only that is looked at: another program may have an `alembic_version` in the others.
OUR_SCHEMA = f"""
SELECT set_config('search_path', coalesce((
    SELECT quote_ident(s) || ', ' || current_setting('search_path')
    FROM unnest(current_schemas(false)) WITH ORDINALITY x (s, n)
    WHERE obj_description(to_regclass(quote_ident(s) || '.alembic_version'), 'pg_class') = '{COMMENT}'
        OR to_regclass(quote_ident(s) || '.alembic_version') IS NOT NULL
            AND to_regclass(quote_ident(s) || '.fact') IS NOT NULL
            AND to_regclass(quote_ident(s) || '.kind') IS NOT NULL
    ORDER BY n LIMIT 1
), quote_ident(current_schema()), current_setting('search_path')), true)
"""
# Advice, by the server's code of the error.
# Digits of whole numbers that are read as such, and the bound below which a float keeps the whole part of another.
MOST_DIGITS, EXACT_BELOW = 24, 2**53
ADVICE = {
    "55P03": "; another program uses a table in a transaction that has not ended: let it end, and try again",
    "42501": "; ask the owner of the database for that right",
    "25006": "; the session may only read: name the server that writes (add target_session_attrs=read-write to the"
    " URL), or take default_transaction_read_only from the role, the database or PGOPTIONS",
}
# The function of the server that refuses a query because of a policy; the code is that of a missing right.
HIDING = "check_enable_rls"
HIDDEN = (
    "; a policy may hide rows from this role: connect as the owner of the tables or a role with BYPASSRLS, and first"
    " run ALTER TABLE … NO FORCE ROW LEVEL SECURITY"
)
# The key of the advisory lock that a load and a migration hold until their transaction ends.
WRITERS = 1835627624
# Rights that a read-only transaction does not restrict: files and programs of the server.
POWERS = ("pg_read_server_files", "pg_write_server_files", "pg_execute_server_program")
IS_POWERFUL = "SELECT " + " OR ".join(f"pg_has_role('{power}', 'USAGE')" for power in POWERS)
CAUTION = (
    "this role may read and write files of the server, and SQL can use that; use one that may only read:"
    " mithaq db reader NAME prints how to make it"
)
READ_ONLY = "SET TRANSACTION READ ONLY"
# The schemas in which an option of the session looks for tables; a pooler may have ignored it.
SEARCH_PATH = r"(?:-c\s*|--)search_path\s*=((?:\\.|\S)+)"


# Signs that a name or a password of the URL must write as a number, RFC 3986: section 2.1.
ENCODED = "% as %25, @ as %40, / as %2F, ? as %3F, # as %23, a space as %20"


def connect(url: str) -> Any:
    """Connect to the server as libpq reads the URL: also several hosts, a socket's folder, a service, its options.

    No statement is prepared on the server, because a pooler gives each transaction to another session.

    Args:
        url: with the scheme `postgresql+psycopg`.

    Raises:
        MithaqError: the driver is missing, or libpq does not understand the URL.
        psycopg.Error: the server cannot be reached.
    """
    given = parameters(url)
    return psycopg_module().connect(**{**given, "client_encoding": "UTF8"}, prepare_threshold=None)


def parameters(url: str) -> dict[str, Any]:
    """Return libpq's connection parameters that the URL names.

    Raises:
        MithaqError: the driver is missing, or libpq does not understand the URL. The message has no part of a password.
    """
    psycopg = psycopg_module()
    require_encoded(url)
    try:
        found: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(url.replace("+psycopg", "", 1))
    except psycopg.Error as error:
        # The message would print the part that is not understood.
        raise _not_understood(url, "; after a ? only libpq's own parameters") from error
    return found


def beginning(connection: Any) -> str:
    """Return the statements that begin each transaction: our settings, the user's search path, and our schema."""
    # As libpq found them: in the URL, in a service or in PGOPTIONS.
    options = connection.info.get_parameters().get("options", "")
    paths = [re.sub(r"\\(.)", r"\1", each) for each in re.findall(SEARCH_PATH, options)]
    quoted = [each.replace("'", "''") for each in paths[-1:]]
    given = [f"SELECT set_config('search_path', '{each}', true)" for each in quoted]
    return "; ".join([SETTINGS, *given, OUR_SCHEMA])


def require_encoded(url: str) -> None:
    """Refuse a URL whose password libpq would cut, and then print in its message.

    Raises:
        MithaqError: it has a per cent sign without two digits, a second @ or none, or /, ? or # before the @.
    """
    user, at, rest = url.partition("://")[2].partition("@")
    sound = not re.search("[/?#]", user) if at else is_without_password(url)
    if re.search("%(?![0-9A-Fa-f]{2})", url) or "@" in rest or not sound:
        raise _not_understood(url)


def _not_understood(url: str, more: str = "") -> MithaqError:
    return MithaqError(f"{mask_password(url)} is not understood; in a user's name or password write {ENCODED}{more}")


def numeric_loader(psycopg: Any) -> Any:
    """Return the class by which psycopg reads `numeric`, such as a sum of whole numbers, as `plain_number` does."""

    class NumericLoader(psycopg.adapt.Loader):  # type: ignore[misc]
        def load(self, data: Any) -> int | float | str:
            return plain_number(bytes(data).decode())

    return NumericLoader


def plain_number(text: str) -> int | float | str:
    """Return a whole number with every digit, another as a float; as a text if it is too long for that."""
    if text.lstrip("-").isdigit():
        return int(text) if len(text) <= MOST_DIGITS else text
    number = float(text)
    # NaN and infinities have no digits.
    return text if abs(number) >= EXACT_BELOW and text[-1].isdigit() else number


def psycopg_module() -> Any:
    """Import the driver, which is optional.

    Raises:
        MithaqError: it is not installed, or not all that it needs.
    """
    try:
        import psycopg
    except ImportError as error:
        raise missing_library("PostgreSQL needs its driver", "psycopg", "postgresql", error) from error
    # It warns of what follows from an error that we print.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    return psycopg


def server_message(error: Any) -> str:
    """Return a server's message in one line: what is wrong, the details that it names, and our advice if we have any.

    The rest of its lines shows the statement, and a hint that may advise to delete what belongs to the user.
    """
    diagnostic = getattr(error, "diag", None)
    if diagnostic is None or not diagnostic.message_primary:
        return first_line(error)
    detail = " ".join((diagnostic.message_detail or "").split())
    said = f"{diagnostic.message_primary}: {detail.rstrip('.')}" if detail else str(diagnostic.message_primary)
    return said + (HIDDEN if diagnostic.source_function == HIDING else ADVICE.get(diagnostic.sqlstate, ""))


def first_line(error: Exception) -> str:
    """Return the first line of a message; the rest shows the statement."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
