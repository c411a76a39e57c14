"""The draft as a whole: marks, citations, links, and that it reads as YAML."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from models.edtf_dates import parse_date
from seeds.drafting.__main__ import main
from seeds.drafting.assembling import Page, draft
from seeds.drafting.mentions import KnownEntity
from seeds.drafting.text import Article
from seeds.drafting.writing import to_yaml

TEXT = """\
مذكرة تفاهم بين سلوفينيا والأردن في المياه

وقع وزير المياه الأردني نادر العموري ووزيرة البيئة السلوفينية أنيتا كوفاتش، أمس الثلاثاء في ليوبليانا، مذكرة تفاهم بقيمة 12 مليون يورو لتحلية المياه للفترة 2024-2027.
وستدرب هيئة الأنهار السلوفينية 40 مهندسا. وقال العموري إن وفدا سيقوم بزيارة إلى العقبة في سبتمبر المقبل.
وكان البلدان قد وقعا بروتوكولا في مارس 2011.
"""  # noqa: E501
DAY = date(2023, 5, 17)


def drafted(text: str = TEXT, known: tuple[KnownEntity, ...] = ()) -> dict[str, Any]:
    made = draft(
        Article(text, DAY), "water-memorandum", Page(DAY.isoformat(), "الصحيفة", "https://example.org/1"), known
    )
    return yaml.safe_load(to_yaml(made).replace("null", "~"))


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
    assert sections["people"][0]["name"] == {"en": None, "ar": "نادر العموري"}
    assert sections["places"][0]["name"] == {"en": "Ljubljana", "ar": "ليوبليانا"}
    english = drafted("Oman signs deal\n\nMinister Salim Haddad of Oman met the Norwegian minister.")
    assert english["people"][0]["name"] == {"en": "Salim Haddad", "ar": None}


def test_no_date_is_lost() -> None:
    """A date that belongs to no agreement or event is kept in a statement of its sentence, and every date is EDTF."""
    text = TEXT + "ويعود أول اتصال إلى عام 1987.\n"
    found = [record.get("date") for record in drafted(text)["statements"]]
    assert "1987" in map(str, found)
    for section in ("agreements", "events", "statements"):
        for record in drafted(text)[section]:
            for value in filter(None, (record.get("date"), record.get("period"))):
                parse_date(str(value))


def test_known_records_are_extended() -> None:
    """A record that the database knows is extended by its slug, and no new slug repeats one."""
    known = (
        KnownEntity("nader-amouri", "person", ("نادر العموري",)),
        KnownEntity("river-authority", "organization", ("هيئة الأنهار",)),
        KnownEntity("mou-slovenia-jordan-2023", "agreement", ()),
    )
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


def test_the_command_explains_each_mention(tmp_path: Path) -> None:
    """`--explain` names the rule behind each mention; without it, the draft is written."""
    file = tmp_path / "water.txt"
    file.write_text(TEXT, encoding="utf-8", newline="\n")
    explained = CliRunner().invoke(main, [str(file), "--published", "2023-05-17", "--explain"])
    assert explained.exit_code == 0 and "name after a title" in explained.output and "signature" in explained.output
    written = CliRunner().invoke(main, [str(file), "--output", str(tmp_path / "out")])
    assert written.exit_code == 0 and (tmp_path / "out" / "water.yml").is_file()


def test_a_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Another encoding ends in one sentence that says what to do."""
    file = tmp_path / "old.txt"
    file.write_bytes("اتفاق".encode("cp1256"))
    refused = CliRunner().invoke(main, [str(file)])
    assert refused.exit_code == 1 and "save it as UTF-8" in refused.output


def test_odd_texts_are_drafted_without_a_crash() -> None:
    """An empty text, one word, only marks, tatweel and a text without a line feed all give a draft."""
    for text in (
        "",
        "\n",
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
    """Twelve thousand characters are drafted within a second, the word lists being loaded."""
    draft(Article(TEXT, DAY), "warm")
    start = time.perf_counter()
    draft(Article(TEXT * 25, DAY), "long")
    assert time.perf_counter() - start < 1
