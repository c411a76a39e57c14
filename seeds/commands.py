"""The commands `mithaq seed …`: each reads options, calls one function and prints."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from models.commandline.command_group import Group
from models.commandline.language import single_lang_option
from models.commandline.shared_options import pass_database, verbose_option
from models.errors import MithaqError
from models.plain_numbers import counted
from models.storage.database import Database
from models.terminal.paging import show_paged
from models.terminal.text import bound_line
from seeds.format.files import RESERVED, SHIPPED, SHIPPED_FOLDER, folder_files, shipped_files

if TYPE_CHECKING:
    from seeds.format.files import SeedFile
    from seeds.loading.outcome import Outcome
    from seeds.reviewing.wording import Language

PATH = click.Path(path_type=Path)
COLLECTION = re.compile(r"[a-z0-9-]+")
COLLECTION_EXAMPLE = "my-table"
# How many changes a plan lists.
SHOWN_CHANGES = 100
SHOWN_WARNINGS = 50
REJECTED_IN = "rejected rows: {:,}; written to {}"
COUNTED = ("record", "link", "citation")


def _collection_name(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not COLLECTION.fullmatch(value):
        raise click.BadParameter(f"{value!r}: a name has lower-case ASCII letters, digits and hyphens")
    if value in RESERVED:
        raise click.BadParameter(f"{value!r} is reserved for Mithaq; choose another name")
    return value


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    from datetime import date

    try:
        return value and date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day, such as 2025-05-03") from error


folder_argument = click.argument("folder", required=False, type=PATH)
collection_option = click.option(
    "--collection", metavar="NAME", callback=_collection_name, help="Name of your collection in FOLDER."
)


strict_option = click.option("--strict", is_flag=True, help="Treat warnings as problems.")


text_option = click.option(
    "--text", "texts", metavar="FILE", multiple=True, type=PATH, help="Text of an article; may be repeated."
)


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


@click.group(cls=Group)
def seed() -> None:
    """Check, plan, load, format and start seed files.

    Without FOLDER, the commands use the data that come with Mithaq.
    """


@seed.command()
@folder_argument
@collection_option
@strict_option
@text_option
@click.option("--rejected", metavar="FILE", type=PATH, help="Write the rejected rows of tables to FILE, with reasons.")
def check(
    folder: Path | None, collection: str | None, strict: bool, texts: tuple[Path, ...], rejected: Path | None
) -> None:
    """Find all problems in seed files; needs no database.

    With --text, also warn about values that their quotes do not contain, and about quotes that cut a word. For each
    table, print what happened to its cells.

    \b
    Examples:
        mithaq seed check
        mithaq seed check my-seeds --text article.txt
        mithaq seed check my-tables --rejected mend.rejected.csv
    """
    _refuse_name_alone(folder, collection)
    from seeds.checking_files import checked
    from seeds.reviewing.evidence import check_against
    from seeds.tables.balance import REJECTED_ROWS
    from seeds.texts.article_text import read_text

    files = _files(folder)
    further = check_against([read_text(path) for path in texts]) if texts else None
    # Before the check, which ends with an error if all rows of a table are rejected.
    if rejected:
        from seeds.tables.rejecting import rejected_rows
        from seeds.texts.rewrite import write_files

        write_files({rejected: rejected_rows(files)})
    name = collection or "yours" if folder else SHIPPED
    found = checked(name, files, strict=strict, further=further, outcome="")
    records = found.records
    for warning in found.warnings[:SHOWN_WARNINGS]:
        click.echo(bound_line(f"warning: {warning}"), err=True)
    if len(found.warnings) > SHOWN_WARNINGS:
        click.echo(f"… and {len(found.warnings) - SHOWN_WARNINGS:,} more warnings", err=True)
    links = [link for record in records for link in record.links]
    citations = sum(len(record.citations) for record in records) + sum(len(link.citations) for link in links)
    counts = found.stated + Counter(records=len(records), links=len(links), citations=citations)
    words = ", ".join(counted(counts[f"{noun}s"], noun) for noun in COUNTED)
    for balance in found.balances:
        click.echo(balance)
    if found.rejected:
        click.echo(REJECTED_IN.format(found.rejected, rejected) if rejected else REJECTED_ROWS.format(found.rejected))
    click.echo(f"No problems in {counted(len(files), 'file')}: {words}.")


@seed.command()
@folder_argument
@collection_option
@strict_option
@verbose_option
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Output format.")
@pass_database
def plan(
    database: Database, folder: Path | None, collection: str | None, strict: bool, lang: Language, format: str
) -> None:
    """Print what a load would insert, change and delete.

    Each line is a record that is added (+), deleted (-) or changed (~), or one of its changes: a field, a link, a name
    or a citation. Text lists 100 changes, JSON all.

    \b
    Examples:
        mithaq seed plan
        mithaq seed plan my-seeds --collection my-facts
        mithaq seed plan my-seeds --collection my-facts --format json
    """
    _require_pair(folder, collection)
    from models.terminal.size import terminal_size
    from models.terminal.text import lines_for_terminal
    from seeds.loading import loader
    from seeds.loading.plan_text import MORE, plan_as_data, plan_heading, plan_lines

    outcome = loader.plan(database, collection or SHIPPED, _files(folder), strict)
    if format == "json":
        import json

        from models.plain_numbers import without_exponents

        click.echo(without_exponents(json.dumps(plan_as_data(outcome), indent=2, ensure_ascii=False)))
        return
    lines = list(plan_lines(outcome, lang))
    rest = [MORE[lang].format(len(lines) - SHOWN_CHANGES)] if len(lines) > SHOWN_CHANGES else []
    shown = [*plan_heading(outcome, lang).splitlines(), *lines[:SHOWN_CHANGES], *rest]
    for line in lines_for_terminal(shown, terminal_size().columns, lang == "ar") if sys.stdout.isatty() else shown:
        click.echo(line)


plan.params.append(single_lang_option("Language of labels"))


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
        click.echo(f"loading {folder or 'the data that come with Mithaq'} into {database} …", err=True)
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
@text_option
def format_(targets: tuple[Path, ...], check: bool, texts: tuple[Path, ...]) -> None:
    """Put files into canonical form; comments stay. Maps and lookups of tables keep the layout that you gave them.

    With --text, replace cited words by their positions, fill in a missing digest and length of an article, and write
    SLUG.spans.csv with the digest of each span that the files cite. If the text of an article was corrected, its
    citations move along, and each move is printed.

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
        click.echo(bound_line(f"warning: {warning}"), err=True)
    for line in rewrite.moved:
        click.echo(line)
    if check and rewrite.files:
        raise MithaqError("\n".join(["not in canonical form; run: mithaq seed format", *map(str, rewrite.files)]))
    write_files(rewrite.files)
    for path in rewrite.files:
        click.echo(f"wrote {path}")


@seed.command()
@click.argument("target", metavar="[FOLDER|FILE]", required=False, type=PATH)
@text_option
@click.option("--html", metavar="FILE", type=PATH, help="Write one page with every passage marked instead.")
def review(target: Path | None, texts: tuple[Path, ...], html: Path | None, lang: Language) -> None:
    """Show each value beside its quote, the warnings, and the sentences that no fact cites.

    The page of --html holds the text of the article: do not publish it.

    \b
    Examples:
        mithaq seed review my-seeds --text article.txt
        mithaq seed review my-seeds --text article.txt --html review.html
    """
    from seeds.format.problems import Problems
    from seeds.reviewing.evidence import warn_of_evidence
    from seeds.reviewing.facts import read_reviewed
    from seeds.reviewing.wording import Wording
    from seeds.texts.article_text import read_text

    if target and not target.exists():
        raise MithaqError(f"there is no file or folder {target}")
    if not texts:
        raise click.UsageError("name the text of an article with --text FILE")
    reviewed = read_reviewed(target, [read_text(path) for path in texts])
    problems = Problems()
    warn_of_evidence(reviewed, problems)
    wording = Wording(reviewed, lang)
    if html:
        from seeds.reviewing.page import build_page
        from seeds.texts.rewrite import write_files

        write_files({html: build_page(reviewed, problems.warning_lines(), wording).encode()})
        click.echo(f"wrote {html}")
        return
    from seeds.reviewing.review_text import Sheet, draw_review

    terminal, size = sys.stdout.isatty(), get_terminal_size((100, 24))
    sheet = Sheet(size.columns, terminal, mirrored=terminal and lang == "ar")
    lines = list(draw_review(reviewed, problems.warning_lines(), wording, sheet))
    show_paged("\n".join([*lines[1:], ""]), sys.stdout, size.lines if terminal else None)


review.params.append(single_lang_option("Language of labels"))


@seed.command()
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


@seed.command()
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
        raise click.UsageError("name the drafts to accept, or give --all")
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


@seed.command()
@click.argument("folder", required=False, type=PATH)
@click.option("--map", "of_map", is_flag=True, help="Print the schema of NAME.map.yml, the map of a table, instead.")
def schema(folder: Path | None, of_map: bool) -> None:
    """Print the JSON Schema of seed files for editors, including the codes that FOLDER adds.

    \b
    Examples:
        mithaq seed schema > mithaq.schema.json
        mithaq seed schema my-seeds > mithaq.schema.json
        mithaq seed schema --map > mithaq.map.schema.json
    """
    import json

    from seeds.format.added_codes import add_codes
    from seeds.format.collection import read_reference
    from seeds.format.files import folder_files
    from seeds.format.problems import Problems
    from seeds.format.schema import json_schema
    from seeds.tables.map_schema import map_schema

    problems = Problems()
    reference = add_codes(read_reference(), folder_files(folder) if folder else [], problems)
    problems.raise_if_any(outcome="No schema was printed.")
    found = map_schema(reference) if of_map else json_schema(reference)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))


@seed.command()
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
