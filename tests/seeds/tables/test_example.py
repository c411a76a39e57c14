"""The worked example of docs/tables.md: its commands print what the page shows, on either engine the same rows."""

import re
import shutil
from pathlib import Path

import pytest

from models.storage.database import Database
from seeds.format.files import SHIPPED_FOLDER, folder_files
from seeds.loading.loader import load
from tests.paths import CHECKOUT
from tests.shell import run

PAGE = (CHECKOUT / "docs" / "tables.md").read_text("utf-8")
EXAMPLE = CHECKOUT / "docs" / "tables"
START = "## A worked example"
OMITTED = "…"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the tables of the example."""
    shutil.copytree(EXAMPLE, tmp_path / "docs" / "tables")
    return tmp_path


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Return the commands of console blocks, each with the lines that it prints."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_the_page_shows_what_its_commands_print(place: Path) -> None:
    """Every line of output in the example is printed, in its order; without dots, nothing else is."""
    commands = steps(PAGE.partition(START)[2])
    assert len(commands) >= 9
    for command, shown in commands:
        code, output = run(command, place)
        assert code == 0, f"{command}\n{output}"
        printed = [line.rstrip() for line in output.rstrip().splitlines()]
        if shown and OMITTED not in shown:
            assert shown == printed, command
        at = 0
        for line in filter(lambda line: line != OMITTED, shown):
            assert line in printed[at:], f"{command}: {line}"
            at = printed.index(line, at) + 1


def test_the_example_goes_with_the_tutorial(loaded: Database, place: Path) -> None:
    """The invented article of the README and the tables can be loaded into one database, in either order."""
    folders = {"tutorial": SHIPPED_FOLDER / "tutorial", "lantern": place / "docs" / "tables"}
    for name in ("tutorial", "lantern", "tutorial"):
        load(loaded, name, folder_files(folders[name]))


def test_the_page_quotes_the_files_of_the_example() -> None:
    """All that the page shows of the table, its map and its lookups is in the files."""
    files = "".join(path.read_text("utf-8") for path in EXAMPLE.glob("*.*"))
    blocks = re.findall(
        r"^```(?:text|yaml)\n(.*?)^```", PAGE.partition(START)[2].partition("## The map")[0], re.M | re.S
    )
    assert len(blocks) == 3
    for line in "".join(blocks).splitlines():
        assert line in files, line


def test_either_engine_stores_the_example(loaded: Database, place: Path) -> None:
    """A cell is cited with its spelling, the second table extends the first, a corrected cell moves one fact."""
    folder = place / "docs" / "tables"
    load(loaded, "lantern", folder_files(folder))
    cited = (
        "SELECT source, row_key, column_name, printed, note FROM v_citation"
        " WHERE record = 'lantern-108' AND item = 'party:congo-kinshasa:party'"
    )
    steps = (
        "SELECT stage, party, date FROM v_milestone WHERE record = 'lantern-103' AND party IS NOT NULL ORDER BY date"
    )
    with loaded.read() as reader:
        assert list(map(tuple, reader.rows(cited))) == [
            ("lantern-list", "108", "parties", "Congo", "wider than printed; the Belgian Congo")
        ]
        assert list(map(tuple, reader.rows(steps))) == [
            ("acceded", "portugal", "1936-02-11"),
            ("in_force", "portugal", "1936-05-11"),
            ("acceded", "greece", "1937-09-30"),
        ]
        assert reader.value("SELECT count(*) FROM v_record WHERE name_en = name_ar AND slug LIKE 'lantern-%'") == 0
    table = folder / "agreements.csv"
    table.write_text(table.read_text("utf-8").replace("09/08/1971", "10/08/1971"), "utf-8")
    assert load(loaded, "lantern", folder_files(folder)).counts()[:3] == (2, 1, 2)
    assert load(loaded, "lantern", folder_files(folder)).counts()[:3] == (0, 0, 0)
