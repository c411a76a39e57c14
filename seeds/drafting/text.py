"""The text of an article as words and sentences, each with its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from models.derived.folding import ARABIC_LETTER, DROPPED, fold
from seeds.texts.language import recognize_language

MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,٫٬]\d+)*(?![A-Za-z\d]|[.,]\d))|(?P<latin>\d+\.\d+(?:bn|mn|m|b|k|tn)\b|[A-Za-zÀ-ɏ0-9]+(?:['’](?!s\b)[A-Za-zÀ-ɏ]+)*)"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|[{MARKS}])*)|(?P<mark>[^\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff])"
)
# More digits are no number that anybody wrote in words.
LONGEST_NUMBER = 40
INITIALS = re.compile(r"(?:[A-Za-z]\.){2,}")
ENDS = frozenset(".!?؟…")
CLOSING = frozenset("\"”’»)]'“")
# After these a full stop ends no sentence.
ABBREVIATIONS = re.compile(
    "mrs?|ms|dr|prof|st|gen|col|lt|sgt|gov|sen|rep|hon|rev|co|ltd|inc|corp|llc|jr|sr|no|vs|etc|jan|feb|mar|apr|jun|jul|aug"
    "|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|eng|adm|maj|brig"
)
LATIN = re.compile("[A-Za-z]")
# Words whose first letters look like the article: ألمانيا, ألبان, إلكتروني, ألياف, إلغاء, التقى.
NO_ARTICLE = re.compile(
    r"ال(?:ماني|مانيا|مانيه|مان|مانيين|مانيتين|بان|باني|بانيا|بانيه|كترون\w*|كسندر|كساندر|ياف|غاء\w*|حاق\w*"
    r"|تقي|تقت|تقيا|هام|ياس|يه|تزم|تزام|تحق|يكسي|كسي|بيرت)"
)
SHORT_WORDS = frozenset(["الذي", "التي", "الاف", "اليه", "الهه"])
FUTURE = ("سي", "ست")
# Nouns that begin like a verb in the future: سياسة, سيارة, سيدة, ستار.
NOT_FUTURE = re.compile(
    r"سي(?:اس\w*|ار\w*|اح\w*|اد\w*|اق\w*|د(?:ه|ات|ي|نا|تان|تي|تين)?|ناء|نما\w*|ناريو\w*|ول|ره|طره|طرت|طروا"
    r"|ليكون|براني\w*|مف\w*|منز)|ست(?:ار\w*|وديو\w*|راتيجي\w*|يفن|يفان)"
)
CONJUNCTIONS, PREPOSITIONS, ARTICLE = "وف", "بلك", "ال"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a number or a punctuation mark; `fold` is its search form, `line` says that a new line begins with it."""

    start: int
    end: int
    text: str
    fold: str
    kind: str
    line: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: the indexes of its words, the end exclusive."""

    first: int
    last: int
    number: int


@dataclass
class Article:
    """The text to draft from, with the facts of its page."""

    text: str
    published: date | None = None
    words: list[Word] = field(init=False)
    sentences: list[Sentence] = field(init=False)

    def __post_init__(self) -> None:
        self.words = list(_words(self.text))
        self.sentences = list(_sentences(self.words, self.text))

    @cached_property
    def language(self) -> str:
        """The language whose rules find most: that with more letters, `ar` or `en`."""
        return "ar" if len(ARABIC_LETTER.findall(self.text)) > len(LATIN.findall(self.text)) else "en"

    @cached_property
    def recognized(self) -> str | None:
        """The language that the text is in: `ar` or `en`, or None if it is another or cannot be recognized."""
        return recognize_language(self.text)

    @cached_property
    def title(self) -> int | None:
        """The number of the sentence that is the title: the first, if it has a line of its own and no full stop."""
        if len(self.sentences) < 2:
            return None
        last = self.words[self.sentences[0].last - 1]
        return 0 if self.words[self.sentences[1].first].line and last.text not in (".", "،", ",") else None

    @cached_property
    def sentence_of_word(self) -> list[int]:
        return [sentence.number for sentence in self.sentences for _ in range(sentence.first, sentence.last)]

    def sentence_at(self, position: int) -> Sentence:
        """Return the sentence of a character."""
        return self.sentences[self.sentence_of_word[self.word_at(position)]]

    def word_at(self, position: int) -> int:
        """Return the index of the word at, or after, a character."""
        low, high = 0, len(self.words) - 1
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        return low

    def span(self, sentence: Sentence) -> tuple[int, int]:
        return self.words[sentence.first].start, self.words[sentence.last - 1].end

    def printed(self, start: int, end: int) -> str:
        """Return the words of a name, with the alif that its article lost after the preposition: للهيئة, للرباط."""
        text = self.text[start:end]
        if self.text[max(start - 1, 0) : start + 1] != "لل":
            return text
        return ("ال" if fold(text).startswith("لج") else "ا") + text

    def fold_at(self, index: int) -> str:
        """Return the folded word at an index; empty outside the text."""
        return self.words[index].fold if 0 <= index < len(self.words) else ""

    def folds(self, sentence: Sentence) -> list[str]:
        return [word.fold for word in self.words[sentence.first : sentence.last]]


def _words(text: str) -> Iterator[Word]:
    position, line = 0, True
    while match := TOKEN.search(text, position):
        line = line or "\n" in text[position : match.start()]
        initials = INITIALS.match(text, match.start()) if match.lastgroup == "latin" else None
        end = initials.end() if initials else match.end()
        found = text[match.start() : end]
        folded = fold(found).strip()
        endless = match.lastgroup == "number" and len(found) > LONGEST_NUMBER
        kind = match.lastgroup if folded and not endless else None
        yield Word(match.start(), end, found, folded or found, kind or "mark", line)
        position, line = end, False


def _sentences(words: list[Word], text: str) -> Iterator[Sentence]:
    first = number = 0
    for index, word in enumerate(words):
        last = index + 1
        if last == len(words) or words[last].line or _ends(words, index, text):
            yield Sentence(first, last, number)
            first, number = last, number + 1
        del word


def _ends(words: list[Word], index: int, text: str) -> bool:
    """Return whether a sentence ends with this word: its full stop, or the quotation mark after it."""
    word, following = words[index], words[index + 1]
    if word.text in CLOSING and index and words[index - 1].text in ENDS:
        return word.end < following.start
    if word.text not in ENDS or following.text in CLOSING or following.text in ENDS:
        return False
    if word.end == following.start and not ARABIC_LETTER.match(following.text):
        return False
    before = words[index - 1] if index else word
    short = before.kind == "latin" and (ABBREVIATIONS.fullmatch(before.fold) or len(before.text) == 1)
    return not (word.text == "." and short)


@lru_cache(maxsize=1 << 15)
def stems(folded: str) -> tuple[tuple[int, str], ...]:
    """Return the forms of a folded Arabic word without proclitics: letters removed, and the rest with its article."""
    found = [(0, folded)]
    for letters in (CONJUNCTIONS, PREPOSITIONS):
        for count, rest in list(found):
            if len(rest) > 3 and rest[0] in letters:
                found.append((count + 1, rest[1:]))
                if letters is PREPOSITIONS and rest.startswith("لل"):
                    found += [(count + 1, ARTICLE + rest[2:]), (count + 1, ARTICLE + rest[1:])]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 15)
def bare(folded: str) -> str:
    """Return a folded word without its article."""
    return folded[2:] if is_definite(folded) else folded


@lru_cache(maxsize=1 << 15)
def is_definite(folded: str) -> bool:
    if len(folded) == 4 and folded in SHORT_WORDS:
        return False
    return folded.startswith(ARTICLE) and len(folded) > 3 and not NO_ARTICLE.fullmatch(folded)


def is_future_verb(folded: str) -> bool:
    """Return whether a folded Arabic word is a verb in the future, by its first letters: سيوقع, وستتوج."""
    rest = folded.removeprefix("و")
    return rest.startswith(FUTURE) and len(rest) > 4 and not NOT_FUTURE.fullmatch(rest)


def skip_letters(word: Word, count: int) -> int:
    """Return the position in the text after a number of folded letters of a word."""
    position = word.start
    while count and position < word.end:
        letter = word.text[position - word.start]
        position += 1
        count -= not DROPPED.match(letter)
    while position < word.end and DROPPED.match(word.text[position - word.start]):
        position += 1
    return position
