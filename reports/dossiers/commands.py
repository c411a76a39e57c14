"""The commands that print dossiers: `mithaq show`, `country`, `pair` and `sector`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from models.commandline import pass_database
from models.storage.database import Database, Reader
from reports.display.destination import destination, screen_of, show_text
from reports.run_report import Style

if TYPE_CHECKING:
    from reports.display.text_layout import Screen
    from reports.dossiers.dossier import Dossier

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS = (
    click.option("--format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True),
    click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True),
    click.option("--edtf", is_flag=True, help="Leave dates as EDTF."),
    click.option("--output", metavar="FILE", help="Write to FILE (replaced atomically)."),
)


def dossier_options(function: F) -> F:
    """Add the options that all dossiers take."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


@click.command()
@click.argument("record", metavar="SLUG")
@dossier_options
@pass_database
def show(database: Database, record: str, **how: Any) -> None:
    """Print a record with everything around it.

    That is its parties, milestones, figures, statements, citations … A former slug, or a name in either language,
    finds it too.

    Example:

        mithaq show almaty-startup-mou-2025
    """
    from reports.dossiers import show

    _print(database, how, lambda style, reader: show.show(record, style, reader))


@click.command()
@click.argument("country", metavar="COUNTRY")
@dossier_options
@pass_database
def country(database: Database, country: str, **how: Any) -> None:
    """Print a country on one page.

    The page has counts, partners, sectors and the newest records.

    Example:

        mithaq country UZ --format markdown
    """
    from reports.dossiers import briefs

    _print(database, how, lambda style, reader: briefs.country(country, style, reader))


@click.command()
@click.argument("first", metavar="COUNTRY")
@click.argument("second", metavar="COUNTRY")
@dossier_options
@pass_database
def pair(database: Database, first: str, second: str, **how: Any) -> None:
    """Print what two countries do together on one page.

    Example:

        mithaq pair UZ CN --lang ar
    """
    from reports.dossiers import briefs

    _print(database, how, lambda style, reader: briefs.pair(first, second, style, reader))


@click.command()
@click.argument("sector", metavar="SECTOR")
@dossier_options
@pass_database
def sector(database: Database, sector: str, **how: Any) -> None:
    """Print a sector on one page.

    The page has narrower sectors, countries and the newest records.

    Example:

        mithaq sector ai
    """
    from reports.dossiers import briefs

    _print(database, how, lambda style, reader: briefs.sector(sector, style, reader))


def _print(database: Database, how: dict[str, Any], gather: Callable[[Style, Reader], Dossier]) -> None:
    style = Style(how["format"], how["lang"], how["edtf"])
    with database.read() as reader, destination(how["output"]) as stream:
        screen = screen_of(stream)
        show_text(_written(gather(style, reader), style, reader, screen), stream, screen)


def _written(dossier: Dossier, style: Style, reader: Reader, screen: Screen | None) -> str:
    """Return the dossier in the format and language of the style; modules that draw are imported only to draw."""
    if not style.as_data:
        from reports.dossiers.dossier_text import drawn

        return drawn(dossier, style, reader, screen)
    from reports.dossiers.dossier import as_json

    return as_json(dossier, screen is not None)
