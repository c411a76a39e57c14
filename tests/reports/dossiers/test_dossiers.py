"""Dossiers: a record with everything that refers to it, in both languages, as text, Markdown and JSON."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from tests.paths import CHECKOUT
from tests.seedfiles import AGREEMENT, ARTICLE, load_folder, span, write_folder


def run(database: Database, *arguments: str) -> Result:
    """Run a command on the database."""
    return CliRunner().invoke(main, ["--database", database.url, *arguments])


def document(database: Database, *arguments: str) -> dict[str, Any]:
    """Return a dossier as its JSON has it."""
    result = run(database, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def test_an_agreement_comes_with_all_around_it(sampled: Database) -> None:
    """An agreement is printed with its parties, milestones and citations."""
    found = document(sampled, "show", "almaty-startup-mou-2025")
    assert found["record"]["type"] == "mou" and found["record"]["name_ar"] == "مذكرة الشركات الناشئة"
    assert {row["party"] for row in found["parties"]} == {"it-park-uzbekistan", "kazakhstan"}
    assert [row["outlook"] for row in found["milestones"]] == ["planned", "occurred"]
    assert [row["field"] for row in found["citations"]] == [""]
    assert "positions" not in found


def test_spellings_of_a_country_come_last(sampled: Database) -> None:
    """The dozens of spellings by which a country is found come after what it does."""
    text = run(sampled, "show", "uzbekistan").stdout
    assert text.index("Uzbekistani") > text.index("Takes part in")
    assert list(document(sampled, "show", "uzbekistan"))[-1] == "names"


def test_quotes_show_where_the_text_is_attached(sampled: Database) -> None:
    """A citation prints the words at its position."""
    found = document(sampled, "show", "almaty-startup-mou-2025")
    assert [row["quote"] for row in found["citations"] + found["otherwise"]] == ["وقّعت", "أوزبكستان"]
    assert "وقّعت" in run(sampled, "show", "almaty-startup-mou-2025").stdout


def test_evidence_names_a_fact_once(loaded_template: Database) -> None:
    """The rows of a fact are together below its name, which takes two lines at most, also with --positions."""
    for options in ((), ("--positions",)):
        text = on_a_terminal(loaded_template, "show", "uzbekistan-caict-mou-draft-2024", *options, PAGER="cat")
        evidence = text[text.index("Evidence") : text.index("Articles cited")]
        assert [evidence.count(name) for name in ("Agreed in", "Drafted", "Itself", "Signed")] == [1, 1, 1, 1]
        assert "CAICT and" not in evidence and evidence.count("Place") == evidence.count("Event") == 2
        assert "\n\n" not in evidence.strip().replace("\r", "").partition("\n\n")[2]


def test_what_says_otherwise_stands_apart(sampled: Database) -> None:
    """A citation with a reading is printed in a section of its own, with both values."""
    (row,) = document(sampled, "show", "almaty-startup-mou-2025")["otherwise"]
    assert (row["stored"], row["reading"], row["note"]) == ("mou", "agreement", "The lead says so.")
    text = on_a_terminal(sampled, "show", "almaty-startup-mou-2025", PAGER="cat")
    assert "Variant" in text.split("Variants")[1].split("Citations")[0]


def test_articles_cited_can_be_quoted(sampled: Database) -> None:
    """The foot gives title, publisher and date of each article, and the basis of a date that is not printed."""
    (row,) = document(sampled, "show", "almaty-startup-mou-2025")["articles"]
    assert (row["name_en"], row["publisher"], row["published"], row["basis"]) == (
        "An article", "sco", "2025-07/..", "derived",
    )  # fmt: skip
    assert "Articles cited" in run(sampled, "show", "strategic-treaty-2024").stdout


@pytest.mark.parametrize(("slug", "kind"), [("huawei", "Company"), ("almaty", "City"), ("mission-2025", "Business")])
def test_a_dossier_says_which_kind(sampled: Database, slug: str, kind: str) -> None:
    """An organization, a place and an event say of which kind or type they are."""
    assert kind in run(sampled, "show", slug).stdout.split("\n\n")[1]


def test_evidence_names_a_source_once(loaded_template: Database) -> None:
    """Each of several sources is named before what is from it, a single one is not; JSON names it in each row."""
    shown = run(loaded_template, "show", "china").stdout.partition("\nEvidence\n")[2].partition("\nArticles cited\n")[0]
    sources = {row["source"] for row in document(loaded_template, "show", "china")["citations"]}
    with loaded_template.read() as reader:
        names = [reader.value("SELECT name_en FROM v_record WHERE slug = :slug", {"slug": slug}) for slug in sources]
    assert len(names) > 1 and [shown.count(name) for name in names] == [1] * len(names)
    alone = run(loaded_template, "show", "uzbekistan-caict-mou-draft-2024").stdout.partition("\nEvidence\n")[2]
    assert "Source" not in alone.lstrip().splitlines()[0]


def test_what_is_cut_is_counted(loaded_template: Database) -> None:
    """A list that is cut names the command for the rest; JSON is never cut."""
    whole = document(loaded_template, "pair", "UZ", "CN")["agreements"]
    assert len(whole) > 8
    command = "mithaq report agreements --pair UZ CN"
    for form, quoted in (("text", command), ("markdown", f"`{command}`")):
        said = run(loaded_template, "pair", "UZ", "CN", "--format", form).stdout
        assert f"{len(whole) - 8} more: {quoted}\n" in said
    listed = run(loaded_template, *command.split()[1:], "--format", "json").stdout
    assert [row["slug"] for row in json.loads(listed)] == [row["slug"] for row in whole]


@pytest.mark.parametrize(
    ("slug", "sections"),
    [
        ("xi-jinping", {"positions", "takes_part", "statements"}),
        ("china", {"names", "offices", "takes_part", "relations"}),
        ("almaty", {"held", "steps"}),
        ("sco", {"relations"}),
        ("sample-article", {"supports"}),
        ("uzbekistan", {"names", "takes_part", "figures", "relations"}),
        ("xi-aim", {"parties"}),
        ("mission-2025", {"parties"}),
        ("mail-2025", set()),
        ("ai-lab", {"parties"}),
    ],
)
def test_each_kind_of_record_has_its_sections(sampled: Database, slug: str, sections: set[str]) -> None:
    """A dossier has no empty sections."""
    found = document(sampled, "show", slug)
    assert found["record"]["slug"] == slug
    assert found.keys() - {"record"} == sections


@pytest.mark.parametrize("name", ["it-park", "IT Park Uzbekistan", "آي تي بارك", "it park uzbekistan"])
def test_a_record_is_found_by_former_slug_and_name(sampled: Database, name: str) -> None:
    """A record is found by a former slug, and by its names."""
    assert document(sampled, "show", name)["record"]["slug"] == "it-park-uzbekistan"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "almaty-startup-mou-2024"), "did you mean almaty-startup-mou-2025"),
        (("country", "Uzbkistan"), "did you mean Uzbekistan"),
        (("sector", "startup"), "did you mean startups"),
        (("pair", "UZ", "uzbekistan"), "the same country"),
    ],
)
def test_what_is_not_there_names_the_nearest(sampled: Database, arguments: tuple[str, ...], said: str) -> None:
    """A misspelt name fails with 1 and a suggestion."""
    result = run(sampled, *arguments)
    assert result.exit_code == 1 and said in result.stderr


def test_a_country_fits_one_page(sampled: Database) -> None:
    """The page of a country has counts, partners, sectors and the newest records."""
    found = document(sampled, "country", "UZ")
    assert (found["record"]["name_en"], found["record"]["agreements"]) == ("Uzbekistan", 2)
    assert [(row["column_code"], row["records"]) for row in found["partners"]] == [("CN", 2), ("KZ", 1)]
    assert [row["slug"] for row in found["agreements"]] == ["open-programme", "almaty-startup-mou-2025"]
    assert "ai" in [row["code"] for row in found["sectors"]]
    # Codes are of every country, also of one without records or of the past.
    zimbabwe, union = (document(sampled, "country", code)["record"] for code in ("ZW", "SUHH"))
    assert (zimbabwe["name_en"], zimbabwe["code"], zimbabwe["alpha3"]) == ("Zimbabwe", "ZW", "ZWE")
    assert (union["code"], union["until"]) == ("SUHH", "1991")
    assert "UZ" in union["successors"]
    assert document(sampled, "show", "soviet-union")["record"]["until"] == "1991"


def test_a_pair_is_of_both_countries(sampled: Database) -> None:
    """The page of a pair has the records of both countries and their relations, in either order of the two."""
    found = document(sampled, "pair", "CN", "UZ")
    assert found["record"]["name_en"] == "China – Uzbekistan"
    assert [row["slug"] for row in found["agreements"]] == ["open-programme"]
    assert [row["slug"] for row in found["initiatives"]] == ["ai-lab"]
    assert document(sampled, "pair", "UZ", "CN")["agreements"] == found["agreements"]
    assert [row["type"] for row in document(sampled, "pair", "RU", "CN")["relations"]] == ["competes_with"]


def test_a_sector_holds_what_is_narrower(sampled: Database) -> None:
    """The page of a sector lists its narrower sectors, and counts them with it."""
    found = document(sampled, "sector", "Energy")
    assert found["record"]["slug"] == "energy" and found["record"]["agreements"] == 1
    assert [row["code"] for row in found["sectors"]] == ["nuclear", "nuclear_fuel"]
    assert [row["code"] for row in found["countries"]] == ["DZ", "RU"]


@pytest.mark.parametrize(
    "arguments", [("show", "xi-jinping"), ("country", "UZ"), ("pair", "UZ", "CN"), ("sector", "ai")]
)
def test_dossiers_are_written_in_both_languages(sampled: Database, arguments: tuple[str, ...]) -> None:
    """Text and Markdown begin with the name in the language chosen, and give the other."""
    head = document(sampled, *arguments)["record"]
    for lang, other in (("en", "ar"), ("ar", "en")):
        text = run(sampled, *arguments, "--lang", lang).stdout.splitlines()
        assert text[:2] == [head[f"name_{lang}"], head[f"name_{other}"]]
        markdown = run(sampled, *arguments, "--lang", lang, "--format", "markdown").stdout.splitlines()
        assert markdown[:3] == [f"# {head[f'name_{lang}']}", "", head[f"name_{other}"]]
        assert any(line.startswith("## ") for line in markdown) and any(line.startswith("|--") for line in markdown)


def test_a_dossier_speaks_one_language(sampled: Database) -> None:
    """Beyond the two names, text of the other language stays out."""
    assert "President" in run(sampled, "show", "xi-jinping").stdout
    assert "رئيس" not in run(sampled, "show", "xi-jinping").stdout
    assert "President" not in run(sampled, "show", "xi-jinping", "--lang", "ar").stdout


def test_a_dossier_is_written_to_a_file(sampled: Database, tmp_path: Path) -> None:
    """`--output` takes Markdown to a file, whole."""
    target = tmp_path / "uzbekistan.md"
    assert run(sampled, "country", "UZ", "--format", "markdown", "--output", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("# Uzbekistan\n")


def test_the_ending_of_a_file_chooses_the_format_of_a_page(sampled: Database, tmp_path: Path) -> None:
    """`.json`, `.md` and `.txt` mean their formats; another ending, or one that contradicts --format, is misuse."""
    page = ("country", "UZ", "--output")
    for ending, beginning in ((".json", "{"), (".md", "# "), (".txt", "Uzbekistan")):
        assert run(sampled, *page, str(tmp_path / f"page{ending}")).exit_code == 0
        assert (tmp_path / f"page{ending}").read_text("utf-8").startswith(beginning)
    for more in (["page.csv"], ["page.md", "--format", "json"]):
        assert run(sampled, *page, str(tmp_path / more[0]), *more[1:]).exit_code == 2
    assert not (tmp_path / "page.csv").exists()


@pytest.mark.parametrize("kind", ["agreement", "article", "country", "event", "figure", "initiative"])
def test_shipped_records_have_dossiers(loaded_template: Database, kind: str) -> None:
    """A dossier of each kind prints from the shipped data, in both languages."""
    with loaded_template.read() as reader:
        found = "SELECT record FROM v_citation WHERE record_kind = :kind ORDER BY record LIMIT 1"
        slug = reader.value(found, {"kind": kind})
    for lang in ("en", "ar"):
        result = run(loaded_template, "show", slug, "--lang", lang)
        assert result.exit_code == 0 and slug in result.stdout


def on_a_terminal(database: Database, *arguments: str, **environment: str) -> str:
    """Return what a command writes to a terminal of 80 columns and 24 lines."""
    variables = {**os.environ, "COLUMNS": "80", "LINES": "24", "TERM": "xterm", "PAGER": "cat", **environment}
    parent, child = pty.openpty()
    command = [sys.executable, "cli.py", "--database", database.url, *arguments]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdin=child, stdout=child, stderr=child, env=variables)
    os.close(child)
    written = b""
    try:
        while chunk := os.read(parent, 65536):
            written += chunk
    except OSError:
        # Linux says so that the other end is closed.
        pass
    finally:
        os.close(parent)
    assert process.wait() == 0, written
    return written.decode()


def test_a_terminal_gets_isolates_and_colour(sampled: Database) -> None:
    """On a terminal Arabic is isolated, also through a pager, and headings are bold."""
    for arguments in (["report", "events", "--lang", "ar"], ["show", "china", "--lang", "ar"]):
        text = on_a_terminal(sampled, *arguments)
        assert text.count("\u2068") == text.count("\u2069") > 0
    assert "\x1b[1m" in on_a_terminal(sampled, "report", "events")


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_it_is_not_wanted(sampled: Database, environment: dict[str, str]) -> None:
    """NO_COLOR and a dumb terminal get no escape sequences."""
    assert "\x1b" not in on_a_terminal(sampled, "report", "events", **environment)


def test_what_is_longer_than_the_screen_goes_through_the_pager(sampled: Database) -> None:
    """The reader's pager gets only text that is longer than the screen."""
    assert on_a_terminal(sampled, "report", "overview", PAGER="head").count("\n") == 10
    assert on_a_terminal(sampled, "report", "events", PAGER="false").count("\n") > 1


def reprinted(database: Database, folder: Path) -> Database:
    """Load an article reprinted from elsewhere that gives a range and a zero."""
    facts = f"""\
figures:
  - slug: worth-of-memorandum
    name: {{en: Worth of the memorandum, ar: قيمة المذكرة}}
    subject: example-telecom
    measure: level
    amount: 5
    amount_to: 7
    unit: metre
    qualifier: between
    cite: [{span("5 million")}]
  - slug: zero-tariff
    name: {{en: Zero tariff, ar: تعرفة صفرية}}
    subject: example-telecom
    measure: level
    amount: 0
    unit: percent
    cite: [{span("dollars")}]
"""
    article = ARTICLE.replace("  language:", "  reprinted_from: example-telecom\n  language:")
    load_folder(database, write_folder(folder / "seeds", AGREEMENT + facts, article), "mine")
    return database


def test_a_range_shows_both_its_ends(loaded: Database, tmp_path: Path) -> None:
    """A figure of five to seven never reads as five, in text and Markdown, in either language."""
    database = reprinted(loaded, tmp_path)
    for form in ("text", "markdown"):
        for lang, words in (("en", "5–7 metres"), ("ar", "5–7 أمتار")):
            said = run(database, "show", "worth-of-memorandum", "--format", form, "--lang", lang).stdout
            assert words in said, said


def test_a_reprint_names_where_it_came_from(loaded: Database, tmp_path: Path) -> None:
    """The page of an article says from whom it was reprinted."""
    said = run(reprinted(loaded, tmp_path), "show", "tashkent-meeting").stdout
    assert any("Reprinted from" in line and "Example Telecom" in line for line in said.splitlines()), said


def test_a_zero_is_a_value(loaded: Database, tmp_path: Path) -> None:
    """An amount of zero is shown; only what is not known is left out."""
    lines = run(reprinted(loaded, tmp_path), "show", "zero-tariff").stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("Amount")] == [["Amount", "0%"]]


def test_the_days_of_a_date_are_for_machines(sampled: Database) -> None:
    """A date is said once: its first and last day are in JSON only."""
    assert "First day" not in run(sampled, "show", "almaty-startup-mou-2025").stdout
    assert document(sampled, "show", "almaty-startup-mou-2025")["record"]["date_from"] == "2025-03-29"


def test_markdown_obeys_no_mark_of_a_name(loaded: Database, tmp_path: Path) -> None:
    """Names, summaries and notes are text: what would be an entity, a heading or a list is escaped."""
    organization = """organizations:
- slug: marked
  name: {en: "# &lt;b> ~a~ $x$ *y* R&D"}
  summary: {en: "1. first - second"}
  kind: company
  note: "- third"
  cite: [[0, 5]]
"""
    load_folder(loaded, write_folder(tmp_path / "seeds", organization), "mine")
    said = run(loaded, "show", "marked", "--format", "markdown").stdout
    assert said.startswith("# \\# \\&lt;b\\> \\~a\\~ \\$x\\$ \\*y\\* R&D\n")
    assert "\n1\\. first - second\n" in said


def test_an_article_is_not_among_those_that_it_cites(loaded_template: Database) -> None:
    """The page of an article, whose name is cited from itself, lists no articles cited."""
    found = document(loaded_template, "show", "russia-iran-ai-blockchain")
    assert {row["article"] for row in found["citations"]} == {"russia-iran-ai-blockchain"}
    assert "articles" not in found and "supports" in found


@pytest.mark.parametrize("command", [("country", "UZ"), ("sector", "digital"), ("show", "uzbekistan")])
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_what_the_numbers_of_a_page_count_is_said_beside_them(
    sampled: Database, command: tuple[str, str], format: str
) -> None:
    """The remark on counts comes with those of the head, before the first table, and once."""
    text = " ".join(run(sampled, *command, "--format", format).stdout.split())
    remark = "Only cooperation between partners is counted."
    assert text.count(remark) == 1
    numbers, rest = text.split(remark)
    assert "Agreements" in numbers and "---" not in numbers
    assert "---" in rest
