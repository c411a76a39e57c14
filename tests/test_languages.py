"""Commands with one language at a time take it before or after the subcommand, or from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.commandline.language import VARIABLE
from models.storage.database import Database
from tests.seedfiles import TEXT, write_folder

SINGLE = ("seed plan", "seed review", "diff")


@pytest.fixture
def arguments(sampled: Database, tmp_path: Path, request: pytest.FixtureRequest) -> list[str]:
    """Return the arguments of the command that a test is about, for the sample of seed files."""
    folder, text = write_folder(tmp_path / "mine"), tmp_path / "text.txt"
    text.write_text(TEXT, "utf-8")
    rest = {
        "seed plan": [str(folder), "--collection", "mine"],
        "seed review": [str(folder), "--text", str(text)],
        "diff": [sampled.url, sampled.url],
    }
    return [*request.param.split(), *rest[request.param]]


def run(database: Database, *arguments: str, preferred: str = "") -> Result:
    return CliRunner().invoke(main, ["--database", database.url, *arguments], env={VARIABLE: preferred, "LANG": "C"})


@pytest.mark.parametrize("arguments", SINGLE, indirect=True)
def test_the_language_is_obeyed_wherever_it_is_given(sampled: Database, arguments: list[str]) -> None:
    """The option of the group, that of the command and the variable choose the same language."""
    english = run(sampled, *arguments)
    assert english.exit_code == 0, english.output
    arabic = run(sampled, *arguments, "--lang", "ar-DZ").output
    assert arabic == run(sampled, "--lang", "ar", *arguments).output
    assert arabic == run(sampled, *arguments, preferred="ar").output
    assert arabic != english.output
    assert run(sampled, "--lang", "ar", *arguments, "--lang", "en").output == english.output


@pytest.mark.parametrize("arguments", SINGLE, indirect=True)
def test_both_languages_are_refused(sampled: Database, arguments: list[str]) -> None:
    """`--lang both` is refused wherever it is given; as a preference it means English."""
    for given in (["--lang", "both", *arguments], [*arguments, "--lang", "both"]):
        refused = run(sampled, *given)
        assert refused.exit_code == 2 and "'both' is not one language; use en or ar" in refused.output
    assert run(sampled, *arguments, preferred="both").output == run(sampled, *arguments).output


@pytest.mark.parametrize(
    ("target", "lang", "says"),
    [
        ("out.xlsx", "both", "'both' is not one language"),
        ("out", "ar", "--lang works only with xlsx; csv has both languages"),
        ("out", "both", ""),
        ("out.xlsx", "ar", ""),
    ],
)
def test_an_export_has_one_rule(sampled: Database, tmp_path: Path, target: str, lang: str, says: str) -> None:
    """A form takes the languages that it has, before and after the subcommand."""
    for number, place in enumerate(("before", "after")):
        given = ["export", str(tmp_path / f"{number}{target}"), *(["--as", "csv"] if target == "out" else [])]
        option = ["--lang", lang]
        result = run(sampled, *([*option, *given] if place == "before" else [*given, *option]))
        assert result.exit_code == (2 if says else 0), result.output
        assert says in result.output
