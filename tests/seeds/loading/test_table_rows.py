"""Tables in a folder: a load reads the rows that changed, and what is stored does not depend on the way there."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.checking.rules import check
from models.errors import MithaqError
from models.storage.database import Database
from seeds.format.files import folder_files
from seeds.loading import loader, table_rows
from seeds.loading.loader import load, plan
from tests.seedfiles import AGREEMENT, load_folder, write_folder
from tests.seeds.loading.comparing import dump

MAP = """\
source: {slug: lantern-list, name: {en: The lantern list}, edition: 2026-01-15}
rows: {key: [treaty, member]}
records:
  - record: agreement
    slug: "lantern-{treaty}"
    name: {en: {from: title}}
    names: [{text: {from: short}, language: en, form: short}]
    type: convention
    parties: [{party: {from: member, lookup: parties}, role: party}]
    milestones: [{stage: acceded, if: date, party: {from: member, lookup: parties}, date: {from: acceded}}]
    identifiers: [{scheme: unts, value: {from: unts}}]
"""
LOOKUPS = "lookup,text,means,grade,note\nparties,Persia,iran,same,\nparties,The North,+organization:company,same,\n"
HEADER = "treaty,title,short,member,acceded,unts\n"
ROWS = (
    "1,Lights Convention,Lights,France,1921-05-03,77\n",
    "1,Lights Convention,Lights,Persia,1922,77\n",
    "1,Lights Convention,Lights,The North,,77\n",
    "2,Buoys Convention,Buoys,Persia,1930-07,78\n",
    "2,Buoys Convention,Buoys,The North,1931,78\n",
    "2,Buoys Convention,Buoys,Valdoria,1931,78\n",
)
CHANGES = [
    [ROWS[0], ROWS[1].replace("1922", "1923"), *ROWS[2:]],
    ["1,Lights Convention,Lights,Algeria,1920,77\n", *ROWS],
    ROWS[1:],
    ROWS[::-1],
    ROWS[3:],
    [row.replace("Lights,", "Lamps,") for row in ROWS],
    [ROWS[5], "3,Bells Convention,Bells,France,1935,\n"],
]
# What another row than the first one states: its short name and its number.
LATER = (ROWS[0].replace("Lights,France", ",France").replace(",77", ","), *ROWS[1:])
STEPS = [
    *((ROWS, rows) for rows in CHANGES),
    (LATER, [LATER[0], *LATER[2:]]),
    (LATER, [LATER[0], LATER[1].replace("Lights,Persia", ",Persia").replace(",77", ","), *LATER[2:]]),
    (LATER, [LATER[0], LATER[1].replace("Lights,Persia", "Lamps,Persia").replace(",77", ",79"), *LATER[2:]]),
    (LATER, LATER[1:]),
    (LATER, LATER[::-1]),
]
DATES = "SELECT record, party, date FROM v_milestone WHERE record LIKE 'lantern%' ORDER BY 1, 2, 3"


def write(folder: Path, rows: object, lookups: str = LOOKUPS) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "list.map.yml").write_text(MAP, "utf-8")
    (folder / "list.lookups.csv").write_text(lookups, "utf-8")
    (folder / "list.csv").write_text(HEADER + "".join(rows), "utf-8")  # type: ignore[arg-type]
    return folder


def put(database: Database, folder: Path, rows: object, lookups: str = LOOKUPS) -> str:
    return str(load(database, "mine", folder_files(write(folder, rows, lookups))))


def read(database: Database, sql: str) -> list[tuple[object, ...]]:
    with database.read() as reader:
        return [tuple(row) for row in reader.rows(sql)]


def test_a_cell_is_cited(referring: Database, tmp_path: Path) -> None:
    """A citation names row, column and source; the spelling stays where a lookup was used; all rules hold."""
    put(referring, tmp_path / "t", ROWS)
    cited = read(
        referring,
        "SELECT row_key, column_name, printed, source_kind, source, article, start_char, end_char, quote"
        " FROM v_citation WHERE record = 'lantern-1' AND item = 'party:iran:party'",
    )
    assert cited == [("1|Persia", "member", "Persia", "dataset", "lantern-list", None, None, None, None)]
    assert read(referring, DATES)[:2] == [("lantern-1", "france", "1921-05-03"), ("lantern-1", "iran", "1922")]
    assert read(referring, "SELECT printed FROM v_participation WHERE printed IS NOT NULL") == [("Valdoria",)]
    assert read(referring, "SELECT rows, key_columns, attached, edition FROM v_dataset") == [
        (6, "treaty; member", 0, "2026-01-15")
    ]
    assert read(referring, "SELECT value FROM v_identifier WHERE scheme = 'unts' ORDER BY 1") == [("77",), ("78",)]
    assert [(name, found) for name, found in check(referring) if found] == []


def test_only_changed_rows_are_written(referring: Database, tmp_path: Path) -> None:
    """A changed row touches its facts alone, a row in front moves nothing, and the plan says what changes."""
    put(referring, tmp_path / "t", ROWS)
    assert "inserted 0, updated 0, deleted 0" in put(referring, tmp_path / "t", ROWS)
    facts = read(referring, "SELECT id, source FROM fact ORDER BY id")
    changed = folder_files(write(tmp_path / "t", CHANGES[0]))
    assert [each.slug for each in plan(referring, "mine", changed).records] == ["lantern-1", "lantern-list"]
    assert "inserted 3, updated 1, deleted 3" in str(load(referring, "mine", changed))
    assert ("lantern-1", "iran", "1923") in read(referring, DATES)
    put(referring, tmp_path / "t", [*CHANGES[0], "9,Bells Convention,Bells,France,1935,\n"])
    after = read(referring, "SELECT id, source FROM fact ORDER BY id")
    assert len(set(facts) - set(after)) == 1


def test_the_way_does_not_matter(referring: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever rows come, change or go, in batches or at once, the database holds what a fresh load gives."""
    before, other = dump(referring), tmp_path / "other"
    other.mkdir()
    (other / "empty.yml").write_text("organizations: []\n", "utf-8")
    for number, (begun, rows) in enumerate(STEPS):
        found = []
        # A fresh load last, of every second change in batches.
        for size, steps in ((2, (begun, rows)), (1000, (begun, rows)), ((2, 1000)[number % 2], ((), rows))):
            for module in (loader, table_rows):
                monkeypatch.setattr(module, "BATCH", size)
            for step in steps:
                if step:
                    put(referring, tmp_path / "t", step)
                else:
                    load(referring, "mine", folder_files(other))
            found.append(dump(referring))
        assert found[0] == found[1] == found[2], rows
        assert [(name, wrong) for name, wrong in check(referring) if wrong] == []
    load(referring, "mine", folder_files(other))
    left = dump(referring)
    assert {sql for sql in left if left[sql] != before[sql]} <= {
        "SELECT collection, path, digest FROM source",
        "SELECT * FROM v_collection",
    }


def test_a_retained_record_keeps_its_evidence(referring: Database, tmp_path: Path) -> None:
    """Every cell that gave a value of a retained record is still cited; later loads have nothing to do with it."""
    cells = "SELECT row_key, field, column_name FROM v_citation WHERE record = 'lantern-1' AND field = 'name'"
    settings = MAP.replace("{from: title}", '{text: "{title} of {unts}"}')
    folder, theirs = write(tmp_path / "t", ROWS), tmp_path / "theirs"
    (folder / "list.map.yml").write_text(settings, "utf-8")
    load(referring, "mine", folder_files(folder))
    before = read(referring, cells)
    assert ("1|France", "name", "title") in before and ("1|France", "name", "unts") in before
    load_folder(
        referring, write_folder(theirs, AGREEMENT.replace("    value:", "    part_of: lantern-1\n    value:")), "theirs"
    )
    without = write(folder, ROWS[3:])
    (folder / "list.map.yml").write_text(settings, "utf-8")
    assert load(referring, "mine", folder_files(without)).retained == ["lantern-1"]
    assert read(referring, cells) == before
    write(folder, [row.replace("Buoys Convention", "Buoys and Beacons") for row in ROWS[3:]])
    (folder / "list.map.yml").write_text(settings, "utf-8")
    changes = plan(referring, "mine", folder_files(folder))
    assert {each.slug for each in changes.records} == {"lantern-2", "lantern-list"}
    load(referring, "mine", folder_files(folder))
    assert read(referring, cells) == before


def test_a_plan_in_batches_lists_the_same(referring: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan holds no more than a batch of rows, and joins the changes of a record that several batches touch."""
    put(referring, tmp_path / "t", ROWS)

    def planned(rows: list[str], size: int) -> list[object]:
        for module in (loader, table_rows):
            monkeypatch.setattr(module, "BATCH", size)
        found = plan(referring, "mine", folder_files(write(tmp_path / "t", rows))).records
        return [(each.sign, each.slug, sorted(map(repr, each.changes))) for each in found]

    for rows in CHANGES:
        assert planned(rows, 2) == planned(rows, 1000), rows


def test_a_changed_lookup_reads_every_row(referring: Database, tmp_path: Path) -> None:
    """One line of the lookups identifies a party in every row; another one takes it back."""
    put(referring, tmp_path / "t", ROWS)
    put(referring, tmp_path / "t", ROWS, LOOKUPS + "parties,Valdoria,andorra,wider,in those years\n")
    printed = read(referring, "SELECT printed, note FROM v_citation WHERE item = 'party:andorra:party'")
    assert printed == [("Valdoria", "wider than printed; in those years")]
    put(referring, tmp_path / "t", ROWS)
    assert read(referring, "SELECT printed FROM v_participation WHERE printed IS NOT NULL") == [("Valdoria",)]


def test_a_code_that_is_added_explains_rows(referring: Database, tmp_path: Path) -> None:
    """A code of the user's, and its label, give rows that did not change their meaning, and take it away."""
    sectors = "SELECT record, sector FROM v_classification"
    folder = write(tmp_path / "t", ROWS)
    (folder / "list.map.yml").write_text(MAP + "    sectors: [{sector: {from: short}}]\n", "utf-8")
    (folder / "reference").mkdir()
    for label, found in (("Lights", [("lantern-1", "lamps")]), ("Lamps", []), ("Buoys", [("lantern-2", "lamps")])):
        table = f"code,label_en,label_ar,parent\nlamps,{label},مصابيح,energy\n"
        (folder / "reference" / "sector.csv").write_text(table, "utf-8")
        load(referring, "mine", folder_files(folder))
        assert read(referring, sectors) == found


def test_a_file_may_state_what_a_row_states(referring: Database, tmp_path: Path) -> None:
    """A name that a row gives comes from a file of the folder too, and stays when that is gone, as in a fresh load."""
    names = "SELECT text FROM v_name WHERE record = 'lantern-1'"
    folder = write(tmp_path / "t", ROWS)
    load(referring, "mine", folder_files(folder))
    more = "agreements:\n  - extend: lantern-1\n    names: [{text: Lights, language: en, form: short}]\n"
    (folder / "more.yml").write_text(more, "utf-8")
    load(referring, "mine", folder_files(folder))
    assert read(referring, names) == [("Lights",)]
    (folder / "more.yml").unlink()
    load(referring, "mine", folder_files(folder))
    assert read(referring, names) == [("Lights",)]


def test_a_file_refers_to_what_rows_state(referring: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A YAML file and a table of one folder refer to each other, also where rows go in batches."""
    monkeypatch.setattr(loader, "BATCH", 2)
    monkeypatch.setattr(table_rows, "BATCH", 2)
    folder = write(tmp_path / "t", ROWS)
    (folder / "more.yml").write_text(
        "agreements:\n  - extend: lantern-1\n    names: [{text: Beacons, language: en, form: alias}]\n", "utf-8"
    )
    load(referring, "mine", folder_files(folder))
    assert read(referring, "SELECT record FROM v_name WHERE text = 'Beacons'") == [("lantern-1",)]
    with pytest.raises(MithaqError, match="lantern-1"):
        put(referring, folder, ROWS[3:])


def test_bad_rows_change_nothing(referring: Database, tmp_path: Path) -> None:
    """A table that cannot be loaded leaves what was loaded before."""
    put(referring, tmp_path / "t", ROWS)
    before = dump(referring)
    with pytest.raises(MithaqError, match=r"list\.csv.*\n.*list\.lookups\.csv:2: means: there is no record 'iraan'"):
        put(referring, tmp_path / "t", ROWS, LOOKUPS.replace("iran", "iraan"))
    assert dump(referring) == before
