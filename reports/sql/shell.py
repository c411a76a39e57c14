"""Opens a database read-only in the SQL shell that is installed."""

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
    """Replace this process by litecli or sqlite3 on a file, or by psql on PostgreSQL.

    Raises:
        MithaqError: there is no such database, or no shell is installed.
    """
    arguments, variables = _on_file(database) if database.path else _on_server(database.url)
    sys.stdout.flush()
    os.execvpe(arguments[0], arguments, {**os.environ, **variables})


def _on_file(database: Database) -> tuple[list[str], dict[str, str]]:
    assert database.path
    # A shell that may only read could not roll back what a killed program left.
    with database.open_read_only():
        pass
    if shutil.which("litecli") and _litecli_version() >= LITECLI:
        return ["litecli", f"{database.path.as_uri()}?mode=ro"], {}
    if shutil.which("sqlite3"):
        return ["sqlite3", "-readonly", str(database.path)], {}
    raise MithaqError(
        f"no SQL shell is installed; install sqlite3, or: pip install 'litecli>={'.'.join(map(str, LITECLI))}'"
    )


def _litecli_version() -> tuple[int, ...]:
    said = subprocess.run(["litecli", "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(map(int, re.findall(r"\d+", said)))


def _on_server(url: str) -> tuple[list[str], dict[str, str]]:
    """Return the command for psql; the password goes into the environment, which other users cannot read."""
    if not shutil.which("psql"):
        raise MithaqError("psql is not installed; it comes with the client programs of PostgreSQL")
    parts = urlsplit(url.replace("+psycopg", "", 1))
    user, _, place = parts.netloc.rpartition("@")
    name, _, password = user.partition(":")
    address = urlunsplit(parts._replace(netloc=f"{name}@{place}" if user else place))
    options = f"{os.environ.get('PGOPTIONS', '')} {READ_ONLY}".strip()
    variables = {"PGOPTIONS": options} | ({"PGPASSWORD": unquote(password)} if password else {})
    return ["psql", address], variables
