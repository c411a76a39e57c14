"""EDTF dates and the first and last day that they can mean."""

import csv

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.edtf_dates import parse_date
from tests.paths import CHECKOUT

PART = r"[0-9X?~%]{4,6}(-[0-9X?~%]{2,4}){0,2}"
NEAR_A_DATE = rf"{PART}([/,.]{{1,2}}{PART})?|[\[{{].{{0,30}}[\]}}]"
# The examples of the test suites of three EDTF libraries (edtf 5.0.2, edtf.js 4.11.1, edtf-validate 2.0.0), with our
# answers: the first and last day, or that it is refused.
EXAMPLES = CHECKOUT / "tests" / "models" / "edtf_examples.csv"


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
        ("../..", "names no date"),
        ("0000", "outside the years"),
        ("-0044", "outside the years"),
        ("Y1E99999999", "outside the years"),
        ("Y12023", "outside the years"),
        ("Y-2023", "outside the years"),
        ("12023", "outside the years"),
        ("12023-05", "outside the years"),
        ("9" * 50, "outside the years"),
        ("Y2023", "not an EDTF date"),
        ("Y002023", "not an EDTF date"),
        ("202305", "not an EDTF date"),
        ("20230503", "not an EDTF date"),
        ("20230503T1200", "not an EDTF date"),
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


def bounds(text: str) -> list[str]:
    """The first and last day of a text, or that it is refused."""
    try:
        found = parse_date(text)
    except ValueError:
        return ["refused", ""]
    return [found.first or "open", found.last or "open"]


def test_the_examples_of_the_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    """Each form has the meaning of the specification, or is refused: no times, other years, or digits left open."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    assert len(rows) > 200
    assert [(text, bounds(text)) for text, *_ in rows] == [(text, days) for text, *days in rows]
    # A library that meets what it does not know may print it.
    assert capsys.readouterr() == ("", "")


@given(
    st.from_regex(
        r"[0-9X?~%]{4,6}(-[0-9X?~%]{2,4}){0,2}([/,.]{1,2}[0-9X?~%]{4}(-[0-9X]{2})?)?|[\[{].{0,30}[\]}]", fullmatch=True
    )
)
@example("2025-40/2026-41")
@example("[..1760-12-03]")
@example("9" * 10_000)
def test_any_form_is_a_date_or_refused(text: str) -> None:
    """Any text near the forms of dates has days in order, or is refused in a short message."""
    try:
        found = parse_date(text)
    except ValueError as error:
        assert len(str(error)) < 400
        return
    assert not found.first or not found.last or found.first <= found.last
    assert text.isascii() and len(text) <= 100
