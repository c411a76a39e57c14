"""Countries: names, adjectives of nationality, and capitals that stand for a government.

The names come from `models.country_names`; this module decides which country a text means by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from models.country_names import CountryNames, Mention
from models.country_names.mentions import ADJECTIVE
from models.derived.folding import fold
from seeds.drafting.lexicon import REFERENCE, Phrases, cell, rows, word_set
from seeds.drafting.mentions import CountryMention
from seeds.drafting.text import Article, bare, stems

# A word before a name that changes its meaning: صلاة المغرب, ناقل البحرين (of two seas), Air India.
NOT_AFTER = {
    "المغرب": {"صلاه", "اذان", "وقت", "قبل"},
    "البحرين": {"ناقل", "قناه"},
    "india": {"air"},
}
# The usual meaning of names that countries share, such as Korea.
MOSTLY = ("KR", "CD", "GN", "VG", "SD", "IE", "CN")
# A verb such as اشترت; a city after it acts.
PAST_FEMININE = re.compile(r"(?!ال)\w{2,}[^\Wاي]ت(?<!تحت)(?<!وقت)(?<!بيت)(?<!صوت)(?<!بنت)(?<!سبت)")
NOUNS = word_set("common_words", "noun")
OMAN = fold("عمان")
LOCATIVE = word_set("rule_words", "countries locative")
# Between these, cities are places: رحلات بين دبي وبيروت.
TRAVEL = word_set("rule_words", "countries travel")
ENGLISH_AGENT = word_set("rule_words", "countries english agent")


@lru_cache
def slugs() -> dict[str, str]:
    """Return the slug of each country by its code."""
    return {row["code"]: row["slug"] for row in rows("country", REFERENCE)}


@lru_cache
def names() -> CountryNames:
    """Return the names and adjectives of countries, as reports and tables know them."""
    return CountryNames.of(
        (row["code"], row["language"], row["text"], row["form"]) for row in rows("country_name", REFERENCE)
    )


@lru_cache
def capitals() -> Phrases[str]:
    """Return capitals, each with the code of its country."""
    return Phrases(
        (
            (name, row["country"])
            for row in rows("cities")
            if row["role"] == "capital"
            for name in [*cell(row["names_ar"]), row["name_en"], *cell(row["names_en"])]
            if name
        ),
        article=False,
        cased=True,
    )


def find_countries(article: Article) -> list[CountryMention]:
    """Return each mention of a country, in the order of the text."""
    mentions = names().mentions(article.text)
    certain = {mention.code for mention in mentions if mention.code}
    found = [each for mention in mentions if (each := _named(article, mention, certain))]
    taken = [mention.span for mention in found]
    found += [mention for mention in _metonyms(article) if mention.span not in taken]
    return sorted(found, key=lambda mention: mention.start)


def _named(article: Article, mention: Mention, certain: Set[str]) -> CountryMention | None:
    code = mention.code or _which(mention.codes, certain)
    first = article.word_at(mention.start)
    before = article.fold_at(first - 1)
    if code not in slugs() or before in NOT_AFTER.get(fold(article.text[mention.start : mention.end]), ()):
        return None
    if code == "OM" and fold(article.text[mention.start : mention.end]) == OMAN and _is_amman(article):
        return None
    form = "adjective" if mention.form == ADJECTIVE else "name"
    return CountryMention(mention.start, mention.end, f"country {form}", code, form)


def _which(codes: Sequence[str], certain: Set[str]) -> str | None:
    """Return the country of a shared name: one that the text also names differently, else the most usual one."""
    present = [code for code in codes if code in certain]
    return present[0] if len(present) == 1 else next((code for code in MOSTLY if code in codes), None)


def _is_amman(article: Article) -> bool:
    """Return whether عمان is Amman: if the text mentions Jordan, and neither the Sultanate nor Omanis."""
    folds = {stem for word in article.words for _, stem in stems(word.fold)}
    jordan = any(fold(word) in folds for word in ("الأردن", "الأردني", "الأردنية", "أردني"))
    oman = any(fold(word) in folds for word in ("سلطنة", "السلطنة", "العماني", "العمانية", "عماني", "عمانية"))
    return jordan and not oman


def _metonyms(article: Article) -> Iterator[CountryMention]:
    """Find capitals that act as governments: بين موسكو وطهران, but not في موسكو."""
    words = article.words
    for match in capitals().find(words):
        before = article.fold_at(match.first - 1)
        after = article.fold_at(match.last)
        if match.prefix[-1:] in ("ب", "ل") or before in LOCATIVE:
            continue
        if any(bare(word.fold) in TRAVEL for word in words[max(match.first - 6, 0) : match.first]):
            continue
        arabic = words[match.first].kind == "word"
        heads_line = words[match.first].line and match.last < len(words)
        acts = (
            before in AGENT_BEFORE
            or before.removeprefix("و") in VERBS - NOT_AGENT
            or (PAST_FEMININE.fullmatch(before) and before.removeprefix("و") not in NOT_AGENT | NOUNS)
            or (heads_line and after.startswith("و") and _acts(after))
            or (match.prefix == "و" and match.first and _acts(words[match.first - 1].fold))
        )
        if (arabic and acts) or (not arabic and after in ENGLISH_AGENT and before not in LOCATIVE):
            yield CountryMention(match.start, match.end, "capital as metonym", match.value, "capital")


VERBS = word_set("common_words", "verb")
# Verbs whose subject comes later, with the city as the place: زار باريس, وصل موسكو.
NOT_AGENT = word_set("rule_words", "countries not agent")
AGENT_BEFORE = word_set("rule_words", "countries agent before")


def _acts(folded: str) -> bool:
    return any(stem in _capital_folds() for _, stem in stems(folded))


@lru_cache
def _capital_folds() -> frozenset[str]:
    return frozenset(fold(name) for row in rows("cities") if row["role"] == "capital" for name in cell(row["names_ar"]))
