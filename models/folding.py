"""The search form of a text, where what a reader types and what an article prints meet.

Arabic marks and tatweel are dropped, letters that spelling confuses become one, all digits become 0-9, and
Latin letters lose case and accents. Words stay whole.
"""

import re
import unicodedata

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


def fold(text: str) -> str:
    """The text in its search form."""
    letters = unicodedata.normalize("NFKC", text).translate(TABLE)
    plain = unicodedata.normalize("NFKD", DROPPED.sub("", letters))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
