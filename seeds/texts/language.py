"""Recognize texts in Arabic and in English, and their titles; other languages are not guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

# The letters of Arabic, and those that Persian, Urdu, Kurdish and others add to its script.
ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]")
ADDED = re.compile("[\u0671-\u06d3\u0750-\u077f]")
LETTER = re.compile(r"[^\W\d_]")
ASCII_LETTER = re.compile("[A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
# Vowel marks and the tatweel, which are within words.
MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")
# Arabic texts spell a foreign name with an added letter now and then.
MOST_ADDED = 0.02
MOST_ACCENTED = 0.01
FEWEST_LATIN = 0.9
FEWEST_OWN = 0.06
# The Arabic article with the letters before it; no other language begins so many words with it.
ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=\w\w)")
# A word of a title is found in the text by its first letters.
STEM = 4
# The most common words of English and Arabic, and of languages that are mistaken for them: those that are written with
# few accents, or with the letters of Arabic alone.
COMMON_WORDS = {
    "en": "the of and to in a is was were be been for on that with as at by from it its this which has have had will"
    " not he she they their would said two three first new may january february march april june july august september"
    " october november december monday tuesday wednesday thursday friday saturday sunday",
    "fr": "le la les de des du un une et à au aux en dans pour sur par que qui est a ont sont se ce cette on pas avec"
    " entre",
    "es": "el la los las de del un una y a en por para con que es se su al lo como más no ha entre",
    "pt": "o a os as de do da dos das um uma e em no na por para com que se ao não é foi entre",
    "it": "il lo la i gli le di del della dei un una e a in per con che si è da al non ha sono tra",
    "ro": "si in la un o de cu pe a au din pentru este ale al intre care",
    "de": "der die das den dem des ein eine und zu in im für auf mit von ist sich nicht auch an am als bei hat war",
    "nl": "de het een en van in op te dat die voor met is zijn aan om ook als bij heeft niet",
    "da": "og i at er en til af på for med det den de som har var ikke om et fra der vil ved mellem",
    "sv": "och i att är en till av på för med det den de som har var inte om ett från on",
    "hu": "a az es is egy hogy nem de meg volt be at ez",
    "pl": "i w na z do nie to sie jest o a po od za dla",
    "cs": "a v na z do se je to o ze s za by pro od ale",
    "id": "yang dan di ke dari untuk dengan pada ini itu dalam akan oleh tidak telah antara juga",
    "fil": "ang ng sa na at mga ay si ni kay ito para isang hindi may nang",
    "tr": "ve bir bu da de ile için olarak daha çok en",
    "ar": "في فى إلى الى على عن أن إن مع بين التي الذي هذا هذه ذلك خلال بعد قبل حول منذ ضمن ثم قال كان كما حيث",
    "fa": "و به در از كه اين با را است براي بود شد شده مي تا يك خود ها هاي آن بر كرد بين بعد قبل ميان خواهد",
    "ur": "اور كي كا كو سي ني مين هي هين پر كيا",
}
COMMON = {language: frozenset(words.split()) for language, words in COMMON_WORDS.items()}
OWN = {
    language: COMMON[language].difference(*(words for other, words in COMMON.items() if other != language))
    for language in ("ar", "en")
}
PERSIAN_LETTERS = str.maketrans("یىکہھۀ", "ييكههه")


def recognize_language(text: str) -> str | None:
    """Return `ar` or `en`, or None if the text is in another language, in both, or too short to tell."""
    letters, arabic, added = (len(each.findall(text)) for each in (LETTER, ARABIC, ADDED))
    if 2 * arabic > letters:
        return "ar" if added <= MOST_ADDED * arabic and _is_in("ar", _words(text)) else None
    latin = len(ASCII_LETTER.findall(text))
    if latin < FEWEST_LATIN * letters or letters - arabic - added - latin > MOST_ACCENTED * latin:
        return None
    return "en" if _is_in("en", _words(text)) else None


def is_title_in(language: str, title: str, text: str) -> bool:
    """Return whether the title of a text in `ar` or `en` is in this language too.

    A title whose common words do not tell is, if most of its words come again in the text.
    """
    if not is_written_in(title, language) or (language == "ar" and ADDED.search(title)):
        return False
    words = _words(title)
    own, common, others = _count_common(language, words)
    if others != common:
        return common > others
    stems = set(_stems(_words(text.replace(title, "", 1))))
    return _is_frequent(own, words) or 2 * sum(stem in stems for stem in _stems(words)) > len(words)


def is_written_in(text: str, language: str) -> bool:
    """Return whether most letters of a text are of the script of `ar` or `en`."""
    own = ARABIC if language == "ar" else ASCII_LETTER
    return 2 * len(own.findall(text)) > len(LETTER.findall(text))


def _words(text: str) -> list[str]:
    return WORD.findall(MARKS.sub("", text).lower())


def _stems(words: Sequence[str]) -> list[str]:
    return [ARTICLE.sub("", word)[:STEM] for word in words]


def _is_in(language: str, words: Sequence[str]) -> bool:
    """Return whether words of this language alone are frequent, and its common words outnumber those of any other."""
    own, common, others = _count_common(language, words)
    return _is_frequent(own, words) and common > others


def _is_frequent(count: int, words: Sequence[str]) -> bool:
    return count > 0 and count >= FEWEST_OWN * len(words)


def _count_common(language: str, words: Sequence[str]) -> tuple[int, int, int]:
    """Count the words of this language alone, its common words, and those of the other language that has most."""
    with_article = sum(bool(ARTICLE.match(word)) for word in words) if language == "ar" else 0
    plain = [word.translate(PERSIAN_LETTERS) for word in words]
    others = (sum(word in common for word in plain) for other, common in COMMON.items() if other != language)
    own, common = (sum(word in each for word in words) for each in (OWN[language], COMMON[language]))
    return with_article + own, with_article + common, max(others)
