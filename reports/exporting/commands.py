"""The command `mithaq export`: choose the form and the target."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from models.commandline import pass_database
from models.storage.database import Database
from reports.exporting.forms import ENDINGS, FILES, FOLDERS, QUOTING, STREAMED, TREES
from reports.exporting.writing import export_file, export_folder

if TYPE_CHECKING:
    from reports.exporting.extract import Extract


@click.command()
@click.argument("target", type=click.Path())
@click.option(
    "--as",
    "form",
    type=click.Choice([*FOLDERS, *TREES, *FILES]),
    help="Form of the export.  [default: by TARGET's ending]",
)
@click.option("--collection", metavar="NAME", help="Only the rows of this collection.")
@click.option("--bom", is_flag=True, help="Start CSV files with a byte-order mark, for Excel.")
@click.option("--force", is_flag=True, help="Write into a directory with other files; replace files of the same name.")
@pass_database
def export(database: Database, target: str, form: str | None, collection: str | None, bom: bool, force: bool) -> None:
    """Write the whole database for other programs.

    \b
    TARGET is a directory with one file for each view:
      csv          for spreadsheets; an apostrophe before a text keeps it from running as a formula
      jsonl        one object per line; lists are arrays
      datapackage  exact CSV with types, meanings and keys (Frictionless)
      markdown     tables
      html         self-contained pages
      parquet      typed columns, a folder for each collection
    or a file, or - for standard output:
      sqlite              the views as tables, without article texts, to publish (.sqlite)
      graphml, gexf, dot  parties and agreements as a graph
      annotations         citations as W3C Web Annotations (.jsonl)

    An earlier export in the same directory is replaced as a whole.

    \b
    Examples:
        mithaq export tables
        mithaq export tables --as datapackage
        mithaq export mithaq.sqlite
        mithaq export agreements.graphml
        mithaq export evidence.jsonl
    """
    form = form or _choose_form(target)
    if bom and form != "csv":
        raise click.UsageError(f"--bom works only with csv, not with {form}")
    if force and form in FILES:
        raise click.UsageError(f"--force works only with directories; {form} is a file and is always replaced")
    from reports.exporting.extract import Extract
    from reports.exporting.snapshot import open_snapshot

    with open_snapshot(database) as reader:
        extract = Extract(reader, collection)
        extract.check()
        if form in FILES:
            _export_file(extract, target, form)
        else:
            _export_folder(extract, target, form, bom, force)
        _warn_of_quotes(extract, form)


def _choose_form(target: str) -> str:
    """Return the form for the ending of the target's name."""
    if target == "-":
        raise click.UsageError(f"standard output has no ending; choose the form with --as ({', '.join(STREAMED)})")
    ending = os.path.splitext(target)[1]
    if ending not in ENDINGS and not os.path.isdir(target):
        raise click.UsageError(
            f"there is no form for the ending {ending} (known: {', '.join(filter(None, ENDINGS))});"
            f" choose one with --as: {', '.join((*FOLDERS, *TREES))} for a directory, {', '.join(FILES)} for a file"
        )
    return ENDINGS.get(ending, "csv")


def _export_file(extract: Extract, target: str, form: str) -> None:
    if target == "-" and form not in STREAMED:
        raise click.UsageError(f"{form} needs a file; name one")
    export_file(extract, None if target == "-" else target, form)
    if target != "-":
        click.echo(f"Wrote {target}.")


def _export_folder(extract: Extract, target: str, form: str, bom: bool, force: bool) -> None:
    if target == "-":
        raise click.UsageError(f"{form} needs a directory; name one")
    from pathlib import Path

    export_folder(extract, Path(target), form, bom, force)
    click.echo(f"Wrote {target} as {form}.")


def _warn_of_quotes(extract: Extract, form: str) -> None:
    from reports.exporting.snapshot import count_attached

    if form in QUOTING and count_attached(extract.reader):
        click.echo("Note: the export quotes attached texts, which belong to their publishers.", err=True)
