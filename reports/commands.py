"""The command `mithaq report`: builds a subcommand for each report from the report's own data."""

from __future__ import annotations

import sys
from typing import Any

import click

from models.commandline.command_group import Command, Group
from models.commandline.language import lang_option
from models.commandline.shared_options import pass_database
from models.storage.database import Database
from reports.catalogue.registry import NAMES, load
from reports.display.destination import find_screen
from reports.display.formats import PICTURE, PICTURED
from reports.options import (
    common_options,
    filter_options,
    list_values,
    settle_format,
    switch_options,
    top_option,
    variant_option,
)
from reports.query.report import Report, Selection
from reports.run_report import Style, print_report


class ReportGroup(Group):
    """A group whose commands are the reports, each imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return build_command(load(cmd_name)) if cmd_name in NAMES else None


class ReportCommand(Command):
    """A report, whose help ends with the values of its options."""

    report: Report

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Values"):
            formatter.write_dl(list(list_values(self.report, ctx)))


@click.group(
    cls=ReportGroup,
    invoke_without_command=True,
    epilog="Example:  mithaq report agreements --country UZ --since 2025",
)
@click.pass_context
def report(ctx: click.Context) -> None:
    """Print a report: agreements, events, countries, sectors …

    Without a name, list the reports.
    """
    if ctx.invoked_subcommand is None:
        screen = find_screen(sys.stdout)
        click.echo(list_reports(screen.width if screen else None))


def list_reports(width: int | None) -> str:
    """Return the list of reports with their descriptions, wrapped to a width if there is one."""
    from models.terminal.text import wrap

    indent = max(map(len, NAMES)) + 2
    lines = []
    for name in NAMES:
        text = load(name).line
        first, *rest = wrap(text, max(width - indent, 20)) if width else [text]
        lines += [f"{name:{indent}}{first}", *(" " * indent + line for line in rest)]
    return "\n".join(lines)


report.params.append(lang_option(group=True))


def build_command(report: Report) -> click.Command:
    """Build the subcommand of a report, with the report's filters and the common options."""

    @pass_database
    def run(database: Database, **given: Any) -> None:
        format = settle_format(given, report.name in PICTURED)
        style = Style.choose(format, given.pop("lang"), given.pop("edtf"), given.pop("wide"), given.pop("bom"))
        style = style._replace(links=given.pop("links", None))
        _check_picture(style, given)
        del given["format"]
        output, sql = given.pop("output"), given.pop("sql")
        chosen = report.variants.get(given.pop("by", ""), report)
        for name, switched in report.switches.items():
            chosen = switched if given.pop(name) else chosen
        chosen = chosen._replace(top=given.pop("top", 0))
        selection = Selection(given.pop("columns"), given.pop("sort"), given.pop("limit"))
        print_report(database, chosen, given, selection, style, output, sql)

    text = f"{report.line}\n\nExample:\n\n    {report.example}"
    command = click.command(report.name, help=text, short_help=report.line, cls=ReportCommand)(run)
    command.report = report
    variants = [variant_option(report.variants, next(iter(report.variants)))] if report.variants else []
    tops = [top_option(report.top)] if report.top else []
    command.params[:0] = [*variants, *switch_options(report), *filter_options(report), *tops, *common_options(report)]
    return command


def _check_picture(style: Style, given: dict[str, Any]) -> None:
    """Refuse options that only a picture takes, or that a picture does not take."""
    if style.format != PICTURE:
        if style.links:
            raise click.UsageError(f"--links works only with {PICTURE}, not with {style.format}")
    elif given["columns"]:
        raise click.UsageError("--columns does not work with a picture, which has columns of its own")
    elif style.lang == "both":
        raise click.UsageError("a picture is in one language; give --lang en or --lang ar")
