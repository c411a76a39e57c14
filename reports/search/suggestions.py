"""Suggestions for a word that nothing matches: similar words of names, or its beginning with a star."""

from __future__ import annotations

import re
from difflib import get_close_matches
from itertools import islice

from models.derived.folding import ROOT, forms, words
from models.derived.search_index import FURTHER, TEXT, TEXTS
from models.derived.search_schema import KEYS
from models.storage.database import Reader
from reports.search.questions import MATCHES, Term, parse_terms, write_query

# The names of up to COMPARED records with a word that begins with the same letters are compared; one letter is enough
# where two find nothing near.
COMPARED, BEGINNINGS = 1_000, (2, 1)
# Characters that belong to no word: punctuation, and the ending of a possessive.
AROUND = re.compile(r"^\W+|(?:['\u2019]s)?\W*$")
NEAR, MOST = 0.75, 3
# So many words of a question are looked at.
TRIED = 20
# Two words that were typed as one are no longer.
TWO_WORDS = 30
KNOWN = "SELECT 1 FROM search WHERE {matches} LIMIT 1"
NAMES = (
    TEXTS + f" AND place <= {FURTHER}"
    " AND record IN (SELECT {key} FROM search WHERE {matches} ORDER BY {key} LIMIT {first}) ORDER BY place, text"
)


def suggest_words(reader: Reader, question: str) -> list[str]:
    """Return up to three words of names for the words of a question that nothing matches: the first of them."""
    terms = parse_terms(question)
    found: dict[str, None] = {}
    for term, after in islice(zip(terms, [*terms[1:], None], strict=False), TRIED):
        if len(found) >= MOST:
            break
        if term.is_beginning:
            continue
        # Both words may be known, although no record has them together.
        joined = _join(reader, term, after)
        if joined or not _is_known(reader, term):
            found |= dict.fromkeys(joined or _part(reader, term) or _suggest_for(reader, term))
    return list(found)[:MOST]


def _join(reader: Reader, term: Term, after: Term | None) -> list[str]:
    """Return the word that was typed as two."""
    joined = term.forms[0] + after.forms[0] if after else ""
    return [joined] if joined and _is_known(reader, Term((joined,))) else []


def _part(reader: Reader, term: Term) -> list[str]:
    """Return the two words that were typed as one."""
    word = term.forms[0]
    parts = ((word[:at], word[at:]) for at in range(ROOT, min(len(word), TWO_WORDS) - ROOT + 1))
    known = (" ".join(pair) for pair in parts if all(_is_known(reader, Term((part,))) for part in pair))
    return list(islice(known, 1))


def _is_known(reader: Reader, term: Term) -> bool:
    query = write_query(reader.engine_name, [term], TEXT)
    return bool(reader.rows(KNOWN.format(matches=MATCHES[reader.engine_name]), {"query": query}))


def _suggest_for(reader: Reader, term: Term) -> list[str]:
    """Return the word with a star where it is the beginning of others, else the words near to it."""
    word = term.forms[0]
    if len(word) >= ROOT and _is_known(reader, term._replace(is_beginning=True)):
        return [f"{word}*"]
    near = (_near_words(reader, term.forms[-1], letters) for letters in BEGINNINGS)
    return next(filter(None, near), [])


def _near_words(reader: Reader, word: str, letters: int) -> list[str]:
    """Return the words of names that are near to a word and begin with the same letters, as they are printed."""
    engine = reader.engine_name
    beginning = write_query(engine, [Term((word[:letters],), is_beginning=True)], FURTHER)
    sql = NAMES.format(key=KEYS[engine], matches=MATCHES[engine], first=COMPARED)
    printed: dict[str, str] = {}
    for _, _, name in reader.rows(sql, {"query": beginning}):
        for piece in name.split():
            if len(folded := words(piece)) == 1:
                # The shortest is without the letters of other words: البلوكشين rather than للبلوكشين.
                for form in forms(folded[0]):
                    plain = AROUND.sub("", piece)
                    printed[form] = min(printed.get(form, plain), plain, key=len)
    near = get_close_matches(word, printed, n=MOST, cutoff=NEAR)
    return list(dict.fromkeys(printed[each] for each in near))
