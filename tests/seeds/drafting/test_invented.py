"""Invented reports of one or two sentences: what a reader would find in them, and what not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from seeds.drafting.findings import find_all
from seeds.drafting.text import Article
from tests.seeds.drafting.finding import texts


class Report(NamedTuple):
    """A text with its day, and what it says: agreements as type, stage and outlook."""

    published: date
    text: str
    agreements: list[tuple[str, str, str]]
    people: str = ""
    organizations: str = ""
    places: str = ""
    dates: str = ""
    numbers: str = ""


REPORTS = {
    "three agreements of ministers": Report(
        date(2021, 3, 10),
        "العراق والأردن يوقعان ثلاث اتفاقيات في النقل\n\n"
        "وقع وزير النقل العراقي كاظم الساعدي، اليوم الأربعاء، مع نظيره الأردني مروان الحياري ثلاث اتفاقيات"
        " تشمل النقل البري. ومن المقرر أن يعقد الجانبان اجتماعا في عمّان في نيسان المقبل.\n",
        [("agreement", "signed", "occurred")],
        "كاظم الساعدي|مروان الحياري",
        "",
        "عمّان",
        "2021-03-10? 2021-04?",
        "3 3",
    ),
    "intention, and a negation": Report(
        date(2019, 11, 20),
        "مصر تعتزم توقيع مذكرة تفاهم مع اليابان\n\n"
        "أعلنت الوزيرة هالة شوقي أن القاهرة تعتزم توقيع مذكرة تفاهم مع طوكيو خلال الربع الأول من عام 2020."
        " ولم يتم توقيع أي اتفاق حتى الآن.\n",
        [("mou", "signed", "planned")],
        "هالة شوقي",
        dates="2020-33",
    ),
    "a loan that a bank approves": Report(
        date(2023, 8, 14),
        "قرض لتمويل مستشفى في طرابلس\n\n"
        "وافق مجلس إدارة البنك الإسلامي للتنمية، في جدة، على قرض بقيمة 80 مليون يورو لبناء مستشفى بسعة 400 سرير"
        " في ليبيا. ومن المنتظر أن يوقع اتفاق القرض في شهر أيلول بين البنك ووزارة المالية الليبية.\n",
        [("loan", "agreed", "occurred"), ("loan", "signed", "planned")],
        "",
        "مجلس إدارة البنك الإسلامي للتنمية|وزارة المالية الليبية",
        "طرابلس|جدة",
        "2023-09?",
        "80000000 400",
    ),
    "a university with a title in its name": Report(
        date(2024, 2, 1),
        "جامعتان توقعان بروتوكولا\n\n"
        "وقّعت جامعة السلطان قابوس العمانية وجامعة ملايا الماليزية، الخميس، بروتوكولا للتبادل الطلابي يمتد من سبتمبر"
        " 2024 إلى يونيو 2027.\n",
        [("protocol", "signed", "occurred")],
        "",
        "جامعة السلطان قابوس العمانية|جامعة ملايا الماليزية",
        "",
        "2024-02-01? 2024-09/2027-06",
    ),
    "two companies under one head": Report(
        date(2019, 9, 11),
        "اجتماع حول الغاز\n\n"
        "ترأس وزير النفط الموريتاني محمد ولد عبد الفتاح، أمس في نواكشوط، اجتماعا مع السنغال بحضور شركتي بريتيش بتروليوم"
        " وكوسموس إنرجي. وأقرت الحكومتان مشروع اتفاق لتقاسم الإنتاج في ديسمبر 2018.\n",
        [("agreement", "drafted", "occurred")],
        "محمد ولد عبد الفتاح",
        "شركتي بريتيش بتروليوم|كوسموس إنرجي",
        "نواكشوط",
        "2019-09-10? 2018-12",
    ),
    "a coach is dismissed": Report(
        date(2022, 1, 18),
        "إقالة مدرب المنتخب\n\n"
        "فسخ الاتحاد عقد المدرب البرتغالي جواو سانتوس بعد الخسارة أمام غينيا. وكان قد وقع عقدا في يونيو الماضي.\n",
        [],
        "جواو سانتوس",
        dates="2021-06?",
    ),
    "a count and no new agreement": Report(
        date(2020, 2, 12),
        "المغرب والسنغال\n\nتربط المغرب والسنغال أزيد من 40 اتفاقية، أولها تلك الموقعة سنة 1964.\n",
        [],
        dates="1964",
        numbers="40",
    ),
    "a framework agreement to come": Report(
        date(2023, 5, 30),
        "Chile, Morocco plan hydrogen pact\n\n"
        "Chile and Morocco plan to sign a framework agreement on hydrogen before the end of the year, Energy Minister"
        " Diego Rojas said after meeting Moroccan Minister Leila Berrada. The state oil company ENAP would build a"
        " plant near Tarfaya at a cost of between 600 and 700 million euros. No contract has been signed.\n",
        [("framework_agreement", "signed", "planned")],
        "Diego Rojas|Leila Berrada",
        "ENAP",
        "Tarfaya",
        "2023?",
        "600000000",
    ),
    "one number for two kinds": Report(
        date(2024, 4, 23),
        "Turkey, Iraq sign 26 deals\n\n"
        "BAGHDAD - Turkey and Iraq signed 26 agreements and memoranda of understanding on Monday, worth 5 million U.S."
        " dollars.\n",
        [("agreement", "signed", "occurred")],
        places="BAGHDAD",
        dates="2024-04-22?",
        numbers="26 26 5000000",
    ),
    "a border crossing and two services": Report(
        date(2019, 2, 28),
        "Georgia and Armenia agree on customs data\n\n"
        "The Revenue Service of Georgia and the State Revenue Committee of Armenia have agreed on the text of a"
        " protocol on customs data, officials said at the Sadakhlo border.\n",
        [("protocol", "agreed", "occurred")],
        "",
        "Revenue Service of Georgia|State Revenue Committee of Armenia",
        "Sadakhlo border",
    ),
}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_report_gives_what_it_says(report: Report) -> None:
    """Agreements with their stage, names with their edges, dates and amounts; and nothing more."""
    found = find_all(Article(report.text, report.published))
    steps = [(each.type, stage, outlook) for each in found.agreements for stage, outlook, _ in each.steps]
    assert steps == report.agreements
    for kind in ("people", "organizations", "places"):
        names = list(dict.fromkeys(texts(report.text, getattr(found, kind))))
        assert "|".join(names) == getattr(report, kind)
    assert " ".join(dict.fromkeys(mention.edtf or "" for mention in found.dates)) == report.dates
    amounts = [mention.amount for mention in found.amounts]
    assert amounts == [Decimal(number) for number in report.numbers.split()]
