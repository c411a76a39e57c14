"""The command `mithaq search`: find records by words in Arabic and English, best matches first."""

from __future__ import annotations

from typing import Any

import click

from models.commandline.command_group import Command
from models.commandline.language import lang_option
from models.commandline.number_types import WholeNumber
from models.commandline.shared_options import pass_database
from models.kinds.records import RECORDS
from models.storage.database import Database
from reports.options import complete_names, format_options, settle_format, wide_option
from reports.run_report import Style

DEFAULT_LIMIT = 20


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--kind",
    metavar="KIND",
    shell_complete=complete_names(RECORDS),
    help="Only records of this kind: agreement, event, organization …",
)
@click.option(
    "--limit",
    metavar="N",
    type=WholeNumber(1),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="Show at most N records.",
)
@pass_database
def search(database: Database, words: tuple[str, ...], kind: str | None, limit: int, **given: Any) -> None:
    """Find records by words, in Arabic and English.

    A record is found if its names, summaries, notes, identifiers, types, sectors and attached texts have all the WORDS.
    Arabic spelling variants and the prefixes و ف ب ك ل ال are ignored. A star matches beginnings of words: "uzbek*".

    \b
    Examples:
        mithaq search huawei
        mithaq search ذكاء اصطناعي --kind initiative --lang ar
    """
    from reports.search.results import print_hits

    style = Style.choose(settle_format(given), given["lang"], wide=given["wide"], bom=given["bom"])
    print_hits(database, " ".join(words), kind, limit, style, given["output"])


search.params += [*format_options(), lang_option(), wide_option()]
