"""Texts and titles in Arabic and English are recognized, and those in other languages never taken for them."""

from __future__ import annotations

import pytest

from seeds.texts.language import is_title_in, recognize_language

# Made up for these tests.
ENGLISH = """\
The ministers signed a memorandum on ports in Algiers on 3 May 2025, and it will be in force for three years. The
council of the region has approved the text of the memorandum.
"""
ARABIC = """\
وقّع الوزيران يوم الأحد في مدينة الجزائر مذكرة تفاهم حول الموانئ، وتشمل المذكرة التدريب والصيانة ومدتها ثلاث سنوات.
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ARABIC, "ar"),
        ("توقيع مذكرة تفاهم بين الجزائر وروسيا", "ar"),
        ("وزير امور خارجه و همتاي او روز يكشنبه يادداشت تفاهم را امضا كردند و مدت آن سه سال خواهد بود", None),
        ("ايكى دولت بيننده تجارت معاهده سى استانبولده امضا اولندى و معاهده بش سنه ايچوندر", None),
        ("لوزراء دوا نݢارا منندتاڠني ڤرجنجين دالم بيدڠ ڤلابوهن", None),
        ("Lumagda sa Maynila ang Pilipinas at Malaysia sa isang kasunduan sa enerhiya at edukasyon at kalakalan", None),
        ("A kormany a fovarosban irta ala a megallapodast, a ket orszag a kutatas teren is egyutt dolgozik", None),
        ("I dag var de to lande i Oslo for at se om de to kan have en aftale, og for at skrive under", None),
        ("Ministrii au semnat un acord in domeniul energiei, in prezenta presedintelui, pentru trei ani", None),
        ("Umowa w sprawie portu, to jest do roku a na trzy lata, po to by do portu a do miasta", None),
    ],
)
def test_languages_that_look_like_arabic_or_english_are_not_recognized(text: str, language: str | None) -> None:
    """Frequent words of a language decide, since its letters and a few short words are those of others too."""
    assert recognize_language(text) == language


@pytest.mark.parametrize(
    ("title", "language", "is_in_it"),
    [
        ("Memorandum on ports signed in Algiers", "en", True),
        ("Ministers sign memorandum", "en", True),
        ("Accord sur les ports entre Alger et Tunis", "en", False),
        ("Algier: Hafenabkommen unterzeichnet", "en", False),
        ("Соглашение о портах", "en", False),
        ("توقيع مذكرة تفاهم حول الموانئ", "ar", True),
        ("مذكرة تدريب وصيانة", "ar", True),
        ("امضای یادداشت تفاهم دو کشور در الجزایر", "ar", False),
        ("امضاي يادداشت تفاهم ميان دو كشور و توافق", "ar", False),
        ("Memorandum on ports", "ar", False),
        ("2025", "en", False),
    ],
)
def test_a_title_may_be_in_another_language_than_its_text(title: str, language: str, is_in_it: bool) -> None:
    """Its common words decide; without any, it is in the language of the text if its words come again there."""
    text = ENGLISH if language == "en" else ARABIC
    assert is_title_in(language, title, f"{title}\n\n{text}") == is_in_it
