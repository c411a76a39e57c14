"""Opening a database: only one of Mithaq, at exactly the given path, and without writing when it is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url

from cli import main
from models import VARIABLE
from models.errors import MithaqError
from models.migrating.migrations import upgrade
from models.revisions import revisions
from models.storage.database import Database, PostgresqlReader, SqliteReader
from models.storage.signals import ended_by_signals

HEAD = revisions()[-1]
READING = [["db", "current"], ["db", "check"], ["db", "info"], ["report", "agreements"]]
WRITING = [["db", "upgrade"], ["db", "downgrade", "base"]]
NAMES = [
    "plain.db", "with space.db", "what?.db", "what?mode=memory.db", "100%.db", "%41.db", "#1.db", "a#b?c%20d.db",
    "ميثاق.db", "file:x.db", "a+b&c=d.db", "'quoted\".db", "[1]*.db",
]  # fmt: skip
SHUT = "postgresql+psycopg://user:{password}@localhost:1/mithaq"


def mithaq(given: str | Path, *arguments: str) -> Result:
    """Run `mithaq` on a database."""
    return CliRunner().invoke(main, ["--database", str(given), *arguments])


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder, with the bytes of files."""
    return {str(path): path.read_bytes() if path.is_file() else None for path in sorted(folder.rglob("*"))}


def assert_refused(result: Result, advice: str) -> None:
    """One sentence on stderr that says what to do, nothing on stdout, exit code 1."""
    assert (result.exit_code, result.stdout) == (1, ""), result.output
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("Error: ")
    assert advice in result.stderr


def make_missing(path: Path) -> None:
    """No file at all."""


def make_directory(path: Path) -> None:
    """A directory of that name."""
    path.mkdir()


def make_text(path: Path) -> None:
    """A file that is no database."""
    path.write_text("title,date\n", encoding="utf-8")


def make_empty(path: Path) -> None:
    """A file without a byte."""
    path.touch()


def make_unmanaged(path: Path) -> None:
    """A SQLite database of another program."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (id INTEGER)")
    connection.close()


def make_older(path: Path) -> None:
    """A database that this version has to upgrade first."""
    path.write_bytes(file_at("0003"))


def make_newer(path: Path) -> None:
    """A database of a later version."""
    path.write_bytes(file_at(HEAD))
    set_revision(Database.file(path), "9999_from_the_future")


@cache
def file_at(revision: str) -> bytes:
    """Return a file without rows at a revision."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "mithaq.db")
        upgrade(Database.file(path), revision)
        return path.read_bytes()


def set_revision(database: Database, revision: str) -> None:
    """Pretend that a database is at a revision."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    engine.dispose()


Make = Callable[[Path], None]
REFUSED: list[tuple[Make, list[list[str]], str]] = [
    (make_missing, READING, "make one with: mithaq build"),
    (make_directory, READING + WRITING, "name a file in it"),
    (make_text, READING + WRITING, "is not a SQLite database; name another file with --database"),
    (make_empty, READING, "create the database with: mithaq build"),
    (make_unmanaged, READING[1:] + WRITING, "name another with --database"),
    (make_older, READING[1:], f"older than {HEAD}; run: mithaq db upgrade"),
    (make_newer, READING[1:] + WRITING, "upgrade Mithaq with: pip install -U mithaq"),
]
CASES = [
    pytest.param(make, command, advice, id=f"{make.__name__}-{' '.join(command)}")
    for make, commands, advice in REFUSED
    for command in commands
]


@pytest.mark.parametrize(("make", "command", "advice"), CASES)
def test_only_a_database_of_mithaq_is_opened(tmp_path: Path, make: Make, command: list[str], advice: str) -> None:
    """A command says what is wrong and what to do, and creates and changes nothing."""
    path = tmp_path / "some.db"
    make(path)
    before = tree(tmp_path)
    result = mithaq(path, *command)
    assert_refused(result, advice)
    assert str(path) in result.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize("command", READING[1:] + WRITING, ids=" ".join)
def test_an_old_sqlite_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    """A SQLite that is too old is refused with its version and advice, and nothing is created."""
    (tmp_path / "some.db").write_bytes(file_at(HEAD))
    before = tree(tmp_path)
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.34.0")
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 0))
    assert_refused(mithaq(tmp_path / "some.db", *command), "has SQLite 3.34.0, and Mithaq needs 3.35 or newer")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("command", [["db", "upgrade"], ["build"]], ids=" ".join)
def test_a_missing_folder_is_not_created(tmp_path: Path, command: list[str]) -> None:
    """A path in a folder that does not exist is refused, since it is probably a typing error."""
    assert_refused(mithaq(tmp_path / "no" / "some.db", *command), "create it first")
    assert tree(tmp_path) == {}


def test_a_new_and_an_empty_file_can_be_built(tmp_path: Path) -> None:
    """An upgrade makes a database where there is none, and of an empty file."""
    make_empty(tmp_path / "empty.db")
    for name in ("new.db", "empty.db"):
        assert mithaq(tmp_path / name, "db", "upgrade").exit_code == 0
        assert mithaq(tmp_path / name, "db", "current").stdout == f"{HEAD}\n"


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_damaged_file_is_called_damaged(loaded_template: Database, tmp_path: Path) -> None:
    """Damage is one sentence and no traceback, whether it shows at once or when rows are fetched."""
    assert loaded_template.path
    whole = loaded_template.path.read_bytes()
    for name, start in (("early", 4_096), ("late", len(whole) // 2)):
        path = tmp_path / f"{name}.db"
        path.write_bytes(whole[:start] + b"\xff" * (len(whole) - start))
        with (
            pytest.raises(MithaqError, match=r"is damaged: .*; put a backup back with: mithaq db restore"),
            Database.file(path).open_read_only() as reader,
        ):
            for table in ("record", "fact", "citation", "state", "v_citation"):
                reader.rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
@pytest.mark.parametrize("command", READING[1:], ids=" ".join)
def test_a_postgresql_database_of_others_is_refused(database: Database, command: list[str]) -> None:
    """Without a revision, with an older or a newer one, the errors are those of a SQLite file."""
    assert_refused(mithaq(database.url, *command), "is not a database of Mithaq (it has no revision)")
    upgrade(database, "0003")
    assert_refused(mithaq(database.url, *command), "run: mithaq db upgrade")
    set_revision(database, "9999_from_the_future")
    assert_refused(mithaq(database.url, *command), "upgrade Mithaq with: pip install -U mithaq")


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_tables_of_others_on_postgresql_are_left_alone(database: Database) -> None:
    """A database with tables but no revision belongs to another program, and is left alone."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")
    engine.dispose()
    assert_refused(mithaq(database.url, "db", "upgrade"), "so it is not a database of Mithaq")
    with database.open_read_only() as reader:
        assert reader.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 1


def test_a_revision_of_another_program_is_not_a_newer_mithaq(database: Database) -> None:
    """A database that another program keeps with Alembic is named as such, whatever its revision."""
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('5f2c81d0a9be')")
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")
    engine.dispose()
    for command in ("build", "report agreements", "db check"):
        result = mithaq(database.url, *command.split())
        assert_refused(result, "is not a database of Mithaq (its revision is 5f2c81d0a9be); name another")


@pytest.mark.parametrize(
    "password", ["Old%maps", "ge@heim", "a/geheim", "what?geheim", "a#geheim", "%zz", "my maps", "nul%00maps"]
)
@pytest.mark.parametrize("command", [["db", "current"], ["build"]], ids=" ".join)
def test_a_password_that_is_not_encoded_is_not_printed(command: list[str], password: str) -> None:
    """A sign that must be encoded is named; no part of the password is in the message."""
    result = mithaq(f"postgresql://user:{password}@localhost:1/t", *command)
    assert_refused(
        result, "postgresql+psycopg://user:***@localhost:1/t is not understood; in a user's name or password"
    )
    assert not any(part in result.output for part in ("maps", "heim", "zz"))


@pytest.mark.parametrize("command", [*READING, *WRITING], ids=" ".join)
def test_a_server_that_does_not_answer_is_named_without_the_password(command: list[str]) -> None:
    """The password in the URL of a message is masked; the rest can be checked."""
    result = mithaq(SHUT.format(password="geheim"), *command)
    assert_refused(result, "postgresql+psycopg://user:***@localhost:1/mithaq cannot be reached: ")
    assert "check the server and the URL" in result.stderr
    assert "geheim" not in result.output


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:geheim@h/d", "postgresql+psycopg://u:***@h/d"),
        ("postgres://u:ge@heim@h:5432/d", "postgresql+psycopg://u:***@h:5432/d"),
        ("postgresql+psycopg://u@h:5432/d", "postgresql+psycopg://u@h:5432/d"),
        ("postgresql://h/d?user=u&password=geheim&sslmode=require", None),
    ],
)
def test_passwords_are_masked(url: str, shown: str | None) -> None:
    """The password of a URL is masked, wherever the URL has it."""
    database = Database.locate(url)
    assert str(database) == (shown or "postgresql+psycopg://h/d?user=u&password=***&sslmode=require")
    printed = mithaq(url, "db", "path").stdout
    assert printed.startswith("postgresql://") and "geheim" not in printed and "*" not in printed
    assert psycopg.conninfo.conninfo_to_dict(printed.strip())["dbname"] == "d"


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite+aiosqlite:///x.db", "https://example.org/mithaq.db"])
def test_other_engines_are_refused(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A URL of another engine is refused, and the possible ones are named."""
    monkeypatch.chdir(tmp_path)
    assert_refused(mithaq(url, "db", "upgrade"), "give a path, sqlite:///path or postgresql+psycopg://…")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("as_url", [False, True])
def test_any_file_name_is_that_file(tmp_path: Path, name: str, as_url: bool) -> None:
    """Characters with a meaning in URLs or patterns are part of the name, in writing and in reading."""
    path = tmp_path / name
    given = f"sqlite:///{quote(str(path))}" if as_url else str(path)
    assert mithaq(given, "db", "upgrade", "0001").exit_code == 0
    assert mithaq(given, "db", "current").stdout == f"{revisions()[0]}\n"
    assert mithaq(given, "db", "path").stdout == f"{path}\n"
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "rest", ["x.db", "sub/x.db", "./sub/../x.db", "../x.db", "{absolute}/x.db", "a b%20%C3%A9 ميثاق#1.db"]
)
def test_a_sqlite_url_means_what_it_means_to_sqlalchemy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rest: str
) -> None:
    """Three slashes are relative to the current directory, four are absolute, and %XX is decoded."""
    here = tmp_path / "here"
    (here / "sub").mkdir(parents=True)
    monkeypatch.chdir(here)
    url = f"sqlite:///{rest.format(absolute=tmp_path)}"
    engine = create_engine(url)
    with engine.connect() as connection:
        theirs = connection.exec_driver_sql("PRAGMA database_list").one()[2]
    engine.dispose()
    assert Database.locate(url).path == Path(theirs)


def test_a_url_of_a_file_leads_back_to_it(tmp_path: Path) -> None:
    """The URL of a database opens the same file, also in SQLAlchemy."""
    for name in NAMES:
        database = Database.file(tmp_path / name)
        assert Database.locate(database.url) == database
        assert make_url(database.url).database == str(database.path)


def test_parameters_of_a_sqlite_url_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parameter that would be ignored is refused."""
    monkeypatch.chdir(tmp_path)
    assert_refused(mithaq("sqlite:///some.db?mode=ro", "db", "upgrade"), "write a ? that belongs to the name as %3F")
    assert tree(tmp_path) == {}


def test_the_database_is_given_or_named_or_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--database precedes the variable, and the variable precedes mithaq.db; each is a path or a URL."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert Database.locate().path == tmp_path / "mithaq.db"
    monkeypatch.setenv(VARIABLE, "named.db")
    assert Database.locate().path == tmp_path / "named.db"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/named.db")
    assert Database.locate().path == tmp_path / "named.db"
    assert Database.locate("given.db").path == tmp_path / "given.db"
    for arguments in (["--database", "given.db", "db", "path"], ["db", "path", "--database", "given.db"]):
        assert CliRunner().invoke(main, arguments).stdout == f"{tmp_path / 'given.db'}\n"
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO collection (name) VALUES ('theirs')",
        "UPDATE record SET name_en = 'x'",
        "DELETE FROM citation",
        "CREATE TABLE notes (id INTEGER)",
        "DROP VIEW v_code",
    ],
)
def test_a_reader_cannot_write(loaded_template: Database, statement: str) -> None:
    """A reader refuses every statement that would change a row or the schema."""
    words = "readonly database" if loaded_template.path else "read-only transaction"
    with loaded_template.read() as reader, pytest.raises(MithaqError, match=words):
        reader.rows(statement)
    with loaded_template.read() as reader:
        assert reader.value("SELECT count(*) FROM collection") == 1
        assert reader.value("SELECT count(*) FROM v_code") > 0


def test_a_reader_answers_by_name(loaded_template: Database) -> None:
    """Parameters are named, a percent sign is itself, and columns keep their names and order."""
    with loaded_template.read() as reader:
        assert isinstance(reader, SqliteReader if loaded_template.path else PostgresqlReader)
        sql = "SELECT slug, code FROM v_country WHERE code = :code AND slug LIKE 'al%' ORDER BY slug"
        names, rows = reader.select(sql, {"code": "DZ"})
        assert (names, [tuple(row) for row in rows]) == (["slug", "code"], [("algeria", "DZ")])
        assert reader.value("SELECT count(*) FROM v_country WHERE slug LIKE 'al%'") == 3
        assert reader.value("SELECT code FROM v_country WHERE code = :code", {"code": "ZZ"}) is None


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_foreign_keys_hold_on_every_connection(migrated: Database) -> None:
    """Each of several open connections is separate, and refuses a reference to a missing row."""
    engine = migrated.engine()
    opened = [engine.raw_connection() for _ in range(3)]
    assert len({id(each.driver_connection) for each in opened}) == 3
    for each in opened:
        assert each.cursor().execute("PRAGMA foreign_keys").fetchone() == (1,)
        with pytest.raises(sqlite3.IntegrityError):
            each.cursor().execute("INSERT INTO field VALUES ('nothing', 'name')")
        each.close()
    engine.dispose()


def test_a_transaction_holds_ddl_too(migrated: Database) -> None:
    """A table that is created in a transaction is gone when the transaction is rolled back."""
    engine = migrated.engine()
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")
        connection.exec_driver_sql("INSERT INTO collection (name) VALUES ('theirs')")
        connection.rollback()
    engine.dispose()
    with migrated.read() as reader, pytest.raises(MithaqError):
        reader.rows("SELECT * FROM notes")
    with migrated.read() as reader:
        assert reader.rows("SELECT * FROM collection") == []


# The statements by which another program made its database, and what is said of it.
FOREIGN = {
    "no revision": ("INSERT INTO alembic_version VALUES (NULL)", "does not hold one revision as text"),
    "two revisions": ("INSERT INTO alembic_version VALUES ('a'), ('b')", "does not hold one revision as text"),
    "another column": ("ALTER TABLE alembic_version RENAME version_num TO x", "has no column version_num"),
    "ours": (f"INSERT INTO alembic_version VALUES ('{HEAD}')", f"its revision is {HEAD}, but the tables are missing"),
    "controls": ("INSERT INTO alembic_version VALUES ('\x1b[31m\x9b\n')", "(its revision is \ufffd[31m\ufffd"),
    "long": (f"INSERT INTO alembic_version VALUES ('{'9' * 500}')", f"(its revision is {'9' * 59}…)"),
    "no table": ("DROP TABLE alembic_version", "holds tables (notes) but no revision"),
}


@pytest.mark.parametrize("made", FOREIGN)
def test_whatever_another_program_wrote_is_named(database: Database, made: str) -> None:
    """Whatever a table of Alembic's holds that is not ours, each command names the database, and changes nothing."""
    statement, said = FOREIGN[made]
    engine = database.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("CREATE TABLE notes (id INTEGER)")
        connection.exec_driver_sql(statement)
    engine.dispose()
    folder = database.path.parent if database.path else None
    before = tree(folder) if folder else {}
    commands = ["build", "db current", "db upgrade", "db downgrade base", *["db backup"] * bool(folder)]
    for command in commands:
        result = mithaq(database.url, *command.split())
        assert_refused(result, "not a database of Mithaq")
        assert said in result.stderr and "name another with --database" in result.stderr
    assert not folder or tree(folder) == before


def test_a_function_of_another_program_is_named_with_who_needs_it(tmp_path: Path) -> None:
    """An index on a function that only its own program has: a write says what the function belongs to."""
    path = tmp_path / "mithaq.db"
    upgrade(Database.file(path))
    with sqlite3.connect(path) as connection:
        connection.create_function("theirs", 1, str, deterministic=True)
        connection.execute("CREATE INDEX my_index ON record (theirs(name_en))")
    connection.close()
    said = "unknown function: theirs(); an index or a column of yours uses it"
    assert said in mithaq(path, "db", "downgrade", "0019", "--yes").stderr


def test_a_file_that_another_program_marked_is_left_alone(tmp_path: Path) -> None:
    """A SQLite file without tables, but with the mark of another program, is neither built nor migrated."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 1234567")
    connection.close()
    before = tree(tmp_path)
    for command in ("build", "db upgrade", "db downgrade base", "db backup"):
        assert_refused(mithaq(path, *command.split()), "(its application_id 1234567 is another program's)")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.parametrize("value", ["x'1b5b33316d'", "x'1b5d303b7007'", "char(27) || '[31m'"])
def test_no_revision_reaches_the_output_with_control_characters(migrated: Database, value: str) -> None:
    """SQLite keeps any bytes as the revision; no command prints them, also not into a pipe."""
    assert migrated.path
    with sqlite3.connect(migrated.path) as connection:
        connection.execute(f"UPDATE alembic_version SET version_num = {value}")
    connection.close()
    for command in ("db current", "db info", "db upgrade", "build", "db check", "db restore"):
        result = mithaq(migrated.path, *command.split())
        assert result.output and "\x1b" not in result.output and "\x07" not in result.output


def test_no_text_of_a_file_reaches_the_output_with_control_characters(loaded: Database) -> None:
    """Each line that describes a database is without control characters, also in a pipe."""
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE load SET version = '0\x1b]0;p\x07\n1'")
        connection.exec_driver_sql('CREATE TABLE "my\x1b[31m\ntable" (id INTEGER)')
    engine.dispose()
    for command, shown in (("db info", "by version 0\ufffd]0;p\ufffd 1\n"), ("db check", "table my\ufffd[31m table\n")):
        result = mithaq(loaded.url, *command.split())
        assert shown in result.output and "\x1b" not in result.output


def test_a_signal_within_a_statement_is_all_that_is_raised(tmp_path: Path) -> None:
    """A connection that was closed because of it is not used again."""
    engine = Database.file(tmp_path / "mithaq.db").engine()
    with pytest.raises(KeyboardInterrupt), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE a (b)")
        connection.invalidate()
        raise KeyboardInterrupt
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    engine.dispose()


def test_a_signal_is_what_ends_a_block_that_cannot_be_undone() -> None:
    """An error in the course of Ctrl-C, of a driver that was interrupted, does not take its place; a sentence does."""
    with pytest.raises(KeyboardInterrupt), ended_by_signals():
        try:
            raise KeyboardInterrupt
        finally:
            raise sqlite3.OperationalError("another command is already in progress")
    with pytest.raises(MithaqError), ended_by_signals():
        try:
            raise KeyboardInterrupt
        finally:
            raise MithaqError("the file was left as it was")
