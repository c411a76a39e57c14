"""Money and figures."""

from decimal import Decimal

import pytest

from tests.seeds.drafting.finding import find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كلف الجسر مليار يورو", [(10**9, None, "EUR", None)]),
        ("نحو خمسة وثلاثين مليون دولار", [(35 * 10**6, None, "USD", "about")]),
        ("أكثر من 3,5 ملايين طن", [("3500000", None, "tonne", "more_than")]),
        ("مساحة ألفي هكتار ومئتي عامل", [(2000, None, "hectare", None), (200, None, "person", None)]),
        ("ما بين 12 و15 سفينة", [(12, 15, "item", "between")]),
        ("بقيمة 2 مليار و300 مليون دولار", [(2300 * 10**6, None, "USD", None)]),
        # The text ends with a number that could be added.
        ("2 مليار و300 مليون", [(2 * 10**9, None, "item", None)]),
        # No number of thousands begins with 0.
        ("0,500 مليار دولار و0.250 مليون يورو", [(5 * 10**8, None, "USD", None), (250_000, None, "EUR", None)]),
        ("ارتفع 7.5 في المئة", [("7.5", None, "percent", None)]),
        ("منح 40 ألف دينار في الكويت", [(40000, None, "KWD", None)]),
        ("٢٥٠ طالبا لا يقل عن ٣٠ خبيرا", [(250, None, "student", None), (30, None, "expert", "at_least")]),
        ("الدورة 11 للمعرض في الساعة 10 صباحا والمادة 5", []),
        ("عشرات الآلاف وملايين الناس", []),
        # A measure without a unit here, and money whose currency is not said, are no counts of things.
        ("300 ألف فدان و15 غالونا و500 kWh", []),
        ("Algeria and Jordan signed a contract worth 20 million dinars", []),
        (
            "a $1.5 billion loan for 20 Chinese companies",
            [(1500 * 10**6, None, "USD", None), (20, None, "company", None)],
        ),
        ("between 10 and 20 million euros", [(10**7, 2 * 10**7, "EUR", "between")]),
        (
            "a 40-megawatt plant with US$200m over five years",
            [(40, None, "megawatt", None), (2 * 10**8, None, "USD", None), (5, None, "year", None)],
        ),
        ("at least 3,000 jobs and 12 percent", [(3000, None, "item", "at_least"), (12, None, "percent", None)]),
    ],
)
def test_amounts(text: str, expected: list[tuple]) -> None:
    """Digits and words give the number, with currency or unit and what qualifies it; ordinals and times give none."""
    found = [(each.amount, each.amount_to, each.currency or each.unit, each.qualifier) for each in find(text).amounts]
    decimal = [(Decimal(a), None if b is None else Decimal(b), c, d) for a, b, c, d in expected]
    assert found == decimal
