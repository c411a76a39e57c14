"""The option `--database`, which every command shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeVar

import click

from models import DEFAULT, VARIABLE

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from models.storage.database import Database

F = TypeVar("F", bound=Callable[..., Any])
KEY = "mithaq.database"


def _remember(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.find_root().meta[KEY] = value


def complete_files(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell complete the name of a file; `click.Path` does too, and looks for translations at each start."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(begun, type="file")]


def database_option(function: F) -> F:
    """Add the option `--database`, which may be given before or after a command's name."""
    return click.option(
        "--database",
        metavar="URL|PATH",
        shell_complete=complete_files,
        expose_value=False,
        callback=_remember,
        help=f"SQLite file or postgresql+psycopg:// URL.  [default: {VARIABLE}, or {DEFAULT} here]",
    )(function)


def locate_database(context: click.Context) -> Database:
    """Return the database that `--database` names, or the default one.

    Raises:
        MithaqError: the URL is not one of Mithaq.
    """
    from models.storage.database import Database

    return Database.locate(context.find_root().meta.get(KEY))


def _log(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print messages of our loggers on stderr, until the command ends."""
    if not value:
        return
    import logging

    from models.terminal.text import replace_controls

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            click.echo(replace_controls(self.format(record)), err=True)

    logger, handler = logging.getLogger("mithaq"), Handler()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    context.call_on_close(lambda: logger.removeHandler(handler))


def verbose_option(function: F) -> F:
    """Add `--verbose`, which prints the log on stderr."""
    return click.option(
        "--verbose", is_flag=True, expose_value=False, callback=_log, help="Print the decisions of the load on stderr."
    )(function)


def pass_database(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--database` to a command, and pass the `Database` as its first argument."""

    def with_database(*args: Any, **kwargs: Any) -> Any:
        return function(locate_database(click.get_current_context()), *args, **kwargs)

    return database_option(update_wrapper(with_database, function))
