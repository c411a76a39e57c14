"""Arabic units take the form of the number before them."""

import csv

import pytest

from reports.display.arabic_units import FORMS, inflect
from seeds.format.files import SHIPPED_FOLDER

# A share has a sign, and the names of these units do not change.
UNCHANGED = {"percent", "megawatt", "gigawatt"}


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "سنة"), (1, "سنة"), (2, "سنة"), (3, "سنوات"), (10, "سنوات"), (11, "سنة"), (99, "سنة"), (100, "سنة"),
        (103, "سنوات"), (2.5, "سنة"), (-7, "سنوات"), (5_000_000, "سنة"),
    ],
)  # fmt: skip
def test_years_follow_their_number(number: float, form: str) -> None:
    assert inflect("سنة", number) == form


@pytest.mark.parametrize(("number", "form"), [(1, "طن"), (7, "أطنان"), (26, "طنًّا"), (200, "طن")])
def test_masculine_units_have_an_accusative(number: int, form: str) -> None:
    assert inflect("طن", number) == form


def test_a_unit_without_known_forms_keeps_its_label() -> None:
    assert inflect("سلة", 5) == inflect("سلة", 50) == "سلة"


def test_every_shipped_unit_has_its_forms() -> None:
    """A unit that is added needs its Arabic forms, unless it has one form only."""
    with (SHIPPED_FOLDER / "reference" / "unit.csv").open(encoding="utf-8", newline="") as file:
        units = {row["code"]: row["label_ar"] for row in csv.DictReader(file)}
    assert {code for code, label in units.items() if label not in FORMS} == UNCHANGED
    assert FORMS.keys() <= set(units.values())
