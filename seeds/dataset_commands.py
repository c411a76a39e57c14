"""The commands `mithaq dataset …`: each reads options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path

import click

from models.commandline.command_group import Group
from models.commandline.path_types import PATH
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.storage.database import Database


@click.group(cls=Group)
def dataset() -> None:
    """Attach, verify and detach the files of data sets.

    Mithaq stores the key of a row, the column and a digest of each cell that is cited. The digest of a file proves
    that it is the table that was loaded.
    """


@dataset.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@pass_database
def attach(database: Database, files: tuple[Path, ...]) -> None:
    """Store the cited cells of tables in the database, so that reports can quote them.

    Example:

        mithaq dataset attach treaties.csv
    """
    from seeds.tables import cited_cells

    for line in cited_cells.attach(database, files):
        click.echo(line)


@dataset.command()
@click.argument("datasets", metavar="DATASET...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Remove the cells of all data sets.")
@pass_database
def detach(database: Database, datasets: tuple[str, ...], every: bool) -> None:
    """Remove attached cells from the database, for example before you share it. DATASET is an ID.

    Their citations stay, without quotes. A SQLite file keeps nothing of the cells; backups still have them.

    Example:

        mithaq dataset detach --all
    """
    if bool(datasets) == every:
        raise click.UsageError("name the data sets, or give --all")
    from seeds.tables import cited_cells

    detached = cited_cells.detach(database, None if every else datasets)
    for slug in detached:
        click.echo(f"{slug}: detached")
    if not detached:
        click.echo("No file is attached.", err=True)


@dataset.command()
@click.argument("file", metavar="[FILE]", required=False, type=PATH)
@click.option("--dataset", "slug", metavar="ID", help="The data set of which FILE is another edition.")
@pass_database
def verify(database: Database, file: Path | None, slug: str | None) -> None:
    """Verify the cited cells against a file (attached, or FILE); name the row and column of those that differ.

    \b
    Examples:
        mithaq dataset verify
        mithaq dataset verify newer.csv --dataset treaty-list
    """
    from models.terminal.text import clean_cell
    from seeds.tables import cited_cells

    failed = 0
    verdicts = list(cited_cells.verify(database, file, slug))
    if not verdicts:
        click.echo("The database has no data sets.", err=True)
    for verdict in verdicts:
        for line in verdict.lines():
            click.echo(clean_cell(line))
        failed += bool(verdict.failures)
    if failed:
        raise MithaqError(f"{failed:,} data set{'s' * (failed > 1)} not verified")
