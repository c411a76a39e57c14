"""Find records by words: parse the question, ask each engine in its query language, and rank the matches.

A question that is a country's name also finds records named after the country, in either language.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from models.derived.folding import bare_forms, words
from models.derived.search_index import FURTHER, LABEL, NAME, NOTE, STEM, SUMMARY, TEXT, whole
from models.derived.search_schema import KEYS
from models.storage.database import Reader
from reports.search.questions import MATCHES, Term, has_bare_forms, parse_terms, stem_terms, unite, write_query

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
COUNTRIES = """
SELECT r.id, r.slug, r.kind, r.name_en, r.name_ar
FROM v_country c JOIN record r ON r.slug = c.slug WHERE c.code IN ({codes}) ORDER BY r.slug"""
# Matches that are ranked, if --limit does not ask for more: a common word costs no more than that.
RANKED = 500
MANY = 2


class Rank(NamedTuple):
    """A degree of matching: a code, the last place that is searched, and the terms that are looked for there."""

    name: str
    place: int
    way: str = "words"


class Hit(NamedTuple):
    """A record that matches, with its rank; 1 is best."""

    record: int
    slug: str
    kind: str
    name_en: str | None
    name_ar: str | None
    rank: int


RANKS = (
    Rank("exact_name", NAME, "whole"),
    Rank("exact_further_name", FURTHER, "whole"),
    Rank("name", NAME),
    Rank("further_name", FURTHER),
    Rank("country", NAME, "country"),
    Rank("label", LABEL),
    Rank("summary", SUMMARY),
    Rank("note", NOTE),
    Rank("text", TEXT),
    Rank("stem", STEM, "stem"),
)
COUNTRY = 1 + next(number for number, rank in enumerate(RANKS) if rank.way == "country")


def find_records(reader: Reader, question: str, kind: str | None, limit: int) -> list[Hit]:
    """Return the records that match all words, by rank, then by citations.

    Lower ranks are searched only to fill the limit. At most RANKED matches of a rank are sorted, the first by id.

    Raises:
        MithaqError: the database cannot be read.
    """
    # The cost of a query grows with the index, so none is sent for ranks that can add nothing.
    total = count_matches(reader, question, kind, [], limit)
    hits: dict[int, Hit] = {}
    for number, rank in enumerate(RANKS, 1):
        if len(hits) >= limit:
            break
        if len(hits) >= total and rank.way != "country" and not any(hit.rank == COUNTRY for hit in hits.values()):
            continue
        query = _query_of_rank(reader, question, rank, list(hits.values()))
        for row in _run(reader, SELECT, query, kind, limit + len(hits)) if query else ():
            hits.setdefault(row[0], Hit._make((*row, number)))
    return list(hits.values())[:limit]


def find_countries(reader: Reader, question: str, kind: str | None, limit: int) -> list[Hit]:
    """Return the countries that a question names in a spelling that the index lacks. If it is one country, records
    named after it follow.
    """
    from reports.query.lookup import match_country

    codes = match_country(reader, question).codes
    if not codes:
        return []
    quoted = ", ".join(f"'{code}'" for code in codes)
    found = [Hit._make((*row, COUNTRY)) for row in reader.rows(COUNTRIES.format(codes=quoted))]
    hits = {hit.record: hit for hit in found if kind in (None, "country")}
    if len(found) == 1:
        for row in _run(reader, SELECT, _query_of_country(reader, found[0]), kind, limit):
            hits.setdefault(row[0], Hit._make((*row, COUNTRY)))
    return list(hits.values())[:limit]


def _query_of_rank(reader: Reader, question: str, rank: Rank, hits: list[Hit]) -> str:
    """Return the query of a rank; empty if the question has nothing for it."""
    asked = parse_terms(question)
    if not asked:
        return ""
    if rank.way == "whole":
        exact = not any(term.is_beginning for term in asked)
        return write_query(reader.engine_name, [Term((whole(words(question)),))], rank.place) if exact else ""
    if rank.way == "country":
        named = [hit for hit in hits if hit.kind == "country" and RANKS[hit.rank - 1].way == "whole"]
        return _query_of_country(reader, named[0]) if len(named) == 1 else ""
    if rank.way == "stem":
        asked = stem_terms(asked, {term for term in asked if has_bare_forms(term) and _has_proclitic(reader, term)})
    return write_query(reader.engine_name, asked, rank.place)


def _query_of_country(reader: Reader, country: Hit) -> str:
    """Return the query that finds names containing the name of a country in either language."""
    names = [parse_terms(name) for name in (country.name_en, country.name_ar) if name]
    return unite(reader.engine_name, [write_query(reader.engine_name, asked, NAME) for asked in names])


def _has_proclitic(reader: Reader, term: Term) -> bool:
    """Return whether the first letter of a word is a proclitic: no name has it, or many more have the word without it.

    A name with `وروسيا` has `روسيا` as well, and most have `روسيا` only; nothing has `رشة` but what has `ورشة`.
    """
    words = (term._replace(forms=(form,)) for form in bare_forms(term.forms[0]))
    queries = [write_query(reader.engine_name, [word], FURTHER) for word in words]
    whole, *bare = (_run(reader, COUNT, query, None, RANKED)[0][0] for query in queries)
    return not whole or max(bare) > MANY * whole


def count_matches(reader: Reader, question: str, kind: str | None, hits: list[Hit], most: int) -> int:
    """Return the number of records that match all words at any rank, counting up to `most`; `hits` are the first."""
    last = [rank for rank in RANKS if rank.name in ("country", "text", "stem")]
    queries = [query for rank in last if (query := _query_of_rank(reader, question, rank, hits))]
    return int(_run(reader, COUNT, unite(reader.engine_name, queries), kind, most)[0][0]) if queries else 0


def _run(reader: Reader, sql: str, query: str, kind: str | None, limit: int) -> list[Any]:
    engine = reader.engine_name
    of_kind = " AND r.kind = :kind" if kind else ""
    first = max(RANKED, limit)
    filled = sql.format(key=KEYS[engine], matches=MATCHES[engine], of_kind=of_kind, first=first, limit=limit)
    return reader.rows(filled, {"query": query} | ({"kind": kind} if kind else {}))
