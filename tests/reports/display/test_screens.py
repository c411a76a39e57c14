"""Reports on a terminal: a line for each row, the columns that answer its question, Arabic from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from wcwidth import wcswidth

from cli import main
from models.storage.database import Database
from models.terminal.text import shorten, split_graphemes, wrap
from reports.catalogue.registry import NAMES, load
from reports.commands import list_reports
from reports.display.cell_text import Wording
from reports.display.dates import shorten_date, write_date
from reports.display.labels import read_labels
from reports.display.list_cells import ListCell, Passage, fit_cell, fit_names, wrap_cell
from reports.display.table import Column, Fit, Lang, Table
from reports.display.text_layout import Page, Screen, draw
from reports.query.report import Selection, compose, read
from reports.run_report import Style, choose_columns
from tests.rows import Additions

WIDTHS = (60, 80, 100, 120, 160)
# The columns of each report, in English with the shipped facts, that a screen of these widths hides; all others show.
HIDDEN = {
    "overview": ("ID", "ID", "ID", "", ""),
    "articles": ("Publisher, Text attached, Facts, ID", "Text attached, Facts, ID", "ID", "ID", ""),
    "datasets": ("ID", "", "", "", ""),
    "countries": ("Organizations, Figures", "Figures", "", "", ""),
    "organizations": ("Agreements, ID", "ID", "ID", "ID", ""),
    "people": ("Organization, ID", "ID", "", "", ""),
    "agreements": (
        "Type, Date, Parties, Value, Instruments, ID",
        "Type, Parties, Value, Instruments, ID",
        "Type, Parties, Instruments, ID",
        "Parties, Instruments, ID",
        "ID",
    ),
    "events": ("Type, Place, Participants, ID", "Place, Participants, ID", "Participants, ID", "ID", "ID"),
    "initiatives": ("Type, Date, Participants, ID", "Type, Participants, ID", "Participants, ID", "ID", "ID"),
    "figures": ("Subject, Countries, ID", "Countries, ID", "ID", "ID", "ID"),
    "statements": ("Attribution, Mode, ID", "ID", "ID", "ID", ""),
    "relations": (
        "According to, Attribution, Context, Period",
        "According to, Attribution, Period",
        "Attribution",
        "",
        "",
    ),
    "sectors": ("Part of, Initiatives, Organizations, Code", "Part of, Organizations, Code", "Code", "Code", ""),
    "timeline": ("Kind, Party, ID", "Kind, ID", "ID", "ID", ""),
    "matrix": ("", "", "", "", ""),
    "pairs": ("", "", "", "", ""),
    "network": ("Kind, Planned, Partners, ID", "Kind, ID", "ID", "ID", ""),
    "gaps": ("ID", "ID", "", "", ""),
    "conflicts": ("Source", "Source", "", "", ""),
    "stale": ("Kind, Date, ID", "Kind, ID", "ID", "ID", "ID"),
    "changes": ("Version, Deleted, Unchanged", "Unchanged", "", "", ""),
}
HIDDEN_LINE = re.compile(r"(?:Hidden|أعمدة مخفية): (.*?) \(")


@pytest.fixture(scope="module")
def shipped(sqlite_databases: object) -> Database:
    """The shipped facts; what is drawn does not depend on the engine."""
    database: Database = sqlite_databases.loaded()  # type: ignore[attr-defined]
    return database


def read_table(database: Database, name: str, lang: Lang) -> tuple[Table, Wording]:
    """Read a report as it is drawn in a language."""
    report, style = load(name), Style("simple", lang)
    columns = choose_columns(report, Selection(), style)
    with database.read() as reader:
        query = compose(report, columns, Selection(), {}, style.drawn_language)
        table = read(report, Selection(), query, reader, style.drawn_language)
        table = table._replace(rows=list(table.rows))
        return table, Wording(lang, read_labels(reader, [table], lang))


def hidden_columns(text: str) -> str:
    """Return the columns that the line under a table names."""
    match = HIDDEN_LINE.search(re.sub("[\\s\u2068\u2069]+", " ", text))
    return match[1] if match else ""


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_shows_what_a_report_is_for(shipped: Database, name: str) -> None:
    """In both languages no line is too wide, no answer is hidden, and English hides the columns of the table above."""
    for lang in ("en", "ar", "both"):
        table, wording = read_table(shipped, name, lang)
        always = [column for column in table.columns if column.base_name in table.fit.always]
        hidden = []
        for width in WIDTHS:
            text = draw(table, Page("simple", wording, Screen(width, 50)))
            assert max(map(wcswidth, text.splitlines())) <= width, (lang, width)
            hidden.append(hidden_columns(text))
            assert not {column.label(lang) for column in always} & set(re.split("[,،] ", hidden[-1])), (lang, width)
        if lang == "en":
            assert tuple(hidden) == HIDDEN[name]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "figures"])
def test_a_screen_of_80_columns_shows_what_matters_next(shipped: Database, name: str) -> None:
    """The most important column that may be hidden, such as the date, shows in either language.

    Amounts and periods leave no room for the subject of a figure in Arabic.
    """
    for lang in ("en", "ar"):
        table, wording = read_table(shipped, name, lang)
        hidden = hidden_columns(draw(table, Page("simple", wording, Screen(80, 50))))
        first = [column.label(lang) for column in table.columns if table.fit.is_first(column)]
        assert not set(first) & set(re.split("[,،] ", hidden)), lang


def body_of(text: str) -> list[str]:
    """Return the lines of a table below its dashed line."""
    lines = text.split("\n\n")[0].splitlines()
    rule = next(place for place, line in enumerate(lines) if line.lstrip().startswith("---"))
    return [line for line in lines[rule + 1 :] if line]


@pytest.mark.parametrize("name", [name for name in NAMES if load(name).layout == "plain"])
def test_a_row_takes_a_line(shipped: Database, name: str) -> None:
    """A table has a line for each row, however narrow the screen and in any language."""
    for lang in ("en", "ar", "both"):
        table, wording = read_table(shipped, name, lang)
        for width in WIDTHS:
            body = body_of(draw(table, Page("simple", wording, Screen(width, 50))))
            assert len(body) == len(list(table.rows)), (lang, width)


@pytest.mark.parametrize(("width", "least"), [(60, 28), (80, 28), (100, 30), (120, 36), (160, 48)])
@pytest.mark.parametrize("name", ["agreements", "initiatives", "organizations"])
def test_a_name_can_be_recognized(shipped: Database, name: str, width: int, least: int) -> None:
    """The name of a record has 28 columns, or three tenths of a wide screen; what has no room beside it is hidden."""
    for lang in ("en", "ar"):
        table, wording = read_table(shipped, name, lang)
        text = draw(table, Page("simple", wording, Screen(width, 50)))
        rule = next(line for line in text.splitlines() if line.lstrip().startswith("---"))
        assert len(rule.split()[-1 if lang == "ar" else 0]) >= least, lang


def test_a_screen_has_short_dates_and_signs(shipped: Database) -> None:
    """Months are abbreviated and qualifiers are signs on a screen; with --wide and in a file they are words."""
    table, wording = read_table(shipped, "figures", "en")
    screen = draw(table, Page("simple", wording, Screen(80, 50)))
    assert ">226 tonnes  first half of 2025?\n" in screen.replace("  Uzbekistan", "") and "~30 buyers" in screen
    for words in (draw(table, Page("simple", wording, each)) for each in (None, Screen(160, 50, wide=True))):
        assert "more than 226 tonnes" in words and "(uncertain)" in words and "about 30 buyers" in words
    for date, short in [
        ("2024-11-18/2024-11-23", "18–23 Nov 2024"),
        ("2025-09?", "Sep 2025?"),
        ("2025-05", "May 2025"),
        ("XXXX-03", "Mar, no year"),
        ("../2025-12-01", "until 1 Dec 2025"),
    ]:
        assert shorten_date(write_date(date, "en"), "en") == short
    assert shorten_date(write_date("2025-08?", "ar"), "ar") == "أغسطس 2025؟"


def test_a_load_has_a_time_for_people(shipped: Database) -> None:
    """The log says when in words, in the language; csv has the time as it is stored."""
    english, arabic, data = (
        printed(shipped, "report", "changes", *options)
        for options in ((), ("--lang", "ar"), ("--format", "csv", "--lang", "en"))
    )
    stored = re.search(r'"(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d\+00:00"', data)
    assert stored
    assert f"{write_date(stored[1], 'en')}, {stored[2]} UTC" in english
    assert f"{write_date(stored[1], 'ar')}، {stored[2]} UTC" in arabic
    assert stored[0].strip('"') in printed(shipped, "report", "changes", "--edtf")


def test_a_report_without_rows_says_so(shipped: Database) -> None:
    """It has no head; data say nothing, and with filters it is the filters that match nothing."""
    assert printed(shipped, "report", "datasets") == "No rows: the database holds nothing of this kind.\n"
    assert printed(shipped, "search", "xyzzy") == ""
    assert "Name" in printed(shipped, "report", "datasets", "--columns", "name_en")
    assert "لا صفوف" in printed(shipped, "report", "datasets", "--lang", "ar")
    assert "No rows" not in printed(shipped, "report", "agreements")
    filtered = printed(shipped, "report", "datasets", "--collection", "mithaq")
    assert "Nothing matches these filters." in filtered and "No rows" not in filtered
    none = [printed(shipped, "report", name, "--limit", "0") for name in ("agreements", "matrix", "gaps")]
    assert all("No rows: --limit is 0." in each and "holds nothing" not in each for each in none)
    for format in ("csv", "json"):
        result = CliRunner().invoke(main, ["--database", shipped.url, "report", "datasets", "--format", format])
        assert "No rows" not in result.output


def test_the_list_of_reports_is_wrapped_at_words() -> None:
    """On a terminal the text of a report continues below itself; in a pipe it has one line."""
    piped = CliRunner().invoke(main, ["report"]).stdout.splitlines()
    assert [line.split()[0] for line in piped] == list(NAMES)
    wrapped = list_reports(60).splitlines()
    assert len(wrapped) > len(piped) and max(map(wcswidth, wrapped)) <= 60
    assert " ".join(" ".join(wrapped).split()) == " ".join(" ".join(piped).split())
    assert all(line[:14].strip() in ("", *NAMES) for line in wrapped)


@pytest.mark.parametrize("name", ["agreements", "relations", "timeline", "conflicts"])
def test_wide_shows_all(shipped: Database, name: str) -> None:
    """With --wide every column is there, and no line is too wide."""
    table, wording = read_table(shipped, name, "en")
    wide = draw(table, Page("simple", wording, Screen(80, 50, wide=True)))
    assert "Hidden" not in wide and "…" not in wide
    assert max(map(wcswidth, wide.splitlines())) <= 80


def matrix(count: int) -> Table:
    """Return a matrix with many columns."""
    columns = (Column("row", "Row", ""), Column("head", "Head", ""), Column("records", "Records", "", "integer"))
    return Table("", "", columns, [("a", f"head-{number:02}", number) for number in range(count)], "pivot")


def test_a_matrix_names_what_it_hides() -> None:
    """As other tables do, up to thirty of them, and shows them with --wide."""
    narrow = draw(matrix(12), Page("simple", Wording("en", {}), Screen(60, 50)))
    shown = narrow.splitlines()[0].split()[1:]
    assert 0 < len(shown) < 12
    assert sorted([*shown, *hidden_columns(narrow).split(", ")]) == [f"head-{number:02}" for number in range(12)]
    wide = draw(matrix(12), Page("simple", Wording("en", {}), Screen(60, 50, wide=True)))
    assert "Hidden" not in wide and all(wide.count(f"head-{number:02}") == 1 for number in range(12))
    assert max(map(wcswidth, wide.splitlines())) <= 60
    assert hidden_columns(draw(matrix(90), Page("simple", Wording("en", {}), Screen(60, 50)))).endswith(" more")


def test_the_columns_of_a_report_have_different_names(shipped: Database) -> None:
    """A matrix that --limit makes a list has two columns of countries."""
    listed = printed(shipped, "report", "matrix", "--limit", "2").split("\n")[0].split()
    assert listed == ["Country", "Partner", "Records", "Planned"]


def test_markdown_has_its_names_everywhere(shipped: Database, tmp_path: Path) -> None:
    """The names of Markdown for tables and for pages, and that of its ending, mean the same in every command."""
    for command in (["report", "overview"], ["search", "huawei"], ["sql", "SELECT 1"], ["show", "huawei"]):
        first, *others = [printed(shipped, *command, "--format", name) for name in ("github", "markdown", "md")]
        assert first == others[0] == others[1] and "|" in first
    written = tmp_path / "report.md"
    assert printed(shipped, "report", "overview", "--format", "md", "--output", str(written)) == ""
    assert written.read_text("utf-8") == printed(shipped, "report", "overview", "--format", "markdown")
    printed(shipped, "export", str(tmp_path / "tables"), "--as", "md")
    assert (tmp_path / "tables" / "index.md").exists()
    result = CliRunner().invoke(main, ["diff", shipped.url, shipped.url, "--format", "md"])
    assert result.exit_code == 0 and result.stdout.startswith("#")


def parties(count: int) -> Table:
    """Return a table of one treaty with many parties."""
    columns = (Column("name_en", "Name", "الاسم"), Column("parties", "Parties", "الأطراف", "slugs", "record"))
    return Table("", "", columns, [("A treaty", "; ".join(f"party-{number:03}" for number in range(count)))])


def test_a_row_of_290_parties_takes_a_few_lines() -> None:
    """A list is cut with the number of the rest, on a line and with --wide; a file has it whole."""
    labels = {("record", f"party-{number:03}"): f"Party {number:03}" for number in range(290)}
    line = draw(parties(290), Page("simple", Wording("en", labels), Screen(80, 50)))
    assert "Party 000; Party 001; Party 002; Party 003; Party 004 and 285 more" in line and line.count("\n") == 3
    wide = draw(parties(290), Page("simple", Wording("en", labels), Screen(80, 50, wide=True)))
    assert "and 278 more" in " ".join(wide.split()) and wide.count("\n") < 10
    piped = draw(parties(290), Page("simple", Wording("en", labels)))
    assert "Party 011 and 278 more" in piped and "Party 012" not in piped
    arabic = draw(parties(290), Page("simple", Wording("ar", labels), Screen(80, 50)))
    assert "غيرها" in arabic


def test_a_list_is_sorted_by_what_is_shown() -> None:
    """Names are in the order of their language; those of the other language come last, and a narrow cell counts."""
    cell = ListCell(["تونس", "إيران", "[Oman]", "أوزبكستان"], "ar")
    assert cell == "أوزبكستان؛ إيران؛ تونس؛ [Oman]"
    english = ListCell(["Uzbekistan", "China", "Kazakhstan"], "en")
    assert [fit_cell(english, width) for width in (40, 21, 16, 9)] == [
        "China; Kazakhstan; Uzbekistan",
        "China and 2 more",
        "China and 2 more",
        "China +2",
    ]
    assert wrap_cell(english, 12) == "China;\nKazakhstan;\nUzbekistan"


def test_a_passage_is_cut_around_the_word_that_was_found() -> None:
    """As far as the column is wide, with words before it; a passage that fits is whole."""
    passage = Passage("… within efforts to widen the ratification of the space agreement is placed", 9)
    assert [fit_cell(passage, width) for width in (80, 40, 23, 9)] == [
        passage,
        "… of the space agreement is placed",
        "… of the space agreeme…",
        "… space…",
    ]
    columns = (Column("snippet", "Snippet", "مقتطف"),)
    table = Table("", "", columns, [[Passage("\u2066 a long text before what was found", 7)]])
    drawn = draw(table, Page("simple", Wording("en", {}), Screen(17, 50)))
    assert drawn.splitlines()[2] == "… was found"


def test_names_are_told_apart() -> None:
    """Names that would look the same are shortened before the words in which they differ."""
    names = [f"Memorandum of understanding between the {name}" for name in ("universities of A", "universities of B")]
    first, second, *same = fit_names([*names, names[0], "Memorandum"], 30)
    assert (first, second) == (
        "Memorandum of… universities of A",
        "Memorandum of… universities of B",
    ) or first != second
    assert same == [first, "Memorandum"] and max(map(wcswidth, (first, second))) <= 30
    further = [*names, "Memorandum of understanding of Nukus"]
    assert fit_names(further, 24) == ["Memorandum… A", "Memorandum… B", "Memorandum… of Nukus"]
    assert fit_names([names[0]] * 2, 20) == ["Memorandum of under…"] * 2


def test_namesakes_have_an_id(loaded: Database) -> None:
    """A name that several records have is followed by the ID, or the ID is shown beside it."""
    engine = loaded.engine()
    with engine.begin() as connection:
        added = Additions(connection)
        for slug in ("air-one", "air-two"):
            added.record("agreement", slug, "Air transport agreement", "-", type="agreement")
        added.link("relation", "air-one", type="replaces", object=added.ids["air-two"])
    engine.dispose()
    related = printed(loaded, "report", "relations", "--type", "replaces")
    assert "Air transport agreement (air-one)" in related and "Air transport agreement (air-two)" in related
    columns = (Column("slug", "ID", ""), Column("name_en", "Name", ""), Column("note", "Note", ""))
    rows = [(f"air-{number}", "Air transport agreement", "A remark that is long enough") for number in ("one", "two")]
    for count, shown in [(1, "Note"), (2, "ID")]:
        table = Table("", "", columns, rows[:count], fit=Fit(("name",), ("note",)))
        heads = draw(table, Page("simple", Wording("en", {}), Screen(50, 50))).split("\n")[0].split()
        assert heads == ["Name", shown]


def test_an_option_is_not_parted_from_its_bracket() -> None:
    """A line does not begin with the bracket and the full stop that follow an option."""
    assert wrap("widen the window, or use --wide).", 31) == ["widen the window, or use", "--wide)."]


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 family", "🇩🇿🇷🇺 flags", "e\u0301te\u0301", "中文字漢字", "وقّعت الجزائرُ", "한국어 각"]
)
def test_no_character_is_split(text: str) -> None:
    """A shortened text is no wider than asked, and ends between what a reader sees as characters."""
    clusters = list(split_graphemes(text))
    assert "".join(clusters) == text
    whole = {"".join(clusters[:count]).rstrip(" ,;:-–،؛") + "…" for count in range(len(clusters))} | {text}
    for width in range(1, 14):
        assert shorten(text, width) in whole
        assert wcswidth(shorten(text, width)) <= width


def test_arabic_is_read_from_the_right(shipped: Database) -> None:
    """On a screen the first column and all lines are at the right edge; a file keeps the order of the columns."""
    table, wording = read_table(shipped, "agreements", "ar")
    screen = draw(table, Page("simple", wording, Screen(80, 50)))
    header, *lines = (line for line in screen.splitlines() if line)
    names = re.sub("[\u2068\u2069]", "", header).split()
    assert names[-1] == "الاسم" and names[0] == "القطاعات"
    assert all(wcswidth(line) == 80 for line in (header, *lines))
    assert draw(table, Page("simple", wording)).split()[0] == "الاسم"


@pytest.mark.parametrize(
    ("region", "january", "august"),
    [("", "يناير", "أغسطس"), ("DZ", "جانفي", "أوت"), ("SY", "كانون الثاني", "آب"), ("MA", "يناير", "غشت")],
)
def test_months_have_the_names_of_a_country(region: str, january: str, august: str) -> None:
    """Arabic month names are those of the country asked for; English ones never change."""
    assert write_date("2025-01-03/2025-08", "ar", region) == f"3 {january} – {august} 2025"
    assert write_date("2025-08", "en", region) == "August 2025"


def printed(database: Database, *arguments: str, **environment: str) -> str:
    unset = dict.fromkeys(("MITHAQ_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    result = CliRunner().invoke(main, ["--database", database.url, *arguments], env={**unset, **environment})
    assert result.exit_code == 0, result.output
    return result.stdout


def languages() -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yield the ways to ask for Algerian Arabic: before, between and after the commands, by variable and by locale."""
    yield ["report", "agreements", "--lang", "ar-DZ"], {}
    yield ["--lang", "ar-DZ", "report", "agreements"], {"MITHAQ_LANG": "en"}
    yield ["report", "--lang", "ar_DZ", "agreements"], {}
    yield ["report", "agreements"], {"MITHAQ_LANG": "ar_DZ"}
    yield ["report", "agreements"], {"LANG": "ar_DZ.UTF-8"}
    yield ["report", "agreements"], {"LC_MESSAGES": "ar_DZ.UTF-8", "LANG": "en_GB.UTF-8"}


def test_a_language_is_asked_for_once(shipped: Database) -> None:
    """An option, a variable or the locale chooses the language, in this order; data formats heed the option only."""
    for arguments, environment in languages():
        text = printed(shipped, *arguments, **environment)
        assert "الدول" in text and "ماي 2025" in text, arguments
    assert "Countries" in printed(shipped, "report", "agreements", LC_ALL="en_GB.UTF-8", LANG="ar_DZ.UTF-8")
    data = printed(shipped, "report", "agreements", "--format", "csv")
    assert printed(shipped, "report", "agreements", "--format", "csv", MITHAQ_LANG="ar", LANG="ar_SA") == data
    for command in (["show", "china"], ["country", "DZ"], ["pair", "UZ", "CN"], ["sector", "ai"], ["search", "china"]):
        assert re.search("[\u0621-\u064a]{4}", printed(shipped, *command, MITHAQ_LANG="ar").splitlines()[-1])
        assert "Arabic name" in printed(shipped, *command, "--lang", "both")
    result = CliRunner().invoke(main, ["--database", shipped.url, "report", "agreements"], env={"MITHAQ_LANG": "fr"})
    assert result.exit_code == 1 and "MITHAQ_LANG is 'fr'; use en, ar or both" in result.stderr
    result = CliRunner().invoke(main, ["--lang", "fr", "report", "agreements"])
    assert result.exit_code == 2 and "'fr' is not one of en, ar or both" in result.stderr


def test_conflicts_have_labels_and_data_have_codes(shipped: Database) -> None:
    """Record, field, stored value and variant are words in either language; csv has codes."""
    english, arabic = (printed(shipped, "report", "conflicts", "--lang", lang) for lang in ("en", "ar"))
    assert re.search("Type +Memorandum of understanding +Agreement", english)
    assert re.search("النوع +مذكرة تفاهم +اتفاقية", arabic)
    assert "russia-iran-digital-mou" not in english + arabic
    assert '"russia-iran-digital-mou","agreement","agreement",,"type","mou","agreement",' in printed(
        shipped, "report", "conflicts", "--format", "csv"
    )


def test_a_contested_record_is_marked_in_every_list(shipped: Database) -> None:
    """A star is before its name, and a line below explains the star; nothing else has either, and data have none."""
    for lists in (["report", "agreements"], ["pair", "RU", "IR"], ["country", "RU"], ["sector", "ai"]):
        text = printed(shipped, *lists)
        assert "* Russian-Iranian memorandum" in text and text.count("* A source gives another value") == 1
    assert "* Algerian-Russian space" in printed(shipped, "show", "algeria")
    assert "* اتفاقية التعاون الفضائي" in printed(shipped, "show", "algeria", "--lang", "ar")
    assert "* Russian-Iranian memorandum" in printed(shipped, "search", "memorandum")
    for without in (["report", "people"], ["report", "conflicts"], ["sql", "SELECT slug, name_en FROM v_agreement"]):
        assert "* " not in printed(shipped, *without)
    assert "* " not in printed(shipped, "report", "agreements", "--format", "csv")


def test_show_is_the_page_of_a_record(shipped: Database) -> None:
    """It goes from what it is over who, what is said and what contradicts it to its evidence, with words for items."""
    text = printed(shipped, "show", "russia-iran-digital-mou")
    titles = ["Type  .*", "Milestones", "Parties", "Statements", "Variants", "Evidence", "Articles cited"]
    places = [re.search(f"^{title}$", text, re.M) for title in titles]
    starts = [place.start() for place in places if place]
    assert starts == sorted(starts) and len(starts) == len(titles)
    assert "Milestone: Agreed in principle" in text and "milestone:" not in text
    assert "party:" not in printed(shipped, "show", "russia-iran-digital-mou", "--lang", "ar")
    header = text.split("Evidence")[1].split("\n")[2]
    assert "From" not in header
    positions = printed(shipped, "show", "almaty-startup-mou-2025", "--positions").split("Evidence")[1]
    assert "From" in positions and re.search(" 1381 +1396", positions)


def test_a_search_does_not_say_a_name_twice(shipped: Database) -> None:
    """A drawn hit has no snippet where that is the name beside it; one in the other language and data have it."""
    name = "Memorandum of TUIT and ZTE University"
    assert printed(shipped, "search", "zte memorandum").count(name) == 1
    assert "مذكرة تفاهم" in printed(shipped, "search", "مذكرة زد")
    assert printed(shipped, "search", "zte memorandum", "--format", "csv").count(name) == 2
    assert "produced a draft memorandum" in printed(shipped, "search", "memorandum", "--kind", "event")


def test_a_pair_begins_with_agreements(shipped: Database) -> None:
    """Agreements of two countries come before counts."""
    text = printed(shipped, "pair", "UZ", "CN")
    assert text.split("\n\n")[1] == "Agreements"
    assert text.index("\nSectors\n") > text.index("\nEvents\n")


def test_quantities_are_one_cell(shipped: Database) -> None:
    """Qualifier, range and unit are said together in drawn tables, and apart in data."""
    english, arabic = (printed(shipped, "report", "figures", "--lang", lang) for lang in ("en", "ar"))
    for words in ("more than 226 tonnes", "5–7 metres", "6,014 letters", "34%"):
        assert words in english
    for words in ("أكثر من 226 طنًّا", "5–7 أمتار", "10 ورش", "280 كيلومترًا"):
        assert words in arabic
    assert "more than 1 billion USD" in printed(shipped, "report", "agreements")
    pages = printed(shipped, "show", "iskander-e-accuracy"), printed(shipped, "show", "xian-telecom-contracts-2024")
    assert "Amount      5–7 metres" in pages[0] and "Value        more than 1 billion USD" in pages[1]
    assert not re.search("^(Precision|Unit|Currency) ", "".join(pages), re.M)
    assert ',"between",5.0,7.0,"metre",' in printed(shipped, "report", "figures", "--format", "csv")


def test_chosen_columns_say_no_more_than_the_rows(shipped: Database) -> None:
    """A number chosen by name has its qualifier and unit, and a contested name its star; data and SQL are as chosen."""
    text = printed(shipped, "report", "agreements", "--columns", "name_en,value")
    assert "more than 1 billion USD" in text and "* Russian-Iranian memorandum" in text
    assert text.splitlines()[0].split() == ["Name", "Value"]
    apart = printed(shipped, "report", "agreements", "--columns", "value,qualifier", "--sort", "-value", "--limit", "1")
    assert "1,000,000,000  More than" in apart
    for options in (["--format", "csv"], ["--sql"]):
        assert "qualifier" not in printed(shipped, "report", "agreements", "--columns", "name_en,value", *options)
