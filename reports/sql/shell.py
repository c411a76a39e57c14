"""Open a database read-only in an installed SQL shell."""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
import sys
from typing import Any

from models.errors import MithaqError
from models.storage.database import Database
from models.storage.postgresql import mask_password, parameters, psycopg_module, server_message
from models.storage.reading_role import CAUTION, IS_POWERFUL

# The first litecli that can open a file read-only.
LITECLI = (1, 17)
READ_ONLY = "-c default_transaction_read_only=on"
IS_READ_ONLY = "SELECT current_setting('default_transaction_read_only') = 'on'"


def open_shell(database: Database) -> None:
    """Replace this process with litecli or sqlite3 for a file, or psql for PostgreSQL.

    Raises:
        MithaqError: the database does not exist, or no shell is installed.
    """
    arguments, variables = _file_command(database) if database.path else _server_command(database.url)
    sys.stdout.flush()
    os.execvpe(arguments[0], arguments, {**os.environ, **variables})


def _file_command(database: Database) -> tuple[list[str], dict[str, str]]:
    """Return the command for a SQLite file, and the environment variables to add."""
    assert database.path
    # A shell that may only read could not roll back what a killed program left.
    with database.open_read_only():
        pass
    if shutil.which("litecli") and _litecli_version() >= LITECLI:
        return ["litecli", f"{database.path.as_uri()}?mode=ro"], {}
    if shutil.which("sqlite3"):
        return ["sqlite3", "-readonly", str(database.path)], {}
    version = ".".join(map(str, LITECLI))
    raise MithaqError(f"no SQL shell is installed; install sqlite3, or run: pip install 'litecli>={version}'")


def _litecli_version() -> tuple[int, ...]:
    said = subprocess.run(["litecli", "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", said)))


def _server_command(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the command for psql, and the variables to add; the password is one, so that `ps` does not show it."""
    if not shutil.which("psql"):
        raise MithaqError("psql is not installed; install the client programs of PostgreSQL")
    given = parameters(url)
    theirs = given.get("options") or os.environ.get("PGOPTIONS", "")
    given["options"] = f"{theirs} {READ_ONLY}".strip()
    _require_read_only(url, given)
    password = given.pop("password", None)
    address = psycopg_module().conninfo.make_conninfo("", **given)
    return ["psql", address], {"PGPASSWORD": password} if password else {}


def _require_read_only(url: str, given: dict[str, Any]) -> None:
    """Refuse a server, or a pooler before it, that does not begin a session as it is asked.

    Raises:
        MithaqError: it cannot be reached, or psql could write there.
    """
    psycopg, place = psycopg_module(), mask_password(url)
    try:
        with psycopg.connect(**given) as connection:
            row = connection.execute(IS_READ_ONLY).fetchone()
            if connection.execute(IS_POWERFUL).fetchone() == (True,):
                logging.getLogger("mithaq").warning("%s", CAUTION)
    except psycopg.Error as error:
        raise MithaqError(f"{place} cannot be opened read-only: {server_message(error)}") from error
    if row != (True,):
        raise MithaqError(f"{place} cannot be opened read-only: it ignores options; name the server, not its pooler")
