"""Agreements: type, stage, which mentions are one, and texts that have none."""

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وقعت النرويج وعمان مذكرة تفاهم في الصيد", [("mou", [("signed", "occurred")])]),
        ("تم في مسقط إبرام بروتوكول بين عمان والنرويج", [("protocol", [("signed", "occurred")])]),
        ("تعتزم قطر توقيع اتفاقية مع كندا", [("agreement", [("signed", "planned")])]),
        ("ستوقع بولندا والمغرب مذكرة تعاون الشهر المقبل", [("mou", [("signed", "planned")])]),
        ("أعدت لبنان وقبرص مسودة اتفاقية للنقل", [("agreement", [("drafted", "occurred")])]),
        (
            "أبدى الوزير رغبة بلاده في توقيع مذكرة تفاهم بين غانا وتوغو",
            [("mou", [("proposed", "occurred"), ("signed", "planned")])],
        ),
        ("صادق البرلمان الأردني على اتفاقية النقل مع العراق", [("agreement", [("ratified", "occurred")])]),
        ("اتفقت كينيا والهند على توقيع معاهدة", [("treaty", [("agreed", "occurred"), ("signed", "planned")])]),
        ("رفضت اليونان توقيع الاتفاقية مع تركيا", []),
        ("وقعت بيرو وبنما اتفاقيتين في الصحة", [("agreement", [("signed", "occurred")])]),
        ("وقع انفجار قرب الحدود بين تشاد والسودان", []),
        ("توقع الخبراء أن تتفق فرنسا واليابان", []),
        ("عقد وزيرا تونس ومصر اجتماعا", []),
        ("بموجب اتفاقية قديمة بين تونس ومصر", []),
        ("وقع اللاعب البرازيلي عقدا مع نادي برشلونة الإسباني", []),
        ("التزمت فرنسا والصين باتفاق باريس للمناخ", []),
        ("Oman and Norway signed a memorandum of understanding on fisheries", [("mou", [("signed", "occurred")])]),
        ("Ghana and Togo will sign a trade agreement next month", [("agreement", [("signed", "planned")])]),
        ("Peru and Chile are negotiating a treaty", [("treaty", [("negotiating", "occurred")])]),
        ("Greece refused to sign the agreement with Turkey", []),
        ("Kenya has a great deal to gain from India", []),
        ("The Brazilian striker signed a contract with the Spanish club", []),
    ],
)
def test_type_and_stage(text: str, expected: list[tuple]) -> None:
    """The word gives the type; negation, future and intention make a signature planned, or none."""
    found = [(each.type, [step[:2] for step in each.steps]) for each in find(text).agreements]
    assert found == expected


def test_title_and_body_are_one_agreement() -> None:
    """A headline and the report speak of one agreement, and the more special word names its type."""
    text = "اتفاق بين مالطا وليبيا\n\nوقعت مالطا وليبيا اليوم مذكرة تفاهم. وتنص المذكرة على التعاون."
    (agreement,) = find(text).agreements
    assert agreement.type == "mou" and agreement.outlook == "occurred"


def test_two_instruments_of_one_sentence_are_two() -> None:
    """A memorandum and a loan joined by و are two agreements."""
    text = "وقعت السنغال وفرنسا مذكرة تفاهم في النقل واتفاقية قرض للمياه"
    assert [each.type for each in find(text).agreements] == ["mou", "loan"]


def test_different_days_are_different_agreements() -> None:
    """Signatures years apart are not one agreement."""
    text = "وقعت كوبا وفيتنام اتفاقية في 3 مارس 2022. ووقعت كوبا وفيتنام اتفاقية في مايو 2010."
    assert len(find(text).agreements) == 2


def test_a_dual_counts_two_instruments() -> None:
    """مذكرتي is two memoranda in one set."""
    (agreement,) = find("وقعت البحرين مذكرتي تفاهم مع ماليزيا").agreements
    assert agreement.instruments == 2


def test_a_text_about_something_else_has_no_agreement() -> None:
    """Sport, elections and weather draft no agreement."""
    text = (
        "أعلنت اللجنة نتائج الانتخابات في بلغاريا\n\nقالت الشرطة في صوفيا إن حادثا وقع أمس وأصيب خمسة أشخاص. "
        "وفاز المنتخب البلغاري على المنتخب الصربي، ومدد المدرب عقده حتى عام 2025."
    )
    assert not find(text).agreements
