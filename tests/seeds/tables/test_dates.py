"""Dates and numbers of cells: what each format reads, and what it refuses."""

import pytest

from seeds.tables.dates import check_format, read_date, read_number


@pytest.mark.parametrize(
    ("text", "formats", "edtf"),
    [
        ("07/10/1899", ["dd/mm/yyyy"], "1899-10-07"),
        ("7.3.2001", ["dd.mm.yyyy"], "2001-03-07"),
        ("00/10/1899", ["dd/mm/yyyy"], "1899-10"),
        ("11/1953", ["dd/mm/yyyy", "mm/yyyy"], "1953-11"),
        ("3 Sept. 1999", ["d mmm. yyyy"], "1999-09-03"),
        ("1st MAY 1950", ["d mmmm yyyy"], "1950-05-01"),
        ("٥ جويلية ١٩٨٧", ["d mmmm yyyy"], "1987-07-05"),
        ("28\u00a0تشرين الأول 2011\u200f", ["d mmmm yyyy"], "2011-10-28"),
        ("05/06/29", ["dd/mm/yyyy", "dd/mm/yy(1930)"], "2029-06-05"),
        ("05/06/30", ["dd/mm/yy(1930)"], "1930-06-05"),
        ("March 3, 1999", ["mmmm d, yyyy"], "1999-03-03"),
        # Typed cells of a spreadsheet are ISO dates, whatever the format.
        ("1945-06", ["dd/mm/yyyy"], "1945-06"),
        ("1945-21", ["edtf"], "1945-21"),
        ("1945-06-26", ["dd/mm/yyyy"], "1945-06-26"),
        ("1945-06-26 00:00:00", [], "1945-06-26"),
        ("26/06/1945 14:30", ["dd/mm/yyyy"], "1945-06-26"),
        ("16613", ["excel"], "1945-06-25"),
        ("1954-12-04?", [], "1954-12-04?"),
        ("1954-12..1955-02", ["messydates"], "1954-12/1955-02"),
        ("..1955", ["messydates"], "../1955"),
        ("1955..", ["messydates"], "1955/.."),
        # Equal dates of a table are one fact, however its publisher writes them.
        ("?2025-?05", [], "2025-05?"),
        ("1954-12..1954-12", ["messydates"], "1954-12"),
        ("{1955,1954}", ["messydates"], "{1954,1955}"),
    ],
)
def test_a_format_reads_no_more_than_is_said(text: str, formats: list[str], edtf: str) -> None:
    """A date becomes EDTF of its own precision; a time of day is left out."""
    assert read_date(text, formats).text == edtf


@pytest.mark.parametrize(
    ("text", "formats", "reason"),
    [
        ("31/06/1976", ["dd/mm/yyyy"], "June 1976 has 30 days, not 31"),
        ("03/13/1976", ["dd/mm/yyyy"], "there is no month 13"),
        ("16613", ["dd/mm/yyyy"], "unless the map says format: excel"),
        ("0014-022005", [], "is not an EDTF date"),
        ("3 Marz 1999", ["d mmmm yyyy"], "not the name of a month"),
        ("soon", ["dd/mm/yyyy", "yyyy"], "is in none of dd/mm/yyyy, yyyy"),
        ("99999999", ["excel"], "is not a day of a spreadsheet"),
    ],
)
def test_what_is_no_date_says_why(text: str, formats: list[str], reason: str) -> None:
    """The reason names the calendar, the month or the format."""
    with pytest.raises(ValueError, match=reason):
        read_date(text, formats)


def test_numbers_and_formats() -> None:
    """Signs of thousands and decimals are those of the declared example; other formats are refused."""
    assert read_number("1,234,567.50", ["1,234.5"]) == "1234567.50"
    assert read_number("1.234.567,5", ["1.234,5"]) == "1234567.5"
    assert read_number("1\u00a0234,5", ["1 234,5"]) == "1234.5"
    assert read_number("-1234567.5", ["1,234.5"]) == "-1234567.5"
    check_format("1,234.5", "count")
    for text, kind in (("dd/mm/yy", "date"), ("mm", "date"), ("yyyy-yyyy", "date"), ("1_000", "number"), ("d", "text")):
        with pytest.raises(ValueError):
            check_format(text, kind)
    with pytest.raises(ValueError):
        read_number("12 millions", [])


def test_each_format_of_a_list_is_read() -> None:
    """A number is read in any of several formats, in Arabic digits in all; one that they read otherwise is refused."""
    formats = ["1234.5", "1,234.5", "1 234,5"]
    for text in ("1234.5", "1,234.5", "1 234,5", "1234,5", "١٬٢٣٤٫٥", "١٢٣٤٫٥"):
        assert read_number(text, formats) == "1234.5"
    assert read_number("١٢٣٤", []) == "1234"
    with pytest.raises(ValueError, match=r"means 1\.234 or 1234 in the formats of the map"):
        read_number("1,234", ["1,234.5", "1.234,5"])


@pytest.mark.parametrize(
    ("text", "format"),
    [
        *((text, "1,234.5") for text in ("12,34", "1,2,3", "0,500", "1234,567", "1,2345", "1,234,56", ",123", "1,")),
        *((text, "1.234,5") for text in ("12.34", "1,234.5", "0.5", "1.234.5")),
        *((text, "1 234,5") for text in ("1 2 3", "12 34", " 1", "1 234 56,7")),
        *((text, "1234.5") for text in ("1,234", "1.2.3", ".5", "5.", "")),
    ],
)
def test_a_sign_of_thousands_stands_before_three_digits(text: str, format: str) -> None:
    """A decimal sign of another country never makes a number larger; the number is not understood."""
    with pytest.raises(ValueError, match="is not a number as in " + format.replace(".", r"\.")):
        read_number(text, [format])


def test_a_format_loses_nothing_that_it_reads() -> None:
    """A day without a month, and a month beside another, are refused as formats."""
    for text, reason in (("dd/yyyy", "a day without a month"), ("yyyy-mm mmmm", "two months")):
        with pytest.raises(ValueError, match=f"{text!r} has {reason}"):
            check_format(text, "date")
