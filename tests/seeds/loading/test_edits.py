"""An edit of some files ends where a fresh load of all files ends, or is refused in the words of the full check."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml

from models.checking.rules import check
from models.storage.database import Database
from seeds.format.files import SeedFile, folder_files
from seeds.format.yaml_nodes import LOADER
from seeds.loading.loader import load
from tests.conftest import Databases
from tests.outside import run
from tests.seedfiles import AGREEMENT, ARTICLE, DIGEST, TEXT, span, spans_csv
from tests.seeds.loading.comparing import Rows, Watched, assert_as_a_fresh_load, dump, problems_of, rows
from tests.seeds.loading.random_edits import Files, edited

Folder = dict[str, str]


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
places:
  - {{slug: tashkent, kind: city, name: {{en: Tashkent, ar: طشقند}}, cite: [{at("in Tashkent")}]}}
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
HASHED_ANEW = f"start,end,digest\n{span('They')[1:-1].replace(' ', '')},{DIGEST}\n"
# Each with a part of what is refused.
EDITS: dict[str, tuple[Callable[[Folder], Folder], str]] = {
    "a name": (replaced("companies.yml", "Example Bank", "Example Banking"), ""),
    "a value": (replaced("tashkent.yml", "5000000", "6000000"), ""),
    "a new record": (
        lambda folder: (
            folder
            | {
                "union.yml": COMPANIES.replace("example-", "other-")
                .replace("other-telecom", "example-telecom")
                .replace("Example Bank", "Other Bank")
            }
        ),
        "",
    ),
    "a citation more": (lambda folder: folder | {"union.yml": UNION}, ""),
    "a link less": (replaced("companies.yml", SECTOR, ""), ""),
    "a link of two files, by the second": (replaced("tashkent.yml", THEIRS, ""), ""),
    "a link of two files, by its owner": (replaced("more.yml", STATEMENT_OF_UZBEKISTAN, ""), ""),
    "a link more, before its owner": (
        lambda folder: (
            folder
            | {
                "again.yml": "agreements:\n  - extend: example-mou-2025\n    parties:\n"
                + STATEMENT_OF_CHINA.replace(span("China"), span("and China"))
            }
        ),
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
        "",
    ),
    "a link that differs in its place is another": (
        lambda folder: (
            folder
            | {
                "zebra.yml": "agreements:\n  - extend: example-mou-2025\n    milestones:\n"
                f"      - {{stage: agreed, date: 2025-05-02, place: tashkent, cite: [{at('met')}]}}\n"
            }
        ),
        "",
    ),
    "a reading that is a record of another file": (
        replaced("companies.yml", at("Example Telecom"), at("Example Telecom")[:-1] + READING),
        "",
    ),
    "a record less": (replaced("days.yml", DAYS[DAYS.index("statements:") :], ""), ""),
    "a record less that is needed": (replaced("days.yml", DAYS[: DAYS.index("statements:")], ""), "no record"),
    "another slug": (replaced("companies.yml", "slug: example-bank", "slug: bank\n    was: [example-bank]"), ""),
    "a slug that is taken": (replaced("companies.yml", "slug: example-bank", "slug: tashkent-talks"), "taken"),
    "other days of an event": (replaced("days.yml", "2025-05-03", "2025-05-04"), ""),
    "days apart": (
        replaced("days.yml", "    date: 2025-05-03\n    name: {en: On", "    date: 2025-05-09\n    name: {en: On"),
        "",
    ),
    "days apart from an event elsewhere": (
        lambda folder: (
            folder
            | {
                "more.yml": folder["more.yml"] + f"      - {{stage: signed, date: 2025-05-09, "
                f"event: tashkent-talks, cite: [{at('They signed')}]}}\n"
            }
        ),
        "",
    ),
    "steps in no order": (
        lambda folder: (
            folder
            | {
                "more.yml": folder["more.yml"] + "      - {stage: in_force, date: 2025-05-01, "
                f"cite: [{at('They signed')}]}}\n"
            }
        ),
        "",
    ),
    "nobody cites it now": (replaced("companies.yml", f"    cite: [{at('They')}]\n", ""), "not cited anywhere"),
    "no such sector": (replaced("companies.yml", "finance", "finances"), "not a code"),
    "not YAML": (replaced("companies.yml", "{sector", "[sector"), "not YAML"),
    "a part of itself": (
        replaced("tashkent.yml", "kind: company", "kind: company\n    parent: example-bank"),
        "a part of itself",
    ),
    "the same citation": (
        lambda folder: folder | {"union.yml": UNION.replace(span("with Example"), span("They"))},
        "is already stated at",
    ),
    "the same name": (
        lambda folder: folder | {"zebra.yml": MORE[: MORE.index("    parties")]},
        "is already stated at",
    ),
    "a shorter article": (
        replaced("tashkent.yml", f"length: {len(TEXT)}", "length: 60"),
        "is not inside tashkent-meeting, which has 60 characters",
    ),
    "another slug of an article": (
        replaced("tashkent.yml", "slug: tashkent-meeting", "slug: meeting\n  was: [tashkent-meeting]"),
        "there is no article 'tashkent-meeting'",
    ),
    "another slug that is still referred to": (
        lambda folder: (
            folder
            | {
                "tashkent.yml": folder["tashkent.yml"]
                .replace("party: example-telecom", "party: telecom")
                .replace("slug: example-telecom", "slug: telecom\n    was: [example-telecom]")
            }
        ),
        "parent: there is no record 'example-telecom'",
    ),
    "a record less that is extended": (
        lambda folder: (
            folder
            | {
                "tashkent.yml": ARTICLE + AGREEMENT[AGREEMENT.index("organizations:") :],
                "days.yml": DAYS[: DAYS.index("    about:")],
            }
        ),
        "extend: there is no agreement 'example-mou-2025'",
    ),
    "a slug retired that is in use": (
        replaced("companies.yml", "slug: example-bank", "slug: example-bank\n    was: [tashkent-talks]"),
        "'tashkent-talks' is taken",
    ),
    "a second article of the same text": (
        lambda folder: folder | {"zebra.yml": ARTICLE.replace("slug: tashkent-meeting", "slug: again")},
        "has the same text",
    ),
    "a relation to another kind": (
        replaced("companies.yml", "object: example-union", "object: tashkent-talks"),
        "relation member_of joins",
    ),
    "a party of another kind": (replaced("more.yml", "party: china", "party: tashkent-talks"), "is of kind event"),
    "a link twice in the second file": (
        replaced("tashkent.yml", THEIRS, THEIRS + THEIRS.replace(span("Uzbekistan"), span("China"))),
        "is already stated at",
    ),
    "a link that is not cited": (
        replaced("tashkent.yml", f", cite: [{span('Uzbekistan')}]", ""),
        "a participation of 'example-mou-2025' is not cited",
    ),
    "a file less": (without("more.yml"), ""),
    "another path": (moved("companies.yml", "zoo/companies.yml"), ""),
    "only a comment": (lambda folder: folder | {"days.yml": "# Days\n" + folder["days.yml"]}, ""),
}

# Two edits, one after the other, and a part of what the second is refused for.
PAIRS: dict[str, tuple[Callable[[Folder], Folder], Callable[[Folder], Folder], str]] = {
    "a link of two files moves to another place in its owner": (
        lambda folder: (
            folder
            | {
                "zebra.yml": "agreements:\n  - extend: example-mou-2025\n    milestones:\n"
                f"      - {{stage: agreed, date: 2025-05-02, cite: [{at('met')}]}}\n"
            }
        ),
        replaced("more.yml", "date: 2025-05-02", "date: 2025-05-02, place: tashkent"),
        "",
    ),
    "the owner of a link of two files is loaded after the other, since it tells of an article": (
        EDITS["a link more, after its owner"][0],
        lambda folder: folder | {"more.yml": SECOND_ARTICLE + MORE},
        "",
    ),
    "an event moves away from a milestone of another file": (
        replaced("more.yml", "date: 2025-05-02", "date: 2025-05-03, event: tashkent-talks"),
        replaced("days.yml", "date: 2025-05-03\n    name: {en: Talks", "date: 2025-05-05\n    name: {en: Talks"),
        "",
    ),
    "a slug that another file reads goes": (
        lambda folder: (
            folder
            | {
                "companies.yml": COMPANIES.replace("parent: example-telecom", "parent: example-union"),
                "read.yml": "organizations:\n  - extend: example-bank\n"
                f"    cite: [{at('They signed')[:-1]}{READING}]\n",
            }
        ),
        lambda folder: (
            folder
            | {
                "tashkent.yml": folder["tashkent.yml"]
                .replace("party: example-telecom", "party: telecom")
                .replace("slug: example-telecom", "slug: telecom\n    was: [example-telecom]")
            }
        ),
        "parent: there is no record 'example-telecom'",
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


# How many histories of random edits are tried.
RANDOM_EDITS = range(int(os.environ.get("MITHAQ_TEST_RANDOM_EDITS", "1")))


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


@pytest.fixture(scope="module")
def first(databases: Databases, referring_template: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """A database with the first edition of the folder."""
    database = databases.create(referring_template)
    load(database, "mine", written(tmp_path_factory.mktemp("first"), FIRST))
    return database


@pytest.fixture(scope="module")
def first_rows(first: Database) -> Rows:
    return dump(first)


@pytest.fixture(scope="module")
def referring_rows(referring_template: Database) -> Rows:
    return dump(referring_template)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit(
    name: str,
    databases: Databases,
    first: Database,
    first_rows: Rows,
    referring_template: Database,
    referring_rows: Rows,
    tmp_path: Path,
) -> None:
    """Each edit ends where a fresh load ends, or is refused as the full check refuses it; also as a first load."""
    edit, refused = EDITS[name]
    files = written(tmp_path, edit(FIRST))
    edited, fresh = (
        Watched(databases.create(first), first_rows),
        Watched(databases.create(referring_template), referring_rows),
    )
    problems = problems_of(edited.database, "mine", files)
    for each in (edited, fresh):
        told = each.load(files, problems)
        assert refused in told
        assert bool(told) == bool(refused)
        databases.remove(each.database)
    assert refused or edited.rows == fresh.rows


@pytest.mark.parametrize("name", PAIRS)
def test_an_edit_after_another(
    name: str, databases: Databases, first: Database, referring_template: Database, tmp_path: Path
) -> None:
    """The second edit takes into account all that the first left."""
    before, edit, refused = PAIRS[name]
    database = databases.create(first)
    load(database, "mine", written(tmp_path, before(FIRST)))
    files = written(tmp_path, edit(before(FIRST)))
    told = assert_as_a_fresh_load(Watched(database), files, databases, referring_template)
    assert refused in told
    assert bool(told) == bool(refused)
    databases.remove(database)


def renaming(old: str, new: str) -> str:
    return f"UPDATE record SET slug = '{new}' WHERE slug = '{old}'"


# Slugs that a SQL tool changed, and the file that somebody edits then.
RENAMINGS = {
    "what the file refers to": ([renaming("example-telecom", "other")], "companies.yml"),
    "what the file extends": ([renaming("example-mou-2025", "other")], "more.yml"),
    "the article that the file cites": ([renaming("tashkent-meeting", "other")], "days.yml"),
    "what the file declares and others need": ([renaming("example-telecom", "other")], "tashkent.yml"),
    "two that take each other's place": (
        [
            renaming("example-telecom", "x"),
            renaming("tashkent-talks", "example-telecom"),
            renaming("x", "tashkent-talks"),
        ],
        "companies.yml",
    ),
}


@pytest.mark.parametrize("name", RENAMINGS)
def test_an_edit_after_slugs_were_changed_by_sql(
    name: str, databases: Databases, first: Database, referring_template: Database, tmp_path: Path
) -> None:
    """A load that needs what somebody renamed loads all files: it ends where a fresh load ends, or names the kinds."""
    statements, path = RENAMINGS[name]
    database = databases.create(first)
    run(database, *statements)
    files = written(tmp_path, FIRST | {path: FIRST[path] + "# Edited.\n"})
    if name.startswith("two"):
        told = Watched(database).load(files)
        assert "tashkent-talks is of kind organization and would become of kind event" in told
    else:
        assert assert_as_a_fresh_load(Watched(database), files, databases, referring_template) == ""
        assert [each for each, offenders in check(database) if offenders] == []
    databases.remove(database)


def parsed(folder: Folder, spans: str) -> Files:
    """The folder as random edits take it."""
    files: Files = {path: yaml.load(text, LOADER) for path, text in folder.items()}
    return files | {"tashkent-meeting.spans.csv": spans}


def all_spans() -> str:
    """The digests of whatever the folder and random edits cite."""
    more = [[start, start + length] for start in (0, 20, 40) for length in (5, 10)]
    return spans_csv(TEXT, *FIRST.values(), f"cite: {more}")


def dumped(folder: Path, files: Files) -> list[SeedFile]:
    """Write the files, and nothing else, into the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True, parents=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / path).write_text(text, encoding="utf-8")
    return folder_files(folder)


@pytest.mark.parametrize("seed", RANDOM_EDITS)
def test_random_edits(
    seed: int, databases: Databases, first: Database, referring_template: Database, tmp_path: Path
) -> None:
    """Edits of every sort, one after the other: a good one ends where a fresh load ends, a bad one is refused."""
    random, database = Random(seed), databases.create(first)
    watched, state = Watched(database), parsed(FIRST, all_spans())
    for _ in range(15):
        files = edited(random, state)
        if not assert_as_a_fresh_load(watched, dumped(tmp_path / "mine", files), databases, referring_template):
            state = files
    assert [found for found in check(database) if found[1]] == []
    databases.remove(database)


# What another collection says of the same records, and needs of them.
OTHER = f"""\
organizations:
  - slug: other-firm
    kind: company
    name: {{en: Other Firm, ar: شركة أخرى}}
    parent: example-telecom
    cite: [{at("Example")}]
    relations: [{{type: partner_of, object: example-bank, cite: [{at("with Example")}]}}]
  - extend: example-union
    names: [{{text: The Union, language: en, form: alias}}]
    cite: [{at("They")}]
agreements:
  - extend: example-mou-2025
    parties:
      - {{party: china, role: signatory, cite: [{at("China")}]}}
      - {{party: other-firm, role: signatory, cite: [{at("Example")}]}}
    milestones: [{{stage: signed, date: 2025-05-03, cite: [{at("signed")}]}}]
events:
  - slug: other-talks
    type: meeting
    outlook: occurred
    part_of: tashkent-talks
    name: {{en: Other talks, ar: محادثات أخرى}}
    cite: [{at("met")}]
"""
OTHERS = (
    "SELECT count(*), min(digest), max(digest) FROM citation WHERE collection = 'other'",
    "SELECT text FROM name WHERE collection = 'other'",
    "SELECT p.kind FROM relation l JOIN record s ON s.id = l.subject JOIN record p ON p.id = l.object"
    " WHERE s.slug = 'other-firm'",
    "SELECT p.kind FROM organization o JOIN record r ON r.id = o.id JOIN record p ON p.id = o.parent"
    " WHERE r.slug = 'other-firm'",
    "SELECT count(*) FROM participation l JOIN citation c ON c.fact = l.id AND c.collection = 'other'",
)


@pytest.mark.parametrize("seed", RANDOM_EDITS)
def test_random_edits_under_another_collection(
    seed: int, databases: Databases, first: Database, tmp_path: Path
) -> None:
    """Another collection's facts stay, whatever becomes of the records that it is about; the database is sound."""
    random, database = Random(seed), databases.create(first)
    other = {"other.yml": OTHER, "tashkent-meeting.spans.csv": spans_csv(TEXT, OTHER)}
    load(database, "other", dumped(tmp_path / "other", other))
    says = [each for sql in OTHERS for each in rows(database, sql)]
    watched, state = Watched(database), parsed(FIRST, all_spans())
    for _ in range(8):
        files = edited(random, state)
        told = watched.load(dumped(tmp_path / "mine", files))
        state = state if told else files
        assert [each for sql in OTHERS for each in rows(database, sql)] == says
        assert [found for found in check(database) if found[1]] == []
    load(database, "mine", [])
    assert [each for sql in OTHERS for each in rows(database, sql)] == says
    load(database, "other", [])
    load(database, "mine", dumped(tmp_path / "mine", state))
    assert [found for found in check(database) if found[1]] == []
    databases.remove(database)
