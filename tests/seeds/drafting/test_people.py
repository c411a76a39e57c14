"""People after titles, before offices, and by given names."""

import pytest

from tests.seeds.drafting.finding import find, texts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قال وزير النقل النرويجي لارس هانسن إن الجسر جاهز", ["لارس هانسن"]),
        ("التقى رئيس الجمعية الوطنية للصيادين سمير البحري، أمس، الوفد", ["سمير البحري"]),
        ("استقبلت الوزيرة هدى بنت سالم الكندري السفير", ["هدى بنت سالم الكندري"]),
        ("وأوضح فهد المرزوقي، مدير عام الميناء، أن الأرصفة جديدة", ["فهد المرزوقي"]),
        ("أكد وزير المالية أن الميزانية متوازنة", []),
        ("عقد الوزيران مباحثات مع رئيس الوفد المرافق", []),
        ("حضر السفير والمدير العام حفل الافتتاح", []),
        ("زار ملعب محمد الدرة وجامعة أحمد بن ناصر", []),
        ("Norwegian Transport Minister Lars Hansen said the bridge was ready", ["Lars Hansen"]),
        ("Maria van der Berg, the director of the Bergen port, told reporters", ["Maria van der Berg"]),
        (
            "The Minister of Trade and Industry of Iceland, Jon Olafsson, met Dr. Aisha Al-Harthy",
            ["Jon Olafsson", "Aisha Al-Harthy"],
        ),
        ("The Prime Minister met the Foreign Minister on Monday", []),
    ],
)
def test_names_beside_titles(text: str, names: list[str]) -> None:
    """A name stands after its title or before its office; a title by itself names nobody."""
    assert texts(text, find(text).people) == names


def test_a_last_name_is_the_person_named_before() -> None:
    """The family name alone is a further mention of the same person."""
    found = find("قال الوزير كريم الأندلسي إن العمل بدأ. وأضاف الأندلسي أن الخطة طويلة.").people
    assert [mention.text for mention in found] == ["كريم الأندلسي", "كريم الأندلسي"]


def test_a_title_with_a_proclitic_and_two_people() -> None:
    """Each of two offices that are joined has its own holder."""
    text = "برئاسة وزير الطاقة الفنلندي ميكا لين ووزير الصناعة عبد الكريم بن يوسف"
    assert texts(text, find(text).people) == ["ميكا لين", "عبد الكريم بن يوسف"]
