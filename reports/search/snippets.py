"""Extract the part of a record's texts around the words of a question."""

from __future__ import annotations

from collections.abc import Sequence

from models.derived.folding import compounds, forms, words
from models.derived.search_index import INDEXED_CHARACTERS, TEXTS
from models.derived.stemming import stem
from models.storage.database import Reader
from models.terminal.text import ELLIPSIS
from reports.display.list_cells import Passage
from reports.search.questions import Term

BEFORE, AFTER = 4, 10
OMITTED = ELLIPSIS


def read_snippet(reader: Reader, record: int, place: int, terms: Sequence[Term]) -> Passage:
    """Return the words around the first term found in the text that has most of the terms.

    The earliest text wins a tie.
    """
    sql = f"{TEXTS} AND record = :record AND place <= :place ORDER BY place, text"
    best, most = Passage("", 0), 0
    for _, _, text in reader.rows(sql, {"record": record, "place": place}):
        pieces = text[:INDEXED_CHARACTERS].split()
        found = _find_positions(pieces, terms)
        if len(found) > most:
            best, most = _cut_around(pieces, min(found.values())), len(found)
    return best


def _find_positions(pieces: list[str], terms: Sequence[Term]) -> dict[Term, int]:
    """Return the first position of each term."""
    found: dict[Term, int] = {}
    for position, piece in enumerate(pieces):
        stands = {form for word in words(piece) for form in forms(word)} | compounds(piece)
        for term in terms:
            if term not in found and _contains(stands, term):
                found[term] = position
        if len(found) == len(terms):
            break
    return found


def _contains(stands: set[str], term: Term) -> bool:
    if term.is_beginning:
        return any(word.startswith(term.forms) for word in stands)
    if term.is_stem:
        stands = set(map(stem, stands))
    return not stands.isdisjoint(term.all_forms)


def _cut_around(pieces: list[str], position: int) -> Passage:
    if len(pieces) <= BEFORE + AFTER:
        return Passage(" ".join(pieces), position)
    first, last = max(position - BEFORE, 0), position + AFTER
    before = [OMITTED] if first else []
    after = [OMITTED] if last < len(pieces) else []
    return Passage(" ".join([*before, *pieces[first:last], *after]), position - first + len(before))
