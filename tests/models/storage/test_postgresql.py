"""PostgreSQL as people run it: URLs of every form, roles with few rights, and a pooler."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from cli import main
from models.migrating.migrations import downgrade, upgrade
from models.schema import metadata
from models.storage.database import Database
from tests.outside import run
from tests.seedfiles import write_folder

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
READING = (
    *("report agreements --country UZ", "report overview", "show huawei", "search huawei", "country UZ", "pair UZ CN"),
    *("sql SELECT(1)", "export - --as dot", "db current"),
)
# Other tests use the same server.
HELD = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
RELATIONS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"


def mithaq(url: str, *arguments: str) -> Result:
    """Run `mithaq` on a database."""
    return CliRunner().invoke(main, ["--database", url, *arguments])


def loads(url: str, folder: Path) -> Result:
    """Load a folder, which writes where it has not been loaded yet, and takes the lock in any case."""
    return mithaq(url, "seed", "load", str(folder), "--collection", "mine")


def parts(database: Database) -> tuple[str, int, str]:
    """Return the folder of the server's socket, its port, and the name of the database."""
    url = make_url(database.url)
    host = str(url.query.get("host") or url.host)
    if not host.startswith("/"):
        pytest.skip("the server has no socket that the test knows")
    return host, url.port or 5432, str(url.database)


def test_a_url_means_the_same_to_every_command(
    loaded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several hosts, a socket, a service and options are read, and written, as libpq reads them."""
    host, port, name = parts(loaded)
    service = tmp_path / "pg_service.conf"
    service.write_text(
        f"[mine]\nhost={host}\nport={port}\nuser=postgres\ndbname={name}\noptions=-csearch_path=public\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    folder, place = write_folder(tmp_path / "mine"), quote(host, "")
    for url in (
        f"postgresql://postgres@{place}:{port}/{name}",
        f"postgresql+psycopg:///{name}?host={host}&port={port}&user=postgres",
        f"postgresql://postgres@localhost:1,{place}:{port}/{name}",
        f"postgresql://postgres@localhost:1,{place}:{port}/{name}?target_session_attrs=read-write",
        f"postgres://postgres@{place}:{port}/{name}?options=-csearch_path%3Dpublic",
        "postgresql://?service=mine",
    ):
        for result in (loads(url, folder), mithaq(url, "report", "agreements", "--collection", "mine")):
            assert result.exit_code == 0, (url, result.output)
    assert (
        "target_session_attrs=read-write"
        in mithaq("postgresql://me@%2Frun/x?target_session_attrs=read-write", "db", "current").stderr
    )
    refused = mithaq(f"postgresql://postgres:geheim@{place}:{port}/{name}?nonsense=1", "db", "current")
    assert "is not understood" in refused.stderr and "only libpq's own parameters" in refused.stderr
    standby = loads(f"postgresql://postgres@{place}:{port}/{name}?target_session_attrs=standby", folder)
    assert standby.exit_code == 1 and "cannot be reached: " in standby.stderr


def test_the_users_search_path_is_kept(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search path of the URL, a service or else PGOPTIONS holds for writing and reading, also with a blank in it."""
    run(database, 'CREATE SCHEMA "my schema"', "CREATE SCHEMA theirs")
    mark = "&" if "?" in database.url else "?"
    url = f'{database.url}{mark}options=-c%20search_path%3D"my\\%20schema"%20-c%20statement_timeout%3D60000'
    assert mithaq(url, "db", "upgrade", "0001").exit_code == 0
    assert mithaq(url, "db", "current").stdout == "0001_create_vocabularies\n"
    monkeypatch.setenv("PGOPTIONS", "--search_path=theirs")
    assert mithaq(database.url, "db", "upgrade", "0001").exit_code == 0
    host, port, name = parts(database)
    service = tmp_path / "pg_service.conf"
    service.write_text(
        f"[mine]\nhost={host}\nport={port}\nuser=postgres\ndbname={name}\noptions=-csearch_path=nowhere\n"
    )
    monkeypatch.setenv("PGSERVICEFILE", str(service))
    assert mithaq("postgresql://?service=mine", "db", "current").stdout == "base\n"
    monkeypatch.delenv("PGOPTIONS")
    assert mithaq(database.url, "db", "current").stdout == "base\n"
    with database.open_read_only() as reader:
        found = reader.rows("SELECT schemaname FROM pg_tables WHERE tablename = 'kind' ORDER BY 1")
    assert [row[0] for row in found] == ["my schema", "theirs"]


def test_another_programs_revisions_may_be_in_the_search_path(database: Database, tmp_path: Path) -> None:
    """Mithaq finds its own schema beside that of another program that uses Alembic, wherever this one stands."""
    run(
        database,
        "CREATE SCHEMA ours",
        "CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY)",
        "INSERT INTO public.alembic_version VALUES ('5f2c81d0a9be')",
    )
    mark = "&" if "?" in database.url else "?"
    first, second = (f"{database.url}{mark}options=-csearch_path%3D{path}" for path in ("ours,public", "public,ours"))
    for url, sentence in ((first, "it has no revision"), (second, "its revision is 5f2c81d0a9be")):
        refused = mithaq(url, "report", "overview")
        assert "is not a database of Mithaq" in refused.stderr and sentence in refused.stderr
    assert "its revision is 5f2c81d0a9be" in mithaq(second, "build").stderr
    run(database, mithaq(first, "db", "upgrade", "0024", "--sql").stdout)
    for url in (first, second):
        assert mithaq(url, "build").exit_code == 0
        assert mithaq(url, "db", "downgrade", "0024", "--yes").exit_code == 0
        for command in ("db upgrade", "db check", "report overview"):
            result = mithaq(url, *command.split())
            assert result.exit_code == 0, (url, command, result.output)
    with database.open_read_only() as reader:
        assert reader.rows("SELECT version_num FROM public.alembic_version") == [("5f2c81d0a9be",)]
        assert reader.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


@pytest.fixture
def role(loaded: Database) -> Iterator[str]:
    """A role that may log in, and has no rights."""
    name = f"role_{make_url(loaded.url).database}"
    run(loaded, f"CREATE ROLE {name} LOGIN")
    yield name
    run(loaded, f"DROP OWNED BY {name} CASCADE", f"DROP ROLE {name}")


def as_role(database: Database, role: str) -> str:
    """Return the URL by which a role connects."""
    return make_url(database.url).set(username=role).render_as_string(hide_password=False)


def give_to(database: Database, role: str) -> str:
    """Make a role the owner of all tables and views, and return the URL by which it connects."""
    with psycopg.connect(database.url.replace("+psycopg", "")) as connection:
        relations = [row[0] for row in connection.execute(RELATIONS.encode()).fetchall()]
    owned = (f"ALTER TABLE {each} OWNER TO {role}" for each in relations)
    run(database, f"GRANT ALL ON SCHEMA public TO {role}", *owned)
    return as_role(database, role)


def test_an_owner_needs_no_right_on_the_database(loaded: Database, role: str, tmp_path: Path) -> None:
    """An owner who may create neither schemas nor temporary tables loads, migrates and checks.

    Where a superuser migrates, new tables and views are the owner's too.
    """
    name = make_url(loaded.url).database
    run(loaded, f"REVOKE TEMPORARY, CREATE ON DATABASE {name} FROM PUBLIC")
    url = give_to(loaded, role)
    for result in (loads(url, write_folder(tmp_path / "mine")), mithaq(url, "db", "check"), mithaq(url, "build")):
        assert result.exit_code == 0, result.output
    downgrade(loaded, "0021")
    upgrade(loaded)
    with loaded.read() as reader:
        owners = reader.rows(
            f"SELECT DISTINCT pg_get_userbyid(relowner) FROM ({RELATIONS.replace('relname', '*', 1)}) x"
        )
    assert [row[0] for row in owners] == [role]
    run(loaded, "DROP VIEW v_person")
    assert "view v_person is missing" in mithaq(url, "db", "check").output


def test_a_reader_reads_and_changes_nothing(
    loaded: Database, role: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The printed SQL makes a role for reports, searches and exports; for reports, the views are enough."""
    caplog.clear()
    lines = mithaq(loaded.url, "db", "reader", role).stdout.splitlines()
    assert lines[0] == f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;'
    assert [line.split()[0] for line in lines[1:]] == ["GRANT", "GRANT"]
    for refused in ("pg_x", "public", "none", "م" * 32):
        assert "PostgreSQL takes no role called" in mithaq(loaded.url, "db", "reader", refused).stderr
    run(loaded, *lines[1:])
    url = as_role(loaded, role)
    for command in READING:
        result = mithaq(url, *command.split())
        assert (result.exit_code, result.stderr) == (0, ""), (command, result.output)
    result = loads(url, write_folder(tmp_path / "mine"))
    assert result.exit_code == 1 and "permission denied for table" in result.stderr, result.output
    assert len(result.stderr.splitlines()) == 1
    assert caplog.text == ""
    with loaded.read() as reader:
        tables = ", ".join(
            str(row[0]) for row in reader.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
    run(loaded, f"REVOKE SELECT ON {tables} FROM {role}")
    of_views = [each for each in READING if each not in ("search huawei", "db current")]
    of_views += [f"export {tmp_path / name}" for name in ("copy.sqlite", "graph.graphml", "tables --as parquet")]
    for command in (*of_views, f"diff {url} {url}"):
        assert mithaq(url, *command.split()).exit_code == 0, command
    assert "permission denied for table" in mithaq(url, "search", "huawei").stderr
    assert mithaq(loaded.url, "sql", "SELECT 1").exit_code == 0
    assert "mithaq db reader NAME" in caplog.text


@pytest.mark.parametrize("option", ["default_transaction_read_only=on", "standard_conforming_strings=off"])
def test_a_check_needs_no_setting(loaded: Database, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    """A role or a server whose settings are unusual is checked like any other."""
    monkeypatch.setenv("PGOPTIONS", f"-c {option}")
    result = mithaq(loaded.url, "db", "check")
    assert (result.exit_code, "failed" in result.stdout) == (0, False), result.output


@pytest.mark.parametrize("power", ["pg_read_server_files", "pg_write_server_files", "pg_execute_server_program"])
def test_a_role_that_may_use_files_is_warned(
    loaded: Database, role: str, caplog: pytest.LogCaptureFixture, power: str
) -> None:
    """`mithaq sql` warns a role that may read or write files of the server, or run its programs, and no other."""
    url = as_role(loaded, role)
    run(loaded, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
    for warned in (False, True):
        caplog.clear()
        assert mithaq(url, "sql", "SELECT 1").exit_code == 0
        assert ("this role may read and write files of the server" in caplog.text) == warned
        run(loaded, f"GRANT {power} TO {role}")


def test_a_file_has_no_roles(tmp_path: Path, databases: object) -> None:
    """On SQLite the command says what protects a file."""
    upgrade(Database.file(tmp_path / "mithaq.db"))
    result = mithaq(str(tmp_path / "mithaq.db"), "db", "reader", "analyst")
    assert (result.exit_code, "a SQLite file has no roles" in result.stderr) == (1, True)


def test_rows_that_a_policy_hides_are_never_lost(loaded: Database, role: str, tmp_path: Path) -> None:
    """A migration or a load by a role from whom a policy hides rows is refused; a reader sees what the policy shows."""
    count = "SELECT count(*) FROM citation"
    with loaded.read() as reader:
        before = reader.value(count)
    refused = (1, 'policy for table "citation"; a policy may hide rows from this role', "NO FORCE ROW LEVEL SECURITY")
    hidden = (
        "ALTER TABLE citation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON citation USING (collection = 'mine')",
    )
    url = give_to(loaded, role)
    run(loaded, *hidden)
    assert mithaq(url, "sql", count, "--format", "csv").stdout.splitlines()[-1] == "0"
    loading = loads(url, write_folder(tmp_path / "mine"))
    run(loaded, "ALTER TABLE citation NO FORCE ROW LEVEL SECURITY")
    downgrade(loaded, "0024")
    run(loaded, "ALTER TABLE citation FORCE ROW LEVEL SECURITY")
    for result in (loading, mithaq(url, "db", "upgrade"), mithaq(loaded.url, "db", "upgrade")):
        assert (result.exit_code, *(each for each in refused[1:] if each in result.stderr)) == refused, result.output
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        run(loaded, mithaq(loaded.url, "db", "upgrade", "--sql").stdout)
    run(loaded, "ALTER TABLE citation NO FORCE ROW LEVEL SECURITY")
    assert mithaq(url, "db", "upgrade").exit_code == 0
    with loaded.read() as reader:
        assert reader.value(count) == before
        assert reader.value("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('citation')") is True


def test_our_schema_need_not_be_the_first(loaded: Database, role: str, tmp_path: Path) -> None:
    """A schema that comes before ours in the search path, also only for the owner, changes nothing.

    All that is made is made in our schema, and what has the name of a table of ours elsewhere is left alone.
    """
    count = "SELECT nspname, count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    count += " WHERE nspname IN ('public', 'theirs') AND relkind IN ('r', 'v') GROUP BY 1 ORDER BY 1"
    url = give_to(loaded, role)
    run(
        loaded,
        f"CREATE SCHEMA {role} AUTHORIZATION {role}",
        "CREATE SCHEMA theirs",
        "CREATE TABLE theirs.record (id TEXT)",
        f"CREATE TABLE {role}.mine (record INTEGER REFERENCES record (id) ON DELETE CASCADE)",
        f"ALTER TABLE {role}.mine OWNER TO {role}",
    )
    with loaded.read() as reader:
        before = reader.rows(count)
        statements = mithaq(loaded.url, "db", "reader", "analyst").stdout
    mark = "&" if "?" in loaded.url else "?"
    run(loaded, f"GRANT USAGE ON SCHEMA theirs TO {role}")
    theirs = f"{loaded.url}{mark}options=-csearch_path%3Dtheirs,public"
    for each, printed in ((url, True), (url, False), (loaded.url, False), (theirs, False)):
        assert mithaq(each, "db", "reader", "analyst").stdout == statements
        assert mithaq(each, "db", "downgrade", "0024", "--yes").exit_code == 0
        if printed:
            run(loaded, mithaq(each, "db", "upgrade", "--sql").stdout)
        for command in ("db upgrade", "db check", "report overview"):
            result = mithaq(each, *command.split())
            assert result.exit_code == 0, (each, command, result.output)
        assert loads(each, write_folder(tmp_path / "mine")).exit_code == 0
        with loaded.read() as reader:
            assert reader.rows(count) == before
    run(loaded, f"DROP SCHEMA {role} CASCADE")


def test_an_error_of_a_users_trigger_is_one_line(
    loaded: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A load that a trigger of the user's refuses says so, and the driver adds nothing."""
    raising = "CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not here'; END $$"
    run(loaded, raising, "CREATE TRIGGER t BEFORE INSERT ON source FOR EACH ROW EXECUTE FUNCTION t()")
    caplog.clear()
    result = loads(loaded.url, write_folder(tmp_path / "mine"))
    assert "not here" in result.stderr and len(result.stderr.splitlines()) == 1
    assert not any(each.name.startswith("psycopg") for each in caplog.records), caplog.text


@pytest.mark.parametrize("option", ["default_transaction_read_only=on", "quote_all_identifiers=on"])
def test_a_setting_that_prevents_a_migration_is_named(
    loaded: Database, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    """A session that may only read is refused with both reasons that it can have; the quoting of names is no matter."""
    run(loaded, "CREATE FUNCTION my_first(v_country) RETURNS text LANGUAGE sql AS $$ SELECT $1.code $$")
    monkeypatch.setenv("PGOPTIONS", f"-c {option}")
    result = mithaq(loaded.url, "db", "downgrade", "0019", "--yes")
    if option.startswith("quote"):
        assert result.exit_code == 0, result.output
        return
    assert "target_session_attrs=read-write" in result.stderr and option.partition("=")[0] in result.stderr


@pytest.fixture
def pooler(loaded: Database, tmp_path: Path) -> Iterator[str]:
    """The URL of the database behind PgBouncer in transaction mode, with two sessions for everybody."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if not program:
        pytest.skip("PgBouncer is not installed")
    host, port, name = parts(loaded)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    settings = {"listen_addr": "127.0.0.1", "listen_port": own, "unix_socket_dir": "", "auth_type": "any"}
    settings |= {"pool_mode": "transaction", "default_pool_size": 2, "server_reset_query": ""}
    lines = ["[databases]", f"{name} = host={host} port={port} dbname={name} user=postgres", "[pgbouncer]"]
    file = Path(host) / f"pgbouncer-{own}.ini"
    file.write_text("\n".join([*lines, *(f"{key} = {value}" for key, value in settings.items())]) + "\n")
    file.chmod(0o644)
    # It refuses to run as root; the server's own user can enter the folder of its socket.
    user = os.stat(host).st_uid if os.getuid() == 0 else None
    process = subprocess.Popen([program, "-q", str(file)], user=user, stderr=subprocess.DEVNULL)
    try:
        yield f"postgresql://postgres@127.0.0.1:{own}/{name}"
    finally:
        process.kill()
        process.wait()
        file.unlink()


def test_a_pooler_gives_each_transaction_another_session(pooler: str, tmp_path: Path) -> None:
    """Everything works behind PgBouncer in transaction mode, and no setting or statement stays in its sessions."""
    end = time.monotonic() + 10
    while mithaq(pooler, "db", "current").exit_code and time.monotonic() < end:
        time.sleep(0.1)
    for result in (
        *(mithaq(pooler, *command.split()) for command in READING),
        mithaq(pooler, "build"),
        loads(pooler, write_folder(tmp_path / "mine")),
        mithaq(pooler, "db", "check"),
        mithaq(pooler, "sql", "EXPLAIN SELECT 1"),
        mithaq(pooler, "db", "downgrade", "0023", "--yes"),
        mithaq(pooler, "db", "upgrade"),
    ):
        assert result.exit_code == 0, result.output
    shell = mithaq(pooler, "sql")
    assert shell.exit_code == 1 and "cannot be opened read-only: " in shell.stderr
    with psycopg.connect(pooler, prepare_threshold=None) as connection:
        for setting, expected in (("jit", "on"), ("default_transaction_read_only", "off"), ("lock_timeout", "0")):
            assert connection.execute(f"SHOW {setting}".encode()).fetchone() == (expected,)
        prepared = connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
        locks = connection.execute(HELD).fetchone()
    assert (prepared, locks) == ((0,), (0,))


def test_the_planner_knows_every_table(loaded: Database) -> None:
    """The first load analyzes the vocabularies too; without them, a report of one country compares all with all."""
    unknown = "SELECT count(*) FILTER (WHERE reltuples < 0), count(*) FROM pg_class WHERE oid = ANY(%s::regclass[])"
    with psycopg.connect(loaded.url.replace("+psycopg", "")) as connection:
        row = connection.execute(unknown, (list(metadata.tables),)).fetchone()
    assert row == (0, len(metadata.tables))


def test_the_planner_compares_all_orders_of_joins(loaded: Database) -> None:
    """The genetic search of the server, which guesses, is off while we read."""
    assert mithaq(loaded.url, "sql", "SHOW geqo", "--format", "csv").stdout == '"geqo"\n"off"\n'
