"""The command `mithaq export`: which form is meant, and where it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

import click

from models.commandline import pass_database
from models.database import Database, Reader
from reports.dictionary import VIEWS
from reports.exporting import datapackage, evidence, graphfiles, markdown, pages, tables
from reports.exporting.folder import new_folder
from reports.exporting.graph import Graph, read_graph
from reports.exporting.snapshot import attached_articles, snapshot
from reports.output import destination


class Folder(NamedTuple):
    """A form that is a folder: a file for each view, and what describes them."""

    suffix: str
    write: tables.Writer
    finish: Callable[[Reader, Path], None] = lambda _reader, _folder: None


def _of_graph(write: Callable[[Graph, TextIO], None]) -> Callable[[Reader, TextIO], None]:
    return lambda reader, stream: write(read_graph(reader), stream)


FOLDERS = {
    "csv": Folder("csv", tables.write_csv),
    "jsonl": Folder("jsonl", tables.write_jsonl),
    "datapackage": Folder("csv", tables.write_exact_csv, datapackage.write_descriptor),
    "markdown": Folder("md", markdown.write_page, lambda _, folder: markdown.write_index(folder)),
    "html": Folder("html", pages.write_page, lambda _, folder: pages.write_index(folder)),
}
FILES: dict[str, Callable[[Reader, TextIO], None]] = {
    "graphml": _of_graph(graphfiles.write_graphml),
    "gexf": _of_graph(graphfiles.write_gexf),
    "dot": _of_graph(graphfiles.write_dot),
    "annotations": evidence.write_annotations,
}
# What a name's ending says of the form.
ENDINGS = {"": "csv", ".graphml": "graphml", ".gexf": "gexf", ".dot": "dot", ".jsonl": "annotations"}


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--as", "form", type=click.Choice([*FOLDERS, *FILES]), help="The form; else TARGET's ending tells it.")
@click.option("--bom", is_flag=True, help="Begin CSV files with a byte-order mark, for Excel.")
@click.option(
    "--force", is_flag=True, help="Write among other files of a directory; those of the same name are replaced."
)
@pass_database
def export(database: Database, target: Path, form: str | None, bom: bool, force: bool) -> None:
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
    with snapshot(database) as reader:
        if form in FILES:
            _export_file(reader, target, form)
        else:
            _export_folder(reader, target, form, bom, force)
        _warn_of_quotes(reader, form)


def _form_of(target: Path) -> str:
    """The form that the target's name tells."""
    if str(target) == "-":
        raise click.UsageError(f"standard output has no ending: name the form with --as ({', '.join(FILES)})")
    if target.suffix not in ENDINGS and not target.is_dir():
        known = ", ".join(filter(None, ENDINGS))
        raise click.UsageError(f"{target.suffix} tells no form (known are {known}); name it with --as")
    return ENDINGS.get(target.suffix, "csv")


def _export_file(reader: Reader, target: Path, form: str) -> None:
    standard = str(target) == "-"
    with destination(None if standard else str(target)) as stream:
        FILES[form](reader, stream)
    if not standard:
        click.echo(f"wrote {target}")


def _export_folder(reader: Reader, target: Path, form: str, bom: bool, force: bool) -> None:
    if str(target) == "-":
        raise click.UsageError(f"{form} is a directory of files; name one")
    suffix, write, finish = FOLDERS[form]
    with new_folder(target, force) as folder:
        tables.write_files(reader, folder, suffix, tables.write_csv_with_mark if bom else write)
        finish(reader, folder)
    click.echo(f"wrote {target}: {len(VIEWS)} views as {form}")


def _warn_of_quotes(reader: Reader, form: str) -> None:
    if (form in FOLDERS or form == "annotations") and attached_articles(reader):
        click.echo("note: it quotes the attached texts, whose sentences belong to their publishers", err=True)
