"""The commands that print dossiers: `mithaq show`, `country`, `pair` and `sector`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from models.commandline.command_group import Command
from models.commandline.language import lang_option
from models.commandline.shared_options import complete_files, pass_database
from models.errors import MithaqError
from models.storage.database import Database, Reader
from reports.display.destination import find_screen, open_output, show_text
from reports.display.formats import PAGE_ENDINGS, PAGE_FORMATS, choose_format
from reports.options import FormatChoice, wide_option
from reports.run_report import Style, is_empty

if TYPE_CHECKING:
    from reports.display.text_layout import Screen
    from reports.dossiers.dossier import Dossier

F = TypeVar("F", bound=Callable[..., Any])
OPTIONS = (
    click.option(
        "--format",
        type=FormatChoice(PAGE_FORMATS),
        help="Output format.  [default: by the ending of --output, or text]",
    ),
    click.option("--edtf", is_flag=True, help="Print dates as EDTF, not in words."),
    click.option(
        "--output",
        metavar="FILE",
        shell_complete=complete_files,
        help=f"Write to FILE (replaced atomically): {', '.join(PAGE_ENDINGS)}.",
    ),
)


def dossier_options(function: F) -> F:
    """Add the options that every dossier takes."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def with_language(command: click.Command) -> click.Command:
    """Add the options of language and width, which reports take too."""
    command.params[-1:-1] = [lang_option(), wide_option()]
    return command


@with_language
@click.command(cls=Command)
@click.argument("record", metavar="ID")
@click.option("--positions", is_flag=True, help="Show where in its article each citation begins and ends.")
@dossier_options
@pass_database
def show(database: Database, record: str, positions: bool, **how: Any) -> None:
    """Print a record and everything that refers to it.

    Prints its parties, milestones, figures, statements, citations … Give its ID (the slug), a former ID, or its name in
    either language.

    Example:

        mithaq show almaty-startup-mou-2025
    """
    from reports.dossiers import show

    _print(database, how, lambda style, reader: show.show(record, style, reader, positions))


@with_language
@click.command(cls=Command)
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


@with_language
@click.command(cls=Command)
@click.argument("first", metavar="COUNTRY")
@click.argument("second", metavar="COUNTRY")
@dossier_options
@pass_database
def pair(database: Database, first: str, second: str, **how: Any) -> None:
    """Print the cooperation of two countries on one page.

    Example:

        mithaq pair UZ CN --lang ar
    """
    from reports.dossiers import briefs

    _print(database, how, lambda style, reader: briefs.pair(first, second, style, reader))


@with_language
@click.command(cls=Command)
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
    style = Style.choose(_format_of(how), how["lang"], how["edtf"], how["wide"])
    with database.read() as reader, open_output(how["output"]) as stream:
        if is_empty(reader):
            raise MithaqError(f"nothing is loaded into {database}; run: mithaq build")
        screen = find_screen(stream)
        show_text(_format_dossier(gather(style, reader), style, reader, screen), stream, screen)


def _format_of(how: dict[str, Any]) -> str:
    """Return the format of a page.

    Raises:
        click.UsageError: the ending of the output is unknown, or contradicts the format.
    """
    try:
        return choose_format(how["format"], how["output"], PAGE_ENDINGS, "text")
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="'--output'") from None


def _format_dossier(dossier: Dossier, style: Style, reader: Reader, screen: Screen | None) -> str:
    """Format the dossier; the modules that draw are imported only when needed."""
    if not style.as_data:
        from reports.dossiers.dossier_text import draw_dossier

        return draw_dossier(dossier, style, reader, screen)
    from reports.dossiers.dossier import as_json

    return as_json(dossier, screen is not None, indent=1)
