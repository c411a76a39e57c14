"""Find records by words: parse the question, write it in each engine's query language, and rank the matches.

Only folded and quoted words reach an engine, so that no input is run as a query.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from models.derived.folding import ROOT, asked_forms, words
from models.derived.search_index import TEXTS, whole
from models.derived.search_schema import KEYS, PLACES
from models.storage.database import Reader
from reports.query.lookup import nearest

MATCHES = {"sqlite": "search MATCH :query", "postgresql": "search.words @@ CAST(:query AS tsquery)"}
# The first matches by id: both engines assign the same ids, and can find the first without finding all.
FIRST = """
    SELECT r.id, r.slug
    FROM search JOIN record r ON r.id = search.{key}
    WHERE {matches}{of_kind}
    ORDER BY search.{key}
    LIMIT {first}"""
SELECT = f"""
SELECT f.id, r.slug, r.kind, r.name_en, r.name_ar FROM ({FIRST}
) f
JOIN v_record r ON r.slug = f.slug
ORDER BY r.citations DESC, r.slug
LIMIT {{limit}}"""
COUNT = f"SELECT count(*) FROM ({FIRST}\n) r"
NAMES = (
    TEXTS + " AND place < 2 AND record IN (SELECT {key} FROM search WHERE {matches} ORDER BY {key} LIMIT {first})"
    " ORDER BY text"
)
# Matches that are ranked, if --limit does not ask for more: a common word costs no more than that.
RANKED = 500
# Suggestions compare an unknown word with names of up to COMPARED records that begin with the same letters.
COMPARED, BEGINNING = 1_000, 2


class Term(NamedTuple):
    """A word to find in any of its forms, or the beginning of a word."""

    forms: tuple[str, ...]
    is_beginning: bool = False


class Rank(NamedTuple):
    """How well a record matches: a code, the last place that is searched, and whether the words are a whole name."""

    name: str
    place: int
    exact: bool = False


class Hit(NamedTuple):
    """A record that matches, with its rank; 1 is best."""

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


def parse_terms(question: str) -> list[Term]:
    """Split a question into terms; a word with a star is a beginning, unless it is too short."""
    found: list[Term] = []
    for part in question.split():
        folded = words(part)
        found += [Term(asked_forms(word)) for word in folded]
        if folded and part.endswith("*") and len(folded[-1]) >= ROOT:
            found[-1] = Term(asked_forms(folded[-1]), is_beginning=True)
    return list(dict.fromkeys(found))


def find_records(reader: Reader, question: str, kind: str | None, limit: int) -> list[Hit]:
    """Return the records that match all words, by rank, then by citations.

    Lower ranks are searched only to fill the limit. At most RANKED matches of a rank are sorted, the first by id.

    Raises:
        MithaqError: the database cannot be read.
    """
    hits: dict[int, Hit] = {}
    for number, rank in enumerate(RANKS, 1):
        if len(hits) >= limit:
            break
        asked = _terms_of_rank(question, rank)
        if asked:
            query = write_query(reader.engine_name, asked, rank.place)
            for row in _run(reader, SELECT, query, kind, limit + len(hits)):
                hits.setdefault(row[0], Hit._make((*row, number)))
    return list(hits.values())[:limit]


def count_matches(reader: Reader, question: str, kind: str | None, most: int) -> int:
    """Return the number of records that match all words, counting up to `most`."""
    return int(_run(reader, COUNT, _query_everywhere(reader, parse_terms(question)), kind, most)[0][0])


def _terms_of_rank(question: str, rank: Rank) -> list[Term]:
    """Return the terms to find at a rank: each word, or all words as one whole name."""
    asked = parse_terms(question)
    if not rank.exact:
        return asked
    return [Term((whole(words(question)),))] if asked and not any(term.is_beginning for term in asked) else []


def _run(reader: Reader, sql: str, query: str, kind: str | None, limit: int) -> list[Any]:
    engine = reader.engine_name
    of_kind = " AND r.kind = :kind" if kind else ""
    first = max(RANKED, limit)
    filled = sql.format(key=KEYS[engine], matches=MATCHES[engine], of_kind=of_kind, first=first, limit=limit)
    return reader.rows(filled, {"query": query} | ({"kind": kind} if kind else {}))


def _query_everywhere(reader: Reader, asked: list[Term]) -> str:
    return write_query(reader.engine_name, asked, len(PLACES) - 1)


def write_query(engine_name: str, asked: list[Term], place: int) -> str:
    """Write the terms in an engine's query language, to be found in the places up to `place`."""
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


def suggest_names(reader: Reader, question: str) -> list[str]:
    """Return up to three names with a word similar to a word of the question that nothing matches."""
    found: dict[str, None] = {}
    for term in parse_terms(question):
        if not _is_known(reader, term):
            found |= dict.fromkeys(_find_similar_names(reader, term.forms[-1]))
    return list(found)[:3]


def _is_known(reader: Reader, term: Term) -> bool:
    return bool(_run(reader, SELECT, _query_everywhere(reader, [term]), None, 1))


def _find_similar_names(reader: Reader, word: str) -> list[str]:
    engine = reader.engine_name
    beginning = write_query(engine, [Term((word[:BEGINNING],), is_beginning=True)], 1)
    sql = NAMES.format(key=KEYS[engine], matches=MATCHES[engine], first=COMPARED)
    names: dict[str, str] = {}
    for _, _, name in reader.rows(sql, {"query": beginning}):
        for each in words(name):
            names.setdefault(each, name)
    return [names[each] for each in nearest(word, names)]
