"""A user's objects in the database outlive migrations: on SQLite and on PostgreSQL, from 0.1.0 to today and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from cli import main
from models.checking.rules import check
from models.checking.schema_diff import POSTGRESQL as POSTGRESQL_CATALOGUE
from models.checking.schema_diff import SQLITE as SQLITE_CATALOGUE
from models.checking.schema_diff import _normal
from models.errors import MithaqError
from models.migrating.migrations import downgrade, plan_downgrade, upgrade
from models.owned import on_sqlite
from models.owned.columns import definitions
from models.owned.keeping import list_owned
from models.storage.database import Database
from models.storage.restoring import restore as restore_backup
from seeds.loading.loader import load_shipped
from tests.conftest import Databases
from tests.outside import run, run_script
from tests.releases import DUMPS, TABLES, hashes, released, restore

# A user's agreement with a party and a sector, as version 0.1.0 stored it.
MINE = """
INSERT INTO collection (name) VALUES ('mine');
INSERT INTO source (id, collection, path, digest) VALUES (9000, 'mine', 'mine.yml', '0');
INSERT INTO fact (id, kind, record, collection, source) VALUES (90001, 'agreement', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90002, 'participation', 90001, 'mine', 9000);
INSERT INTO fact (id, kind, record, collection, source) VALUES (90003, 'classification', 90001, 'mine', 9000);
INSERT INTO record (id, kind, slug, name_en, name_ar) VALUES (90001, 'agreement', 'my-pact', 'My pact', 'ميثاقي');
INSERT INTO agreement (id, fact_kind, type) VALUES (90001, 'agreement', 'mou');
INSERT INTO participation (id, fact_kind, record, party, capacity, role)
    SELECT 90002, 'participation', 90001, id, 'itself', 'signatory' FROM country WHERE code = 'UZ';
INSERT INTO classification (id, fact_kind, record, sector) VALUES (90003, 'classification', 90001, 'ai');
INSERT INTO citation (fact, field, article, start_char, end_char, collection, digest)
    SELECT f.id, '', a.id, 0, 1, 'mine', '0' FROM fact f CROSS JOIN (SELECT min(id) AS id FROM article) a
    WHERE f.id > 90000;
DELETE FROM state
"""
# Words that begin the names of our own tables and indexes belong to the user too.
ON_BOTH = """
CREATE TABLE my_note (id INTEGER PRIMARY KEY, record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE);
INSERT INTO my_note SELECT row_number() OVER (ORDER BY id), id FROM record WHERE kind = 'agreement';
CREATE TABLE search_log (words TEXT);
CREATE VIEW my_uzbek AS SELECT slug, stage, date FROM v_agreement WHERE countries LIKE '%UZ%';
CREATE VIEW "My titles" AS SELECT u.slug FROM my_uzbek u;
CREATE VIEW my_rows AS SELECT id, name_en FROM record;
ALTER TABLE record ADD COLUMN "my, (column" TEXT DEFAULT 'a, (b' CHECK ("my, (column" <> 'c)');
UPDATE record SET "my, (column" = slug WHERE kind = 'agreement';
ALTER TABLE position ADD COLUMN my_note INTEGER REFERENCES my_note (id);
UPDATE position SET my_note = 1;
CREATE VIEW my_columns AS SELECT r."my, (column", p.my_note FROM record r JOIN position p ON p.person = r.id;
CREATE INDEX my_position ON position (my_note);
CREATE INDEX uq_mine ON record (lower(name_en)) WHERE kind = 'agreement'
"""
SQLITE = """
CREATE TRIGGER my_log AFTER UPDATE OF name_en ON record BEGIN INSERT INTO search_log VALUES (NEW.name_en); END;;
CREATE TRIGGER my_view_log INSTEAD OF INSERT ON v_agreement BEGIN INSERT INTO search_log VALUES (NEW.slug); END;;
CREATE VIEW my_broken AS SELECT absent FROM record;;
INSERT INTO my_note VALUES (7000, 123456);;
ALTER TABLE record ADD COLUMN my_untyped;;
ALTER TABLE record ADD COLUMN my_words TEXT COLLATE NOCASE;;
ALTER TABLE record ADD COLUMN my_length INTEGER GENERATED ALWAYS AS (length("my, (column")) VIRTUAL;;
UPDATE record SET my_untyped = x'00ff', my_words = 'Words'
"""
POSTGRESQL = """
CREATE SCHEMA mine;
CREATE VIEW mine.by_stage AS SELECT stage, count(*) AS n FROM v_agreement GROUP BY stage;
CREATE MATERIALIZED VIEW my_counts AS SELECT * FROM mine.by_stage;
CREATE UNIQUE INDEX my_counts_stage ON my_counts (stage);
CREATE FUNCTION my_first(v_country) RETURNS text LANGUAGE sql AS $$ SELECT $1.code $$;
CREATE FUNCTION my_number() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM my_uzbek; END;
CREATE VIEW my_function AS SELECT my_number() AS n;
CREATE FUNCTION my_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO search_log VALUES (NEW.slug); RETURN NEW; END $$;
CREATE TRIGGER my_log AFTER UPDATE OF name_en ON record FOR EACH ROW EXECUTE FUNCTION my_log();
CREATE TRIGGER my_view_log INSTEAD OF INSERT ON v_agreement FOR EACH ROW EXECUTE FUNCTION my_log();
CREATE RULE my_rule AS ON DELETE TO v_event DO INSTEAD INSERT INTO search_log SELECT code FROM v_code LIMIT 1;
CREATE INDEX my_words ON search (name);
CREATE POLICY my_policy ON my_note TO {reader} USING (record IN (SELECT id FROM my_rows));
ALTER TABLE my_note ENABLE ROW LEVEL SECURITY;
COMMENT ON VIEW v_agreement IS 'Ours';
COMMENT ON COLUMN my_uzbek.stage IS 'It''s 100 %';
GRANT SELECT ON v_agreement, search, my_uzbek TO {reader};
GRANT SELECT ("my, (column") ON record TO {reader};
GRANT SELECT (code, name_en) ON v_country TO {reader} WITH GRANT OPTION;
GRANT SELECT ON mine.by_stage TO PUBLIC;
GRANT SELECT ON v_event TO {reader} WITH GRANT OPTION;
GRANT EXECUTE ON FUNCTION my_number() TO {reader};
ALTER VIEW my_rows OWNER TO {reader};
GRANT USAGE ON SCHEMA mine TO {reader};
ALTER VIEW mine.by_stage OWNER TO {reader};
ALTER MATERIALIZED VIEW my_counts OWNER TO {reader};
ALTER VIEW v_statement SET (security_barrier = true);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {reader}
"""
# Definitions, owners, privileges and comments: of the user's objects, and of ours as far as the user made them.
FINGERPRINT = """
SELECT n.nspname || '.' || c.relname, c.relkind, pg_get_userbyid(c.relowner), c.reloptions,
    CASE WHEN c.relkind IN ('v', 'm') AND c.relname NOT LIKE 'v!_%' ESCAPE '!' THEN pg_get_viewdef(c.oid) END,
    (SELECT array_agg(CAST(x AS TEXT) ORDER BY CAST(x AS TEXT)) FROM aclexplode(c.relacl) x
        WHERE x.grantee <> c.relowner),
    (SELECT array_agg(a.attname || CAST(a.attacl AS TEXT) ORDER BY a.attname) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attacl IS NOT NULL),
    CASE WHEN c.relkind <> 'r' THEN (SELECT array_agg(o.description ORDER BY o.objsubid)
        FROM pg_description o WHERE o.objoid = c.oid) END,
    (SELECT array_agg(pg_get_triggerdef(t.oid) ORDER BY t.tgname) FROM pg_trigger t
        WHERE t.tgrelid = c.oid AND NOT t.tgisinternal),
    (SELECT array_agg(pg_get_ruledef(w.oid) ORDER BY w.rulename) FROM pg_rewrite w
        WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN'),
    (SELECT array_agg(pg_get_indexdef(i.indexrelid) ORDER BY x.relname)
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND (x.relname LIKE 'my%' OR x.relname = 'uq_mine')),
    (SELECT array_agg(pg_get_expr(p.polqual, p.polrelid)) FROM pg_policy p WHERE p.polrelid = c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('public', 'mine') AND c.relkind IN ('r', 'v', 'm')
    AND (c.relname ILIKE 'my%' OR c.relname = 'record'
        OR c.relname IN ('search', 'by_stage', 'v_agreement', 'v_country', 'v_event', 'v_statement'))
UNION ALL
SELECT p.proname, p.prokind, pg_get_userbyid(p.proowner), NULL, pg_get_functiondef(p.oid),
    (SELECT array_agg(CAST(x AS TEXT) ORDER BY CAST(x AS TEXT)) FROM aclexplode(p.proacl) x
        WHERE x.grantee <> p.proowner),
    NULL, NULL, NULL, NULL, NULL, NULL
FROM pg_proc p WHERE p.proname LIKE 'my!_%' ESCAPE '!'
ORDER BY 1
"""


@pytest.fixture
def reader_role(database: Database) -> Iterator[str]:
    """A role of PostgreSQL that owns and may read some things; on SQLite a name without a meaning."""
    if database.path:
        yield ""
        return
    role = f"reader_{make_url(database.url).database}"
    run(database, f"CREATE ROLE {role}")
    yield role
    run(database, f"DROP OWNED BY {role} CASCADE", f"DROP ROLE {role}")


def use(database: Database, reader: str) -> str:
    """Restore 0.1.0, add a user's facts and build a user's objects on it; returns the revision."""
    revision = restore(database, DUMPS / "0.1.0.jsonl")
    more = SQLITE.split(";;") if database.path else POSTGRESQL.format(reader=reader).split(";\n")
    run(database, *MINE.split(";\n"), *ON_BOTH.split(";\n"), *more)
    return revision


def fingerprint(database: Database) -> list[tuple[object, ...]]:
    """Return the definitions of all that is the user's, with owners, privileges and comments."""
    with database.open_read_only() as reader:
        if database.path:
            sql = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
            mine = ("my", "My", "uq_mine", "search_log")
            return [tuple(row) for row in reader.rows(sql) if str(row[1]).startswith(mine)]
        return [tuple(row) for row in reader.rows(FINGERPRINT)]


def columns(database: Database) -> list[tuple[object, ...]]:
    """Return the definitions and the values of the user's columns of our tables."""
    postgresql = (
        "SELECT table_name, column_name, data_type, column_default FROM information_schema.columns"
        " WHERE column_name LIKE 'my%' AND table_name IN ('record', 'position') UNION ALL"
        " SELECT CAST(conrelid::regclass AS TEXT), conname, pg_get_constraintdef(oid), NULL FROM pg_constraint"
        " WHERE conname LIKE '%my%' AND conrelid IN ('record'::regclass, 'position'::regclass) ORDER BY 1, 2"
    )
    sqlite = "SELECT sql FROM sqlite_master WHERE name IN ('record', 'position')"
    with database.open_read_only() as reader:
        if database.path:
            parts = [each for row in reader.rows(sqlite) for each in definitions(row[0]) if each[0].startswith("my")]
        else:
            parts = [tuple(row) for row in reader.rows(postgresql)]
        more = ", my_untyped, my_words, my_length" if database.path else ""
        of_records = reader.rows(f"""SELECT slug, "my, (column"{more} FROM record ORDER BY slug""")
        of_positions = reader.rows("SELECT id, my_note FROM position ORDER BY id")
    return [*sorted(parts), *map(tuple, of_records), *map(tuple, of_positions)]


def test_a_used_database_comes_up_and_down_with_everything_of_the_users(
    databases: Databases, database: Database, reader_role: str
) -> None:
    """Tables, views, triggers, indexes, rules, functions, policies, comments, owners and privileges are as before.

    The SQL that `db upgrade --sql` prints leaves the same, to the row.
    """
    revision = use(database, reader_role)
    before, rows, added = fingerprint(database), hashes(database), columns(database)
    assert len(before) >= 9
    twin = databases.create(database)
    script = CliRunner().invoke(main, ["--database", twin.url, "db", "upgrade", "--sql"]).stdout
    assert fingerprint(twin) == before and len(script) > 100_000
    run_script(twin, script)
    upgrade(database)
    assert fingerprint(twin) == before and columns(twin) == columns(database) == added
    expected = everything(database)
    assert {name: rows for name, rows in everything(twin).items() if rows != expected.get(name)} == {}
    databases.remove(twin)
    assert fingerprint(database) == before
    failed = {name: found for name, found in check(database) if found and "search" not in name}
    assert failed == (
        {"every reference points to a row": ["my_note, row 7000: no such record"]} if database.path else {}
    )
    assert_shown(database)
    result = CliRunner().invoke(main, ["--database", database.url, "db", "check"])
    assert "note    your own objects, kept by migrations: " in result.stdout
    for name in (
        "column my, (column of record",
        "column my_note of position",
        "table my_note",
        "view My titles",
        "trigger my_log on record",
        "index uq_mine on record",
    ):
        assert f"        {name}\n" in result.stdout, name
    assert_working(database)
    downgrade(database, revision)
    assert (fingerprint(database), hashes(database), columns(database)) == (before, rows, added)
    if database.path:
        run(database, "DROP VIEW my_uzbek", "DROP TABLE my_note")
        restore_backup(database)
        assert fingerprint(database) == before


def everything(database: Database) -> dict[str, object]:
    """Return all rows of all tables, the definitions of the schema, and the mark of the program."""
    mark = "SELECT * FROM pragma_application_id, pragma_user_version"
    comment = "SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"
    with database.open_read_only() as reader:
        names = [str(row[0]) for row in reader.rows(TABLES[reader.engine_name])]
        found: dict[str, object] = {
            name: sorted(repr(tuple(row)) for row in reader.rows(f'SELECT * FROM "{name}"'))
            for name in names
            if not name.startswith("search_") or name == "search_log"
        }
        catalogue = reader.rows(SQLITE_CATALOGUE if database.path else POSTGRESQL_CATALOGUE)
        return found | {
            "the schema": sorted((str(row[1]), _normal(str(row[2]))) for row in catalogue),
            "the mark": reader.rows(mark if database.path else comment),
        }


def assert_shown(database: Database) -> None:
    """The user's facts are in the views, lists and counts of today."""
    others = (
        "SELECT count(DISTINCT whole) FROM v_cooperation WHERE kind = 'agreement' AND done = 1 AND slug <> 'my-pact'"
    )
    of_country = "SELECT record FROM v_participation WHERE country = 'UZ' AND partner = 1"
    with database.read() as reader:
        assert reader.rows("SELECT parties, countries, sectors FROM v_agreement WHERE slug = 'my-pact'") == [
            ("uzbekistan", "UZ", "ai")
        ]
        counted = reader.value("SELECT agreements FROM v_country WHERE code = 'UZ'")
        assert counted == reader.value(f"{others} AND slug IN ({of_country})") + 1


def assert_working(database: Database) -> None:
    """The user's trigger runs once for a write, and views on views give rows."""
    run(database, "UPDATE record SET name_en = name_en WHERE slug = 'huawei'")
    with database.read() as reader:
        assert reader.value("SELECT count(*) FROM search_log") == 1
        assert reader.value('SELECT count(*) FROM "My titles"') > 0
    run(database, "DELETE FROM search_log")


def test_what_would_not_work_any_more_is_named_before_anything_changes(migrated: Database) -> None:
    """A migration that removes what the user's objects read is refused with their names, and changes nothing."""
    run(
        migrated,
        'CREATE VIEW "my\nforged\u202e" AS SELECT value FROM v_identifier',
        "CREATE VIEW my_identifiers AS SELECT scheme, value FROM v_identifier",
        "CREATE VIEW my_fine AS SELECT slug FROM v_agreement",
        "CREATE VIEW my_outer AS SELECT i.scheme FROM my_identifiers i, my_fine",
        "CREATE INDEX my_index ON country (existed_until)",
    )
    before = fingerprint(migrated)
    with pytest.raises(MithaqError, match="It holds objects of yours") as refused:
        downgrade(migrated, "0009")
    assert "view my_identifiers: " in str(refused.value) and "view my_fine" not in str(refused.value)
    assert "view my_outer: " in str(refused.value)
    assert "index my_index on country: " in str(refused.value)
    assert "\nforged" not in str(refused.value) and "\u202e" not in str(refused.value)
    with migrated.read() as reader:
        assert "view my_identifiers" in list_owned(reader)
    assert fingerprint(migrated) == before
    assert [(name, found) for name, found in check(migrated) if found] == []


@pytest.mark.parametrize(
    ("added", "named"),
    [
        ("citation ADD COLUMN my_column TEXT", "column my_column of citation: "),
        ("article ADD COLUMN retrieved INTEGER", "retrieved"),
        ("relation ADD COLUMN statement TEXT", "statement"),
    ],
)
def test_a_column_that_cannot_be_kept_is_named_before_anything_changes(
    databases: Databases, added: str, named: str
) -> None:
    """A column of a table that is made again by another key, or of a name that becomes ours, is refused by name."""
    database = databases.create(released(databases))
    run(database, f"ALTER TABLE {added}")
    before = everything(database)
    for more in ([], ["--sql"]) if "citation" in added else ([],):
        result = CliRunner().invoke(main, ["--database", database.url, "db", "upgrade", *more])
        assert result.exit_code == 1 and named in result.stderr and "was left as it was" in result.stderr
    assert everything(database) == before
    databases.remove(database)


def test_a_column_of_the_users_is_kept_by_loads_and_no_loss_of_a_downgrade(loaded: Database) -> None:
    """A load keeps the values of rows that it changes; a downgrade does not list them among what it deletes."""
    revised = "UPDATE record SET name_en = 'Other', mine = 'mine' WHERE kind = 'agreement'"
    run(loaded, "ALTER TABLE record ADD COLUMN mine TEXT UNIQUE" if not loaded.path else "ALTER TABLE record ADD mine")
    run(loaded, "UPDATE source SET digest = ''", f"{revised} AND id = (SELECT min(id) FROM agreement)")
    load_shipped(loaded)
    with loaded.read() as reader:
        assert reader.rows("SELECT count(*), max(name_en) FROM record WHERE mine = 'mine' AND name_en <> 'Other'")[0][0]
    assert [(name, found) for name, found in check(loaded) if found] == []
    assert not any("mine" in each for each in plan_downgrade(loaded, "0019").losses())


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_rules_of_the_users_own_views_and_tables_are_kept(migrated: Database) -> None:
    """A rule comes back once, and after what it reads, whether its view reads ours, another view of theirs, or none."""
    run(
        migrated,
        "CREATE TABLE my_table (slug TEXT)",
        "CREATE VIEW my_first AS SELECT slug, stage FROM v_agreement",
        "CREATE VIEW my_second AS SELECT slug FROM v_event",
        "CREATE RULE my_nothing AS ON INSERT TO my_first DO INSTEAD NOTHING",
        "CREATE RULE my_other AS ON DELETE TO my_first DO INSTEAD INSERT INTO my_table SELECT slug FROM my_second",
        "CREATE RULE my_change AS ON UPDATE TO my_second DO INSTEAD INSERT INTO my_table SELECT slug FROM my_first",
        "CREATE RULE my_log AS ON DELETE TO my_table DO ALSO SELECT slug FROM v_agreement",
    )
    before = fingerprint(migrated)
    assert sum(len(row[9]) for row in before if isinstance(row[9], list)) == 4
    downgrade(migrated, "0019")
    assert fingerprint(migrated) == before
    upgrade(migrated)
    assert fingerprint(migrated) == before


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TYPE my_type AS (a v_agreement)",
        "CREATE TABLE my_table (a v_agreement)",
        "CREATE TYPE my_type AS (a v_agreement[])",
    ],
)
def test_what_is_made_of_a_row_of_ours_is_refused_with_what_to_do(migrated: Database, statement: str) -> None:
    """A column of the type of one of our views is in the way of a migration: the message names it, and what to do."""
    run(migrated, statement)
    result = CliRunner().invoke(main, ["--database", migrated.url, "db", "downgrade", "0019", "--yes"])
    assert result.exit_code == 1 and "my_t" in result.stderr and "was left as it was" in result.stderr
    assert result.stderr.endswith("save the definitions of what depends on it, drop that, and run the command again\n")
    assert [(name, found) for name, found in check(migrated) if found] == []


# What belongs to objects of the user's, or of ours, and what a definition does not say.
MORE = r"""
CREATE TABLE their_log (slug TEXT);
CREATE RULE my_rule AS ON INSERT TO their_log DO ALSO SELECT slug FROM v_agreement;
ALTER TABLE their_log DISABLE RULE my_rule;
CREATE RULE my_always AS ON UPDATE TO their_log DO ALSO SELECT slug FROM v_agreement;
ALTER TABLE their_log ENABLE ALWAYS RULE my_always;
COMMENT ON RULE my_rule ON their_log IS 'of a rule';
CREATE FUNCTION my_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO their_log VALUES (NEW.name_en); RETURN NEW; END $$;
CREATE CONSTRAINT TRIGGER my_late AFTER UPDATE ON record DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION my_trigger();
ALTER TABLE record ENABLE ALWAYS TRIGGER my_late;
COMMENT ON TRIGGER my_late ON record IS 'of a trigger';
CREATE SEQUENCE my_first OWNED BY v_agreement.slug;
SELECT setval('my_first', 7);
CREATE SEQUENCE my_second OWNED BY citation.digest;
CREATE MATERIALIZED VIEW my_copy AS SELECT slug, stage FROM v_agreement;
CREATE INDEX my_index ON my_copy (slug);
COMMENT ON INDEX my_index IS 'of an index';
ALTER MATERIALIZED VIEW my_copy CLUSTER ON my_index;
ALTER MATERIALIZED VIEW my_copy ALTER COLUMN slug SET STATISTICS 500, ALTER COLUMN slug SET (n_distinct = 9);
CREATE STATISTICS my_statistics ON slug, stage FROM my_copy;
ALTER STATISTICS my_statistics SET STATISTICS 77;
ALTER STATISTICS my_statistics OWNER TO {reader};
COMMENT ON STATISTICS my_statistics IS 'of statistics';
CREATE INDEX my_digests ON citation (digest);
COMMENT ON INDEX my_digests IS 'of an index of ours';
ALTER TABLE citation SET (fillfactor = 70);
ALTER TABLE citation REPLICA IDENTITY FULL;
CREATE PUBLICATION {reader} FOR TABLE record, citation (fact, digest) WHERE (fact > 5) WITH (publish = 'insert');
CREATE POLICY my_policy ON record USING (slug IN (SELECT slug FROM v_agreement));
COMMENT ON POLICY my_policy ON record IS 'of a policy';
ALTER TABLE record ADD CONSTRAINT my_check CHECK (slug <> 'x') NOT VALID;
COMMENT ON CONSTRAINT my_check ON record IS 'of a constraint';
ALTER TABLE citation ADD CONSTRAINT my_citations CHECK (digest <> '{{');
ALTER TABLE country ADD CONSTRAINT my_names UNIQUE (code, numeric);
CREATE TABLE their_note (record INTEGER CONSTRAINT their_key REFERENCES record (id) ON DELETE SET NULL);
COMMENT ON CONSTRAINT their_key ON their_note IS 'of a key';
CREATE VIEW my_events AS SELECT slug FROM v_event;
CREATE VIEW my_agreements AS SELECT slug FROM v_agreement;
CREATE FUNCTION my_one() RETURNS SETOF v_agreement LANGUAGE sql STABLE AS $$
SELECT v.* FROM v_agreement v JOIN my_events USING (slug) $$;
CREATE FUNCTION my_two() RETURNS SETOF v_event LANGUAGE sql STABLE AS $$
SELECT v.* FROM v_event v JOIN my_agreements USING (slug) $$;
GRANT EXECUTE ON FUNCTION my_one() TO {reader} WITH GRANT OPTION;
CREATE FUNCTION my_secret() RETURNS SETOF v_agreement LANGUAGE sql SECURITY DEFINER AS $$ SELECT * FROM v_agreement $$;
REVOKE ALL ON FUNCTION my_secret() FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {reader};
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
COMMENT ON FUNCTION my_two() IS E'first\n;\nsecond'
"""
STORED = (
    "SELECT CAST(objid AS regclass), CAST(refobjid AS regclass), deptype FROM pg_depend"
    " JOIN pg_class s ON s.oid = objid WHERE s.relkind = 'S' AND refclassid = CAST('pg_class' AS regclass) ORDER BY 1",
    "SELECT last_value FROM my_first",
    "SELECT pg_get_ruledef(oid), ev_enabled, obj_description(oid) FROM pg_rewrite"
    " WHERE rulename IN ('my_rule', 'my_always')",
    "SELECT pg_get_triggerdef(oid), tgenabled, obj_description(oid) FROM pg_trigger WHERE tgname = 'my_late'",
    "SELECT CAST(prrelid AS regclass), CAST(prattrs IS NULL AS TEXT), pg_get_expr(prqual, prrelid)"
    " FROM pg_publication_rel ORDER BY 1",
    "SELECT relreplident, reloptions FROM pg_class WHERE relname = 'citation'",
    "SELECT indexrelid::regclass, indisclustered, obj_description(indexrelid) FROM pg_index"
    " WHERE CAST(indexrelid AS regclass) IN ('my_index', 'my_digests') ORDER BY 1",
    "SELECT attstattarget, attoptions FROM pg_attribute WHERE attrelid = CAST('my_copy' AS regclass) AND attnum = 1",
    "SELECT pg_get_statisticsobjdef(oid), pg_get_userbyid(stxowner), stxstattarget, obj_description(oid)"
    " FROM pg_statistic_ext",
    "SELECT polname, obj_description(oid) FROM pg_policy",
    "SELECT pg_get_constraintdef(oid), obj_description(oid) FROM pg_constraint WHERE conname = 'their_key'",
    "SELECT conname, pg_get_constraintdef(oid), obj_description(oid) FROM pg_constraint"
    " WHERE conname IN ('my_check', 'my_citations', 'my_names')",
    "SELECT pg_get_functiondef(oid), obj_description(oid), (SELECT array_agg(CAST(x AS TEXT) ORDER BY CAST(x AS TEXT))"
    " FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) x) FROM pg_proc WHERE proname LIKE 'my%' ORDER BY 1",
)


def stored(database: Database) -> list[list[str]]:
    """Return what the catalogue says of the objects in MORE."""
    with database.open_read_only() as reader:
        return [sorted(repr(tuple(row)) for row in reader.rows(sql)) for sql in STORED]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_what_belongs_to_objects_is_kept_with_them(databases: Databases, database: Database, reader_role: str) -> None:
    """Sequences, publications, states, comments, statistics, options and functions are as before, up and down.

    The printed SQL leaves the same, and what is of the user's in none of our tables is listed too.
    """
    revision = restore(database, DUMPS / "0.1.0.jsonl")
    run(database, *MORE.format(reader=reader_role).split(";\n"))
    before = stored(database)
    assert all(before)
    twin = databases.create(database)
    run_script(twin, CliRunner().invoke(main, ["--database", twin.url, "db", "upgrade", "--sql"]).stdout)
    upgrade(database)
    assert stored(database) == stored(twin) == before
    databases.remove(twin)
    with database.read() as reader:
        assert reader.value("SELECT count(*) FROM their_log") == 0
        listed = list_owned(reader)
    for name in ("sequence my_first", f"publication {reader_role}", "trigger my_late on record", "function my_one"):
        assert name in listed, listed
    assert {"constraint my_check of record", "constraint my_citations of citation"} <= set(listed)
    downgrade(database, revision)
    assert stored(database) == before


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_function_that_would_not_work_any_more_is_named(migrated: Database) -> None:
    """A function whose body reads what a migration removes is refused, also where only its text says so."""
    body = "SELECT value FROM v_identifier LIMIT 1"
    run(migrated, f"CREATE FUNCTION my_values(v_country) RETURNS text LANGUAGE sql AS $$ {body} $$")
    with pytest.raises(MithaqError, match=r'function my_values\(v_country\): relation "v_identifier" does not exist'):
        downgrade(migrated, "0009")


def test_a_chain_of_a_thousand_views_is_kept(migrated: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views that read one another are set aside and made again; SQLite compiles the last of them, and all with it."""
    compiled = []
    find_fault = on_sqlite._fault
    monkeypatch.setattr(on_sqlite, "_fault", lambda *given: compiled.append(given[1].name) or find_fault(*given))
    views = (f"CREATE VIEW c{number} AS SELECT slug FROM c{number - 1}" for number in range(1, 1200))
    run(migrated, "CREATE VIEW c0 AS SELECT slug FROM v_agreement", *views)
    downgrade(migrated, "0028")
    with migrated.open_read_only() as reader:
        assert sum(each.startswith("view c") for each in list_owned(reader)) == 1200
    assert compiled == (["c1199", "c1199"] if migrated.path else [])


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["country", "identifier"])
def test_a_constraint_that_would_not_hold_any_more_is_named(migrated: Database, table: str) -> None:
    """A constraint on a column, or on a table, that a migration drops is refused by name, and stays."""
    column = {"country": "existed_until", "identifier": "value"}[table]
    run(migrated, f"ALTER TABLE {table} ADD CONSTRAINT mine CHECK ({column} <> 'x')")
    with pytest.raises(MithaqError, match=rf"constraint mine of (public\.)?{table}: "):
        downgrade(migrated, "0009")
    with migrated.read() as reader:
        assert f"constraint mine of {table}" in list_owned(reader)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_table_that_inherits_from_ours_is_named(migrated: Database) -> None:
    """Rows of a table that inherits from one of ours would be changed with it: no migration begins."""
    run(migrated, "CREATE TABLE my_state () INHERITS (state)")
    for more in (["--yes"], ["--sql"]):
        result = CliRunner().invoke(main, ["--database", migrated.url, "db", "downgrade", "0019", *more])
        assert result.exit_code == 1 and "\n  table my_state: it inherits from state\n" in result.stderr, result.output


def test_rows_of_the_users_tables_outlive_what_is_derived_again(databases: Databases) -> None:
    """Rows of ours that a migration derives again take nothing of the user's along, by a key, trigger or rule.

    If what their rows refer to does not come back, the migration is refused.
    """
    database = databases.create(released(databases))
    run(
        database,
        "CREATE TABLE my_note (record INTEGER REFERENCES state (record) ON DELETE CASCADE)",
        "INSERT INTO my_note SELECT record FROM state WHERE kind = 'agreement'",
        "CREATE TABLE my_rows (record INTEGER)",
        "INSERT INTO my_rows SELECT record FROM state",
    )
    if database.path:
        run(database, "CREATE TRIGGER t AFTER DELETE ON state BEGIN DELETE FROM my_rows WHERE record = OLD.record; END")
    else:
        run(
            database,
            "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN DELETE FROM my_rows WHERE record = OLD.record; RETURN OLD; END $$",
            "CREATE TRIGGER t AFTER DELETE ON state FOR EACH ROW EXECUTE FUNCTION t()",
            "CREATE RULE my_rule AS ON DELETE TO search DO ALSO DELETE FROM my_rows WHERE record = OLD.record",
        )
    counts = "SELECT (SELECT count(*) FROM my_note), (SELECT count(*) FROM my_rows)"
    with database.open_read_only() as reader:
        before = reader.rows(counts)[0]
    assert min(before) > 10
    upgrade(database)
    downgrade(database, "0020")
    with database.open_read_only() as reader:
        assert reader.rows(counts)[0] == before
    run(database, "DROP TRIGGER t" if database.path else "DROP TRIGGER t ON state")
    result = CliRunner().invoke(main, ["--database", database.url, "db", "downgrade", "base", "--yes"])
    assert result.exit_code == 1 and "my_note: " in result.stderr, result.output
    with database.open_read_only() as reader:
        assert (reader.rows(counts)[0], str(reader.revision())[:4]) == (before, "0020")
    databases.remove(database)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_key_that_sqlite_cannot_resolve_is_in_nobodys_way(migrated: Database) -> None:
    """A foreign key to a view, or to a column that is not unique, is kept, and `db check` names it beside all else."""
    run(
        migrated,
        "CREATE TABLE my_list (slug TEXT)",
        "CREATE TABLE my_first (slug TEXT REFERENCES my_list (slug))",
        "CREATE TABLE my_second (slug TEXT REFERENCES v_agreement (slug))",
        "INSERT INTO my_first VALUES ('x')",
    )
    before = fingerprint(migrated)
    downgrade(migrated, "0019")
    upgrade(migrated)
    assert fingerprint(migrated) == before
    failed = {name: found for name, found in check(migrated) if found}
    assert failed == {
        "every reference points to a row": [
            "my_first: it refers to columns that are no key",
            "my_second: it refers to columns that are no key",
        ]
    }


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["my_begin_log", '"my update log"', "my_other"])
def test_a_trigger_that_would_not_work_any_more_is_named(migrated: Database, name: str) -> None:
    """A trigger is tried whatever words its name has."""
    body = "UPDATE my_table SET a = (SELECT value FROM v_identifier LIMIT 1)"
    run(migrated, "CREATE TABLE my_table (a)", f"CREATE TRIGGER {name} AFTER INSERT ON my_table BEGIN {body}; END")
    with pytest.raises(MithaqError, match=r"trigger my.* on my_table: no such table: main\.v_identifier"):
        downgrade(migrated, "0009")


def test_a_name_of_a_former_table_is_the_users(migrated: Database) -> None:
    """A table of the user's with a name that was ours at another revision is listed, and is no fault."""
    run(migrated, "CREATE TABLE step (x INTEGER)", "INSERT INTO step VALUES (1)")
    downgrade(migrated, "0019")
    upgrade(migrated)
    assert [(name, found) for name, found in check(migrated) if found] == []
    with migrated.read() as reader:
        assert "table step" in list_owned(reader) and reader.value("SELECT x FROM step") == 1


def test_printed_sql_has_every_character_of_a_name(databases: Databases) -> None:
    """A view whose name has escape sequences and line ends is kept by the printed SQL too."""
    database = databases.create(released(databases))
    run(database, 'CREATE VIEW "my\x1b[31m\n;\n\u202e%s" AS SELECT slug FROM v_agreement')
    before = fingerprint(database)
    run_script(database, CliRunner().invoke(main, ["--database", database.url, "db", "upgrade", "--sql"]).stdout)
    assert any("\x1b" in str(each) for row in before for each in row) and fingerprint(database) == before
    databases.remove(database)
