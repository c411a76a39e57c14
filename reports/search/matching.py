"""Finds records by words: what a question looks for, in each engine's words, and the best places first.

What a reader types is data throughout: only folded words reach an engine, each quoted.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from models.derived.folding import ROOT, asked_forms, words
from models.derived.search_index import TEXTS, whole
from models.derived.search_schema import KEYS, PLACES
from models.storage.database import Reader
from reports.query.lookup import nearest

MATCHES = {"sqlite": "search MATCH :query", "postgresql": "search.words @@ CAST(:query AS tsquery)"}
# The first that match, by number: both engines number alike, and both find them in that order without finding the rest.
FIRST = """
    SELECT r.id, r.slug, r.kind, r.name_en, r.name_ar
    FROM search JOIN record r ON r.id = search.{key}
    WHERE {matches}{of_kind}
    ORDER BY search.{key}
    LIMIT {first}"""
# The state of a record has its citations counted; not every kind has a state.
SELECT = f"""
SELECT r.id, r.slug, r.kind, r.name_en, r.name_ar FROM ({FIRST}
) r
ORDER BY coalesce((SELECT s.citations FROM state s WHERE s.record = r.id),
    (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id)) DESC, r.slug
LIMIT {{limit}}"""
COUNT = f"SELECT count(*) FROM ({FIRST}\n) r"
NAMES = (
    TEXTS + " AND place < 2 AND record IN (SELECT {key} FROM search WHERE {matches} ORDER BY {key} LIMIT {first})"
    " ORDER BY text"
)
# At least so many of the records that match are ranked; of a word that most records have, no more.
RANKED = 500
# The names of so many records are compared with a word that nothing has, among those that begin as it does.
COMPARED, BEGINNING = 1_000, 2


class Term(NamedTuple):
    """A word to look for, in any of its forms; or, for a beginning, the words that begin so."""

    forms: tuple[str, ...]
    is_beginning: bool = False


class Rank(NamedTuple):
    """How well a record matches: a name for it, the last place that may hold the words, and whether as a whole name."""

    name: str
    place: int
    exact: bool = False


class Hit(NamedTuple):
    """A record found, and its rank, 1 the best."""

    record: int
    slug: str
    kind: str
    name_en: str | None
    name_ar: str | None
    rank: int


RANKS = (
    Rank("exact_name", 0, exact=True),
    Rank("exact_further_name", 1, exact=True),
    Rank("name", 0),
    Rank("further_name", 1),
    Rank("summary", 2),
    Rank("text", 3),
)


def terms(question: str) -> list[Term]:
    """The words of a question; one with a star after it is a beginning, unless it is too short for that."""
    found: list[Term] = []
    for part in question.split():
        folded = words(part)
        found += [Term(asked_forms(word)) for word in folded]
        if folded and part.endswith("*") and len(folded[-1]) >= ROOT:
            found[-1] = Term(asked_forms(folded[-1]), is_beginning=True)
    return list(dict.fromkeys(found))


def find(reader: Reader, question: str, kind: str | None, limit: int) -> list[Hit]:
    """The records that have all the words: best rank first, in it the most cited; lower ranks only to fill the limit.

    Of a rank that has very many, the first by number stand for all.

    Raises:
        MithaqError: the database cannot be read.
    """
    hits: dict[int, Hit] = {}
    for number, rank in enumerate(RANKS, 1):
        if len(hits) >= limit:
            break
        asked = _asked(question, rank)
        if asked:
            query = expression(reader.engine_name, asked, rank.place)
            for row in _run(reader, SELECT, query, kind, limit + len(hits)):
                hits.setdefault(row[0], Hit._make((*row, number)))
    return list(hits.values())[:limit]


def count(reader: Reader, question: str, kind: str | None, most: int) -> int:
    """How many records have all the words, counted up to this number."""
    return int(_run(reader, COUNT, _anywhere(reader, terms(question)), kind, most)[0][0])


def _asked(question: str, rank: Rank) -> list[Term]:
    """What is looked for at a rank: each word, or all of them as one name."""
    asked = terms(question)
    if not rank.exact:
        return asked
    return [Term((whole(words(question)),))] if asked and not any(term.is_beginning for term in asked) else []


def _run(reader: Reader, sql: str, query: str, kind: str | None, limit: int) -> list[Any]:
    engine = reader.engine_name
    of_kind = " AND r.kind = :kind" if kind else ""
    first = max(RANKED, limit)
    filled = sql.format(key=KEYS[engine], matches=MATCHES[engine], of_kind=of_kind, first=first, limit=limit)
    return reader.rows(filled, {"query": query} | ({"kind": kind} if kind else {}))


def _anywhere(reader: Reader, asked: list[Term]) -> str:
    return expression(reader.engine_name, asked, len(PLACES) - 1)


def expression(engine_name: str, asked: list[Term], place: int) -> str:
    """The terms in an engine's query language, to be found in the places up to this one."""
    return _fts5(asked, place) if engine_name == "sqlite" else _tsquery(asked, place)


def _fts5(asked: list[Term], place: int) -> str:
    star = {True: "*", False: ""}
    alternatives = (" OR ".join(f'"{form}"{star[term.is_beginning]}' for form in term.forms) for term in asked)
    return f"{{{' '.join(PLACES[: place + 1])}}} : ({' AND '.join(f'({each})' for each in alternatives)})"


def _tsquery(asked: list[Term], place: int) -> str:
    weights = "ABCD"[: place + 1]
    star = {True: "*", False: ""}
    alternatives = (" | ".join(f"'{form}':{star[term.is_beginning]}{weights}" for form in term.forms) for term in asked)
    return " & ".join(f"({each})" for each in alternatives)


def nearest_names(reader: Reader, question: str) -> list[str]:
    """Names with a word spelt nearly as one of the question that nothing has."""
    found: dict[str, None] = {}
    for term in terms(question):
        if not _is_known(reader, term):
            found |= dict.fromkeys(_names_near(reader, term.forms[-1]))
    return list(found)[:3]


def _is_known(reader: Reader, term: Term) -> bool:
    return bool(_run(reader, SELECT, _anywhere(reader, [term]), None, 1))


def _names_near(reader: Reader, word: str) -> list[str]:
    engine = reader.engine_name
    beginning = expression(engine, [Term((word[:BEGINNING],), is_beginning=True)], 1)
    sql = NAMES.format(key=KEYS[engine], matches=MATCHES[engine], first=COMPARED)
    names: dict[str, str] = {}
    for _, _, name in reader.rows(sql, {"query": beginning}):
        for each in words(name):
            names.setdefault(each, name)
    return [names[each] for each in nearest(word, names)]
