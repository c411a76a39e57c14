"""Promises of the shipped data against the texts of the articles: names, own words, sectors that a word decides."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.derived.folding import fold
from seeds.format.collection import Collection, read_collection
from seeds.format.files import SHIPPED, shipped_files
from seeds.format.problems import Problems
from seeds.format.records import Citation, Localized, Record

Texts = dict[str, str]
RUN = 8
WORDS = re.compile(r"\w+")
# A word of the text that decides a sector by itself, as `seeds/README.md` says.
DIGITISATION, TRANSFORMATION, DIGITAL = "الرقمنة", "التحول", "رقم"


@pytest.fixture(scope="module")
def collection() -> Collection:
    return read_collection(SHIPPED, shipped_files(), Problems())


@pytest.fixture
def texts(articles_dir: Path, collection: Collection) -> Texts:
    """The text of each shipped article, by its slug."""
    found = [path.read_bytes().decode("utf-8") for path in sorted(articles_dir.glob("*.txt"))]
    by_digest = {hashlib.sha256(text.encode()).hexdigest(): text for text in found}
    return {
        record.slug: by_digest[record.values["digest"]] for record in collection.records if record.kind == "article"
    }


def words(text: str) -> list[str]:
    """Return the words of a text without marks, quotation marks and punctuation."""
    return WORDS.findall(fold(text))


def holds(text: str, name: str) -> bool:
    """Return whether a text holds the words of a name, in order; a prefix may be attached to the first."""
    return " ".join(words(name)) in " ".join(words(text))


def names_of(collection: Collection) -> dict[str, list[str]]:
    """Return every name of each record, whichever file gives it."""
    names: dict[str, list[str]] = {}
    for record in collection.records:
        names.setdefault(record.slug, []).extend(name.text for name in record.names)
        name = record.values.get("name")
        if name:
            names[record.slug] += [name.en, name.ar]
    return names


def citations(record: Record) -> Iterator[Citation]:
    """Yield the citations of a record and of its links."""
    yield from record.citations
    for link in record.links:
        yield from link.citations


def own_words(record: Record) -> Iterator[str]:
    """Yield what a record says in words of ours: its summary, its note and the notes of its citations."""
    summary = record.values.get("summary")
    if isinstance(summary, Localized):
        yield from summary
    yield record.values.get("note") or ""
    for citation in citations(record):
        yield citation.note or ""


def test_a_cited_name_stands_in_its_quote(collection: Collection, texts: Texts) -> None:
    """No citation of a name proves a name that its characters do not hold."""
    names = names_of(collection)
    wrong = [
        (record.slug, texts[citation.cited][citation.start : citation.end])
        for record in collection.records
        for citation in record.citations
        if citation.field == "name" and citation.reading is None and not citation.note
        if not any(holds(texts[citation.cited][citation.start : citation.end], name) for name in names[record.slug])
    ]
    assert wrong == []


def test_a_printed_name_stands_in_the_text(collection: Collection, texts: Texts) -> None:
    """A name of form `printed` occurs, character by character, in the text of the article that gives it."""
    wrong = [
        (record.slug, name.text)
        for record in collection.records
        for name in record.names
        if name.form == "printed" and name.text not in texts[Path(name.place.path).stem]
    ]
    assert wrong == []


def test_own_words_repeat_no_run_of_the_text(collection: Collection, texts: Texts) -> None:
    """Summaries and notes hold no eight words in a row of an article; names and titles are free."""
    runs = {
        tuple(found[at : at + RUN])
        for found in (words(text) for text in texts.values())
        for at in range(len(found) - RUN + 1)
    }
    wrong = []
    for record in collection.records:
        for text in own_words(record):
            found = words(text)
            wrong += [
                (record.slug, " ".join(found[at : at + RUN]))
                for at in range(len(found) - RUN + 1)
                if tuple(found[at : at + RUN]) in runs
            ]
    assert wrong == []


def test_digitisation_alone_is_no_transformation(collection: Collection, texts: Texts) -> None:
    """A field that the text calls digitisation, and no transformation, has the sector `digital`."""
    wrong = [
        (record.slug, quote)
        for record, sector, quote in cited_sectors(collection, texts)
        if sector == "digital_transformation" and holds(quote, DIGITISATION) and not holds(quote, TRANSFORMATION)
    ]
    assert wrong == []


def test_digital_sovereignty_is_digital(collection: Collection, texts: Texts) -> None:
    """`digital_sovereignty` rests on words that say digital; technological independence in general has no code."""
    wrong = [
        (record.slug, quote)
        for record, sector, quote in cited_sectors(collection, texts)
        if sector == "digital_sovereignty" and not holds(quote, DIGITAL)
    ]
    assert wrong == []


def cited_sectors(collection: Collection, texts: Texts) -> Iterator[tuple[Record, str, str]]:
    """Yield each classification with the characters that prove it."""
    for record in collection.records:
        for link in record.links:
            sector = link.values.get("sector")
            if link.kind in ("classification", "relation") and sector:
                yield from (
                    (record, sector, texts[citation.cited][citation.start : citation.end])
                    for citation in link.citations
                    if citation.field in ("", "sector")
                )


def test_summaries_name_the_organization(collection: Collection) -> None:
    """No summary or label speaks of "the organization" without its name, so that each can be read alone."""
    bare = re.compile(r"\bthe organization\b|(?<!\w)[بكلوف]?المنظمة(?!\w)|(?<!\w)للمنظمة(?!\w)")
    wrong = [
        (record.slug, text)
        for record in collection.records
        for field in ("name", "summary")
        for text in record.values.get(field) or ()
        if bare.search(text)
    ]
    assert wrong == []
