"""Dates of every tradition."""

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("يوم 3 آذار/مارس 2021", ["2021-03-03"]),
        ("في الرابع من غشت 2019", ["2019-08-04"]),
        ("يومي 8 و9 جويلية 2020", ["2020-07-08/2020-07-09"]),
        ("من 28 شباط إلى 2 آذار 2018", ["2018-02-28/2018-03-02"]),
        ("الفترة من 11 إلى 14 نونبر 2022", ["2022-11-11/2022-11-14"]),
        ("خلال النصف الثاني من عام 2021 والربع الأول من 2022", ["2021-41", "2022-33"]),
        ("بين عامي 2019 و2023 وفي الفترة 2024-2026", ["2019/2023", "2024/2026"]),
        ("منذ عام 2015", ["2015/.."]),
        ("في أفق 2030", ["2030"]),
        ("اليوم الأربعاء وأمس الثلاثاء وأمس الأول", ["2023-05-17?", "2023-05-16?", "2023-05-15?"]),
        ("وصل الوفد الأحد وسيغادر الجمعة المقبلة", ["2023-05-14?", "2023-05-19?"]),
        ("الشهر الماضي والعام المقبل", ["2023-04?", "2024?"]),
        ("في سبتمبر القادم بعد فبراير الماضي", ["2023-09?", "2023-02?"]),
        ("الأحد الموافق 25 يونيو 2023", ["2023-06-25"]),
        ("بتاريخ 07/09/2022", ["2022-09-07"]),
        ("معرض إكسبو 2020 والقرار رقم 2015 والعالم اليوم العالمي", []),
        ("On 3 March 2021 and on March 5, 2021", ["2021-03-03", "2021-03-05"]),
        ("from 24 to 26 January 2022", ["2022-01-24/2022-01-26"]),
        ("on May 27-28, 2022", ["2022-05-27/2022-05-28"]),
        ("from 30 April to 2 May 2021", ["2021-04-30/2021-05-02"]),
        ("in the first half of 2024, Q3 2024 and since 2019", ["2024-40", "2024-35", "2019/.."]),
        ("on Monday, yesterday and last year", ["2023-05-15?", "2023-05-16?", "2022?"]),
        ("next month it may rain; March follows", ["2023-06?"]),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    """Each form of a date becomes EDTF; what depends on the day of publication is marked."""
    assert [mention.edtf for mention in find(text).dates] == dates


def test_without_a_publication_date_nothing_is_worked_out() -> None:
    """Relative dates stay out where nothing tells what they are relative to."""
    assert not find("اجتمعوا أمس الخميس وفي الشهر الماضي", None).dates


def test_hijri_dates_are_seen_and_not_converted() -> None:
    """A Hijri date has no EDTF, and its rule says so; the Gregorian one beside it counts."""
    found = find("في 12 شوال 1440 الموافق 15 يونيو 2019").dates
    assert [mention.edtf for mention in found] == [None, "2019-06-15"]
    assert "Hijri" in found[0].rule
