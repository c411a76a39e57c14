"""Draft marks: who refuses them, and how a person removes them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from models.storage.database import Database
from tests.seedfiles import AGREEMENT, ARTICLE, TEXT, span

# Marks in each place that YAML allows, with comments around them.
DRAFTED = (
    ARTICLE
    + f"""\
countries:
  - draft: true
    extend: china  # named once
    cite: [{span("China")}]
  - {{extend: uzbekistan, draft: true}}
  - draft: true  # why
    extend: france
    names: [{{text: La France, language: fr, form: alias}}]
"""
    + AGREEMENT.replace("    type: mou\n", "    # checked twice\n    draft: true  # a mark\n    type: mou\n").replace(
        "    kind: company\n    name: {en: Example Telecom, ar: مثال للاتصالات}\n",
        "    kind: company\n    name: {ar: مثال للاتصالات, en: null}\n    draft: true\n",
    )
)


def mithaq(*arguments: str) -> Result:
    """Run a command; a traceback is never an answer."""
    result = CliRunner().invoke(main, arguments)
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def drafted(tmp_path: Path) -> Path:
    """A seed file with five drafts in a folder of its own, with the digests of its spans."""
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    folder = tmp_path / "mine"
    folder.mkdir()
    file = folder / "meeting.yml"
    file.write_text(DRAFTED, "utf-8")
    assert mithaq("seed", "format", str(folder), "--text", str(tmp_path / "text.txt")).exit_code == 0
    file.write_text(DRAFTED, "utf-8")
    return file


def test_drafts_are_refused_by_name(drafted: Path, loaded_template: Database) -> None:
    """Check, plan and load name each draft with file and line, and nothing else; `seed format` keeps the marks."""
    database = ["--database", loaded_template.url]
    collection = ["--collection", "mine"]
    for command in (["check"], ["plan", *collection], ["load", *collection]):
        refused = mithaq(*database, "seed", command[0], str(drafted.parent), *command[1:])
        assert refused.exit_code == 1
        head, *problems = refused.stderr.removeprefix("Error: ").splitlines()
        # A check never loads.
        assert head == ("Found 5 problems." if command == ["check"] else "Found 5 problems. Nothing was loaded.")
        assert [line.partition(":")[2].partition(":")[0] for line in problems] == ["8", "11", "12", "16", "33"]
        what = "country 'china' is a draft; check it, then run: mithaq seed accept FILE china"
        assert problems[0] == f"meeting.yml:8: {what}"
    assert mithaq("seed", "format", str(drafted)).exit_code == 0
    assert drafted.read_text("utf-8").count("draft: true") == 5


def test_accepting_removes_marks_alone(drafted: Path) -> None:
    """Comments and layout stay; an unknown ID accepts nothing; what is accepted is loaded like any other record."""
    before = drafted.read_text("utf-8")
    unknown = mithaq("seed", "accept", str(drafted), "chine", "france")
    assert unknown.exit_code == 1 and "has no draft 'chine'; did you mean china?" in unknown.stderr
    assert (
        mithaq("seed", "accept", str(drafted)).exit_code
        == mithaq("seed", "accept", str(drafted), "x", "--all").exit_code
        == 2
    )
    assert drafted.read_text("utf-8") == before
    some = mithaq("seed", "accept", str(drafted), "china", "uzbekistan", "example-mou-2025")
    assert some.stdout == f"Accepted 3 drafts in {drafted}; 2 are left.\n"
    assert mithaq("seed", "accept", str(drafted), "--all").stdout == f"Accepted 2 drafts in {drafted}; none are left.\n"
    expected = before.replace("  - draft: true\n    extend: china", "  - extend: china")
    expected = expected.replace("{extend: uzbekistan, draft: true}", "{extend: uzbekistan}")
    expected = expected.replace("  - draft: true  # why", "  - # why")
    expected = expected.replace("    draft: true  # a mark", "    # a mark").replace("    draft: true\n", "")
    assert drafted.read_text("utf-8") == expected
    assert mithaq("seed", "check", str(drafted.parent)).exit_code == 0
    again = mithaq("seed", "accept", str(drafted), "--all")
    assert again.exit_code == 1 and "has no drafts" in again.stderr


def test_incomplete_drafts_are_not_accepted(drafted: Path) -> None:
    """A draft that the format refuses stays one, with all that it lacks and where."""
    broken = drafted.read_text("utf-8").replace("stage: signed", "stage: signd").replace("kind: company", "kind: firm")
    drafted.write_text(broken, "utf-8")
    refused = mithaq("seed", "accept", str(drafted), "--all")
    assert refused.exit_code == 1 and "Nothing was accepted." in refused.stderr
    assert "meeting.yml:26: stage: 'signd'" in refused.stderr and "meeting.yml:33: kind: 'firm'" in refused.stderr
    assert drafted.read_text("utf-8") == broken
