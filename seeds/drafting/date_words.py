"""The words of dates: days, months, parts of years, and the words around them."""

from __future__ import annotations

from functools import lru_cache

from models.derived.folding import fold
from seeds.drafting.lexicon import Phrases, cell, rows, word_set

YEARS = range(1900, 2100)
WEEKDAYS = {
    fold(word): number
    for number, words in enumerate(
        (
            "الاثنين الإثنين monday",
            "الثلاثاء tuesday",
            "الأربعاء wednesday",
            "الخميس thursday",
            "الجمعة friday",
            "السبت saturday",
            "الأحد sunday",
        )
    )
    for word in words.split()
}
YEAR_WORDS = word_set("rule_words", "dates year words")
YEAR_PREPOSITIONS = word_set("rule_words", "dates year prepositions")
PAST = word_set("rule_words", "dates past")
NEXT = word_set("rule_words", "dates next")
THIS = word_set("rule_words", "dates this")
UNTIL = word_set("rule_words", "dates until")
DASHES = frozenset("-–—−/")
SINCE = frozenset(map(fold, ("منذ", "since")))
BETWEEN = word_set("rule_words", "dates between")
TODAY = {
    fold("اليوم"): 0,
    "today": 0,
    fold("أمس"): -1,
    fold("الأمس"): -1,
    fold("البارحة"): -1,
    "yesterday": -1,
    fold("غدا"): 1,
    fold("غد"): 1,
    "tomorrow": 1,
}
HALVES = {1: 40, 2: 41}
WEEKDAY_GLUE = word_set("rule_words", "dates weekday glue")
FIRST_DAY = fold("غرة")
FIRST = frozenset((fold("أول"),))
BOTH_DAYS = frozenset(map(fold, ("يومي", "يوما", "ليومي", "بيومي")))
NEXT_DUAL = frozenset(map(fold, ("المقبلين", "القادمين")))
PAST_DUAL = frozenset(map(fold, ("الماضيين", "الفارطين", "المنصرمين")))
# A month after these lies ahead.
DEADLINE = frozenset(map(fold, ("قبل", "بحلول", "before", "by")))
DEMONSTRATIVE = frozenset(map(fold, ("هذا", "هذه")))
AGO = frozenset(map(fold, ("قبل", "منذ")))
TWO_DAYS = frozenset(map(fold, ("يومين",)))
DAYS = frozenset(map(fold, ("أيام", "days")))
EDGES = frozenset(map(fold, ("نهاية", "بداية", "مطلع", "أواخر", "أوائل", "منتصف", "بحلول")))
PARTS_OF_TIME = frozenset(("early", "mid", "late"))
COMMON_ERA = "م"
END = frozenset(map(fold, ("نهاية", "آخر", "أواخر", "بنهاية", "end")))
MONTH_GLUE = frozenset(map(fold, ("من", "شهر", "of")))
MONTH_BEFORE = word_set("rule_words", "dates month before")
PARTS = {
    fold(word): size
    for word, size in (("النصف", 2), ("الربع", 4), ("half", 2), ("quarter", 4), ("السداسي", 2), ("الثلاثي", 4))
}
ENGLISH_PARTS = frozenset(("half", "quarter"))
YEAR_NOUNS = frozenset(map(fold, ("العام", "السنة", "year")))
MONTH_NOUNS = frozenset(map(fold, ("الشهر", "month")))
FUTURE = word_set("rule_words", "dates future")
FUNCTION = word_set("rule_words", "dates function")
ENGLISH_AFTER_YEAR = word_set("rule_words", "dates english after year")
THE_DAY = word_set("rule_words", "dates the day")
BEFORE_THE_DAY = frozenset(map(fold, ["هذا", "حتى", "بعد", "ذلك", "عالم", "في", "لغاية"])) - {fold("في"), fold("بعد")}


@lru_cache
def months() -> Phrases[tuple[int, str]]:
    return Phrases(
        ((word, (int(row["number"]), row["calendar"])) for row in rows("months") for word in cell(row["words"])),
        article=False,
        cased=True,
    )


@lru_cache
def ordinals() -> Phrases[int]:
    return Phrases(
        ((word, int(row["value"])) for row in rows("ordinals") for word in cell(row["words"])), article=False
    )
