"""The words of agreements: heads with type and number, stages, and the words that rules look for beside them."""

from __future__ import annotations

from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Phrases, cell, rows, word_set

GENERIC = frozenset(("agreement", "unspecified", "declaration"))
# These are agreements only if a signature or sum is beside them.
ALIKE = frozenset(("agreement", "framework_agreement", "strategic_partnership", "treaty"))
# These come about by giving or approving, too.
GIVEN = frozenset(("loan", "grant"))
WEAK = frozenset(("contract", "loan", "grant", "joint_venture", "licence", "cooperation_programme", "supply_contract"))
NEAR, FAR = 6, 40
# The most words between a word of negation or aim and the words that it governs.
REACH = {"negated": 2, "aim": 0}
NAMED_TREATIES = word_set("rule_words", "agreements named treaties")
NO_COOPERATION = word_set("rule_words", "agreements no cooperation")
HELD_NOT_CONTRACT = word_set("rule_words", "agreements held not contract")
CONTRACT_AFTER = word_set("rule_words", "agreements contract after")
ANOTHER = word_set("rule_words", "agreements another")
TOOK_PLACE = word_set("rule_words", "agreements took place")
ALSO = word_set("rule_words", "agreements also")
DESIRE = word_set("rule_words", "agreements desire")
PRESENT = word_set("rule_words", "agreements present")
HAPPENED = word_set("rule_words", "agreements happened")
AFTER_ONLY = word_set("rule_words", "agreements after only")
NOUN_CUES = word_set("rule_words", "agreements noun cues")
LISTING = word_set("rule_words", "agreements listing")
PLANNED_AFTER = word_set("rule_words", "agreements planned after")
LATER = word_set("rule_words", "agreements later")
COUNTED = word_set("rule_words", "agreements counted")
AGREEMENT_ENDS = word_set("rule_words", "agreements agreement ends")
DECLARATION = fold("إعلان")


ARTICLES = word_set("rule_words", "agreements articles")
OTHER_STAGES = frozenset(
    (
        "giving",
        "drafted",
        "negotiating",
        "under_discussion",
        "agreed",
        "ratified",
        "in_force",
        "suspended",
        "terminated",
    )
)


@lru_cache
def agreement_words(language: str) -> Phrases[tuple[str, str]]:
    return Phrases(
        (phrase, (row["type"], row["count"]))
        for row in rows("agreement_words")
        if row["language"] == language
        for word in cell(row["words"])
        for phrase in ((word, accusative(word)) if language == "ar" else (word,))
    )


def accusative(phrase: str) -> str:
    """Return an Arabic phrase with the alif of the accusative: برنامجا تنفيذيا for برنامج تنفيذي."""
    return " ".join(word if word.endswith(("ة", "ا", "ى", "ء", "ت")) else word + "ا" for word in phrase.split())


@lru_cache
def stage_words(language: str) -> Phrases[tuple[str, str]]:
    return Phrases(
        (
            (phrase, (row["stage"], row["outlook"]))
            for row in rows("stage_words")
            if row["language"] == language
            for phrase in cell(row["words"])
        ),
        article=False,
    )


@lru_cache
def typing_errors() -> tuple[str, ...]:
    return tuple(fold(word) for word in ("اتفاقية", "الاتفاقية", "بروتوكول", "اتفاقيات"))


def one_letter_off(word: str, right: str) -> bool:
    return (
        len(word) == len(right)
        and word != right
        and word[:3] == right[:3]
        and sum(a != b for a, b in zip(word, right, strict=True)) == 1
    )
