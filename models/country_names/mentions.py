"""Countries in running text: names, adjectives and abbreviations at the borders of words, the longest first.

Arabic conjunctions, prepositions and the article are skipped, and so are English possessives. Time is linear in the
text: each word is tried with at most as many further words as the longest name that begins with it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from models.country_names.spelling import ARTICLE, PROCLITICS, SHORTEST, Row, without_article, words
from models.derived.folding import ARABIC_LETTER, DROPPED

ADJECTIVE, ACRONYM = "adjective", "acronym"
CACHED = 1 << 15

# Marks that follow a letter belong to its word.
MARKS = DROPPED.pattern[1:-1] + "\u0300-\u036f"
LETTERS = rf"[^\W_](?:[^\W_]|[{MARKS}])*"
TOKEN = re.compile(rf"(?:[^\W\d_]\.){{2,}}|{LETTERS}(?:['\u2019]{LETTERS})*|&")
POSSESSIVE = re.compile("['\u2019]s$", re.IGNORECASE)
GAP = re.compile(r"\s{1,2}|\s?[-\u2010-\u2014]\s?|\s?/\s?")
ABBREVIATED = re.compile(r"(?:st|ste|rep|dem)", re.IGNORECASE)
# The capital of Jordan, which differs from Oman by a doubled letter.
AMMAN = re.compile("[وف]?[بكل]?ع[\u064b-\u0650]*م[\u064b-\u0650]*\u0651")

# Phrases in which the name of a country is no country.
PHRASES = (
    "Indian Ocean", "Persian Gulf", "Gulf of Oman", "Sea of Oman", "Gulf of Mexico", "Gulf of Guinea", "Sea of Japan",
    "South China Sea", "East China Sea", "North America", "South America", "Latin America", "Central America",
    "New Mexico", "New Jersey", "New England", "New South Wales", "Mozambique Channel", "British Columbia",
    "American Samoa Basin", "North American", "South American", "Latin American", "Central American", "Inner Mongolia",
    "المحيط الهندي", "خليج عمان", "بحر عمان", "خليج المكسيك", "خليج غينيا", "بحر اليابان", "بحر الصين الجنوبي",
    "بحر الصين الشرقي", "أمريكا الشمالية", "أمريكا الجنوبية", "أمريكا اللاتينية", "أمريكا الوسطى", "أميركا الشمالية",
    "أميركا الجنوبية", "أميركا اللاتينية", "أميركا الوسطى", "شبه القارة الهندية", "المغرب العربي", "المغرب الكبير",
    "شبه الجزيرة الكورية", "Korean Peninsula", "دولار أمريكي", "دولار أميركي", "دولارا أمريكيا", "دولارات أمريكية",
    "US dollar", "US dollars", "منغوليا الداخلية", "الخليج الفارسي",
)  # fmt: skip
# Words that are far more often something else: financial, lunar, Timurid, a knight; and أروبا for Europe.
OTHER_WORDS = frozenset(
    [f"{stem}{ending}" for stem in ("مالي", "قمري", "تيموري") for ending in ("ه", "ون", "ين", "ات", "ا")]
    + ["قمري", "تيموري", "فارس", "اروبا", "lao", "norfolk", "salvador"]
)
# Words that are a country only behind a preposition: Mali or financial, Benin or sons.
DOUBTFUL = frozenset({"مالي", "بنين"})
PREPOSITIONS = frozenset({"في", "من", "الي", "مع", "بين", "عن", "دوله", "لدي"})


class Mention(NamedTuple):
    """A name in a text, from its first character to the one after its last, without proclitics."""

    start: int
    end: int
    # None where several countries share the name.
    code: str | None
    form: str
    codes: tuple[str, ...]


class Token(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    text: str
    # The word as names have it, and how many of its first letters are proclitics; the whole word comes first.
    readings: tuple[tuple[str, int], ...]
    # The word without the ending of a possessive; empty if it has none.
    owner: str


class Hit(NamedTuple):
    """A name that begins at a token."""

    tokens: int
    proclitics: int
    possessive: bool
    rows: list[Row]


class Mentions:
    """The names of countries by their first word."""

    def __init__(self, names: Mapping[str, list[Row]]) -> None:
        self._names: dict[str, list[Row]] = dict(names)
        self._names |= {" ".join(words(phrase)): [] for phrase in PHRASES}
        for spelled, rows in names.items():
            # سورية is a name and an adjective, السورية an adjective only.
            like = names.get(spelled[:-1], []) if spelled.endswith("يه") else []
            self._add_forms(spelled, [row for row in [*rows, *like] if row.language == "ar" and row.form == ADJECTIVE])
            if rows and rows[0].language == "ar" and " " not in spelled and spelled.endswith("ي"):
                self._names.setdefault(ARTICLE + spelled, rows)
            english = [row for row in rows if row.language == "en" and row.form == ADJECTIVE]
            if english and not spelled.endswith(("ese", "sh", "ch", "s")):
                self._names.setdefault(f"{spelled}s", english)
        self._longest: dict[str, int] = {}
        for spelled in self._names:
            first, *rest = spelled.split() or [""]
            self._longest[first] = max(self._longest.get(first, 1), len(rest) + 1)

    def _add_forms(self, spelled: str, adjectives: list[Row]) -> None:
        """Add the definite forms, the accusative and the duals of an Arabic adjective."""
        if not adjectives:
            return
        definite = " ".join(ARTICLE + word for word in spelled.split())
        self._names.setdefault(definite, adjectives)
        if spelled.endswith("ي"):
            self._names.setdefault(" ".join(f"{word}ا" for word in spelled.split()), adjectives)
        if " " not in spelled and spelled.endswith(("ي", "يه")):
            stem = f"{spelled[:-1]}ت" if spelled.endswith("ه") else spelled
            for dual in (f"{stem}ان", f"{stem}ين"):
                self._names.setdefault(dual, adjectives)
                self._names.setdefault(ARTICLE + dual, adjectives)

    def of(self, text: str) -> list[Mention]:
        """Return the mentions in a text, in order and without overlaps."""
        tokens = list(_tokens(text))
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            hit = max(self._hits(text, tokens, at), key=lambda hit: hit.tokens, default=None)
            if hit and (mention := _mention(text, tokens, at, hit)):
                found.append(mention)
            at += hit.tokens if hit else 1
        return found

    def _hits(self, text: str, tokens: list[Token], at: int) -> Iterator[Hit]:
        """The names that begin at a token, those with the fewest proclitics first."""
        for word, proclitics in tokens[at].readings:
            longest = self._longest.get(word, 1)
            before, spelled = "", word
            for number, token in enumerate(tokens[at : at + longest], 1):
                if number > 1:
                    if not _joined(text, tokens[at + number - 2], token):
                        break
                    before, spelled = spelled + " ", f"{spelled} {token.readings[0][0]}"
                if spelled in self._names:
                    yield Hit(number, proclitics, False, self._names[spelled])
                elif token.owner and before + token.owner in self._names:
                    yield Hit(number, proclitics, True, self._names[before + token.owner])


def _tokens(text: str) -> Iterator[Token]:
    """The words of a text with their readings; the English article is none."""
    for found in TOKEN.finditer(text):
        readings, owner = _read(found[0])
        if readings:
            yield Token(found.start(), found.end(), found[0], readings, owner)


@lru_cache(maxsize=CACHED)
def _read(token: str) -> tuple[tuple[tuple[str, int], ...], str]:
    """Return the readings of a word, none if it is no word of a name, and the word without a possessive."""
    spelled = " ".join(words(token))
    owner = " ".join(words(POSSESSIVE.sub("", token))) if POSSESSIVE.search(token) else ""
    return tuple(_readings(spelled)) if spelled else (), owner


def _readings(word: str) -> Iterator[tuple[str, int]]:
    """Return a word, and its forms without the proclitics that it may begin with."""
    yield word, 0
    found = PROCLITICS.match(word)
    for length in range(1, (found.end() if found else 0) + 1):
        rest = word[length:]
        if len(rest) < SHORTEST:
            return
        yield rest, length
        # After the preposition ل the article loses its alif: للجزائر.
        if word[length - 1] == "ل" and rest.startswith("ل"):
            yield "ا" + rest, length


def _joined(text: str, last: Token, token: Token) -> bool:
    """Return whether two words belong to one phrase: only a space, a hyphen or the article is between them."""
    gap = text[last.end : token.start]
    if gap.startswith(".") and ABBREVIATED.fullmatch(last.text):
        gap = gap[1:]
    if gap.lower().endswith("the "):
        gap = gap[:-4]
    return bool(GAP.fullmatch(gap))


def _mention(text: str, tokens: list[Token], at: int, hit: Hit) -> Mention | None:
    """The mention of a name; None if the words are more likely something else, or no name by their capitals."""
    first, last = tokens[at], tokens[at + hit.tokens - 1]
    start = first.start + _length_of(first.text, hit.proclitics)
    end = last.end - 2 if hit.possessive else last.end
    printed = text[start:end]
    if _is_other(printed, tokens[at - 1] if at else None):
        return None
    rows = hit.rows if ARABIC_LETTER.search(printed) else [row for row in hit.rows if _in_case(printed, row)]
    rows = [row for row in rows if row.form != ADJECTIVE] or rows
    if not rows:
        return None
    codes = tuple(sorted({row.code for row in rows}))
    return Mention(start, end, codes[0] if len(codes) == 1 else None, rows[0].form, codes)


def _is_other(printed: str, before: Token | None) -> bool:
    """Return whether the words of a name are more likely another word here, such as finance rather than Mali."""
    spelled = " ".join(words(printed))
    if spelled in DOUBTFUL:
        return before is None or before.readings[0][0].removeprefix("و") not in PREPOSITIONS
    return bool(spelled in OTHER_WORDS or without_article(spelled) in OTHER_WORDS | DOUBTFUL or AMMAN.match(printed))


def _length_of(text: str, letters: int) -> int:
    """Return the number of characters that the first letters of a text take, with their marks."""
    at = 0
    for _ in range(letters):
        at += 1
        while at < len(text) and DROPPED.match(text[at]):
            at += 1
    return at


def _in_case(printed: str, row: Row) -> bool:
    """Return whether a Latin name has its capitals: all of them in initials, the first word's in a name."""
    if row.form == ACRONYM:
        return printed.upper() == printed
    return any(letter.isupper() for letter in printed.split()[0])
