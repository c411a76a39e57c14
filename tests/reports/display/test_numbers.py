"""Numbers for readers: every digit that is stored, and none that is not."""

import random

import pytest

from reports.display.cell_text import Wording, format_number
from reports.display.quantities import _say_number
from reports.site.addresses import file_name
from reports.site.cells import _sort_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e23, "100,000,000,000,000,000,000,000"), (123456789012345680000.0, "123,456,789,012,345,680,000"),
        (1000.0, "1,000"), (2**53 + 1, "9,007,199,254,740,993"), (1234.5, "1,234.5"), (-0.00001, "-0.00001"),
    ],
)  # fmt: skip
def test_a_number_has_the_digits_of_its_decimal(value: float, text: str) -> None:
    """A float is its shortest decimal, however large; the binary value behind it has other digits."""
    assert format_number(value) == text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1e23, "100,000,000,000,000 billion"), (1.5e9, "1.5 billion"), (1_234_567.0, "1,234,567"), (2e6, "2 million"),
        (-4.25e9, "-4.25 billion"), (999_999.0, "999,999"), (1_000_500.0, "1,000,500"),
    ],
)  # fmt: skip
def test_a_round_number_is_said_in_words(value: float, said: str) -> None:
    """Millions with at most three decimals, none of which is rounded."""
    assert _say_number(value, Wording("en", {})) == said


def test_pages_sort_numbers_by_value() -> None:
    """The keys of a list on a page sort as the numbers do, negative, tiny and huge ones too."""
    chance = random.Random(1)
    numbers = [chance.uniform(-1, 1) * 10 ** chance.randint(-12, 23) for _ in range(1000)] + [0.0, 5, -5, 1e15, 1e16]
    assert sorted(numbers, key=_sort_number) == sorted(numbers)


def test_a_page_has_no_name_of_a_device() -> None:
    """Windows cannot hold a file that is called as a device is, with whatever ending."""
    assert [file_name(code) for code in ("con", "com1", "lpt9", "console")] == ["con~", "com1~", "lpt9~", "console"]
