"""The command `mithaq export`: which form is meant, and where it goes."""

from __future__ import annotations

import os

import click

from models.commandline import pass_database
from models.storage.database import Database, Reader

# The forms, in the order of the help: those that are a folder, and those that are a file.
FOLDERS = ("csv", "jsonl", "datapackage", "markdown", "html")
FILES = ("graphml", "gexf", "dot", "annotations")
# What a name's ending says of the form.
ENDINGS = {"": "csv", ".graphml": "graphml", ".gexf": "gexf", ".dot": "dot", ".jsonl": "annotations"}


@click.command()
@click.argument("target", type=click.Path())
@click.option("--as", "form", type=click.Choice([*FOLDERS, *FILES]), help="The form; else TARGET's ending tells it.")
@click.option("--bom", is_flag=True, help="Begin CSV files with a byte-order mark, for Excel.")
@click.option(
    "--force", is_flag=True, help="Write among other files of a directory; those of the same name are replaced."
)
@pass_database
def export(database: Database, target: str, form: str | None, bom: bool, force: bool) -> None:
    """Write the whole database for other programs.

    \b
    TARGET is a directory, which gets a file for each view:
      csv          for spreadsheets; a text that would run as a formula gets an apostrophe before it
      jsonl        an object a line; lists in a cell are arrays
      datapackage  exact CSV with types, meanings and keys (Frictionless)
      markdown     tables
      html         pages that need nothing else
    or a file, or - for standard output:
      graphml, gexf, dot  parties and agreements as a graph
      annotations         citations as W3C Web Annotations (.jsonl)

    A directory is there whole or not at all. An earlier export is replaced.

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
    """The form that the target's name tells."""
    if target == "-":
        raise click.UsageError(f"standard output has no ending: name the form with --as ({', '.join(FILES)})")
    ending = os.path.splitext(target)[1]
    if ending not in ENDINGS and not os.path.isdir(target):
        known = ", ".join(filter(None, ENDINGS))
        raise click.UsageError(f"{ending} tells no form (known are {known}); name it with --as")
    return ENDINGS.get(ending, "csv")


def _export_file(reader: Reader, target: str, form: str) -> None:
    from reports.exporting.forms import export_file

    export_file(reader, None if target == "-" else target, form)
    if target != "-":
        click.echo(f"wrote {target}")


def _export_folder(reader: Reader, target: str, form: str, bom: bool, force: bool) -> None:
    if target == "-":
        raise click.UsageError(f"{form} is a directory of files; name one")
    from pathlib import Path

    from reports.dictionary import EXPORTED
    from reports.exporting.forms import export_folder

    export_folder(reader, Path(target), form, bom, force)
    click.echo(f"wrote {target}: {len(EXPORTED)} views as {form}")


def _warn_of_quotes(reader: Reader, form: str) -> None:
    from reports.exporting.snapshot import attached_articles

    if (form in FOLDERS or form == "annotations") and attached_articles(reader):
        click.echo("note: it quotes the attached texts, whose sentences belong to their publishers", err=True)
