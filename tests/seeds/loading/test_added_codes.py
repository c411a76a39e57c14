"""Codes that a user's folder adds to open vocabularies: who states them, what becomes of them, what is refused."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.errors import MithaqError
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from seeds.checks.checking_files import checked
from seeds.format.added_codes import add_codes
from seeds.format.collection import read_reference
from seeds.format.files import SHIPPED, SeedFile, folder_files, shipped_files
from seeds.format.problems import Problems
from seeds.loading.loader import load, load_shipped, plan
from seeds.loading.plan_text import plan_lines
from tests.seedfiles import AGREEMENT, ARTICLE, TEXT, span, spans_csv, write_folder

TABLES = {
    "sector": "code,label_en,label_ar,parent\n"
    "manuscript_scans,Scans,مسح,manuscripts\n"
    "manuscripts,Manuscripts,مخطوطات,culture\n",
    "organization_kind": "code,label_en,label_ar\nlibrary,Library,مكتبة\n",
    "relation_type": "code,label_en,label_ar,cooperation\nlends_to,Lends to,يعير إلى,1\n",
    "relation_join": "type,subject_kind,object_kind\nlends_to,organization,country\n",
}
BODY = AGREEMENT.replace("kind: company", "kind: library").replace(
    "sector: telecommunications", "sector: manuscript_scans"
)
BODY += f"    relations: [{{type: lends_to, object: uzbekistan, cite: [{span('Example Telecom')}]}}]\n"
OTHER = f"""\
organizations:
  - extend: example-telecom
    cite: [{{article: tashkent-meeting, at: {span("They")}}}]
"""
ADDED = "SELECT vocabulary, code, collection FROM v_code WHERE collection <> 'mithaq' ORDER BY 1, 2"
EVERY = [
    ("organization_kind", "library", "mine"),
    ("relation_type", "lends_to", "mine"),
    ("sector", "manuscript_scans", "mine"),
    ("sector", "manuscripts", "mine"),
]


def tables_in(folder: Path, tables: dict[str, str]) -> None:
    """Write these tables, and no others, into a folder of seeds."""
    shutil.rmtree(folder / "reference", ignore_errors=True)
    (folder / "reference").mkdir(parents=True)
    for name, text in tables.items():
        (folder / "reference" / f"{name}.csv").write_text(text, "utf-8")


def whole(folder: Path, tables: dict[str, str]) -> list[SeedFile]:
    """Return a folder of the article, its facts, and these tables."""
    tables_in(folder, tables)
    return folder_files(write_folder(folder, BODY))


def only_codes(folder: Path, tables: dict[str, str], body: str = "") -> list[SeedFile]:
    """Return a folder of these tables, and of one file about the article of another collection."""
    tables_in(folder, tables)
    (folder / "other.yml").write_text(body, "utf-8")
    (folder / "tashkent-meeting.spans.csv").write_text(spans_csv(TEXT, body or "{}"), "utf-8")
    return folder_files(folder)


def added(database: Database) -> list[tuple[str, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.rows(ADDED)]


def assert_sound(database: Database) -> None:
    assert [found for found in check(database) if found[1]] == []


def test_codes_come_are_used_and_go_with_their_collection(loaded: Database, tmp_path: Path) -> None:
    """Records use them, a filter by a broader sector finds them, help lists them, an emptied folder takes them away."""
    files = whole(tmp_path / "mine", TABLES)
    assert "+ sector manuscripts" in plan_lines(plan(loaded, "mine", files), "en")
    outcome = load(loaded, "mine", files)
    assert added(loaded) == EVERY
    assert_sound(loaded)
    assert load(loaded, "mine", files).counts() == (0, 0, 0, outcome.inserted)
    assert load_shipped(loaded).counts()[:3] == (0, 0, 0)
    with loaded.read() as reader:
        paths = reader.rows("SELECT broader FROM v_sector_path WHERE narrower = 'manuscript_scans' ORDER BY depth")
        assert [path for (path,) in paths] == ["manuscript_scans", "manuscripts", "culture"]
        assert reader.value("SELECT kind FROM v_organization WHERE slug = 'example-telecom'") == "library"
        assert reader.value("SELECT cooperation FROM v_code WHERE code = 'lends_to'") == 1
    shown = CliRunner().invoke(main, ["--database", loaded.url, "report", "organizations", "--help"])
    assert "library" in shown.stdout.partition("--type ")[2].partition("--columns, --sort")[0]
    renamed = TABLES | {"sector": TABLES["sector"].replace("Manuscripts", "Old manuscripts")}
    assert load(loaded, "mine", whole(tmp_path / "mine", renamed)).counts()[:3] == (0, 1, 0)
    load(loaded, "mine", only_codes(tmp_path / "empty", {}))
    assert added(loaded) == []
    assert_sound(loaded)


def test_two_collections_share_a_code_of_equal_rows(loaded: Database, tmp_path: Path) -> None:
    """The second must give the same labels; the code stays until neither states it."""
    load(loaded, "mine", whole(tmp_path / "mine", TABLES))
    other = {"sector": "code,label_en,label_ar,parent\nmanuscripts,Books,مخطوطات,culture\n"}
    with pytest.raises(MithaqError, match=r"reference/sector.csv:2: the collection 'mine' has another label_en for"):
        load(loaded, "other", only_codes(tmp_path / "other", other))
    same = {"sector": other["sector"].replace("Books", "Manuscripts")}
    assert load(loaded, "other", only_codes(tmp_path / "other", same)).counts()[:3] == (1, 0, 0)
    with pytest.raises(MithaqError, match="the collection 'other' has another label_ar"):
        load(loaded, "mine", whole(tmp_path / "mine", TABLES | {"sector": TABLES["sector"].replace("مخطوطات", "كتب")}))
    load(loaded, "mine", only_codes(tmp_path / "empty", {}))
    assert added(loaded) == [("sector", "manuscripts", "other")]
    assert_sound(loaded)


def test_a_code_stays_while_a_record_of_another_collection_uses_it(loaded: Database, tmp_path: Path) -> None:
    """As records that others need move to `kept`, so do their codes, until their collection states them again."""
    mine = whole(tmp_path / "mine", TABLES)
    load(loaded, "mine", mine)
    load(loaded, "other", only_codes(tmp_path / "other", {}, OTHER))
    outcome = load(loaded, "mine", only_codes(tmp_path / "empty", {}))
    assert "organization_kind library" in outcome.retained
    assert added(loaded) == [("organization_kind", "library", "kept")]
    assert_sound(loaded)
    load(loaded, "mine", mine)
    assert added(loaded) == EVERY
    assert_sound(loaded)


def test_a_retained_code_goes_with_its_last_record(loaded: Database, tmp_path: Path) -> None:
    """Once no record uses it, neither the code nor the collection `kept` is left."""
    load(loaded, "mine", whole(tmp_path / "mine", TABLES))
    load(loaded, "other", only_codes(tmp_path / "other", {}, OTHER))
    load(loaded, "mine", only_codes(tmp_path / "empty", {}))
    load(loaded, "other", only_codes(tmp_path / "none", {}))
    load(loaded, "mine", only_codes(tmp_path / "empty", {}, "# edited\n"))
    assert added(loaded) == []
    with loaded.read() as reader:
        assert not list(reader.rows("SELECT name FROM collection WHERE name = 'kept'"))
        assert not list(reader.rows("SELECT code FROM v_code WHERE code = 'library'"))
    assert_sound(loaded)


def test_a_dropped_code_that_an_unchanged_file_uses_is_a_problem(loaded: Database, tmp_path: Path) -> None:
    """All files are checked when a table changes, and the record is named with file and line."""
    load(loaded, "mine", whole(tmp_path / "mine", TABLES))
    less = {name: text for name, text in TABLES.items() if name != "organization_kind"}
    with pytest.raises(MithaqError, match=r"tashkent.yml:\d+: kind: 'library' is not a code of organization_kind"):
        load(loaded, "mine", whole(tmp_path / "mine", less))
    assert added(loaded) == EVERY


def test_a_code_that_comes_with_mithaq_is_ours(loaded: Database, tmp_path: Path) -> None:
    """A later release that has the code takes it over; the user's line is a warning from then on."""
    load(loaded, "mine", whole(tmp_path / "mine", TABLES))
    ours = [
        SeedFile(each.path, each.data + b"library,The library,\xd9\x83,,\n")
        if each.path == "reference/organization_kind.csv"
        else each
        for each in shipped_files()
    ]
    load(loaded, SHIPPED, ours)
    assert added(loaded) == EVERY[1:]
    with loaded.read() as reader:
        assert reader.value("SELECT label_en FROM v_code WHERE code = 'library'") == "The library"
    assert load_shipped(loaded).counts()[1:3] == (0, 1)
    assert added(loaded) == [("organization_kind", "library", "kept"), *EVERY[1:]]
    assert_sound(loaded)
    problems = Problems()
    add_codes(read_reference(), only_codes(tmp_path / "c", {"unit": "code,label_en,label_ar\nyear,Y,س\n"}), problems)
    assert problems.warning_lines() == [
        "reference/unit.csv:2: 'year' comes with Mithaq, whose labels are used; leave this line out"
    ]


def test_added_codes_survive_a_downgrade(loaded: Database, tmp_path: Path) -> None:
    """The codes stay for their records; a load by their collection makes them its own again."""
    mine = whole(tmp_path / "mine", TABLES)
    load(loaded, "mine", mine)
    downgrade(loaded, "0021")
    upgrade(loaded)
    assert added(loaded) == []
    (tmp_path / "mine" / "tashkent.yml").write_text(ARTICLE + BODY + "# again\n", "utf-8")
    load(loaded, "mine", folder_files(tmp_path / "mine"))
    assert added(loaded) == EVERY
    assert_sound(loaded)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("stage", "code,label_en,label_ar\nx,X,س\n", "stage.csv:1: stage is no open vocabulary; a folder may hold sec"),
        ("unit", "code,label_en\nx,X\n", "unit.csv:1: label_ar is missing; the header is of code, label_en"),
        ("unit", "code,label_en,label_ar,rank\nx,X,س,1\n", "unit.csv:1: 'rank' is not one of its columns"),
        ("unit", "code,label_en,label_ar\nSome Unit,X,س\n", "unit.csv:2: code: 'Some Unit' is not lower-case words"),
        ("unit", "code,label_en,label_ar\nx,X,س\nx,Y,س\n", "unit.csv:3: code: 'x' is on an earlier line too"),
        ("unit", "code,label_en,label_ar\nx,,س\n", "unit.csv:2: label_en: a code has a label in each language"),
        ("unit", "code,label_en,label_ar\nx,X\n", "unit.csv:2: the line has 2 cells, the header 3"),
        ("unit", "code,label_en,label_ar\nx, X,س\n", "unit.csv:2: ' X' begins or ends with a blank"),
        ("unit", 'code,label_en,label_ar\nx,"X,س\n', "unit.csv:2: not CSV: unexpected end of data"),
        ("role", "code,label_en,label_ar,partner\nx,X,س,yes\n", "role.csv:2: partner: 'yes' is not 0 or 1"),
        ("sector", "code,label_en,label_ar,parent\nx,X,س,digitl\n", "no sector 'digitl'; did you mean digital"),
        ("sector", "code,label_en,label_ar,parent\nx,X,س,y\ny,Y,ص,x\n", "sector.csv:1: the sector 'x' is above itself"),
        ("relation_join", "type,subject_kind,object_kind\nowns,person,place\n", "'owns' is not in reference/rel"),
    ],
)  # fmt: skip
def test_a_bad_table_is_a_sentence(tmp_path: Path, name: str, text: str, problem: str) -> None:
    """Each mistake is named with file and line, and with what would be right."""
    with pytest.raises(MithaqError) as error:
        checked("mine", only_codes(tmp_path / "mine", {name: text}))
    assert problem in str(error.value)


def test_editors_get_the_codes_of_the_folder(tmp_path: Path) -> None:
    """`seed schema FOLDER` lists the codes that the folder adds after ours."""
    only_codes(tmp_path / "mine", TABLES)
    assert CliRunner().invoke(main, ["seed", "format", str(tmp_path / "mine")]).exit_code == 0
    result = CliRunner().invoke(main, ["seed", "schema", str(tmp_path / "mine")])
    kinds = json.loads(result.stdout)["$defs"]["organization_kind"]["enum"]
    assert kinds[-1] == "library" and "company" in kinds
