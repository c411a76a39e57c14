"""The commands `mithaq article …`: each reads options, calls one function and prints."""

from __future__ import annotations

from pathlib import Path

import click

from models.commandline.command_group import Group
from models.commandline.path_types import PATH
from models.commandline.shared_options import pass_database
from models.errors import MithaqError
from models.storage.database import Database


@click.group(cls=Group)
def article() -> None:
    """Attach, verify and search the texts of articles.

    The texts belong to their publishers, so Mithaq ships only their digests. The digest of a file proves that it is
    the text that was cited.
    """


@article.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@pass_database
def attach(database: Database, files: tuple[Path, ...]) -> None:
    """Store texts in the database, so that reports can quote them.

    A text in another form is converted to the one that was cited: line feeds at the end, blanks at line ends, no-break
    spaces, composed or decomposed letters, byte-order marks.

    Example:

        mithaq article attach articles/*.txt
    """
    from seeds.texts import attaching

    for attachment in attaching.attach(database, list(files)):
        click.echo(attachment)


@article.command()
@click.argument("articles", metavar="ARTICLE...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Remove the texts of all articles.")
@pass_database
def detach(database: Database, articles: tuple[str, ...], every: bool) -> None:
    """Remove attached texts from the database, for example before you share it. ARTICLE is an ID.

    Their citations stay, without quotes. A SQLite file keeps nothing of the texts; backups still have them.

    Example:

        mithaq article detach --all
    """
    if bool(articles) == every:
        raise click.UsageError("name the articles, or give --all")
    from seeds.texts import attaching

    detached = attaching.detach(database, None if every else articles)
    for slug in detached:
        click.echo(f"{slug}: detached")
    if not detached:
        click.echo("No text is attached.", err=True)


@article.command()
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@pass_database
def verify(database: Database, folder: Path | None) -> None:
    """Verify the cited spans against texts (attached, or in DIR).

    \b
    Examples:
        mithaq article verify
        mithaq article verify articles
    """
    from seeds.texts import article_text

    failed: int = 0
    for verdict in article_text.verify(database, folder):
        for line in (verdict, *verdict.failures):
            click.echo(line)
        failed += bool(verdict.failures) or (verdict.checked is None and folder is not None)
    if failed:
        raise MithaqError(f"{failed:,} article{'s' * (failed > 1)} not verified")


@article.command()
@click.argument("file", type=PATH)
@click.argument("words")
def find(file: Path, words: str) -> None:
    """Find words in a text; print each place: [start, end], line:column, context.

    Example:

        mithaq article find article.txt "memorandum of understanding"
    """
    from seeds.format.characters import FORBIDDEN
    from seeds.texts import locate
    from seeds.texts.article_text import read_text

    places, count, exact = locate.find_words(read_text(file), words)
    if not exact:
        click.echo("in another spelling:", err=True)
    for place in places:
        # Replace control characters, which a terminal would obey or reorder text by.
        click.echo(FORBIDDEN.sub("\ufffd", str(place)))
    if more := count - len(places):
        click.echo(f"… and {'at least ' * (more == locate.COUNTED)}{more:,} more places")


@article.command()
@click.argument("page", type=PATH)
@click.argument("folder", type=PATH, required=False)
@click.option("--language", metavar="CODE", help="Language of the article, such as fr.")
def extract(page: Path, folder: Path | None, language: str | None) -> None:
    """Write the text of a saved HTML page beside it, and start a seed file in FOLDER.

    The seed file has the title, publisher, address and day of publication that the page states. Without FOLDER, print
    the command that drafts the facts of the text. Nothing is fetched. Needs the extra `extract`.

    \b
    Examples:
        mithaq article extract page.html
        mithaq article extract page.html my-seeds
    """
    from seeds.format.characters import FORBIDDEN
    from seeds.texts.extracting import extract_page
    from seeds.texts.rewrite import write_files
    from seeds.texts.scaffold import start_folder

    text, facts = extract_page(page)
    target = Path(text.name)
    if target.exists():
        raise MithaqError(f"{target} already exists. Nothing was written.")
    files = {target: text.content.encode(), **(start_folder(folder, text, language, facts) if folder else {})}
    write_files(files)
    for path in files:
        click.echo(f"wrote {path}")
    click.echo(FORBIDDEN.sub("\ufffd", str(facts) if folder else f"next: {facts.draft_command(target)}"))
