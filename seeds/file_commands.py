"""The commands `mithaq seed format`, `review` and `schema`, for seed files that are there."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from models.commandline.command_group import Command
from models.commandline.language import single_lang_option
from models.commandline.path_types import PATH
from models.errors import MithaqError
from models.terminal.paging import show_paged
from models.terminal.text import bound_line
from seeds.command_options import text_option
from seeds.format.files import SHIPPED_FOLDER

if TYPE_CHECKING:
    from seeds.reviewing.wording import Language


@click.command(cls=Command)
@click.argument("targets", metavar="[FILE|FOLDER]...", nargs=-1, type=PATH)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file differs.")
@text_option
def format(targets: tuple[Path, ...], check: bool, texts: tuple[Path, ...]) -> None:
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


@click.command(cls=Command)
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
    from models.storage.atomic import refuse_input
    from seeds.format.files import seed_files_below
    from seeds.format.problems import Problems
    from seeds.reviewing.evidence import warn_of_evidence
    from seeds.reviewing.facts import read_reviewed
    from seeds.reviewing.wording import Wording
    from seeds.texts.article_text import read_text

    if target and not target.exists():
        raise MithaqError(f"there is no file or folder {target}")
    if not texts:
        raise click.UsageError("name the text of an article with --text FILE")
    refuse_input(html, (*texts, *seed_files_below(target)))
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


@click.command(cls=Command)
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
