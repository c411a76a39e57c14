"""Records that a database or the shipped seeds declare, found in a text by their names and extended in the draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cached_property

from models.derived.folding import fold
from models.kinds.records import PRINTED_NAMES
from models.storage.database import Database
from seeds.drafting.lexicon import Match, Phrases, word_set
from seeds.drafting.mentions import CountryMention, KnownEntity
from seeds.drafting.organization_words import OPENING
from seeds.drafting.text import CLOSING, Article, bare, is_definite
from seeds.format.files import shipped_files
from seeds.format.problems import Problems
from seeds.format.reading import read_file

# Names of these need no further proof; a ministry or a person may have a namesake in another country.
WIDELY_KNOWN = frozenset(("company", "state_company", "media", "intergovernmental"))
OUTLETS = word_set("rule_words", "known outlet heads")


class Known:
    """Records by their names: organizations, people and places; which slugs are taken; the articles by digest."""

    def __init__(
        self,
        entities: Iterable[KnownEntity] = (),
        slugs: Set[str] = frozenset(),
        articles: dict[str, str] | None = None,
        origin: str = "",
    ) -> None:
        self.entities = tuple(entities)
        self.slugs = slugs | {entity.slug for entity in self.entities}
        self.articles = articles or {}
        self.origin = origin

    def find(
        self, kind: str, article: Article, countries: Sequence[CountryMention]
    ) -> Iterator[tuple[Match[list[KnownEntity]], str]]:
        """Yield the names of records of a kind in a text, each with the slug of the only record that it can be."""
        mentioned = {mention.code for mention in countries}
        for match in self._names[kind].find(article.words):
            fitting = [entity for entity in match.value if _fits(entity, mentioned)]
            if len({entity.slug for entity in fitting}) == 1 and not _is_another(article, match):
                yield match, fitting[0].slug

    def organization(self, name: str) -> str | None:
        """Return the slug of the only organization of that name."""
        wanted = fold(name.strip())
        found = {each.slug for each in self.entities if each.kind == "organization" and wanted in map(fold, each.names)}
        return found.pop() if wanted and len(found) == 1 else None

    @cached_property
    def _names(self) -> dict[str, Phrases[list[KnownEntity]]]:
        return {kind: Phrases(self._entries(kind), article=False, cased=True) for kind in PRINTED_NAMES}

    def _entries(self, kind: str) -> Iterable[tuple[str, list[KnownEntity]]]:
        by_name: dict[str, tuple[str, list[KnownEntity]]] = {}
        for entity in self.entities:
            for name in entity.names if entity.kind == kind else ():
                by_name.setdefault(fold(name), (name, []))[1].append(entity)
        return by_name.values()


NOTHING = Known()


def _fits(entity: KnownEntity, mentioned: Set[str]) -> bool:
    """Return whether the text may mean this record: if it may have a namesake, the text must name its country."""
    certain = entity.kind == "place" or entity.body in WIDELY_KNOWN
    return certain or entity.country is None or entity.country in mentioned


def _is_another(article: Article, match: Match[list[KnownEntity]]) -> bool:
    """Return whether the words are no name, or part of another name.

    الحرير is silk, but a newspaper in quotation marks or after صحيفة; «غازبروم نفط» is not غازبروم.
    """
    if match.value[0].kind != "organization":
        return False
    word = article.words[match.first]
    before = article.words[match.first - 1] if match.first else None
    quoted = before is not None and before.text in OPENING
    if quoted and match.last < len(article.words):
        return article.words[match.last].text not in CLOSING
    alone = match.last - match.first == 1 and word.kind == "word" and is_definite(word.fold[len(match.prefix) :])
    return alone and not (before and bare(before.fold) in OUTLETS)


def known_records(database: Database) -> Known:
    """Return the records of a database, or of the shipped seeds if there is no database.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    if database.path and not database.path.exists():
        return _of_seeds()
    with database.read() as reader:
        names: dict[str, list[str]] = {}
        for slug, text in reader.rows("SELECT record, text FROM v_name"):
            names.setdefault(slug, []).append(text)
        bodies = dict(map(tuple, reader.rows("SELECT slug, kind FROM v_organization")))
        articles = dict(map(tuple, reader.rows("SELECT digest, slug FROM v_article")))
        records = reader.rows("SELECT slug, kind, country, name_en, name_ar FROM v_record")
    entities = [
        KnownEntity(slug, kind, (*filter(None, own), *names.get(slug, ())), country, bodies.get(slug))
        for slug, kind, country, *own in records
        if kind in PRINTED_NAMES
    ]
    return Known(entities, {record[0] for record in records}, articles, str(database))


def _of_seeds() -> Known:
    records = [record for file in shipped_files(".yml") for record in read_file(file.data, file.path, Problems())]
    names: dict[str, list[str]] = {}
    for record in records:
        names.setdefault(record.slug, []).extend(name.text for name in record.names)
    declared = [record for record in records if not record.extends]
    entities = [
        KnownEntity(
            record.slug,
            record.kind,
            (*filter(None, record.values["name"]), *names[record.slug]),
            record.values["country"],
            record.values.get("kind"),
        )
        for record in declared
        if record.kind in PRINTED_NAMES
    ]
    articles = {record.values["digest"]: record.slug for record in declared if record.kind == "article"}
    return Known(entities, {record.slug for record in declared}, articles, "the data that come with Mithaq")
