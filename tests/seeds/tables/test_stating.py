"""The records that rows state: what lookups, years and shared rows decide, and where each cell goes."""

import csv
import io
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from jsonschema import Draft202012Validator

from seeds.format.added_codes import add_codes
from seeds.format.collection import read_reference
from seeds.format.files import folder_files
from seeds.format.problems import Problems
from seeds.format.records import Link, Record
from seeds.tables.identifying import Countries
from seeds.tables.map_schema import map_schema
from seeds.tables.source import TableRow, TableSource, table_sources
from tests.paths import CHECKOUT

EXAMPLE = CHECKOUT / "docs" / "tables"
MEMBERS = """\
source: {slug: members, name: {en: Members}}
rows: {key: [treaty, member]}
records:
  - record: agreement
    slug: "{treaty}"
    name: {en: {from: title}}
    type: convention
    parties:
      - {party: {from: member, lookup: parties}, role: party}
    milestones:
      - {stage: {from: instrument}, if: date, party: {from: member, lookup: parties}, date: {from: deposited}}
    figures: []
"""


def source_of(folder: Path, name: str) -> TableSource:
    """Return the table of that name in a folder, which has no problems."""
    problems = Problems()
    files = folder_files(folder)
    found = table_sources(files, add_codes(read_reference(), files, problems), problems)
    assert problems.lines() == []
    return next(each for each in found if each.file.path.startswith(name))


def read(rows: Iterable[TableRow]) -> dict[str, list[Record]]:
    return {row.key: row.read() for row in rows}


def links(record: Record, kind: str, *names: str) -> list[tuple[Any, ...]]:
    """Return the values of the links of a kind."""
    found: list[Link] = [each for each in record.links if each.kind == kind]
    return [tuple(getattr(each.values[name], "text", each.values[name]) for name in names) for each in found]


@pytest.fixture(scope="module")
def example() -> dict[str, list[Record]]:
    return read(source_of(EXAMPLE, "agreements").rows())


def test_the_year_of_a_row_decides_what_a_name_means(example: dict[str, list[Record]]) -> None:
    """Congo before and after 1960, states that ended, former names; who is unknown stays as printed."""
    parties = {key: links(records[-1], "participation", "party", "printed") for key, records in example.items()}
    assert parties["104"] == [("poland", None), ("czechoslovakia", None)]
    assert parties["105"] == [("turkiye", None), ("soviet-union", None)]
    assert parties["102"] == [("united-kingdom", None), ("thailand", None)]
    assert parties["106"][0] == ("austria-hungary", None)
    assert parties["113"] == [("ghana", None), (None, "Ruritania")]
    of_1955, of_1971 = (
        next(each for each in example[key][-1].links if each.values.get("party") == "congo-kinshasa")
        for key in ("108", "109")
    )
    [citation] = of_1955.citations
    assert citation.note == "wider than printed; the Belgian Congo" and citation.cell
    assert citation.cell[:2] == ("108", "parties") and citation.cell.printed == "Congo"
    assert of_1971.citations[0].note == "its capital is named in the remarks of the list"


def test_a_state_is_not_meant_after_its_end() -> None:
    """A treaty may be older than a party that joined it, never younger; without a year, a name of one state is sure."""
    countries = Countries(read_reference())
    found = {year: countries.identify("U.S.S.R.", year).country for year in (1899, 1991, None, 1992)}
    assert [country and country.slug for country in found.values()] == ["soviet-union"] * 3 + [None]
    assert "ended in 1991, before the date of the row" in countries.identify("USSR", 1992).reason
    assert "it can be" in countries.identify("Congo", 1964).reason
    assert "soviet-union" in countries.near("Soviet Unoin") and not countries.near("Leeward Islands")


def test_cells_become_the_fields_of_the_format(example: dict[str, list[Record]]) -> None:
    """Dates in their own precision, two cities, names in the languages there are, relations, identifiers and notes."""
    steps = {
        key: links(records[-1], "milestone", "stage", "date", "place", "place_printed")
        for key, records in example.items()
    }
    assert steps["103"] == [("signed", "1934-06-20", "marseille", None), ("signed", "1934-06-20", "genoa", None)]
    assert steps["107"] == [("signed", "1952", "cairo", None), ("in_force", "1953-11", None, None)]
    assert steps["118"] == [("signed", None, "rangoon", None)]
    assert steps["128"] == [("signed", "2017-11-08", "algiers-city", None)]
    assert steps["130"][0] == ("signed", "2022-03-05", None, "Doha")
    assert example["102"][-1].values["name"] == ("Exchange of notes on parcels", None)
    assert example["102"][-1].values["note"] == "League of Nations LN 4127"
    assert links(example["128"][-1], "relation", "type", "object") == [("amends", "lantern-126")]
    assert links(example["109"][-1], "relation", "type", "object") == [("replaces", "lantern-108")]
    assert links(example["107"][-1], "identifier", "scheme", "value")[:2] == [("lantern", "107"), ("unts", "2107")]
    society = example["130"][0]
    assert (society.kind, society.slug, society.values["kind"]) == (
        "organization",
        "universal-lantern-society",
        "association",
    )


def test_every_cell_is_counted(example: dict[str, list[Record]]) -> None:
    """The parts of the balance are the cells of the file that have a text."""
    source = source_of(EXAMPLE, "agreements")
    for row in source.rows():
        row.read()
    with (EXAMPLE / "agreements.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row if cell]
    assert sum(source.balance.cells.values()) == len(cells) == 299
    assert {row: records[-1].slug for row, records in example.items()}["101"] == "lantern-101"


def members(folder: Path, rows: list[tuple[str, ...]], lookups: str = "") -> TableSource:
    """Write a table of parties of treaties."""
    text = io.StringIO()
    csv.writer(text).writerows([("treaty", "title", "member", "instrument", "deposited"), *rows])
    (folder / "members.csv").write_text(text.getvalue(), "utf-8")
    (folder / "members.map.yml").write_text(MEMBERS.replace("    figures: []\n", ""), "utf-8")
    (folder / "members.lookups.csv").write_text("lookup,text,means\nparties,League,-\n" + lookups, "utf-8")
    return source_of(folder, "members")


def test_rows_of_one_record_state_it_together(tmp_path: Path) -> None:
    """The first row states it and the others extend it; only a row that becomes the first counts as changed."""
    rows = [("c1", "Convention", name, "acceded", "1999-01-02") for name in ("France", "Italy", "Spain")]
    before = list(members(tmp_path, rows).rows())
    assert [[record.extends for record in row.read()] for row in before] == [[False], [True], [True]]
    after = list(members(tmp_path, rows[1:]).rows())
    assert [row.digest for row in after] == [after[0].digest, before[2].digest]
    assert after[0].digest != before[1].digest
    assert [row.key for row in before] == ["c1|France", "c1|Italy", "c1|Spain"]


def test_a_party_that_is_left_out_takes_no_step(tmp_path: Path) -> None:
    """Its date is not that of the instrument as a whole; its cells count as ignored."""
    source = members(
        tmp_path, [("c1", "Convention", "League", "ratified", "1930-01-01"), ("c1", "Treaty", "Fiji", "", "")]
    )
    first, second = (row.read()[0] for row in source.rows())
    assert (first.links, links(second, "participation", "party")) == ([], [("fiji",)])
    # Its name is part of the key of the row, which is mapped.
    assert source.balance.cells == {"left": 2, "mapped": 6}
    assert any("name of 'c1' differs" in reason for *_, reason in source.balance.first.values())


SPLIT_DATES = """\
source: {slug: pacts, name: {en: Pacts}}
rows: {key: id, none: ["-", NA]}
records:
  - record: agreement
    if: {from: id, match: '^[0-9]+$'}
    slug: "pact-{id}"
    name: {en: {from: title, note: The list is in English.}}
    type: unspecified
    milestones:
      - stage: signed
        if: date
        date: {text: ["{y}-{m}-{d}", "{y}-{m}", "{y}"], format: [yyyy-m-d, yyyy-m, yyyy], none: "99"}
        place: {from: city, lookup: places}
      - {stage: terminated, if: {from: state, match: Ended}, date: {from: ended, lookup: dates}}
    parties: [{party: {from: member, lookup: parties}, role: party}]
"""


def test_what_says_nothing_and_what_a_note_accepts(tmp_path: Path) -> None:
    """Texts for nothing, dates in three columns, rows of totals; a note ends a doubt, and is cited."""
    rows = (
        "id,title,y,m,d,city,state,ended,member",
        "1,One,1907,3,99,-,Ended,1901-05-05,Leeward Islands",
        "2,Two,1908,NA,7,Oslo,In force,1999-01-01,Congo",
        "3,Three,1909,02,30,\u00a0,NA,-,Ruritania",
        "Total,3,,,,,,,",
    )
    (tmp_path / "pacts.csv").write_text("\n".join(rows), "utf-8")
    (tmp_path / "pacts.map.yml").write_text(SPLIT_DATES, "utf-8")
    lines = (
        "lookup,text,means,grade,note",
        "parties,Leeward Islands,?,,a colony",
        "parties,Congo,congo-kinshasa,wider,the Free State",
        "dates,1901-05-05,1901-05-05,,as printed",
        "places,Oslo,+place:city,,the capital",
    )
    (tmp_path / "pacts.lookups.csv").write_text("\n".join(lines), "utf-8")
    source = source_of(tmp_path, "pacts")
    one, two, three, total = (row.read() for row in source.rows())
    assert links(one[0], "milestone", "stage", "date") == [("signed", "1907-03"), ("terminated", "1901-05-05")]
    assert links(two[-1], "milestone", "stage", "date", "place") == [("signed", "1908", "oslo")]
    assert [(each.field, each.note) for each in two[0].citations] == [("name", "the capital")]
    assert (links(three[0], "milestone", "stage"), total) == ([], [])
    notes = [(each.field, each.note) for link in one[0].links for each in link.citations if each.note]
    assert notes == [("date", "as printed"), ("printed", "a colony")]
    assert [each.note for each in one[0].citations if each.field == "name"] == ["The list is in English."]
    doubts = {f"{column}: {reason}" for column, _, reason in source.balance.causes}
    assert doubts == {
        "y, m, d: not understood: February … has … days, not …",
        "ended: has a text that no entry of the map uses",
        "member: is kept as printed",
    }
    assert sum(source.balance.cells.values()) == 28 and source.balance.cells["left"] == 2


def test_half_a_value_is_left_out(tmp_path: Path) -> None:
    """A value without its currency is a doubt; a currency without a value says nothing."""
    settings = """\
source: {slug: deals, name: {en: Deals}}
rows: {key: id}
records:
  - record: agreement
    slug: "deal-{id}"
    name: {en: {from: id}}
    type: contract
    value: {from: value}
    currency: {from: currency}
"""
    rows = "id,value,currency\n1,500,EUR\n2,,EUR\n3,many,EUR\n4,500,\n5,,\n6,500,Thaler\n"
    for name, text in (("deals.map.yml", settings), ("deals.csv", rows)):
        (tmp_path / name).write_text(text, "utf-8")
    source = source_of(tmp_path, "deals")
    found = {key: records[0].values for key, records in read(source.rows()).items()}
    stated = {key: (values["value"], values["currency"]) for key, values in found.items()}
    assert stated == {"1": (500, "EUR"), **dict.fromkeys("23456", (None, None))}
    doubts = [line for _, line in source.balance.warnings(lambda _: "")]
    assert "value: '500' is left out: value: an amount needs its currency: (2 rows)" in doubts
    assert not any("needs value" in line for line in doubts)


def test_a_workbook_states_what_the_csv_states(tmp_path: Path, example: dict[str, list[Record]]) -> None:
    """A copy as .xlsx, below a title, with its columns in another order, gives the same records and digests."""
    with (EXAMPLE / "agreements.csv").open(encoding="utf-8", newline="") as file:
        rows = [row[::-1] for row in csv.reader(file)]
    with xlsxwriter.Workbook(tmp_path / "agreements.xlsx") as book:
        sheet = book.add_worksheet("List")
        sheet.merge_range(0, 0, 0, 3, "A list of agreements")
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, row)
    settings = (EXAMPLE / "agreements.map.yml").read_text("utf-8").replace("{key: number}", "{key: number, header: 3}")
    (tmp_path / "agreements.map.yml").write_text(settings, "utf-8")
    (tmp_path / "agreements.lookups.csv").write_bytes((EXAMPLE / "agreements.lookups.csv").read_bytes())
    shutil.copytree(EXAMPLE / "reference", tmp_path / "reference")
    found = read(source_of(tmp_path, "agreements").rows())
    for key, records in example.items():
        cells = [[citation.cell for citation in each.citations] for each in records[-1].links]
        assert cells == [[citation.cell for citation in each.citations] for each in found[key][-1].links]
        assert records[-1].values == found[key][-1].values


def test_maps_follow_their_schema() -> None:
    """The maps of the example and of the benchmarks are valid, and one with an unknown key is not."""
    reference = add_codes(read_reference(), folder_files(EXAMPLE), Problems())
    validator = Draft202012Validator(map_schema(reference))
    paths = [*EXAMPLE.glob("*.map.yml"), *(CHECKOUT / "benchmarks" / "tables").glob("*.map.yml")]
    assert len(paths) == 5
    for path in paths:
        validator.validate(yaml.load(path.read_text("utf-8"), yaml.BaseLoader))
    wrong = yaml.load(MEMBERS, yaml.BaseLoader)
    assert any("figures" in error.message or error.context for error in validator.iter_errors(wrong))
