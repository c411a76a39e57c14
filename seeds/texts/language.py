"""Recognize texts in Arabic and in English; other languages are not guessed."""

from __future__ import annotations

import re
from collections import Counter

# The letters of Arabic, and those that Persian, Urdu, Kurdish and others add to its script.
ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
ADDED = re.compile("[\u0671-\u06d3]")
LETTER = re.compile(r"[^\W\d_]")
ASCII_LETTER = re.compile("[A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
# Arabic texts spell a foreign name with an added letter now and then.
MOST_ADDED = 0.02
MOST_ACCENTED = 0.01
FEWEST_LATIN = 0.9
FEWEST_COMMON = 0.1
# The most common words of English, and of languages that are written with few accents.
COMMON_WORDS = {
    "en": "the of and to in a is was were be been for on that with as at by from it its this which has have had will"
    " not he she they their said would two three first new may january february march april june july august september"
    " october november december monday tuesday wednesday thursday friday saturday sunday",
    "fr": "le la les de des du un une et à au aux en dans pour sur par que qui est a ont sont se ce cette on pas avec",
    "es": "el la los las de del un una y a en por para con que es se su al lo como más no ha",
    "pt": "o a os as de do da dos das um uma e em no na por para com que se ao não é foi",
    "it": "il lo la i gli le di del della dei un una e a in per con che si è da al non ha sono",
    "de": "der die das den dem des ein eine und zu in im für auf mit von ist sich nicht auch an am als bei hat",
    "nl": "de het een en van in op te dat die voor met is zijn aan om ook als bij heeft niet",
    "id": "yang dan di ke dari untuk dengan pada ini itu dalam akan oleh tidak telah antara juga",
    "tr": "ve bir bu da de ile için olarak daha çok en",
}
COMMON = {language: frozenset(words.split()) for language, words in COMMON_WORDS.items()}


def recognize_language(text: str) -> str | None:
    """Return `ar` or `en`, or None if the text is in another language, in both, or too short to tell."""
    letters, arabic, added = (len(each.findall(text)) for each in (LETTER, ARABIC, ADDED))
    if 2 * arabic > letters:
        return "ar" if added <= MOST_ADDED * arabic else None
    latin = len(ASCII_LETTER.findall(text))
    if latin < FEWEST_LATIN * letters or letters - arabic - added - latin > MOST_ACCENTED * latin:
        return None
    return "en" if _is_english(WORD.findall(text.lower())) else None


def is_written_in(text: str, language: str) -> bool:
    """Return whether most letters of a text are of the script of `ar` or `en`."""
    own = ARABIC if language == "ar" else ASCII_LETTER
    return 2 * len(own.findall(text)) > len(LETTER.findall(text))


def _is_english(words: list[str]) -> bool:
    """Return whether words that are common in English are frequent, and more so than those of any other language."""
    counts = Counter({language: sum(word in common for word in words) for language, common in COMMON.items()})
    others = max(count for language, count in counts.items() if language != "en")
    return counts["en"] > others and counts["en"] >= FEWEST_COMMON * len(words)
