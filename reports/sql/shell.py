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
from models.storage.postgresql import (
    CAUTION,
    IS_POWERFUL,
    parameters,
    psycopg_module,
    server_message,
)
from models.storage.secrets import mask_password

# The first litecli that can open a file read-only.
LITECLI = (1, 17)
READ_ONLY = "-c default_transaction_read_only=on"


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
    # A shell that may only read could not undo the writes of a killed program.
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
    if given.get("target_session_attrs") == "read-write":
        # The user wants the server that can be written, not a session that may write.
        given["target_session_attrs"] = "primary"
    theirs = given.get("options") or os.environ.get("PGOPTIONS", "")
    path = re.sub(r"([\\\s])", r"\\\1", _ask(url, given, "SHOW search_path"))
    given["options"] = f"{theirs} -c search_path={path} {READ_ONLY}".strip()
    if _ask(url, given, "SHOW default_transaction_read_only") != "on":
        raise MithaqError(f"{mask_password(url)} ignores options, so that psql could write; name the server itself")
    if _ask(url, given, f"SELECT CAST(({IS_POWERFUL}) AS TEXT)") == "true":
        logging.getLogger("mithaq").warning("%s", CAUTION)
    password = given.pop("password", None)
    address = psycopg_module().conninfo.make_conninfo("", **given)
    return ["psql", address], {"PGPASSWORD": password} if password else {}


def _ask(url: str, given: dict[str, Any], question: str) -> str:
    """Return the server's answer to a session with these parameters, as psql will begin it.

    Raises:
        MithaqError: the server, or a pooler before it, refuses the session.
    """
    psycopg = psycopg_module()
    try:
        with psycopg.connect(**given) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.Error as error:
        raise MithaqError(f"{mask_password(url)} cannot be opened read-only: {server_message(error)}") from error
    return str(row[0])
