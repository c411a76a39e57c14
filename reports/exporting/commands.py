"""The command `mithaq export`: choose the form and the target."""

from __future__ import annotations

import os
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

import click

from models.commandline.command_group import Command
from models.commandline.language import Language, SingleLang, choose_single, recall, single_lang_option
from models.commandline.path_types import PLAIN_PATH
from models.commandline.shared_options import pass_database
from models.storage.database import Database
from reports.exporting.forms import ENDINGS, FILES, FOLDERS, IN_LANGUAGE, QUOTING, STREAMED, TREES, list_forms
from reports.exporting.site_options import SITE, export_site, refuse_misuse, site_options
from reports.exporting.writing import export_file, export_folder
from reports.options import FormatChoice

if TYPE_CHECKING:
    from reports.exporting.extract import Extract


SERVED = (
    "the database has texts attached, which belong to their publishers, and Datasette would serve them to everybody;"
    " remove them with: {}, or serve a copy without them: mithaq export mithaq.sqlite"
)
SERVE = """\
Serve the database with:
  datasette serve --immutable {database} --metadata {target}/metadata.json --plugins-dir {target}/plugins \\
    --static static:{target}/static
Datasette 1.0 also needs: --config {target}/datasette.json"""


@click.command(cls=Command)
@click.argument("target", type=PLAIN_PATH)
@click.option(
    "--as",
    "form",
    type=FormatChoice([*FOLDERS, *TREES, SITE, *FILES]),
    help="Form of the export.  [default: by TARGET's ending]",
)
@click.option("--collection", metavar="NAME", help="Only the rows of this collection.")
@click.option("--bom", is_flag=True, help="Start CSV files with a byte-order mark, for Excel.")
@site_options
@click.option("--force", is_flag=True, help="Write into a directory with other files; replace files of the same name.")
@pass_database
def export(
    database: Database,
    target: str,
    form: str | None,
    collection: str | None,
    lang: Language | None,
    bom: bool,
    force: bool,
    **site: Any,
) -> None:
    """Write the whole database for other programs.

    \b
    FORMS

    An earlier export in the same directory is replaced; for a site, only changed files are written.

    \b
    Examples:
        mithaq export tables
        mithaq export tables --as datapackage
        mithaq export mithaq.xlsx --lang ar
        mithaq export mithaq.sqlite
        mithaq export cooperation.graphml
        mithaq export evidence.jsonl
        mithaq export site --as site --open
    """
    if not target:
        raise click.UsageError("the name of the target is empty; name a directory or a file, or - for standard output")
    form = form or _choose_form(target)
    if bom and form != "csv":
        raise click.UsageError(f"--bom works only with csv, not with {form}")
    if force and form in FILES:
        raise click.UsageError(f"--force works only with directories; {form} is a file and is always replaced")
    language = _language_of(form, lang)
    refuse_misuse(form, **site)
    from reports.exporting.extract import Extract
    from reports.exporting.snapshot import open_snapshot

    with open_snapshot(database) as reader:
        extract = Extract(reader, collection, language)
        extract.check()
        if form in FILES:
            _export_file(extract, target, form)
        elif form == SITE:
            export_site(extract, target, force, **site)
        else:
            _export_folder(extract, target, form, bom, force)
        _warn_of_quotes(extract, form)


export.help = cleandoc(export.help or "").replace("FORMS", list_forms())
export.params.append(single_lang_option("Language of headings and labels in xlsx", recall))


def _language_of(form: str, asked: Language | None) -> SingleLang:
    """Return the language that a form is written in.

    Raises:
        click.UsageError: the form has both languages and one was asked for, or has one and both were asked for.
    """
    if form in IN_LANGUAGE:
        return choose_single(asked)
    if asked and asked.lang != "both":
        raise click.UsageError(f"--lang works only with {', '.join(IN_LANGUAGE)}; {form} has both languages")
    return choose_single(None)


def _choose_form(target: str) -> str:
    """Return the form for the ending of the target's name."""
    if target == "-":
        raise click.UsageError(f"standard output has no ending; choose the form with --as ({', '.join(STREAMED)})")
    ending = os.path.splitext(target)[1]
    if ending not in ENDINGS and not os.path.isdir(target):
        folders = ", ".join((*FOLDERS, *TREES, SITE))
        raise click.UsageError(
            f"there is no form for the ending {ending} (known: {', '.join(filter(None, ENDINGS))});"
            f" choose one with --as: {folders} for a directory, {', '.join(FILES)} for a file"
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
    if form == "datasette":
        click.echo(SERVE.format(database=extract.reader.database, target=target))


def _warn_of_quotes(extract: Extract, form: str) -> None:
    from reports.exporting.snapshot import how_to_detach, quotes_texts

    note = ""
    # The database is served, whatever the collection.
    if form == "datasette" and (commands := how_to_detach(extract.reader)):
        note = SERVED.format(" and ".join(commands))
    elif form in QUOTING and quotes_texts(extract.reader, extract.collection):
        note = "the export quotes attached texts, which belong to their publishers."
    if note:
        click.echo(f"Note: {note}", err=True)
