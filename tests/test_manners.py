"""How the command behaves in a terminal and a shell, whatever it is asked."""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from models.storage.secrets import mask_password, mask_words
from models.terminal.streams import OBEYED, OBEYED_IN_DRAWN, make_inert
from reports.catalogue.registry import NAMES
from tests.conftest import Databases
from tests.models.storage.faults import as_nobody
from tests.paths import CHECKOUT
from tests.seedfiles import write_folder

MITHAQ = Path(sys.executable).with_name("mithaq")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def on_terminal(arguments: Sequence[str], **variables: str) -> str:
    """Return what a command writes to a terminal, on both of its streams."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "LINES": "20"} | variables
    process = subprocess.Popen([MITHAQ, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    written = b""
    try:
        while part := os.read(ours, 65536):
            written += part
    except OSError:
        pass
    process.wait()
    os.close(ours)
    return written.decode("utf-8", "replace").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("agreements", "mithaq report agreements"),
        ("reports", "mithaq report"),
        ("serach huawei", "mithaq search"),
        ("report agrements", "mithaq report agreements"),
        ("db chek", "mithaq db check"),
        ("seed laod", "mithaq seed load"),
        ("restore", "mithaq db restore"),
        ("help db upgrad", "mithaq db upgrade"),
    ],
)
def test_a_mistyped_command_is_recognized(typed: str, meant: str) -> None:
    """An unknown command at any level suggests what is near, with the way to it, in two lines."""
    result = CliRunner().invoke(main, typed.split(), prog_name="mithaq")
    assert result.exit_code == 2
    assert re.search(rf"did you mean .*{meant}\b.*\?\nSee: mithaq.* --help\n$", result.stderr)
    assert len(result.stderr.splitlines()) == 2


def test_a_suggestion_is_near_or_none() -> None:
    """A word that is like no command suggests nothing."""
    assert run("xyzzy").stderr.startswith("Error: there is no command 'xyzzy'\n")


@pytest.mark.parametrize("names", [[], ["report"], ["report", "agreements"], ["db", "check"]])
def test_help_is_a_command_too(names: list[str]) -> None:
    """`mithaq help …` prints what `mithaq … --help` prints."""
    assert run("help", *names).stdout == run(*names, "--help").stdout


def test_help_has_whole_sentences_and_the_values() -> None:
    """Lists of commands cut no sentence at any width, and the help of a report lists the values of its options."""
    for group in ("db", "seed", "article", "report"):
        for width in (40, 80):
            text = CliRunner().invoke(main, [group, "--help"], terminal_width=width).stdout
            assert "..." not in text.partition("Commands:")[2]
    text = re.sub(r"\s+", " ", run("report", "agreements", "--help").stdout)
    assert (
        "--stage proposed, under_discussion, " in text and "--type " in text and "mou, " in text.partition("--type ")[2]
    )
    assert "suspended" not in text.partition("--min-stage proposed")[2].partition("--")[0]
    assert "--columns, --sort slug, name_en, " in text


def test_numbers_have_no_ranges_but_errors_in_words() -> None:
    """The help of no command shows a range such as x>=0, and a number that is too small or large is refused."""
    reference = (Path(__file__).parents[1] / "docs" / "reference.md").read_text("utf-8")
    assert "--limit N" in reference and not re.search(r"x\s*[<>]|[<>]=?\s*x\b", reference)
    for option, words in (("--limit", "-1 is less than 0"), ("--top", "0 is less than 1")):
        result = run("report", "matrix" if option == "--top" else "agreements", option, words.split()[0])
        assert result.exit_code == 2 and words in result.stderr
    for command, most in (
        (("report", "agreements", "--limit"), 1_000_000_000),
        (("report", "matrix", "--top"), 1_000_000_000),
        (("search", "huawei", "--limit"), 1_000_000_000),
        (("compare", "list.csv", "--map", "list.map.yml", "--days"), 366),
    ):
        result = run(*command, str(most + 1))
        assert result.exit_code == 2 and f"{most + 1} is more than {most:,}" in result.stderr
    for given in ("0", "nan", "1e9"):
        result = run("sql", "SELECT 1", "--timeout", given)
        assert result.exit_code == 2 and "is not a number of seconds above 0 and up to 1,000,000" in result.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("report", "agreements", "--pair", "UZ"), "--pair needs 2 values: --pair A B\nSee: "),
        (("report", "agreements", "--limit"), "--limit needs a value: --limit N\nSee: "),
        (("report", "agreements", "--columns", ""), "a name is empty; columns are slug, name_en"),
        (("report", "agreements", "--columns", "slug,,date"), "a name is empty; columns are slug, name_en"),
        (("report", "agreements", "--columns", "slug,date,slug"), "the column 'slug' is given twice"),
        (("report", "agreements", "--output", ""), "the name of the output is empty; name a file"),
        (("sql", "SELECT 1", "--timeout", "abc"), "abc is not a number of seconds above 0"),
        (("export", "x", "--as", "site", "--base-url", "nope"), "--base-url needs an address such as https://"),
        *(
            (("export", "x", "--as", "site", "--base-url", url), "--base-url needs an address such as https://")
            for url in (
                "https://",
                "https://x.org?q=1",
                "https://x.org/#f",
                "https://u:pw@x.org/",
                "https://x.org/a b",
                "",
            )
        ),
        (("export", ""), "the name of the target is empty"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(loaded_template: Database, given: tuple[str, ...], said: str) -> None:
    """An empty, repeated or half value is refused, and the message says what is expected."""
    result = CliRunner().invoke(main, ["--database", loaded_template.url, *given])
    assert result.exit_code in (1, 2) and said in result.stderr, result.output


def test_the_whole_name_of_a_file_may_be_an_ending(loaded_template: Database, tmp_path: Path) -> None:
    """A hidden file called `.csv` gets CSV, as `x.csv` does."""
    target = tmp_path / ".csv"
    CliRunner().invoke(main, ["--database", loaded_template.url, "report", "agreements", "--output", str(target)])
    assert target.read_text("utf-8").startswith('"slug","name_en"')


def test_a_limited_matrix_says_nothing_of_its_size(loaded_template: Database) -> None:
    """`--limit` makes a list of the cells; how many rows a drawn matrix would have is no remark of it."""
    matrix = ["--database", loaded_template.url, "report", "matrix", "--by", "country-sector", "--country", "UZ"]
    whole = CliRunner().invoke(main, [*matrix, "--top", "2"]).output
    assert "those with most records" in whole
    assert "those with most records" not in CliRunner().invoke(main, [*matrix, "--top", "2", "--limit", "2"]).output


def test_no_backups_are_a_sentence(sqlite_databases: Databases) -> None:
    """`db list` says that there are none, and how to make one."""
    made = sqlite_databases.create(sqlite_databases.migrated())
    result = CliRunner().invoke(main, ["--database", made.url, "db", "list"])
    sqlite_databases.remove(made)
    assert result.stdout == "" and "There are no backups of" in result.stderr and "mithaq db backup" in result.stderr


def test_shells_complete_files_and_lists(loaded_template: Database) -> None:
    """Tab completes files after --database and --output, names of formats and columns, and the values of filters."""
    for line, answer in (
        ("mithaq --database ./", "file,./"),
        ("mithaq report agreements --output ./", "file,./"),
        ("mithaq show x --output ./", "file,./"),
        ("mithaq diff ./", "file,./"),
        ("mithaq diff x ./", "file,./"),
        ("mithaq --lang a", "plain,ar"),
        ("mithaq report events --lang b", "plain,both"),
        ("mithaq help rep", "plain,report"),
        ("mithaq help report ev", "plain,events"),
        ("mithaq help db li", "plain,list"),
        ("mithaq report agreements --format g", "plain,github\nplain,grid"),
        ("mithaq report agreements --stage sig", "plain,signed"),
        ("mithaq report agreements --columns name", "plain,name_en\nplain,name_ar"),
        ("mithaq report agreements --type mo", "plain,mou"),
        ("mithaq report events --sector e_co", "plain,e_commerce"),
        (
            f"mithaq --database {loaded_template.url} report events --article russia-iran",
            "plain,russia-iran-ai-blockchain",
        ),
        (f"mithaq --database {loaded_template.url} report people --country U", "plain,UZ"),
        ("mithaq search x --kind ini", "plain,initiative"),
    ):
        words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_MITHAQ_COMPLETE": "bash_complete"}
        done = subprocess.run([MITHAQ], env=os.environ | words, capture_output=True, text=True, check=False)
        assert set(answer.split("\n")) <= set(done.stdout.split("\n")), line


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
def test_a_full_disk_is_one_line(loaded_template: Database, tmp_path: Path) -> None:
    """A full disk behind standard output, or a closed one, is one line and an exit code; of standard error, nothing."""
    for arguments in (
        ["report", "agreements", "--format", "csv"],
        ["report", "agreements"],
        ["export", "-", "--as", "dot"],
        ["seed", "schema"],
        ["db", "path"],
        ["sql", "SELECT 1"],
        ["--help"],
    ):
        command = [str(MITHAQ), "--database", loaded_template.url, *arguments]
        with FULL.open("w") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        # On PostgreSQL, a warning of the role may come first.
        assert done.returncode == 1, arguments
        assert done.stderr.endswith("Error: standard output cannot be written: No space left on device\n"), arguments
    closed = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], capture_output=True, text=True, check=False)
    assert closed.returncode == 1 and closed.stderr.startswith("Error: standard output is closed;")
    # Nothing goes to standard output, whose number the database or the file must not get.
    into = [*command[:-1], "report", "agreements", "--format", "csv", "--output", str(tmp_path / "a.csv")]
    for redirection in (">&-", "<&- >&-", "<&- >&- 2>&-"):
        (tmp_path / "a.csv").unlink(missing_ok=True)
        closed = subprocess.run(["sh", "-c", f'"$@" {redirection}', "sh", *into], capture_output=True, text=True)
        assert (closed.returncode, closed.stdout) == (0, ""), closed.stderr
        assert "Error" not in closed.stderr and (tmp_path / "a.csv").read_text("utf-8").count("\n") > 5
    # A remark goes to standard error.
    command[-1:] = ["report", "agreements", "--since", "2025", "--format", "csv"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with FULL.open("w") as full:
        done = subprocess.run(command, env=buffered, stdout=subprocess.PIPE, stderr=full, text=True, check=False)
    assert done.returncode == 0 and done.stdout.count("\n") > 5


def test_a_closed_standard_error_stops_nothing(migrated: Database, tmp_path: Path) -> None:
    """A load without standard error, as under some daemons, loads, and the database does not get its number."""
    folder = write_folder(tmp_path)
    command = ["sh", "-c", '"$@" 2>&-', "sh", str(MITHAQ), "--database", migrated.url, "seed", "load"]
    for given in ([], [str(folder), "--collection", "mine"]):
        done = subprocess.run([*command, *given], capture_output=True, text=True, check=False)
        assert done.returncode == 0 and "inserted" in done.stdout
    with migrated.read() as reader:
        assert reader.value("SELECT count(*) FROM v_agreement WHERE slug = 'example-mou-2025'") == 1


def test_a_name_of_standard_output_is_standard_output(loaded_template: Database, tmp_path: Path) -> None:
    """The file behind it keeps what it has; so does that of another number. No library replaces it."""
    log, link = tmp_path / "log.txt", tmp_path / "link"
    link.symlink_to("/dev/stdout")
    report = "report agreements --limit 1 --format csv --output"
    script = f"""
        exec >>log.txt 4>other.txt
        echo before
        m() {{ "$MITHAQ" --database "$0" "$@"; }}
        m {report} /dev/stdout && m {report} /proc/thread-self/fd/1 && m {report} link && m export /dev/stdout --as dot
        echo early >&4
        m {report} /dev/fd/4
        m export /dev/stdout --as sqlite
        m {report} /dev/fd/99999999999999999999
        echo after
    """
    done = subprocess.run(
        ["sh", "-c", script, loaded_template.url],
        cwd=tmp_path, env=os.environ | {"MITHAQ": str(MITHAQ)}, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    lines = log.read_text("utf-8").splitlines()
    assert (lines[0], lines[-1]) == ("before", "after") and link.is_symlink()
    assert sum(line.startswith('"slug"') for line in lines) == 3 and "}" in lines
    assert (tmp_path / "other.txt").read_text("utf-8").startswith('early\n"slug"')
    assert "/dev/stdout stands for a file that is open already" in done.stderr
    assert "/dev/fd/99999999999999999999 cannot be written: Bad file descriptor" in done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8:strict", "ascii"])
def test_the_locale_changes_no_byte(sqlite_databases: Databases, tmp_path: Path, encoding: str) -> None:
    """Help and names of files, also such as are not UTF-8, are printed in every locale."""
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(folder)
    shutil.copyfile(str(sqlite_databases.loaded().path), folder + b"/mine.db")
    answers = []
    for arguments in (["--help"], ["report"], ["db", "path"], ["db", "backup"], ["export", b"x\xe9"]):
        command = [str(MITHAQ), "--database", folder + b"/mine.db", *arguments]
        environment = os.environ | {"PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout)
    assert "…".encode() in answers[0] + answers[1]
    assert (
        answers[2] == folder + b"/mine.db\n" and answers[3].startswith(folder) and answers[4].startswith(b"Wrote x\xe9")
    )


LOOKS = (
    "build", "report overview", "db info", "export {} --as csv", "export {} --as site", "seed new {}",
    "seed new other --table {}.csv", "diff {} {}", "seed check {}", "seed format {}", "seed load {} --collection x",
    "seed accept {} --all", "article attach {}", "dataset attach {}.csv", "db restore {}",
)  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("command", LOOKS)
def test_a_path_that_cannot_be_looked_at_is_one_line(sqlite_databases: Databases, command: str) -> None:
    """A name that no file system takes, such as a pasted text, and a folder that one may not enter."""
    with tempfile.TemporaryDirectory() as folder:
        home, locked = Path(folder), Path(folder) / "locked"
        home.chmod(0o777)
        locked.mkdir(mode=0o700)
        shutil.copyfile(str(sqlite_databases.loaded().path), home / "mine.db")
        for place, reason in ((home / ("a" * 300), "File name too long"), (locked / "place", "Permission denied")):
            database = home / "mine.db" if "{}" in command else place
            status, said = as_nobody(database, *command.format(place, place).split())
            assert (status, len(said.splitlines())) == (1, 1), said
            assert said.startswith("Error: ") and reason in said


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("compare list.csv --map list.map.yml --output {}", "list.csv"),
        ("compare list.csv --map list.map.yml --format csv --output {}", "link.csv"),
        ("compare list.csv --map list.map.yml --output {}", "list.lookups.csv"),
        ("compare list.csv --map list.map.yml --verdicts {}", "list.csv"),
        ("seed check mine --text art.txt --rejected {}", "art.txt"),
        ("seed review mine --text mine/two-libraries.txt --html {}", "mine/two-libraries.yml"),
        ("seed review mine --text mine/two-libraries.txt --html {}", "mine/two-libraries.txt"),
        ("seed check mine --rejected {}", "mine/two-libraries.yml"),
        ("diff mithaq.db mine --format json --output {}", "mine/two-libraries.spans.csv"),
    ],
)
def test_what_a_command_reads_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, file: str
) -> None:
    """The output is refused before anything is read, under whatever name."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CHECKOUT / "seeds" / "tutorial", "mine")
    for ending in (".csv", ".map.yml"):
        shutil.copy(CHECKOUT / "docs" / "compare" / f"registered{ending}", f"list{ending}")
    Path("link.csv").symlink_to("list.csv")
    for name in ("list.lookups.csv", "art.txt"):
        Path(name).write_text("mine\n", encoding="utf-8")
    before = Path(file).read_bytes()
    result = run(*command.format(file).split())
    assert (
        result.exit_code == 1 and result.stderr == f"Error: {file} is what the command reads; write to another file\n"
    )
    assert Path(file).read_bytes() == before


def test_too_little_memory_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that gets no more memory ends in one line."""

    def read(_: Database) -> None:
        raise MemoryError

    monkeypatch.setattr(Database, "read", read)
    result = run("report", "overview")
    assert (result.exit_code, result.stderr) == (1, "Error: there is not enough memory for this command\n")


def test_a_closed_input_is_one_line(loaded_template: Database) -> None:
    """A statement that is to be read from a closed standard input is missed in one line."""
    command = ["sh", "-c", '"$@" <&-', "sh", str(MITHAQ), "--database", loaded_template.url, "sql", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "Error: standard input is closed;" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_vanished_working_directory_is_one_line(tmp_path: Path) -> None:
    """A working directory that was removed is said in one line."""
    folder = tmp_path / "gone"
    folder.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$0"; exec "$1" report', folder, MITHAQ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "Error: the working directory no longer exists; change to another\n")


HOSTILE = "\x1b]0;title\x07\x08\x1b[1m\x1b[31m\x9b32m\x7f\u202a\u202d\u202e"


def test_a_terminal_obeys_no_text(loaded: Database, tmp_path: Path) -> None:
    """No text of a database, a file name or an argument reaches a terminal as a command to it."""
    engine = loaded.engine()
    with engine.begin() as connection:
        connection.exec_driver_sql(f"INSERT INTO collection (name) VALUES ('x{HOSTILE}')")
    engine.dispose()
    (tmp_path / f"a{HOSTILE}.yml").write_text("x: [")
    here = ["--database", loaded.url]
    for arguments in (
        ["db", "info"],
        ["report", HOSTILE],
        ["show", HOSTILE],
        ["sql", f"SELECT '{HOSTILE}' AS x"],
        ["sql", f"SELECT '{HOSTILE}' AS x", "--format", "csv"],
        ["sql", f"SELECT {HOSTILE}"],
        ["seed", "check", str(tmp_path)],
        ["db", "downgrade", HOSTILE],
    ):
        # Progress is erased by a command of our own.
        text = on_terminal([*here, *arguments], PAGER="cat").replace("\r\x1b[K", "")
        assert text and not re.search("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e]|\x1b(?!\\[[01]m)", text), (
            arguments
        )


# Written out here: line ends and tabs are obeyed as they should be, and isolates are written by us.
COMMANDS = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F))} - {"\t", "\n"}


@pytest.mark.parametrize("pattern", [OBEYED, OBEYED_IN_DRAWN], ids=["text", "drawn"])
def test_a_terminal_gets_no_command_of_any_kind(pattern: str) -> None:
    """Each control character and each turn of direction is replaced; in a table of ours, bold and its end are not."""
    shown = {each for each in map(chr, range(0x3000)) if make_inert(each, pattern) != "\ufffd"}
    assert {chr(code) for code in range(0x3000)} - shown == COMMANDS
    ours = "\x1b[1mID\x1b[0m"
    assert (make_inert(ours, pattern) == ours) == (pattern == OBEYED_IN_DRAWN)
    assert "\x1b" not in make_inert("\x1b[2J\x1b[01m\x1b[31m\x1b", pattern)


def test_a_terminal_obeys_no_name_of_a_file(tmp_path: Path) -> None:
    """A message has no command of a name to a terminal, bold included, which only drawn tables are."""
    for name in (HOSTILE, "\x1b[1mbold"):
        text = on_terminal(["seed", "new", str(tmp_path / name)]).replace("\r\x1b[K", "")
        assert text.startswith("wrote ") and not re.search("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202e]", text), text


def test_no_workbook_reaches_a_terminal(loaded_template: Database) -> None:
    """Bytes that are no text are for a file or a pipe."""
    for arguments in (["export", "-", "--as", "xlsx"], ["report", "sectors", "--format", "xlsx"]):
        text = on_terminal(["--database", loaded_template.url, *arguments]).replace("\r\x1b[K", "")
        assert text.startswith("Error: a workbook cannot be shown on a terminal;") and text.count("\n") == 1


# Commands that are given a URL in the place of something else.
MISPLACED = (
    *(
        "",
        "help",
        "report",
        "show",
        "search",
        "pair",
        "article verify",
        "seed accept",
        "seed check",
        "seed load",
        "seed new",
    ),
    *("seed draft", "seed load --collection", "db restore", "db downgrade", "export", "export --as", "article attach"),
    *("dataset attach", "diff", "diff x", "compare --map", "report agreements --country", "report agreements --format"),
)


def test_no_message_has_a_password(tmp_path: Path) -> None:
    """However a URL is malformed, and wherever it is typed, its password is not printed."""
    for url in (
        "postgresql://user:s3cret@host/name",
        "postgresql:/user:s3cret@host/name",
        "postgresql://user:s3 cret@host/name",
        "postgresql://user:s3cret/name",
        "postgresql://user:s3cret?x@host",
        "postgresql://user:a@s3cret@host",
        "postgresql://us@er:s3\ncret@host",
        "postgresql://user:%zzs3cret@host",
        "postgresql://user:s3cret@127.0.0.1:1/name",
        "postgresql://127.0.0.1:1/name?password=s3cret&connect_timeout=1",
        "mysql://user:s3cret@host",
        "my:sql://user:s3cret@host",
        "host=127.0.0.1 password=s3cret",
        "postgres:s3cret@host",
        "user:s3/cret@host/name",
        "sqlite://user:s3cret@/name",
        "postgresql//user:s3cret@127.0.0.1:1/name",
        "postgresql://user%3as3cret@127.0.0.1:1/name",
        "postgresql://127.0.0.1:1/name?pass%77ord=s3cret",
        "postgresql://127.0.0.1:1/name?sslpassword=s3cret",
        "postgresql://127.0.0.1:1/name?connect_timeout=1&sslpassword=s3cret",
    ):
        for arguments in (["--database", url, "report", "agreements"], ["report", "agreements", "--database", url]):
            result = run(*arguments)
            assert result.exit_code == 1 and "s3" not in result.output and "cret" not in result.output, result.output
        for command in MISPLACED:
            result = run("--database", str(tmp_path / "mithaq.db"), *command.split(), url)
            assert result.exit_code and "s3" not in result.output and "cret" not in result.output, (command, url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:s3cret@host/name",
        "postgresql://host/name?password=s3cret",
        "postgresql://host/name?connect_timeout=1&sslpassword=s3cret&application_name=x",
    ],
)
def test_no_url_in_a_message_has_a_password(url: str) -> None:
    """The URL that a message names among other words, as one of a variable or a driver, is masked too."""
    message = mask_words(f"cannot open {url} nor the other")
    assert "s3cret" not in message + mask_password(url)
    assert "***" in message and message.endswith(" nor the other")


def test_an_export_stays_where_a_folder_cannot_be_exchanged(
    loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into the working directory, or a mounted volume, the files are written in place, and earlier ones go."""
    here = ["--database", loaded_template.url]
    for case in ("current", "mounted"):
        folder = tmp_path / case
        folder.mkdir()
        before = folder.stat().st_ino
        with monkeypatch.context() as patched:
            if case == "current":
                patched.chdir(folder)
            else:
                patched.setattr(Path, "is_mount", lambda path, folder=folder: path == folder)
            for form in ("html", "parquet", "csv"):
                result = run(*here, "export", "." if case == "current" else str(folder), "--as", form)
                assert result.exit_code == 0, result.output
        assert folder.stat().st_ino == before
        assert {each.suffix for each in folder.iterdir()} == {".csv"}


def test_a_pager_leaves_the_text(loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long report is paged with LESS=FRX unless set; a short one and `build` are not paged."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged with $LESS"\n')
    pager.chmod(0o755)
    monkeypatch.delenv("LESS", raising=False)
    database = ["--database", loaded_template.url]
    assert "paged with FRX" in on_terminal([*database, "report", "relations"], PAGER=str(pager))
    assert "paged with -S" in on_terminal([*database, "report", "relations"], PAGER=str(pager), LESS="-S")
    assert "paged" not in on_terminal([*database, "report", "agreements", "--limit", "2"], PAGER=str(pager))


def test_an_empty_database_says_what_to_run(migrated_template: Database) -> None:
    """Before anything is loaded, every report says so, whatever its filters and format; so do the pages."""
    here = ["--database", migrated_template.url]
    for name in NAMES:
        assert "Nothing is loaded yet. Run: mithaq build" in run(*here, "report", name).stdout
    filtered = run(*here, "report", "agreements", "--country", "UZ", "--format", "csv", "--lang", "ar")
    assert filtered.exit_code == 0 and "mithaq build" in filtered.stderr and filtered.stdout.startswith('"slug"')
    page = run(*here, "country", "UZ")
    assert page.exit_code == 1 and page.stderr.endswith("; run: mithaq build\n")


def test_the_words_of_sql_shells_point_to_the_views(migrated_template: Database) -> None:
    """A command that lists tables elsewhere is answered with the views."""
    for words in (".tables", "show tables", "SHOW TABLES;", "describe v_agreement", "\\d"):
        refused = run("--database", migrated_template.url, "sql", words)
        assert refused.exit_code == 1 and "The views are v_" in refused.stderr, words


def test_an_export_makes_the_folders_above(loaded_template: Database, tmp_path: Path) -> None:
    """The folders above the target of an export need not exist."""
    target = tmp_path / "out" / "csv"
    assert run("--database", loaded_template.url, "export", str(target)).exit_code == 0
    assert (target / "v_agreement.csv").is_file()


def test_long_work_shows_its_progress(tmp_path: Path) -> None:
    """On a terminal, loads, migrations, backups, checks, exports and restores say what they do, and erase it."""
    here = ["--database", str(tmp_path / "t.db")]
    for arguments, said in (
        (["build"], ("Migrating", "Reading files", "Writing", "Verifying")),
        (["db", "check"], ("Checking: the file is sound", "Checking: every fact is cited")),
        (["db", "backup"], ("Copying", "Verifying the copy")),
        (["db", "restore"], ("Verifying", "Copying")),
        (["export", str(tmp_path / "out")], ("Exporting",)),
        (["seed", "check"], ("Reading files", "Checking ")),
    ):
        text = on_terminal([*here, *arguments], PAGER="cat")
        assert not [words for words in said if f"\r\x1b[K{words}" not in text], arguments
        shown = re.sub("\r\x1b\\[K[^\r\n]*(?=\r\x1b\\[K)", "", text).replace("\r\x1b[K", "")
        assert "…" not in shown or arguments == ["build"], arguments
    silent = subprocess.run([MITHAQ, *here, "db", "check"], capture_output=True, text=True, check=True)
    assert silent.stderr == "" and "\r" not in silent.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["report", "agreements", "--countri", "UZ"], "there is no option '--countri'; did you mean --country"),
        (["report", "agreements", "--xyzzy"], "there is no option '--xyzzy'\n"),
        (["report", "agreements", "--limit", "few"], "'few' is not a whole number."),
        (["seed", "review", "nowhere"], "there is no file or folder nowhere\n"),
    ],
)
def test_misuse_is_worded_alike(arguments: list[str], says: str) -> None:
    """An unknown option is answered as an unknown command is; the folder is looked for before its text."""
    result = run(*arguments)
    assert result.exit_code
    assert result.stderr.startswith("Error: ") and says in result.stderr


def test_every_command_takes_the_short_help_option() -> None:
    """`-h` prints the help of every command, at each level."""
    root = click.Context(main, info_name="mithaq")
    seen = {names: command for names, command in walk(root)}
    assert ("compare",) in seen and ("report", "agreements") in seen and ("db", "backup") in seen
    for names, command in seen.items():
        options = [option for parameter in command.get_params(root) for option in parameter.opts]
        assert "-h" in options, " ".join(names)


def walk(context: click.Context, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command below a group, with its names."""
    group = context.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from walk(click.Context(command, parent=context, info_name=name), (*above, name))
