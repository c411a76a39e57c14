"""Print the records that a search finds, and suggestions if it finds none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from models.derived.folding import ROOT
from models.errors import MithaqError
from models.kinds.records import RECORDS
from models.storage.database import Database, Reader
from models.terminal.text import bound_line, clean_cell
from reports.catalogue import columns as col
from reports.display.destination import open_output
from reports.display.formats import DRAWN
from reports.display.table import Column, Fit, Lang, Table
from reports.display.translations import translate
from reports.query.lookup import find_code
from reports.query.report import value_in_language
from reports.run_report import Style, filter_columns, is_empty, write_table
from reports.search import matching
from reports.search.matching import RANKS, Hit, count_matches, find_countries, find_records
from reports.search.questions import Term, has_short_beginning, parse_terms, stem_terms
from reports.search.snippets import OMITTED, read_snippet

COLUMNS = (
    col.SLUG,
    col.KIND,
    col.NAME_EN,
    col.NAME_AR,
    Column("rank", "Rank", "الرتبة", "integer", detail=True),
    Column("match", "Found in", "موضع العثور", "code", "match"),
    Column("snippet", "Snippet", "مقتطف"),
)
FIT = Fit(("name", "snippet"), ("kind", "match"))


def print_hits(
    database: Database, question: str, kind: str | None, limit: int, style: Style, output: str | None
) -> None:
    """Write the records that match all words of the question to a file or standard output.

    Raises:
        MithaqError: the kind is unknown, the index is empty, or the output cannot be written.
    """
    with database.read() as reader:
        code = find_code(reader, "kind", kind, RECORDS) if kind else None
        hits = find_records(reader, question, code, limit) or find_countries(reader, question, code, limit)
        chosen = filter_columns(COLUMNS, style)
        rows = _build_rows(reader, hits, parse_terms(question), chosen, style)
        table = Table(f"Search: {bound_line(question)}", f"بحث: {bound_line(question)}", chosen, rows, fit=FIT)
        with open_output(output) as stream:
            if hits or style.format not in DRAWN:
                write_table(table, reader, style, stream, _remarks(reader, hits, question, code, style))
        if not hits:
            click.echo(_explain_no_match(reader, question, code, style.language), err=True)


def _remarks(reader: Reader, hits: list[Hit], question: str, kind: str | None, style: Style) -> list[str]:
    """Return a remark with the number of matches if not all are shown, or if only the first were ranked."""
    ranked = max(matching.RANKED, len(hits))
    total = count_matches(reader, question, kind, hits, ranked + 1) if hits else 0
    if total > ranked:
        return [translate("remark", "ranked", style.language).format(len(hits), ranked)]
    return [translate("remark", "shown", style.language).format(len(hits), total, total)] if total > len(hits) else []


def _build_rows(
    reader: Reader, hits: list[Hit], asked: list[Term], chosen: tuple[Column, ...], style: Style
) -> Iterator[list[Any]]:
    """Yield a row for each hit. A drawn one has no snippet where that is the name beside it."""
    terms = {"words": asked, "whole": asked, "stem": stem_terms(asked, asked), "country": _terms_of_country(hits)}
    for hit in hits:
        rank = RANKS[hit.rank - 1]
        snippet = read_snippet(reader, hit.record, rank.place, terms[rank.way])
        row = hit._asdict() | {"match": rank.name, "snippet": snippet}
        cells = {column.name: value_in_language(row, column, style.drawn_language) for column in chosen}
        if not style.as_data and _is_shown(snippet, [cells.get(f"name_{each}") for each in ("en", "ar")]):
            cells["snippet"] = None
        yield list(cells.values())


def _is_shown(snippet: str, names: Iterable[str | None]) -> bool:
    beginning = snippet.removesuffix(OMITTED).rstrip()
    return any(name and name.startswith(beginning) for name in names)


def _terms_of_country(hits: list[Hit]) -> list[Term]:
    """Return the words of the names of the country that the question was understood as."""
    names = [name for hit in hits if hit.kind == "country" for name in (hit.name_en, hit.name_ar) if name]
    return parse_terms(" ".join(names[:2]))


def _explain_no_match(reader: Reader, question: str, kind: str | None, lang: Lang) -> str:
    """Explain why nothing was found, and suggest similar words.

    Raises:
        MithaqError: the index is empty although the database has records.
    """
    if not reader.rows("SELECT 1 FROM search LIMIT 1") and reader.rows("SELECT 1 FROM v_record LIMIT 1"):
        raise MithaqError("the search index is empty; fill it with: mithaq seed load")
    if is_empty(reader):
        return translate("remark", "empty", lang)
    if not parse_terms(question):
        return translate("search", "nothing_asked", lang)
    if kind and find_records(reader, question, None, 1):
        return translate("search", "other_kinds", lang).format(kind, bound_line(question))
    from reports.search.suggestions import suggest_words

    near = translate("search", "or", lang).join(map(clean_cell, suggest_words(reader, question)))
    code = "near" if near else "short_star" if has_short_beginning(question) else "no_match"
    return translate("search", code, lang).format(bound_line(question), near or ROOT)
