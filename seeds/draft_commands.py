"""The commands `mithaq seed new`, `draft` and `accept`, with which a seed file begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.commandline.command_group import Command
from models.commandline.path_types import PATH
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.plain_numbers import counted
from models.storage.database import Database

if TYPE_CHECKING:
    pass

COLLECTION_EXAMPLE = "my-table"


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from seeds.format.typed_values import read_day

    try:
        return value and read_day(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(cls=Command)
@click.argument("folder", type=PATH)
@click.option("--article", metavar="FILE", type=PATH, help="Text of the article for the first file.")
@click.option("--language", metavar="CODE", help="Language of the article, such as fr.")
@click.option("--table", metavar="FILE", type=PATH, help="Table to start with: .csv, .tsv or .xlsx.")
@pass_database
def new(database: Database, folder: Path, article: Path | None, language: str | None, table: Path | None) -> None:
    """Start a seed folder: with an article or a table of yours, or with an invented article and its facts.

    Comments in the files explain the next steps. Arabic and English are recognized; for any other language, give its
    ISO 639-1 code. With --table, Mithaq examines the columns and writes a map and lookups. Its guesses are marked, and
    are not loaded before you accept them.

    \b
    Examples:
        mithaq seed new my-seeds
        mithaq seed new my-seeds --article article.txt
        mithaq seed new my-seeds --article article.txt --language fr
        mithaq seed new treaties --table treaties.csv
    """
    if table:
        if article or language:
            raise click.UsageError("--table goes without --article and --language")
        _start_table(database, folder, table)
        return
    if language and not article:
        raise click.UsageError("--language is that of the article: give --article FILE")
    from seeds.texts.article_text import read_text
    from seeds.texts.rewrite import write_files
    from seeds.texts.scaffold import start_folder

    files = start_folder(folder, read_text(article) if article else None, language)
    write_files(files)
    for path in files:
        click.echo(f"wrote {path}")


def _start_table(database: Database, folder: Path, table: Path) -> None:
    from seeds.drafting.known import known_records
    from seeds.format.files import LOOKUPS, MAP
    from seeds.tables.starting import names_of, start_table
    from seeds.texts.rewrite import write_files

    entities = known_records(database).entities
    started = start_table(folder, table, names_of((each.kind, each.slug, each.names) for each in entities))
    for path in started.files:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_files(started.files)
    for line in started.found:
        click.echo(line)
    for path in started.files:
        click.echo(f"wrote {path}")
    guesses = counted(started.guesses, "guess", "guesses")
    undecided = counted(started.undecided, "spelling") if started.undecided else "no spellings"
    click.echo(f"{guesses} to check, {undecided} to decide. Next:")
    lookups = folder / (table.stem + LOOKUPS)
    click.echo(f"  edit {folder / table.stem}{MAP}{f' and {lookups}' if lookups in started.files else ''}")
    click.echo(f"  mithaq seed check {folder}")
    click.echo(f"  mithaq seed plan {folder} --collection {COLLECTION_EXAMPLE}")


@click.command(cls=Command)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option("--published", metavar="DATE", callback=_day, help="Day of publication; relative dates count from it.")
@click.option("--publisher", metavar="NAME", help="Name of the publisher.")
@click.option("--url", metavar="URL", help="Address of the page.")
@click.option("--output", metavar="DIR", type=PATH, help="Write FILE's name with .yml, and SLUG.spans.csv, into DIR.")
@click.option("--explain", is_flag=True, help="Print each find with its rule instead of the draft.")
@pass_database
def draft(
    database: Database,
    files: tuple[Path, ...],
    published: str | None,
    publisher: str | None,
    url: str | None,
    output: Path | None,
    explain: bool,
) -> None:
    """Draft a seed file from the text of each FILE, by rules, without a model.

    Records that the database has are extended; without a database, those that come with Mithaq. Every record is marked
    `draft: true`, and is not loaded before you accept it. No file is overwritten.

    \b
    Examples:
        mithaq seed draft article.txt --published 2025-05-03 --output my-seeds
        mithaq seed draft article.txt --explain
    """
    if len(files) > 1 and not (output or explain):
        raise click.UsageError("several texts need --output DIR")
    from models.terminal.progress import track
    from seeds.drafting.assembling import Page
    from seeds.drafting.files import draft_files, make_room
    from seeds.drafting.known import known_records
    from seeds.texts.article_text import read_text
    from seeds.texts.rewrite import write_files

    texts = [read_text(file) for file in files]
    known = known_records(database)
    page = Page(published, publisher, url)
    drafts = [draft_files(text, page, known) for text in track(texts, "Drafting texts")]
    if output:
        make_room(output, [name for each in drafts for name in each.files])
    click.echo(f"Known records come from {known.origin}.", err=True)
    for text, each in zip(texts, drafts, strict=True):
        if same := known.articles.get(text.digest):
            click.echo(f"warning: {text.name} is the text of the article {same!r}, which already exists", err=True)
        for line in each.explanations if explain else ():
            click.echo(f"{text.name}: {line}")
        if output:
            write_files({output / name: data for name, data in each.files.items()})
            click.echo(f"wrote {output / next(iter(each.files))}: {each.summary}", err=explain)
        elif not explain:
            click.echo(each.seed_file, nl=False)


@click.command(cls=Command)
@click.argument("file", type=PATH)
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Accept every draft of the file.")
def accept(file: Path, ids: tuple[str, ...], all_: bool) -> None:
    """Accept drafted records that you have checked: remove their `draft: true`.

    Comments and layout stay. If a record lacks something, nothing is accepted. For a map (NAME.map.yml), ID is the name
    of a column whose guesses are accepted; for lookups (NAME.lookups.csv), a text.

    \b
    Examples:
        mithaq seed accept drafts/article.yml uzbekistan china
        mithaq seed accept drafts/article.yml --all
        mithaq seed accept my-tables/agreements.map.yml --all
    """
    if bool(ids) == all_:
        raise click.UsageError("name the drafts to accept, or give --all" + (", not both" if all_ else ""))
    from seeds.drafting.accepting import accept
    from seeds.format.files import StoredFile
    from seeds.tables.accepting import accept_guesses, has_guesses
    from seeds.texts.rewrite import write_files

    if file.exists() and not file.is_file():
        raise MithaqError(f"{file} is no file; name a seed file")
    data = StoredFile(str(file), str(file)).data
    is_of_table = has_guesses(file.name)
    accepted, count, left = accept_guesses(file.name, data, ids) if is_of_table else accept(file, data, ids)
    write_files({file: accepted})
    what = counted(count, "guess", "guesses") if is_of_table else counted(count, "draft")
    click.echo(f"Accepted {what} in {file}; {f'{left:,}' if left else 'none'} {'is' if left == 1 else 'are'} left.")
