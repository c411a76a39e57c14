"""The command `mithaq search`: records by words, in Arabic and English, the best first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from models.commandline import pass_database
from models.errors import MithaqError
from models.storage.database import Database, Reader
from reports.catalogue import columns as col
from reports.display.destination import destination
from reports.display.table import Column, Table
from reports.display.translations import word
from reports.options import format_option, lang_option, output_option
from reports.query.lookup import did_you_mean, find_code
from reports.query.report import value_in_language
from reports.run_report import Style, shown, write_table
from reports.search import matching
from reports.search.matching import RANKS, Hit, Term, count, find, nearest_names, terms
from reports.search.snippets import read_snippet

DEFAULT_LIMIT = 20
COLUMNS = (
    col.SLUG,
    col.KIND,
    col.NAME_EN,
    col.NAME_AR,
    Column("rank", "Rank", "الرتبة", "integer", detail=True),
    Column("match", "Found in", "موضع العثور", "code", "match"),
    Column("snippet", "Snippet", "مقتطف"),
)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", metavar="KIND", help="Only records of this kind: agreement, event, organization …")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=DEFAULT_LIMIT,
    show_default=True,
    help="So many at most.",
)
@pass_database
def search(database: Database, words: tuple[str, ...], kind: str | None, limit: int, **given: Any) -> None:
    """Find the records that have all the WORDS: in names, titles, summaries and attached texts.

    Arabic is found in any spelling, and with or without what is written before it: و ف ب ك ل ال. A star finds
    beginnings: "uzbek*".

    \b
    Examples:
        mithaq search huawei
        mithaq search ذكاء اصطناعي --kind initiative --lang ar
    """
    question = " ".join(words)
    style = Style(given["format"], given["lang"])
    with database.read() as reader:
        code = find_code(reader, "kind", kind) if kind else None
        hits = find(reader, question, code, limit)
        chosen = shown(COLUMNS, style)
        rows = _rows(reader, hits, terms(question), chosen, style.drawn_language)
        table = Table(f"Search: {question}", f"بحث: {question}", chosen, rows)
        with destination(given["output"]) as stream:
            write_table(table, reader, style, stream, _remarks(reader, hits, question, code, style))
        if not hits:
            click.echo(nothing_found(reader, question, code), err=True)


search.params += [format_option(), lang_option(), output_option()]


def _remarks(reader: Reader, hits: list[Hit], question: str, kind: str | None, style: Style) -> list[str]:
    """How many records there are, where not all are shown; of very many, that there are more than were ranked."""
    ranked = max(matching.RANKED, len(hits))
    total = count(reader, question, kind, ranked + 1) if hits else 0
    if total > ranked:
        return [word("remark", "ranked", style.language).format(len(hits), ranked)]
    return [word("remark", "shown", style.language).format(len(hits), total, total)] if total > len(hits) else []


def _rows(
    reader: Reader, hits: list[Hit], asked: list[Term], chosen: tuple[Column, ...], lang: str | None
) -> Iterator[list[Any]]:
    for hit in hits:
        rank = RANKS[hit.rank - 1]
        snippet = read_snippet(reader, hit.record, rank.place, asked)
        row = hit._asdict() | {"match": rank.name, "snippet": snippet}
        yield [value_in_language(row, column, lang) for column in chosen]


def nothing_found(reader: Reader, question: str, kind: str | None) -> str:
    """Why there is nothing, and what may have been meant.

    Raises:
        MithaqError: the index is empty though there are records.
    """
    if not reader.rows("SELECT 1 FROM search LIMIT 1") and reader.rows("SELECT 1 FROM record LIMIT 1"):
        raise MithaqError("the search index is empty; fill it with: mithaq seed load")
    if not terms(question):
        return "nothing to search for: give a word or a number"
    if kind and find(reader, question, None, 1):
        return f"no record of the kind {kind} has {question!r}; others have: leave out --kind"
    return f"nothing has {question!r}{did_you_mean(nearest_names(reader, question))}"
