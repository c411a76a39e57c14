"""The search form of texts and words, in which a reader's spelling and an article's are equal.

Arabic marks, tatweel and invisible characters are dropped, letters that spelling confuses become one, all digits
become 0-9, and Latin letters lose case and accents. The words of a search lose their apostrophes, too, and the seat of
a hamza is one. Words stay whole and get further forms: an Arabic word also without the conjunction, the preposition and
the article that are written as part of it.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

# Combining marks of the Qur'an and of vowels, tatweel, and invisible characters: soft hyphens, marks of direction,
# fillers, selectors of a variant, tags.
DROPPED = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b\u200d-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\u0488\u0489\u20dd-\u20e4\ufe73\ufeff\uffa0\U000e0000-\U000e01ef]"
)
# A letter of Arabic, and any sign of the script.
ARABIC_LETTER, ARABIC_SCRIPT = re.compile("[\u0621-\u064a]"), re.compile("[\u0600-\u06ff]")
# The digits of Arabic and of Persian.
DIGITS = {letter: str(digit) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for digit, letter in enumerate(digits)}
LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ئ": "ي",
    # Letters of Persian, Urdu, Kurdish and Pashto that Arabic is typed with, and the zero-width non-joiner between
    # parts of a Persian word.
    **dict.fromkeys("\u06a9\u06aa", "ك"),
    **dict.fromkeys("\u06cc\u06cd\u06d2\u06d3", "ي"),
    **dict.fromkeys("\u06be\u06c0\u06c1\u06c2\u06c3\u06d5", "ه"),
    **dict.fromkeys("\u0672\u0673", "ا"),
    "\u200c": " ",
    # Latin letters that have no accent to lose, or one that leaves such a letter.
    **dict(zip("øØłŁđĐðÐħĦıŧŦŋŊəƏ", "oollddddhhittnnee", strict=True)),
    **dict.fromkeys("æÆǢǣǼǽ", "ae"),
    **dict.fromkeys("Ǿǿ", "o"),
    **{"œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "ẞ": "ss"},
    **DIGITS,
}
TABLE = str.maketrans(LETTERS)
WORD = re.compile(r"[^\W_]+")
# Apostrophes that are typed, and those that are letters of Uzbek or of romanized Arabic.
TYPED, MODIFIERS = "'`\u00b4\u2018\u2019\u201b\u2032", "[\u02b9-\u02bf\u02c8\ua78b\ua78c]"
# An English possessive and a French article end a word at the apostrophe; any other within a word is left out.
POSSESSIVE = re.compile(f"(?<=[a-z])[{TYPED}]s(?![a-z])")
ELISION = re.compile(f"(?<![a-z])([dl])[{TYPED}](?=[a-z])")
APOSTROPHE = re.compile(f"(?<=[^\\W\\d_])[{TYPED}](?=[^\\W\\d_])|{MODIFIERS}")
THOUSANDS = re.compile(r"(?<=\d)[,\u066c](?=\d{3}(?!\d))")
# One spelling of a hamza, whatever its seat: مسئول and مسؤول, هيأة and هيئة, قرائة and قراءة; and none at the end.
SEATS = (
    (re.compile("ئو"), "وو"),
    (re.compile("(?<=ي)أ(?=[ةه])|(?<=ا)[ءأ](?=[ةه])"), "ي"),
    (re.compile("(?<=[^\\W\\d_]{2}ا)ء(?![^\\W\\d_])"), ""),
)
# English writes some words as one, with a hyphen, or as two. A hyphen joins any two; a blank joins those that begin
# with one of these.
BEGINNINGS = frozenset({
    "agri", "agro", "anti", "bio", "co", "counter", "cyber", "data", "e", "eco", "geo", "inter", "micro", "multi",
    "nano", "non", "pre", "semi", "start", "sub", "tele", "web",
})  # fmt: skip
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u2011](?=[^\W\d_])")
# No real word is longer; longer ones are names run together, or not language. An engine refuses 2 KiB.
LONGEST = 200
CONJUNCTIONS, PREPOSITIONS = "وف", "بكل"
ARTICLE = "ال"
# After the preposition ل the article loses its alif: للذكاء.
ARTICLES = (ARTICLE, "لل")
# Prefixes that a question loses: the article with everything that may precede it.
WITH_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=..)")
# A single letter is taken off only if a root can be left.
ROOT = 3
CACHED = 1 << 16
# Normalizing sorts the marks behind a letter, which takes the square of their number: longer texts lose theirs first.
SORTED = 1000


def fold(text: str) -> str:
    """Return the text in its search form."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKC", _drop_marks(text) if len(text) > SORTED else text).translate(TABLE)
    return _drop_marks(unicodedata.normalize("NFKD", DROPPED.sub("", letters))).casefold()


def _drop_marks(text: str) -> str:
    return "".join(letter for letter in text if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return [word for piece in text.split() for word in _words_of(piece)]


def compounds(text: str) -> set[str]:
    """Return the Latin words that a text writes in two parts, folded, as one: `startups` for `start-ups`."""
    pieces = text.split()
    folded = [_words_of(piece) for piece in pieces]
    found = {
        join_words(parts[0], parts[1])
        for piece, parts in zip(pieces, folded, strict=True)
        if _is_hyphenated(piece, parts)
    }
    found |= {join_words(parts[0], after[0]) for parts, after in pairwise(folded) if after and _begins_word(parts)}
    return found - {""}


def _is_hyphenated(piece: str, parts: Sequence[str]) -> bool:
    return len(parts) == 2 and HYPHEN.search(piece) is not None


def _begins_word(parts: Sequence[str]) -> bool:
    return len(parts) == 1 and parts[0] in BEGINNINGS


def join_words(first: str, second: str) -> str:
    """Return two folded words as one; empty if they are not both of Latin letters."""
    joined = first + second
    return joined if joined.isascii() and joined.isalpha() and len(joined) <= LONGEST else ""


# Words recur: with this cache, a large load is indexed in a third less time.
@lru_cache(maxsize=CACHED)
def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST] for word in WORD.findall(_spell(piece)))


def _spell(piece: str) -> str:
    """Return a folded piece of text without apostrophes, signs of thousands and seats of hamza."""
    if not piece.isascii():
        piece = DROPPED.sub("", unicodedata.normalize("NFC", _drop_marks(piece) if len(piece) > SORTED else piece))
        for pattern, letters in SEATS:
            piece = pattern.sub(letters, piece)
    # To Unicode, an acute accent by itself is a blank with a mark.
    plain = ELISION.sub(r"\1 ", POSSESSIVE.sub("", fold(piece.replace("\u00b4", "'"))))
    return THOUSANDS.sub("", APOSTROPHE.sub("", plain))


@lru_cache(maxsize=CACHED)
def forms(word: str) -> tuple[str, ...]:
    """The forms under which a folded word of a text is found: itself, and the word without its proclitics."""
    found = [word]
    for letters in (CONJUNCTIONS, PREPOSITIONS):
        found += [form[1:] for form in found if form[0] in letters and len(form) > ROOT]
    found += [form[len(ARTICLE) :] for form in found if form.startswith(ARTICLES) and len(form) > ROOT]
    return tuple(dict.fromkeys(found))


def asked_forms(word: str) -> tuple[str, ...]:
    """The forms that a folded word of a question looks for: itself, and itself without the article and its prefixes."""
    found = WITH_ARTICLE.match(word)
    bare = word[found.end() :] if found else word
    return (word, bare) if bare != word and len(word) > ROOT else (word,)


def bare_forms(word: str) -> tuple[str, ...]:
    """The forms that a folded word of a question looks for where it may begin with a conjunction or a preposition."""
    return tuple(form for form in forms(word) if form == word or len(form) >= ROOT)
