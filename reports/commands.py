"""The command `mithaq report`: builds a subcommand for each report from the report's own data."""

from __future__ import annotations

from typing import Any

import click

from models.commandline import pass_database
from models.storage.database import Database
from reports.catalogue.registry import NAMES, load
from reports.options import common_options, filter_options, settle_format, variant_option
from reports.query.lookup import did_you_mean, nearest
from reports.query.report import Report, Selection
from reports.run_report import Style, print_report


class ReportGroup(click.Group):
    """A group whose commands are the reports, each imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in NAMES:
            return build_command(load(cmd_name))
        near = did_you_mean(nearest(cmd_name, dict.fromkeys(NAMES)))
        raise click.UsageError(f"there is no report {cmd_name!r}{near}", ctx)


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
        width = max(map(len, NAMES))
        for name in NAMES:
            click.echo(f"{name:{width}}  {load(name).line}")


def build_command(report: Report) -> click.Command:
    """Build the subcommand of a report, with the report's filters and the common options."""

    @pass_database
    def run(database: Database, **given: Any) -> None:
        format = settle_format(given)
        style = Style(format, given.pop("lang"), given.pop("edtf"), given.pop("bom"))
        del given["format"]
        output, sql = given.pop("output"), given.pop("sql")
        chosen = report.variants.get(given.pop("by", ""), report)
        selection = Selection(given.pop("columns"), given.pop("sort"), given.pop("limit"))
        print_report(database, chosen, given, selection, style, output, sql)

    text = f"{report.line}\n\nExample:\n\n    {report.example}"
    command = click.command(report.name, help=text, short_help=report.line)(run)
    variants = [variant_option(report.variants, next(iter(report.variants)))] if report.variants else []
    command.params[:0] = [*variants, *filter_options(report), *common_options(report)]
    return command
