"""Exports: every row and value of every view, folders that are replaced at once, files that other programs read."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import frictionless
import networkx
import pyarrow
import pyarrow.dataset
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from cli import main
from models.storage.database import Database
from reports.dictionary import CONTRACT, EXPORTED, VIEWS, View
from reports.exporting import commands, graphfiles, parquet, tables, writing
from reports.exporting.forms import FILES, FOLDERS, HELP, STREAMED, TREES, File, Folder, Tree
from reports.exporting.snapshot import open_snapshot
from tests import seedfiles
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.patience import ends_within

# What other programs would obey: a formula, a table's rule, a tag, an escape, a quotation, control characters.
HOSTILE = '=1+1|*x*`"\\<script>alert(1)</script>&amp;\x1b[31m\ufffe\r\nسطر'
AGREEMENT = "almaty-startup-mou-2025"
# What a spreadsheet runs, each as the note of a record.
FORMULAS = {"algeria": "=1+1", "china": "+1", "france": "-1", "russia": "@sum(1)", "uzbekistan": "＝1+1"}
CONNECT = CHECKOUT / "docs" / "connect.md"
# Long enough for every citation of the article, and of no publisher's.
TEXT = "ميثاق 😀 وقّع " * 2000


@pytest.fixture(scope="module")
def hostile(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """The shipped data with an article attached and a hostile name, for tests that only read."""
    database = databases.create(loaded_template)
    write(database, "UPDATE record SET name_en = :value, note = :value WHERE slug = :slug", value=HOSTILE)
    for slug, note in FORMULAS.items():
        write(database, "UPDATE record SET note = :note WHERE slug = :slug", note=note, slug=slug)
    write(database, "UPDATE figure SET amount = -12.5 WHERE id = (SELECT min(id) FROM figure)")
    write(database, "INSERT INTO article_text (article, text) SELECT min(id), :text FROM article", text=TEXT)
    yield database
    databases.remove(database)


@pytest.fixture
def shipped(loaded_template: Database) -> Database:
    """The shipped data, for tests that only read."""
    return loaded_template


def write(database: Database, statement: str, **parameters: str) -> None:
    """Change a database, as no command would."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.execute(text(statement), {"slug": AGREEMENT, **parameters})
    engine.dispose()


def run(database: Database, *arguments: str | Path) -> Result:
    """Run `mithaq export` with these arguments."""
    return CliRunner().invoke(main, ["--database", database.url, "export", *map(str, arguments)])


def export(database: Database, target: Path, *arguments: str) -> Path:
    """Export to a target, and return it."""
    result = run(database, target, *arguments)
    assert result.exit_code == 0, result.output
    return target


def rows(database: Database, view: View) -> list[tuple[Any, ...]]:
    """Return the rows of a view in the database."""
    with database.read() as reader:
        names = ", ".join(field.name for field in view.fields)
        return [tuple(row) for row in reader.select(f"SELECT {names} FROM {view.name}")[1]]


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_package_has_every_value_of_every_view(hostile: Database, tmp_path: Path) -> None:
    """The CSV of a data package holds the rows of each view, no more and no less, and each value as it is."""
    folder = export(hostile, tmp_path / "out", "--as", "datapackage")
    assert {path.stem for path in folder.glob("*.csv")} == {view.name for view in EXPORTED}
    for view in EXPORTED:
        stored = Counter(tuple(map(as_text, row)) for row in rows(hostile, view))
        assert Counter(tuple(row.values()) for row in read_csv(folder / f"{view.name}.csv")) == stored, view.name


def test_parquet_has_every_value_with_types_that_do_not_depend_on_the_rows(
    hostile: Database, migrated_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each view is a folder of Parquet files by collection with the same rows; without rows, with the same types."""
    # Rows are written some at a time.
    monkeypatch.setattr(parquet, "BATCH_ROWS", 100)
    full = export(hostile, tmp_path / "full", "--as", "parquet")
    empty = export(migrated_template, tmp_path / "empty", "--as", "parquet")
    assert {path.name for path in full.iterdir()} == {view.name for view in CONTRACT}
    hive = pyarrow.dataset.partitioning(pyarrow.schema([("collection", pyarrow.string())]), flavor="hive")
    for view in CONTRACT:
        read = [pyarrow.dataset.dataset(folder / view.name, partitioning=hive) for folder in (full, empty)]
        assert read[0].schema.equals(read[1].schema), view.name
        types = {"integer": "int64", "number": "double", "flag": "int8"}
        for field in view.fields:
            assert str(read[0].schema.field(field.name).type) == types.get(field.type, "string")
        names = [field.name for field in view.fields]
        found = Counter(tuple(row[name] for name in names) for row in read[0].to_table().to_pylist())
        assert found == Counter(rows(hostile, view)), view.name
        assert read[1].count_rows() == len(rows(migrated_template, view))


def test_exports_of_several_databases_are_merged_by_copying(
    loaded: Database, hostile: Database, tmp_path: Path
) -> None:
    """A sector that a collection adds is in the folder of that collection, which no other export replaces."""
    body = seedfiles.AGREEMENT.replace("sector: telecommunications", "sector: manuscripts")
    folder = seedfiles.write_folder(tmp_path / "mine", body)
    (folder / "reference").mkdir()
    (folder / "reference" / "sector.csv").write_text(
        "code,label_en,label_ar,parent\nmanuscripts,Manuscripts,مخطوطات,culture\n", "utf-8"
    )
    seedfiles.load_folder(loaded, folder, "mine")
    parts = [
        export(database, tmp_path / f"{name}-parquet", "--as", "parquet", "--collection", name)
        for database, name in ((loaded, "mine"), (hostile, "mithaq"))
    ]
    for part in (*parts, *parts):
        shutil.copytree(part, tmp_path / "together", dirs_exist_ok=True)
    for view in ("v_sector", "v_sector_path"):
        merged = pyarrow.dataset.dataset(tmp_path / "together" / view, partitioning="hive").to_table().to_pylist()
        with loaded.read() as reader:
            names, stored = reader.select(f"SELECT * FROM {view}")
            keys = [name for name in names if name in ("code", "parent", "broader", "narrower", "depth")]
            expected = Counter(tuple(row[names.index(name)] for name in keys) for row in stored)
        assert Counter(tuple(row[name] for name in keys) for row in merged) == expected


def test_a_copy_is_the_contract_without_texts(hostile: Database, shipped: Database, tmp_path: Path) -> None:
    """The copy has each view as a table with its rows, keys and meanings, and no sentence of an attached text."""
    path = export(hostile, tmp_path / "copy.sqlite")
    with closing(sqlite3.connect(path)) as copy:
        for view in VIEWS:
            names = [field.name for field in view.fields]
            blank = names.index("quote") if "quote" in names else None
            stored = Counter(tuple(None if at == blank else value for at, value in enumerate(row))
                             for row in rows(hostile, view))  # fmt: skip
            assert Counter(copy.execute(f"SELECT {', '.join(names)} FROM {view.name}")) == stored, view.name
            assert [row[1] for row in copy.execute(f"PRAGMA table_info({view.name})")] == names
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        own = {"about", "contract_view", "contract_column"}
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert {name for name in tables if not name.startswith("sqlite_")} == own | {view.name for view in CONTRACT}
        described = "SELECT meaning FROM contract_column WHERE view = 'v_agreement' AND name = 'slug'"
        assert "never reused" in copy.execute(described).fetchone()[0]
        about = dict(copy.execute("SELECT * FROM about"))
        assert about["licence"].endswith("/mit") and about["version"]
        plan = copy.execute("EXPLAIN QUERY PLAN SELECT * FROM v_citation WHERE record = 'x'").fetchall()
        assert "USING INDEX" in plan[0][-1]
    assert "ميثاق 😀".encode() not in path.read_bytes()
    assert run(hostile, tmp_path / "copy.sqlite").stderr == ""


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(path: Path) -> dict[str, ElementTree.Element]:
    """Return the sheets of a workbook by name."""
    with zipfile.ZipFile(path) as book:
        names = [
            each.get("name", "") for each in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            name: ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, 1)
        }


def cells_of(sheet: ElementTree.Element) -> list[list[str]]:
    """Return the values of a sheet as text, row by row, without empty cells."""
    return [
        ["".join(cell.itertext()) for cell in row.iter(f"{MAIN}c")] for row in sheet.iter(f"{MAIN}row")
    ]  # fmt: skip


def test_a_workbook_has_a_sheet_for_each_view(hostile: Database, tmp_path: Path) -> None:
    """Each view is a sheet with all its rows, labels beside codes, typed days, and nothing that a program runs."""
    # Each engine with another language: together they take ten seconds less.
    lang = "ar" if hostile.path else "en"
    book = sheets_of(export(hostile, tmp_path / "book.xlsx", "--lang", lang))
    titles = [view.title_ar if lang == "ar" else view.title_en for view in EXPORTED]
    assert list(book)[1:] == titles
    for view, title in zip(EXPORTED, titles, strict=True):
        sheet = book[title]
        head, *found = cells_of(sheet)
        assert len(found) == len(rows(hostile, view)), title
        assert len(set(head)) == len(head)
        assert lang == "en" or all(re.search("[\u0600-\u06ff]", each) for each in head), head
        [drawn] = sheet.iter(f"{MAIN}sheetView")
        assert (drawn.get("rightToLeft") == "1") == (lang == "ar")
        assert next(sheet.iter(f"{MAIN}pane")).get("state") == "frozen"
        assert sheet.find(f"{MAIN}autoFilter") is not None
        assert not list(sheet.iter(f"{MAIN}f")) and not list(sheet.iter(f"{MAIN}hyperlink"))
    head, *found = cells_of(book[titles[[view.name for view in EXPORTED].index("v_agreement")]])
    signed = next(row for row in found if row[0] == AGREEMENT)
    assert {"en": "Signed", "ar": "توقيع"}[lang] in signed and "signed" in signed
    # 29 March 2025 as a workbook counts days; a month stays text.
    assert "45745" in signed and "2025-05" in [cell for row in found for cell in row]
    milestones = cells_of(book[titles[[view.name for view in EXPORTED].index("v_milestone")]])
    done = {"en": ("Done", "Held"), "ar": ("تم", "عُقد")}[lang]
    assert [any(word in row for row in milestones) for word in done] == [True, False]
    about = cells_of(next(iter(book.values())))
    assert any("MIT License" in cell for row in about for cell in row) is False
    assert len(about) > 5


def test_a_report_as_a_workbook_names_its_sources(shipped: Database, tmp_path: Path) -> None:
    """The workbook of a report has a second sheet with the articles and the licence."""
    target = str(tmp_path / "report.xlsx")
    result = CliRunner().invoke(main, ["--database", shipped.url, "report", "agreements", "--output", target])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(target) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        assert "xl/worksheets/sheet2.xml" in book.namelist()
    assert "MIT License" in strings and "Five secrets of Algerian-Russian relations" in strings


def test_one_collection_alone(loaded: Database, tmp_path: Path) -> None:
    """With --collection an export has the rows that the collection owns, and those that nobody owns."""
    write(loaded, "INSERT INTO collection (name) VALUES ('own')")
    write(loaded, "UPDATE fact SET collection = 'own' WHERE id = (SELECT id FROM record WHERE slug = :slug)")
    lines = export(loaded, tmp_path / "lines", "--as", "jsonl", "--collection", "own")
    for name, key in (("v_record", "slug"), ("v_agreement", "slug"), ("v_collection", "name")):
        found = [json.loads(line) for line in (lines / f"{name}.jsonl").read_text("utf-8").splitlines()]
        assert [row[key] for row in found] == ["own" if key == "name" else AGREEMENT]
    assert (lines / "v_sector.jsonl").read_text("utf-8")
    assert not (lines / "v_participation.jsonl").read_text("utf-8")
    folder = export(loaded, tmp_path / "parquet", "--as", "parquet")
    assert {path.name for path in (folder / "v_agreement").iterdir()} == {"collection=mithaq", "collection=own"}
    copy = export(loaded, tmp_path / "copy.sqlite", "--collection", "own")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT slug FROM v_agreement").fetchall() == [(AGREEMENT,)]
        assert connection.execute("SELECT count(*) FROM about WHERE key = 'licence'").fetchone() == (0,)
    assert annotations(loaded, tmp_path, "--collection", "own") == []
    graph = networkx.read_graphml(export(loaded, tmp_path / "own.graphml", "--collection", "own"))
    assert list(graph.nodes) == [AGREEMENT]
    package = export(loaded, tmp_path / "package", "--as", "datapackage", "--collection", "own")
    assert frictionless.validate(str(package / "datapackage.json")).valid
    result = run(loaded, tmp_path / "other", "--collection", "others")
    assert result.exit_code == 1 and "collections are: mithaq, own" in result.stderr


def test_lines_of_json_keep_nulls_numbers_and_lists(hostile: Database, tmp_path: Path) -> None:
    """In JSON Lines a null is null, a number a number, and a list in a cell an array."""
    folder = export(hostile, tmp_path / "out", "--as", "jsonl")
    for view in EXPORTED:
        lines = (folder / f"{view.name}.jsonl").read_text("utf-8").split("\n")[:-1]
        assert len(lines) == len(rows(hostile, view)), view.name
    records = map(json.loads, (folder / "v_agreement.jsonl").read_text("utf-8").split("\n")[:-1])
    agreement = next(record for record in records if record["slug"] == AGREEMENT)
    assert agreement["countries"] == sorted(agreement["countries"]) and "UZ" in agreement["countries"]
    assert agreement["value"] is None
    assert agreement["stage_rank"] == 60
    assert agreement["name_en"] == HOSTILE


def test_the_same_data_are_the_same_files(on_both: list[Database], tmp_path: Path) -> None:
    """SQLite and PostgreSQL export the same files, to the last byte but for the time at which they were loaded."""
    for name, database in zip(("sqlite", "postgresql"), on_both, strict=True):
        export(database, tmp_path / name, "--as", "datapackage")
        export(database, tmp_path / f"{name}.jsonl")

    def undated(path: Path) -> str:
        return re.sub(r'"created": "[^"]+"', "", path.read_text("utf-8"))

    for path in (tmp_path / "sqlite").iterdir():
        assert undated(path) == undated(tmp_path / "postgresql" / path.name), path.name
    assert undated(tmp_path / "sqlite.jsonl") == undated(tmp_path / "postgresql.jsonl")


def test_no_cell_of_a_spreadsheet_is_a_formula(hostile: Database, tmp_path: Path) -> None:
    """In CSV a text that begins like a formula gets an apostrophe before it; a negative number gets none."""
    folder = export(hostile, tmp_path / "out")
    notes = {row["slug"]: row["note"] for row in read_csv(folder / "v_record.csv")}
    assert {slug: notes[slug] for slug in FORMULAS} == {slug: f"'{note}" for slug, note in FORMULAS.items()}
    assert notes[AGREEMENT] == "'" + HOSTILE.replace("\r", "").replace("\x1b", "\ufffd")
    assert "-12.5" in {row["amount"] for row in read_csv(folder / "v_figure.csv")}
    for view in EXPORTED:
        numbers = {field.name for field in view.fields if field.type in ("integer", "number")}
        for row in read_csv(folder / f"{view.name}.csv"):
            assert not any(row[name].startswith(tuple("=+-@\t\r＝＋－＠")) for name in row.keys() - numbers)


def test_the_mark_for_excel(shipped: Database, tmp_path: Path) -> None:
    """With --bom each CSV file begins with one byte-order mark; without, with none."""
    for path in export(shipped, tmp_path / "marked", "--bom").iterdir():
        plain = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        assert len(plain) == path.stat().st_size - 3
    for path in export(shipped, tmp_path / "plain").iterdir():
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_package_describes_its_files(hostile: Database, tmp_path: Path) -> None:
    """Each resource names its file with size and digest, and its fields in the order of the columns."""
    folder = export(hostile, tmp_path / "out", "--as", "datapackage")
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [view.name for view in EXPORTED]
    assert package["version"] and package["keywords"] and package["contributors"][0]["title"]
    assert len(package["sources"]) == 5 and all(source["title"] for source in package["sources"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", package["created"])
    for listed in package["resources"]:
        content = (folder / listed["path"]).read_bytes()
        assert listed["bytes"] == len(content)
        assert listed["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        header = next(csv.reader([content.decode("utf-8").partition("\n")[0]]))
        assert [field["name"] for field in listed["schema"]["fields"]] == header


def test_a_package_is_valid(hostile: Database, tmp_path: Path) -> None:
    """Frictionless finds types, primary keys and foreign keys as described."""
    folder = export(hostile, tmp_path / "out", "--as", "datapackage")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "row", "message"])


def test_keys_of_views_are_keys(hostile: Database) -> None:
    """Each key is unique, and each reference points to a row."""
    values = {view.name: {field.name: set() for field in view.fields} for view in EXPORTED}
    for view in EXPORTED:
        stored = [dict(zip(values[view.name], row, strict=True)) for row in rows(hostile, view)]
        keys = [tuple(row[name] for name in view.key) for row in stored]
        assert not view.key or len(set(keys)) == len(keys), view.name
        for name, found in values[view.name].items():
            found.update(row[name] for row in stored)
    for view in EXPORTED:
        for field in view.fields:
            if field.reference:
                target, column = field.reference
                assert values[view.name][field.name] - {None} <= values[target][column], (view.name, field.name)


def test_the_licence_covers_only_what_is_ours(loaded: Database, tmp_path: Path) -> None:
    """A package that quotes an article, or holds a user's own facts, claims no licence for all of it."""

    def licences(name: str) -> object:
        folder = export(loaded, tmp_path / name, "--as", "datapackage")
        return json.loads((folder / "datapackage.json").read_text("utf-8")).get("licenses")

    assert licences("shipped") == [
        {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
    ]
    write(loaded, "INSERT INTO article_text (article, text) SELECT min(id), :text FROM article", text=TEXT)
    assert licences("quoted") is None
    write(loaded, "DELETE FROM article_text")
    write(loaded, "INSERT INTO collection (name) VALUES ('own')")
    write(loaded, "UPDATE fact SET collection = 'own' WHERE id = (SELECT id FROM record WHERE slug = :slug)")
    assert licences("own") is None


def test_quotes_are_announced(hostile: Database, shipped: Database, tmp_path: Path) -> None:
    """An export that quotes an article says whose sentences it has; a graph quotes nothing."""
    assert "belong to their publishers" in run(hostile, tmp_path / "quoted").stderr
    # Nothing that this collection cites is attached.
    assert "belong to their publishers" not in run(hostile, tmp_path / "kept", "--collection", "kept").stderr
    assert run(hostile, tmp_path / "graph.gexf").stderr == ""
    assert run(shipped, tmp_path / "plain").stderr == ""


def test_cells_of_markdown_stay_cells(hostile: Database, tmp_path: Path) -> None:
    """Each row is one line with as many cells as the header, whatever its text."""
    folder = export(hostile, tmp_path / "out", "--as", "markdown")
    for view in EXPORTED:
        lines = (folder / f"{view.name}.md").read_text("utf-8").split("\n")[4:-1]
        assert len(lines) == len(rows(hostile, view)) + 2
        for line in lines:
            assert line.replace("\\\\", "").replace("\\|", "").count("|") == len(view.fields) + 1
    page = (folder / "v_record.md").read_text("utf-8")
    assert "<script>" not in page.replace("\\<", "")
    assert "(v_record.md)" in (folder / "index.md").read_text("utf-8")


class Page(HTMLParser):
    """The cells, links and anchors of an HTML page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open_tags: list[str] = []
        self.feed(path.read_text("utf-8"))
        assert not self.open_tags, self.open_tags

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open_tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_tags.pop() == tag

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]

    def cells(self) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == "td"]


def test_pages_need_nothing_from_elsewhere(hostile: Database, tmp_path: Path) -> None:
    """Pages are well-formed, run nothing, and link only to rows of each other that are there."""
    folder = export(hostile, tmp_path / "out", "--as", "html")
    pages = {path.name: Page(path) for path in folder.iterdir()}
    assert pages.keys() == {"index.html"} | {f"{view.name}.html" for view in EXPORTED}
    anchors = {name: set(page.values("id")) for name, page in pages.items()}
    for name, page in pages.items():
        assert not {"script", "img", "iframe", "link"} & {tag for tag, _ in page.tags}, name
        assert not page.values("src")
        for link in page.values("href"):
            target, _, anchor = link.partition("#")
            assert not anchor or anchor in anchors[target], link


def test_pages_say_their_directions(hostile: Database, tmp_path: Path) -> None:
    """Arabic columns run from right to left in every row, English ones from left to right."""
    folder = export(hostile, tmp_path / "out", "--as", "html")
    for view in EXPORTED:
        cells = Page(folder / f"{view.name}.html").cells()
        for number, field in enumerate(view.fields):
            directions = {(cell.get("lang"), cell.get("dir")) for cell in cells[number :: len(view.fields)]}
            expected = {"ar": ("ar", "rtl"), "en": ("en", "ltr")}.get(field.language or "")
            assert not expected or directions <= {expected}, (view.name, field.name)


def test_an_earlier_export_is_replaced(shipped: Database, tmp_path: Path) -> None:
    """A second export leaves its own files only, also in another form."""
    folder = export(shipped, tmp_path / "out", "--as", "html")
    export(shipped, folder, "--as", "datapackage")
    assert {path.name for path in folder.iterdir()} == {"datapackage.json"} | {f"{view.name}.csv" for view in EXPORTED}
    export(shipped, folder, "--as", "parquet")
    assert {path.name for path in folder.iterdir()} == {view.name for view in CONTRACT}
    export(shipped, folder)
    assert {path.suffix for path in folder.iterdir()} == {".csv"}


@pytest.mark.parametrize("name", ["notes.txt", "index.html", "v_record", "v_place/mine.parquet"])
def test_other_files_are_never_lost(shipped: Database, tmp_path: Path, name: str) -> None:
    """A folder that is no export is refused and left as it is; with --force it gets the export, and keeps the rest."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine", "utf-8")
    result = run(shipped, tmp_path)
    assert result.exit_code == 1 and name in result.output
    assert [path.name for path in tmp_path.iterdir()] == [name.partition("/")[0]]
    export(shipped, tmp_path, "--force")
    assert (tmp_path / name).read_text("utf-8") == "mine"
    assert (tmp_path / "v_record.csv").is_file()


@pytest.mark.parametrize(("name", "form"), [*FOLDERS.items(), *TREES.items(), *FILES.items()])
def test_the_help_names_every_form(name: str, form: Folder | Tree | File) -> None:
    """The help of the command explains each form, and the function that writes it exists."""
    assert re.search(rf"^ +(?:\w+, )*{name}\b", str(commands.export.help), re.MULTILINE)
    assert callable(writing._import_writer(form.writer))


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_broken_export_leaves_nothing(
    shipped: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """When writing fails midway, the earlier export is as it was, and no other file stays."""
    folder = export(shipped, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def fail(view: View, *_: object) -> None:
        if view.name == "v_place":
            raise error

    monkeypatch.setattr(tables, "write_jsonl", fail)
    result = run(shipped, folder, "--as", "jsonl")
    assert result.exit_code == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert run(shipped, tmp_path / "new", "--as", "jsonl").exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_behind_a_copy_is_one_line(shipped: Database, tmp_path: Path) -> None:
    """A SQLite file that cannot be finished is a sentence, and nothing stays."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    command = [Path(sys.executable).with_name("mithaq"), "--database", shipped.url, "export", "copy.sqlite"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, preexec_fn=limit)
    assert done.returncode == 1 and "Error: copy.sqlite cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr and not list(tmp_path.iterdir())


def test_a_pipe_is_not_replaced_by_a_copy(shipped: Database, tmp_path: Path) -> None:
    """A pipe or a device stays: for root, the copy would take the place of one such as /dev/null."""
    os.mkfifo(tmp_path / "pipe.sqlite")
    with ends_within(30):
        result = run(shipped, tmp_path / "pipe.sqlite")
    assert result.exit_code == 1 and "pipe.sqlite is no file that can be replaced; name another" in result.stderr
    assert (tmp_path / "pipe.sqlite").is_fifo() and len(list(tmp_path.iterdir())) == 1


def test_a_folder_is_replaced_at_once(shipped: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier export is replaced at once, or is as it was after an error; permissions stay."""
    folder = export(shipped, tmp_path / "out")
    folder.chmod(0o700)
    (folder / "v_place.csv").chmod(0o600)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = os.rename

    def fail(source: str, target: str) -> None:
        if source.endswith(".part"):
            raise OSError(28, "No space left on device")
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", fail)
        assert run(shipped, folder, "--as", "jsonl").exit_code == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    export(shipped, folder)
    assert (folder.stat().st_mode & 0o777, (folder / "v_place.csv").stat().st_mode & 0o777) == (0o700, 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_export_is_of_one_moment(loaded: Database) -> None:
    """An export has nothing that others write while it reads."""
    count = "SELECT count(*) FROM former_slug WHERE slug = 'old'"
    change = "INSERT INTO former_slug (slug, record) SELECT 'old', max(id) FROM record"
    with open_snapshot(loaded) as reader:
        assert reader.value(count) == 0
        if loaded.path:
            # A file that is being read may refuse the writer instead.
            with suppress(sqlite3.OperationalError), closing(sqlite3.connect(loaded.path, timeout=0)) as connection:
                connection.execute(change)
                connection.commit()
        else:
            write(loaded, change)
        assert reader.value(count) == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-"], "choose the form with --as"),
        (["-", "--as", "html"], "needs a directory"),
        (["-", "--as", "sqlite"], "needs a file"),
        (["out.xyz"], "choose one with --as: csv"),
        (["out.xlsx", "--lang", "both"], "not one language"),
        (["out", "--lang", "ar"], "--lang works only with xlsx"),
        (["out", "--as", "html", "--bom"], "--bom works only with csv"),
        (["out.gexf", "--force"], "--force works only with directories"),
        (["out", "--as", "gexv"], "'gexf'"),
    ],
)
def test_misuse_is_told(
    shipped: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str
) -> None:
    """A wrong call ends with 2 and a sentence that says what to do."""
    monkeypatch.chdir(tmp_path)
    result = run(shipped, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_is_told(shipped: Database, tmp_path: Path) -> None:
    """A file where a folder should be, or above it, is an error without a traceback."""
    (tmp_path / "file").write_text("mine", "utf-8")
    for target, says in (("file", "is a file"), ("file/out", "cannot be written")):
        result = run(shipped, tmp_path / target)
        assert result.exit_code == 1 and says in result.stderr
    assert run(shipped, tmp_path / "none" / "out.gexf").exit_code == 1


def test_standard_output_has_the_file_alone(shipped: Database) -> None:
    """With - as the target, only the file is printed."""
    for form in STREAMED:
        result = run(shipped, "-", "--as", form)
        assert result.exit_code == 0
        assert result.stdout and "Wrote" not in result.stdout


def edges_of(database: Database) -> Counter[tuple[str, ...]]:
    """Return the party, record and role of each edge, and the party and country of the others."""
    select = """
        SELECT party, record, role FROM v_participation
        WHERE record_kind IN ('agreement', 'event', 'initiative') AND party IS NOT NULL
        UNION ALL
        SELECT DISTINCT p.party, c.slug, NULL FROM v_participation p JOIN v_country c ON c.code = p.country
        WHERE p.record_kind IN ('agreement', 'event', 'initiative') AND p.party <> c.slug"""
    with database.read() as reader:
        return Counter(tuple(row) for row in reader.select(select)[1])


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_graphs_are_read_back(hostile: Database, tmp_path: Path, form: str) -> None:
    """Networkx finds parties, records and countries with their names, and each participation with its role."""
    path = export(hostile, tmp_path / f"graph.{form}")
    graph = getattr(networkx, f"read_{form}")(path)
    assert Counter((*pair, data.get("role")) for *pair, data in graph.edges(data=True)) == edges_of(hostile)
    assert graph.nodes["uzbekistan"]["label"] == "Uzbekistan"
    assert graph.nodes["uzbekistan"]["label_ar"] == "أوزبكستان"
    assert graph.nodes["uzbekistan"]["country"] == "UZ"
    assert graph.nodes[AGREEMENT]["kind"] == "agreement" and graph.nodes[AGREEMENT]["done"] == 1
    assert graph.nodes[AGREEMENT]["label"].startswith('=1+1|*x*`"\\<script>')
    stages = {data["stage"] for _, target, data in graph.edges(data=True) if target == AGREEMENT}
    assert stages == {"signed"}
    root = ElementTree.parse(path).getroot()
    assert root.tag.endswith(form)
    assert len(root.findall(".//{*}edge")) == edges_of(hostile).total()


def test_the_graph_has_the_network(shipped: Database, tmp_path: Path) -> None:
    """The network that the page on other tools makes of the graph is that of `report network`."""
    graph = networkx.read_graphml(export(shipped, tmp_path / "cooperation.graphml"))
    script = re.search(r"```python\n(import networkx.*?)```", CONNECT.read_text("utf-8"), re.DOTALL)
    assert script
    names: dict[str, Any] = {"read": graph}
    exec(
        script[1].replace('networkx.read_graphml("cooperation.graphml")', "read").replace("print(", "found = ("), names
    )
    result = CliRunner().invoke(
        main, ["--database", shipped.url, "report", "network", "--format", "json", "--limit", "10"]
    )
    rows = json.loads(result.stdout)
    assert [(row["slug"], row["betweenness"]) for row in rows if row["betweenness"]] == [
        (slug, round(value, 4)) for slug, value in names["found"] if value
    ]


def test_dot_is_drawn(hostile: Database, tmp_path: Path) -> None:
    """Graphviz reads the file: a node for each party and agreement, and each edge."""
    path = export(hostile, tmp_path / "graph.dot")
    lines = path.read_text("utf-8").splitlines()
    assert sum(" -> " in line for line in lines) == edges_of(hostile).total()
    nodes = sum("shape=" in line for line in lines)
    assert len(lines) == nodes + edges_of(hostile).total() + 3 and "style=dotted" in " ".join(lines)
    if dot := shutil.which("dot"):
        subprocess.run([dot, "-Tcanon", path], check=True, capture_output=True)


def test_text_cannot_end_a_quotation_of_dot() -> None:
    """Quotation marks, backslashes and line ends in a name stay inside it."""
    assert graphfiles._quote_for_dot('a"b\\\n') == '"a\\"b\\\\ "'
    assert graphfiles._quote_for_dot("&nbsp;") == '"&amp;nbsp;"'


def annotations(database: Database, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return the annotations of an export."""
    path = export(database, folder / "evidence.jsonl", *arguments)
    return [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]


def test_each_citation_is_an_annotation(shipped: Database, tmp_path: Path) -> None:
    """Each citation is one annotation with its own ID, fact and position, and without text."""
    found = annotations(shipped, tmp_path)
    assert len({each["id"] for each in found}) == len(found)
    view = next(view for view in EXPORTED if view.name == "v_citation")
    digests = {row[0]: row[12] for row in rows(shipped, next(view for view in EXPORTED if view.name == "v_article"))}
    stored = Counter(
        (f"urn:sha256:{digests[article]}", start, end, record, kind, item, field or None, reading, note)
        for article, record, _, kind, item, field, start, end, _, reading, note, *_ in rows(shipped, view)
    )
    bodies = ("record", "fact_kind", "item", "field", "reading", "note")
    assert stored == Counter(
        (
            each["target"]["source"],
            each["target"]["selector"][0]["start"],
            each["target"]["selector"][0]["end"],
            *(each["body"].get(name) for name in bodies),
        )
        for each in found
    )
    assert all(len(each["target"]["selector"]) == 1 for each in found)
    # A body with an ID would be one node with the items and fields of all citations of its record.
    assert all("id" not in each["body"] and each["body"]["purpose"] == "linking" for each in found)
    assert all(each["body"]["source"] == f"urn:mithaq:{each['body']['record']}" for each in found)
    assert {each["target"]["language"] for each in found} == {"ar"} and all(each["created"] for each in found)


def test_annotations_quote_what_is_attached(hostile: Database, tmp_path: Path) -> None:
    """If the text is attached, a second selector has the characters and 32 on either side."""
    quoted = [each["target"]["selector"] for each in annotations(hostile, tmp_path)]
    pairs = [selectors for selectors in quoted if len(selectors) == 2]
    assert 0 < len(pairs) < len(quoted)
    for position, quote in pairs:
        start, end = position["start"], position["end"]
        assert quote["exact"] == TEXT[start:end]
        assert quote["prefix"] == TEXT[max(start - 32, 0) : start]
        assert quote["suffix"] == TEXT[end : end + 32]


def test_the_help_lists_every_form_once() -> None:
    """No form is missing in the help, and none is there twice."""
    listed = [name for forms in HELP.values() for names in forms for name in names]
    assert sorted(listed) == sorted([*FOLDERS, *TREES, "site", *FILES])
    said = run_help()
    assert "FORMS" not in said and all(line in said for forms in HELP.values() for line in forms.values())


def run_help() -> str:
    return CliRunner().invoke(main, ["export", "--help"]).output
