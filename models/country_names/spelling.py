"""The keys under which spellings of one name meet: `key` for the usual differences, `loose` for the rarer ones.

Only differences within names of countries are here (`St.` and `Saint`, `&` and `and`, an inverted `Korea, Republic
of`); `models.derived.folding` has those of every text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from models.derived.folding import fold

APOSTROPHES = re.compile("['\u2018\u2019\u201b\u02bb\u02bc\u00b4`]")
# `U.S.A.` is one word, and `St.` keeps no dot.
DOT_OF_INITIAL = re.compile(r"(?<![^\W_])([^\W_])\.")
FOOTNOTE = re.compile(r"\[\d+\]|[*†‡]")
WORD = re.compile(r"[^\W_]+|&")
# Letters of Persian, Kurdish and Urdu, and letters for sounds that Arabic has not.
FOREIGN = str.maketrans({"پ": "ب", "ڤ": "ف", "چ": "ج", "گ": "ك", "ژ": "ج", "ھ": "ه", "ہ": "ه", "ە": "ه"})
SAME = {
    "&": "and",
    "st": "saint",
    "ste": "saint",
    "sainte": "saint",
    "rep": "republic",
    "dem": "democratic",
    "fed": "federated",
    "sts": "states",
    "utd": "united",
    "govt": "government",
    "isl": "islands",
    "الديموقراطيه": "الديمقراطيه",
    "كمنولث": "كومنولث",
    "كومونولث": "كومنولث",
    "الفدراليه": "الاتحاديه",
    "الفيدراليه": "الاتحاديه",
}
ARTICLE = "ال"
# The conjunction and the preposition that are written as part of the next word.
PROCLITICS = re.compile("[وف]?[بكل]?")
# An article is taken off only where three letters are left.
SHORTEST = 3
CONJUNCTION = "و"
LINKS = {"and", "of"}
# Egypt writes ج for the sound that others write غ.
ONE_SOUND = str.maketrans({"ج": "غ", "ء": None})
SEPARATOR = re.compile(r"\s*[(),،;/|\[\]]\s*")
BRACKETED = re.compile(r"([^(\[]+)[(\[]([^)\]]+)[)\]]?\s*$")
INVERTED = re.compile(r"([^,،]+)[,،](.+)$")
DASH = re.compile(r"\s[-–—_]\s|^[-–—_]\s|\s[-–—_]$")


class Row(NamedTuple):
    """A name as in `country_name.csv`."""

    code: str
    language: str
    text: str
    form: str


def words(text: str) -> list[str]:
    """Return the words of a name in the form in which they are compared; the English article is dropped."""
    plain = APOSTROPHES.sub("", fold(FOOTNOTE.sub("", text)))
    plain = DOT_OF_INITIAL.sub(r"\1", plain.translate(FOREIGN))
    found = [SAME.get(word, word) for word in WORD.findall(plain)]
    if len(found) > 1 and found[-1] == "is":
        found[-1] = "islands"
    return [word for word in found if word != "the"]


def key(text: str) -> str:
    """Return the key of a name: without case, marks, punctuation, `the` and the variants that mean the same word."""
    return " ".join(words(text))


def loose(words: str) -> str:
    """Return the loose key of a key: without spaces, small or doubled words, articles and regional spelling."""
    return "".join(_loose_words(words.split()))


def bag(words: str) -> str:
    """Return the loose words of a key in an order of their own: adjectives of official names change places."""
    return " ".join(sorted(_loose_words(words.split())))


def _loose_words(words: list[str]) -> Iterator[str]:
    for before, word in zip(["", *words], words, strict=False):
        if word in LINKS or word in (CONJUNCTION, before):
            continue
        lead, rest = (CONJUNCTION, word[1:]) if word.startswith(CONJUNCTION + ARTICLE) else ("", word)
        plain = (lead + without_article(rest)).translate(ONE_SOUND)
        yield plain[:-1] + "ا" if plain.endswith("ه") and len(plain) > SHORTEST else plain


def without_article(word: str) -> str:
    """Return an Arabic word without its article, where enough of it is left."""
    bare = word.removeprefix(ARTICLE)
    return bare if len(bare) >= SHORTEST else word


def turned(text: str) -> Iterator[str]:
    """Yield the straight forms of an inverted name: `Republic of Korea` for `Korea, Republic of`.

    A dash in the second part says where the first belongs: `Iran (Republic - Islamic)` as Arabic lists print it.
    """
    for pattern in (BRACKETED, INVERTED):
        if found := pattern.match(text):
            name, qualifier = found[1].strip(), found[2].strip()
            if DASH.search(qualifier):
                yield DASH.sub(f" {name} ", qualifier)
            yield f"{qualifier} {name}"


def parts(text: str) -> list[str]:
    """Return the parts of a value that gives two names: `Myanmar (Burma)`, `Czechia / Czech Republic`."""
    return [part for part in SEPARATOR.split(text) if key(part)]
