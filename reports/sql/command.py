"""The command `mithaq sql`: run one read-only statement, or open an SQL shell."""

from __future__ import annotations

import sys
from typing import Any

import click

from models.commandline import pass_database
from models.errors import MithaqError
from models.storage.database import Database
from reports.options import format_options, settle_format
from reports.run_report import Style


@click.command()
@click.argument("statement", required=False)
@pass_database
def sql(database: Database, statement: str | None, **given: Any) -> None:
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

    style = Style(settle_format(given), bom=given["bom"])
    print_result(database, _standard_input() if statement == "-" else statement, style, given["output"])


sql.params += format_options()


def _standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MithaqError("standard input is not UTF-8; save the statement as UTF-8") from error
