"""The words of people: titles, given names, family names, and words that are no name."""

from __future__ import annotations

from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Phrases, cell, phrases, rows, word_set

TITLE_LIMIT = 16
OPENING = "\"«“”'‘"
COMMAS = "،,:"
# Nouns of an office that have no article: وزير خارجية, رئيس وفد, مدير عام.
TITLE_NOUNS = word_set("rule_words", "people title nouns")
IN_TITLE = word_set("rule_words", "people in title")
AFTER_NAME = word_set("rule_words", "people after name")
SAYING = word_set("common_words", "verb")
# The second word of صلاح الدين; على is no علي; قائد and حاكم are names too.
# عبد with what follows is one given name.
RELIGION, ALI, SERVANT = fold("الدين"), fold("علي"), fold("عبد")
SURNAME_TITLES = word_set("rule_words", "people surname titles")
ROLE_AFTER_LIMIT = 4
ENGLISH_SMALL = word_set("rule_words", "people english small")
ENGLISH_PARTICLES = word_set("rule_words", "people english particles")
NOT_NAMES = word_set("rule_words", "people not names")


@lru_cache
def titles(language: str) -> Phrases[str]:
    return phrases("roles", "kind", language=language, article=False)


@lru_cache
def names(kind: str, language: str = "ar") -> frozenset[str]:
    return frozenset(
        fold(word)
        for row in rows("given_names")
        if (row["kind"], row["language"]) == (kind, language)
        for word in cell(row["words"])
    )


@lru_cache
def cities() -> frozenset[str]:
    return frozenset(fold(word) for row in rows("cities") for name in cell(row["names_ar"]) for word in name.split())


@lru_cache
def given() -> frozenset[str]:
    return names("given")


@lru_cache
def sure() -> frozenset[str]:
    """Return given names that are no other word."""
    return names("given") - names("weak")


WITH_PEOPLE = word_set("rule_words", "people with people")
NAMED_AFTER = word_set("rule_words", "people named after")
ENGLISH_SAYING = word_set("rule_words", "people english saying")
TITLE_FIELDS = word_set("rule_words", "people title fields")


@lru_cache
def names_en() -> frozenset[str]:
    """Return English given names that are no other word."""
    return names("given", "en") - ENGLISH_WEAK


ENGLISH_WEAK = word_set("rule_words", "people english weak")
