"""The light stem that singular and plural of a folded word share: the last resort of a search.

English loses the ending of its plural, and British and American spelling become one. Arabic loses the endings of
plurals, of adjectives and of the feminine. Broken plurals have no rule: the frequent ones of the subject are listed.
A stem is no word, and verbs keep their tenses.
"""

import re
from functools import lru_cache

from models.derived.folding import ARABIC_LETTER

CACHED = 1 << 16
# An ending, and how many letters must be left before it.
ENDINGS = (
    *(("تين", 3), ("تان", 3), ("ات", 3), ("ون", 4), ("ين", 4), ("ان", 4)),
    *(("ها", 4), ("يه", 3), ("ه", 3), ("ي", 3), ("ا", 3)),
)
BROKEN = {
    plural: singular
    for singular, plurals in {
        "اطار": "اطر", "اقليم": "اقاليم", "الف": "الاف", "بحث": "بحوث ابحاث", "برنامج": "برامج",
        "بلد": "بلدان بلاد", "بنك": "بنوك", "بند": "بنود", "بيت": "بيوت", "تاجر": "تجار", "تقرير": "تقارير",
        "جسر": "جسور", "جهاز": "اجهزه", "حد": "حدود", "حزب": "احزاب", "حق": "حقوق", "حكم": "احكام", "حل": "حلول",
        "خبير": "خبرا", "خط": "خطوط", "درس": "دروس", "رييس": "روسا", "سد": "سدود",
        "سفير": "سفرا", "سنه": "سنوات سنين", "سوق": "اسواق", "شاب": "شباب", "شرط": "شروط", "شريك": "شركا",
        "شهر": "اشهر شهور", "صاروخ": "صواريخ", "صندوق": "صناديق", "طالب": "طلاب طلبه", "طرف": "اطراف",
        "طريق": "طرق", "عالم": "علما", "عام": "اعوام", "عضو": "اعضا", "عقد": "عقود", "عمل": "اعمال",
        "فرع": "فروع", "فريق": "فرق", "فكره": "افكار", "قاعده": "قواعد", "قانون": "قوانين",
        "قرض": "قروض", "قسم": "اقسام", "قمر": "اقمار", "قايد": "قاده", "كابل": "كوابل",
        "كتاب": "كتب", "مبدا": "مبادي", "مبلغ": "مبالغ", "مجلس": "مجالس",
        "محور": "محاور", "مدينه": "مدن", "مدرسه": "مدارس", "مركز": "مراكز", "مشروع": "مشاريع", "مصدر": "مصادر",
        "مصنع": "مصانع", "معهد": "معاهد", "مليون": "ملايين", "منهج": "مناهج",
        "مورد": "موارد", "موقع": "مواقع", "ميثاق": "مواثيق", "مينا": "موانى مواني", "نشاط": "انشطه",
        "نظام": "نظم انظمه",
        "هدف": "اهداف", "وثيقه": "وثايق", "وزير": "وزرا", "وفد": "وفود", "يوم": "ايام",
    }.items()
    for plural in plurals.split()
}  # fmt: skip
IRREGULAR = {
    **{"memoranda": "memorandum", "memorandums": "memorandum", "people": "person", "children": "child"},
    **{"criteria": "criterion", "indices": "index", "women": "woman", "men": "man", "media": "medium"},
    **{"data": "datum", "news": "news", "series": "series"},
}
# The endings of plurals; the first that fits is replaced.
PLURALS = (
    (re.compile("(?<=..)ies$"), "y"),
    (re.compile("yses$"), "ysis"),
    (re.compile("(?<=ss|sh|ch)es$|(?<=x)es$|(?<=bus)es$"), ""),
    (re.compile("(?<=..[^siu])s$"), ""),
)
# American endings of British ones.
SPELLINGS = (
    (re.compile("is(?=(?:e|ed|er|ing|ation)$)"), "iz"),
    (re.compile("(?<=[tb])re$"), "er"),
    (re.compile("(?<=.{2})our$"), "or"),
    (re.compile("(?<=..[ao])mme$|(?<=gra)mme$"), "m"),
    (re.compile("ogue$"), "og"),
    (re.compile("(?<=fen)ce$"), "se"),
)


@lru_cache(maxsize=CACHED)
def stem(word: str) -> str:
    """Return the light stem of a folded word."""
    return _stem_arabic(word) if ARABIC_LETTER.match(word) else _stem_english(word)


def _stem_arabic(word: str) -> str:
    word = BROKEN.get(word, word)
    while shorter := next((word[: -len(end)] for end, left in ENDINGS if _ends(word, end, left)), ""):
        word = BROKEN.get(shorter, shorter)
    return word


def _ends(word: str, ending: str, left: int) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= left


def _stem_english(word: str) -> str:
    if word in IRREGULAR:
        return IRREGULAR[word]
    for rules in (PLURALS, SPELLINGS):
        for pattern, ending in rules:
            if pattern.search(word):
                word = pattern.sub(ending, word)
                break
    return word
