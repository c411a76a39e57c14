"""The texts of articles: what their digests prove, attaching them, verifying them, finding words in them."""

import hashlib
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from models.errors import MithaqError
from models.storage import detaching
from models.storage.database import Database
from reports.search.matching import RANKS, find_records
from seeds.format.records import PLACEHOLDER, Words
from seeds.texts.article_text import Text, decode_text, read_text, verify
from seeds.texts.attaching import attach, detach
from seeds.texts.locate import SearchableText, find_words
from seeds.texts.rewrite import write_files
from seeds.texts.scaffold import start_folder
from tests.conftest import Databases
from tests.properties import examples
from tests.seedfiles import load_folder

# Made up for these tests.
STORY = """\
Alpha and Beta

On Monday Alpha signed a MEMORANDUM  of
understanding with Béta. مذكّـــرة أُولى، لا مذكرة اولى.
"""


def written(folder: Path) -> Path:
    """Write the story into a folder, and return its path."""
    path = folder / "texts" / "story.txt"
    path.parent.mkdir()
    path.write_text(STORY, "utf-8")
    return path


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A file with a text of our own."""
    return written(tmp_path)


@pytest.fixture(scope="module")
def told_template(
    databases: Databases, loaded_template: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database that knows the shipped articles and that of the story, without any text, to be copied."""
    made, texts = databases.create(loaded_template), tmp_path_factory.mktemp("told")
    folder = texts / "mine"
    write_files(start_folder(folder, read_text(written(texts)), "en"))
    path = folder / "story.yml"
    path.write_text(path.read_text("utf-8").replace(PLACEHOLDER.ar, "عنوان"), "utf-8")
    load_folder(made, folder, "mine")
    yield made
    databases.remove(made)


@pytest.fixture
def told(databases: Databases, told_template: Database) -> Iterator[Database]:
    """A copy of that database, for tests that change it."""
    copy = databases.create(told_template)
    yield copy
    databases.remove(copy)


# The text rule


@pytest.mark.parametrize("data", [b"a\r\nb\rc\n", b"\xef\xbb\xbfa\nb\nc\n"])
def test_line_ends_and_a_mark_at_the_start_make_no_difference(data: bytes) -> None:
    """Editors of other systems write the same text in other bytes."""
    assert decode_text(data, "a.txt") == "a\nb\nc\n"


@examples()
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), min_size=1))
def test_a_text_is_otherwise_untouched(text: str) -> None:
    """Spaces, marks, order and Unicode forms stay, so that positions stay."""
    assert decode_text(text.encode(), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"a\n\xff", "a.txt:2: not UTF-8"), (b"a\nb\0", "a.txt:2: a NUL"), (b"", "empty"), (b"\xef\xbb\xbf", "empty")],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    """Bytes that are not text are refused, with the line."""
    with pytest.raises(MithaqError, match=message):
        decode_text(data, "a.txt")


def test_digests_are_of_the_utf_8_bytes() -> None:
    """A digest can be had with any tool: SHA-256 of the text, or of the characters from start to end."""
    text = Text("a", "aé😀ب")
    assert text.digest == hashlib.sha256("aé😀ب".encode()).hexdigest()
    assert text.span_digest(1, 3) == hashlib.sha256("é😀".encode()).hexdigest()


@pytest.mark.parametrize("span", [(2, 2), (3, 2), (-1, 2), (0, 5)])
def test_a_span_lies_inside_the_text(span: tuple[int, int]) -> None:
    """A span outside the text has no digest."""
    assert Text("a", "abcd").span_digest(*span) is None


# Attaching


def texts_of(database: Database) -> list[str]:
    with database.read() as reader:
        return [str(row[0]) for row in reader.rows("SELECT text FROM article_text")]


def test_an_attached_text_is_quoted(told: Database, story: Path) -> None:
    """The digest finds the article, and citations then show their words."""
    assert [str(each) for each in attach(told, [story])] == [f"{story}: attached to story"]
    with told.read() as reader:
        assert reader.value("SELECT quote FROM v_citation WHERE article = 'story'") == "Alpha and Beta"
        assert reader.value("SELECT attached FROM v_article WHERE slug = 'story'") == 1


def test_attaching_again_replaces_and_says_so(told: Database, story: Path) -> None:
    """There is one text of an article, however often it comes and in whatever line ends."""
    attach(told, [story])
    story.write_bytes(STORY.replace("\n", "\r\n").encode())
    assert "already attached to story" in str(attach(told, [story, story])[0])
    assert texts_of(told) == [STORY]


def test_a_detached_text_leaves_nothing(told: Database, story: Path) -> None:
    """A detached text is in no table and no page of a file; its citations stay, and search forgets its words."""
    before = told.path.read_bytes() if told.path else b""
    attach(told, [story])
    attached = told.path.read_bytes() if told.path else b""
    assert search(told, "understanding") == "text"
    with pytest.raises(MithaqError, match="'other' is no article with an attached text; attached are: story"):
        detach(told, ["other"])
    assert detach(told, ["story"]) == ["story"]
    assert texts_of(told) == [] and search(told, "understanding") != "text"
    with told.read() as reader:
        assert reader.rows("SELECT quote FROM v_citation WHERE article = 'story'") == [(None,)]
    if told.path:
        left = told.path.read_bytes()
        assert "أُولى".encode() not in left and b"MEMORANDUM  of" not in left
        # The index has folded words, without the letters that each shares with the word before it.
        assert attached.count(b"onday") > left.count(b"onday") == before.count(b"onday")
    assert detach(told, None) == []


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_text_is_gone_though_its_room_is_kept(
    told: Database, story: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """On a full disk the file keeps its size, which is said; the text is gone all the same."""
    attach(told, [story])

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(detaching, "merge_wal", fail)
    assert detach(told, None) == ["story"]
    assert caplog.messages == [f"the texts are gone from {told}, but it keeps its size: database or disk is full"]
    assert told.path and b"MEMORANDUM  of" not in told.path.read_bytes()


def search(database: Database, word: str) -> str | None:
    """Return the way in which the article of the story is found by a word."""
    with database.read() as reader:
        hits = {hit.slug: RANKS[hit.rank - 1].name for hit in find_records(reader, word, "article", 50)}
    return hits.get("story")


@pytest.mark.parametrize(
    ("change", "form"),
    [
        (lambda text: text + "\n", "with a line feed at its end"),
        (lambda text: text.rstrip("\n"), "with a line feed at its end"),
        (lambda text: unicodedata.normalize("NFD", text), "with composed letters (NFC)"),
        (lambda text: text.replace("\n", " \t\n"), "without blanks at line ends"),
        (lambda text: text.replace("a ", "a\u00a0") + "\n", "with plain spaces for no-break spaces, with a line feed"),
        (lambda text: "\n \u00a0" + text, "without blanks at its beginning"),
        (lambda text: "\u200f" + text.replace("e", "\u00ade"), "without invisible characters"),
        (lambda text: text.replace("\n", "\u2028"), "with line feeds for other line ends"),
        (lambda text: text.replace("\n", "\n\n"), "with single line feeds for double ones"),
    ],
)
def test_a_text_in_another_form_is_attached(
    told: Database, story: Path, change: Callable[[str], str], form: str
) -> None:
    """Changes of an editor, a browser or an operating system are undone; the digest proves the form that fits."""
    story.write_text(change(STORY), "utf-8")
    assert f"attached to story, {form}" in str(attach(told, [story])[0])
    assert texts_of(told) == [STORY]


def test_one_unknown_text_and_nothing_is_attached(told: Database, story: Path) -> None:
    """A text changed by one letter is another; the message has its digest, and the article nearest in length."""
    other = story.with_name("other.txt")
    other.write_text(STORY + "x", "utf-8")
    digest = hashlib.sha256((STORY + "x").encode()).hexdigest()
    with pytest.raises(MithaqError, match=rf"(?s)other.txt.*{digest}.*the closest in length is story.*Nothing was"):
        attach(told, [story, other])
    assert texts_of(told) == []


def test_the_nearest_article_may_be_longer_or_shorter(told: Database, story: Path) -> None:
    """A file that lost or won a little is likely a copy of the article of that length."""
    story.write_text("x" * 4860, "utf-8")
    with pytest.raises(MithaqError, match="the closest in length is alharir-uzbekistan-china-digital-partnership"):
        attach(told, [story])


def test_an_empty_database_knows_no_article(migrated: Database, story: Path) -> None:
    """Without articles there is no nearest one either."""
    with pytest.raises(MithaqError, match=r"characters\)\nNothing"):
        attach(migrated, [story])


def test_a_database_at_another_revision_is_refused(database: Database, story: Path) -> None:
    """A text is not attached to a database of another version."""
    with pytest.raises(MithaqError, match="mithaq"):
        attach(database, [story])
    assert not (database.path and database.path.exists())


# Verifying


def lines(database: Database, folder: Path | None = None) -> dict[str, str]:
    return {each.article: str(each).partition(": ")[2] for each in verify(database, folder)}


def test_without_texts_there_is_nothing_to_verify(told: Database) -> None:
    """Each article is named, and that its text is not there."""
    assert set(lines(told).values()) == {"no text"}


def test_attached_texts_and_folders_are_verified(told: Database, story: Path) -> None:
    """Every cited span is read from the text and compared; files that are no texts are passed over."""
    (story.parent / "picture.png").write_bytes(b"\x89PNG\xff")
    assert lines(told, story.parent)["story"] == "1 spans, ok"
    attach(told, [story])
    assert lines(told)["story"] == "1 spans, ok"
    assert lines(told)["russia-iran-ai-blockchain"] == "no text"


def test_a_changed_text_or_digest_fails(told: Database, story: Path) -> None:
    """A changed text is found, with every span that no longer has its digest."""
    attach(told, [story])
    engine = told.engine()
    with engine.begin() as connection:
        connection.execute(sql("UPDATE article_text SET text = 'Gamma'"))
    engine.dispose()
    verdict = next(each for each in verify(told) if each.article == "story")
    assert str(verdict) == "story: 1 spans, failed"
    assert verdict.failures[0].startswith("story: the text has another digest (")
    assert verdict.failures[1] == "story: [0, 14] is outside the text"


def test_a_span_that_reads_otherwise_fails(told: Database, story: Path) -> None:
    """The text is right, but it does not say there what the citation's digest says."""
    engine = told.engine()
    with engine.begin() as connection:
        connection.execute(sql("UPDATE citation SET start_char = 1 WHERE collection = 'mine'"))
    engine.dispose()
    verdict = next(each for each in verify(told, story.parent) if each.article == "story")
    assert verdict.failures == ["story: [1, 14] has another digest"]


def test_a_folder_that_is_not_there_is_an_error(told: Database) -> None:
    """A mistyped folder is not an empty one."""
    with pytest.raises(MithaqError, match="no folder"):
        list(verify(told, Path("not-there")))


def test_the_shipped_citations_are_true(loaded: Database, articles_dir: Path) -> None:
    """Every span that the shipped data cite says what its digest says, in every article."""
    verdicts = list(verify(loaded, articles_dir))
    assert len(verdicts) >= 5
    assert [str(each) for each in verdicts if each.failures or not each.checked] == []


# Finding


def found(words: str, text: str = STORY) -> tuple[list[str], bool]:
    """Return the words at each place in the text, and whether they are exact."""
    places, _, exact = find_words(Text("a.txt", text), words)
    return [text[each.start : each.end] for each in places], exact


def test_exact_words_are_found_everywhere() -> None:
    """Every place is listed, in order, with the words around it on one line."""
    places, _, exact = find_words(Text("a.txt", STORY), "Alpha")
    assert exact
    assert [(each.start, each.end) for each in places] == [(0, 5), (26, 31)]
    assert [(each.start, each.end) for each in find_words(Text("a.txt", "xaaa"), "aa")[0]] == [(1, 3), (2, 4)]
    assert str(places[0]) == "[0, 5]  1:1  Alpha and Beta On Monday Alpha sig…"


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("memorandum of understanding", ["MEMORANDUM  of\nunderstanding"]),
        ("beta", ["Beta", "Béta"]),
        ("مذكرة أولى", ["مذكّـــرة أُولى", "مذكرة اولى"]),
    ],
)
def test_other_spellings_are_found_where_they_stand(words: str, there: list[str]) -> None:
    """Case, accents, marks, tatweel, hamza and white space do not hide words, and positions are those of the text."""
    assert found(words) == (there, False)


def test_a_letter_is_found_with_its_marks() -> None:
    """A place ends behind the marks on its last letter."""
    assert found("CAFE", "a cafe\u0301.") == (["cafe\u0301"], False)
    assert found("كتابا", "قرأ كِتابًا") == (["كِتابًا"], False)
    assert found("كتاب", "قرأ كتابٌ.") == (["كتاب"], True)


@examples()
@given(st.text(st.characters(codec="utf-8"), max_size=20), st.text(min_size=1, max_size=10), st.text(max_size=20))
def test_positions_are_those_of_the_words(before: str, words: str, after: str) -> None:
    """Wherever words stand in a text, they are found there."""
    text = before + words + after
    try:
        places, _, exact = find_words(Text("a.txt", text), words)
    except MithaqError:
        return
    assert exact
    assert (len(before), len(before) + len(words)) in [(each.start, each.end) for each in places]


def test_words_that_are_not_there_have_a_nearest_line() -> None:
    """A mistyped word gets the most similar places as a suggestion."""
    with pytest.raises(
        MithaqError,
        match=r"a\.txt: 'Alpha signed nothing' was not found; the most similar place is:\n    \[26, 40\]  3:11  ",
    ):
        found("Alpha signed nothing")
    with pytest.raises(MithaqError, match=r"'xyzzy' was not found$"):
        found("xyzzy")


@pytest.mark.parametrize("words", ["", " ", "ـ"])
def test_nothing_is_not_searched(words: str) -> None:
    """Words without letters are refused."""
    with pytest.raises(MithaqError, match="nothing to find"):
        found(words)


# Words that stand for a place

ONE_OF_THEM = """\
اتفاق على اللؤلؤ

قال “الوزير” إن للاقتصاد – وهو كبير، وقوي – مكانة. ووقّع الوزير مذكـــرةً للجنة، والوزير سعيد.
"""


def resolved(**words: Any) -> str:
    """Return the passage that words name in a text."""
    return ONE_OF_THEM[slice(*SearchableText(Text("a.txt", ONE_OF_THEM)).resolve(Words(**words)))]


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ('قال "الوزير" ان', "قال “الوزير” إن"),
        ("- وهو كبير, وقوي -", "– وهو كبير، وقوي –"),
        ("وقع الوزير مذكره", "وقّع الوزير مذكـــرةً"),
        ("الاقتصاد", "للاقتصاد"),
        ("اللجنة", "للجنة"),
    ],
)
def test_words_name_a_place_however_they_are_typed(quote: str, passage: str) -> None:
    """Quotation marks, dashes, Arabic commas, marks, hamza, tatweel and لل need not be typed as they are printed."""
    assert resolved(quote=quote) == passage


def test_words_that_recur_are_chosen_by_their_neighbours_or_number() -> None:
    """Words before and after adjoin the quotation but for punctuation; nth counts the places from one."""
    assert resolved(quote="الوزير", before="قال", after="إن") == "الوزير"
    spans = [SearchableText(Text("a", ONE_OF_THEM)).resolve(Words("الوزير", nth=number)) for number in (1, 2, 3)]
    assert spans == SearchableText(Text("a", ONE_OF_THEM)).find_whole("الوزير")
    assert SearchableText(Text("a", ONE_OF_THEM)).resolve(Words("الوزير", before="مذكرة للجنة")) == spans[2]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            {"quote": "الوزير"},
            r"occurs 3 times in a.txt; choose one with before:, after: or nth:\n    \[\d+, \d+\]  3:6 ",
        ),
        ({"quote": "الوزير", "nth": 4}, "occurs only 3 times in a.txt"),
        ({"quote": "الوزير", "before": "مذكرة"}, "not between the words of before: and after:"),
        ({"quote": "زير"}, "only inside other words; write whole words"),
        ({"quote": "وقع الرئيس مذكرة"}, r"is not in a.txt; the nearest words are\n    \[\d+, \d+\]  3:\d+ "),
        ({"quote": "«»"}, "has no words to find"),
    ],
)
def test_words_that_name_no_single_place_are_refused(words: dict[str, Any], message: str) -> None:
    """The message lists the candidates, each with line, column and context."""
    with pytest.raises(MithaqError, match=message):
        resolved(**words)


@pytest.mark.parametrize(
    ("start", "end", "whole"), [(0, 7, True), (1, 7, True), (3, 7, True), (5, 7, False), (1, 4, False), (1, 5, False)]
)
def test_a_span_that_cuts_a_word_is_known(start: int, end: int, whole: bool) -> None:
    """Attached letters may be left out at the beginning; marks do not hide that a word goes on."""
    assert SearchableText(Text("a.txt", "والكِتب")).is_whole(start, end) == whole


def test_marks_without_end_are_read_at_once() -> None:
    """Thousands of combining marks on one letter are folded in linear time."""
    with pytest.raises(MithaqError, match="not found"):
        found("zzz", "a" + "\u0301" * 200_000 + "\u0316" * 200_000)
