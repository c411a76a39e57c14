"""Reading seed files: typed values, and problems with their lines."""

import pytest

from models.edtf_dates import EdtfDate
from seeds.format.files import SeedFile
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.format.records import Record
from tests.seedfiles import AGREEMENT, ARTICLE


def read(text: str | bytes) -> tuple[list[Record], list[str]]:
    problems = Problems()
    data = text.encode() if isinstance(text, str) else text
    return read_file(data, "a.yml", problems), problems.lines()


def test_values_are_typed() -> None:
    """Each scalar gets the type of its field, and each citation its article."""
    records, problems = read(ARTICLE + AGREEMENT)
    assert problems == []
    agreement = next(record for record in records if record.kind == "agreement")
    assert agreement.values["value"] == 5_000_000.0
    assert agreement.values["name"].ar == "مذكرة المثال"
    milestone = agreement.links[0]
    assert milestone.values["date"] == EdtfDate("2025-05-03", "2025-05-03", "2025-05-03")
    assert milestone.values["outlook"] == "occurred"
    assert {citation.cited for citation in agreement.citations} == {"tashkent-meeting"}


def test_norway_is_a_code() -> None:
    """Scalars are text: NO is Norway, and a year is not a number."""
    records, problems = read("organizations:\n  - {slug: a, kind: company, name: {en: yes, ar: 012}, country: NO}\n")
    assert problems == []
    assert records[0].values["country"] == "NO"
    assert records[0].values["name"] == ("yes", "012")


def test_a_long_slug_of_an_earlier_version_can_be_named() -> None:
    """Records with longer slugs are renamed, or extended."""
    long = "a" * 300
    records, problems = read(
        f"places:\n  - {{slug: b, was: [{long}], kind: city, name: {{en: B}}}}\n  - extend: {long}\n"
    )
    assert problems == []
    assert records[0].former_slugs == [records[1].slug] == [long]


def test_zero_has_no_sign() -> None:
    """-0 is 0, which `seed format` writes."""
    records, _ = read("agreements:\n  - {slug: a, type: mou, name: {en: a}, value: -0}\n")
    assert str(records[0].values["value"]) == "0.0"


def test_a_key_without_value_is_left_out() -> None:
    """An empty value, ~ and null say nothing; in quotes they are text."""
    records, problems = read(
        "organizations:\n  - {slug: a, kind: company, name: {en: 'null', ar: '~'}, note: ~, parent: , country: null}\n"
    )
    assert problems == []
    assert records[0].values["name"] == ("null", "~")
    assert [records[0].values[key] for key in ("note", "parent", "country")] == [None, None, None]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: [", "not YAML"),
        ("agreements:\n  - {slug: a, slug: b}\n", "a.yml:2: key 'slug' is repeated"),
        (
            "agreements:\n  - slug: a\n    partys: []\n",
            "a.yml:3: unknown key 'partys' in an agreement; did you mean parties",
        ),
        ("agrements: []\n", "a.yml:1: unknown key 'agrements' in the file; did you mean agreements"),
        ("agreements:\n  - slug: Bad Slug\n", "a.yml:2: 'Bad Slug' is not a slug"),
        ("countries:\n  - extend: الجزائر\n", "digits and single hyphens; did you mean algeria?"),
        (f"agreements:\n  - slug: {'a' * 201}\n", "a.yml:2: a slug of 201 characters; shorten it to 200"),
        ("agreements:\n  - {name: {en: a, ar: b}, type: mou}\n", "a.yml:2: an agreement without slug:"),
        ("agreements:\n  - {slug: a, type: mou}\n", "a.yml:2: agreement a without name:"),
        ("agreements:\n  - {slug: a, type: mou, name: {}}\n", "a text in one language or both"),
        ("agreements:\n  - {slug: a, type: mou, name: {en: a, ar: b}, value: 1e9}\n", "'1e9' is not a plain number"),
        (
            "agreements:\n  - {slug: a, type: mou, name: {en: a, ar: b}, period: 2025-13}\n",
            "'2025-13' is not an EDTF date",
        ),
        (
            "agreements:\n  - {slug: a, type: mou, name: {en: a, ar: b}, period: '?2025-?05'}\n",
            "a.yml:2: period: '?2025-?05' means 2025-05?; write that",
        ),
        (
            "agreements:\n  - {slug: a, type: mou, name: {en: a, ar: b}, period: '[2025,2024]'}\n",
            "a.yml:2: period: '[2025,2024]' means [2024,2025]; write that",
        ),
        (
            "article: {slug: a, name: {en: a, ar: b}, language: en, retrieved: 2025-02-30}\n",
            "retrieved: '2025-02-30' is not a day, such as 2025-05-03",
        ),
        ("agreements:\n  - {slug: a, type: mou, name: {en: a, ar: b}, instruments: 0}\n", "not a whole number from 1"),
        ("agreements: &x\n  - *x\n", "alias"),
        ("agreements: " + "[" * 50 + "]" * 50 + "\n", "nested deeper"),
        ("agreements:\n  - slug: a\n    note: a\u202eb\n", "a.yml:3: invisible character U+202E"),
        ("agreements:\n  - slug: a\n    note: a\u00adb\n", "a.yml:3: invisible character U+00AD"),
        ("agreements:\n  - slug: a\n    note: a\u00a0b\n", "a.yml:3: no-break space U+00A0; write a plain space"),
        ("agreements:\n  - slug: a\n    note: a\ufffcb\n", "a.yml:3: U+FFFC stands for a picture"),
        ("agreements:\n  - slug: a\n    note: a\ufffdb\n", "a.yml:3: U+FFFD stands for a letter"),
        ("agreements:\n  - slug: a\n    note: a\u2003b\n", "a.yml:3: unusual space U+2003; write a plain space"),
        ("agreements:\n  - slug: a\n    note: a\u200cb\n", "a.yml:3: invisible character U+200C"),
        ("agreements:\n  - slug: a\n    note: کتاب\u200c\n", "a.yml:3: invisible character U+200C"),
        ("agreements:\n  - slug: a\n    note: و\u200cزارة\n", "a.yml:3: invisible character U+200C"),
        ("agreements:\n  - slug: a\n    note: Ми\u200cр\n", "a.yml:3: invisible character U+200C"),
        ("agreements:\n  - slug: a\n    note: é\u200dé\n", "a.yml:3: invisible character U+200D"),
        ("agreements:\n  - slug: a\n    note: a\U00013430b\n", "a.yml:3: invisible character U+13430"),
        ("agreements:\n  - slug: a\n    note: a\ue000b\n", "a.yml:3: U+E000 is no letter, or one that a single font"),
        ("agreements:\n  - slug: a\n    note: a\U0001fffeb\n", "a.yml:3: U+1FFFE is no letter"),
        ("agreements:\n  - slug: a\n    note: ' '\n", "a.yml:3: an empty text; write it, or leave its key out"),
        (
            "agreements:\n  - slug: a\n    identifiers: [{scheme: unts, value: ''}]\n",
            "a.yml:3: an empty text; write it, or leave its key out",
        ),
        ('agreements:\n  - slug: a\n    note: "\\u200d"\n', "a.yml:3: a text of marks alone"),
        ("agreements:\n  - slug: a\n    note: \u064b\u064c\n", "a.yml:3: a text of marks alone"),
        ("agreements:\n  - slug: a\n    note: \U000e0041\n", "a.yml:3: invisible character U+E0041"),
        ("agreements:\n  - slug: a\n    note: x\ufe0f\n", "a.yml:3: invisible character U+FE0F"),
        ("agreements:\n  - slug: a\n    note: a\x07b\n", "a.yml:3: invisible character U+0007"),
        ("agreements:\n  - slug: a\n    note: e\u0301\n", "a.yml:3: text is not in Unicode NFC"),
        ('agreements:\n  - slug: a\n    note: "a\\u202eb"\n', "a.yml:3: invisible character U+202E"),
        ('agreements:\n  - slug: a\n    note: "e\\u0301"\n', "a.yml:3: text is not in Unicode NFC"),
        ('agreements:\n  - slug: a\n    note: "a\\0b"\n', "a.yml:3: invisible character U+0000"),
        ("agreements:\n  - slug: a\n    note: |\n      one\n      two\n", "a text must be on one line"),
        ("agreements:\n  - slug: a\n    cite: [[1, 2]]\n", "names its article"),
        ("agreements:\n  - slug: a\n    cite: [[1]]\n", "a citation is [start, end]"),
        ("agreements:\n  - slug: a\n    cite: [[٣, ٤]]\n", "a citation is [start, end]"),
        ("agreements:\n  - slug: a\n    cite: [12]\n", "a citation is [start, end]"),
        ("agreements:\n  - slug: a\n    cite: [{quote: a, at: [1, 2]}]\n", "a citation is [start, end]"),
        ("agreements:\n  - slug: a\n    cite: [{before: a}]\n", "a citation is [start, end]"),
        ("agreements:\n  - slug: a\n    cite: [{quote: a, nth: 0}]\n", "nth: counts from 1"),
        ("- a\n- b\n", "the file: a mapping"),
        (b"agreements:\n  - slug: \xff\n", "a.yml:2: the file is not UTF-8"),
    ],
)
def test_problems_have_their_line(text: str | bytes, problem: str) -> None:
    """A mistake is reported with file and line, and what was expected."""
    _, problems = read(text)
    assert any(problem in line for line in problems), problems


def test_an_alias_bomb_costs_nothing() -> None:
    """Aliases are refused before they multiply."""
    levels = "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9))
    _, problems = read("a: &a [x]\n" + levels)
    assert len(problems) == 1 and "alias" in problems[0]


def test_all_problems_are_listed() -> None:
    """One mistake does not hide the next."""
    _, problems = read("agreements:\n  - slug: A\n  - slug: B\n  - slug: C\n")
    assert {line.split(":")[1] for line in problems} == {"2", "3", "4"}


@pytest.mark.parametrize("number", ["21000000000000000", "9007199254740991", "-34.5", "0.10", "123456789.25"])
def test_numbers_that_are_stored_as_written_are_read(number: str) -> None:
    """State budgets in rials are beyond 10^15, and exact."""
    records, problems = read(f"agreements:\n  - {{slug: a, type: mou, name: {{en: A}}, value: {number}}}\n")
    assert (problems, records[0].values["value"]) == ([], float(number))


@pytest.mark.parametrize("number", ["9007199254740993", "0.12345678901234567890", "1" + "0" * 24])
def test_numbers_that_would_be_stored_as_others_are_refused(number: str) -> None:
    """A number is never rounded in silence."""
    _, problems = read(f"agreements:\n  - {{slug: a, type: mou, name: {{en: A}}, value: {number}}}\n")
    assert len(problems) == 1
    assert "more digits than can be stored" in problems[0] or "below 10^24" in problems[0]


def test_a_byte_order_mark_is_passed_over() -> None:
    """Editors of other systems begin a file with one; a file of an article is known as such all the same."""
    data = b"\xef\xbb\xbfarticle: {extend: x}\n"
    records, problems = read(data)
    assert (problems, [record.slug for record in records]) == ([], ["x"])
    assert SeedFile("a.yml", data).is_of_article


def test_a_joiner_within_a_persian_word_is_kept() -> None:
    """Where a joiner shapes letters it is part of the name."""
    problems = Problems()
    data = "places:\n  - {slug: a, kind: city, name: {ar: کتاب\u200cخانه}}\n"
    [record] = read_file(data.encode(), "a.yml", problems)
    assert not problems.found and record.values["name"].ar == "کتاب\u200cخانه"
