"""Numbers that the README, the documentation, help and errors promise.

Each number is written out here and not imported, so that it cannot change unnoticed. Those that belong to another
test are there: ranks of a search, 32 characters around a quotation, 100 lines of a plan, SQLite 3.35.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement

from cli import main
from models.derived.folding import asked_forms, forms, words
from models.derived.search_index import refresh_search
from models.errors import MithaqError
from models.kinds.records import RECORDS
from models.migrating.migrations import downgrade, upgrade
from models.storage.database import Database
from models.storage.sqlite_file import BUSY_SECONDS
from reports.catalogue import matrix
from reports.catalogue.centrality import betweenness
from reports.catalogue.registry import NAMES, load
from reports.comparing.command import compare
from reports.comparing.matching import CANDIDATES, CONFIRMS, PRECISE, SUGGESTS
from reports.display import list_cells
from reports.run_report import MAX_DRAWN_CHARACTERS
from reports.search.matching import parse_terms
from reports.site.record_page import MOST_ROWS
from reports.sql import shell
from seeds.drafting.files import LONGEST
from seeds.format.files import DEEPEST
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.loading.table_rows import BATCH
from seeds.tables.rows import BYTE_LIMIT, ROW_LIMIT
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.rows import Additions
from tests.seedfiles import AGREEMENT, load_folder, write_folder

DAYS = next(option for option in compare.params if option.name == "days")


def mithaq(database: Database, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, *arguments])


def done(database: Database, *arguments: str) -> str:
    result = mithaq(database, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


# README


def test_five_articles_in_arabic_are_shipped(loaded_template: Database) -> None:
    """The data shipped are five Arabic articles."""
    with loaded_template.read() as reader:
        assert [tuple(row) for row in reader.rows("SELECT language, count(*) FROM v_article GROUP BY language")] == [
            ("ar", 5)
        ]


# A record of each kind that needs a citation, without one.
UNCITED = """\
agreements: [{slug: example-mou, name: {en: A, ar: أ}, type: mou}]
events: [{slug: example-visit, name: {en: A, ar: أ}, type: visit, outlook: occurred, date: 2025}]
figures: [{slug: example-figure, name: {en: A, ar: أ}, measure: total, amount: 1, currency: USD}]
initiatives: [{slug: example-initiative, name: {en: A, ar: أ}, type: programme}]
organizations: [{slug: example-company, name: {en: A, ar: أ}, kind: company}]
people: [{slug: example-person, name: {en: A, ar: أ}}]
places: [{slug: example-place, name: {en: A, ar: أ}, kind: city}]
statements: [{slug: example-statement, name: {en: A, ar: أ}, attribution: outlet, mode: report}]
"""


def test_an_uncited_record_is_refused(loaded: Database, tmp_path: Path) -> None:
    """Every fact is cited: `seed check` and `seed load` refuse a record that cites nothing, and load nothing."""
    folder = write_folder(tmp_path / "mine", UNCITED)
    for arguments in (["check", str(folder)], ["load", str(folder), "--collection", "mine"]):
        result = mithaq(loaded, "seed", *arguments)
        assert result.exit_code == 1
        found = re.findall(r"tashkent\.yml:\d+: (\w+) '?example-\w+'? is not cited", result.stderr)
        assert sorted(found) == sorted(kind for kind, spec in RECORDS.items() if spec.is_cited), result.stderr
    with loaded.read() as reader:
        assert reader.value("SELECT count(*) FROM record WHERE slug LIKE 'example-%'") == 0


@pytest.fixture(scope="module")
def triangle(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """The shipped data with agreements, events, initiatives and relations between each two of three countries."""
    database = databases.create(loaded_template)
    engine = database.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        for first, second in (("peru", "chad"), ("peru", "fiji"), ("chad", "fiji")):
            slug = f"{first}-{second}"
            facts.agreement(f"{slug}-agreement")
            facts.record("event", f"{slug}-event", "-", "-", type="visit", outlook="occurred")
            facts.record("initiative", f"{slug}-initiative", "-", "-", type="programme")
            facts.link("relation", first, type="cooperates_with", object=facts.ids[second])
            drafted = {"date": "2020", "date_from": "2020-01-01", "date_to": "2020-12-31"}
            facts.link("milestone", f"{slug}-agreement", stage="drafted", **drafted)
            facts.link("milestone", f"{slug}-agreement", stage="signed", outlook="planned", **drafted)
            for kind in ("agreement", "event", "initiative"):
                facts.link("classification", f"{slug}-{kind}", sector="ai")
                for country in (first, second):
                    facts.link("participation", f"{slug}-{kind}", party=facts.ids[country], role="party")
        facts.derive(*(slug for slug in facts.ids if slug.startswith(("peru-", "chad-"))))
    engine.dispose()
    yield database
    databases.remove(database)


@pytest.mark.parametrize("name", [name for name in NAMES if any(each.option == "pair" for each in load(name).filters)])
def test_a_pair_leaves_out_third_countries(triangle: Database, name: str) -> None:
    """A report on two of three countries shows nothing that the third takes part in, whichever of the two is first."""
    for first, second in (("PE", "TD"), ("TD", "PE")):
        listed = done(triangle, "report", name, "--pair", first, second, "--format", "csv")
        assert not re.search("fiji|FJ", listed), listed
        assert name != "sectors" or re.search('^"ai",.*,1,1,1,[0-9]+$', listed, re.MULTILINE), listed
        assert listed.count("\n") > 1 or name in ("figures", "statements"), listed


def test_the_page_of_a_pair_leaves_out_third_countries(triangle: Database) -> None:
    """`mithaq pair` prints what both countries take part in, and nothing of a third."""
    page = done(triangle, "pair", "PE", "TD", "--format", "json")
    assert "peru-chad-agreement" in page and "fiji" not in page


# Reports


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_drawn_table_has_10000_rows(migrated: Database) -> None:
    """A drawn table of more than 10,000 rows is cut there and says so; with --limit, and as data, it is whole."""
    assert migrated.path
    report = ("report", "changes", "--columns", "id")
    with closing(sqlite3.connect(migrated.path)) as connection, connection:
        connection.execute("INSERT INTO collection (name) VALUES ('mine')")
        connection.execute(
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 10000)"
            " INSERT INTO load (id, at, collection, version, digest, inserted, updated, deleted, unchanged)"
            " SELECT id, '2026-01-01', 'mine', '', '', 1, 0, 0, 0 FROM n"
        )
    assert "Showing the first" not in done(migrated, *report)
    with closing(sqlite3.connect(migrated.path)) as connection, connection:
        connection.execute("INSERT INTO load SELECT 10001, at, 'mine', '', '', 1, 0, 0, 0 FROM load WHERE id = 1")
    cut = done(migrated, *report)
    assert "10,000" in cut.splitlines()[-1]
    assert re.findall(r"^ *(\d+)$", cut, re.MULTILINE)[-1] == "2"
    for whole in (done(migrated, *report, "--limit", "10001"), done(migrated, *report, "--format", "csv")):
        assert re.findall(r"^ *(\d+)$", whole, re.MULTILINE)[-1] == "1"


def test_the_network_of_a_thousand_parties_is_exact() -> None:
    """Betweenness is computed for a thousand parties, and left out for ten thousand, never estimated."""
    assert betweenness(ring(1_000)) is not None
    assert betweenness(ring(10_000)) is None


def ring(size: int) -> dict[str, dict[str, float]]:
    """Return a graph in which each party has its ten neighbours for partners."""
    return {str(at): {str((at + step) % size): 1.0 for step in range(-5, 6) if step} for at in range(size)}


# Search


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_search_shows_20_and_ranks_500(loaded: Database) -> None:
    """A search shows 20 records without --limit; 500 are ranked and counted, of 501 it says that there are more."""
    add_named(loaded, range(500))
    assert done(loaded, "search", "زمرد", "--format", "csv").count("record-") == 20
    assert "Showing 20 of 500; use --limit 500 to show all." in done(loaded, "search", "زمرد")
    add_named(loaded, range(500, 501))
    assert "Showing 20 of more than 500 matches" in done(loaded, "search", "زمرد")


def add_named(database: Database, numbers: range) -> None:
    """Add people who are called by one Arabic word and a number."""
    engine = database.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        for number in numbers:
            facts.record("person", f"record-{number}", "-", f"زمرد {number}")
        refresh_search(connection, {facts.ids[f"record-{number}"] for number in numbers})
    engine.dispose()


def test_letters_that_a_word_keeps() -> None:
    """A star needs three letters; a single letter comes off if three are left, the article if two are left."""
    assert [term.is_beginning for term in parse_terms("uzb* uz*")] == [True, False]
    assert "زير" in forms("وزير") and "عد" not in forms("وعد")
    assert "حق" in forms("الحق") and asked_forms("الحق") == ("الحق", "حق")
    assert forms("الا") == ("الا",) and asked_forms("الا") == ("الا",)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_100000_characters_of_a_text_are_searched(loaded: Database, tmp_path: Path) -> None:
    """An attached text is searched in its first 100,000 characters, a word in its first 200."""
    assert words("a" * 201) == ["a" * 200]
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    engine = loaded.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        number = facts.ids["tashkent-meeting"]
        text = "amethyst".rjust(100_000, ".") + " turquoise"
        facts.row("article_text", article=number, text=text)
        refresh_search(connection, {number})
    engine.dispose()
    assert "tashkent-meeting" in done(loaded, "search", "amethyst")
    assert "tashkent-meeting" not in mithaq(loaded, "search", "turquoise").stdout


# Seeds


def test_a_seed_file_has_64_mib_and_12_levels() -> None:
    """A seed file of more than 64 MiB is refused by its size, and one that is nested deeper than 12 levels."""
    problems = Problems()
    read_file(b"#" * (64 * 1024 * 1024 + 1), "large.yml", problems)
    for levels in (12, 13):
        read_file(b"a: " + b"[" * (levels - 1) + b"]" * (levels - 1), f"{levels}.yml", problems)
    said = {line.partition(":")[0]: line for line in problems.lines()}
    assert "too large; split it into files of at most 67,108,864 bytes" in said["large.yml"]
    assert "deeper" not in said["12.yml"] and "nested deeper than 12 levels" in said["13.yml"]


def test_a_text_has_64_mib(tmp_path: Path) -> None:
    """An article's text of more than 64 MiB is refused by its size."""
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    result = CliRunner().invoke(main, ["article", "find", str(tmp_path / "a.txt"), "word"])
    assert result.exit_code == 1 and "67,108,864" in result.stderr


# Limits that other tests try with a smaller number: the one in use, the one documented, and where.
LIMITS: list[tuple[object, object, str, str]] = [
    (BUSY_SECONDS, 10.0, "docs/reliability.md", "is a clear error after ten seconds"),
    (BYTE_LIMIT, 256 * 1024 * 1024, "docs/tables.md", "unpacks to more than 256 MiB"),
    (ROW_LIMIT, 100_000, "docs/tables.md", "more than 100,000 rows"),
    (BATCH, 1000, "docs/architecture.md", "More than a thousand changed rows"),
    (LONGEST, 100_000, "CHANGELOG.md", "Texts of more than 100,000 characters are not drafted"),
    (DEEPEST, 40, "CHANGELOG.md", "folders more than 40 deep"),
    (DAYS.default, 3, "docs/compare.md", "three unless you say otherwise"),
    (PRECISE, 31, "docs/compare.md", "each of a month at most"),
    ((CONFIRMS, SUGGESTS, CANDIDATES), (0.5, 0.6, 3), "docs/compare.md", "the best three: parties and date"),
    (MOST_ROWS, 200, "docs/site.md", "the first 200; the data beside the page have all"),
    (matrix.MOST, 20, "CHANGELOG.md", "shows the 20 rows and columns with most records"),
    (MAX_DRAWN_CHARACTERS, 10_000_000, "CHANGELOG.md", "A drawn table ends after ten million characters"),
    (list_cells.MOST, 12, "CHANGELOG.md", "A drawn list has at most twelve elements"),
]


@pytest.mark.parametrize(("used", "number", "page", "words"), LIMITS, ids=[words for *_, words in LIMITS])
def test_a_limit_is_the_documented_one(used: object, number: object, page: str, words: str) -> None:
    """The limit in use is the one that a page names."""
    assert used == number
    assert words in " ".join((CHECKOUT / page).read_text("utf-8").split())


# Storage


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_five_backups_are_kept(loaded: Database) -> None:
    """`db backup` keeps the last five backups."""
    made = [done(loaded, "db", "backup").split()[-1] for _ in range(7)]
    assert loaded.path
    assert sorted(path.name for path in loaded.path.parent.glob("*.backup")) == [Path(each).name for each in made[2:]]


def test_ten_seconds_are_waited(sqlite_databases: Databases, postgresql_databases: Databases, tmp_path: Path) -> None:
    """A load and an upgrade wait ten seconds for a program in a transaction, then fail with a sentence."""
    files = [sqlite_databases.create(sqlite_databases.loaded()) for _ in range(2)]
    server = postgresql_databases.create(postgresql_databases.loaded())
    downgrade(files[1], "0007")
    folder = write_folder(tmp_path / "mine")
    waiting: list[Callable[[], object]] = [
        lambda: load_folder(files[0], folder, "mine"),
        lambda: load_folder(server, folder, "mine"),
        lambda: upgrade(files[1]),
        lambda: downgrade_elsewhere(server),
    ]
    engine = server.engine()
    with engine.begin() as holder, ThreadPoolExecutor() as pool:
        holder.exec_driver_sql("LOCK TABLE fact IN EXCLUSIVE MODE")
        readers = [in_transaction(each) for each in files]
        waited = list(pool.map(seconds_to_fail, waiting))
        for reader in readers:
            reader.close()
    engine.dispose()
    assert all(9.5 < seconds < 60 for seconds in waited), waited
    for made, databases in [*((each, sqlite_databases) for each in files), (server, postgresql_databases)]:
        databases.remove(made)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_problems_are_named_while_another_program_reads(loaded: Database, tmp_path: Path) -> None:
    """A load that is refused for its files waits for nobody."""
    folder = write_folder(tmp_path / "mine", AGREEMENT.replace("kind: company", "kind: firm"))
    reader, started = in_transaction(loaded), time.monotonic()
    with pytest.raises(MithaqError, match=r"Found 1 problem"):
        load_folder(loaded, folder, "mine")
    assert time.monotonic() - started < 9
    reader.close()


def seconds_to_fail(work: Callable[[], object]) -> float:
    """Return how many seconds some work takes before it is refused."""
    started = time.monotonic()
    with pytest.raises(MithaqError, match=r"nothing was loaded|left as it was"):
        work()
    return time.monotonic() - started


def downgrade_elsewhere(database: Database) -> None:
    """Downgrade in a process of its own: Alembic runs one migration at a time in each."""
    command = [sys.executable, str(CHECKOUT / "cli.py"), "--database", database.url, "db", "downgrade", "0007", "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MithaqError(done.stderr)


def in_transaction(database: Database) -> sqlite3.Connection:
    """Open a file and read it in a transaction that stays open."""
    reader = sqlite3.connect(database.filename or "", isolation_level=None, check_same_thread=False)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM fact").fetchall()
    return reader


# Versions and effort


def test_bounds_are_those_of_the_changelog() -> None:
    """The oldest versions that the changelog names are those that pyproject.toml admits."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    named = [*project["project"]["dependencies"], *(each for extra in extras for each in extra)]
    bounds = {each.name: str(each.specifier) for each in map(Requirement, named)}
    oldest = {"click": ">=8.2.1", "tabulate": ">=0.10", "psycopg": ">=3.3.1", "pycountry": ">=26.2"}
    assert {name: bounds[name] for name in oldest} == oldest
    assert project["project"]["requires-python"] == ">=3.11"


def test_litecli_is_of_1_17(loaded_template: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """`mithaq sql` opens litecli since 1.17, and names that version where no shell is installed."""
    if not loaded_template.path:
        pytest.skip("litecli is a shell of SQLite")
    opened: list[str] = []
    monkeypatch.setattr(shell.os, "execvpe", lambda program, *_: opened.append(program))
    monkeypatch.setattr(shell.shutil, "which", lambda name: name)
    for version in ((1, 16, 9), (1, 17)):
        monkeypatch.setattr(shell, "_litecli_version", lambda version=version: version)
        done(loaded_template, "sql")
    assert opened == ["sqlite3", "litecli"]
    monkeypatch.setattr(shell.shutil, "which", lambda _: None)
    assert "litecli>=1.17'" in mithaq(loaded_template, "sql").stderr


@pytest.mark.parametrize(
    ("file", "promise"),
    [
        ("Makefile", r"MITHAQ_FAULTS=300 "),
        ("tests/models/storage/test_faults.py", r'"MITHAQ_FAULTS", "10"'),
        ("docs/reliability.md", r"300 kills instead of 10"),
    ],
)
def test_a_load_is_killed_300_times(file: str, promise: str) -> None:
    """`make reliability` kills 300 loads, `make test` 10, and the documentation says so."""
    assert re.search(promise, (CHECKOUT / file).read_text("utf-8"))
