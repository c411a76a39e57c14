"""EDTF dates and the first and last day that they can mean."""

import pytest

from models.edtf_dates import parse_date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-29", "2025-03-29", "2025-03-29"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-01-24/2024-01-25", "2024-01-24", "2024-01-25"),
        ("2024/2028", "2024-01-01", "2028-12-31"),
        ("2025-40", "2025-01-01", "2025-06-30"),
        ("2025-41", "2025-07-01", "2025-12-31"),
        ("2025-40?", "2025-01-01", "2025-06-30"),
        ("2025-33", "2025-01-01", "2025-03-31"),
        ("2025-36", "2025-10-01", "2025-12-31"),
        ("2025~", "2025-01-01", "2025-12-31"),
        ("2025-05?", "2025-05-01", "2025-05-31"),
        ("2025-07/..", "2025-07-01", None),
        ("../2025-09-27", None, "2025-09-27"),
        ("2025-07/", "2025-07-01", None),
        ("202X", "2020-01-01", "2029-12-31"),
        ("XXXX-11", None, None),
    ],
)
def test_bounds(text: str, first: str | None, last: str | None) -> None:
    """A date keeps its text, and its bounds are no finer than it."""
    assert parse_date(text) == (text, first, last)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2025-13", "not an EDTF date"),
        ("2025-02-30", "not an EDTF date"),
        ("29/03/2025", "not an EDTF date"),
        ("last November", "not an EDTF date"),
        ("2025/2024", "ends before it begins"),
        ("../..", "says nothing of when"),
        ("0000", "outside the years"),
        ("-0044", "outside the years"),
        ("Y1E99999999", "outside the years"),
        ("2023-00", "not an EDTF date"),
        ("2023-05-00", "not an EDTF date"),
        ("٢٠٢٣-٠٥-٠٣", "not an EDTF date"),
        ("２０２３/2024", "not an EDTF date"),
    ],
)
def test_what_is_no_date(text: str, message: str) -> None:
    """A text that is no date, or an impossible one, is refused with a reason."""
    with pytest.raises(ValueError, match=message):
        parse_date(text)
