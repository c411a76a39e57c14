"""Loading: by natural key, in one transaction, each collection by itself; on both engines."""

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.checking.rules import check
from models.errors import MithaqError
from models.storage.database import Database
from seeds.format.files import SHIPPED, SeedFile, folder_files, shipped_files
from seeds.loading.loader import load, load_shipped, plan
from tests.seedfiles import AGREEMENT, ARTICLE, DIGEST, load_folder, span, write_folder

DUMPED = (
    *("fact", "record", "agreement", "participation", "milestone", "classification", "relation"),
    *("citation", "name", "state", "source", "load"),
)


def dump(database: Database) -> dict[str, list[str]]:
    """Every row of the tables that loads write, in order."""
    with database.read() as reader:
        return {table: sorted(map(repr, reader.rows(f"SELECT * FROM {table}"))) for table in DUMPED}


def values(database: Database, sql: str) -> list[object]:
    with database.read() as reader:
        return [row[0] for row in reader.rows(sql)]


def assert_sound(database: Database) -> None:
    assert [(name, found) for name, found in check(database) if found] == []


def test_a_second_load_changes_nothing(loaded: Database) -> None:
    """Loading twice leaves the same rows, and no trace in the log."""
    before = dump(loaded)
    assert load_shipped(loaded).counts()[:3] == (0, 0, 0)
    assert dump(loaded) == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_second_load_leaves_the_same_dump(loaded: Database) -> None:
    """On SQLite the dump of the whole file is the same to the byte."""
    assert loaded.path
    before = loaded.path.read_bytes()
    load_shipped(loaded)
    assert loaded.path.read_bytes() == before


RAISING = {
    "sqlite": ["CREATE TRIGGER no_more BEFORE INSERT ON source BEGIN SELECT raise(ABORT, 'no such day'); END"],
    "postgresql": [
        "CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''no such day''; END'",
        "CREATE TRIGGER no_more BEFORE INSERT ON source FOR EACH ROW EXECUTE FUNCTION no_more()",
    ],
}


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_constraint_of_the_users_that_refuses_the_load_is_named(loaded: Database, tmp_path: Path) -> None:
    """A load says whose constraint it is: `db check` finds nothing wrong with it."""
    statement = "ALTER TABLE source ADD CONSTRAINT no_more CHECK (collection <> 'mine')"
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
    with pytest.raises(MithaqError, match=r"no_more.*; the constraint is yours: no_more of source$"):
        load_folder(loaded, write_folder(tmp_path / "mine"), "mine")


def test_a_trigger_that_refuses_the_load_is_named(loaded: Database, tmp_path: Path) -> None:
    """An error that a user's own trigger raises is printed with its name, and nothing is loaded."""
    before = dump(loaded)
    engine = loaded.engine()
    with engine.begin() as connection:
        for statement in RAISING[engine.dialect.name]:
            connection.exec_driver_sql(statement)
    engine.dispose()
    with pytest.raises(
        MithaqError, match=r"no such day.*; it may be the work of a trigger of yours: no_more on source$"
    ):
        load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    assert dump(loaded) == before


def test_what_is_loaded_is_sound(loaded: Database, tmp_path: Path) -> None:
    """After every sort of load, every check passes."""
    assert_sound(loaded)
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    assert_sound(loaded)


def test_inserts_updates_and_deletes(loaded: Database, tmp_path: Path) -> None:
    """A file that changed brings its changes, keeps ids, and a fact it lost is deleted."""
    folder = write_folder(tmp_path / "mine")
    assert load_folder(loaded, folder, "mine").counts()[1:3] == (0, 0)
    query = "SELECT id FROM record WHERE slug = 'example-mou-2025'"
    [number] = values(loaded, query)
    body = AGREEMENT.replace("Example memorandum", "Renamed").replace("role: signatory", "role: party", 1)
    outcome = load_folder(loaded, write_folder(folder, body), "mine")
    # One participation with its citation comes, one goes, and the agreement changes.
    assert outcome.counts()[:3] == (2, 1, 2)
    assert values(loaded, query) == [number]
    assert values(loaded, "SELECT name_en FROM record WHERE slug = 'example-mou-2025'") == ["Renamed"]
    assert_sound(loaded)


def test_files_that_go_take_their_facts_along(loaded: Database, tmp_path: Path) -> None:
    """A file that is gone leaves nothing of its own, and nothing of others is touched."""
    before = values(loaded, "SELECT slug FROM record ORDER BY slug")
    folder = write_folder(tmp_path / "mine")
    (folder / "other.yml").write_text("places: []\n", encoding="utf-8")
    load_folder(loaded, folder, "mine")
    (folder / "tashkent.yml").unlink()
    load_folder(loaded, folder, "mine")
    assert values(loaded, "SELECT slug FROM record ORDER BY slug") == before
    assert_sound(loaded)


def test_a_plan_writes_nothing(loaded: Database, tmp_path: Path) -> None:
    """A plan counts what a load would do, and does none of it."""
    before = dump(loaded)
    outcome = plan(loaded, "mine", folder_files(write_folder(tmp_path)))
    assert outcome.counts()[0] > 0
    assert ("+", "agreement", "example-mou-2025") in [(each.sign, each.kind, each.slug) for each in outcome.records]
    assert dump(loaded) == before


def test_verbose_prints_what_a_load_decides(loaded: Database, tmp_path: Path) -> None:
    """With --verbose the files read and the reason of a full check are on stderr; without, nothing is."""
    folder = write_folder(tmp_path)
    load = ["--database", loaded.url, "seed", "load", str(folder), "--collection", "mine"]
    result = CliRunner().invoke(main, [*load, "--verbose"])
    assert "reading 2 of 2 files" in result.stderr
    assert "verifying 3 records" in result.stderr
    path = folder / "tashkent.yml"
    path.write_text(path.read_text("utf-8").replace("2025-05-03", "2025-05-04"), encoding="utf-8")
    assert "reading 1 of 2 files" in CliRunner().invoke(main, [*load, "--verbose"]).stderr
    path.write_text(path.read_text("utf-8").replace("party: uzbekistan", "party: nobody"), encoding="utf-8")
    assert "reading and checking all files" in CliRunner().invoke(main, [*load, "--verbose"]).stderr
    assert "reading" not in CliRunner().invoke(main, load).stderr


def test_problems_leave_the_database_alone(loaded: Database, tmp_path: Path) -> None:
    """A folder with a problem is not loaded in part."""
    before = dump(loaded)
    with pytest.raises(MithaqError, match="Nothing was loaded"):
        load_folder(loaded, write_folder(tmp_path, AGREEMENT.replace("type: mou", "type: memo")), "mine")
    assert dump(loaded) == before


def test_a_failure_in_the_middle_leaves_the_database_alone(
    loaded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last step of a load fails, none of it stays."""
    before = dump(loaded)

    def fail(*_: object) -> None:
        raise MithaqError("interrupted")

    monkeypatch.setattr("seeds.loading.write_rows.log", fail)
    with pytest.raises(MithaqError, match="interrupted"):
        load_folder(loaded, write_folder(tmp_path), "mine")
    assert dump(loaded) == before


def shipped_without(words: str) -> list[SeedFile]:
    """The shipped files, without the articles of which the path has these words."""
    return [file for file in shipped_files() if words not in file.path]


def test_users_facts_survive_reloads_of_the_shipped(loaded: Database, tmp_path: Path) -> None:
    """A release that changes its own facts leaves a user's as they are."""
    load_folder(loaded, write_folder(tmp_path), "mine")
    mine = values(loaded, "SELECT id FROM fact WHERE collection = 'mine' ORDER BY id")
    load(loaded, SHIPPED, shipped_without("five-secrets"))
    assert values(loaded, "SELECT id FROM fact WHERE collection = 'mine' ORDER BY id") == mine
    assert_sound(loaded)
    load_shipped(loaded)
    assert_sound(loaded)


def test_names_of_countries_change_by_themselves(loaded: Database) -> None:
    """A release in which only the other names of countries changed is loaded from that one file."""
    path = "reference/country_name.csv"
    before = values(loaded, "SELECT text FROM name ORDER BY text")
    changed = [
        SeedFile(path, file.data + b"DZ,en,Example Land,alias\n") if file.path == path else file
        for file in shipped_files()
    ]
    load(loaded, SHIPPED, changed)
    named = "SELECT record FROM v_name WHERE text = 'Example Land'"
    assert values(loaded, named) == ["algeria"]
    assert_sound(loaded)
    load_shipped(loaded)
    assert values(loaded, "SELECT text FROM name ORDER BY text") == before


def test_articles_exchange_their_texts(loaded: Database, tmp_path: Path) -> None:
    """Two articles whose digests were mixed up are put right in one load."""
    other, slug = DIGEST[::-1], "other-meeting"
    first, second = ARTICLE, ARTICLE.replace("tashkent-meeting", slug).replace(DIGEST, other)
    for texts in ((first, second), (first.replace(DIGEST, other), second.replace(other, DIGEST))):
        for name, text in zip(("a", "b"), texts, strict=True):
            (tmp_path / f"{name}.yml").write_text(text, "utf-8")
        load(loaded, "mine", folder_files(tmp_path))
    assert values(loaded, f"SELECT digest FROM v_article WHERE slug = '{slug}'") == [DIGEST]
    assert_sound(loaded)


NAMES_OF_ROSATOM = "SELECT text FROM v_name WHERE record = 'rosatom' ORDER BY text"


def test_what_others_refer_to_is_retained(loaded: Database, tmp_path: Path) -> None:
    """A record that a release drops stays, under `kept`, while another collection refers to it; then it goes."""
    body = AGREEMENT.replace("party: example-telecom", "party: rosatom")
    load_folder(loaded, write_folder(tmp_path, body), "mine")
    names = values(loaded, NAMES_OF_ROSATOM)
    assert names
    outcome = load(loaded, SHIPPED, shipped_without("five-secrets"))
    assert "rosatom" in outcome.retained and values(loaded, NAMES_OF_ROSATOM) == names
    owner = "SELECT f.collection FROM fact f JOIN record r ON r.id = f.id WHERE r.slug = 'rosatom'"
    assert values(loaded, owner) == ["kept"]
    assert_sound(loaded)
    released = load_folder(loaded, write_folder(tmp_path), "mine")
    assert values(loaded, owner) == [] and min(released.counts()) >= 0
    assert_sound(loaded)
    load_shipped(loaded)
    load_folder(loaded, write_folder(tmp_path, body), "mine")
    assert values(loaded, owner) == ["mithaq"]
    load(loaded, SHIPPED, shipped_without("five-secrets"))
    assert min(load_shipped(loaded).counts()) >= 0
    load_folder(loaded, write_folder(tmp_path), "mine")
    kept = (
        "SELECT name FROM collection WHERE name = 'kept' UNION SELECT collection FROM source WHERE collection = 'kept'"
    )
    assert values(loaded, kept) == []
    load(loaded, SHIPPED, shipped_without("five-secrets"))
    assert values(loaded, owner) == values(loaded, kept) == []
    assert_sound(loaded)


def test_what_others_name_is_retained(loaded: Database, tmp_path: Path) -> None:
    """A record that another collection gives a name stays with that name."""
    named = "  - {extend: rosatom, names: [{text: Rosatom of example, language: en, form: alias}]}\n"
    load_folder(loaded, write_folder(tmp_path, AGREEMENT + named), "mine")
    assert "rosatom" in load(loaded, SHIPPED, shipped_without("five-secrets")).retained
    assert "Rosatom of example" in values(loaded, NAMES_OF_ROSATOM)
    assert_sound(loaded)


def test_a_user_goes_on_with_a_retained_record(loaded: Database, tmp_path: Path) -> None:
    """Seeds that refer to a retained record load again after an edit, and nobody else takes the record over."""
    body = AGREEMENT.replace("party: example-telecom", "party: rosatom")
    folder = write_folder(tmp_path / "mine", body)
    load_folder(loaded, folder, "mine")
    load(loaded, SHIPPED, shipped_without("five-secrets"))
    load_folder(loaded, write_folder(folder, body + "# edited\n"), "mine")
    assert_sound(loaded)
    thief = "people:\n  - {slug: rosatom, name: {en: Somebody, ar: أحد}, cite: [[0, 3]]}\n"
    article = ARTICLE.replace("tashkent-meeting", "other-meeting").replace(DIGEST, DIGEST[::-1])
    other = write_folder(tmp_path / "other", thief, article)
    (other / "tashkent-meeting.spans.csv").rename(other / "other-meeting.spans.csv")
    with pytest.raises(MithaqError, match="'rosatom' belongs to the collection 'mithaq'"):
        load_folder(loaded, other, "other")


def test_what_only_our_own_dropped_facts_named_is_not_retained(loaded: Database, tmp_path: Path) -> None:
    """A record that goes together with the one pointer to it goes."""
    parent = "organizations:\n  - {slug: parent-company, kind: company, name: {en: P, ar: أم}, cite: [[0, 3]]}\n"
    child = "    kind: company\n"
    body = AGREEMENT.replace(child, child + "    parent: parent-company\n") + parent.replace("organizations:\n", "")
    folder = write_folder(tmp_path, body)
    load_folder(loaded, folder, "mine")
    outcome = load_folder(loaded, write_folder(folder), "mine")
    assert outcome.retained == []
    assert values(loaded, "SELECT slug FROM record WHERE slug = 'parent-company'") == []


def test_a_record_stays_of_its_kind(loaded: Database, tmp_path: Path) -> None:
    """A slug does not become a record of another kind under those that point at it."""
    folder = write_folder(tmp_path)
    load_folder(loaded, folder, "mine")
    body = AGREEMENT.replace("    kind: company\n", "").replace("organizations:", "people:")
    with pytest.raises(MithaqError, match="is of kind organization and would become of kind person"):
        load_folder(loaded, write_folder(folder, body), "mine")


def test_a_retired_slug_is_not_given_again(loaded: Database, tmp_path: Path) -> None:
    """A slug that once named a record of another collection is refused, also as one that another record retires."""
    renamed = AGREEMENT.replace("party: example-telecom", "party: example-tel").replace(
        "  - slug: example-telecom\n", "  - slug: example-tel\n    was: [example-telecom]\n"
    )
    load_folder(loaded, write_folder(tmp_path / "mine", renamed), "mine")
    article = ARTICLE.replace("tashkent-meeting", "other-meeting").replace(DIGEST, DIGEST[::-1])
    body = AGREEMENT.replace("example-mou-2025", "other-mou")
    other = write_folder(tmp_path / "other", body, article)
    (other / "tashkent-meeting.spans.csv").rename(other / "other-meeting.spans.csv")
    with pytest.raises(MithaqError, match="'example-telecom' is retired; it was renamed to 'example-tel'"):
        load_folder(loaded, other, "other")
    body = body.replace("example-telecom", "other-telecom").replace(
        "slug: other-telecom", "slug: other-telecom\n    was: [example-telecom]"
    )
    other = write_folder(tmp_path / "another", body, article)
    (other / "tashkent-meeting.spans.csv").rename(other / "other-meeting.spans.csv")
    with pytest.raises(MithaqError, match="'example-telecom' is retired; it was renamed to 'example-tel'"):
        load_folder(loaded, other, "other")


def test_a_shipped_record_may_be_extended(loaded: Database, tmp_path: Path) -> None:
    """A user's links, names and citations join a shipped record, and go again without harm."""
    body = AGREEMENT + (
        "  - extend: huawei\n"
        f"    cite: [{span('Example')}]\n"
        "    names: [{text: Huawei of example, language: en, form: alias}]\n"
        f"    relations: [{{type: partner_of, object: example-telecom, cite: [{span('Telecom')}]}}]\n"
    )
    before = dump(loaded)
    load_folder(loaded, write_folder(tmp_path, body), "mine")
    assert values(loaded, "SELECT subject FROM v_relation WHERE object = 'example-telecom'") == ["huawei"]
    assert_sound(loaded)
    load(loaded, "mine", [])
    after = dump(loaded)
    assert {table: after[table] for table in DUMPED if table != "load"} == {
        table: before[table] for table in DUMPED if table != "load"
    }


def test_a_link_that_two_collections_state_stands_once(loaded: Database, tmp_path: Path) -> None:
    """A link that is there already gets the second citation, and stays its owner's."""
    body = AGREEMENT + (
        "countries:\n  - extend: iran\n"
        f"    cite: [{span('China')}]\n"
        f"    relations: [{{type: member_of, object: sco, cite: [{span('China')}]}}]\n"
    )
    query = "SELECT count(*) FROM v_relation WHERE subject = 'iran' AND type = 'member_of' AND object = 'sco'"
    assert values(loaded, query) == [1]
    load_folder(loaded, write_folder(tmp_path, body), "mine")
    assert values(loaded, query) == [1]
    cited = (
        "SELECT count(DISTINCT collection) FROM v_citation WHERE record = 'iran' AND item = 'relation:member_of:sco'"
    )
    assert values(loaded, cited) == [2]
    assert_sound(loaded)


def test_a_link_is_handed_to_who_still_cites_it(loaded: Database, tmp_path: Path) -> None:
    """A link that a release drops becomes the user's who cites it, goes back to the release, and ends with the last."""
    body = AGREEMENT + (
        f"countries:\n  - extend: iran\n    relations: [{{type: member_of, object: sco, cite: [{span('China')}]}}]\n"
    )
    owner = (
        "SELECT f.collection FROM fact f JOIN relation l ON l.id = f.id JOIN record s ON s.id = l.subject"
        " JOIN record o ON o.id = l.object WHERE s.slug = 'iran' AND l.type = 'member_of' AND o.slug = 'sco'"
    )
    load_folder(loaded, write_folder(tmp_path, body), "mine")
    assert values(loaded, owner) == ["mithaq"]
    load(loaded, SHIPPED, shipped_without("russia-iran-ai"))
    assert values(loaded, owner) == ["mine"]
    assert_sound(loaded)
    load_folder(loaded, write_folder(tmp_path, body + "# edited\n"), "mine")
    load_shipped(loaded)
    assert values(loaded, owner) == ["mithaq"]
    load(loaded, SHIPPED, shipped_without("russia-iran-ai"))
    load_folder(loaded, write_folder(tmp_path), "mine")
    assert values(loaded, owner) == []
    assert_sound(loaded)


def test_steps_of_two_collections_out_of_order_load(loaded: Database, tmp_path: Path) -> None:
    """A step that could not follow what another collection says of the record loads, and is a gap of the record."""
    body = (
        "agreements:\n  - extend: almaty-startup-mou-2025\n"
        f"    milestones: [{{stage: completed, date: 1990, cite: [{span('signed')}]}}]\n"
    )
    assert "warnings: 1" in str(load_folder(loaded, write_folder(tmp_path, body), "mine"))
    assert values(loaded, "SELECT slug FROM v_gap WHERE gap = 'order_of_steps'") == ["almaty-startup-mou-2025"]


def test_a_slug_belongs_to_one_collection(loaded: Database, tmp_path: Path) -> None:
    """Two collections that declare one slug are refused by name."""
    load_folder(loaded, write_folder(tmp_path / "one"), "one")
    with pytest.raises(MithaqError) as error:
        load_folder(loaded, write_folder(tmp_path / "two"), "two")
    for slug in ("tashkent-meeting", "example-mou-2025", "example-telecom"):
        assert f"'{slug}' belongs to the collection 'one'" in str(error.value)


def test_a_renamed_record_keeps_its_identity(loaded: Database, tmp_path: Path) -> None:
    """`was:` renames in place, and the old slug still leads to the record."""
    folder = write_folder(tmp_path)
    load_folder(loaded, folder, "mine")
    [number] = values(loaded, "SELECT id FROM record WHERE slug = 'example-telecom'")
    body = AGREEMENT.replace("party: example-telecom", "party: example-tel").replace(
        "  - slug: example-telecom\n", "  - slug: example-tel\n    was: [example-telecom]\n"
    )
    load_folder(loaded, write_folder(folder, body), "mine")
    assert values(loaded, "SELECT id FROM record WHERE slug = 'example-tel'") == [number]
    assert values(loaded, "SELECT record FROM former_slug WHERE slug = 'example-telecom'") == [number]
    assert values(loaded, "SELECT parties FROM v_agreement WHERE slug = 'example-mou-2025'") == [
        "example-tel; uzbekistan"
    ]
    assert_sound(loaded)


def test_an_unmigrated_database_is_refused(database: Database) -> None:
    """A load into a database without the schema names the command to run, and creates nothing."""
    with pytest.raises(MithaqError, match="mithaq"):
        load_shipped(database)
    assert database.path is None or not database.path.exists()


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_locked_file_is_a_clear_error(migrated: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, a load says so and changes nothing."""
    assert migrated.path
    monkeypatch.setattr("models.storage.sqlite_file.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(migrated.path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(MithaqError, match="locked: another program writes to it, or keeps a transaction open"):
        load_shipped(migrated)
    other.close()
