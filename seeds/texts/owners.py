"""Decide which article each text belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from models.errors import MithaqError
from seeds.format.collection import Spans
from seeds.format.records import Record
from seeds.texts.article_text import Text
from seeds.texts.corrected import recognize
from seeds.texts.locate import SearchableText
from seeds.texts.spans import citations_of


def match_texts(
    records: Sequence[Record], texts: Sequence[Text], spans: Spans, shipped: Mapping[str, str]
) -> dict[str, Text]:
    """Return the texts that belong to articles of these records, or to shipped ones (`shipped` has slugs by digest).

    A text belongs to the article with its digest; else to the one whose cited passages it has; else to one that has no
    digest yet, by the name of the file, by words that are cited, or because there is only one.

    Raises:
        MithaqError: several articles have no digest, several texts belong to one article, or cited words occur too
            often.
    """
    articles = [each for each in records if each.kind == "article" and not each.extends]
    known = dict(shipped) | {each.values["digest"]: each.slug for each in articles if each.values["digest"]}
    passages = {each.slug: spans[each.slug] for each in articles if spans.get(each.slug)}
    starting = [each.slug for each in articles if not each.values["digest"]]
    found: dict[str, Text] = {}
    for text in texts:
        slug = known.get(text.digest) or recognize(text, passages) or _choose(starting, text, records)
        if slug in found and found[slug].digest != text.digest:
            raise MithaqError(f"{found[slug].name} and {text.name} would both be the text of {slug}")
        if slug:
            found[slug] = text
    return found


def _choose(starting: list[str], text: Text, records: Sequence[Record]) -> str | None:
    """Return the article without a digest that this is the text of, or None if there is none."""
    if not starting:
        return None
    named = [slug for slug in starting if slug == Path(text.name).stem]
    chosen = named or _with_words(starting, text, records) or starting
    if len(chosen) > 1:
        names = ", ".join(chosen)
        raise MithaqError(f"{text.name} could be the text of several articles; format one of them: {names}")
    return chosen[0]


def _with_words(starting: list[str], text: Text, records: Sequence[Record]) -> list[str]:
    """Return the articles that cite words of this text, if at least half of their quotes are in it."""
    searchable = SearchableText(text)
    hits: dict[str, list[bool]] = {slug: [] for slug in starting}
    for citation in citations_of(records):
        if citation.words and citation.cited in hits:
            hits[citation.cited].append(searchable.has_whole(citation.words.quote))
    return [slug for slug, found in hits.items() if found and 2 * sum(found) >= len(found)]
