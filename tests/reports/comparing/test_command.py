"""The command `mithaq compare`, on the shipped data and the invented list of docs/compare."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from tests.paths import CHECKOUT

LIST = CHECKOUT / "docs" / "compare" / "registered.csv"
MAP = LIST.with_name("registered.map.yml")


def run(database: Database, *arguments: str) -> Result:
    given = [str(LIST), "--map", str(MAP), *arguments]
    return CliRunner().invoke(main, ["--database", database.url, "compare", *given], catch_exceptions=False)


def rows(database: Database, *arguments: str) -> list[dict[str, object]]:
    result = run(database, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("page", ["README.md", "docs/compare.md"])
def test_the_documented_counts_are_true(loaded_template: Database, page: str) -> None:
    """The counts that the documentation prints are those of the shipped data; so are the lists."""
    text = (CHECKOUT / page).read_text("utf-8")
    assert run(loaded_template).stdout in text
    if "--since 1980" in text:
        assert run(loaded_template, "--lacking", "--country", "DZ", "--since", "1980").stdout in text


def test_a_state_lists_its_entries(loaded_template: Database) -> None:
    """Each state has its entries with what speaks for them; ours only are agreements with their ID."""
    (both,) = rows(loaded_template, "--matched")
    assert (both["key"], both["slug"]) == ("registered-1", "algeria-russia-space-agreement-2025")
    assert (both["same_parties"], both["days"], both["judged"]) == (1, 0, 0)
    assert [row["slug"] for row in rows(loaded_template, "--suggested")] == ["almaty-startup-mou-2025"]
    assert [row["key"] for row in rows(loaded_template, "--lacking", "--country", "UZ")] == ["registered-4"]
    assert rows(loaded_template, "--lacking", "--since", "2000") == []
    ours = rows(loaded_template, "--ours-only", "--country", "Iran")
    assert [row["slug"] for row in ours] == ["russia-iran-digital-mou"]
    assert "ناقص هنا" in run(loaded_template, "--lacking", "--lang", "ar").stdout
    assert rows(loaded_template, "--collection", "mithaq")[-1] == {"state": "ours_only", "agreements": 13}


def test_verdicts_count(loaded_template: Database, tmp_path: Path) -> None:
    """A verdict that a person writes into the file is the state of the next run, and stays in the file."""
    path = tmp_path / "verdicts.csv"
    run(loaded_template, "--verdicts", str(path))
    judged = re.sub("(?m)^(registered-2,.*),,,$", r"\1,matched,,same day", path.read_text("utf-8"))
    path.write_text(judged.replace(",lacking,,,,,", ",lacking,,,not in scope,,", 1), encoding="utf-8")
    states = {row["state"]: row["agreements"] for row in rows(loaded_template, "--verdicts", str(path))}
    assert states == {"matched": 2, "suggested": 0, "lacking": 1, "not_in_scope": 1, "ours_only": 13}
    assert ",matched,,same day" in path.read_text("utf-8")
    judged_ones = rows(loaded_template, "--verdicts", str(path), "--matched")
    assert [(row["slug"], row["judged"]) for row in judged_ones] == [
        ("algeria-russia-space-agreement-2025", 0),
        ("almaty-startup-mou-2025", 1),
    ]


def test_verdicts_keep_the_form_of_their_file(loaded_template: Database, tmp_path: Path) -> None:
    """A byte-order mark, line ends and unnamed empty columns, as a spreadsheet writes them."""
    path = tmp_path / "verdicts.csv"
    run(loaded_template, "--verdicts", str(path))
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\ufeff" + "".join(f"{line},,\r\n" for line in lines), encoding="utf-8", newline="")
    run(loaded_template, "--verdicts", str(path))
    assert path.read_bytes().decode() == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


@pytest.mark.parametrize(
    ("verdicts", "output", "said"),
    [
        ("new.csv", "new.csv", "new.csv is the file of verdicts; write to another file"),
        ("new.xlsx", "-", "verdicts are a file of their own, in CSV"),
        ("-", "new.csv", "verdicts are a file of their own, in CSV"),
        (".", "-", ". cannot be read: Is a directory"),
    ],
)
def test_verdicts_are_a_file_of_their_own(
    loaded_template: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdicts: str, output: str, said: str
) -> None:
    """Neither the report, nor a workbook, nor a folder is one."""
    monkeypatch.chdir(tmp_path)
    result = run(loaded_template, "--verdicts", verdicts, "--output", output)
    assert result.exit_code == 1 and said in result.stderr and not list(tmp_path.iterdir())


def test_a_missing_file_is_named(loaded_template: Database, tmp_path: Path) -> None:
    """A table or a map that is not there is an error that says how to write a map."""
    given = ["compare", str(LIST), "--map", str(tmp_path / "none.map.yml")]
    result = CliRunner().invoke(main, ["--database", loaded_template.url, *given])
    assert result.exit_code == 1 and "there is no file" in result.stderr and "seed new" in result.stderr
