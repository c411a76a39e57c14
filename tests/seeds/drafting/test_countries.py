"""Countries by name, adjective and capital."""

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("وصل الوفد الأيسلندي إلى سلطنة عمان قادما من جمهورية كوريا", ["IS", "OM", "KR"]),
        ("بحثت الشركتان الإيفوارية والسنغالية النقل البري", ["CI", "SN"]),
        ("قمة بين المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية وفنلندا", ["GB", "FI"]),
        ("تستورد تشيلي والتشيليون القمح من رومانيا", ["CL", "CL", "RO"]),
        ("دعم مالي كبير للمدارس المالية", []),
        ("تجمع دول المغرب العربي وبلدان أمريكا اللاتينية", []),
        ("سافر الفريق إلى مالي ثم إلى النيجر", ["ML", "NE"]),
        ("The Icelandic and South Korean teams met in the UK", ["IS", "KR", "GB"]),
        ("He told us that New Mexico and Latin America were warm", []),
        ("The U.S. firm moved from Côte d'Ivoire to the Czech Republic", ["US", "CI", "CZ"]),
    ],
)
def test_names_and_adjectives(text: str, codes: list[str]) -> None:
    """Names and adjectives are countries, whatever is written as part of the word; look-alikes are not."""
    assert [mention.code for mention in find(text).countries] == codes


def test_a_capital_is_a_country_only_where_it_acts() -> None:
    """A capital that agrees with another stands for its country; one where something takes place is a place."""
    acting = find("توتر جديد بين أنقرة وأثينا بشأن الجزر")
    assert [mention.code for mention in acting.countries] == ["TR", "GR"] and not acting.places
    placed = find("افتتح المعرض أبوابه في أنقرة")
    assert not placed.countries and [mention.country for mention in placed.places] == ["TR"]


def test_amman_is_told_from_oman() -> None:
    """عمان is a city where the text speaks of Jordan."""
    assert [mention.code for mention in find("التقى الوزير الأردني نظيره في عمان").countries] == ["JO"]
    assert [mention.code for mention in find("زار الوفد عمان وقطر").countries] == ["OM", "QA"]


def test_a_family_name_is_no_country() -> None:
    """A name such as المصري in the name of a person names no country."""
    assert not find("قال المدير سامي المصري إن الأسعار مستقرة").countries
