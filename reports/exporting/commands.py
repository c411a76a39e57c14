"""The command `mithaq export`: the form that is meant, and where it goes."""

from __future__ import annotations

import os

import click

from models.commandline import pass_database
from models.storage.database import Database, Reader
from reports.exporting.forms import ENDINGS, FILES, FOLDERS, export_file, export_folder


@click.command()
@click.argument("target", type=click.Path())
@click.option(
    "--as", "form", type=click.Choice([*FOLDERS, *FILES]), help="The form; by default, that of TARGET's ending."
)
@click.option("--bom", is_flag=True, help="Begin CSV files with a byte-order mark, for Excel.")
@click.option("--force", is_flag=True, help="Write among other files of a directory, replacing those of the same name.")
@pass_database
def export(database: Database, target: str, form: str | None, bom: bool, force: bool) -> None:
    """Write the whole database for other programs.

    \b
    TARGET is a directory, which gets a file for each view:
      csv          for spreadsheets; text that would run as a formula gets an apostrophe
      jsonl        one object a line; lists are arrays
      datapackage  exact CSV with types, meanings and keys (Frictionless)
      markdown     tables
      html         pages that load nothing from elsewhere
    or a file, or - for standard output:
      graphml, gexf, dot  parties and agreements as a graph
      annotations         citations as W3C Web Annotations (.jsonl)

    A directory is replaced at once, and only if it holds an earlier export.

    \b
    Examples:
        mithaq export tables
        mithaq export tables --as datapackage
        mithaq export agreements.graphml
        mithaq export evidence.jsonl
    """
    form = form or _form_of(target)
    if bom and form != "csv":
        raise click.UsageError(f"--bom is for csv, not for {form}")
    if force and form in FILES:
        raise click.UsageError(f"--force is for directories; {form} is a file, which is replaced anyway")
    from reports.exporting.snapshot import snapshot

    with snapshot(database) as reader:
        if form in FILES:
            _export_file(reader, target, form)
        else:
            _export_folder(reader, target, form, bom, force)
        _warn_of_quotes(reader, form)


def _form_of(target: str) -> str:
    """Return the form that the target's ending means."""
    if target == "-":
        raise click.UsageError(f"standard output has no ending; name the form with --as ({', '.join(FILES)})")
    ending = os.path.splitext(target)[1]
    if ending not in ENDINGS and not os.path.isdir(target):
        known = ", ".join(filter(None, ENDINGS))
        raise click.UsageError(f"{ending} is the ending of no form (known: {known}); name the form with --as")
    return ENDINGS.get(ending, "csv")


def _export_file(reader: Reader, target: str, form: str) -> None:
    export_file(reader, None if target == "-" else target, form)
    if target != "-":
        click.echo(f"wrote {target}")


def _export_folder(reader: Reader, target: str, form: str, bom: bool, force: bool) -> None:
    if target == "-":
        raise click.UsageError(f"{form} is a directory of files; name one")
    from pathlib import Path

    from reports.dictionary import VIEWS

    export_folder(reader, Path(target), form, bom, force)
    click.echo(f"wrote {target}: {len(VIEWS)} views as {form}")


def _warn_of_quotes(reader: Reader, form: str) -> None:
    from reports.exporting.snapshot import attached_articles

    if (form in FOLDERS or form == "annotations") and attached_articles(reader):
        click.echo("note: the export quotes attached texts, whose sentences belong to their publishers", err=True)
