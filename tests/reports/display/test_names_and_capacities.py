"""On screens capacities are named beside parties, and a name that a language lacks is the other one in brackets."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from cli import main
from models.storage.database import Database
from reports.display.cell_text import Wording, format_row
from reports.display.collation import collate
from reports.display.fact_words import say_item
from reports.display.labels import read_labels
from reports.display.table import Column, Lang, Table
from tests.rows import Additions, additions


@pytest.fixture
def doubtful(loaded: Database) -> Iterator[Database]:
    """The shipped facts, and an agreement that the sources name in Arabic only."""
    engine = loaded.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        facts.record("agreement", "pact", None, "ميثاق الإعلام", type="mou")
        facts.record("organization", "the-daily", "The Daily", None, kind="media")
        facts.link("participation", "pact", party=facts.ids["iran"], capacity="media", role="party")
        facts.link("participation", "pact", party=facts.ids["the-daily"], role="party")
        facts.link("participation", "pact", capacity="experts", role="party")
        facts.link("participation", "pact", printed="Kingdom of Siam", role="party")
        facts.derive("pact")
    engine.dispose()
    yield loaded


def printed(database: Database, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["--database", database.url, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("lang", "name", "parties"),
    [
        ("en", "[ميثاق الإعلام]", "Experts; Iran (media); The Daily"),
        ("ar", "ميثاق الإعلام", "إيران (إعلام)؛ خبراء؛ [The Daily]"),
    ],
)
def test_a_list_names_capacities_in_words(doubtful: Database, lang: str, name: str, parties: str) -> None:
    """A party stands with its capacity, and a capacity alone where no party is named."""
    columns = ("--columns", f"slug,name_{lang},parties", "--format", "plain")
    lines = printed(doubtful, "report", "agreements", *columns, "--lang", lang).splitlines()
    [line] = [line for line in lines if line.startswith("pact")]
    assert name in line
    assert parties in line


def test_data_hold_what_is_stored(doubtful: Database) -> None:
    """Data formats print the elements of lists as they are, and null for a name that is not there."""
    rows = json.loads(
        printed(doubtful, "report", "agreements", "--columns", "slug,name_en,parties", "--format", "json")
    )
    [row] = [row for row in rows if row["slug"] == "pact"]
    assert row == {"slug": "pact", "name_en": None, "parties": [":experts", "iran:media", "the-daily"]}


def test_rows_are_sorted_by_the_name_that_is_there(doubtful: Database) -> None:
    """A record without an English name is sorted by its Arabic one, not put last."""
    names = json.loads(
        printed(
            doubtful, "report", "organizations", "--sort", "name_ar", "--columns", "slug,name_ar", "--format", "json"
        )
    )
    slugs = [row["slug"] for row in names]
    assert slugs.index("the-daily") < slugs.index("huawei")


def test_show_prints_the_one_name_and_printed_parties(doubtful: Database) -> None:
    """The dossier is headed by the name that there is, and lists parties as printed."""
    text = printed(doubtful, "show", "pact")
    assert text.splitlines()[0] == "[ميثاق الإعلام]"
    assert "Kingdom of Siam" in text


def test_a_printed_party_is_found(loaded: Database, tmp_path: object) -> None:
    """Search finds a record by the spelling of a party that is not identified."""
    from pathlib import Path

    from tests.seedfiles import AGREEMENT, load_folder, span, write_folder

    body = AGREEMENT.replace(
        f"{{party: uzbekistan, role: signatory, cite: [{span('Uzbekistan')}]}}",
        f"{{printed: Kingdom of Siam, role: signatory, cite: [{span('Uzbekistan')}]}}",
    )
    load_folder(loaded, write_folder(Path(str(tmp_path)) / "seeds", body), "mine")
    assert "example-mou-2025" in printed(loaded, "search", "siam")


@pytest.mark.parametrize(("lang", "said"), [("en", "Position: China, President"), ("ar", "منصب: الصين، رئيس")])
def test_evidence_names_a_title_in_its_language(sampled: Database, lang: str, said: str) -> None:
    """A citation of a position names the title in the language of the page."""
    with additions(sampled) as facts:
        [(item,)] = facts.rows("SELECT item FROM v_position WHERE person = 'xi-jinping'")
    table = Table("", "", (Column("item", "Fact", "الواقعة", "code", "item"),), [[item]])
    with sampled.read() as reader:
        labels = read_labels(reader, [table], lang)  # type: ignore[arg-type]
    assert say_item(item, labels, lang) == said


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_title_that_a_language_lacks_is_in_brackets(doubtful: Database, lang: str) -> None:
    """Evidence gives a title of the other language in brackets, as it gives a name."""
    engine = doubtful.engine()
    with engine.begin() as connection:
        facts = Additions(connection)
        facts.link("position", "xi-jinping", title_en="Host")
        facts.link("position", "xi-jinping", title_ar="ضيف")
    engine.dispose()
    column = Column("item", "Fact", "الواقعة", "code", "item")
    with doubtful.read() as reader:
        table = Table("", "", (column,), [["position::Host"], ["position::ضيف"]])
        labels = read_labels(reader, [table], lang)  # type: ignore[arg-type]
    said = [say_item(item, labels, lang).split(": ")[1] for (item,) in table.rows]
    assert said == {"en": ["Host", "[ضيف]"], "ar": ["[Host]", "ضيف"]}[lang]


@pytest.mark.parametrize(
    ("lang", "english", "arabic"),
    [("en", "Said in 2025.", "[قيل في 2025.]"), ("ar", "[Said in 2025.]", "قيل في 2025."), ("both", None, None)],
)
def test_a_note_of_the_other_language_is_in_brackets(lang: Lang, english: str | None, arabic: str | None) -> None:
    """A note has one language: in the other one it is marked as names are; a table of both languages marks none."""
    columns = (Column("note", "Note", "ملاحظة"), Column("quote", "Quote", "النص"))
    notes = ["Said in 2025.", "قيل في 2025.", "2025"]
    rows = [format_row(columns, [note, note], Wording(lang, {})) for note in notes]
    assert [row[0] for row in rows] == [english or notes[0], arabic or notes[1], "2025"]
    assert [row[1] for row in rows] == notes


def test_arabic_names_are_sorted_by_letters(loaded_template: Database) -> None:
    """Rows, lists in cells and the parties of a page have one order, in which hamza is the letter that it sits on."""
    plain = ("--lang", "ar", "--format", "plain")
    names = printed(loaded_template, "report", "organizations", "--columns", "name_ar", *plain).splitlines()[1:]
    shown = [name.strip() for name in names if name.strip()]
    assert shown == sorted(shown, key=collate)
    assert shown.index("أستانا هاب") < shown.index("الشروق") < shown.index("آي تي بارك") < shown.index("تيمو")
    descending = printed(
        loaded_template, "report", "organizations", "--columns", "name_ar", "--sort", "-name_ar", *plain
    )
    assert [name.strip() for name in descending.splitlines()[1:] if name.strip()] == shown[::-1]
    page = printed(loaded_template, "show", "almaty-startup-mou-2025", "--lang", "ar")
    listed = page.partition("الأطراف  ")[2].splitlines()[0].strip().split("؛ ")
    table = page.split("الأطراف\n")[1].strip("\n").split("\n\n")[0]
    assert [row.split("  موقِّع")[0].strip() for row in table.splitlines()[2:]] == listed


def test_vowel_marks_are_not_sorted_by() -> None:
    """A name with vowel marks is sorted as without."""
    assert collate("عُمان") == collate("عمان") and collate("آسيا") == collate("اسيا") and collate("UAE") == "uae"
