"""Events with their outlook."""

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قام وزير الصحة بزيارة إلى مدريد أمس", [("visit", "occurred")]),
        ("سيقوم الوفد بزيارة إلى مدريد الأسبوع المقبل", [("visit", "planned")]),
        ("تحادث الوزير سامي الحداد مع نظيره في الرباط", [("talks", "occurred")]),
        ("انعقد المنتدى الزراعي في الخرطوم", [("forum", "occurred")]),
        ("على هامش مؤتمر المناخ في باكو", [("conference", "occurred")]),
        ("قال في مؤتمر صحفي في باكو", []),
        ("تبادل الزيارات والخبرات مهم", []),
        ("The summit was held in Lima in 2021", [("summit", "occurred")]),
        ("The President will visit Lima next week for an upcoming visit", [("visit", "planned")]),
    ],
)
def test_type_and_outlook(text: str, expected: list[tuple[str, str]]) -> None:
    """An event is drafted where it is held or planned, not where its word is used in general."""
    assert [(each.type, each.outlook) for each in find(text).events] == expected


def test_a_signing_with_a_day_is_an_event() -> None:
    """The signing of an agreement on a given day is an event of its own, unless another event surrounds it."""
    alone = find("وقعت هولندا وغانا مذكرة تفاهم يوم 3 مايو 2022").events
    assert [each.type for each in alone] == ["signing"]
    within = find("وقعت هولندا وغانا مذكرة تفاهم خلال زيارة قام بها الوزير يوم 3 مايو 2022").events
    assert [each.type for each in within] == ["visit"]
