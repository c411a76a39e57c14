"""The command `mithaq sql`: run one read-only statement, or open an SQL shell."""

from __future__ import annotations

import re
import sys
from typing import Any

import click

from models.commandline.command_group import Command
from models.commandline.number_types import Seconds
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.storage.database import Database
from reports.options import format_options, settle_format, wide_option
from reports.run_report import Style


@click.command(cls=Command)
@click.argument("statement", required=False)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=Seconds(1_000_000),
    help="Stop the statement after this time.",
)
@pass_database
def sql(database: Database, statement: str | None, timeout: float | None, **given: Any) -> None:
    """Run a SELECT, or open the database in an SQL shell.

    STATEMENT is one read-only statement; - reads it from standard input. Without it, a read-only shell opens: litecli,
    sqlite3 or psql.

    \b
    Examples:
        mithaq sql "SELECT slug, stage, date FROM v_agreement WHERE countries LIKE '%DZ%'"
        mithaq sql - --format csv < question.sql
        mithaq sql
    """
    if statement is None:
        from reports.sql.shell import open_shell

        open_shell(database)
        return
    from reports.sql.result import print_result

    _point_to_views(statement)
    style = Style(settle_format(given), wide=given["wide"], bom=given["bom"])
    if statement == "-":
        from models.storage.atomic import refuse_input

        refuse_input(given["output"], ["/dev/stdin"])
        statement = _standard_input()
    print_result(database, statement, style, given["output"], timeout)


sql.params += [*format_options(), wide_option()]


def _point_to_views(statement: str) -> None:
    """Answer shell commands that list tables.

    Raises:
        MithaqError: the statement is a command of a shell; the message names the views.
    """
    if re.match(r"\s*(\.|\\|(show\s+(tables|databases)|desc(ribe)?\s)\b)", statement, re.IGNORECASE):
        from reports.dictionary import VIEWS

        names = ", ".join(view.name for view in VIEWS)
        raise MithaqError(
            f"{statement.split()[0]!r} is a command of a shell, not SQL. The views are {names}."
            ' Try: mithaq sql "SELECT * FROM v_agreement LIMIT 5"'
        )


def _standard_input() -> str:
    if sys.stdin is None:
        raise MithaqError("standard input is closed; give the statement in place of -")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MithaqError("standard input is not UTF-8; save the statement as UTF-8") from error
