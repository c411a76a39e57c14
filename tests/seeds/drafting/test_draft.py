"""The draft as a whole: marks, citations, links, and that it reads as YAML."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from cli import main
from models.edtf_dates import parse_date
from models.edtf_forms import canonical_form
from models.storage.database import Database
from seeds.drafting.assembling import Page, draft
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.mentions import KnownEntity
from seeds.drafting.nodes import name_node
from seeds.drafting.text import Article
from seeds.drafting.writing import to_yaml
from seeds.format.records import PLACEHOLDER

TEXT = """\
مذكرة تفاهم بين سلوفينيا والأردن في المياه

وقع وزير المياه الأردني نادر العموري ووزيرة البيئة السلوفينية أنيتا كوفاتش، أمس الثلاثاء في ليوبليانا، مذكرة تفاهم بقيمة 12 مليون يورو لتحلية المياه للفترة 2024-2027.
وستدرب هيئة الأنهار السلوفينية 40 مهندسا. وقال العموري إن وفدا سيقوم بزيارة إلى العقبة في سبتمبر المقبل.
وكان البلدان قد وقعا بروتوكولا في مارس 2011.
"""  # noqa: E501
DAY = date(2023, 5, 17)


def drafted(text: str = TEXT, known: Known = NOTHING) -> dict[str, Any]:
    made = draft(
        Article(text, DAY), "water-memorandum", Page(DAY.isoformat(), "الصحيفة", "https://example.org/1"), known
    )
    return yaml.safe_load(to_yaml(made))


def cites(node: Any) -> list[list[Any]]:
    if isinstance(node, dict):
        return [each for key, value in node.items() for each in (value if key == "cite" else cites(value))]
    return [each for item in node for each in cites(item)] if isinstance(node, list) else []


def test_each_record_is_marked_and_cited() -> None:
    """Every record, extended ones too, has its mark and characters of the text; only the article has no mark."""
    sections = drafted()
    assert "draft" not in sections.pop("article")
    for records in sections.values():
        for record in records:
            assert record["draft"] is True and record["cite"]
    assert all(0 <= start < end <= len(TEXT) for start, end, *_ in cites(sections))


def test_the_agreement_has_its_steps_parties_and_sum() -> None:
    """Type, value, period, day, place and parties come from the sentence."""
    first, second = drafted()["agreements"]
    assert (first["type"], first["value"], first["currency"], first["period"]) == (
        "mou",
        12_000_000,
        "EUR",
        "2024/2027",
    )
    (step,) = first["milestones"]
    assert (step["stage"], step["date"], step["place"]) == ("signed", "2023-05-16?", "ljubljana")
    assert (second["type"], second["milestones"][0]["date"]) == ("protocol", "2011-03")


def test_the_other_language_is_not_invented() -> None:
    """A name is printed as it stands, and the other language stays empty unless a list has it."""
    sections = drafted()
    assert sections["people"][0]["name"] == {"ar": "نادر العموري"}
    assert sections["places"][0]["name"] == {"en": "Ljubljana", "ar": "ليوبليانا"}
    english = drafted("Oman signs deal\n\nMinister Salim Haddad of Oman met the Norwegian minister.")
    assert english["people"][0]["name"] == {"en": "Salim Haddad"}
    assert name_node("هيئة الأنهار", "en") == {"en": None, "ar": "هيئة الأنهار"}


@pytest.mark.parametrize(
    "text",
    [
        "Des cartes anciennes\n\nLes deux pays ont signe un accord de cooperation sur les cartes le 3.5.2025.",
        "Архив карт\n\nДва института договорились о хранении карт 3.5.2025.",
        "امضاي يادداشت تفاهم\n\nدو كشور يادداشت تفاهم را در سال 2025 امضا كردند و مدت آن سه سال است.",
    ],
)
def test_a_text_in_another_language_is_not_taken_for_english_or_arabic(tmp_path: Path, text: str) -> None:
    """Its language and its title are left to a person, phrases of it name no record, and the check says so."""
    (tmp_path / "some.txt").write_text(text, "utf-8")
    written = mithaq("seed", "draft", str(tmp_path / "some.txt"), "--output", str(tmp_path / "d"))
    assert written.exit_code == 0, written.stderr
    sections = yaml.safe_load((tmp_path / "d" / "some.yml").read_text("utf-8"))
    assert "language" not in sections["article"] and sections["article"]["name"] == PLACEHOLDER._asdict()
    for section in ("agreements", "events", "statements"):
        assert all("name" not in record for record in sections.get(section, []))
    refused = mithaq("seed", "check", str(tmp_path / "d"))
    assert "article some without language:" in refused.stderr and "replace the placeholder" in refused.stderr


def test_a_title_in_another_language_is_no_name() -> None:
    """The title of a text is its English or Arabic name only if it is in that language itself."""
    article = drafted("Accord sur les cartes\n\nThe ministers of Oman and Norway signed the agreement.")["article"]
    assert article["language"] == "en" and article["name"] == PLACEHOLDER._asdict()


def test_no_date_is_lost() -> None:
    """A date that belongs to no agreement or event is kept in a statement of its sentence, and every date is EDTF."""
    text = TEXT + "ويعود أول اتصال إلى عام 1987.\n"
    found = [record.get("date") for record in drafted(text)["statements"]]
    assert "1987" in map(str, found)
    for section in ("agreements", "events", "statements"):
        for record in drafted(text)[section]:
            for value in filter(None, (record.get("date"), record.get("period"))):
                assert parse_date(str(value)).text == canonical_form(str(value))


def test_known_records_are_extended() -> None:
    """A record that the database knows is extended by its slug, and no new slug repeats one."""
    people = KnownEntity("nader-amouri", "person", ("نادر العموري",))
    bodies = KnownEntity("river-authority", "organization", ("هيئة الأنهار",))
    known = Known([people, bodies], {"mou-slovenia-jordan-2023"})
    sections = drafted(known=known)
    assert sections["people"][0]["extend"] == "nader-amouri"
    assert sections["organizations"][0]["extend"] == "river-authority"
    assert sections["agreements"][0]["slug"] != "mou-slovenia-jordan-2023"


def test_facts_of_the_page_are_of_the_page() -> None:
    """Day, address and publisher come from the user; their basis says so."""
    article = drafted()["article"]
    assert (str(article["published"]), article["published_basis"]) == ("2023-05-17", "page")
    assert article["url"] == "https://example.org/1" and "الصحيفة" in article["note"]
    assert article["length"] == len(TEXT) and article["language"] == "ar"


def mithaq(*arguments: str) -> Result:
    """Run a command; a traceback is never an answer."""
    result = CliRunner().invoke(main, arguments)
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_command_drafts_files_that_pass_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text gets a seed file and its spans; but for the marks nothing is wrong, and no file is overwritten."""
    monkeypatch.chdir(tmp_path)
    Path("water.txt").write_bytes(("\ufeff" + TEXT.replace("\n", "\r\n")).encode())
    Path("مياه.txt").write_text(TEXT.replace("العموري", "العمو\u200fري").replace("هيئة", "هيي\u0654ة"), "utf-8")
    done = mithaq("seed", "draft", "water.txt", "مياه.txt", "--published", "2023-05-17", "--output", "new/mine")
    assert done.exit_code == 0 and done.stdout.count("wrote ") == 2, done.stderr
    assert "Known records come from the data that come with Mithaq." in done.stderr
    assert {each.name for each in Path("new/mine").iterdir()} >= {"water.yml", "water.spans.csv", "مياه.yml"}
    for file in sorted(Path("new/mine").iterdir()):
        folder = Path("new", "alone" if file.name.startswith("water") else "other")
        folder.mkdir(exist_ok=True)
        shutil.copy(file, folder)
    for name in ("new/alone/water.yml", "new/other/مياه.yml"):
        alone = name.rpartition("/")[0]
        refused = mithaq("seed", "check", alone)
        assert refused.exit_code == 1
        assert all("is a draft" in line for line in refused.stderr.splitlines() if ".yml:" in line)
        assert mithaq("seed", "accept", name, "--all").exit_code == 0
        assert mithaq("seed", "check", alone).exit_code == mithaq("seed", "format", "--check", alone).exit_code == 0
    again = mithaq("seed", "draft", "water.txt", "--output", "new/mine")
    assert again.exit_code == 1 and "already exists" in again.stderr and "Nothing was written" in again.stderr


def test_the_command_explains_each_mention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--explain` names the rule behind each mention; without it, the draft is printed."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "water.txt"
    file.write_text(TEXT, encoding="utf-8", newline="\n")
    explained = mithaq("seed", "draft", str(file), "--published", "2023-05-17", "--explain")
    assert explained.exit_code == 0 and "name after a title" in explained.stdout and "signature" in explained.stdout
    printed = mithaq("seed", "draft", str(file))
    assert yaml.safe_load(printed.stdout)["article"]["slug"] == "water"


def test_misuse_of_the_command_ends_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several texts without a folder, a day that is none, and another encoding are refused, and how to mend it."""
    monkeypatch.chdir(tmp_path)
    old, new, blank = tmp_path / "old.txt", tmp_path / "new.txt", tmp_path / "blank.txt"
    blank.write_text("\u200f\n\n", "utf-8")
    assert "no words to draft from" in mithaq("seed", "draft", str(blank)).stderr
    old.write_bytes("اتفاق".encode("cp1256"))
    new.write_text(TEXT, "utf-8")
    assert mithaq("seed", "draft", str(new), str(old)).exit_code == 2
    for wrong in ("yesterday", "2025-W18-7", "20250504"):
        assert mithaq("seed", "draft", str(new), "--published", wrong).exit_code == 2
    refused = mithaq("seed", "draft", str(old))
    assert refused.exit_code == 1 and "save the text as UTF-8" in refused.stderr


def test_records_of_the_database_are_extended(loaded: Database, tmp_path: Path) -> None:
    """A record that a collection of one's own declares is known in the next draft, and the command says from where."""
    text, folder = tmp_path / "water.txt", tmp_path / "mine"
    text.write_text(TEXT, "utf-8")
    database, drafting = ["--database", loaded.url], ["seed", "draft", str(text), "--published", "2023-05-17"]
    assert mithaq(*database, *drafting, "--output", str(folder)).exit_code == 0
    assert mithaq("seed", "accept", str(folder / "water.yml"), "--all").exit_code == 0
    assert mithaq(*database, "seed", "load", str(folder), "--collection", "mine").exit_code == 0
    again = mithaq(*database, *drafting)
    assert f"Known records come from {loaded}." in again.stderr and "article 'water'" in again.stderr
    sections = yaml.safe_load(again.stdout)
    assert all("extend" in each for kind in ("organizations", "people", "places") for each in sections[kind])
    assert all(each["slug"].endswith("-2") for each in sections["agreements"])


def test_odd_texts_are_drafted_without_a_crash() -> None:
    """An empty text, one word, only marks, tatweel and a text without a line feed all give a draft."""
    for text in (
        "كلمة",
        "ـ ـ ـ «",
        "...",
        "وقع",
        "3",
        "the",
        '"',
        "وزير",
        "شركة «",
        "US$",
        "من 3 إلى",
        "بين 5 و",
        "May",
    ):
        to_yaml(draft(Article(text, DAY), "odd"))


def test_a_long_article_takes_less_than_a_second() -> None:
    """Twelve thousand characters are drafted within a second of CPU, the word lists being loaded."""
    draft(Article(TEXT, DAY), "warm")
    start = time.process_time()
    draft(Article(TEXT * 25, DAY), "long")
    assert time.process_time() - start < 1
