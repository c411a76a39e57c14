"""What a search prints: the records found as a table, how many there are, and what to try where nothing is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from models.errors import MithaqError
from models.storage.database import Database, Reader
from reports.catalogue import columns as col
from reports.display.destination import destination
from reports.display.table import Column, Table
from reports.display.translations import word
from reports.query.lookup import did_you_mean, find_code
from reports.run_report import Style, shown, write_table
from reports.search import matching
from reports.search.matching import RANKS, Hit, Term, count, find, nearest_names, terms
from reports.search.snippets import read_snippet

COLUMNS = (
    col.SLUG,
    col.KIND,
    col.NAME_EN,
    col.NAME_AR,
    Column("rank", "Rank", "الرتبة", "integer", detail=True),
    Column("match", "Found in", "موضع العثور", "code", "match"),
    Column("snippet", "Snippet", "مقتطف"),
)


def print_hits(
    database: Database, question: str, kind: str | None, limit: int, style: Style, output: str | None
) -> None:
    """Write the records that have all words of the question to a file, or to standard output.

    Raises:
        MithaqError: there is no such kind, the index is empty, or the output cannot be written.
    """
    with database.read() as reader:
        code = find_code(reader, "kind", kind) if kind else None
        hits = find(reader, question, code, limit)
        chosen = shown(COLUMNS, style)
        rows = _rows(reader, hits, terms(question), chosen)
        table = Table(f"Search: {question}", f"بحث: {question}", chosen, rows)
        with destination(output) as stream:
            write_table(table, reader, style, stream, _remarks(reader, hits, question, code, style))
        if not hits:
            click.echo(_nothing_found(reader, question, code), err=True)


def _remarks(reader: Reader, hits: list[Hit], question: str, kind: str | None, style: Style) -> list[str]:
    """Return how many records there are, if not all are shown; of very many, that more exist than were ranked."""
    ranked = max(matching.RANKED, len(hits))
    total = count(reader, question, kind, ranked + 1) if hits else 0
    if total > ranked:
        return [word("remark", "ranked", style.language).format(len(hits), ranked)]
    return [word("remark", "shown", style.language).format(len(hits), total, total)] if total > len(hits) else []


def _rows(reader: Reader, hits: list[Hit], asked: list[Term], chosen: tuple[Column, ...]) -> Iterator[list[Any]]:
    for hit in hits:
        rank = RANKS[hit.rank - 1]
        snippet = read_snippet(reader, hit.record, rank.place, asked)
        row = hit._asdict() | {"match": rank.name, "snippet": snippet}
        yield [row[column.name] for column in chosen]


def _nothing_found(reader: Reader, question: str, kind: str | None) -> str:
    """Return why nothing was found, and what may have been meant.

    Raises:
        MithaqError: the index is empty though there are records.
    """
    if not reader.rows("SELECT 1 FROM search LIMIT 1") and reader.rows("SELECT 1 FROM record LIMIT 1"):
        raise MithaqError("the search index is empty; fill it with: mithaq seed load")
    if not terms(question):
        return "nothing to search for: give a word or a number"
    if kind and find(reader, question, None, 1):
        return f"no record of the kind {kind} has {question!r}; others do: leave out --kind"
    return f"nothing has {question!r}{did_you_mean(nearest_names(reader, question))}"
