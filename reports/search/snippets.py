"""Snippets: of the texts of a record, the part in which the words of a question stand."""

from __future__ import annotations

from collections.abc import Sequence

from models.derived.folding import forms, words
from models.derived.search_index import INDEXED_CHARACTERS, TEXTS
from models.storage.database import Reader
from reports.search.matching import Term

BEFORE, AFTER = 4, 10
OMITTED = "…"


def read_snippet(reader: Reader, record: int, place: int, terms: Sequence[Term]) -> str:
    """Of the text that has most of the terms, the earliest where they tie, what stands around the first."""
    sql = f"{TEXTS} AND record = :record AND place <= :place ORDER BY place, text"
    best, most = "", 0
    for _, _, text in reader.rows(sql, {"record": record, "place": place}):
        pieces = text[:INDEXED_CHARACTERS].split()
        found = _positions(pieces, terms)
        if len(found) > most:
            best, most = _around(pieces, min(found.values())), len(found)
    return best


def _positions(pieces: list[str], terms: Sequence[Term]) -> dict[Term, int]:
    """Where each term stands first."""
    found: dict[Term, int] = {}
    for position, piece in enumerate(pieces):
        stands = {form for word in words(piece) for form in forms(word)}
        for term in terms:
            if term not in found and _has(stands, term):
                found[term] = position
        if len(found) == len(terms):
            break
    return found


def _has(stands: set[str], term: Term) -> bool:
    if term.is_beginning:
        return any(word.startswith(term.forms) for word in stands)
    return not stands.isdisjoint(term.forms)


def _around(pieces: list[str], position: int) -> str:
    if len(pieces) <= BEFORE + AFTER:
        return " ".join(pieces)
    first, last = max(position - BEFORE, 0), position + AFTER
    before = f"{OMITTED} " if first else ""
    return before + " ".join(pieces[first:last]) + (f" {OMITTED}" if last < len(pieces) else "")
