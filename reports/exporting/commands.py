"""The command `mithaq export`: choose the form and the target."""

from __future__ import annotations

import os
from typing import Any

import click

from models.commandline import pass_database
from models.storage.database import Database, Reader
from reports.exporting.forms import ENDINGS, FILES, FOLDERS, SITE
from reports.exporting.writing import export_file, export_folder


@click.command()
@click.argument("target", type=click.Path())
@click.option(
    "--as",
    "form",
    type=click.Choice([*FOLDERS, SITE, *FILES]),
    help="Form of the export.  [default: by TARGET's ending]",
)
@click.option("--bom", is_flag=True, help="Start CSV files with a byte-order mark, for Excel.")
@click.option("--collection", metavar="NAME", help="In a site, only the records of a collection, and those they name.")
@click.option("--base-url", metavar="URL", help="Address at which a site is to be published, for search engines.")
@click.option("--quotes", is_flag=True, help="Quote attached texts in a site, for your own eyes: do not publish it.")
@click.option("--open", "opens", is_flag=True, help="Open a site in the browser when it is written.")
@click.option("--force", is_flag=True, help="Write into a directory with other files; replace files of the same name.")
@pass_database
def export(database: Database, target: str, form: str | None, bom: bool, force: bool, opens: bool, **site: Any) -> None:
    """Write the whole database for other programs.

    \b
    TARGET is a directory with one file for each view:
      csv          for spreadsheets; an apostrophe before a text keeps it from running as a formula
      jsonl        one object per line; lists are arrays
      datapackage  exact CSV with types, meanings and keys (Frictionless)
      markdown     tables
      html         self-contained pages
      site         pages to read and to publish, in English and Arabic
    or a file, or - for standard output:
      graphml, gexf, dot  parties and agreements as a graph
      annotations         citations as W3C Web Annotations (.jsonl)

    An earlier export in the same directory is replaced as a whole.

    \b
    Examples:
        mithaq export tables
        mithaq export tables --as datapackage
        mithaq export agreements.graphml
        mithaq export evidence.jsonl
        mithaq export site --as site --open
    """
    form = form or _choose_form(target)
    if bom and form != "csv":
        raise click.UsageError(f"--bom works only with csv, not with {form}")
    if force and form in FILES:
        raise click.UsageError(f"--force works only with directories; {form} is a file and is always replaced")
    _refuse_for_others(form, site | {"open": opens})
    from reports.exporting.snapshot import open_snapshot

    with open_snapshot(database) as reader:
        if form in FILES:
            _export_file(reader, target, form)
        elif form == SITE:
            _export_site(reader, target, force, opens, site)
        else:
            _export_folder(reader, target, form, bom, force)
        _warn_of_quotes(reader, form)


def _choose_form(target: str) -> str:
    """Return the form for the ending of the target's name."""
    if target == "-":
        raise click.UsageError(f"standard output has no ending; choose the form with --as ({', '.join(FILES)})")
    ending = os.path.splitext(target)[1]
    if ending not in ENDINGS and not os.path.isdir(target):
        known = ", ".join(filter(None, ENDINGS))
        raise click.UsageError(f"there is no form for the ending {ending} (known: {known}); choose one with --as")
    return ENDINGS.get(ending, "csv")


def _export_file(reader: Reader, target: str, form: str) -> None:
    export_file(reader, None if target == "-" else target, form)
    if target != "-":
        click.echo(f"Wrote {target}.")


def _export_folder(reader: Reader, target: str, form: str, bom: bool, force: bool) -> None:
    if target == "-":
        raise click.UsageError(f"{form} needs a directory; name one")
    from pathlib import Path

    from reports.dictionary import EXPORTED

    export_folder(reader, Path(target), form, bom, force)
    click.echo(f"Wrote {len(EXPORTED)} views to {target} as {form}.")


def _refuse_for_others(form: str, options: dict[str, Any]) -> None:
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if given and form != SITE:
        raise click.UsageError(f"{', '.join(given)} works only with {SITE}, not with {form}")


def _export_site(reader: Reader, target: str, force: bool, opens: bool, options: dict[str, Any]) -> None:
    if target == "-":
        raise click.UsageError(f"{SITE} needs a directory; name one")
    from pathlib import Path

    from reports.site.contents import Options
    from reports.site.site import first_page, write_site

    chosen = Options(options["collection"], options["base_url"] or "", options["quotes"])
    written = write_site(reader, Path(target), chosen, force)
    first = first_page(Path(target))
    counts = f"{written.changed:,} changed, {written.removed:,} removed"
    click.echo(f"Wrote a site of {written.files:,} files to {target}: {counts}.")
    click.echo(f"Begin with {first}.")
    if opens:
        click.launch(first.absolute().as_uri())


def _warn_of_quotes(reader: Reader, form: str) -> None:
    from reports.exporting.snapshot import count_attached

    if (form in FOLDERS or form == "annotations") and count_attached(reader):
        click.echo("Note: the export quotes attached texts, which belong to their publishers.", err=True)
