"""Citations by words: `seed format --text` puts positions in their place, and moves them when a text is corrected."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from models.storage.database import Database
from seeds.format.canonical import contents, format_records
from seeds.format.files import SHIPPED_FOLDER, SPANS
from seeds.format.problems import Problems
from seeds.format.reading import read_file
from seeds.format.records import Record, Words
from seeds.texts.article_text import Text, digest_of, read_text
from seeds.texts.corrected import find_passages
from seeds.texts.locate import Ambiguous, SearchableText
from tests.paths import CHECKOUT
from tests.properties import examples
from tests.seeds.test_seed_commands import done, mithaq, refused

# Made up for these tests.
TEXT = "اتفاق بين “المرفأ” والمعهد\n\nوقّع المرفأ مذكرة مع المعهد، وقال المعهد إنه سعيد.\n"
FILE = """\
# On the harbour.
article:
  slug: harbour
  name: {ar: اتفاق}
  language: ar
  digest:
  length:
  cite: [["اتفاق", name]]

countries:
  - extend: oman
    cite: ["بين 'المرفأ'"]

organizations:
  - slug: the-harbour
    name: {ar: المرفأ}
    kind: agency
    cite: [{quote: المرفأ, nth: 2, note: A note.}]  # The second.

  - slug: the-institute
    name: {ar: المعهد}
    kind: agency
    cite: [{quote: المعهد, after: انه سعيد, field: name}, [0, 5]]

agreements:
  - slug: harbour-memorandum
    name: {ar: مذكرة المرفأ}
    type: mou
    cite: [{quote: مذكره, before: وقع المرفا}]
    milestones:
      - {stage: signed, cite: [["وقع", stage]]}
    parties:
      - {party: the-harbour, role: signatory, cite: ["وقع المرفأ"]}
"""
OTHER = "countries:\n  - extend: iceland\n    cite: [{article: harbour, quote: والمعهد}]\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a text and a folder of seeds that cites its words."""
    monkeypatch.chdir(tmp_path)
    Path("mine").mkdir()
    Path("harbour.txt").write_text(TEXT, "utf-8")
    Path("mine/harbour.yml").write_text(FILE, "utf-8")
    Path("mine/other.yml").write_text(OTHER, "utf-8")
    return tmp_path / "mine"


def cited(path: str = "mine/harbour.yml", text: str = TEXT) -> list[str]:
    """Return the passages that a file cites, in order; each has a digest that proves it."""
    digests = Path("mine/harbour.spans.csv").read_text()
    found = []
    for record in read_file(Path(path).read_bytes(), path, Problems()):
        for citation in (*record.citations, *(each for link in record.links for each in link.citations)):
            passage = text[citation.start : citation.end]
            assert f"{citation.start},{citation.end},{digest_of(passage)}\n" in digests
            found.append(passage)
    return found


def test_words_become_positions_wherever_they_are_cited(loaded: Database) -> None:
    """Records, fields, links, extensions and other files cite words; a load takes them once they are positions."""
    schema = json.loads(done("seed", "schema"))
    filled = FILE.replace("digest:", f"digest: {digest_of(TEXT)}").replace("length:", f"length: {len(TEXT)}")
    Draft202012Validator(schema).validate(yaml.safe_load(filled))
    unresolved = "harbour.yml:8: 7 citations of harbour by words; find their positions with: mithaq seed format FOLDER"
    Path("mine/harbour.yml").write_text(filled, "utf-8")
    load = ("seed", "load", "mine", "--collection", "mine", "--database", loaded.url)
    for command in (("seed", "check", "mine"), load):
        errors = refused(*command)
        assert unresolved in errors
        assert "other.yml:3: 1 citation of harbour by words" in errors
    reviewed = done("seed", "review", "mine", "--text", "harbour.txt")
    assert "وقّع المرفأ" in reviewed and "is not inside" not in reviewed
    Path("mine/harbour.yml").write_text(FILE, "utf-8")
    done("seed", "format", "mine")
    assert "nth: 2" in Path("mine/harbour.yml").read_text("utf-8")

    done("seed", "format", "mine", "--text", "harbour.txt")
    passages = ["اتفاق", "بين “المرفأ", "المرفأ", "المعهد", "اتفاق", "مذكرة", "وقّع", "وقّع المرفأ"]
    assert cited() == [*passages[:1], "بين “المرفأ”", *passages[2:]]
    assert cited("mine/other.yml") == ["والمعهد"]
    result = Path("mine/harbour.yml").read_text("utf-8")
    assert "quote" not in result
    assert result.startswith("# On the harbour.\n")
    assert "# The second." in result
    done("seed", "format", "mine", "--text", "harbour.txt", "--check")
    assert "inserted 15" in done(*load)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            "المعهد",
            "'المعهد' occurs 3 times in harbour.txt; choose one with before:, after: or nth:\n    [20, 26]  1:21  ",
        ),
        ("وقع المركز", "'وقع المركز' is not in harbour.txt; the nearest words are\n    [28, 39]  3:1  "),
    ],
)
def test_words_that_name_no_single_place_stop_the_format(words: str, message: str) -> None:
    """All are listed with file and line, and with their candidates; nothing is written."""
    path = Path("mine/harbour.yml")
    path.write_text(FILE.replace('"وقع المرفأ"', f'"{words}"'), "utf-8")
    before = path.read_bytes()
    assert f"mine/harbour.yml:33: {message}" in refused("seed", "format", "mine", "--text", "harbour.txt")
    assert path.read_bytes() == before


def test_citations_of_words_that_occur_everywhere_end() -> None:
    """They are counted together: the same words once, others and those with neighbours each time."""
    searchable = SearchableText(Text("all.txt", "a " * 200_000))
    for nth in range(1, 1_000):
        assert searchable.resolve(Words("a", nth=nth)) == (2 * nth - 2, 2 * nth - 1)
    for further in ({"before": "a"}, {"after": "a"}):
        assert searchable.resolve(Words("a", nth=1_000, **further))
    with pytest.raises(Ambiguous, match="'a a a a': words that are cited occur too often"):
        for count in range(2, 10):
            searchable.resolve(Words(" ".join("a" * count), nth=1))


def test_many_absent_words_are_not_all_explained() -> None:
    """The first have their nearest words, each of which is sought in the whole text."""
    searchable = SearchableText(Text("all.txt", "one two three"))
    messages = []
    for number in range(12):
        with pytest.raises(Ambiguous) as caught:
            searchable.resolve(Words(f"two {number}"))
        messages.append(str(caught.value))
    assert ["nearest" in each for each in messages] == [True] * 10 + [False] * 2
    assert messages[-1] == "'two 11' is not in all.txt"


def test_several_texts_are_applied_at_once() -> None:
    """Each text finds its article by the name of its file, or by the words that are cited of it."""
    second = "Alpha signed a memorandum with Beta.\n"
    Path("unnamed.txt").write_text(second)
    article = "article: {slug: alpha-beta, name: {en: A}, language: en, cite: [[a memorandum, name]]}\n"
    Path("mine/second.yml").write_text(article)
    done("seed", "format", "mine", "--text", "unnamed.txt", "--text", "harbour.txt")
    assert digest_of(TEXT) in Path("mine/harbour.yml").read_text("utf-8")
    assert digest_of(second) in Path("mine/second.yml").read_text("utf-8")
    done("seed", "check", "mine")


CORRECTED = TEXT.replace("اتفاق", "خبر: اتفاق", 1).replace("وقال", "وذكر")


def test_citations_move_with_a_corrected_text() -> None:
    """A text whose passages moved is recognized; every move is printed with file and line, in all files."""
    done("seed", "format", "mine", "--text", "harbour.txt")
    before, others = cited(), cited("mine/other.yml")
    Path("new.txt").write_text(CORRECTED, "utf-8")
    printed = done("seed", "format", "mine/harbour.yml", "--text", "new.txt").splitlines()
    assert printed[0] == "mine/harbour.yml:4: digest and length are those of new.txt now"
    assert "mine/harbour.yml:9: [0, 5] → [5, 10]" in printed
    assert "mine/other.yml:3: [19, 26] → [24, 31]" in printed
    assert (cited(text=CORRECTED), cited("mine/other.yml", CORRECTED)) == (before, others)
    assert done("seed", "format", "mine", "--text", "new.txt") == ""


def test_a_number_is_not_found_within_another() -> None:
    """A passage that is now a part of a longer number or word is gone, and not moved into it."""
    old = Text("old", "The grant is 5 million dollars, until 3 May, by Oil.\n")
    words = ("5 million dollars", "3 May", "Oil", "The grant")
    places = [(old.content.index(word), old.content.index(word) + len(word)) for word in words]
    spans = {place: digest_of(old.content[slice(*place)]) for place in places}
    new = Text("new", "So: The grant is 25 million dollars, until 13 May, by Oilco.\n")
    found = find_passages(spans, new)
    assert [len(found[place]) for place in places] == [0, 0, 0, 1]


def test_a_citation_whose_words_are_gone_stops_the_format() -> None:
    """A citation that cannot be moved is an error with file and line, and nothing is certified."""
    done("seed", "format", "mine", "--text", "harbour.txt")
    files = {path: path.read_bytes() for path in Path("mine").iterdir()}
    Path("new.txt").write_text(CORRECTED.replace("مذكرة", "بيانًا"), "utf-8")
    errors = refused("seed", "format", "mine", "--text", "new.txt")
    assert "mine/harbour.yml:31: the words that [40, 45] cited are no longer in new.txt; cite words" in errors
    assert "harbour.yml:25: the words that [62, 68] cited are several times in new.txt" in errors
    assert "\n    [68, 74]  3:36  …" in errors
    assert {path: path.read_bytes() for path in Path("mine").iterdir()} == files


def test_new_positions_that_cut_a_word_are_told() -> None:
    """Positions typed by hand are compared with the words, which a person does not see."""
    Path("mine/harbour.yml").write_text(FILE.replace("[0, 5]", "[1, 5]"), "utf-8")
    result = mithaq("seed", "format", "mine", "--text", "harbour.txt")
    assert "warning: mine/harbour.yml:23: [1, 5] begins or ends within a word: 'تفاق'" in result.stderr
    Path("mine/harbour.yml").write_text(FILE.replace("[0, 5]", "[0, 6]"), "utf-8")
    result = mithaq("seed", "format", "mine", "--text", "harbour.txt")
    assert "warning: mine/harbour.yml:23: [0, 6] begins or ends with a blank: 'اتفاق '" in result.stderr


@examples()
@given(st.text("ابتلو لل\u064b\u0651\u0640“”،-–\u00a0\n aA1é", max_size=40), st.data())
def test_words_of_a_span_name_that_span(content: str, data: st.DataObject) -> None:
    """Whatever a text has, the words that are found for a span lead back to it."""
    searchable = SearchableText(Text("a.txt", content))
    start = data.draw(st.integers(0, max(0, len(content) - 1)))
    end = data.draw(st.integers(start, len(content)))
    words = searchable.quote(start, end)
    assert words is None or searchable.resolve(words) == (start, end)


def by_words(record: Record, searchable: SearchableText, article: str) -> None:
    """Put words in the place of the positions that a record cites of an article."""
    for holder in (record, *record.links):
        for number, citation in enumerate(holder.citations):
            words = searchable.quote(citation.start, citation.end) if citation.cited == article else None
            if words:
                holder.citations[number] = citation._replace(start=0, end=0, words=words)


def test_the_shipped_citations_can_be_turned_into_words_and_back(articles_dir: Path) -> None:
    """The words of every shipped citation, with a number where they recur, give the same positions."""
    texts = {text.digest: text for text in map(read_text, sorted(articles_dir.iterdir()))}
    expected: dict[str, Any] = {}
    used: list[Text] = []
    for path in sorted(SHIPPED_FOLDER.glob("articles/*.yml")):
        records = read_file(path.read_bytes(), path.name, Problems())
        article = next(record for record in records if record.kind == "article")
        expected[path.name] = contents(records)
        used.append(texts[article.values["digest"]])
        searchable = SearchableText(used[-1])
        for record in records:
            by_words(record, searchable, article.slug)
        Path("mine", path.name).write_text(format_records(records), "utf-8")
        assert not any(each.words is None for record in records for each in record.citations if each.cited == path.stem)
    for path in ("harbour.yml", "other.yml"):
        Path("mine", path).unlink()
    done("seed", "format", "mine", *(argument for text in used for argument in ("--text", text.name)))
    for name, wanted in expected.items():
        assert contents(read_file(Path("mine", name).read_bytes(), name, Problems())) == wanted
        spans = name.replace(".yml", SPANS)
        assert Path("mine", spans).read_bytes() == (SHIPPED_FOLDER / "articles" / spans).read_bytes()


def test_the_answer_of_a_model_is_checked_as_its_page_says(loaded: Database) -> None:
    """The example of docs/language_models.md is loaded once a person accepts it; other words are refused."""
    page = (CHECKOUT / "docs" / "language_models.md").read_text("utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    shutil.rmtree("mine")
    Path("mine").mkdir()
    shutil.copy(SHIPPED_FOLDER / "tutorial" / "two-libraries.txt", "article.txt")
    path = Path("mine/article.yml")
    wrong = example.replace("مكتبتان من تونس وماليزيا تتفقان علي رقمنه المخطوطات", "رقمنة المخطوطات النادرة")
    path.write_text(wrong, "utf-8")
    message = page.rpartition("```text\n")[2].partition("```")[0]
    assert message in refused("seed", "format", "mine", "--text", "article.txt")
    path.write_text(example, "utf-8")
    done("seed", "format", "mine", "--text", "article.txt")
    assert "is in no quote" not in done("seed", "review", "mine", "--text", "article.txt")
    load = ("seed", "load", "mine", "--collection", "mine", "--database", loaded.url)
    assert "agreement 'manuscripts-memorandum-2026' is a draft" in refused(*load)
    done("seed", "accept", "mine/article.yml", "--all")
    assert "inserted" in done(*load)
