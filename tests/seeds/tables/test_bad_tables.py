"""Tables that cannot be read, or only in part: each gets its own line, with file and row, and never a traceback."""

import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from seeds.tables import sheets, values, workbook_limits, workbooks
from seeds.tables.dates import read_date
from seeds.tables.rows import Layout
from seeds.tables.sheets import open_sheet
from tests.seedfiles import load_folder

MAP = """\
source: {slug: small-list, name: {en: A small list}}
rows: {key: id}
records:
  - record: agreement
    slug: "small-{id}"
    name: {en: {from: title}}
    type: unspecified
    milestones:
      - {stage: signed, date: {from: signed, format: dd/mm/yyyy}}
"""
HEADER = ["id", "title", "signed"]
Fill = Callable[[Any, Any], None]


def check(folder: Path, *options: str) -> tuple[int, str]:
    """Check a folder; return the exit code, and what was printed."""
    result = CliRunner().invoke(main, ["seed", "check", str(folder), *options])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stderr + result.stdout


def write(folder: Path, data: bytes | str, name: str = "list.csv", settings: str = MAP) -> Path:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    (folder / "list.map.yml").write_text(settings, "utf-8")
    return folder


def workbook(folder: Path, fill: Fill) -> Path:
    """Write a workbook whose sheet has the header and what `fill` adds."""
    with xlsxwriter.Workbook(folder / "list.xlsx") as book:
        sheet = book.add_worksheet("List")
        sheet.write_row(0, 0, HEADER)
        fill(book, sheet)
    return write(folder, (folder / "list.xlsx").read_bytes(), "list.xlsx")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("id,title,signed\n1,Cr\u00e9dit,01/02/1990\n".encode("latin-1"), "list.csv:2: the file is not UTF-8"),
        ("id,title,signed\n1,اتفاق,01/02/1990\n".encode("cp1256"), "iconv -f WINDOWS-1256 -t UTF-8"),
        (b"id,title,signed\n1,\0,\n", "list.csv:2: the character U+0000"),
        ("id,title,signed\n1,\0,\n".encode("utf-16"), "list.csv:2: the character U+0000"),
        ("id,title,signed\n1,a,\n".encode("utf-32"), "list.csv:1: the character U+0000"),
        (
            "\ufeffid,title,signed\n1,\ud800,\n".encode("utf-16-le", "surrogatepass"),
            "list.csv:2: the file is not UTF-16",
        ),
        ("id,title,signed\n1,a,".encode("utf-16")[:-1], "list.csv:2: the file is not UTF-16"),
        ("id,title,signed\n1,\ud800,\n".encode("utf-8", "surrogatepass"), "list.csv:2: the file is not UTF-8"),
        ("id,title,id\n1,a,2\n", "list.csv:1: the column 'id' is there twice"),
        ("id,,signed\n1,a,\n", "list.csv:1: column 2 has no name"),
        ("", "list.csv:1: there is no header"),
        ("\x0c", "list.csv:1: there is no header"),
        ("id;title;signed\n1;a;\n", "the columns are in line 1, separated by ';'; write rows: {delimiter: ';'}"),
        ("List of 2020\n\nid,title,signed\n1,a,\n", "the columns are in line 3; write rows: {header: 3}"),
        ("id,title,signed,shelf\n1,a,,b\n", "list.map.yml:1: the column 'shelf' is neither mapped nor under 'ignore'"),
        ('id,title,signed\n1,"a,\n' + "x" * 200_000, "is a quotation mark missing?"),
        ('id,title,signed\n1,"a"b,\n', "list.csv:2: not CSV"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(tmp_path: Path, data: bytes | str, line: str) -> None:
    """Encoding, header and form of a file of text."""
    status, output = check(write(tmp_path, data))
    assert (status, line in output) == (1, True), output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_only_a_line_feed_ends_a_line(tmp_path: Path, encoding: str) -> None:
    """A cell keeps separators of lines, soft breaks and form feeds, in each encoding."""
    signs = "\u2028 \u2029 \x85 \v \f \x1c \x1d \x1e"
    cells = [*(f"a{sign}b" for sign in signs.split(" ")), '"a\r\nb"', '"a\rb"', "\U00010330"]
    mark = "\ufeff" if encoding.endswith("e") else ""
    table = f"{mark}id,title\r\n" + "".join(f"{number},{cell}\r\n" for number, cell in enumerate(cells))
    (tmp_path / "list.csv").write_bytes(table.encode(encoding))
    rows = open_sheet(str(tmp_path / "list.csv"), "list.csv", Layout()).rows()
    assert [row.cells[1] for row in rows] == [cell.strip('"') for cell in cells]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """The limit of a line is one number of characters in each encoding."""
    monkeypatch.setattr("seeds.tables.delimited.LINE_LIMIT", 50_000)
    rows = "id,title,signed\n1,{},\n"
    for length, line in ((49_990, "No problems"), (50_000, "list.csv:2: a line has more than 50,000 characters")):
        output = check(write(tmp_path, rows.format("ع" * length).encode(encoding)))[1]
        assert line in output, output[:500]


def test_a_header_may_have_what_nobody_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column is found by its visible name, and a map that is started can be read."""
    monkeypatch.chdir(tmp_path)
    table = "\ufeffid,ti\u00adtle,si\x05gned\u00a0\n1,A\x05 title,01/02/1990\n2,B,03/02/1990\n"
    status, output = check(write(tmp_path, table))
    assert status == 0, output
    (tmp_path / "list.map.yml").unlink()
    started = CliRunner().invoke(main, ["seed", "new", str(tmp_path), "--table", str(tmp_path / "list.csv")])
    assert started.exit_code == 0, started.output
    assert "invisible" not in check(tmp_path)[1]


def _merge(book: Any, sheet: Any) -> None:
    sheet.merge_range(1, 0, 2, 0, "1")


def _far(book: Any, sheet: Any) -> None:
    sheet.write(1_048_575, 16_383, "far")


@pytest.mark.parametrize(
    ("fill", "line"),
    [
        (_merge, "list.xlsx:2: the cells A2:A3 are merged"),
        (_far, "list.xlsx:100000: more than 100,000 rows"),
        (lambda book, sheet: sheet.write(1, 16_000, "x"), "list.xlsx:1: cells up to column 16,001"),
        (lambda book, sheet: book.add_worksheet("Other"), "name one sheet in the map"),
        (
            lambda book, sheet: sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!"),
            "list.xlsx:2: the cell C2 has an error",
        ),
        (
            lambda book, sheet: sheet.write_formula(1, 2, "=DATE(2025,5,3)", None, ""),
            "list.xlsx:2: the cell C2 has a formula without its value; open the workbook, and save it",
        ),
    ],
)
def test_a_workbook_that_cannot_be_read_is_one_line(tmp_path: Path, fill: Fill, line: str) -> None:
    """Merged cells, cells far away, several sheets."""
    status, output = check(workbook(tmp_path, fill))
    assert (status, line in output) == (1, True), output


FIRST = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
FAR = "100000: more than 100,000 rows"
MUCH = "1: the texts of its cells have more than 268,435,456 characters"
SHEET = "<worksheet><sheetData>{}</sheetData></worksheet>"
HIGH = '<row r="900000"/>'
# The widest row comes after the highest, and after the first chunk.
WIDE_LAST = f'<row r="90000"/>{" " * 2**21}<row r="1"><c r="CV1"/></row>'
ONE = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({ONE: SHEET.format("<row r='900000'><c r='XFD900000'/></row>")}, FAR),
        ({ONE: SHEET.format('<row\tr = "900000"/>')}, FAR),
        ({ONE: SHEET.format("<row/>" * 101_001)}, FAR),
        ({ONE: SHEET.format(f'<c r="A{"9" * 30}" s="1"/>')}, FAR),
        ({ONE: SHEET.format(f'<c r="{"Z" * 30}1" s="1"/>')}, "1: cells up to column"),
        ({ONE: SHEET.format('<c r="xfd1"/>')}, "1: cells up to column 16,384 of 1 rows"),
        ({ONE: SHEET.format("<c/>" * 1_001)}, "1: cells up to column 1,001 of 0 rows"),
        (
            {ONE: SHEET.format('<row r="90000"/>' + " " * 2**21 + '<row r="1"><c r="CV1"/></row>')},
            "1: cells up to column 100 of 90,000 rows",
        ),
        ({"xl/elsewhere/one.bin": f"<other>{SHEET.format(HIGH)}</other>"}, FAR),
        (
            {ONE: SHEET.format('<row><c r="B1"><f>A1</f><v/></c><c r="C1"><v>1</v></c></row>')},
            "1: the cell B1 has a formula",
        ),
        ({ONE: "x" + SHEET.format(HIGH)}, "1: not an Excel workbook"),
        ({ONE: "<!DOCTYPE x>" + SHEET.format("")}, "1: not an Excel workbook"),
        (
            {
                "xl/sharedStrings.xml": f"<sst><si><t>{'x' * 200_000}</t></si></sst>",
                ONE: SHEET.format(FIRST * 2_000),
                "xl/worksheets/strings.xml": "<sst><si><t>x</t></si></sst>",
            },
            MUCH,
        ),
    ],
)
def test_a_workbook_of_another_hand_is_measured(tmp_path: Path, changes: dict[str, str], line: str) -> None:
    """Sheets in any form of XML, part, order or place are refused before they are read, if they are too large."""
    folder = workbook(tmp_path, lambda book, sheet: None)
    with zipfile.ZipFile(folder / "list.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(folder / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in {**parts, **changes}.items():
            book.writestr(name, data)
    status, output = check(folder)
    assert (status, f"list.xlsx:{line}" in output) == (1, True), output[:500]


def test_bombs_and_strangers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that unpacks to too much, one that is none, and too many rows stop before they fill memory."""
    monkeypatch.setattr(workbook_limits, "BYTE_LIMIT", 2**20)
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", bytes(2**21))
    assert (
        "unpacks to more than 1,048,576 bytes"
        in check(write(tmp_path, (tmp_path / "list.xlsx").read_bytes(), "list.xlsx"))[1]
    )
    assert "not an Excel workbook" in check(write(tmp_path, "PK, but no archive", "list.xlsx"))[1]
    assert "with a password" in check(write(tmp_path, workbooks.OLD + bytes(600), "list.xlsx"))[1]
    with zipfile.ZipFile(tmp_path / "list.xlsx", "w") as named:
        named.writestr("\u00e9", "")
    in_no_encoding = (tmp_path / "list.xlsx").read_bytes().replace("\u00e9".encode(), b"\xd3A")
    assert "not an Excel workbook" in check(write(tmp_path, in_no_encoding, "list.xlsx"))[1]
    (tmp_path / "list.xlsx").unlink()
    monkeypatch.setattr(sheets, "ROW_LIMIT", 10)
    rows = "".join(f"{number},a,\n" for number in range(11))
    assert "list.csv:12: more than 10 rows; split the table" in check(write(tmp_path, "id,title,signed\n" + rows))[1]
    monkeypatch.setattr("seeds.tables.delimited.BYTE_LIMIT", 20)
    assert "larger than 20 bytes" in check(tmp_path)[1]


def test_typed_cells_of_a_workbook_are_read(tmp_path: Path) -> None:
    """Dates of a spreadsheet, stored values of formulas and whole numbers are what a person sees; a bare day is not."""

    def fill(book: Any, sheet: Any) -> None:
        import datetime

        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_number(1, 0, 7)
        sheet.write_formula(1, 1, '="A "&"treaty"', None, "A treaty")
        sheet.write_datetime(1, 2, datetime.datetime(1945, 6, 26), day)
        sheet.write_row(2, 0, [8, True, 16613])

    status, output = check(workbook(tmp_path, fill))
    assert status == 0
    assert (
        "list.xlsx: 2 rows, cells read 6 = mapped 5 + ignored by name 0 + kept as printed 0 + not understood 1"
        in output
    )
    assert "list.xlsx:3: signed: not understood: '16613' is not dd/mm/yyyy, nor a day of a spreadsheet" in output


def test_a_month_or_a_year_of_a_spreadsheet_is_no_day(tmp_path: Path) -> None:
    """A cell that shows May-25 stores 1 May 2025; it is a month, unless it stores another day."""

    def fill(book: Any, sheet: Any) -> None:
        import datetime

        shown = [
            (datetime.datetime(2025, 5, 1), "mmm-yy"),
            (datetime.datetime(2025, 5, 1), 17),
            (datetime.datetime(2025, 5, 1), '[$-409]mmmm\\ yyyy"d";@'),
            (datetime.datetime(2025, 5, 17), "mmm-yy"),
            (datetime.datetime(2025, 1, 1), "yyyy"),
            (datetime.datetime(2025, 1, 1), "dd/mm/yyyy"),
            (datetime.datetime(2025, 1, 1), "d-mmm"),
        ]
        for row, (day, form) in enumerate(shown, 1):
            sheet.write(row, 0, row)
            sheet.write_datetime(row, 2, day, book.add_format({"num_format": form}))
        # A style without a value, beyond all cells.
        sheet.write_blank(1, 9, None, book.add_format({"num_format": "mmm-yy"}))

    rows = open_sheet(str(workbook(tmp_path, fill) / "list.xlsx"), "list.xlsx", Layout()).rows()
    days = [row.cells[2] for row in rows]
    assert days == ["2025-05", "2025-05", "2025-05", "2025-05-17", "2025", "2025-01-01", "2025-01-01"]
    assert [read_date(day, ["dd/mm/yyyy", "yyyy"]).text for day in days] == days


def test_a_formula_may_give_an_empty_text(tmp_path: Path) -> None:
    """Programs that calculate store it as a text; only a formula that nobody calculated is refused."""
    folder = workbook(tmp_path, lambda book, sheet: sheet.write_row(1, 0, ["1", "One"]))
    with zipfile.ZipFile(folder / "list.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    empty = b'<c r="C2" t="str"><f>""</f><v></v></c></row></sheetData>'
    with zipfile.ZipFile(folder / "list.xlsx", "w") as book:
        for name, data in parts.items():
            book.writestr(name, data.replace(b"</row></sheetData>", empty))
    status, output = check(folder)
    assert status == 0 and "1 row" in output, output


def test_rows_that_are_rejected_come_back_with_reasons(tmp_path: Path) -> None:
    """Ragged rows, repeated and missing keys are left out, counted and written to a CSV; --strict refuses them."""
    rows = "1,One,01/02/1990\n2,Two\n3,Three,,\n4,Four,,more\n5,Five,\n5,Fifth,\n,None,\n6,,01/02/1990\n"
    folder, rejected = write(tmp_path, "id,title,signed\n" + rows), tmp_path / "mend.rejected.csv"
    status, output = check(folder, "--rejected", str(rejected))
    assert (status, " 2 records, " in output) == (0, True), output
    assert "list.csv:3: the row is rejected: it has 2 cells, the header 3" in output
    assert "list.csv:6: the row is rejected: its key is that of another row too" in output and "(2 rows)" in output
    assert "name: its cell is empty" in output
    lines = rejected.read_text("utf-8-sig").splitlines()
    assert lines[0] == "id,title,signed,line,reason" and lines[1].startswith("2,Two,,3,")
    assert len(lines) == 7
    assert "rejected rows: 6; written to" in output
    assert "rejected rows: 6; write them with: mithaq seed check FOLDER --rejected FILE" in check(folder)[1]
    assert check(folder, "--strict")[0] == 1


def test_a_row_whose_id_is_too_long_is_rejected(tmp_path: Path) -> None:
    """A page of a site could not have its name; a record that a lookup makes has the same limit."""
    settings = (
        MAP.replace("small-{id}", "small-{title}")
        .replace("    type:", "    parties: [{party: {from: signed, lookup: parties}, role: party}]\n    type:")
        .replace(", format: dd/mm/yyyy", ", match: '^$'")
    )
    table = f"id,title,signed\n1,{'a' * 194},x\n2,{'b' * 195},x\n"
    folder = write(tmp_path, table, settings=settings)
    (folder / "list.lookups.csv").write_text("lookup,text,means\nparties,x,+organization:company\n", "utf-8")
    status, output = check(folder)
    assert (status, "has 201 characters, more than 200; name other columns in slug:" in output) == (0, True), output
    assert "list.csv:3: the row is rejected: its ID 'small-bbb" in output
    (folder / "list.lookups.csv").write_text(f"lookup,text,means\nparties,{'x' * 201},+person\n", "utf-8")
    assert "is not an ID of at most 200 characters; write one behind a colon" in check(folder)[1]


def test_a_table_of_rejected_rows_alone(loaded: Database, tmp_path: Path) -> None:
    """It is a problem with the reasons, also for a load, which keeps what was stated before; the rows are written."""
    good = write(tmp_path, "id,title,signed\n1,One,01/02/1990\n")
    load_folder(loaded, good, "mine")
    bad, rejected = write(tmp_path, "id,title,signed\n,One,\n,Two,\n3,Three\n"), tmp_path / "mend.rejected.csv"
    status, output = check(bad, "--rejected", str(rejected))
    assert status == 1 and "No problems" not in output
    assert "list.csv:1: all rows are rejected (3); correct the table or its map" in output
    assert "list.csv:2: the row is rejected: it has no key: id (2 rows)" in output
    assert len(rejected.read_text("utf-8").splitlines()) == 4
    with pytest.raises(MithaqError, match=r"list.csv:1: all rows are rejected \(3\)"):
        load_folder(loaded, bad, "mine")
    with loaded.read() as reader:
        assert reader.value("SELECT count(*) FROM v_agreement WHERE slug = 'small-1'") == 1


def test_a_table_has_a_map_and_a_map_a_table(tmp_path: Path) -> None:
    """A table beside seed files is never passed over in silence; what other commands wrote is no table."""
    (tmp_path / "list.csv").write_text("id\n1\n", "utf-8")
    for name in ("list.verdicts.csv", "verdicts.csv", "list.rejected.csv"):
        (tmp_path / name).write_text("key,title\n1,One\n", "utf-8")
    output = check(tmp_path)[1]
    assert "list.csv:1: list.csv has no map list.map.yml; write one with: mithaq seed new" in output
    assert "verdicts" not in output
    (tmp_path / "list.csv").rename(tmp_path / "other.rejected.csv")
    (tmp_path / "list.map.yml").write_text(MAP, "utf-8")
    assert "there is no table list.csv or list.tsv or list.xlsx beside it" in check(tmp_path)[1]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("key: id", "key: [id, no]", "list.map.yml:1: there is no column 'no'"),
        ("type: unspecified", "type: treatyy", "list.map.yml:7: type: 'treatyy' is not a code of agreement_type"),
        ("type: unspecified", "type: {from: title, lookup: types}", "list.map.yml:7: there is no lookup 'types'"),
        ("type: unspecified", "note: none", "an agreement without type:"),
        ("{en: {from: title}}", "{en: title}", "list.map.yml:6: name: 'title' is a column; write {from: title}"),
        ("format: dd/mm/yyyy", "format: dd/mm/yy", "is not a format of dates"),
        ("format: dd/mm/yyyy", "match: '('", "match: not a regular expression"),
        ("format: dd/mm/yyyy", "guess: true", "date: signed is a guess"),
        ("stage: signed", "stag: signed", "unknown key 'stag' in an entry of milestones"),
        ("record: agreement", "record: country", "record: one of organization"),
        ("source:", "source", "not YAML"),
        ("key: id", "key: id, header: ²", "list.map.yml:2: header: the number of the line"),
        ("key: id", f"key: id, header: {'9' * 5000}", "list.map.yml:2: header: the number of the line"),
    ],
)
def test_what_is_wrong_in_a_map_has_its_line(tmp_path: Path, old: str, new: str, line: str) -> None:
    """Columns, codes, formats and keys are checked before any row is read."""
    status, output = check(write(tmp_path, "id,title,signed\n1,One,01/02/1990\n", settings=MAP.replace(old, new)))
    assert (status, line in output) == (1, True), output


@pytest.mark.parametrize(
    ("match", "line"),
    [
        (
            r"{from: title, match: '(a)', value: '\5'}",
            "list.map.yml:6: match: not a regular expression",
        ),
        (r"{from: title, match: '(a)', value: '\g<b>'}", "unknown group name 'b'"),
        ("{from: title, match: '(.*)*x(.*)*y'}", "list.map.yml:6: match: more than 1 s with 'xxxx"),
        (
            "{from: title}}\n    if: {from: title, match: '(.*)*x(.*)*y'",
            "list.map.yml:7: match: more than 1 s with 'xxxx",
        ),
        (f"{{from: title, match: '{'(' * 500}{')' * 500}'}}", "list.map.yml:6: match: more than 50 groups"),
        (f"{{from: title, match: '{'x' * 1_001}'}}", "list.map.yml:6: match: more than 1,000 characters"),
        ("{from: title, match: '(?:(?:x{1000}){1000}){1000}'}", "match: its repeats make it longer than 100,000"),
        ("{from: title, match: 'x{99999999999999999999}'}", "match: its repeats make it longer than 100,000"),
        ("{from: title, match: '(?x)x{ 30000000}'}", "match: the flag x"),
        (r"{from: title, match: '\\(?ix:x{ 3 0000000})'}", "match: the flag x"),
        ("{from: title, match: 'x{0,99999999999999999999}'}", "list.map.yml:6: match: not a regular expression"),
        ("{from: title, match: '(.*)', value: '" + r"\1" * 101 + "'}", "6: match: a value: of more than 200"),
        (f"{{from: title, match: 'x', value: '{'y' * 100}'}}", "match: more than 100,000 characters of 'xxxx"),
        ("{from: title, match: '(?=(x+))'}", "match: more than 100,000 characters of 'xxxx"),
        (
            f"{{from: title, split: [{', '.join(f'x{n}' for n in range(21))}]}}",
            "6: split: at most 20 texts of 1,000 char",
        ),
        (f"{{from: title, format: [{', '.join(['yyyy'] * 21)}]}}", "6: format: at most 20 texts of 1,000 characters"),
        (f"{{text: '{'x' * 1_001}{{title}}'}}", "list.map.yml:6: text: at most 20 texts of 1,000 characters"),
        (f"{{text: '{'{title}' * 100}'}}", "list.map.yml:6: text: more than 100,000 characters of a row"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_one_line(tmp_path: Path, match: str, line: str) -> None:
    """A group that there is not, a pattern that would search for years, and what would fill the memory."""
    settings = MAP.replace("{from: title}", match)
    status, output = check(write(tmp_path, f"id,title,signed\n1,{'x' * 3000},01/02/1990\n", settings=settings))
    assert (status, line in output) == (1, True), output
    assert "without name" not in output


@pytest.mark.parametrize("place", ["{en: {from: title, %s, default: x}}", "{en: x}\n    if: {from: title, %s}"])
def test_the_patterns_of_a_map_take_no_longer_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Many texts, each of which is searched in time, are bounded too; a text that recurs is searched once."""
    monkeypatch.setattr(values, "MATCHING_TABLE", 0.5)
    settings = MAP.replace("{en: {from: title}}", place % "match: '(.*)(.*)(.*)[^a-z]'")
    header, row = "id,title,signed\n", "{},{},01/02/1990\n"
    recurring = "".join(row.format(number, "a" * 300) for number in range(200))
    output = check(write(tmp_path, header + recurring, settings=settings))[1]
    assert "No problems" in output, output
    letters = map("".join, product("abcdef", repeat=4))
    different = "".join(row.format(number, "a" * 300 + next(letters)) for number in range(200))
    status, output = check(write(tmp_path, header + different, settings=settings))
    assert (status, "match: more than 0.5 s with all texts of the table" in output) == (1, True), output


@pytest.mark.parametrize("year", ["²", "9" * 5000, "19900"])
def test_a_year_of_a_lookup_has_four_digits(tmp_path: Path, year: str) -> None:
    """Other signs that are digits, and more digits than Python reads, are no year."""
    folder = write(tmp_path, "id,title,signed\n1,One,01/02/1990\n")
    (folder / "list.lookups.csv").write_text(f"lookup,text,means,since\nparties,x,?,{year}\n", "utf-8")
    status, output = check(folder)
    assert (status, "list.lookups.csv:2: since and until are years, such as 1922" in output) == (1, True), output


def test_a_sheet_is_a_name_or_a_number(tmp_path: Path) -> None:
    """Other signs that are digits are a name that no sheet has."""
    folder = workbook(tmp_path, lambda book, sheet: None)
    write(folder, (folder / "list.xlsx").read_bytes(), "list.xlsx", MAP.replace("key: id", "key: id, sheet: ²"))
    assert "there is no sheet '²'" in check(folder)[1]


@pytest.mark.parametrize("content", ["|", ",\n", ";;;\n;;;\n", "\t\t\n", "\n\n,\n"])
def test_separators_alone_are_no_table(tmp_path: Path, content: str) -> None:
    """A file of empty cells starts no map: it has no header."""
    table = tmp_path / "t.csv"
    table.write_text(content, "utf-8")
    result = CliRunner().invoke(main, ["seed", "new", str(tmp_path / "new"), "--table", str(table)])
    assert result.exit_code == 1 and "there is no header" in result.stderr, result.output
    assert not (tmp_path / "new").exists()
