"""A plan says what a load would change: fields, links, names, moved citations, records; on both engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.migrating.migrations import upgrade
from models.storage.database import Database
from seeds.loading.loader import load_shipped
from seeds.loading.plan_text import LABELS
from tests.conftest import Databases
from tests.outside import run
from tests.releases import released
from tests.seedfiles import AGREEMENT, load_folder, span, write_folder

PARTY = f"      - {{party: example-telecom, role: signatory, cite: [{span('Example Telecom')}]}}\n"
MILESTONE = f"      - {{stage: signed, date: 2025-05-03, cite: [{span('signed')}]}}\n"


def plan(database: Database, folder: Path, *options: str) -> str:
    """Return what `mithaq seed plan` prints."""
    given = ["--database", database.url, "seed", "plan", str(folder), "--collection", "mine", *options]
    result = CliRunner().invoke(main, given)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_plan_says_what_changes(loaded: Database, tmp_path: Path) -> None:
    """Fields with old and new values, links by their item, names, moved citations: in English, Arabic and JSON."""
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    assert plan(loaded, tmp_path / "mine").count("\n") == 1
    body = AGREEMENT.replace("value: 5000000", "value: 6000000").replace("currency: USD", "currency: EUR")
    body = body.replace(PARTY, "").replace(f"[{span('a memorandum')}]", f"[{span('memorandum')}]")
    body = body.replace(MILESTONE, MILESTONE.replace(span("signed"), span("They signed")))
    body += f"countries:\n  - extend: china\n    cite: [{span('China')}]\n"
    body += "    names: [{text: Cathay, language: en, form: alias}]\n"
    body += f"    relations: [{{type: partner_of, object: uzbekistan, cite: [{span('Uzbekistan and China')}]}}]\n"
    folder = write_folder(tmp_path / "mine", body)
    [head, *lines] = plan(loaded, folder).splitlines()
    assert head.startswith("a load would say: mine: inserted ")
    agreement, place = "~ agreement example-mou-2025", "tashkent-meeting"
    old, new, signed, all_signed = map(span, ("a memorandum", "memorandum", "signed", "They signed"))
    assert lines == [
        "countries: 0 inserted, 1 changed, 0 deleted",
        "agreements: 0 inserted, 1 changed, 0 deleted",
        "~ country china  + relation:partner_of:uzbekistan",
        "~ country china  + name Cathay (alias)",
        f"~ country china  + citation {span('China')} {place}",
        f"{agreement}  value 5000000 → 6000000",
        f"{agreement}  currency USD → EUR",
        f"{agreement}  - party:example-telecom:signatory",
        f"{agreement}  citation {old} {place} → {new} {place}",
        f"{agreement}  citation milestone:signed:2025-05-03 {signed} {place} → {all_signed} {place}",
    ]
    arabic = plan(loaded, folder, "--lang", "ar")
    assert "اتفاق example-mou-2025  القيمة 5000000 ← 6000000" in arabic
    assert "الاتفاقات: أُضيف 0، تغيّر 1، حُذف 0" in arabic and arabic.startswith("لو حُمّلت: mine: أُضيف ")
    data = json.loads(plan(loaded, folder, "--format", "json"))
    changes = {each["slug"]: each["changes"] for each in data["records"]}
    assert changes["example-mou-2025"][0] == {
        **{"sign": "~", "part": "field", "kind": "agreement", "item": "", "field": "value"},
        **{"old": 5000000, "new": 6000000},
    }
    assert plan(loaded, folder) == plan(loaded, folder)


def test_large_values_have_all_their_digits(loaded: Database, tmp_path: Path) -> None:
    """A plan, as text and as JSON, gives a value as it is stored."""
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    folder = write_folder(tmp_path / "mine", AGREEMENT.replace("value: 5000000", "value: 20000000000000000"))
    assert "value 5000000 → 20000000000000000\n" in plan(loaded, folder)
    assert '"new": 20000000000000000\n' in plan(loaded, folder, "--format", "json")


def test_a_rename_without_was_is_noticed(loaded: Database, tmp_path: Path) -> None:
    """A record that goes while another of its name comes is hinted at; with `was:` the slug changes."""
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    renamed = AGREEMENT.replace("example-telecom", "telecom-example")
    shown = plan(loaded, write_folder(tmp_path / "mine", renamed))
    assert "- organization example-telecom  Example Telecom" in shown
    assert "+ organization telecom-example  Example Telecom" in shown
    assert "hint: organization telecom-example has the name of example-telecom" in shown
    assert "تلميح: يحمل telecom-example اسم example-telecom" in plan(loaded, tmp_path / "mine", "--lang", "ar")
    was = renamed.replace("slug: telecom-example\n", "slug: telecom-example\n    was: [example-telecom]\n")
    shown = plan(loaded, write_folder(tmp_path / "mine", was))
    assert "~ organization telecom-example  slug example-telecom → telecom-example" in shown
    assert "hint" not in shown


def test_a_link_that_another_collection_states_too(loaded: Database, tmp_path: Path) -> None:
    """A link that one collection no longer states passes to the other; the plan says by what the record changes."""
    load_folder(loaded, write_folder(tmp_path / "mine"), "mine")
    cited = f"{{article: tashkent-meeting, at: {span('They')}}}"
    other = PARTY.replace(span("Example Telecom"), cited)
    extending = f"agreements:\n  - extend: example-mou-2025\n    parties:\n{other}"
    load_folder(loaded, write_folder(tmp_path / "other", extending, article=""), "other")
    shown = plan(loaded, write_folder(tmp_path / "mine", AGREEMENT.replace(PARTY, "")))
    assert "~ agreement example-mou-2025  - citation party:example-telecom:signatory" in shown


def test_a_renamed_file_changes_nothing_that_a_reader_sees(loaded: Database, tmp_path: Path) -> None:
    """A record or citation of which only the file changes is no line of a plan, and no changed record."""
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    [path] = folder.glob("*.yml")
    path.rename(folder / "renamed.yml")
    assert plan(loaded, folder).count("\n") == 1
    assert json.loads(plan(loaded, folder, "--format", "json"))["records"] == []


def test_a_record_that_is_retained_and_taken_back_does_not_change(loaded: Database, tmp_path: Path) -> None:
    """Names and citations that pass with their record to another collection are no changes of it."""
    named = AGREEMENT + "    names: [{text: ET, language: en, form: acronym}]\n"
    folder = write_folder(tmp_path / "mine", named)
    load_folder(loaded, folder, "mine")
    cited = f"{{article: tashkent-meeting, at: {span('They')}}}"
    extending = (
        f"agreements:\n  - extend: example-mou-2025\n    parties:\n{PARTY.replace(span('Example Telecom'), cited)}"
    )
    load_folder(loaded, write_folder(tmp_path / "other", extending, article=""), "other")
    without = named.replace(PARTY, "").partition("organizations:")[0]
    shown = plan(loaded, write_folder(folder, without))
    assert "retained, because other collections refer to them: example-telecom\n" in shown
    assert "organization example-telecom" not in shown
    load_folder(loaded, folder, "mine")
    shown = plan(loaded, write_folder(folder, named))
    assert "example-telecom" not in shown.replace("party:example-telecom", "")


def test_a_former_slug_is_a_change(loaded: Database, tmp_path: Path) -> None:
    """A record that only gets or loses a former slug is listed with it."""
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    was = AGREEMENT.replace("slug: example-telecom\n", "slug: example-telecom\n    was: [example-phone]\n")
    line = "~ organization example-telecom  was – → example-phone\n"
    assert plan(loaded, write_folder(folder, was)).endswith(line)


def test_other_words_at_the_same_place_are_a_change(loaded: Database, tmp_path: Path) -> None:
    """A citation whose place is the same but not its words is listed with both digests."""
    folder = write_folder(tmp_path / "mine")
    load_folder(loaded, folder, "mine")
    [spans] = folder.glob("*.spans.csv")
    start, end = span("a memorandum").strip("[]").split(", ")
    lines = [
        f"{start},{end},{'0' * 64}" if line.startswith(f"{start},{end},") else line
        for line in spans.read_text().split()
    ]
    spans.write_text("\n".join(lines) + "\n")
    assert "digest 00000000…\n" in plan(loaded, folder)


def test_arabic_labels_are_those_of_the_field() -> None:
    """A date is called a date, not its last day, and a name is the Arabic name."""
    assert LABELS["event", "date"] == "التاريخ"
    assert LABELS["event", "name"] == LABELS["event", "name_ar"]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record WHERE id = (SELECT min(id) FROM statement)",
        "DELETE FROM fact WHERE kind = 'relation'",
    ],
)
def test_a_database_changed_by_hand_is_refused(loaded: Database, statement: str) -> None:
    """Where rows refer to rows that somebody deleted, a plan says so; a load repairs them, or is refused."""
    without_keys = [] if loaded.path else ["SET session_replication_role = replica"]
    run(loaded, *without_keys, "UPDATE source SET digest = '0'", statement)
    results = [CliRunner().invoke(main, ["--database", loaded.url, *each.split()]) for each in ("seed plan", "build")]
    assert all(isinstance(result.exception, SystemExit | None) for result in results)
    assert "some rows refer to rows that do not exist (" in results[0].stderr
    assert f"list them with: mithaq db check, and {loaded.how_to_restore}" in results[0].stderr


def load_and_plan(database: Database, folder: Path) -> list[str]:
    """Return what `seed load` and `seed plan` say when they refuse; nothing of them is changed."""
    results = [
        CliRunner().invoke(main, ["--database", database.url, "seed", each, str(folder), "--collection", "mine"])
        for each in ("plan", "load")
    ]
    assert [result.exit_code for result in results] == [1, 1], [result.output for result in results]
    return [result.stderr for result in results]


def test_a_plan_refuses_what_a_load_refuses_before_build(databases: Databases, tmp_path: Path) -> None:
    """After `db upgrade` of 0.1.0 the vocabularies of today are missing: both say to run `mithaq build`."""
    database = databases.create(released(databases))
    upgrade(database)
    body = AGREEMENT.replace("    parties:\n", "    identifiers: [{scheme: unts, value: '99'}]\n    parties:\n")
    folder = write_folder(tmp_path / "mine", body)
    for said in load_and_plan(database, folder):
        assert said.rstrip().endswith("; the data of this version of Mithaq are not loaded yet; run: mithaq build"), (
            said
        )
    (folder / "tashkent.yml").write_text((folder / "tashkent.yml").read_text().replace("uzbekistan", "czechoslovakia"))
    for said in load_and_plan(database, folder):
        assert "there is no record 'czechoslovakia'" in said
        assert said.endswith("\nthe data of this version of Mithaq are not loaded yet; run: mithaq build\n"), said
    load_shipped(database)
    write_folder(folder, body)
    assert plan(database, folder).startswith("a load would say: mine: inserted ")
    load_folder(database, folder, "mine")
    databases.remove(database)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_plan_forgives_what_was_missing_before(loaded: Database, tmp_path: Path) -> None:
    """A row of the user's that referred to nothing before is in no plan's way, as it is in no load's."""
    run(loaded, "CREATE TABLE note (record INTEGER REFERENCES record (id))", "PRAGMA foreign_keys = OFF")
    run(loaded, "INSERT INTO note VALUES (-1)")
    folder = write_folder(tmp_path / "mine")
    assert plan(loaded, folder).startswith("a load would say: mine: inserted ")
    load_folder(loaded, folder, "mine")
