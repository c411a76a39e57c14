"""The search form of names and texts."""

import sys

import pytest

from models.derived.folding import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُذَكِّرَة", "مذكرة"),
        ("مذكـــرة", "مذكرة"),
        ("إتفاقيه", "اتفاقية"),
        ("الإمارات", "الامارات"),
        ("وقّعت", "وقعت"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("مستشفى", "مستشفي"),
        ("مسؤول", "مسوول"),
        ("ایران", "ايران"),
        *((f"ال{letter}يئة", "الهيئة") for letter in "\u06be\u06c1\u06d5"),
        ("مڪتبۃ", "مكتبة"),
        ("\u0672مين", "أمين"),
        ("علے", "علي"),
        ("ك\ufe73تاب", "كتاب"),
        ("a\u20e3bc", "abc"),
        ("Xi'an", "XI'AN"),
        ("Türkiye", "turkiye"),
        ("\u2067الصين\u2069", "الصين"),
        ("ﻻ", "لا"),
    ],
)
def test_spellings_that_meet(one: str, other: str) -> None:
    """Spellings of one word have one search form."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("صين", "سين"), ("علم", "ألم"), ("2024", "2025")])
def test_words_that_differ(one: str, other: str) -> None:
    """Different words keep different search forms."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize("sign", "ʻʼʽʾʿˈꞌ'`´‘’‛′＇")
def test_apostrophes_within_a_word_are_left_out(sign: str) -> None:
    """A name with an apostrophe of any keyboard, or none, is one word."""
    assert words(f"O{sign}rg{sign}on") == ["orgon"]
    assert words(f"Brian{sign}s") == (["brian"] if sign in "'`´‘’‛′＇" else ["brians"])


def test_a_word_with_endless_marks_is_its_letters() -> None:
    """Marks behind a letter, however many and in whatever order, are dropped without being sorted."""
    assert words("a" + "\u0301" * 100_000 + "\u0316" * 100_000 + "b") == ["ab"]


def test_folding_twice_changes_no_letter() -> None:
    """A stored word that is folded again is found: each letter of Unicode has one search form."""
    letters = [letter for letter in map(chr, range(sys.maxunicode)) if letter.isalpha()]
    assert [letter for letter in letters if fold(fold(letter)) != fold(letter)] == []
