"""Every command's help shows an example, and every example runs as it stands."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import main
from seeds.format.records import PLACEHOLDER
from tests.test_readme import starts

PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# It opens a shell for a person; `test_sql.py` tries that.
INTERACTIVE = "mithaq sql"


def commands(
    command: click.Command, words: tuple[str, ...], parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Each command that does something, with its help."""
    # click keeps the help option that a command is first seen with, so the context is a real one.
    context = click.Context(command, parent, words[-1], terminal_width=200, **command.context_settings)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found
            yield from commands(found, (*words, name), context)
    else:
        yield " ".join(words), command.get_help(context)


HELP = dict(commands(main, ("mithaq",)))
EXAMPLES = [
    example
    for text in HELP.values()
    for example in re.findall(r"^ +((?:mithaq|sqlite3) .*)$", text.partition("Example")[2], re.MULTILINE)
    if example != INTERACTIVE
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a user has done the first steps."""
    if not shutil.which("mithaq", path=PROGRAMS):
        pytest.skip("the command mithaq is not installed beside this Python")
    folder = tmp_path_factory.mktemp("examples")
    (folder / "article.txt").write_text("A memorandum of understanding was signed.\n", "utf-8")
    (folder / "question.sql").write_text("SELECT slug FROM v_agreement\n", "utf-8")
    for line in ("mithaq build", "mithaq db backup", "mithaq seed new my-seeds --article article.txt"):
        assert run(folder, line).returncode == 0
    [started] = (folder / "my-seeds").glob("*.yml")
    started.write_text(started.read_text("utf-8").replace(PLACEHOLDER.ar, "مذكرة تفاهم"), "utf-8")
    return folder


def run(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MITHAQ_")}
    return subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env=environment | {"PATH": PROGRAMS},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize("command", HELP)
def test_every_command_shows_an_example(command: str) -> None:
    """The help of a command shows how it is called."""
    assert re.search(rf"Examples?:\n.*\b{command.removeprefix('mithaq ')}\b", HELP[command], re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_runs(place: Path, tmp_path: Path, example: str, request: pytest.FixtureRequest) -> None:
    """Typed as the help has it, in a folder where the first steps are done, the example succeeds."""
    if example.startswith("sqlite3") and not starts("sqlite3"):
        pytest.skip("the shell of SQLite does not run here")
    folder = Path(shutil.copytree(place, tmp_path / "here"))
    if " articles" in example and "report" not in example:
        shutil.copytree(request.getfixturevalue("articles_dir"), folder / "articles")
    if example.startswith("mithaq seed new"):
        shutil.rmtree(folder / "my-seeds")
    result = run(folder, example)
    assert result.returncode == 0, result.stderr
