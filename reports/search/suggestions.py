"""Suggestions for a word that nothing matches: words of the names that are spelt nearly like it, or its beginning."""

from __future__ import annotations

import re
from difflib import get_close_matches

from models.derived.folding import ROOT, forms, words
from models.derived.search_index import FURTHER, TEXT, TEXTS
from models.derived.search_schema import KEYS
from models.storage.database import Reader
from reports.search.questions import MATCHES, Term, parse_terms, write_query

# The names of up to COMPARED records with a word that begins with the same letters are compared.
COMPARED, BEGINNING = 1_000, 2
# What belongs to no word: punctuation, and the ending of a possessive.
AROUND = re.compile(r"^\W+|(?:['\u2019]s)?\W*$")
NEAR, MOST = 0.75, 3
KNOWN = "SELECT 1 FROM search WHERE {matches} LIMIT 1"
NAMES = (
    TEXTS + f" AND place <= {FURTHER}"
    " AND record IN (SELECT {key} FROM search WHERE {matches} ORDER BY {key} LIMIT {first}) ORDER BY place, text"
)


def suggest_words(reader: Reader, question: str) -> list[str]:
    """Return up to three words of names for the words of a question that nothing matches."""
    found: dict[str, None] = {}
    for term in parse_terms(question):
        if not term.is_beginning and not _is_known(reader, term):
            found |= dict.fromkeys(_suggest_for(reader, term))
    return list(found)[:MOST]


def _is_known(reader: Reader, term: Term) -> bool:
    query = write_query(reader.engine_name, [term], TEXT)
    return bool(reader.rows(KNOWN.format(matches=MATCHES[reader.engine_name]), {"query": query}))


def _suggest_for(reader: Reader, term: Term) -> list[str]:
    """Return the word with a star where it is the beginning of others, else the words near to it."""
    word = term.forms[0]
    if len(word) >= ROOT and _is_known(reader, term._replace(is_beginning=True)):
        return [f"{word}*"]
    return _near_words(reader, term.forms[-1])


def _near_words(reader: Reader, word: str) -> list[str]:
    engine = reader.engine_name
    beginning = write_query(engine, [Term((word[:BEGINNING],), is_beginning=True)], FURTHER)
    sql = NAMES.format(key=KEYS[engine], matches=MATCHES[engine], first=COMPARED)
    printed: dict[str, str] = {}
    for _, _, name in reader.rows(sql, {"query": beginning}):
        for piece in name.split():
            if len(folded := words(piece)) == 1:
                for form in forms(folded[0]):
                    printed.setdefault(form, AROUND.sub("", piece))
    near = get_close_matches(word, printed, n=MOST, cutoff=NEAR)
    return list(dict.fromkeys(printed[each] for each in near))
