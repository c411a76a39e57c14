"""Groups of commands that list whole sentences, suggest names, and explain misuse in two lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NoReturn

import click
from click.core import augment_usage_errors

# More than any first sentence of a help has.
WHOLE_SENTENCE = 1000
NARROWEST_HELP, WIDEST_HELP = 50, 80


class Misuse(click.ClickException):
    """A command that cannot be run as it was typed: what is wrong, and where the help is."""

    exit_code = 2


class Command(click.Command):
    """A command with a help option of our own: that of click looks for translations, which costs a millisecond."""

    @cached_property
    def _own_help(self) -> click.Option:
        return click.Option(
            ["-h", "--help"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_help,
            help="Show this message and exit.",
        )

    def get_help(self, ctx: click.Context) -> str:
        from models.terminal.size import terminal_size

        # Where it is not given, click imports shutil to find it.
        if ctx.terminal_width is None:
            ctx.terminal_width = max(min(terminal_size().columns, WIDEST_HELP) - 2, NARROWEST_HELP)
        return super().get_help(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        return self._own_help

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Errors of the parser do not say of themselves which command they are about.
        with augment_usage_errors(ctx):
            return super().parse_args(ctx, args)


def _print_help(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


class Group(Command, click.Group):
    """A group that lists the first sentence of each command, however long, and suggests the nearest names."""

    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, command.get_short_help_str(WHOLE_SENTENCE)) for name, command in commands if command]
            )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if command := self.get_command(ctx, name):
            return name, command, args[1:]
        if not ctx.resilient_parsing and not name.startswith("-"):
            near = suggest(name, self.names(ctx))
            raise click.UsageError(f"there is no command {name!r}{near}", ctx)
        return super().resolve_command(ctx, args)

    def names(self, ctx: click.Context) -> Mapping[str, Iterable[str]]:
        """Return the names that a user may mean, each with the commands to suggest for it."""
        return {name: [f"{ctx.command_path} {name}"] for name in self.list_commands(ctx)}


def suggest(name: str, known: Mapping[str, Iterable[str]]) -> str:
    """Return the end of a message that suggests the commands of the nearest names, if any is near."""
    from difflib import get_close_matches

    near = [name] if name in known else get_close_matches(name, known, n=2, cutoff=0.7)
    commands = [command for each in near for command in known[each]]
    return f"; did you mean {' or '.join(commands)}?" if commands else ""


def raise_misuse(error: click.UsageError) -> NoReturn:
    """Raise the error in two lines, instead of click's three paragraphs.

    Raises:
        Misuse: always, but for a group without arguments, which shows its help.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        raise error
    from models.storage.secrets import mask_words
    from models.terminal.text import replace_controls

    see = f"\nSee: {error.ctx.command_path} --help" if error.ctx else ""
    raise Misuse(mask_words(replace_controls(_word(error))) + see) from error


def _word(error: click.UsageError) -> str:
    """Return the message of an error, worded as Mithaq words its own."""
    if isinstance(error, click.BadOptionUsage) and error.ctx and "requires" in error.message:
        return _word_missing_value(error.option_name, error.ctx)
    if not isinstance(error, click.NoSuchOption):
        return error.format_message().replace("a valid integer.", "a whole number.")
    near = suggest(error.option_name, {name: [name] for name in error.possibilities or ()})
    return f"there is no option {error.option_name!r}{near}"


def _word_missing_value(name: str, context: click.Context) -> str:
    option = next(each for each in context.command.params if name in (*each.opts, *each.secondary_opts))
    number = "a value" if option.nargs == 1 else f"{option.nargs} values"
    return f"{name} needs {number}: {name} {option.make_metavar(context)}"


def find_help(root: click.Command, context: click.Context, names: Iterable[str]) -> str:
    """Return the help of the command that these names lead to.

    Raises:
        click.UsageError: there is no such command.
    """
    command = root
    for name in names:
        if not isinstance(command, click.Group):
            raise click.UsageError(f"{context.command_path} has no commands", context)
        found: Any = command.resolve_command(context, [name])[1]
        command, context = found, click.Context(found, parent=context, info_name=name)
    return command.get_help(context)
