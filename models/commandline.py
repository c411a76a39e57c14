"""The option `--database`, which every command shares."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

import click

from models import DEFAULT, VARIABLE

F = TypeVar("F", bound=Callable[..., Any])
KEY = "mithaq.database"


def _remember(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value:
        context.find_root().meta[KEY] = value


def database_option(function: F) -> F:
    """Add the option `--database`, which may be given before or after a command's name."""
    return click.option(
        "--database",
        metavar="URL|PATH",
        expose_value=False,
        callback=_remember,
        help=f"SQLite file or postgresql+psycopg:// URL.  [default: {VARIABLE}, or {DEFAULT} here]",
    )(function)


def pass_database(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--database` to a command, and pass the `Database` as its first argument."""

    def with_database(*args: Any, **kwargs: Any) -> Any:
        from models.storage.database import Database

        given = click.get_current_context().find_root().meta.get(KEY)
        return function(Database.locate(given), *args, **kwargs)

    return database_option(update_wrapper(with_database, function))
