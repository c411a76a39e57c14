"""Countries: names, adjectives of nationality, and capitals that stand for a government.

`CountryNames` is the one place that knows the names; another list of names can take its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import REFERENCE, Match, Phrases, cell, rows, word_set
from seeds.drafting.mentions import CountryMention
from seeds.drafting.text import Article, bare, stems

# Endings of an Arabic adjective of nationality: gender and number.
ENDINGS = ("", "ة", "ون", "ين", "ان", "تان", "تين", "ات", "ا", "تا", "تي", "و")
# A word after a name, or before it, that makes it another thing: المغرب العربي, أمريكا اللاتينية, صلاة المغرب.
NOT_BEFORE = {
    "المغرب": {"العربي", "الكبير"},
    "امريكا": {"الجنوبيه", "اللاتينيه", "الوسطي", "الشماليه"},
    "اميركا": {"الجنوبيه", "اللاتينيه", "الوسطي", "الشماليه"},
    "america": {"latin", "south", "central", "north"},
}
NOT_AFTER = {
    "البحرين": {"ناقل", "قناه"},
    "المغرب": {"صلاه", "اذان", "وقت", "قبل"},
    "امريكا": {"جنوب", "شمال", "وسط"},
    "اميركا": {"جنوب", "شمال", "وسط"},
    "america": {"latin", "south", "central", "north"},
    "korea": {"north"},
    "jersey": {"new"},
    "mexico": {"new", "gulf"},
    "guinea": {"new"},
    "india": {"air"},
}
# مالي is "financial" far more often than a country: only after these words is it the country.
MALI = fold("مالي")
MALI_AFTER = word_set("rule_words", "countries mali after")
# Adjectives that are other words when they have no article: مجري is also a way or course.
ONLY_DEFINITE = word_set("rule_words", "countries only definite")
# A verb such as اشترت; a city after it acts.
PAST_FEMININE = re.compile(r"(?!ال)\w{2,}[^\Wاي]ت(?<!تحت)(?<!وقت)(?<!بيت)(?<!صوت)(?<!بنت)(?<!سبت)")
NOUNS = word_set("common_words", "noun")
OMAN = fold("عمان")
# With its mark the city is meant.
AMMAN = re.compile("عم\u0651")
LOCATIVE = word_set("rule_words", "countries locative")
# Between these, cities are places: رحلات بين دبي وبيروت.
TRAVEL = word_set("rule_words", "countries travel")
ENGLISH_AGENT = word_set("rule_words", "countries english agent")


@lru_cache
def slugs() -> dict[str, str]:
    """The slug of each country by its code."""
    return {row["code"]: row["slug"] for row in rows("country", REFERENCE)}


@lru_cache
def names() -> Phrases[tuple[str, str]]:
    """Names and adjectives, each with its code and form."""
    return Phrases(_entries(), article=False, cased=True)


@lru_cache
def capitals() -> Phrases[str]:
    """Capitals, each with the code of its country."""
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


def _entries() -> Iterator[tuple[str, tuple[str, str]]]:
    known = slugs()
    for row in rows("country", REFERENCE):
        yield row["name_ar"], (row["code"], "name")
        yield row["name_en"], (row["code"], "name")
    for row in rows("country_words"):
        if (code := row["code"]) not in known:
            continue
        for name in cell(row["names_ar"]) + cell(row["names_en"]):
            yield name, (code, "name")
        for adjective in cell(row["adjectives_en"]):
            for form in (adjective, adjective + "s"):
                yield form, (code, "adjective")
        for adjective in cell(row["adjectives_ar"]):
            for form in _arabic_forms(adjective):
                yield form, (code, "adjective")


def _arabic_forms(adjective: str) -> Iterator[str]:
    """The genders, numbers and the definite forms of an adjective; a plural such as ألمان has only those two."""
    first, *rest = adjective.split()
    tail = "".join(" " + word for word in rest)
    regular = first.endswith("ي")
    for ending in ENDINGS if regular and not rest else ("",):
        form = first + ending
        if fold(adjective) not in ONLY_DEFINITE:
            yield form + tail
        yield "ال" + form + "".join(" ال" + word for word in rest)
        if regular and ending == "" and rest:
            yield first + "ة" + "".join(" " + word + "ة" for word in rest)
            yield "ال" + first + "ة" + "".join(" ال" + word + "ة" for word in rest)


def find_countries(article: Article) -> list[CountryMention]:
    """Each mention of a country, in the order of the text."""
    found = [mention for match in names().find(article.words) if (mention := _named(article, match))]
    taken = [mention.span for mention in found]
    found += [mention for mention in _metonyms(article) if mention.span not in taken]
    return sorted(found, key=lambda mention: mention.start)


def _named(article: Article, match: Match[tuple[str, str]]) -> CountryMention | None:
    words, (code, form) = article.words, match.value
    first = words[match.first].fold[len(match.prefix) :]
    first = "ال" + first[1:] if match.prefix.endswith("ل") and first.startswith("ل") else first
    before = words[match.first - 1].fold if match.first else ""
    after = words[match.last].fold if match.last < len(words) else ""
    one = match.last - match.first == 1
    if one and (after in NOT_BEFORE.get(first, ()) or before in NOT_AFTER.get(first, ())):
        return None
    if one and first == MALI and code == "ML" and (match.prefix or before not in MALI_AFTER):
        return None
    if code == "OM" and one and (AMMAN.match(article.text, match.start) or (first == OMAN and _is_amman(article))):
        return None
    if one and words[match.first].text in ("us", "Us"):
        return None
    return CountryMention(match.start, match.end, f"country {form}", code, form)


def _is_amman(article: Article) -> bool:
    """عمان is Amman where the text speaks of Jordan, and not of the Sultanate or Omanis."""
    folds = {stem for word in article.words for _, stem in stems(word.fold)}
    jordan = any(fold(word) in folds for word in ("الأردن", "الأردني", "الأردنية", "أردني"))
    oman = any(fold(word) in folds for word in ("سلطنة", "السلطنة", "العماني", "العمانية", "عماني", "عمانية"))
    return jordan and not oman


def _metonyms(article: Article) -> Iterator[CountryMention]:
    """Capitals that act: بين موسكو وطهران, but not في موسكو."""
    words = article.words
    for match in capitals().find(words):
        before = words[match.first - 1].fold if match.first else ""
        after = words[match.last].fold if match.last < len(words) else ""
        if match.prefix[-1:] in ("ب", "ل") or before in LOCATIVE:
            continue
        if any(bare(word.fold) in TRAVEL for word in words[max(match.first - 6, 0) : match.first]):
            continue
        arabic = words[match.first].kind == "word"
        acts = (
            before in AGENT_BEFORE
            or before.removeprefix("و") in VERBS - NOT_AGENT
            or (PAST_FEMININE.fullmatch(before) and before.removeprefix("و") not in NOT_AGENT | NOUNS)
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
