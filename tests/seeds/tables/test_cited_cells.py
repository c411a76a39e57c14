"""The file of a table proves and shows the cells that are cited, and exports point into it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from seeds.format.files import folder_files
from seeds.loading.loader import load
from seeds.tables.cited_cells import attach, detach, verify

MAP = """\
source: {slug: small-list, name: {en: A small list}}
rows: {key: id}
records:
  - record: agreement
    slug: "small-{id}"
    name: {en: {from: title}}
    type: unspecified
    parties: [{party: {from: party}, role: party}]
"""
TABLE = 'id,title,party\n7,"Ferries,\nagreement on",France\n8,Lights,Siam\n'
QUOTES = "SELECT row_key, column_name, quote FROM v_citation WHERE source = 'small-list' AND quote IS NOT NULL"


@pytest.fixture
def table(loaded: Database, tmp_path: Path) -> Path:
    """A table that is loaded into the database."""
    (tmp_path / "list.map.yml").write_text(MAP, "utf-8")
    (tmp_path / "list.csv").write_text(TABLE.replace("\nagreement", " agreement"), "utf-8")
    load(loaded, "mine", folder_files(tmp_path))
    return tmp_path / "list.csv"


def test_an_attached_file_quotes_its_cells(loaded: Database, table: Path) -> None:
    """Attached cells are quoted, exported as fragments of RFC 7111, and verified; a new table takes them away."""

    def annotations() -> list[dict[str, object]]:
        target = table.with_name("a.jsonl")
        export = ["export", str(target), "--as", "annotations", "--database", loaded.url]
        assert CliRunner().invoke(main, export).exit_code == 0
        found = [json.loads(line)["target"] for line in target.read_text("utf-8").splitlines()]
        return [each for each in found if each.get("dataset")]

    assert [str(each) for each in verify(loaded)] == ["small-list: no file"]
    assert all("selector" not in each and each["row_key"] and each["column_name"] for each in annotations())
    assert attach(loaded, [table]) == [f"{table}: attached 4 cells to small-list"]
    with loaded.read() as reader:
        assert ("8", "party", "Siam") in [tuple(row) for row in reader.rows(QUOTES)]
    party = next(each for each in annotations() if (each["row_key"], each["column_name"]) == ("8", "party"))
    assert [each.get("value") or each["exact"] for each in party["selector"]] == ["cell=3,3", "Siam"]  # type: ignore
    assert [str(each) for each in verify(loaded)] == ["small-list: 4 cells, ok"]
    shown = CliRunner().invoke(main, ["show", "small-8", "--database", loaded.url]).stdout
    assert "Siam" in shown and "A small list" in shown
    table.write_text(TABLE, "utf-8")
    load(loaded, "mine", folder_files(table.parent))
    assert [str(each) for each in verify(loaded)] == ["small-list: no file"]
    assert [str(each) for each in verify(loaded, table)] == ["small-list: 4 cells, ok"]


def test_another_file_is_compared_cell_by_cell(loaded: Database, table: Path) -> None:
    """A file with another digest is not attached; its differences are named by row key and column."""
    other = table.with_name("other.csv")
    other.write_text("party;id;title\nFrance;7;Ferries, agreement for\n", "utf-8")
    with pytest.raises(MithaqError, match="no data set has this file"):
        attach(loaded, [table, other])
    [verdict] = verify(loaded, other, "small-list")
    assert verdict.failures[1:] == [
        "small-list: row '7', column 'title' has another text: 'Ferries, agreement for'",
        "small-list: there is no row '8'",
    ]
    result = CliRunner().invoke(main, ["dataset", "verify", str(other), "--database", loaded.url])
    assert result.exit_code == 1
    assert "1 data set not verified" in result.stderr
    with pytest.raises(MithaqError, match="there is no data set 'large-list'"):
        list(verify(loaded, other, "large-list"))


def test_a_detached_file_leaves_nothing(loaded: Database, table: Path) -> None:
    """Detached cells are in no table and no page of a file; citations stay, and the export has no note any more."""
    table.write_text(TABLE.replace("\nagreement", " agreement").replace("8,Lights", "8,Lights   and  buoys"))
    load(loaded, "mine", folder_files(table.parent))

    def run(*argv: str) -> Result:
        return CliRunner().invoke(main, ["--database", loaded.url, *argv])

    with loaded.read() as reader:
        cited = reader.value("SELECT count(*) FROM v_citation WHERE source = 'small-list'")
    attach(loaded, [table])
    export = ("export", str(table.with_name("out")), "--as", "datasette", "--collection", "mithaq")
    if loaded.path:
        assert b"Lights   and  buoys" in loaded.path.read_bytes()
        assert "remove them with: mithaq dataset detach --all, or serve" in run(*export).stderr
    with pytest.raises(MithaqError, match="'other' is no data set with an attached file; attached are: small-list"):
        detach(loaded, ["other"])
    assert run("dataset", "detach").exit_code == run("dataset", "detach", "small-list", "--all").exit_code == 2
    assert run("dataset", "detach", "small-list").stdout == "small-list: detached\n"
    assert run("dataset", "detach", "--all").stderr == "No file is attached.\n"
    with loaded.read() as reader:
        assert reader.rows(QUOTES) == [] and reader.value("SELECT count(*) FROM cell_text") == 0
        assert reader.value("SELECT count(*) FROM v_citation WHERE source = 'small-list'") == cited
    if loaded.path:
        assert b"Lights   and  buoys" not in loaded.path.read_bytes()
        assert "Note" not in run(*export).stderr
