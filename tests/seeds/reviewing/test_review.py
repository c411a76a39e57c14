"""The review of seed files against their text: values beside quotes, warnings, sentences without facts, the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.terminal.text import width_of
from seeds.format.files import SHIPPED_FOLDER
from seeds.format.problems import Problems
from seeds.reviewing.coverage import segments
from seeds.reviewing.evidence import warn_of_evidence
from seeds.reviewing.facts import read_reviewed
from seeds.reviewing.quoted_values import missing_of_date, says_currency, says_name, says_number, says_percent
from seeds.reviewing.review_text import INDENT, Sheet, draw_review
from seeds.reviewing.wording import Wording
from seeds.texts.article_text import read_text
from tests.seedfiles import AGREEMENT, TEXT, span, write_folder

# The sample, with the words that prove its amount and its date.
WIDE = span("a memorandum worth more than 5 million dollars")
DAY = span("on 3 May 2025")
DATE = f"{{stage: signed, date: 2025-05-03, cite: [{DAY}]}}"
PROVED = AGREEMENT.replace(f"cite: [{span('a memorandum')}]", f"cite: [{WIDE}]").replace(span("signed"), DAY)


def run(*arguments: object) -> str:
    """Run `mithaq seed …` and return what it prints."""
    result = CliRunner().invoke(main, ["seed", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.output


def write(folder: Path, body: str = AGREEMENT) -> tuple[Path, Path]:
    """Write the sample folder and its text."""
    folder.mkdir(exist_ok=True)
    text = folder / "text.txt"
    text.write_text(TEXT, encoding="utf-8")
    return write_folder(folder / "mine", body), text


def warnings(folder: Path, *changes: tuple[str, str]) -> str:
    """Return the warnings of `check --text` after changes to the sample."""
    body = PROVED
    for old, new in changes:
        assert old in body
        body = body.replace(old, new)
    seeds, text = write(folder, body)
    return "\n".join(line for line in run("check", seeds, "--text", text).splitlines() if line.startswith("warning: "))


def test_values_stand_beside_quotes(tmp_path: Path) -> None:
    """A review shows each value with its quote, the sentences that no fact cites, and the share cited."""
    seeds, text = write(tmp_path)
    shown = run("review", seeds, "--text", text)
    assert re.search(r"Agreement: Example memorandum .*example-mou-2025", shown)
    assert re.search(r"Milestone: Signed · Done .*signed", shown)
    assert re.search(r"مثال للاتصالات.*Example Telecom", shown)
    assert re.search(r"line 3 \[\d+, \d+\]: .*وقّعت الوزارة", shown)
    assert "2 of 3 sentences" in shown
    arabic = run("review", seeds / "tashkent.yml", "--text", text, "--lang", "ar")
    assert "اتفاق: مذكرة المثال" in arabic
    assert "مذكرة تفاهم" in arabic
    assert re.search(r"Party: .*Uzbekistan", shown) and re.search(r"الطرف: .*أوزبكستان", arabic)
    words, place = 'cite: ["Example Telecom"]\n    draft: true\n', f"cite: [{span('Example Telecom')}]\n"
    file = seeds / "tashkent.yml"
    file.write_text(file.read_text("utf-8").replace(place, words), "utf-8")
    codes = "code,parent,label_en,label_ar,definition_en,definition_ar\nbasketry,,Basketry,السلال,Baskets.,سلال.\n"
    (seeds / "reference").mkdir()
    (seeds / "reference" / "sector.csv").write_text(codes, "utf-8")
    file.write_text(file.read_text("utf-8").replace("sector: telecommunications", "sector: basketry"), "utf-8")
    drafted = run("review", seeds, "--text", text)
    assert "Sector: Basketry" in drafted
    assert re.search(r"Organization: Example Telecom .* · Draft", drafted)
    assert re.search(r"\[\d+, \d+\] Example Telecom", drafted)
    assert max(map(len, run("review", seeds, "--text", text).splitlines())) <= 104


def test_a_passage_that_does_not_prove_is_a_warning(tmp_path: Path) -> None:
    """`check --text` warns of what is not in its quote; --strict refuses it, and a note on its citation accepts it."""
    faults = (
        ("value: 5000000", "value: 6000000"),
        ("currency: USD", "currency: EUR"),
        (DATE, DATE.replace("2025-05-03", "2024-06-04")),
        (f"cite: [{WIDE}]", f"cite: [{WIDE}, {span('emorand')}, {span(' worth')}, {span(' ')}]"),
    )
    found = warnings(tmp_path, *faults)
    assert re.findall("yml:[0-9]+: (.*)", found) == [
        "currency: EUR is in no quote of it",
        "value: 6000000 is in no quote of it",
        "[80, 87] cuts the word 'memorandum': 'emorand'",
        "[89, 95] begins or ends with a blank: 'worth'",
        "[9, 10] is blank",
        "date: the year, month and day of 2024-06-04 are in no quote of it",
    ]
    strict = ["seed", "check", str(tmp_path / "mine"), "--text", str(tmp_path / "text.txt"), "--strict"]
    result = CliRunner().invoke(main, strict)
    assert (result.exit_code, "Found 6 problems" in result.output) == (1, True)
    notes = "".join(f", {{at: {span('worth')}, field: {name}, note: Elsewhere.}}" for name in ("value", "currency"))
    dated = (f"cite: [{DAY}]", f"cite: [{DAY}, {{at: {DAY}, field: date, note: Elsewhere.}}]")
    assert warnings(tmp_path, *faults[:3], (f"cite: [{WIDE}]", f"cite: [{WIDE}{notes}]"), dated) == ""


def test_names_and_outlooks_are_compared_with_the_text(tmp_path: Path) -> None:
    """An Arabic name that no quote has, a stated date without words, and opposite outlooks are warnings."""
    ministry = span("الوزارة")
    event = (
        "  - {slug: %s, type: talks, outlook: %s, name: {en: %s, ar: %s}, cite: [" + span("met in Tashkent") + "]}\n"
    )
    events = "events:\n" + event % ("held", "occurred", "a", "ا") + event % ("to-come", "planned", "b", "ب")
    organization = f"  - {{slug: trade, kind: ministry, name: {{en: a, ar: وزارة التجارة}}, cite: [{ministry}]}}\n"
    named = organization.replace("وزارة التجارة", "وزارة")
    found = warnings(tmp_path / "one", ("organizations:\n", events + "organizations:\n" + organization))
    assert "name: 'وزارة التجارة' is in no quote of trade" in found
    assert "outlook: planned, and occurred at" in found
    assert found.count("warning: ") == 2
    assert warnings(tmp_path / "two", ("organizations:\n", "organizations:\n" + named)) == ""
    seeds, text = write(tmp_path / "one")
    stated = seeds / "tashkent.yml"
    stated.write_text(
        stated.read_text("utf-8").replace(
            "  language: en\n", "  language: en\n  published: 2025\n  published_basis: stated\n"
        ),
        "utf-8",
    )
    assert "published: stated, and no words are cited" in run("check", seeds, "--text", text)


def test_numbers_and_dates_are_read_in_both_languages() -> None:
    """Digits of either script, words of number and size, month names, percent signs and currencies are known."""
    for quote, value in {
        "٣٫٥ مليار دولار": 3.5e9,
        "1.5 billion": 1.5e9,
        "ثلاثة ملايين": 3e6,
        "مئة وخمسون ألف طالب": 150_000,
        "مليوني يورو": 2e6,
        "خمسة وعشرون": 25,
        "twenty-five companies": 25,
        "6,014 رسالة": 6014,
        "0,500 مليار دولار": 5e8,
        "2 مليار و120 مليون": 2.12e9,
        "و28 دولة": 28,
        "مذكرتين": 2,
        "$7bn": 7e9,
        "14أو 15 مليون يورو": 14e6,
    }.items():
        assert says_number([quote], value), quote
        assert not says_number([quote], value * 1.5), quote
    assert not says_number(["0,500 مليار دولار"], 5e11)
    for quote, date in {
        "في 3 أيار 2025": "2025-05-03",
        "٣ مايو ٢٠٢٥": "2025-05-03",
        "5 جويلية 2024": "2024-07-05",
        "الأول من كانون الثاني 2023": "2023-01-01",
        "27 و28 سبتمبر 2025": "2025-09-27/2025-09-28",
        "in the third quarter of 2024": "2024-35",
        "March 4, 2022": "2022-03-04",
        "بتاريخ 4/3/2022": "2022-03-04",
        "موسم 2023/24": "2023/2024",
    }.items():
        assert missing_of_date([quote], date) == [], quote
    assert missing_of_date(["3 أيار 2025"], "2024-06-04") == ["year", "month", "day"]
    assert missing_of_date(["يومي 24 و25 يناير 2024"], "2025-02-24/2024-01-25") == ["year", "month"]
    assert says_percent(["40٪"]) and says_percent(["40 في المئة"]) and not says_percent(["40 شركة"])
    assert says_currency(["5 ملايين دينار"], "DZD") and says_currency(["5€"], "EUR")
    assert not says_currency(["5 ملايين دولار"], "EUR")
    assert says_name(["مع الذكاء"], "ذكاء") and says_name(["وللشركة الوطنية"], "الشركة الوطنية")
    assert not says_name(["مع الشركة"], "الشركة الوطنية")


def test_attached_letters_are_no_cut(tmp_path: Path) -> None:
    """A span may leave out what Arabic attaches to a word, but no letter of the word."""
    ministry = "organizations:\n  - {slug: m, kind: ministry, name: {en: m, ar: وزارة}, cite: [%s, %s]}\n"
    whole = ("organizations:\n", ministry % (span("وزارة"), span("المذكرة")))
    assert warnings(tmp_path / "whole", whole) == ""
    cut = ("organizations:\n", ministry % (span("وزارة"), span("لمذكر")))
    assert "cuts the word 'المذكرة'" in warnings(tmp_path / "cut", cut)


class _Marks(HTMLParser):
    """Collects the marked pieces of a page, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self.loaded: list[str] = []
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.open: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loaded += [value for name in ("src", "href") if (value := given.get(name)) and not value.startswith("#")]
        self.links |= {value for value in [given.get("href")] if value}
        self.ids |= {f"#{given['id']}"} if "id" in given else set()
        self.open = given.get("data-p") if tag == "mark" else None

    def handle_endtag(self, tag: str) -> None:
        self.open = None

    def handle_data(self, data: str) -> None:
        if self.open:
            self.pieces.append((self.open, data))


def test_the_page_marks_nested_and_overlapping_passages(tmp_path: Path) -> None:
    """Each piece of the text names every passage that covers it; the page loads nothing."""
    outer, inner, across = "They signed a memorandum", "a memorandum", "memorandum worth more"
    body = AGREEMENT.replace(span(inner), f"{span(outer)}, {span(inner)}, {span(across)}")
    seeds, text = write(tmp_path, body)
    page = tmp_path / "review.html"
    run("review", seeds, "--text", text, "--html", page, "--lang", "ar")
    marks = _Marks()
    marks.feed(page.read_text("utf-8"))
    assert marks.loaded == []
    assert marks.links <= marks.ids
    pieces = dict(reversed([(words, numbers.split()) for numbers, words in marks.pieces]))
    [memorandum, worth] = pieces["memorandum"], pieces[" worth more"]
    assert len(memorandum) == 3
    assert worth == memorandum[-1:]
    assert 'dir="rtl"' in page.read_text("utf-8")
    assert list(segments([(0, 5), (3, 8)], 0, 10)) == [(0, 3, (0,)), (3, 5, (0, 1)), (5, 8, (1,)), (8, 10, ())]


def test_the_page_escapes_what_it_shows(tmp_path: Path) -> None:
    """Markup in a name, a note or the text is text."""
    seeds, text = write(tmp_path, AGREEMENT.replace("en: Example memorandum", "en: '<script>alert(1)</script>'"))
    page = tmp_path / "review.html"
    run("review", seeds, "--text", text, "--html", page)
    assert page.read_text("utf-8").count("<script>") == 1
    assert "&lt;script&gt;alert(1)" in page.read_text("utf-8")


def test_a_text_of_no_article_is_refused(tmp_path: Path) -> None:
    """The error names the digest, and the command for a text that changed."""
    seeds, text = write(tmp_path)
    text.write_text(TEXT + "More.\n", "utf-8")
    result = CliRunner().invoke(main, ["seed", "review", str(seeds), "--text", str(text)])
    assert result.exit_code == 1
    assert "is not the text of any article" in result.output
    assert CliRunner().invoke(main, ["seed", "review", str(seeds)]).exit_code == 2


def test_the_shipped_data_have_no_such_warning(articles_dir: Path) -> None:
    """Every value of the shipped data is in its quote, or a note says why not; no quote cuts a word."""
    problems = Problems()
    reviewed = read_reviewed(SHIPPED_FOLDER, [read_text(path) for path in sorted(articles_dir.glob("*.txt"))])
    assert len(reviewed.texts) == 5
    warn_of_evidence(reviewed, problems)
    assert problems.warning_lines() == []


@pytest.mark.parametrize("width", [50, 100])
def test_an_arabic_review_goes_from_right_to_left(tmp_path: Path, width: int) -> None:
    """Values are at the right of a terminal and quotes at their left, and no line is wider than the screen."""
    seeds, text = write(tmp_path)
    reviewed = read_reviewed(seeds, [read_text(text)])
    wording = Wording(reviewed, "ar")
    lines = list(draw_review(reviewed, [], wording, Sheet(width, mirrored=True)))
    assert {width_of(line) for line in lines} <= {0, width, width - INDENT, width - 2 * INDENT}
    plain = [re.sub("[\u2068\u2069]", "", line) for line in lines]
    assert any(line.startswith(" ") and line.endswith("لا تنبيهات.") for line in plain)
    beside = [line for line in plain if "الطرف: " in line]
    assert beside and all(("[" in line.partition("الطرف")[0]) == (width == 100) for line in beside)
