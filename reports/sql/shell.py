"""Open a database read-only in an installed SQL shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import unquote, urlsplit, urlunsplit

from models.errors import MithaqError
from models.storage.database import Database

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
    parts = urlsplit(url.replace("+psycopg", "", 1))
    user, _, place = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    address = urlunsplit(parts._replace(netloc=f"{name}@{place}" if user else place))
    options = f"{os.environ.get('PGOPTIONS', '')} {READ_ONLY}".strip()
    variables = {"PGOPTIONS": options} | ({"PGPASSWORD": unquote(password)} if password else {})
    return ["psql", address], variables
