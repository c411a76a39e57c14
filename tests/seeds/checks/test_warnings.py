"""Doubtful facts load with a warning: a note on a citation of the field accepts it, and --strict refuses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main
from models.errors import MithaqError
from models.kinds.gap_codes import DOUBTFUL
from models.storage.database import Database
from seeds.checks.checking_files import checked
from seeds.format.files import folder_files
from seeds.loading.loader import load
from tests.seedfiles import AGREEMENT, load_folder, span, write_folder

SIGNED = span("signed")
NOTED = f"[{{at: {SIGNED}, field: %s, note: The text says so.}}]"
EVENT = (
    "events:\n  - {slug: talks, type: talks, outlook: occurred, date: 2024, name: {en: a, ar: ب},"
    f" cite: [{SIGNED}]}}\n"
)
STEP = f"      - {{stage: signed, date: 2025-05-03, cite: [{SIGNED}]}}\n"
# For each warning: what changes in the sample, the field that a note accepts, and the words of the check.
CASES = {
    "order_of_steps": (
        (STEP, STEP + "      - {stage: in_force, date: 2020, cite: CITE}\n", ""),
        "date",
        "in_force (2020) comes before signed (2025-05-03)",
    ),
    "outside_event": (
        (STEP, "      - {stage: signed, date: 2025-05-03, event: talks, cite: CITE}\n", EVENT),
        "date",
        "2025-05-03 lies outside talks (2024)",
    ),
    "unidentified_party": (
        (
            f"      - {{party: uzbekistan, role: signatory, cite: [{span('Uzbekistan')}]}}\n",
            "      - {printed: 'Kingdom of Siam', role: signatory, cite: CITE}\n",
            "",
        ),
        "printed",
        "'Kingdom of Siam' is not identified",
    ),
    "unidentified_place": (
        (STEP, "      - {stage: signed, date: 2025-05-03, place_printed: Thebes, cite: CITE}\n", ""),
        "place_printed",
        "'Thebes' is not identified",
    ),
    "one_language": (
        (
            f"    name: {{en: Example Telecom, ar: مثال للاتصالات}}\n    cite: [{span('Example Telecom')}]\n",
            "    name: {ar: مثال للاتصالات}\n    cite: CITE\n",
            "",
        ),
        "name",
        "name: only in Arabic",
    ),
}


def folder_of(case: str, folder: Path, accepted: bool = False) -> Path:
    """Write the folder of a case, its doubtful fact cited with a note or without."""
    (old, new, further), field, _ = CASES[case]
    assert old in AGREEMENT
    cite = NOTED % field if accepted else f"[{SIGNED}]"
    return write_folder(folder, AGREEMENT.replace(old, new.replace("CITE", cite)) + further)


def gaps(database: Database) -> set[str]:
    with database.read() as reader:
        return {row[0] for row in reader.rows("SELECT gap FROM v_gap") if row[0] in (*CASES, "shared_identifier")}


@pytest.mark.parametrize("case", CASES)
def test_a_doubt_is_worded_and_loads(loaded: Database, tmp_path: Path, case: str) -> None:
    """The check names file and line, the load says how many there are, the gaps and `db check` list the record."""
    folder = folder_of(case, tmp_path / "seeds")
    [warning] = checked("mine", folder_files(folder)).warnings
    assert CASES[case][2] in warning
    assert warning.startswith("tashkent.yml:")
    assert "warnings: 1" in str(load_folder(loaded, folder, "mine"))
    assert gaps(loaded) == {case}
    result = CliRunner().invoke(main, ["--database", loaded.url, "db", "check"])
    assert result.exit_code == 0
    assert f"note    {DOUBTFUL[case][0]}: 1\n" in result.stdout


@pytest.mark.parametrize("case", CASES)
def test_a_note_accepts_a_doubt(loaded: Database, tmp_path: Path, case: str) -> None:
    """With a note on a citation of the field nothing warns, and a strict load passes."""
    folder = folder_of(case, tmp_path / "seeds", accepted=True)
    assert checked("mine", folder_files(folder), strict=True).warnings == []
    assert "warnings" not in str(load(loaded, "mine", folder_files(folder), strict=True))
    assert gaps(loaded) == set()


@pytest.mark.parametrize("command", ["check", "plan", "load"])
def test_strict_makes_warnings_problems(loaded: Database, tmp_path: Path, command: str) -> None:
    """With --strict a command fails in the words of the warning, also after the same files were loaded with it."""
    folder = folder_of("order_of_steps", tmp_path / "seeds")
    options = [str(folder), "--collection", "mine"]
    loose = CliRunner().invoke(main, ["--database", loaded.url, "seed", command, *options])
    assert loose.exit_code == 0, loose.output
    strict = CliRunner().invoke(main, ["--database", loaded.url, "seed", command, *options, "--strict"])
    assert strict.exit_code == 1
    assert CASES["order_of_steps"][2] in strict.stderr


def test_an_identifier_of_two_records_is_doubtful(loaded: Database, tmp_path: Path) -> None:
    """Two records with one identifier load, and both are gaps."""
    same = "    identifiers: [{scheme: wikidata, value: Q1}]\n"
    body = AGREEMENT.replace("    value: 5000000\n", same + "    value: 5000000\n") + same
    folder = write_folder(tmp_path / "seeds", body)
    assert "has 'Q1' too" in checked("mine", folder_files(folder)).warnings[0]
    load_folder(loaded, folder, "mine")
    assert gaps(loaded) == {"shared_identifier"}


def test_an_identifier_goes_with_the_file_that_states_it(loaded: Database, tmp_path: Path) -> None:
    """An identifier needs no citation: it is stored, kept by a second load, and deleted when the file drops it."""
    stated = AGREEMENT + "    identifiers: [{scheme: wikidata, value: Q1}]\n"
    found = []
    for body in (stated, stated + "# again\n", AGREEMENT):
        load_folder(loaded, write_folder(tmp_path / "seeds", body), "mine")
        with loaded.read() as reader:
            found.append([row[0] for row in reader.rows("SELECT item FROM v_identifier WHERE collection = 'mine'")])
    assert found == [["identifier:wikidata:Q1"], ["identifier:wikidata:Q1"], []]


@pytest.mark.parametrize(
    ("steps", "warned"),
    [
        ("{stage: adopted, date: 2025-06, CITE}", False),
        ("{stage: acceded, party: china, date: 2020, CITE}", False),
        ("{stage: ratified, party: china, date: 2020, CITE}, {stage: signed, party: china, date: 2021, CITE}", True),
        ("{stage: ratified, printed: Siam, date: 2020, CITE}, {stage: signed, party: china, date: 2021, CITE}", False),
    ],
    ids=["adopted after signed", "another party", "one party", "two parties"],
)
def test_steps_are_ordered_within_one_party(tmp_path: Path, steps: str, warned: bool) -> None:
    """The order is that of one party, or of the instrument as a whole; signature and adoption have none."""
    more = "".join(f"      - {step}}}\n" for step in steps.replace("CITE", f"cite: [{SIGNED}]").split("}, ") if step)
    body = AGREEMENT.replace(STEP, STEP + more.replace("}}", "}"))
    warnings = checked("mine", folder_files(write_folder(tmp_path, body))).warnings
    assert any("comes before" in warning for warning in warnings) == warned


def test_a_publisher_needs_no_citation(loaded: Database, tmp_path: Path) -> None:
    """An organization whose only use is that it published the article loads uncited; as a party it does not."""
    from tests.seedfiles import ARTICLE

    article = (
        ARTICLE + "  publisher: the-daily\n  published: 2025-05\n  published_basis: page\n  url: https://x.example\n"
    )
    publisher = "  - {slug: the-daily, kind: media, name: {en: The Daily, ar: اليومية}}\n"
    load_folder(loaded, write_folder(tmp_path / "good", AGREEMENT + publisher, article), "mine")
    result = CliRunner().invoke(main, ["--database", loaded.url, "db", "check"])
    assert result.exit_code == 0, result.stdout
    party = AGREEMENT.replace("party: uzbekistan", "party: the-daily") + publisher
    with pytest.raises(MithaqError, match="organization 'the-daily' is not cited anywhere"):
        load_folder(loaded, write_folder(tmp_path / "bad", party, article), "mine")
