"""EDTF dates and the first and last day that they can mean."""

import csv
import re
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.edtf_dates import parse_date
from models.edtf_forms import canonical_form
from tests.paths import CHECKOUT
from tests.properties import examples

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
        ("XXXX-02-29", None, None),
        # Only leap years have the day.
        ("200X-02-29", "2000-02-29", "2008-02-29"),
        ("201X-02-29~", "2012-02-29", "2016-02-29"),
        ("19XX-02-29/2001", "1904-02-29", "2001-12-31"),
        ("[190X-02-29,1903]", "1903-01-01", "1908-02-29"),
        ("[XXXX,2025]", None, None),
        ("{2020,XXXX,2025}", None, None),
        ("[2025,2020..]", "2020-01-01", None),
        ("[..2020-05,2025-40]", None, "2025-06-30"),
        ("2025-05?-~03", "2025-05-03", "2025-05-03"),
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
        ("XXXX-02-30", "not an EDTF date"),
        ("XXXX-04-31", "not an EDTF date"),
        ("202X-13-01", "not an EDTF date"),
        ("29/03/2025", "not an EDTF date"),
        ("last November", "not an EDTF date"),
        ("2025/2024", "ends before it begins"),
        ("[1999,2025..2020,2030]", "ends before it begins"),
        ("[2020..2021..2022]", "not an EDTF date"),
        ("[..2020..]", "not an EDTF date"),
        ("?2025?", "not an EDTF date"),
        ("1XX1-02-29", "none of the years 1XX1 has a 29 February"),
        ("[190X,XXX3-02-29]", "none of the years XXX3 has a 29 February"),
        ("XXX0-02-29", "outside the years"),
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
    dates = [text for text, days, _ in rows if days != "refused"]
    assert {text: form for text in dates if (form := canonical_form(text)) != text} == {
        "?2004-%06": "2004?-%06",
        "?2016-?05-31": "2016-05?-31",
        "[..2016,2017]": "[..2017]",
        "[1774-11..1774-12]": "[1774-11,1774-12]",
    }
    # A library that meets what it does not know may print it.
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("?2025-?05", "2025-05?"),
        ("?2025-05", "2025?-05"),
        ("?2025", "2025?"),
        ("?2025-~05", "2025?-~05"),
        ("2025-05/2025-05", "2025-05"),
        ("2025?/?2025", "2025?"),
        ("?2025/..", "2025?/.."),
        # From a year of the decade to another.
        ("202X/202X", "202X/202X"),
        ("[2025-05,2025-05]", "2025-05"),
        ("{2025?}", "2025?"),
        ("[2025,2020]", "[2020,2025]"),
        ("[2020..2021]", "[2020,2021]"),
        ("{2022,2020,2021}", "{2020..2022}"),
        (
            "{2023-12-31,2024-02-28..2024-02-29,2024-01..2024-03,2024-03-01}",
            "{2023-12-31,2024-01..2024-03,2024-02-28..2024-03-01}",
        ),
        ("[2025-12,2026-01,2026-02]", "[2025-12..2026-02]"),
        ("[..2020,2021]", "[..2021]"),
        ("[2025-05,2021,2020..]", "[2025-05,2020..]"),
        ("[2026,2025-40,2025?]", "[2025-40,2025?,2026]"),
        ("[XXXX,2025]", "[2025,XXXX]"),
    ],
)
def test_equal_dates_have_one_form(text: str, form: str) -> None:
    """Qualifiers, members and ends that can be written in several ways are written in one, of the same days."""
    assert canonical_form(text) == form == canonical_form(form)
    assert parse_date(form)[1:] == parse_date(text)[1:]


def test_a_set_of_all_dates_names_none() -> None:
    """Members that leave no date out say nothing."""
    with pytest.raises(ValueError, match="names no date"):
        canonical_form("[..2020,2015..]")


def test_each_meaning_of_qualifiers_has_one_form() -> None:
    """A sign behind a part is that of all before it too: dates of the same doubts, and only these, are equal texts."""
    forms: dict[tuple[frozenset[str], ...], set[str]] = {}
    for signs in product(*(["", *(f"{sign}." for sign in "?~%"), *(f".{sign}" for sign in "?~%")],) * 3):
        parts = [sign.replace(".", part) or part for sign, part in zip(signs, ("2025", "05", "03"), strict=True)]
        doubts = tuple(
            frozenset(
                each
                for at, sign in enumerate(signs)
                if at == own or (at > own and sign.startswith("."))
                for each in sign.strip(".").replace("%", "?~")
            )
            for own in range(3)
        )
        form = canonical_form("-".join(parts))
        assert parse_date(form)[1:] == ("2025-05-03", "2025-05-03")
        forms.setdefault(doubts, set()).add(form)
    assert {len(found) for found in forms.values()} == {1}
    assert len(set.union(*forms.values())) == len(forms) == 4**3


@examples()
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
        assert re.search("not an EDTF date|years 1 to 9999|before it begins|no date|29 February", str(error))
        return
    assert not found.first or not found.last or found.first <= found.last
    assert text.isascii() and len(text) <= 100
    try:
        form = canonical_form(text)
    except ValueError:
        return
    assert canonical_form(form) == form
    assert parse_date(form)[1:] == found[1:]
