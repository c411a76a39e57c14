"""The formats for other programs: each shows every text as it is, and does nothing that a text says."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docutils import nodes
from docutils.core import publish_doctree
from markdown_it import MarkdownIt

from cli import main
from models.plain_numbers import without_exponents, write_number
from models.storage.database import Database
from models.terminal.text import clean_cell
from reports.display.data_formats import OBEYED
from reports.display.formats import DATA, DRAWN, ENDINGS, FORMATS, MARKUP, choose_format
from reports.display.markup import ESCAPES
from reports.display.render import render
from reports.display.table import Column, Lang, Table

HOSTILE = (
    "a|b",
    "a\\|b \\",
    "two\nlines\r\nmore",
    "{| class=x |}",
    "!! head",
    "{{template}}",
    "100 % of $x$ and #1",
    "<b>bold</b> <script>alert(1)</script>",
    "R&amp;D of ~~old~~ _maps_ & &#60;",
    "*x* **y** `z` _w_ a_b",
    "[a](b) ![c](d) [[e]]",
    "''q'' '''r'''",
    "=1+1",
    "+1",
    "-1",
    "@sum",
    "＝1+1",
    "\ttab",
    "\x1b]0;title\x07\x1b[31m\x9b32m\x7f",
    "\u202eright\u2066 left",
    "[*] bracket",
    "* item",
    "# head",
    "1. item",
    "iv) item",
    "- item",
    ".. note::",
    "word::",
    ":field: value",
    "|sub|",
    "comma,",
    "line end,\n",
    '"=1"',
    "--option text",
    'say "yes"; no, never',
    "اتفاقية | «أولى»",
    "",
)
COLUMNS = (Column("slug", "ID|x", "المعرّف"), Column("name_ar", "Name", "الاسم"), Column("day", "Day", "اليوم", "day"))
ROWS = [[text, text, "2025-05-03"] for text in HOSTILE]


def written(format: str, lang: Lang = "en") -> bytes:
    """Return the hostile rows in a format."""
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, encoding="utf-8", newline="")
    render(Table("Sample <&>", "عينة", COLUMNS, ROWS, fits=False), format, lang, stream)
    stream.flush()
    return below.getvalue()


class Cells(HTMLParser):
    """The texts of the cells of an HTML table, row by row, and the elements of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.elements: set[str] = set()
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: object) -> None:
        self.elements.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def read_markdown(text: str) -> list[list[str]]:
    return Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)).rows


def read_html(text: str) -> list[list[str]]:
    page = Cells(text)
    assert not page.elements & {"b", "script"}
    return page.rows


def read_rst(text: str) -> list[list[str]]:
    tree = publish_doctree(text, settings_overrides={"report_level": 1, "halt_level": 1})
    return [[entry.astext() for entry in row.findall(nodes.entry)] for row in tree.findall(nodes.row)]


READERS: dict[str, Callable[[str], list[list[str]]]] = {
    "github": read_markdown,
    "pipe": read_markdown,
    "html": read_html,
    "rst": read_rst,
}


def squeezed(text: str) -> str:
    return " ".join(clean_cell(text).split())


@pytest.mark.parametrize("format", READERS)
def test_a_reader_of_markup_shows_every_text(format: str) -> None:
    """Markdown, HTML and reStructuredText, parsed, show each text as it is, in its cell."""
    head, *rows = READERS[format](written(format).decode())
    assert head == ["ID|x", "Name", "Day"]
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [
        [squeezed(text), squeezed(text), "2025-05-03"] for text in HOSTILE
    ]


@pytest.mark.parametrize("format", sorted(ESCAPES.keys() - READERS.keys()))
def test_markup_without_a_reader_here_keeps_its_cells(format: str) -> None:
    """In wiki markups no text has what begins a cell, a row, a template or an element."""
    for text in HOSTILE:
        safe = ESCAPES[format](squeezed(text))
        obeyed = ("|", "{{", "<b", "[[", "</", *(("!!", "''") if format == "mediawiki" else ()))
        assert not [each for each in obeyed if each in safe], safe
    lines = written(format).decode().splitlines()
    assert sum(line.count("2025") for line in lines) == len(HOSTILE)


def test_latex_has_no_command_of_a_text() -> None:
    """In LaTeX each special character is escaped, also a bracket after the end of a line."""
    text = written("latex").decode()
    assert r"100 \% of \$x\$ and \#1" in text and r"a|b" in text and r"a\textbackslash{}|b" in text
    assert "{[}{*}] bracket" in text and r"\{\{template\}\}" in text


# What a spreadsheet runs, written out here.
FORMULA = set("=+-@\t\r＝＋－＠")


def test_csv_is_inert_and_whole() -> None:
    """A reader of csv and of tsv gets each text, with controls replaced and an apostrophe before a formula."""
    for format, delimiter in (("csv", ","), ("tsv", "\t")):
        text = written(format).decode()
        _, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        disarmed = [re.sub(OBEYED, "\ufffd", text.replace("\r\n", "\n")) for text in HOSTILE]
        shown = [f"'{text}" if text[:1] in FORMULA and text else text for text in disarmed]
        assert rows == [[text, text, "2025-05-03"] for text in shown]
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066", "\r"}
    assert written("csv").decode().startswith('"slug","name_ar","day"\n"a|b","a|b","2025-05-03"\n')


def test_json_is_lossless_and_inert() -> None:
    """A reader of json gets each text unchanged; the file itself has no control character."""
    for format in ("json", "jsonl"):
        text = written(format).decode()
        rows = json.loads(text) if format == "json" else [json.loads(line) for line in text.split("\n") if line]
        assert [row["slug"] for row in rows] == list(HOSTILE)
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\x7f", "\u202e", "\u2066", "\r"}


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_large_amounts_are_written_out() -> None:
    """Amounts up to 10^24 have all their digits and no exponent in data for programs, as they were stored."""
    amounts = [21e15, 1e16, 9007199254740992.0, 123456789e14, 1e23, -2.1e16, 34.5]
    table = Table("", "", (Column("amount", "Amount", "", "number"),), [[amount] for amount in amounts])
    for format in ("csv", "tsv", "json", "jsonl"):
        stream = io.StringIO()
        render(table, format, "en", stream)
        numbers = re.findall(r"-?\d[\d.e+]*", stream.getvalue())
        assert "e" not in "".join(numbers) and list(map(float, numbers)) == amounts


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "jsonl", "xlsx"])
def test_every_row_is_written(format: str) -> None:
    """Rows are written some at a time, and none is lost between these."""
    table = Table("", "", (Column("place", "Place", "", "number"),), [[place] for place in range(100_000, 101_101)])
    below = io.BytesIO()
    stream = io.TextIOWrapper(below, encoding="utf-8", newline="")
    render(table, format, "en", stream)
    stream.flush()
    data = below.getvalue()
    if format == "xlsx":
        with zipfile.ZipFile(below) as book:
            data = book.read("xl/worksheets/sheet1.xml")
    assert list(map(int, re.findall(rb"\b10[01]\d{3}\b", data))) == list(range(100_000, 101_101))


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_a_row_of_one_empty_cell_is_a_row(format: str) -> None:
    """Programs pass over an empty line, so that a row without a value is written with quotation marks."""
    table = Table("", "", (Column("period", "Period", "", "text"),), [["2025"], [None], ["2026"]])
    stream = io.StringIO()
    render(table, format, "en", stream)
    rows = list(csv.DictReader(io.StringIO(stream.getvalue()), delimiter="\t" if format == "tsv" else ","))
    assert [row["period"] for row in rows] == ["2025", "", "2026"]


def test_the_negative_zero_is_zero() -> None:
    """A zero is written without a sign, computed or stored; whole numbers keep all digits."""
    assert [write_number(value) for value in (-0.0, 0, -0.5, 2**63 - 1)] == ["0", "0", "-0.5", "9223372036854775807"]
    assert write_number(-0.0, grouped=True) == "0"


def test_json_keeps_its_texts() -> None:
    """A text of JSON that looks like a number with an exponent stays, also behind an escaped quote."""
    assert without_exponents('{"a": 1e-05, "b": "1e-05", "c": "\\\\" , "d": [2.5e-07, "x\\" 1e-05"], "e": 1e+30}') == (
        '{"a": 0.00001, "b": "1e-05", "c": "\\\\" , "d": [0.00000025, "x\\" 1e-05"], "e": 1e+30}'
    )


def test_small_amounts_are_written_out() -> None:
    """A number near zero has its digits, too, for spreadsheets and for people."""
    table = Table("", "", (Column("amount", "Amount", "", "number"),), [[0.00001], [-2.5e-7], [0.5]])
    for format in ("csv", "tsv", "json", "github"):
        stream = io.StringIO()
        render(table, format, "en", stream)
        assert re.findall(r"-?\d[\d.e+]*", stream.getvalue()) == ["0.00001", "-0.00000025", "0.5"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_workbook_is_typed_and_inert(lang: Lang) -> None:
    """A workbook has texts as texts, days as numbers with a format of dates, no formula and no link."""
    with zipfile.ZipFile(io.BytesIO(written("xlsx", lang))) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = ET.fromstring(book.read("xl/sharedStrings.xml"))
        assert not any("_rels/sheet" in name for name in book.namelist())
    texts = ["".join(each.itertext()) for each in strings]
    assert {squeezed(text) for text in HOSTILE if text} <= {" ".join(text.split()) for text in texts}
    assert not list(sheet.iter(f"{MAIN}f")) and not list(sheet.iter(f"{MAIN}hyperlink"))
    [view] = sheet.iter(f"{MAIN}sheetView")
    assert (view.get("rightToLeft") == "1") == (lang == "ar")
    assert next(sheet.iter(f"{MAIN}pane")).get("state") == "frozen"
    assert next(sheet.iter(f"{MAIN}autoFilter")).get("ref") == f"A1:C{len(HOSTILE) + 1}"
    days = [cell for cell in sheet.iter(f"{MAIN}c") if str(cell.get("r")).startswith("C") and cell.get("t") is None]
    assert [cell.findtext(f"{MAIN}v") for cell in days] == ["45780"] * len(HOSTILE)


def test_arabic_pages_run_from_right_to_left() -> None:
    """A page of HTML says its language and direction; so does a table of MediaWiki."""
    assert '<html lang="ar" dir="rtl">' in written("html", "ar").decode()
    english = written("html").decode()
    assert '<html lang="en" dir="ltr">' in english and '<td lang="ar" dir="rtl">' in english
    assert written("mediawiki", "ar").startswith(b'{| lang="ar" dir="rtl" class=')


def test_an_ending_means_a_format() -> None:
    """The ending of --output chooses the format; an unknown one, or another format, is refused."""
    assert [choose_format(None, f"x{ending.upper()}") for ending in ENDINGS] == [one[0] for one in ENDINGS.values()]
    assert choose_format("pipe", "x.md") == "pipe" and choose_format("csv", "x.data") == "csv"
    assert choose_format(None, "-") == choose_format(None, None) == choose_format(None, "/dev/null") == "simple"
    with pytest.raises(ValueError, match=r"no format has the ending \.foo; use \.csv, .*\.xlsx"):
        choose_format(None, "x.foo")
    with pytest.raises(ValueError, match=r"x\.csv would hold json"):
        choose_format("json", "x.csv")
    assert set(FORMATS) == {*DATA, *DRAWN, *MARKUP, "xlsx"}


def run(database: Database, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, *arguments])


COMMANDS = (["report", "agreements"], ["search", "memorandum"], ["sql", "SELECT slug, '=1' AS x FROM v_agreement"])


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each[0])
def test_tables_take_the_format_of_their_file(loaded_template: Database, tmp_path: Path, command: list[str]) -> None:
    """report, search and sql write by the ending of --output, to standard output for `-`, and mark CSV with --bom."""
    beginnings = {
        ".csv": b'"slug"',
        ".json": b"[\n",
        ".jsonl": b"{",
        ".html": b"<!doctype",
        ".xlsx": b"PK",
        ".md": b"| ",
    }
    for ending, beginning in beginnings.items():
        target = tmp_path / f"out{ending}"
        assert run(loaded_template, *command, "--output", str(target)).exit_code == 0
        assert target.read_bytes().startswith(beginning), ending
    marked = run(loaded_template, *command, "--format", "csv", "--bom", "--output", "-")
    assert marked.stdout_bytes == b"\xef\xbb\xbf" + (tmp_path / "out.csv").read_bytes()
    for wrong, said in (
        (["--output", "x.foo"], "no format has the ending .foo"),
        (["--output", "x.csv", "--format", "json"], "x.csv would hold json"),
        (["--bom"], "--bom works only with csv, not with simple"),
    ):
        refused = run(loaded_template, *command, *wrong)
        assert refused.exit_code == 2 and said in refused.stderr


def test_a_drawn_result_of_sql_is_cut(loaded_template: Database) -> None:
    """A drawn result stops at 10,000 rows and says so, so that a query without end stops too; data have all rows."""
    statement = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    drawn = run(loaded_template, "sql", statement)
    assert drawn.exit_code == 0 and "Showing the first 10,000 rows" in drawn.stdout.splitlines()[-1]
    assert len(drawn.stdout.splitlines()) == 10_004
    data = run(loaded_template, "sql", f"{statement} LIMIT 10010", "--format", "csv")
    assert len(data.stdout.splitlines()) == 10_011
