"""The command `mithaq diff`: compares two databases, or a database and a seed folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

import click

from models.commandline.command_group import Command
from models.commandline.language import single_lang_option
from models.commandline.path_types import PLAIN_PATH
from models.commandline.shared_options import complete_files
from models.plain_numbers import without_exponents
from models.storage.database import Database
from reports.display.destination import find_screen, open_output, show_text
from reports.options import FormatChoice

if TYPE_CHECKING:
    from reports.differences.wording import Outcome

FORMATS = ("text", "markdown", "json")
ENDINGS = {".txt": "text", ".md": "markdown", ".json": "json"}


@click.command(cls=Command)
@click.argument("old", shell_complete=complete_files)
@click.argument("new", shell_complete=complete_files)
@click.option(
    "--format", "form", type=FormatChoice(FORMATS), help="Output format.  [default: by FILE's ending, or text]"
)
@click.option("--output", metavar="FILE", type=PLAIN_PATH, help="Write to FILE (replaced atomically).")
def diff(old: str, new: str, form: str | None, lang: str, output: str | None) -> None:
    """Print what differs between two databases, record by record.

    OLD and NEW are SQLite files, URLs of databases, or seed folders. A folder counts with the shipped data. A database
    of an older release is compared by the columns that both have.

    \b
    Examples:
        mithaq diff mithaq.db my-seeds
        mithaq diff mithaq.db my-seeds --format markdown --output changes.md
    """
    from pathlib import Path

    from models.storage.atomic import refuse_input
    from reports.differences.columns import plan_comparison
    from reports.differences.comparing import compare
    from reports.differences.labels import read_labels
    from reports.differences.sides import open_side
    from reports.differences.wording import Outcome
    from seeds.format.files import seed_files_below

    form = form or _form_of(output)
    refuse_input(output, (file for side in map(Path, (old, new)) if side.is_dir() for file in seed_files_below(side)))
    with open_side(old) as before, open_side(new) as after:
        plan = plan_comparison(before, after)
        outcome = Outcome(_title(old), _title(new), plan, list(compare(before, after, plan)))
        labels = read_labels((before, after), outcome.records, lang)
    with open_output(output) as stream:
        _write(outcome, form, lang, labels, stream)


diff.params.append(single_lang_option("Language of the words"))


def _title(given: str) -> str:
    """Return the argument as it was typed, without the password of a URL."""
    return str(Database.locate(given)) if "://" in given else given


def _form_of(output: str | None) -> str:
    """Return the format for the ending of a file's name."""
    if output is None:
        return "text"
    ending = os.path.splitext(output)[1]
    if ending not in ENDINGS:
        raise click.UsageError(f"there is no format for the ending of {output}; use {', '.join(ENDINGS)} or --format")
    return ENDINGS[ending]


def _write(outcome: Outcome, form: str, lang: str, labels: dict[tuple[str, str], str], stream: TextIO) -> None:
    if form == "json":
        import json

        from reports.differences.wording import as_data

        stream.write(without_exponents(json.dumps(as_data(outcome), indent=2, ensure_ascii=False)) + "\n")
        return
    from models.terminal.text import lines_for_terminal
    from reports.differences.wording import Wording

    screen = find_screen(stream) if form == "text" else None
    lines = Wording(lang, labels, form == "markdown").lines(outcome)
    if screen:
        lines = lines_for_terminal(lines, screen.width, lang == "ar")
    show_text("".join(f"{line}\n" for line in lines), stream, screen)
