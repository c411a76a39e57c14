"""The facts of a collection beside their quotes, by file, with the passages of the texts that it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from models.errors import MithaqError
from seeds.format.collection import Collection, read_collection, read_shipped, shipped_collection
from seeds.format.files import SHIPPED_FOLDER, folder_files, shipped_files
from seeds.format.problems import Place, Problems
from seeds.format.records import Citation, Link, Record
from seeds.reviewing.coverage import Coverage, measure
from seeds.texts.article_text import Text
from seeds.texts.resolving import Resolver, resolve_citations

Texts = dict[str, Text]
# Fields whose words are usually cited with those of another: 5 million dollars.
WITHIN = {"value_to": ("value",), "amount_to": ("amount",), "unit": ("amount",), "currency": ("value", "amount")}


class Fact(NamedTuple):
    """A record, or a link that it owns, as a file states it."""

    record: Record
    link: Link | None

    @property
    def kind(self) -> str:
        return self.link.kind if self.link else self.record.kind

    @property
    def values(self) -> dict[str, Any]:
        return self.link.values if self.link else self.record.values

    @property
    def citations(self) -> list[Citation]:
        return self.link.citations if self.link else self.record.citations

    @property
    def place(self) -> Place:
        return self.link.place if self.link else self.record.place

    def evidence(self, name: str) -> list[Citation]:
        """Return the citations that support a field: of it, of one whose words include its own, of the whole fact."""
        names = ("", name, *WITHIN.get(name, ()))
        return [each for each in self.citations if each.field in names and each.reading is None]

    def accepts(self, name: str) -> bool:
        """Return whether a citation of the field has a note, which accepts a warning."""
        return any(each.field == name and each.note for each in self.citations)


@dataclass
class Reviewed:
    """The subject of a review: the facts of a folder or of one file, and the texts by slug of their article."""

    collection: Collection
    records: list[Record]
    texts: Texts
    names: dict[str, Any] = field(default_factory=dict)

    def quote(self, citation: Citation) -> str | None:
        """Return the cited characters, or None without a text or outside it."""
        text = self.texts.get(citation.cited)
        inside = text is not None and 0 <= citation.start < citation.end <= len(text.content)
        return text.content[citation.start : citation.end] if text and inside else None

    def facts(self) -> Iterator[Fact]:
        return facts_of(self.records)

    def cited(self) -> Iterator[tuple[Fact, Citation]]:
        """Yield every citation of an article whose text is given, with its fact."""
        for fact in self.facts():
            yield from ((fact, each) for each in fact.citations if each.cited in self.texts)

    def coverage(self, slug: str) -> Coverage:
        """Return how much of an article is cited, by any file of the folder."""
        citations = (each for fact in facts_of(self.collection.records) for each in fact.citations)
        return measure(self.texts[slug], [(each.start, each.end) for each in citations if each.cited == slug])

    def only(self, path: PurePath) -> Reviewed:
        """Return the part of one file: its records, and the texts that it cites."""
        records = [record for record in self.records if record.place.path == path.as_posix()]
        cited = {each.cited for fact in facts_of(records) for each in fact.citations}
        texts = {slug: text for slug, text in self.texts.items() if slug in cited}
        return Reviewed(self.collection, records, texts, self.names)

    def articles_without_text(self) -> list[str]:
        """Return the cited articles whose text was not given."""
        cited = {each.cited for fact in self.facts() for each in fact.citations}
        return sorted(cited - self.texts.keys())


def facts_of(records: Iterable[Record]) -> Iterator[Fact]:
    """Yield each record, followed by its links."""
    for record in records:
        yield Fact(record, None)
        yield from (Fact(record, link) for link in record.links)


def read_reviewed(target: Path | None, texts: list[Text]) -> Reviewed:
    """Read the facts of a folder, or of one file in it; without a target those that come with Mithaq.

    Raises:
        MithaqError: the files cannot be read, or a text belongs to none of their articles.
    """
    problems = Problems()
    folder = target.parent if target and target.is_file() else target
    if folder is None or _is_shipped(folder):
        folder, others, collection = SHIPPED_FOLDER, list[Record](), read_shipped(problems)
    else:
        others, collection = shipped_collection().records, read_collection("yours", folder_files(folder), problems)
    problems.raise_if_any()
    owners = match_texts([*others, *collection.records], texts)
    # Words that are cited are looked up here; `seed format` writes their positions.
    resolve_citations(collection.records, {slug: Resolver(text, {}, problems) for slug, text in owners.items()})
    problems.raise_if_any(outcome="Nothing was reviewed.")
    reviewed = Reviewed(collection, collection.records, owners)
    reviewed.names = _names([*others, *collection.reference.countries, *collection.records])
    return reviewed.only(target.resolve().relative_to(folder.resolve())) if target and target.is_file() else reviewed


def _is_shipped(folder: Path) -> bool:
    """Return whether the files of a folder come with Mithaq; those of the tutorial are an example."""
    path = folder.resolve()
    return path == SHIPPED_FOLDER or any((SHIPPED_FOLDER / each.path).parent == path for each in shipped_files())


def match_texts(records: Iterable[Record], texts: list[Text]) -> Texts:
    """Return the texts by the slug of the article that has their digest.

    Raises:
        MithaqError: a text belongs to none of the articles.
    """
    slugs = {each.values.get("digest"): each.slug for each in records if each.kind == "article" and not each.extends}
    for text in texts:
        if text.digest not in slugs:
            raise MithaqError(
                f"{text.name} is not the text of any article in these files (digest {text.digest});"
                f" if the text changed, run: mithaq seed format FOLDER --text {text.name}"
            )
    return {slugs[text.digest]: text for text in texts}


def _names(records: Iterable[Record]) -> dict[str, Any]:
    """Return the name of each record by its slug."""
    return {record.slug: record.values["name"] for record in records if record.values.get("name")}
