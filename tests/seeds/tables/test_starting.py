"""`seed new --table`: a profile becomes a map and lookups whose guesses a person accepts."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from tests.paths import CHECKOUT

EXAMPLE = CHECKOUT / "docs" / "tables" / "agreements.csv"


def mithaq(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_started_table_loads_when_its_guesses_are_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns are recognized, every guess is refused until it is accepted, and columns that are left over are named."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(EXAMPLE, "list.csv")
    output = mithaq("--database", "none.db", "seed", "new", "mine", "--table", "list.csv").output
    for line in (
        "30 rows",
        "parties: countries, separated by ';'; 30 cells, 28 different",
        "signed: dates, dd/mm/yyyy, yyyy; 30 cells",
        "web: addresses; 8 cells, 8 different",
        " to decide. Next:",
        "  edit mine/list.map.yml and mine/list.lookups.csv",
        "mithaq seed check mine",
    ):
        assert line in output
    files = {path.relative_to("mine").as_posix() for path in Path("mine").rglob("*.*")}
    assert files == {"list.csv", "list.lookups.csv", "list.map.yml", "reference/identifier_scheme.csv"}
    settings = Path("mine/list.map.yml")
    text = settings.read_text("utf-8")
    assert "rows: {key: number}" in text and 'slug: "list-{number}"' in text
    assert "ar: {from: title_ar, guess: true}" in text and "{scheme: list, value: {from: number}}" in text
    assert "none: 01/01/9999" in text
    refused = mithaq("seed", "check", "mine").output
    assert "name: title is a guess" in refused and "'Brussels' is a guess" in refused
    assert "the columns 'registration', 'replaces', 'shelf' are neither mapped nor under 'ignore'" in refused
    settings.write_text(text.replace("  # - ", "  - "), "utf-8")
    assert f"Accepted 1 guess in {settings}; 6 are left." in mithaq("seed", "accept", str(settings), "subject").output
    assert "guesses in mine/list.map.yml; none are left." in mithaq("seed", "accept", str(settings), "--all").output
    lookups = Path("mine/list.lookups.csv")
    # A spreadsheet of some countries separates cells by semicolons; the byte order mark tells it that it is UTF-8.
    text = lookups.read_text("utf-8")
    assert text.startswith("\ufefflookup,")
    lookups.write_text(text.replace(",", ";"), "utf-8", newline="\r\n")
    assert f"Accepted 29 guesses in {lookups}; none are left." in mithaq("seed", "accept", str(lookups), "--all").output
    checked = mithaq("seed", "check", "mine")
    assert (checked.exit_code, "agreements 30" in checked.output) == (0, False), checked.output
    assert "list.csv: 30 rows, cells read 299 = " in checked.output
    again = mithaq("seed", "new", "mine", "--table", "list.csv")
    assert again.exit_code == 1 and "mine/list.map.yml already exists" in again.output


def test_a_long_name_of_a_file_gives_short_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The IDs of the data set and of its rows begin with a part of it."""
    monkeypatch.chdir(tmp_path)
    Path(f"{'list-' * 45}.csv").write_text("id,title,signed\n1,One,1990-02-01\n", "utf-8")
    result = CliRunner().invoke(main, ["seed", "new", "mine", "--table", f"{'list-' * 45}.csv"])
    assert result.exit_code == 0, result.output
    text = next(Path("mine").glob("*.map.yml")).read_text("utf-8")
    assert "  slug: list-list-list-list-list-list-list-list-list-lis\n" in text


def test_a_table_without_spellings_to_decide_has_no_lookups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next step names the lookups only if they were written, and counts agree with their nouns."""
    monkeypatch.chdir(tmp_path)
    Path("tiny.csv").write_text("a\nonly\n", "utf-8")
    output = mithaq("seed", "new", "mine", "--table", "tiny.csv").output
    assert "1 row\n  a: text; 1 cell, 1 different\n" in output
    assert ", no spellings to decide. Next:\n  edit mine/tiny.map.yml\n" in output


def test_the_sign_between_cells_is_that_of_equal_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists within cells are no columns, however long, and a title above the header is no header."""
    monkeypatch.chdir(tmp_path)
    parties = ("Algeria; Chad; Fiji; Iran; Mali; Oman; Peru", "Algeria; Chad", "Fiji; Iran; Mali")
    rows = [f"{number},{signers},1999-01-0{number}" for number, signers in enumerate(parties, 1)]
    Path("list.csv").write_text("\n".join(("number,parties,signed", *rows)) + "\n", "utf-8")
    output = mithaq("--database", "none.db", "seed", "new", "mine", "--table", "list.csv").output
    assert "parties: countries" in output
    semicolons = "\n".join(row.replace("; ", "/").replace(",", ";") for row in ("number,parties,signed", *rows))
    Path("other.csv").write_text(f"Treaties of the ministry;;\n{semicolons}\n", "utf-8")
    mithaq("--database", "none.db", "seed", "new", "theirs", "--table", "other.csv")
    assert "rows: {key: number, header: 2, delimiter: ;}" in Path("theirs/other.map.yml").read_text("utf-8")


def test_lists_of_other_habits_are_recognized(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An Arabic list with totals and dates in several forms; texts for nothing; the instrument before its date."""
    monkeypatch.chdir(tmp_path)
    cells = ("5 جويلية 1987", "١٩/٠٦/١٩٧٧", "٢٨ تموز ٢٠١١", "-", "05/06/29")
    rows = [f"{number};اتفاق رقم {number};تونس;{cell};الجزائر" for number, cell in enumerate(cells * 20, 1)]
    lines = ("قائمة الاتفاقيات;;;;", "الرقم;العنوان;الطرف;تاريخ التوقيع;مكان التوقيع", *rows, ";المجموع: 100;;;")
    Path("list.csv").write_text("\ufeff" + "\n".join(lines), "utf-8")
    mithaq("--database", "none.db", "seed", "new", "mine", "--table", "list.csv")
    text = Path("mine/list.map.yml").read_text("utf-8")
    assert "rows: {key: الرقم, header: 2, delimiter: ;, none: '-'}" in text
    assert "if: {from: العنوان, match: '^(?!المجموع)', guess: true}" in text
    assert "name: {ar: {from: العنوان, guess: true}}" in text
    assert "{stage: signed, date: {from: تاريخ التوقيع, format: [d mmmm yyyy, dd/mm/yyyy, dd/mm/yy(1930)]" in text
    # The name of a country in the place of a city is for a person to decide.
    assert "places,الجزائر,100,,,,," in Path("mine/list.lookups.csv").read_text("utf-8")
    members = [f"{name},Convention,Accession: May {day}, 1999,NA" for day, name in enumerate(("Fiji", "Chad"), 1)]
    quoted = [row.replace("Accession: May 1, 1999", '"Accession: May 1, 1999"') for row in members]
    quoted = [row.replace("Accession: May 2, 1999", '"Accession: May 2, 1999"') for row in quoted]
    Path("members.csv").write_text("\n".join(("Country,Treaty,Instrument,Language", *quoted)), "utf-8")
    mithaq("--database", "none.db", "seed", "new", "theirs", "--table", "members.csv")
    text = Path("theirs/members.map.yml").read_text("utf-8")
    assert "stage: {from: Instrument, match: '^[^:]+', lookup: stages}" in text
    assert "date: {from: Instrument, match: ': *(.+)', format: 'mmmm d, yyyy', guess: true}" in text
    assert "none: NA}" in text
    assert "stages,Accession,2,acceded,,,guess," in Path("theirs/members.lookups.csv").read_text("utf-8")


def test_a_list_of_treaties_between_two_has_both_parties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns of parties by a common word are all mapped; a name to decide in both is one line."""
    monkeypatch.chdir(tmp_path)
    pairs = [("Fiji", "Ruritania"), ("Ruritania", "Chad"), *[("Mali", "Peru")] * 8]
    rows = [f"{one},Norway,{other},2020-05-0{number}" for number, (one, other) in enumerate(pairs)]
    Path("list.csv").write_text("\n".join(("Party A,Depositary,Party B,Signed", *rows)), "utf-8")
    mithaq("--database", "none.db", "seed", "new", "mine", "--table", "list.csv")
    text = Path("mine/list.map.yml").read_text("utf-8")
    assert [line.strip() for line in text.splitlines() if "role: party" in line] == [
        "- {party: {from: Party A, lookup: parties}, role: party}",
        "- {party: {from: Party B, lookup: parties}, role: party}",
    ]
    assert "parties,Ruritania,2,,,,," in Path("mine/list.lookups.csv").read_text("utf-8")


def test_what_is_no_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, another ending, and an option that belongs to articles."""
    monkeypatch.chdir(tmp_path)
    assert "there is no file" in mithaq("seed", "new", str(tmp_path), "--table", "none.csv").output
    (tmp_path / "list.ods").write_bytes(b"")
    assert (
        "a table is a file .csv, .tsv, .xlsx"
        in mithaq("seed", "new", "x", "--table", str(tmp_path / "list.ods")).output
    )
    assert mithaq("seed", "new", "x", "--table", "a.csv", "--language", "fr").exit_code == 2
