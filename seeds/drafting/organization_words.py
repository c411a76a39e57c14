"""The words of organizations: heads, fields of work, and words that end a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Phrases, cell, rows, word_set
from seeds.drafting.text import bare, stems

OPENING = {"«": "»", "“": "”", '"': '"', "”": "“", "‘": "’", "„": "“"}
QUOTED_LIMIT = 10
NAME_LIMIT = 14
PROPER_LIMIT = 3
# Titles that follow a body and begin with a letter of an English name.
CONNECTORS = word_set("rule_words", "organizations connectors")
PURPOSES = word_set("rule_words", "organizations purposes")
NOT_PURPOSE = word_set("rule_words", "organizations not purpose")
CONJUNCTION_LETTER = "و"
# Words whose first letter و is their own.
OWN_WAW = (
    "وطن",
    "وزار",
    "وزير",
    "وسط",
    "وكال",
    "وكيل",
    "وثائق",
    "وقود",
    "وقايه",
    "وظيف",
    "وحد",
    "واحد",
    "وفد",
    "واس",
    "وام",
    "وول",
    "واشنطن",
    "واقع",
    "وساط",
    "وسائل",
    "وادي",
    "ولاي",
    "وعي",
    "ورش",
    "وصل",
    "ورق",
    "وضع",
)
FIELDS = frozenset(
    (
        "ministry",
        "agency",
        "council",
        "intergovernmental",
        "association",
        "research_centre",
        "centre",
        "business_council",
        "technology_park",
    )
)
NISBA = ("ي", "يه", "يين", "يون", "يات")
PREFIXED = "وفبكل"


@dataclass(frozen=True)
class Head:
    """A head word: the kind of body, and how its name goes on."""

    kind: str
    form: str


@lru_cache
def heads(language: str) -> Phrases[Head]:
    return Phrases(
        (
            (phrase, Head(row["kind"], row["form"]))
            for row in rows("organization_heads")
            if row["language"] == language
            for phrase in cell(row["words"])
        ),
        article=False,
        cased=language == "en",
    )


@lru_cache
def known_bodies() -> Phrases[dict[str, str]]:
    """Return well-known bodies, with kind, country and English name."""
    return Phrases(
        ((name, row) for row in rows("known_organizations") for name in cell(row["names_ar"]) + cell(row["names_en"])),
        article=False,
        cased=True,
    )


@lru_cache
def topics_en() -> frozenset[str]:
    """Return fields of English offices: Trade, Foreign, Affairs …"""
    return frozenset(fold(word) for row in rows("topics") if row["language"] == "en" for word in cell(row["words"]))


@lru_cache
def topics() -> frozenset[str]:
    return frozenset(bare(fold(word.split()[0])) for row in rows("topics") for word in cell(row["words"]))


SMALL = word_set("common_words", "function")
IN, STUDYING = fold("في"), frozenset(("centre", "research_centre", "academy", "laboratory", "association"))
ENGLISH_ORDINALS = word_set("rule_words", "organizations english ordinals")
FUNCTION = SMALL | {letter + word for letter in "وف" for word in SMALL}
VERBS = word_set("common_words", "verb")
TIMES = word_set("common_words", "time")
ADJECTIVES = word_set("common_words", "adjective")
NOUNS = word_set("common_words", "noun")
IDAFA = word_set("common_words", "idafa")
STOPS = FUNCTION | VERBS | TIMES


# Nouns whose object has ب: مركز النهوض بالصادرات.
BEFORE_B = word_set("rule_words", "organizations before b")
VAGUE = word_set("rule_words", "organizations vague")
TITLE_FIELDS = word_set("rule_words", "organizations title fields")
NAME_ADJECTIVES = word_set("rule_words", "organizations name adjectives")
CONSTRUCT_NAMES = word_set("rule_words", "organizations construct names")
SHAPED_ADJECTIVES = word_set("rule_words", "organizations shaped adjectives")
KNOWN_WORDS = frozenset(
    stem
    for row in rows("known_organizations")
    for name in cell(row["names_ar"])
    for word in name.split()
    for _, stem in stems(fold(word))
) | frozenset(fold(word) for row in rows("cities") for name in cell(row["names_ar"]) for word in name.split())
