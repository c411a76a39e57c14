"""The commands `mithaq seed …`: each reads options, calls one function and prints."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.commandline import pass_database, verbose_option
from models.errors import MithaqError
from models.storage.database import Database
from seeds.format.files import RESERVED, SHIPPED, SHIPPED_FOLDER, folder_files, shipped_files

if TYPE_CHECKING:
    from seeds.format.files import SeedFile
    from seeds.loading.outcome import Outcome

PATH = click.Path(path_type=Path)
COLLECTION = re.compile(r"[a-z0-9-]+")
# How many records a plan lists.
SHOWN_RECORDS = 50
SHOWN_WARNINGS = 50


def _collection_name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not COLLECTION.fullmatch(value):
        raise click.BadParameter(f"{value!r}: a name has lower-case ASCII letters, digits and hyphens")
    if value in RESERVED:
        raise click.BadParameter(f"{value!r} is reserved for Mithaq; choose another name")
    return value


folder_argument = click.argument("folder", required=False, type=PATH)
collection_option = click.option(
    "--collection", metavar="NAME", callback=_collection_name, help="Name of your collection in FOLDER."
)


strict_option = click.option("--strict", is_flag=True, help="Treat warnings as problems.")


def _require_pair(folder: Path | None, collection: str | None) -> None:
    if folder and not collection:
        raise click.UsageError(f"name the collection in {folder} with --collection NAME")
    _refuse_name_alone(folder, collection)


def _refuse_name_alone(folder: Path | None, collection: str | None) -> None:
    if collection and not folder:
        raise click.UsageError("--collection needs a FOLDER")


def _files(folder: Path | None) -> list[SeedFile]:
    if folder and folder.resolve() == SHIPPED_FOLDER:
        raise MithaqError(f"{folder} holds the data that come with Mithaq; leave FOLDER out to load them")
    return folder_files(folder) if folder else shipped_files()


@click.group()
def seed() -> None:
    """Check, plan, load, format and start seed files.

    Without FOLDER, the commands use the data that come with Mithaq.
    """


@seed.command()
@folder_argument
@collection_option
@strict_option
def check(folder: Path | None, collection: str | None, strict: bool) -> None:
    """Find all problems in seed files; needs no database.

    \b
    Examples:
        mithaq seed check
        mithaq seed check my-seeds
    """
    _refuse_name_alone(folder, collection)
    from seeds.checking import checked

    files = _files(folder)
    found = checked(collection or "yours" if folder else SHIPPED, files, strict=strict)
    records = found.records
    for warning in found.warnings[:SHOWN_WARNINGS]:
        click.echo(f"warning: {warning}", err=True)
    if len(found.warnings) > SHOWN_WARNINGS:
        click.echo(f"… and {len(found.warnings) - SHOWN_WARNINGS:,} more warnings", err=True)
    links = [link for record in records for link in record.links]
    citations = sum(len(record.citations) for record in records) + sum(len(link.citations) for link in links)
    counts = f"files {len(files):,}, records {len(records):,}, links {len(links):,}, citations {citations:,}"
    click.echo(f"no problems: {counts}")


@seed.command()
@folder_argument
@collection_option
@strict_option
@verbose_option
@pass_database
def plan(database: Database, folder: Path | None, collection: str | None, strict: bool) -> None:
    """Print what a load would insert, change and delete.

    \b
    Examples:
        mithaq seed plan
        mithaq seed plan my-seeds --collection my-facts
    """
    _require_pair(folder, collection)
    from seeds.loading import loader

    outcome = loader.plan(database, collection or SHIPPED, _files(folder), strict)
    click.echo(f"not loaded yet: {outcome}")
    records = outcome.records()
    for sign, kind, slug in records[:SHOWN_RECORDS]:
        click.echo(f"{sign} {kind} {slug}")
    if len(records) > SHOWN_RECORDS:
        click.echo(f"… and {len(records) - SHOWN_RECORDS:,} more records")


@seed.command()
@folder_argument
@collection_option
@strict_option
@verbose_option
@pass_database
def load(database: Database, folder: Path | None, collection: str | None, strict: bool) -> None:
    """Load seed files in one transaction; loading twice changes nothing.

    \b
    Examples:
        mithaq seed load
        mithaq seed load my-seeds --collection my-facts
    """
    _require_pair(folder, collection)
    from seeds.loading.unchanged import unchanged

    if sys.stderr.isatty():
        click.echo(f"loading {folder or 'what comes with Mithaq'} into {database} …", err=True)
    files = _files(folder)
    name = collection or SHIPPED
    # What was loaded with warnings is unchanged, and yet refused if these are problems.
    same = None if strict else unchanged(database, name, files)
    click.echo(same or _load(database, name, files, strict))


def _load(database: Database, name: str, files: list[SeedFile], strict: bool) -> Outcome:
    from seeds.loading import loader

    return loader.load(database, name, files, strict)


@seed.command("format")
@click.argument("targets", metavar="[FILE|FOLDER]...", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file differs.")
@click.option("--text", "texts", metavar="FILE", multiple=True, type=PATH, help="Text of an article; may be repeated.")
def format_(targets: tuple[Path, ...], check: bool, texts: tuple[Path, ...]) -> None:
    """Put files into canonical form; comments stay.

    With --text, put the positions in the place of words that the files cite, fill in the digest and length of an
    article where they are missing, and write SLUG.spans.csv with the digest of each span that the files cite. If the
    text of an article was corrected, its citations are moved along, and each move is printed.

    \b
    Examples:
        mithaq seed format my-seeds
        mithaq seed format my-seeds --text article.txt
        mithaq seed format --check
    """
    from seeds.texts.article_text import read_text
    from seeds.texts.rewrite import plan_rewrite, write_files

    rewrite = plan_rewrite(targets or (SHIPPED_FOLDER,), [read_text(path) for path in texts])
    for warning in rewrite.warnings:
        click.echo(f"warning: {warning}", err=True)
    for line in rewrite.moved:
        click.echo(line)
    if check and rewrite.files:
        raise MithaqError("\n".join(["not in canonical form; run: mithaq seed format", *map(str, rewrite.files)]))
    write_files(rewrite.files)
    for path in rewrite.files:
        click.echo(f"wrote {path}")


@seed.command()
def schema() -> None:
    """Print the JSON Schema of seed files, for editors.

    Example:

        mithaq seed schema > mithaq.schema.json
    """
    import json

    from seeds.format.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@seed.command()
@click.argument("folder", type=PATH)
@click.option("--article", metavar="FILE", type=PATH, help="Text of the article for the first file.")
def new(folder: Path, article: Path | None) -> None:
    """Start a seed folder with a file that explains the next steps.

    \b
    Examples:
        mithaq seed new my-seeds
        mithaq seed new my-seeds --article article.txt
    """
    from seeds.texts.article_text import read_text
    from seeds.texts.rewrite import write_files
    from seeds.texts.scaffold import start_folder

    files = start_folder(folder, read_text(article) if article else None)
    write_files(files)
    for path in files:
        click.echo(f"wrote {path}")
