"""Loading by parts comes to what loading the whole comes to: the same rows, the same refusals, the same counts."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, make_url

from models.checking.rules import check
from models.errors import MithaqError
from models.storage.database import Database
from reports.dictionary import EXPORTED
from seeds.format.files import SeedFile, folder_files
from seeds.loading import loader, write_rows
from seeds.loading.loader import load, plan
from tests.conftest import Databases
from tests.seedfiles import AGREEMENT, ARTICLE, DIGEST, TEXT, load_folder, span, spans_csv

Folder = dict[str, str]
TABLES = (
    *("fact", "record", "organization", "agreement", "event", "statement", "article", "former_slug", "name"),
    *("participation", "milestone", "classification", "relation", "citation", "source", "state"),
)


def at(words: str) -> str:
    """A citation in a file that is not the article's."""
    return f"{{article: tashkent-meeting, at: {span(words)}}}"


COMPANIES = f"""\
organizations:
  - slug: example-bank
    kind: company
    name: {{en: Example Bank, ar: مصرف المثال}}
    parent: example-telecom
    cite: [{at("Example Telecom")}]
    sectors: [{{sector: finance, cite: [{at("dollars")}]}}]
    relations: [{{type: member_of, object: example-union, cite: [{at("signed")}]}}]
  - slug: example-union
    kind: association
    name: {{en: Example Union, ar: اتحاد المثال}}
    cite: [{at("They")}]
"""
DAYS = f"""\
events:
  - slug: tashkent-talks
    type: meeting
    outlook: occurred
    date: 2025-05-03
    name: {{en: Talks in Tashkent, ar: محادثات طشقند}}
    cite: [{at("met in Tashkent")}]
statements:
  - slug: on-the-memorandum
    attribution: outlet
    mode: report
    event: tashkent-talks
    date: 2025-05-03
    name: {{en: On the memorandum, ar: عن المذكرة}}
    summary: {{en: It is worth millions., ar: قيمتها ملايين.}}
    cite: [{at("5 million dollars")}]
    about: [{{record: example-mou-2025, cite: [{at("a memorandum worth")}]}}]
"""
MORE = f"""\
agreements:
  - extend: example-mou-2025
    names: [{{text: MoU, language: en, form: acronym, cite: []}}]
    parties:
      - {{party: uzbekistan, role: signatory, cite: [{at("Uzbekistan and China")}]}}
      - {{party: china, role: signatory, cite: [{at("China")}]}}
    milestones:
      - {{stage: agreed, date: 2025-05-02, cite: [{at("met in")}]}}
""".replace(", cite: []", "")
FIRST: Folder = {
    "companies.yml": COMPANIES,
    "days.yml": DAYS,
    "more.yml": MORE,
    "tashkent.yml": ARTICLE + AGREEMENT,
}


def replaced(path: str, old: str, new: str) -> Callable[[Folder], Folder]:
    def edit(folder: Folder) -> Folder:
        return folder | {path: folder[path].replace(old, new)} if path in folder else folder

    return edit


def without(path: str) -> Callable[[Folder], Folder]:
    return lambda folder: {name: text for name, text in folder.items() if name != path}


def moved(old: str, new: str) -> Callable[[Folder], Folder]:
    return lambda folder: {new if name == old else name: text for name, text in folder.items()}


SECTOR = f"    sectors: [{{sector: finance, cite: [{at('dollars')}]}}]\n"
STATEMENT_OF_CHINA = f"      - {{party: china, role: signatory, cite: [{at('China')}]}}\n"
STATEMENT_OF_UZBEKISTAN = f"      - {{party: uzbekistan, role: signatory, cite: [{at('Uzbekistan and China')}]}}\n"
THEIRS = f"      - {{party: uzbekistan, role: signatory, cite: [{span('Uzbekistan')}]}}\n"
UNION = f"""\
organizations:
  - extend: example-union
    cite: [{at("with Example")}]
"""
NEW_BANK = f"""\
organizations:
  - slug: new-bank
    was: [old-bank]
    kind: company
    name: {{en: New Bank, ar: مصرف جديد}}
    cite: [{at("Example Telecom")}]
"""
SECOND_ARTICLE = ARTICLE.replace("tashkent-meeting", "second-meeting").replace(DIGEST, DIGEST[::-1])
READING = ", field: parent, reading: example-telecom, note: so it reads}"
OTHERWISE = f"""\
agreements:
  - extend: almaty-startup-mou-2025
    milestones:
      - stage: signed
        date: 2025-03-29
        event: almatyfair-ai-2025
        place: tashkent
        cite: [{at("signed")}]
"""
HASHED_ANEW = f"start,end,digest\n{span('They')[1:-1].replace(' ', '')},{DIGEST}\n"
# Each with whether the changed files alone suffice to compare, and a part of what is refused.
EDITS: dict[str, tuple[Callable[[Folder], Folder], bool, str]] = {
    "a name": (replaced("companies.yml", "Example Bank", "Example Banking"), True, ""),
    "a value": (replaced("tashkent.yml", "5000000", "6000000"), True, ""),
    "a new record": (
        lambda folder: (
            folder
            | {
                "union.yml": COMPANIES.replace("example-", "other-")
                .replace("other-telecom", "example-telecom")
                .replace("Example Bank", "Other Bank")
            }
        ),
        True,
        "",
    ),
    "a citation more": (lambda folder: folder | {"union.yml": UNION}, True, ""),
    "a link less": (replaced("companies.yml", SECTOR, ""), True, ""),
    "a link of two files, by the second": (replaced("tashkent.yml", THEIRS, ""), True, ""),
    "a link of two files, by its owner": (replaced("more.yml", STATEMENT_OF_UZBEKISTAN, ""), False, ""),
    "a link more, before its owner": (
        lambda folder: (
            folder
            | {
                "again.yml": "agreements:\n  - extend: example-mou-2025\n    parties:\n"
                + STATEMENT_OF_CHINA.replace(span("China"), span("and China"))
            }
        ),
        False,
        "",
    ),
    "a link more, after its owner": (
        lambda folder: (
            folder
            | {
                "zebra.yml": "agreements:\n  - extend: example-mou-2025\n    parties:\n"
                + STATEMENT_OF_CHINA.replace(span("China"), span("and China"))
            }
        ),
        True,
        "",
    ),
    "a link that differs": (
        lambda folder: (
            folder
            | {
                "zebra.yml": "agreements:\n  - extend: example-mou-2025\n    milestones:\n"
                f"      - {{stage: agreed, date: 2025-05-02, place: tashkent, cite: [{at('met')}]}}\n"
            }
        ),
        False,
        "where place: is another",
    ),
    "a reading that is a record of another file": (
        replaced("companies.yml", at("Example Telecom"), at("Example Telecom")[:-1] + READING),
        True,
        "",
    ),
    "a record less": (replaced("days.yml", DAYS[DAYS.index("statements:") :], ""), False, ""),
    "a record less that is needed": (replaced("days.yml", DAYS[: DAYS.index("statements:")], ""), False, "no record"),
    "another slug": (replaced("companies.yml", "slug: example-bank", "slug: bank\n    was: [example-bank]"), False, ""),
    "a slug that is taken": (replaced("companies.yml", "slug: example-bank", "slug: tashkent-talks"), False, "taken"),
    "other days of an event": (replaced("days.yml", "2025-05-03", "2025-05-04"), False, ""),
    "days apart": (
        replaced("days.yml", "    date: 2025-05-03\n    name: {en: On", "    date: 2025-05-09\n    name: {en: On"),
        False,
        "lies outside",
    ),
    "days apart from an event elsewhere": (
        lambda folder: (
            folder
            | {
                "more.yml": folder["more.yml"] + f"      - {{stage: signed, date: 2025-05-09, "
                f"event: tashkent-talks, cite: [{at('They signed')}]}}\n"
            }
        ),
        False,
        "lies outside",
    ),
    "steps in no order": (
        lambda folder: (
            folder
            | {
                "more.yml": folder["more.yml"] + "      - {stage: in_force, date: 2025-05-01, "
                f"cite: [{at('They signed')}]}}\n"
            }
        ),
        False,
        "comes before",
    ),
    "nobody cites it now": (replaced("companies.yml", f"    cite: [{at('They')}]\n", ""), False, "not cited anywhere"),
    "no such sector": (replaced("companies.yml", "finance", "finances"), False, "not a code"),
    "not YAML": (replaced("companies.yml", "{sector", "[sector"), False, "not YAML"),
    "a part of itself": (
        replaced("tashkent.yml", "kind: company", "kind: company\n    parent: example-bank"),
        False,
        "a part of itself",
    ),
    "the same citation": (
        lambda folder: folder | {"union.yml": UNION.replace(span("with Example"), span("They"))},
        False,
        "stands already",
    ),
    "the same name": (
        lambda folder: folder | {"zebra.yml": MORE[: MORE.index("    parties")]},
        False,
        "stands already",
    ),
    "a file less": (without("more.yml"), False, ""),
    "another path": (moved("companies.yml", "zoo/companies.yml"), False, ""),
    "only a comment": (lambda folder: folder | {"days.yml": "# Days\n" + folder["days.yml"]}, True, ""),
}

# Two edits, one after the other, and a part of what the second is refused for.
PAIRS: dict[str, tuple[Callable[[Folder], Folder], Callable[[Folder], Folder], str]] = {
    "a link of two files says something else in its owner": (
        lambda folder: (
            folder
            | {
                "zebra.yml": "agreements:\n  - extend: example-mou-2025\n    milestones:\n"
                f"      - {{stage: agreed, date: 2025-05-02, cite: [{at('met')}]}}\n"
            }
        ),
        replaced("more.yml", "date: 2025-05-02", "date: 2025-05-02, place: tashkent"),
        "where place: is another",
    ),
    "the owner of a link of two files is loaded after the other, since it tells of an article": (
        EDITS["a link more, after its owner"][0],
        lambda folder: folder | {"more.yml": SECOND_ARTICLE + MORE},
        "",
    ),
    "a slug that another file retired": (
        replaced("companies.yml", "slug: example-bank", "slug: example-bank\n    was: [old-bank]"),
        lambda folder: folder | {"new.yml": NEW_BANK},
        "'old-bank' is taken",
    ),
    "two files hash an article, and the first changes": (
        lambda folder: folder | {"zoo/tashkent-meeting.spans.csv": HASHED_ANEW},
        replaced("days.yml", span("met in Tashkent"), span("Ministers")),
        "",
    ),
}


def written(folder: Path, files: Folder) -> list[SeedFile]:
    for path in folder.rglob("*.*"):
        path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    # The digests of what any edit may cite: seen as one document each.
    documents = [re.sub(r"(?m)^\[sector", "{sector", text) for text in (*FIRST.values(), *files.values())]
    more = "cite: [" + ", ".join(map(span, ("with Example", "They", "and China", "met", "They signed"))) + "]"
    spans = spans_csv(TEXT, more, *(each for each in documents if "[[sector" not in each))
    (folder / "tashkent-meeting.spans.csv").write_text(spans, encoding="utf-8")
    return folder_files(folder)


def rows(database: Database) -> dict[str, list[str]]:
    with database.read() as reader:
        found = {table: sorted(map(repr, reader.rows(f"SELECT * FROM {table}"))) for table in TABLES}
        columns = "id, collection, version, digest, inserted, updated, deleted, unchanged"
        return found | {"load": sorted(map(repr, reader.rows(f"SELECT {columns} FROM load")))}


def outcome_of(run: Callable[[], loader.Outcome]) -> str:
    try:
        return str(run())
    except MithaqError as error:
        return str(error)


def load_whole(database: Database, files: list[SeedFile]) -> loader.Outcome:
    return loader._attempt(database, "mine", files, dry=False, by_parts=False)


@pytest.fixture
def whole_loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tells of each load that read the whole collection."""
    seen: list[str] = []
    original = loader._Loader._load_whole

    def observed(one: loader._Loader) -> None:
        seen.append(one.name)
        original(one)

    monkeypatch.setattr(loader._Loader, "_load_whole", observed)
    return seen


@pytest.fixture(scope="module")
def first(databases: Databases, loaded_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database with the first edition of the folder."""
    database = databases.create(loaded_template)
    load(database, "mine", written(tmp_path_factory.mktemp("first"), FIRST))
    return database


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_by_parts_and_whole(
    name: str, databases: Databases, first: Database, tmp_path: Path, whole_loads: list[str]
) -> None:
    edit, alone, refused = EDITS[name]
    files = written(tmp_path, edit(FIRST))
    one, other = databases.create(first), databases.create(first)
    told = outcome_of(lambda: load(one, "mine", files))
    assert (whole_loads == []) == alone
    assert told == outcome_of(lambda: load_whole(other, files))
    assert refused in told
    assert ("problem" in told) == bool(refused)
    assert rows(one) == rows(other)
    for database in (one, other):
        databases.remove(database)


@pytest.mark.parametrize("name", PAIRS)
def test_an_edit_after_another(name: str, databases: Databases, first: Database, tmp_path: Path) -> None:
    before, edit, refused = PAIRS[name]
    one = databases.create(first)
    load_whole(one, written(tmp_path, before(FIRST)))
    other = databases.create(one)
    files = written(tmp_path, edit(before(FIRST)))
    told = outcome_of(lambda: load(one, "mine", files))
    assert told == outcome_of(lambda: load_whole(other, files))
    assert refused in told
    assert ("problem" in told) == bool(refused)
    assert rows(one) == rows(other)
    for database in (one, other):
        databases.remove(database)


def test_edits_after_edits(databases: Databases, first: Database, tmp_path: Path) -> None:
    """A long history by parts ends where the same history ends that was always loaded whole."""
    random, state = Random(11), FIRST
    one, other = databases.create(first), databases.create(first)
    for _ in range(30):
        edit, _, refused = EDITS[random.choice([name for name in EDITS if not EDITS[name][2]])]
        state = FIRST if random.random() < 0.3 else edit(state)
        files = written(tmp_path, state)
        assert not refused
        assert outcome_of(lambda: load(one, "mine", files)) == outcome_of(lambda: load_whole(other, files))  # noqa: B023
        assert rows(one) == rows(other)
    assert [found for found in check(one) if found[1]] == []
    for database in (one, other):
        databases.remove(database)


@pytest.mark.parametrize("many_facts", [0, 1_000_000])
def test_a_new_collection_in_parts(
    many_facts: int,
    databases: Databases,
    loaded_template: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    whole_loads: list[str],
) -> None:
    """What a later part declares may be referred to before it comes; ids differ, and nothing else does."""
    files = written(tmp_path, FIRST)
    one, other = databases.create(loaded_template), databases.create(loaded_template)
    monkeypatch.setattr(loader, "PART_BYTES", 1)
    monkeypatch.setattr(loader, "MANY_FACTS", many_facts)
    monkeypatch.setattr(loader, "BYTES_OF_FACT", 0.1)
    load(one, "mine", files)
    assert whole_loads == []
    load_whole(other, files)
    with one.read() as reader, other.read() as second:
        for view in (each.name for each in EXPORTED):
            query = f"SELECT * FROM {view}"
            assert sorted(map(repr, reader.rows(query))) == sorted(map(repr, second.rows(query))), view
    assert [found for found in check(one) if found[1]] == []
    # A reload finds nothing to do, also where it reads the whole.
    assert load_whole(one, files).counts()[:3] == (0, 0, 0)
    for database in (one, other):
        databases.remove(database)


@pytest.mark.parametrize("name", [name for name in EDITS if EDITS[name][2]])
def test_a_new_collection_is_refused_in_parts(
    name: str, databases: Databases, loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading in parts lets nothing through that reading the whole refuses."""
    files = written(tmp_path, EDITS[name][0](FIRST))
    monkeypatch.setattr(loader, "PART_BYTES", 1)
    database = databases.create(loaded_template)
    with pytest.raises(MithaqError, match=re.escape(EDITS[name][2])):
        load(database, "mine", files)
    with database.read() as reader:
        assert reader.value("SELECT count(*) FROM source WHERE collection = 'mine'") == 0
    databases.remove(database)


def test_all_problems_are_told_with_what_contradicts_another_collection(
    databases: Databases, loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first part says otherwise of a shipped milestone, and a later part has a problem of its own."""
    files = written(
        tmp_path, FIRST | {"again.yml": OTHERWISE, "more.yml": MORE.replace("role: signatory", "role: none")}
    )
    monkeypatch.setattr(loader, "PART_BYTES", 1)
    database = databases.create(loaded_template)
    told = outcome_of(lambda: load(database, "mine", files))
    assert "'none' is not a code of role" in told
    assert told == outcome_of(lambda: load_whole(database, files))
    databases.remove(database)


def test_what_a_later_part_declares_is_of_the_right_kind(
    databases: Databases, loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(tmp_path, FIRST | {"companies.yml": COMPANIES.replace("example-union", "tashkent-talks", 1)})
    monkeypatch.setattr(loader, "PART_BYTES", 1)
    database = databases.create(loaded_template)
    with pytest.raises(MithaqError, match="relation member_of joins"):
        load(database, "mine", files)
    databases.remove(database)


@pytest.fixture
def multiplying(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every new collection is taken for a large one, whose references are checked at the end."""
    monkeypatch.setattr(loader, "MANY_FACTS", 0)
    monkeypatch.setattr(loader, "BYTES_OF_FACT", 0.1)


@pytest.mark.usefixtures("multiplying")
def test_references_checked_at_the_end_are_checked(
    loaded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row that refers to nothing is refused, and nothing of the load stays."""
    original = write_rows.write_rows

    def spoilt(connection: Connection, *given: Any) -> None:
        original(connection, *given)
        connection.exec_driver_sql("UPDATE participation SET party = 999999999 WHERE id > 0")

    monkeypatch.setattr(write_rows, "write_rows", spoilt)
    before = rows(loaded)
    with pytest.raises(MithaqError, match="nothing was loaded"):
        load(loaded, "mine", written(tmp_path, FIRST))
    assert rows(loaded) == before
    assert [found for found in check(loaded) if found[1]] == []


@pytest.mark.usefixtures("multiplying")
def test_a_reader_in_the_middle_of_a_transaction_does_not_stop_a_large_load(loaded: Database, tmp_path: Path) -> None:
    """On PostgreSQL the tables are then not ours alone, and each reference is checked by itself."""
    if loaded.filename:
        pytest.skip("on SQLite a reader in a transaction waits for nobody, and is waited for")
    files = written(tmp_path, FIRST)
    engine = loaded.engine()
    with engine.connect() as reader:
        seen = reader.exec_driver_sql("SELECT count(*) FROM participation").scalar()
        load(loaded, "mine", files)
        assert reader.exec_driver_sql("SELECT count(*) FROM participation").scalar() != seen
    engine.dispose()
    assert [found for found in check(loaded) if found[1]] == []


@pytest.mark.usefixtures("multiplying")
def test_a_role_that_may_only_write_loads_a_large_collection(loaded: Database, tmp_path: Path) -> None:
    """On PostgreSQL only the owner of a table may drop its keys for a while."""
    if loaded.filename:
        pytest.skip("SQLite knows no roles")
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO pg_write_all_data")
        connection.exec_driver_sql(f"ALTER DATABASE {make_url(loaded.url).database} SET role = pg_write_all_data")
    engine.dispose()
    assert load(loaded, "mine", written(tmp_path, FIRST)).inserted


def test_spans_that_change_alone_reach_the_citations(loaded: Database, tmp_path: Path) -> None:
    """A digest that is put right in its file is put right in the database."""
    files = written(tmp_path, FIRST)
    load(loaded, "mine", files)
    spans = tmp_path / "tashkent-meeting.spans.csv"
    lines = spans.read_text().splitlines()
    spans.write_text("\n".join([lines[0], *(line[:-8] + "00000000" for line in lines[1:])]) + "\n")
    load_folder(loaded, tmp_path, "mine")
    with loaded.read() as reader:
        digests = [row[0] for row in reader.rows("SELECT digest FROM citation WHERE collection = 'mine'")]
    assert digests
    assert all(digest.endswith("00000000") for digest in digests)


def test_a_plan_in_parts_tells_each_record_once(
    loaded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(tmp_path, FIRST)
    monkeypatch.setattr(loader, "PART_BYTES", 1)
    outcome = plan(loaded, "mine", files)
    slugs = [slug for _, _, slug in outcome.records()]
    assert len(slugs) == len(set(slugs))
    assert ("+", "event", "tashkent-talks") in outcome.records()
    with loaded.read() as reader:
        assert reader.value("SELECT count(*) FROM source WHERE collection = 'mine'") == 0
