"""Questions of a search: their terms, and the query that each engine understands.

Only folded and quoted words reach an engine, so that no input is run as a query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from models.derived.folding import ROOT, asked_forms, bare_forms, join_words, words
from models.derived.search_index import STEM
from models.derived.search_schema import MARKS, PLACES
from models.derived.stemming import stem

MATCHES = {"sqlite": "search MATCH :query", "postgresql": "search.words @@ CAST(:query AS tsquery)"}


class Term(NamedTuple):
    """A word in any of its forms, or the beginning of a word, or stems; `joined` are words with it as a part."""

    forms: tuple[str, ...]
    is_beginning: bool = False
    is_stem: bool = False
    joined: tuple[str, ...] = ()

    @property
    def all_forms(self) -> tuple[str, ...]:
        return self.forms + self.joined


def parse_terms(question: str) -> list[Term]:
    """Split a question into terms; a word with a star is a beginning, unless it is too short.

    Two words are also found where a text has them as one.
    """
    found: list[Term] = []
    for part in question.split():
        folded = words(part)
        found += [Term(asked_forms(word)) for word in folded]
        if folded and part.endswith("*") and len(folded[-1]) >= ROOT:
            found[-1] = Term(asked_forms(folded[-1]), is_beginning=True)
    return list(dict.fromkeys(_join_neighbours(found)))


def _join_neighbours(asked: Sequence[Term]) -> Iterator[Term]:
    """Yield the terms, each with the words that it makes with the one before and the one after it."""
    pairs = [_join_pair(*pair) for pair in pairwise(asked)]
    for term, before, after in zip(asked, ["", *pairs], [*pairs, ""], strict=False):
        yield term._replace(joined=tuple(filter(None, (before, after))))


def _join_pair(first: Term, second: Term) -> str:
    return "" if first.is_beginning or second.is_beginning else join_words(first.forms[0], second.forms[0])


def has_short_beginning(question: str) -> bool:
    """Return whether a word with a star is too short to be a beginning."""
    starred = (words(part) for part in question.split() if part.endswith("*"))
    return any(folded and len(folded[-1]) < ROOT for folded in starred)


def stem_terms(asked: Sequence[Term], unnamed: Collection[Term]) -> list[Term]:
    """Return the stems of terms; a term that no name has may begin with a conjunction or a preposition."""
    found = [
        term if term.is_beginning else _stem_term(bare_forms(term.forms[0]) if term in unnamed else term.all_forms)
        for term in asked
    ]
    return list(dict.fromkeys(found))


def has_bare_forms(term: Term) -> bool:
    """Return whether a term may begin with a conjunction or a preposition."""
    return not set(bare_forms(term.forms[0])) <= set(term.forms)


def _stem_term(forms: Sequence[str]) -> Term:
    return Term(tuple(dict.fromkeys(map(stem, forms))), is_stem=True)


def write_query(engine_name: str, asked: Sequence[Term], place: int) -> str:
    """Write the terms in an engine's query language, to be found in the places up to `place`."""
    write, both = (_fts5, " AND ") if engine_name == "sqlite" else (_tsquery, " & ")
    return both.join(write(term, place) for term in asked)


def unite(engine_name: str, queries: Sequence[str]) -> str:
    """Return the query that finds the matches of any of these."""
    return (" OR " if engine_name == "sqlite" else " | ").join(f"({query})" for query in queries)


def _places(term: Term, place: int) -> range:
    """Return the places where a term is looked for."""
    return range(STEM, STEM + 1) if term.is_stem else range(min(place + 1, STEM))


def _fts5(term: Term, place: int) -> str:
    star = "*" if term.is_beginning else ""
    columns = " ".join(PLACES[each] for each in _places(term, place))
    alternatives = " OR ".join(f'"{form}"{star}' for form in term.all_forms)
    return f"({{{columns}}} : ({alternatives}))"


def _tsquery(term: Term, place: int) -> str:
    star = "*" if term.is_beginning else ""
    weights: dict[str, str] = {}
    for each in _places(term, place):
        mark, weight = MARKS[each]
        weights[mark] = weights.get(mark, "") + weight
    alternatives = (f"'{mark}{form}':{star}{weights[mark]}" for form in term.all_forms for mark in weights)
    return f"({' | '.join(alternatives)})"
