"""The commands `mithaq seed check`, `plan` and `load`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.commandline.command_group import Command
from models.commandline.language import single_lang_option
from models.commandline.path_types import PATH
from models.commandline.shared_options import pass_database, verbose_option
from models.plain_numbers import counted
from models.storage.database import Database
from models.terminal.text import bound_line
from seeds.command_options import (
    collection_option,
    folder_argument,
    refuse_name_alone,
    require_pair,
    seed_files,
    strict_option,
    text_option,
)
from seeds.format.files import SHIPPED

if TYPE_CHECKING:
    from seeds.format.files import SeedFile
    from seeds.loading.outcome import Outcome
    from seeds.reviewing.wording import Language

# How many changes a plan lists.
SHOWN_CHANGES = 100
SHOWN_WARNINGS = 50
REJECTED_IN = "rejected rows: {:,}; written to {}"
COUNTED = ("record", "link", "citation")


@click.command(cls=Command)
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
    refuse_name_alone(folder, collection)
    from models.storage.atomic import refuse_input
    from seeds.checks.checking_files import checked
    from seeds.format.files import seed_files_below
    from seeds.format.records import count_links
    from seeds.reviewing.evidence import check_against
    from seeds.tables.balance import REJECTED_ROWS
    from seeds.texts.article_text import read_text

    files = seed_files(folder)
    refuse_input(rejected, (*texts, *seed_files_below(folder)))
    further = check_against([read_text(path) for path in texts]) if texts else None
    # Before the check, which ends with an error if all rows of a table are rejected.
    if rejected:
        from seeds.tables.rejecting import rejected_rows
        from seeds.texts.rewrite import write_files

        write_files({rejected: rejected_rows(files)})
    name = collection or "yours" if folder else SHIPPED
    found = checked(name, files, strict=strict, further=further, outcome="")
    for warning in found.warnings[:SHOWN_WARNINGS]:
        click.echo(bound_line(f"warning: {warning}"), err=True)
    if len(found.warnings) > SHOWN_WARNINGS:
        click.echo(f"… and {len(found.warnings) - SHOWN_WARNINGS:,} more warnings", err=True)
    for balance in found.balances:
        click.echo(balance)
    if found.rejected:
        click.echo(REJECTED_IN.format(found.rejected, rejected) if rejected else REJECTED_ROWS.format(found.rejected))
    counts = found.stated + Counter(records=len(found.records)) + count_links(found.records)
    words = ", ".join(counted(counts[f"{noun}s"], noun) for noun in COUNTED)
    click.echo(f"No problems in {counted(len(files), 'file')}: {words}.")


@click.command(cls=Command)
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
    require_pair(folder, collection)
    from models.terminal.size import terminal_size
    from models.terminal.text import lines_for_terminal
    from seeds.loading import loader
    from seeds.loading.plan_text import MORE, plan_as_data, plan_heading, plan_lines

    outcome = loader.plan(database, collection or SHIPPED, seed_files(folder), strict)
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


@click.command(cls=Command)
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
    require_pair(folder, collection)
    from seeds.loading.unchanged import unchanged

    if sys.stderr.isatty():
        click.echo(f"loading {folder or 'the data that come with Mithaq'} into {database} …", err=True)
    files = seed_files(folder)
    name = collection or SHIPPED
    # Files loaded with warnings are unchanged, and yet refused if warnings are problems.
    same = None if strict else unchanged(database, name, files)
    click.echo(same or _load(database, name, files, strict))


def _load(database: Database, name: str, files: list[SeedFile], strict: bool) -> Outcome:
    from seeds.loading import loader

    return loader.load(database, name, files, strict)
