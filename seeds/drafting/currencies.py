"""Currencies of money: their signs, codes and words.

Money has the currency that is printed; where only دينار or ريال is, the one of the only country of the text that has
such a currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Match, Phrases, cell, rows
from seeds.drafting.mentions import CountryMention
from seeds.drafting.text import Word

SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₹": "INR",
    "₺": "TRY",
    "₪": "ILS",
    "₦": "NGN",
    "₩": "KRW",
}
LETTERS_BEFORE_SIGN = {
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "hk": "HKD",
    "s": "SGD",
    "nz": "NZD",
    "nt": "TWD",
    "r": "BRL",
}


@lru_cache
def currencies() -> Phrases[str]:
    """Return currencies by their words; a word of several countries has `?` and the word."""
    return Phrases(
        ((word, row["code"] or "?" + fold(word)) for row in rows("currencies") for word in cell(row["words"])),
        article=False,
    )


@lru_cache
def shared_currencies() -> dict[str, dict[str, str]]:
    """Return the currency of each country, by the first word of its Arabic and English names."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("currencies"):
        if row["code"] and row["country"]:
            for phrase in cell(row["words"]):
                for word in phrase.split():
                    found.setdefault(fold(word), {})[row["country"]] = row["code"]
    return found


def sign_at(words: list[Word], index: int) -> tuple[str, int] | None:
    """Return the currency before a number, and how many words it takes: `$`, `US$`, `USD`."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else None
    if word.fold in SIGNS:
        return SIGNS[word.fold], 1
    if not following or not word.text.isupper():
        return None
    if word.fold in LETTERS_BEFORE_SIGN and following.fold == "$":
        return LETTERS_BEFORE_SIGN[word.fold], 2
    if len(word.fold) == 3 and following.kind == "number" and (match := currencies().at(words, index)):
        return None if match.value.startswith("?") else (match.value, 1)
    return None


def currency_code(match: Match[str], countries: Sequence[CountryMention]) -> str | None:
    """Return the code of a currency: by the adjective after it, else by the only country of the text that has it."""
    if not match.value.startswith("?"):
        return match.value
    word = match.value[1:]
    owners = shared_currencies().get(word, {}) or shared_currencies().get(word.removesuffix("ا").removesuffix("s"), {})
    after = next((mention.code for mention in countries if 0 <= mention.start - match.end <= 2), None)
    if after in owners:
        return owners[after]
    among = list(dict.fromkeys(mention.code for mention in countries if mention.code in owners))
    return owners[among[0]] if len(among) == 1 else None
