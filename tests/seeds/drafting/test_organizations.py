"""Organizations: heads, right edges, names in quotation marks, known bodies."""

import pytest

from seeds.drafting.known import Known
from seeds.drafting.mentions import KnownEntity
from tests.seeds.drafting.finding import find, texts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("زارت وزارة الزراعة والصيد البحري المعرض اليوم", ["وزارة الزراعة والصيد البحري"]),
        ("قررت وزارة النقل فتح الطريق", ["وزارة النقل"]),
        ("أكدت الهيئة العليا لحماية الغابات أن الحرائق انتهت", ["الهيئة العليا لحماية الغابات"]),
        ("في مقر المعهد الوطني للأرصاد والمناخ بالعاصمة", ["المعهد الوطني للأرصاد والمناخ"]),
        ("تعاقدت مع شركة «نجمة الشمال» لبناء السد", ["شركة «نجمة الشمال"]),
        ("بين جامعة وهران وجامعة غرناطة", ["جامعة وهران", "جامعة غرناطة"]),
        ("حضرت منظمة شنغهاي للتعاون الجلسة", ["منظمة شنغهاي للتعاون"]),
        ("شركة صينية كبيرة وجامعات جديدة ومجموعة عمل", []),
        ("أعلن البنك المركزي النرويجي رفع الفائدة", ["البنك المركزي النرويجي"]),
        (
            "The Ministry of Trade, Industry and Energy met Oslo University staff",
            ["Ministry of Trade, Industry and Energy", "Oslo University"],
        ),
        (
            "A deal with Blue Fjord Shipping Ltd. was announced by the Port Authority of Bergen",
            ["Blue Fjord Shipping Ltd.", "Port Authority of Bergen"],
        ),
        ("Norway's National Fisheries Agency said no", ["National Fisheries Agency"]),
        ("A large company and a new bank opened", []),
    ],
)
def test_names_end_where_they_should(text: str, names: list[str]) -> None:
    """A name goes on over the field and adjectives of a body, and stops at verbs, marks and the next body."""
    found = find(text).organizations
    shown = [each.split("'s ")[-1] for each in texts(text, found)]
    assert shown == names


def test_a_city_in_a_name_is_no_place() -> None:
    """شنغهاي in the name of the organization is no city."""
    assert not find("عقدت منظمة شنغهاي للتعاون اجتماعا").places


def test_quoted_names_are_cited_without_their_head() -> None:
    """The name in quotation marks is cited by itself, and those joined to it are bodies too."""
    text = "وقعت شركتا «ضوء البحر» و«ريح الجبل» مع شركة «نورد»"
    found = find(text).organizations
    assert [mention.text for mention in found] == ["ضوء البحر", "ريح الجبل", "نورد"]
    assert text[slice(*found[0].names[0])] == "ضوء البحر"


def test_the_adjective_of_its_country_gives_the_country() -> None:
    """A body has the country of the adjective in its name, and is cited with and without it."""
    text = "قالت وزارة الصحة البرتغالية إن الوضع جيد"
    (body,) = find(text).organizations
    assert body.country == "PT"
    assert [text[slice(*span)] for span in body.names] == ["وزارة الصحة"]


def test_known_bodies_come_first() -> None:
    """A body of the database is found by any of its names, and by no part of another name, no word, no namesake."""
    known = Known(
        [
            KnownEntity("north-institute", "organization", ("معهد الشمال للبحوث", "North Institute")),
            KnownEntity("silk", "organization", ("الحرير",), None, "media"),
            KnownEntity("oil", "organization", ("بترومار",), "AO", "company"),
            KnownEntity("energy-in-oman", "organization", ("وزارة الطاقة",), "OM", "ministry"),
        ]
    )

    def slugs(text: str) -> list[str]:
        return [body.known for body in find(text, known=known).organizations if body.known]

    assert slugs("زار معهد الشمال للبحوث أمس") == slugs("The North Institute opened today") == ["north-institute"]
    assert slugs("يباع الحرير في السوق") == [] and slugs("قالت صحيفة الحرير أمس") == ["silk"]
    assert slugs("شركة «بترومار غاز» وشركة «بترومار»") == ["oil"]
    assert slugs("قالت وزارة الطاقة في مسقط، عاصمة سلطنة عمان") == ["energy-in-oman"]
    assert slugs("قالت وزارة الطاقة في بيرو") == []


def test_initials_in_brackets_belong_to_the_name() -> None:
    """(AFU) after a name is its acronym."""
    text = "يشارك الاتحاد الدولي للصيد (AFU) في الندوة"
    (body,) = find(text).organizations
    assert body.acronym and text[slice(*body.acronym)] == "AFU"
