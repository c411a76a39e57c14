"""`mithaq sql`: statements that run, statements that are refused, and the printed result."""

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from models.storage.postgresql import CAUTION
from reports.search.matching import find_records
from reports.sql import shell
from tests.conftest import Databases
from tests.paths import CHECKOUT
from tests.patience import ends_within
from tests.shell import run as shell_run
from tests.shell import starts

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
REFUSED = "only reading is allowed; give a SELECT"


def run(database: Database, *arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--database", database.url, "sql", *arguments], input=text)


def refusal(database: Database, statement: str) -> str:
    """Return the message with which a statement is refused."""
    result = run(database, statement)
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    return result.stderr


def facts(database: Database) -> list[object]:
    """Return the rows that no statement may change."""
    with database.read() as reader:
        return [reader.rows("SELECT * FROM fact ORDER BY id"), reader.rows("SELECT slug FROM record ORDER BY slug")]


def test_a_statement_takes_no_more_time_or_memory_than_it_may(loaded_template: Database) -> None:
    """--timeout ends a statement that computes, makes long texts, or prints; drawing ends at ten million characters.

    On SQLite no value has more than 64 MiB.
    """
    rows = ENDLESS.replace("count(*)", "x")
    long = "CAST(x AS text) || 'x'"
    for letter in "abcdefg":
        long = f"replace({long}, '{chr(ord(letter) - 1) if letter > 'a' else 'x'}', '{letter * 10}')"
    in_long_texts = ENDLESS.replace("count(*)", f"max(length({long}))")
    for statement in (ENDLESS, rows, in_long_texts):
        with ends_within(30):
            result = run(loaded_template, statement, "--format", "csv", "--timeout", "0.5")
        assert result.exit_code == 1
        assert result.stderr == "Error: the statement took longer than 0.5 seconds; give it more with --timeout\n"
    if loaded_template.path:
        for more in (0, 1):
            result = run(loaded_template, f"SELECT length(zeroblob({64 * 2**20} + {more}))", "--format", "csv")
            assert (result.exit_code, "too big" in result.stderr) == (more, bool(more)), result.output
    wide = f"SELECT replace(x, '1', '{'y' * 1000}') AS z FROM (SELECT CAST(x + 11111111 AS text) AS x FROM n) AS m"
    with ends_within(30):
        drawn = run(loaded_template, rows.replace("SELECT x FROM n", wide), "--format", "plain")
    assert drawn.exit_code == 0 and len(drawn.stdout) < 11_000_000


def test_rows_do_not_replace_the_statement(loaded_template: Database, tmp_path: Path) -> None:
    """The file behind standard input is what the command reads."""
    question = tmp_path / "question.csv"
    question.write_text("SELECT 1 AS one")
    line = f"mithaq --database '{loaded_template.url}' sql - < question.csv --output "
    code, output = shell_run(line + "question.csv", tmp_path)
    assert (code, output) == (1, "Error: question.csv is what the command reads; write to another file\n")
    assert question.read_text() == "SELECT 1 AS one"
    assert shell_run(line + "rows.csv", tmp_path)[0] == 0 and (tmp_path / "rows.csv").exists()


@pytest.fixture(scope="module")
def attacked(databases: Databases, loaded_template: Database) -> Iterator[Database]:
    """The shipped data for statements that try to write; none of them succeeds."""
    copy = databases.create(loaded_template)
    yield copy
    databases.remove(copy)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT slug FROM v_country WHERE code = 'UZ'",
        "  -- a comment; with a semicolon\n SELECT slug FROM v_country WHERE code = 'UZ';\n",
        "/* another */ WITH c AS (SELECT slug FROM v_country WHERE code = 'UZ') SELECT * FROM c",
        "SELECT slug FROM v_country WHERE code = 'UZ' AND name_en LIKE '%z%' AND name_en <> '%s %(x)s :name'",
    ],
)
def test_a_statement_that_reads(loaded_template: Database, statement: str) -> None:
    """A query runs unchanged, with its comments, percent signs and colons."""
    assert json.loads(run(loaded_template, statement, "--format", "json").stdout) == [{"slug": "uzbekistan"}]


@pytest.mark.parametrize("statement", ["EXPLAIN SELECT * FROM v_record", "VALUES (1, 2)"])
def test_other_statements_that_read(loaded_template: Database, statement: str) -> None:
    """Plans and values are read like tables."""
    assert len(run(loaded_template, statement, "--format", "jsonl").stdout.splitlines()) >= 1


def test_the_documented_query_of_the_index(loaded_template: Database) -> None:
    """The query that docs/search.md shows for an engine runs, and finds the records that a search finds."""
    words = "search MATCH" if loaded_template.path else "words @@"
    page = (CHECKOUT / "docs" / "search.md").read_text("utf-8")
    [query] = [block for block in page.split("\n\n") if words in block]
    rows = json.loads(run(loaded_template, query, "--format", "json").stdout)
    with loaded_template.read() as reader:
        hits = [hit for hit in find_records(reader, "الصين أوزبكستان", None, 100) if hit.rank <= 4]
    assert [row["slug"] for row in rows] == sorted(hit.slug for hit in hits) != []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM citation", "UPDATE record SET name_en = 'x'", "INSERT INTO collection VALUES ('x')",
        "CREATE TABLE x (a integer)", "CREATE TEMP TABLE x (a integer)", "DROP TABLE citation", "BEGIN", "COMMIT",
        "ANALYZE", "VACUUM", "REINDEX fact",
    ],
)  # fmt: skip
def test_writing_is_refused(attacked: Database, statement: str) -> None:
    """A statement that does not read is refused in one sentence, and changes nothing."""
    before = facts(attacked)
    assert refusal(attacked, statement) == f"Error: {REFUSED}\n"
    assert facts(attacked) == before


@pytest.mark.parametrize(
    "statement",
    ["ATTACH '{path}' AS other", "VACUUM INTO '{path}'", "PRAGMA user_version = 99", "PRAGMA writable_schema = 1",
     "PRAGMA query_only = 0", "SELECT load_extension('{path}')", "DETACH main"],
)  # fmt: skip
def test_what_sqlite_could_do_beside_writing(attacked: Database, tmp_path: Path, statement: str) -> None:
    """Other files, settings and extensions are out of reach."""
    if not attacked.path:
        pytest.skip("words of SQLite")
    target = tmp_path / "other.db"
    assert refusal(attacked, statement.format(path=target)) == f"Error: {REFUSED}\n"
    assert not target.exists()


@pytest.mark.parametrize(
    "statement",
    ["COPY fact TO '{path}'", "COPY fact TO PROGRAM 'touch {path}'", "SET default_transaction_read_only = off",
     "SET TRANSACTION READ WRITE", "DO $$ BEGIN END $$", "CALL x()", "LOCK fact", "PREPARE x AS SELECT 1",
     "ROLLBACK", "COPY fact FROM '{path}'"],
)  # fmt: skip
def test_what_postgresql_could_do_beside_writing(attacked: Database, tmp_path: Path, statement: str) -> None:
    """Files and programs of the server, and settings of the session, are out of reach."""
    if attacked.path:
        pytest.skip("words of PostgreSQL")
    assert refusal(attacked, statement.format(path=tmp_path / "other")) == f"Error: {REFUSED}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT set_config('transaction_read_only', 'off', false)", "transaction read-write mode"),
        ("WITH gone AS (DELETE FROM citation RETURNING *) SELECT * FROM gone", "data-modifying"),
        ("EXPLAIN ANALYZE DELETE FROM citation", "read-only transaction"),
        ("SELECT * INTO x FROM fact", "INTO is not allowed"),
        ("EXPLAIN SELECT 1; DELETE FROM citation", "multiple commands"),
        ("SHOW all; SET default_transaction_read_only = off; DELETE FROM citation", "multiple commands"),
    ],
)
def test_writing_by_a_detour(attacked: Database, statement: str, message: str) -> None:
    """A query that would write on its way is refused by PostgreSQL itself."""
    if attacked.path:
        pytest.skip("words of PostgreSQL")
    before = facts(attacked)
    assert message in refusal(attacked, statement)
    assert facts(attacked) == before


def test_nothing_is_ever_committed(attacked: Database) -> None:
    """The one table that PostgreSQL lets a read-only transaction make is rolled back."""
    if attacked.path:
        pytest.skip("words of PostgreSQL")
    assert run(attacked, "EXPLAIN ANALYZE CREATE TABLE x AS SELECT 1").exit_code == 0
    assert json.loads(run(attacked, "SELECT to_regclass('x') AS x", "--format", "json").stdout) == [{"x": None}]


@pytest.mark.parametrize("second", ["DELETE FROM citation", "SELECT 2", "SET default_transaction_read_only = off"])
def test_one_statement_at_a_time(attacked: Database, second: str) -> None:
    """A second statement is refused, and the first does not run either."""
    before = facts(attacked)
    refusal(attacked, f"SELECT 1; {second}")
    refusal(attacked, f"SELECT 1; {second};")
    assert facts(attacked) == before


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("SELECT nothing FROM record", "nothing"),
        ("SELEC 1", ""),
        ("SELECT * FROM record WHERE slug = :slug", ""),
        ("SELECT '\ud800'", ""),
        ("", "the statement is empty; give a SELECT"),
        ("  /* nothing */ ", "the statement is empty; give a SELECT"),
    ],
)
def test_mistakes_are_one_sentence(loaded_template: Database, statement: str, message: str) -> None:
    """A mistake in the SQL is one line with the engine's message, without a traceback."""
    told = refusal(loaded_template, statement)
    assert told.startswith("Error: ") and message in told and told.count("\n") == 1


def test_wide_is_an_option() -> None:
    """`sql` and `search` take --wide, which the line of hidden columns advises."""
    for command in ("sql", "search"):
        assert "--wide" in CliRunner().invoke(main, [command, "--help"]).stdout


def test_standard_input(loaded_template: Database) -> None:
    """With `-`, the statement is read from standard input, and refused if it is not UTF-8."""
    assert (
        run(loaded_template, "-", "--format", "csv", text="\ufeffSELECT 'تعاون' AS word").stdout == '"word"\n"تعاون"\n'
    )
    result = run(loaded_template, "-", text=b"SELECT '\xff'")
    assert (result.exit_code, result.stderr) == (1, "Error: standard input is not UTF-8; save the statement as UTF-8\n")


def test_values_keep_their_types(loaded_template: Database) -> None:
    """Numbers stay numbers and nulls nulls; other values become text, and no column is lost to its name."""
    blob = "x'00ff'" if loaded_template.path else "'\\x00ff'::bytea"
    statement = f"SELECT 5 AS a, 2.5e0 AS a, NULL AS a_2, {blob} AS b, 'x' AS a"
    [row] = json.loads(run(loaded_template, statement, "--format", "json").stdout)
    assert list(row.values()) == [5, 2.5, None, "00ff", "x"]
    assert next(iter(row)) == "a"


def test_postgresql_values_are_written(loaded_template: Database) -> None:
    """Exact numbers are written with every digit; dates and NaN as text, lists as JSON."""
    if loaded_template.path:
        pytest.skip("types of PostgreSQL")
    statement = "SELECT date '2025-05-03' AS day, 1.10 AS exact, sum(2) AS sum, 'NaN'::numeric AS nan, true AS yes"
    [row] = json.loads(run(loaded_template, statement, "--format", "json").stdout)
    assert row == {"day": "2025-05-03", "exact": 1.1, "sum": 2, "nan": "nan", "yes": True}
    statement = (
        "SELECT sum(9007199254740993::bigint) AS sum, 12345678901234567.25::numeric AS long, 1e400::numeric AS huge,"
        """ avg(x) AS mean, '{"a": "ش"}'::jsonb AS json, ARRAY['a;b', NULL] AS list FROM (VALUES (3), (4), (4)) v (x)"""
    )
    [row] = json.loads(run(loaded_template, statement, "--format", "json").stdout)
    assert (row["sum"], row["long"], row["mean"]) == (3 * 9007199254740993, "12345678901234567.25", 11 / 3)
    assert (row["json"], row["list"], len(row["huge"])) == ('{"a": "ش"}', '["a;b", null]', 401)


def test_many_rows_are_streamed(loaded_template: Database) -> None:
    """All rows are written, to a file that is replaced atomically."""
    statement = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) SELECT x FROM n"
    out = run(loaded_template, statement, "--format", "csv").stdout
    assert [row[0] for row in csv.reader(io.StringIO(out))] == ["x", *map(str, range(1, 5001))]


def test_a_failure_leaves_no_half_file(loaded_template: Database, tmp_path: Path) -> None:
    """A statement that fails among its rows leaves the old file."""
    target = tmp_path / "out.csv"
    target.write_text("before\n", encoding="utf-8")
    number = "abs(-9223372036854775807 - (x > 4000))" if loaded_template.path else "1 / (4000 - x)"
    statement = (
        f"WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5000) SELECT {number} FROM n"
    )
    result = run(loaded_template, statement, "--format", "csv", "--output", str(target))
    assert (result.exit_code, target.read_text("utf-8")) == (1, "before\n")
    assert [each.name for each in tmp_path.iterdir()] == ["out.csv"]


def test_ctrl_c_stops_a_long_query(loaded_template: Database) -> None:
    """Ctrl-C ends a query that would run for ever, at once and without a traceback."""
    command = [sys.executable, "cli.py", "--database", loaded_template.url, "sql", ENDLESS]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Of a job in the background the interrupt is ignored, and so of its children.
    heeding = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, cwd=CHECKOUT, text=True, preexec_fn=heeding, **pipes) as process:
        try:
            time.sleep(1.5)
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=10)
        finally:
            process.kill()
    assert (process.returncode, out, err.replace(CAUTION, "").strip()) == (1, "", "Aborted!")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """The arguments and variables of the shells that would have been started."""
    calls: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execvpe", lambda _, arguments, variables: calls.append((arguments, variables)))
    return calls


def install(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    monkeypatch.setattr(shell.shutil, "which", lambda name: name if name in programs else None)


def test_a_shell_on_a_file(
    loaded_template: Database, monkeypatch: pytest.MonkeyPatch, started: list[tuple[list[str], dict[str, str]]]
) -> None:
    """Without a statement, a litecli that can open for reading only is opened, else sqlite3."""
    if not loaded_template.path:
        pytest.skip("shells of SQLite")
    install(monkeypatch, "litecli", "sqlite3")
    monkeypatch.setattr(shell, "_litecli_version", lambda: (1, 17, 1))
    run(loaded_template)
    monkeypatch.setattr(shell, "_litecli_version", lambda: (1, 9, 0))
    run(loaded_template)
    litecli, sqlite3 = (arguments for arguments, _ in started)
    assert litecli == ["litecli", loaded_template.path.as_uri() + "?mode=ro"]
    assert sqlite3 == ["sqlite3", "-readonly", str(loaded_template.path)]


def test_the_shell_cannot_write(loaded: Database, tmp_path: Path) -> None:
    """The sqlite3 and psql that are opened refuse to write."""
    program = "sqlite3" if loaded.path else "psql"
    if not starts(program):
        pytest.skip(f"{program} does not run here")
    command = [sys.executable, "cli.py", "--database", loaded.url, "sql"]
    text = "SELECT 'row ' || slug FROM record WHERE slug = 'huawei';\nDELETE FROM citation;\n"
    before = facts(loaded)
    # litecli, which would need a terminal, is out of its path.
    (tmp_path / program).symlink_to(shutil.which(program) or "")
    variables = {**os.environ, "PATH": str(tmp_path)}
    done = subprocess.run(command, cwd=CHECKOUT, input=text, capture_output=True, text=True, env=variables, check=False)
    assert "row huawei" in done.stdout
    assert "read" in done.stderr and "only" in done.stderr
    assert facts(loaded) == before


def test_a_shell_on_a_server(monkeypatch: pytest.MonkeyPatch, started: list[tuple[list[str], dict[str, str]]]) -> None:
    """psql gets the address without the password, which goes into the environment, and the options with ours."""
    install(monkeypatch, "psql")
    answers = iter(["theirs, my schema", "on", "false"])
    monkeypatch.setattr(shell, "_ask", lambda *_: next(answers))
    shell.open_shell(Database.locate("postgresql://me:se%40cret@host:5433/facts?options=-csearch_path%3Dtheirs"))
    [(arguments, variables)] = started
    path = r"-c search_path=theirs,\\ my\\ schema"
    options = f"'-csearch_path=theirs {path} -c default_transaction_read_only=on'"
    assert arguments == ["psql", f"user=me dbname=facts host=host port=5433 options={options}"]
    assert variables["PGPASSWORD"] == "se@cret"


def test_no_shell_says_what_to_install(loaded_template: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any shell, the message names one for the engine."""
    install(monkeypatch)
    result = run(loaded_template)
    assert (result.exit_code, ("litecli" if loaded_template.path else "psql") in result.stderr) == (1, True)


@pytest.mark.parametrize("arguments", [["search", "huawei"], ["sql", "SELECT 1"]])
def test_reading_starts_without_what_writes(loaded_template: Database, arguments: list[str]) -> None:
    """Search and SQL import neither SQLAlchemy nor Alembic."""
    program = (
        f"import sys; sys.argv = ['mithaq', '--database', {loaded_template.url!r}, *{arguments!r}, '--format', 'csv']\n"
        "import cli\ntry: cli.main()\nfinally: print('IMPORTED', *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    imported = set(done.stdout.partition("IMPORTED")[2].split())
    assert "click" in imported
    assert not imported & {"sqlalchemy", "alembic", "yaml", "tabulate"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["sql", "SELECT * FROM v_citation", "--format", "csv"],
        ["report", "statements", "--format", "jsonl"],
        ["export", "-", "--as", "dot"],
    ],
)
def test_a_reader_that_stops_is_no_error(loaded_template: Database, arguments: list[str]) -> None:
    """A command piped to `head` ends silently when head does."""
    command = [sys.executable, "cli.py", "--database", loaded_template.url, *arguments]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read().decode().replace(f"{CAUTION}\n", "") == ""
