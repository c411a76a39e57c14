"""The help of every command shows an example, and every example runs as printed."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli import main
from seeds.format.records import PLACEHOLDER
from tests.paths import CHECKOUT
from tests.shell import run, starts

# An interactive shell, which tests/reports/sql tries, and a server, which tests/models/storage has.
TRIED_ELSEWHERE = ("mithaq sql", "mithaq db reader analyst | psql mithaq")


def commands(
    command: click.Command, words: tuple[str, ...], parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Yield each command that is no group, with its help."""
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
    if example not in TRIED_ELSEWHERE
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first steps are done."""
    folder = tmp_path_factory.mktemp("examples")
    (folder / "article.txt").write_text("A memorandum of understanding was signed.\n", "utf-8")
    (folder / "page.html").write_text("<html><body><p>A memorandum was signed on a page.</p></body></html>", "utf-8")
    (folder / "question.sql").write_text("SELECT slug FROM v_agreement\n", "utf-8")
    for line in ("mithaq build", "mithaq db backup", "mithaq seed new my-seeds --article article.txt"):
        assert run(line, folder)[0] == 0
    shutil.copytree(CHECKOUT / "docs" / "tables", folder / "my-tables")
    for name in ("treaties.csv", "newer.csv"):
        shutil.copy(CHECKOUT / "docs" / "tables" / "agreements.csv", folder / name)
    for name in ("list.csv", "list.map.yml"):
        shutil.copy(CHECKOUT / "docs" / "compare" / name.replace("list", "registered"), folder / name)
    settings = folder / "my-tables" / "agreements.map.yml"
    settings.write_text(settings.read_text("utf-8").replace("slug: lantern-list", "slug: treaty-list"), "utf-8")
    assert run("mithaq seed load my-tables --collection my-tables", folder)[0] == 0
    (folder / "drafts").mkdir()
    drafts = "".join(f"  - {{extend: {slug}, draft: true}}\n" for slug in ("uzbekistan", "china", "france"))
    (folder / "drafts" / "article.yml").write_text(f"countries:\n{drafts}", "utf-8")
    [started] = (folder / "my-seeds").glob("*.yml")
    started.write_text(started.read_text("utf-8").replace(PLACEHOLDER.ar, "مذكرة تفاهم"), "utf-8")
    return folder


class Network:
    """Refuses each use of the network, and remembers it: a command may pass over the error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.used: list[object] = []
        monkeypatch.setattr(socket, "getaddrinfo", self.refuse)
        for name in ("connect", "connect_ex", "sendto", "sendmsg"):
            monkeypatch.setattr(socket.socket, name, self.refuse)

    def refuse(self, *given: object) -> None:
        self.used.append(given)
        raise OSError("there is no network")


# Runs a command, and fails if Python asks for a connection, at the start too.
WATCHED = """
import sys
used = []
sys.addaudithook(lambda event, given: used.append((event, given)) if event in EVENTS else None)
import cli
try:
    cli.main(sys.argv[1:])
finally:
    assert not used, used
"""
EVENTS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")


@pytest.mark.parametrize("command", HELP)
def test_every_command_shows_an_example(command: str) -> None:
    """The help of a command shows a call of it."""
    assert re.search(rf"Examples?:\n.*\b{command.removeprefix('mithaq ')}\b", HELP[command], re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_runs(
    place: Path, tmp_path: Path, example: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed as printed, in a folder where the first steps are done, the example succeeds without a network."""
    # No window of a browser is opened here.
    monkeypatch.setattr("click.launch", lambda url: 0)
    network = Network(monkeypatch)
    if example.startswith("sqlite3") and not starts("sqlite3"):
        pytest.skip("the shell of SQLite does not run here")
    folder = Path(shutil.copytree(place, tmp_path / "here"))
    if " articles" in example and "report" not in example:
        shutil.copytree(request.getfixturevalue("articles_dir"), folder / "articles")
    if example.startswith("mithaq seed new"):
        shutil.rmtree(folder / "my-seeds")
    code, output = run(example, folder)
    assert code == 0, output
    assert not network.used


@pytest.mark.parametrize("command", ["report overview", "db check", "--version"])
def test_a_start_uses_no_network(place: Path, command: str) -> None:
    """A process that is started for one command connects to nothing, not even before it knows the command."""
    program = WATCHED.replace("EVENTS", repr(EVENTS))
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    command_line = [sys.executable, "-c", program, *command.split()]
    done = subprocess.run(command_line, cwd=place, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
