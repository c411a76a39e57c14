"""The search form of texts and words, where what a reader types and what an article prints meet.

Arabic marks and tatweel are dropped, letters that spelling confuses become one, all digits become 0-9, and
Latin letters lose case and accents. Words stay whole, with further forms beside them: what is left of an Arabic
word without the conjunction, the preposition and the article that are written as part of it.
"""

import re
import unicodedata
from functools import lru_cache

# Combining marks of the Qur'an and of vowels, tatweel, and invisible marks of direction.
DROPPED = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u061c\u200b\u200d-\u200f\u202a-\u202e\u2066-\u2069]"
)
LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    # Persian letters, and the zero-width non-joiner between parts of a Persian word.
    "ک": "ك",
    "ی": "ي",
    "\u200c": " ",
    **{letter: str(digit) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for digit, letter in enumerate(digits)},
}
TABLE = str.maketrans(LETTERS)
WORD = re.compile(r"[^\W_]+")
# No word is longer; what looks so is a name run together, or no language. An engine refuses 2 KiB.
LONGEST = 200
CONJUNCTIONS, PREPOSITIONS = "وف", "بكل"
ARTICLE = "ال"
# After the preposition ل the article loses its alif: للذكاء.
ARTICLES = (ARTICLE, "لل")
# A single letter is taken off only where a root can be left.
ROOT = 3
CACHED = 1 << 16


def fold(text: str) -> str:
    """The text in its search form."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKC", text).translate(TABLE)
    plain = unicodedata.normalize("NFKD", DROPPED.sub("", letters))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word for piece in text.split() for word in _words_of(piece)]


# Words come again and again: remembered, a large load is indexed in a third less time.
@lru_cache(maxsize=CACHED)
def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST] for word in WORD.findall(fold(piece)))


@lru_cache(maxsize=CACHED)
def forms(word: str) -> tuple[str, ...]:
    """The forms under which a folded word of a text is found: itself, and what is left without its proclitics."""
    found = [word]
    for letters in (CONJUNCTIONS, PREPOSITIONS):
        found += [form[1:] for form in found if form[0] in letters and len(form) > ROOT]
    found += [form[len(ARTICLE) :] for form in found if form.startswith(ARTICLES) and len(form) > ROOT]
    return tuple(dict.fromkeys(found))


def asked_forms(word: str) -> tuple[str, ...]:
    """The forms that a folded word of a question looks for: itself, and itself without the article."""
    bare = word.removeprefix(ARTICLE)
    return (word, bare) if bare != word and len(word) > ROOT else (word,)
