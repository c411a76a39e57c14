"""The command `mithaq`, which finds its commands by name and imports one when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from models.commandline.command_group import Command, Group, find_help, raise_misuse
from models.commandline.language import lang_option
from models.commandline.shared_options import database_option, pass_database, verbose_option
from models.errors import MithaqError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from models.storage.database import Database

# Where each command is: importing all of them would double the time to start.
COMMANDS = {
    "build": "cli:build",
    "db": "models.commands:db",
    "seed": "seeds.commands:seed",
    "article": "seeds.article_commands:article",
    "dataset": "seeds.dataset_commands:dataset",
    "report": "reports.commands:report",
    "search": "reports.search.command:search",
    "sql": "reports.sql.command:sql",
    "diff": "reports.differences.command:diff",
    "compare": "reports.comparing.command:compare",
    "export": "reports.exporting.commands:export",
    "show": "reports.dossiers.commands:show",
    "country": "reports.dossiers.commands:country",
    "pair": "reports.dossiers.commands:pair",
    "sector": "reports.dossiers.commands:sector",
    "help": "cli:help_command",
}
# made by make docs: the first line of the help of each command, which `mithaq --help` lists without importing it

LINES = {
    "build": "Make or upgrade the database, load the shipped data, print an overview.",
    "db": "Migrate, check and describe the database.",
    "seed": "Check, plan, load, format and start seed files.",
    "article": "Attach, verify and search the texts of articles.",
    "dataset": "Attach, verify and detach the files of data sets.",
    "report": "Print a report: agreements, events, countries, sectors …",
    "search": "Find records by words, in Arabic and English.",
    "sql": "Run a SELECT, or open the database in an SQL shell.",
    "diff": "Print what differs between two databases, record by record.",
    "compare": "Compare an outside list of agreements with the database, without loading it.",
    "export": "Write the whole database for other programs.",
    "show": "Print a record and everything that refers to it.",
    "country": "Print a country on one page.",
    "pair": "Print the cooperation of two countries on one page.",
    "sector": "Print a sector on one page.",
    "help": "Print the help of a command.",
}

# end


class LazyGroup(Group):
    """The command itself: a group that imports a command when it is called, and words every error."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        from models.terminal.streams import guarded_streams

        with guarded_streams(_masks(sys.argv[1:] if args is None else args)):
            return super().main(args, *more, **kwargs)

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except click.UsageError as error:
            raise_misuse(error)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, LINES.get(name, "")) for name in COMMANDS])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MithaqError as error:
            from models.storage.secrets import mask_words
            from models.terminal.text import bound, replace_controls

            raise click.ClickException(mask_words(replace_controls(bound(str(error))))) from error
        except click.UsageError as error:
            raise_misuse(error)

    def names(self, ctx: click.Context) -> dict[str, list[str]]:
        """Return the commands by name, those of groups too: `agreements` suggests `mithaq report agreements`."""
        known: dict[str, list[str]] = {}
        for name in COMMANDS:
            command = self.get_command(ctx, name)
            below = command.list_commands(ctx) if isinstance(command, click.Group) else []
            for each in below:
                known.setdefault(each, []).append(f"{ctx.command_path} {name} {each}")
        return known | {name: [f"{ctx.command_path} {name}"] for name in COMMANDS}


def _masks(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """Return what messages must not have of these arguments; most starts need no pattern for that."""
    if not any("@" in each or "=" in each or ":/" in each for each in arguments):
        return []
    from models.storage.secrets import masks_of

    return masks_of(arguments)


def print_version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    """Print the version that is installed, and exit."""
    if value and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"{ctx.find_root().info_name} {version('mithaq')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    epilog="First steps:  mithaq build,  then  mithaq report agreements --country UZ",
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=print_version,
    help="Show the version and exit.",
)
@database_option
def main() -> None:
    """Mithaq: cooperation between countries as the press reports it, with the source of each fact."""


main.params.append(lang_option(group=True))


def complete_commands(ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Complete the name of a command below those that are named already."""
    command: click.Command | None = ctx.find_root().command
    for name in ctx.params.get("names") or ():
        command = command.get_command(ctx, name) if isinstance(command, click.Group) else None
    known = command.list_commands(ctx) if isinstance(command, click.Group) else []
    return [name for name in known if name.startswith(begun)]


@click.command(name="help", cls=Command)
@click.argument("names", metavar="[COMMAND]...", nargs=-1, shell_complete=complete_commands)
@click.pass_context
def help_command(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Print the help of a command.

    \b
    Examples:
        mithaq help
        mithaq help report agreements
    """
    root = ctx.find_root()
    click.echo(find_help(root.command, root, names))


@click.command(cls=Command)
@verbose_option
@pass_database
def build(database: Database) -> None:
    """Make or upgrade the database, load the shipped data, print an overview.

    Example:

        mithaq build
    """
    from models.migrating.migrations import plan_upgrade
    from reports.catalogue.overview import print_overview
    from seeds.loading.loader import load_shipped

    migration = plan_upgrade(database)
    backup = migration.run()
    if backup:
        click.echo(f"backed up to {backup}", err=True)
    for revision in migration.steps:
        click.echo(f"migrated to {revision}", err=True)
    click.echo(load_shipped(database), err=True)
    print_overview(database)


if __name__ == "__main__":
    sys.exit(main())
