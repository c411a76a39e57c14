"""The search form of a text: what a reader types and what an article prints meet here.

Arabic marks and tatweel are dropped, letters that spelling confuses become one, all digits become 0-9, and
Latin letters lose case and accents. `fold_words` also takes the proclitics off each Arabic word.
"""

import re
import unicodedata

MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
LETTERS = str.maketrans(
    "أإآٱىةؤئک‌ی" + "٠١٢٣٤٥٦٧٨٩" + "۰۱۲۳۴۵۶۷۸۹",
    "ااااي" + "هويك ي" + "0123456789" * 2,
)
WORD = re.compile(r"[^\W_]+")
ARABIC = re.compile("[\u0621-\u064a]")


def fold(text: str) -> str:
    """The text with marks, spelling variants, case and digits made one; words stay whole."""
    plain = MARKS.sub("", unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(LETTERS)))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def stem(word: str) -> str:
    """A folded word without its proclitics: و or ف, then ب ك ل, then ال; at least three letters stay."""
    if not ARABIC.search(word):
        return word
    for conjunction in ("", "و", "ف"):
        for article in ("ال", "لل", "بال", "كال", "لال"):
            prefix = conjunction + article
            if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                return word[len(prefix) :]
    return word


def fold_words(text: str) -> list[str]:
    """The folded, stemmed words of a text, in order."""
    return [stem(word) for word in WORD.findall(fold(text))]
