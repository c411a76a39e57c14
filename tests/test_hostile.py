"""Hostile seed files: any content gives a list of problems, within seconds and a little memory."""

import os
import shutil
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cli import main
from models.errors import MithaqError
from models.storage.database import Database
from models.terminal.text import bound
from seeds.checks.checking_files import checked
from seeds.format import files
from seeds.format.collection import read_collection
from seeds.format.files import SHIPPED, SeedFile, folder_files, read_bytes
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from tests.properties import examples
from tests.reliability.growth import ENTRIES
from tests.seedfiles import AGREEMENT, ARTICLE, load_folder, write_folder
from tests.targets import TARGETS, corpus

WORDS = (
    "article: agreements: - slug: extend: cite: [ ] { } , [1, 2] name: {en: a, ar: ب} & * ! | > ' \" # --- ... ?"
    " %YAML \n \n \n \t \x00 \u202e \ufeff NO null 2025-13 999999999999 mou uzbekistan "
)
# With `make reliability`, which sets MITHAQ_FAULTS=300, each target gets 3,000 inputs.
INPUTS = 10 * int(os.environ.get("MITHAQ_FAULTS", "10"))
FRAGMENTS = st.sampled_from(WORDS.split(" "))


def spliced(beginning: bytes, place: int, cut: int, data: bytes) -> bytes:
    """Return a shipped file with other bytes in it."""
    place %= len(beginning) + 1
    return beginning[:place] + data + beginning[place + cut :]


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_taken(name: str) -> None:
    """No target fails on any of its inputs, the same each time: any bytes, and shipped ones with others in them."""
    shipped = st.builds(
        spliced, st.sampled_from(corpus(name)), st.integers(0, 2000), st.integers(0, 20), st.binary(max_size=8)
    )
    run = 0

    @settings(max_examples=INPUTS, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(st.binary(max_size=200) | shipped)
    def target(data: bytes) -> None:
        nonlocal run
        run += 1
        TARGETS[name](data)

    target()
    assert run >= INPUTS / 2


@examples()
@given(st.lists(FRAGMENTS, max_size=60).map(" ".join))
def test_any_words_of_the_format_are_read_or_refused(text: str) -> None:
    """Any jumble of the format's own words is read, or its problems are listed."""
    read_file(text.encode("utf-8", "surrogatepass"), "a.yml", Problems())


@examples()
@given(st.text("0123456789-/.?~%X{}[], ", max_size=24))
def test_any_signs_of_a_date_are_a_date_or_none(text: str) -> None:
    """Any jumble of the characters of dates is a date, or is refused."""
    TARGETS["dates"](text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 100_000,
        "- " * 100_000 + "a",
        "\n".join(" " * depth + "a:" for depth in range(5_000)),
        "a: &a [" + "x, " * 1000 + "]\n" + "".join(f"b{n}: [*a, *a, *a, *a, *a, *a]\n" for n in range(1000)),
        "a: '" + "x" * 1_000_000,
        "agreements: [" + "{slug: a}, " * 5_000 + "]",
    ],
    ids=["sequences", "mappings", "entries", "indentation", "aliases", "quote", "records"],
)
def test_deep_and_wide_files_are_bounded(text: str) -> None:
    """Deep nesting, aliases and long text are refused within seconds and a few hundred MiB."""
    problems = Problems()
    tracemalloc.start()
    started = time.monotonic()
    read_file(text.encode(), "a.yml", problems)
    elapsed = time.monotonic() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems.found
    assert elapsed < 20 and peak < 400 * 2**20


def test_the_format_is_within_the_limit_of_depth() -> None:
    """The format's own files are not nested too deep."""
    problems = Problems()
    assert read_file((ARTICLE + AGREEMENT).encode(), "a.yml", problems) and not problems.found


@pytest.mark.parametrize(
    "line", ["1" * 5000 + ",2," + "0" * 64, "1,2," + "x" * 200_000, "١,٢," + "0" * 64, '"1,2', "1,2"]
)
def test_any_line_of_digests_is_read_or_refused(tmp_path: Path, line: str) -> None:
    """A file of digests with endless digits, fields or foreign numerals is a problem with its line."""
    folder = write_folder(tmp_path)
    (folder / "tashkent-meeting.spans.csv").write_text(f"start,end,digest\n{line}\n", encoding="utf-8")
    with pytest.raises(MithaqError, match=r"tashkent-meeting\.spans\.csv:2: a line is start,end,digest"):
        checked("mine", folder_files(folder))


# Inputs of which a scan for each of their parts would take minutes.
LONG = (
    *("forbidden_characters", "marks_out_of_order", "unknown_types", "unknown_countries", "extensions_among_many"),
    *("steps_of_one_party", "chain_of_parts", "chain_of_sectors", "wide_table", "words_to_resolve"),
    *("draft_capitals", "draft_digits", "draft_marks_in_a_name", "find_marks", "started_table", "checked_table"),
)


@pytest.mark.parametrize("name", LONG)
def test_the_time_grows_with_the_input_and_not_with_its_square(name: str, tmp_path: Path) -> None:
    """A text, a name or a list of problems of any length takes seconds, and ends in a result or a sentence."""
    size, prepare = ENTRIES[name]
    argv = prepare(tmp_path, 2 * size)
    started = time.process_time()
    result = CliRunner().invoke(main, argv)
    assert time.process_time() - started < 15
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_files_that_are_no_seed_files_are_a_sentence(tmp_path: Path) -> None:
    """Pipes and devices are passed over; links to themselves, folders too deep and huge files are named."""
    folder = write_folder(tmp_path / "mine")
    os.mkfifo(folder / "pipe.yml")
    (folder / "device.yml").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    assert {file.path for file in folder_files(folder)} == {"tashkent.yml", "tashkent-meeting.spans.csv"}
    for make, said in (
        (lambda: (folder / "self.yml").symlink_to("self.yml"), "self.yml cannot be read: Too many levels of symbolic"),
        (lambda: folder.joinpath(*["d"] * 45).mkdir(parents=True), "more than 40 deep"),
        (lambda: os.truncate(os.open(folder / "big.yml", os.O_CREAT | os.O_RDWR), 2**32), "big.yml:1: the file is too"),
    ):
        make()
        result = CliRunner().invoke(main, ["seed", "check", str(folder)])
        assert result.exit_code == 1 and said in result.stderr
        shutil.rmtree(folder)
        write_folder(folder)
    for command in (["seed", "accept", "/dev/zero", "--all"], ["article", "find", "/dev/zero", "x"]):
        assert CliRunner().invoke(main, command).stderr.startswith("Error: /dev/zero is ")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A symbolic link to a file outside the folder is not read."""
    outside = tmp_path / "outside.yml"
    outside.write_text("places: []\n", encoding="utf-8")
    folder = write_folder(tmp_path / "mine")
    (folder / "link.yml").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    assert {file.path for file in folder_files(folder)} == {"tashkent.yml", "tashkent-meeting.spans.csv"}


TEXTS = (
    "'); DROP TABLE fact; --",
    '" OR 1=1',
    "%s %(x)s :name ? {0}",
    "\\'; SELECT 1",
    "=cmd|' /C calc'!A0",
    "$(reboot)",
)


def test_text_is_data(loaded: Database, tmp_path: Path) -> None:
    """SQL, formats and formulas in a text field are stored as they are."""
    one = AGREEMENT.partition("organizations:")[0].removeprefix("agreements:\n")
    body = "agreements:\n"
    for number, text in enumerate(TEXTS):
        quoted = "'" + text.replace("'", "''") + "'"
        body += (
            one.replace("example-mou-2025", f"text-{number}")
            .replace("Example memorandum", quoted)
            .replace("    value:", f"    note: {quoted}\n    value:")
        )
    load_folder(loaded, write_folder(tmp_path, body + AGREEMENT[AGREEMENT.index("organizations:") :]), "mine")
    with loaded.read() as reader:
        rows = reader.rows("SELECT name_en, note FROM v_record WHERE slug LIKE 'text-%' ORDER BY slug")
    assert [tuple(row) for row in rows] == [(text, text) for text in TEXTS]


@given(field=st.sampled_from(["type", "value", "currency", "period", "instruments"]), value=st.text(max_size=20))
@examples(20)
def test_any_value_of_a_field_is_checked(tmp_path_factory: pytest.TempPathFactory, field: str, value: str) -> None:
    """Any text in a typed field is valid, or a problem with its line."""
    import json

    body = AGREEMENT.replace("    value: 5000000\n", "").replace("    currency: USD\n", "").replace("type: mou", "x: y")
    body = body.replace("    x: y\n", f"    {field}: {json.dumps(value)}\n").replace("    qualifier: more_than\n", "")
    folder = write_folder(tmp_path_factory.mktemp("hostile"), body)
    try:
        checked("mine", folder_files(folder))
    except MithaqError as error:
        assert "tashkent.yml:" in str(error)


@pytest.mark.parametrize("table", [b"", b"code,parent\na,b\nb,a\n", b"code,parent\na,b\n", b"code\n\xff\n"])
def test_any_reference_table_is_read_or_refused(table: bytes) -> None:
    """An empty table, one that is not text, and a tree with a circle or without a root are problems with their file."""
    problems = Problems()
    read_collection(SHIPPED, [SeedFile("reference/sector.csv", table)], problems)
    [line] = problems.lines()
    assert line.startswith("reference/sector.csv:1: not a reference table")


@pytest.mark.parametrize(
    ("table", "line", "problem"),
    [
        (b"code,language,text,form\nXX,ar,a,short\n", 2, "code: 'XX' is not the code of a country"),
        (b"code,language,text,form\n\xd9\xa3,ar\n", 2, "is not the code of a country"),
        (b"code,text\nAD,a\n", 1, "not a reference table"),
        (b"\n1,2\n", 1, "not a reference table"),
    ],
)
def test_any_names_of_countries_are_read_or_refused(table: bytes, line: int, problem: str) -> None:
    """A name of no country, and a table without the columns of names, are problems with their line."""
    problems = Problems()
    read_collection(SHIPPED, [SeedFile("reference/country_name.csv", table)], problems)
    [found] = problems.lines()
    assert found.startswith(f"reference/country_name.csv:{line}: ")
    assert problem in found


def test_a_value_that_is_no_text_is_refused(loaded_template: Database) -> None:
    """An argument in another encoding is refused with its text, on both engines."""
    arguments = ["--database", loaded_template.url, "report", "agreements", "--organization", "\udcff"]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stderr) == (1, "Error: '\\udcff' is not text in UTF-8\n")


@pytest.mark.parametrize("argv", ["article attach pipe", "article find pipe word", "seed draft pipe"])
def test_a_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: str) -> None:
    """A pipe into which nobody writes is refused after a time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(files, "PIPE_SECONDS", 1)
    os.mkfifo("pipe")
    CliRunner().invoke(main, ["db", "upgrade"])
    result = CliRunner().invoke(main, argv.split())
    assert result.exit_code == 1 and "pipe is a pipe, and nothing came for 1 seconds; name a file" in result.stderr


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Whoever writes into a pipe may begin late, and pause."""
    pipe, data = tmp_path / "pipe", b"A word of the text.\n" * 20_000
    os.mkfifo(pipe)
    program = (
        f"import time\ntime.sleep(0.3)\nwith open({str(pipe)!r}, 'wb', buffering=0) as pipe:\n"
        f"    for part in (b'', {data[:20]!r} * 5_000, {data[:20]!r} * 15_000):\n"
        "        time.sleep(0.3)\n        pipe.write(part)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as writer:
        assert read_bytes(pipe) == data
    assert writer.returncode == 0


@pytest.mark.parametrize("name", ["pipe", "/dev/zero"])
def test_no_device_is_attached_as_the_file_of_a_data_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The file of a data set is read twice, so that a pipe is refused, and a device without an end."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe")
    CliRunner().invoke(main, ["db", "upgrade"])
    result = CliRunner().invoke(main, ["dataset", "attach", name])
    assert result.exit_code == 1 and f"{name} is a device or a pipe; name a file" in result.stderr


def test_a_message_is_bounded_in_both_directions(tmp_path: Path) -> None:
    """A long list is printed with its ends and the number of the others between them, a long value with its ends."""
    keys = "".join(f"    key{number}: 1\n" for number in range(20_000))
    for body, parts in (
        (
            AGREEMENT.replace("    type: mou\n", f"    type: mou\n{keys}"),
            ["Error: Found 20000 problems.\n", "\n… and 19,00"],
        ),
        (ARTICLE.replace("length: ", f"length: {'9' * 100_000}"), ["Found 1 problem.\n", "length", "9…9"]),
    ):
        folder = write_folder(tmp_path / str(len(body)))
        (folder / "tashkent.yml").write_text(body if body.startswith("article") else ARTICLE + body, encoding="utf-8")
        result = CliRunner().invoke(main, ["seed", "check", str(folder)])
        assert result.exit_code == 1 and all(part in result.stderr for part in parts), result.stderr[:2000]
        assert len(result.stderr.splitlines()) <= 1000 and len(result.stderr) < 200_000


def test_all_of_an_ordinary_message_is_printed() -> None:
    """Lines and lists of ordinary length are left as they are."""
    message = "\n".join(["x" * 5000] * 1000)
    assert bound(message) == message
    assert bound(message + "\ny").endswith("x\n… and 2 more\ny")


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.mkdir [{made}]",
        "!!python/object/new:os.mkdir [{made}]",
        "!!python/name:os.mkdir",
        "!!python/module:os",
        "!!map {{a: b}}",
    ],
)
def test_a_file_is_data_and_no_program(tmp_path: Path, value: str) -> None:
    """A tag of YAML that would make or call something is a problem of the file, and nothing is made."""
    made = tmp_path / "made"
    problems = Problems()
    body = f"organizations:\n  - slug: one\n    kind: {value.format(made=made)}\n"
    read_file(body.encode(), "a.yml", problems)
    assert problems.found and not made.exists()
