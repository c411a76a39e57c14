"""Make the records of a draft, section by section: the article, named records, agreements, events and figures.

What is left of the dates goes into statements of the sentences that have them, so that none is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from seeds.drafting.agreement_records import agreement_record
from seeds.drafting.context import Context
from seeds.drafting.countries import slugs as country_slugs
from seeds.drafting.event_records import event_record
from seeds.drafting.explaining import Explanation, explain
from seeds.drafting.figure_records import figure_records
from seeds.drafting.findings import find_all
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.lexicon import word_set
from seeds.drafting.nodes import Node, filled, head, name_node, plain
from seeds.drafting.slugs import Slugs
from seeds.drafting.text import Article, stems
from seeds.format.records import PLACEHOLDER
from seeds.texts.language import is_title_in

TITLE_LIMIT = 300
SAYING = word_set("common_words", "verb")


@dataclass(frozen=True)
class Page:
    """Facts of the page of an article, given by the user rather than read from the text."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass
class Draft:
    """A future seed file: its sections, and the rule that found each mention."""

    slug: str
    sections: dict[str, Any]
    explanations: list[Explanation]


def draft(article: Article, name: str, page: Page = Page(), known: Known = NOTHING) -> Draft:
    """Draft the records of an article.

    `name` is the name of its file, from which the slug comes. Every record has `draft: true` and cites its characters.
    """
    findings = find_all(article, known)
    slugs = Slugs(known.slugs | set(country_slugs().values()))
    slug = slugs.make(name)
    context = Context(findings, slugs)
    sections = {"article": _article(context, slug, page, known), **_records(context, slug)}
    return Draft(slug, sections, list(explain(findings)))


def _records(context: Context, slug: str) -> dict[str, Any]:
    """Return the sections of a draft that have records; figures come after the records that they may be about."""
    agreements = [agreement_record(context, found) for found in context.findings.agreements]
    events = [event_record(context, found) for found in context.findings.events]
    subject = agreements[0]["slug"] if agreements else context.countries[0].slug if context.countries else slug
    found = {
        "countries": [each.node for each in context.countries],
        "organizations": [each.node for each in context.organizations],
        "people": [each.node for each in context.people],
        "places": [each.node for each in context.places],
        "agreements": agreements,
        "events": events,
        "figures": list(figure_records(context, subject)),
        "statements": list(_statements(context)),
    }
    return {section: content for section, content in found.items() if content}


def _article(context: Context, slug: str, page: Page, known: Known) -> Node:
    span = _title(context)
    text, language = context.text, context.article.recognized
    title = text[slice(*span)]
    is_name = language and is_title_in(language, title, text)
    publisher = known.organization(page.publisher or "")
    node: Node = {
        "slug": slug,
        "name": name_node(title, language) if language and is_name else PLACEHOLDER._asdict(),
        "publisher": publisher,
        "language": language,
        "published": page.published,
        "published_basis": "page" if page.published else None,
        "url": page.url,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "length": len(text),
        "note": f"Published by {page.publisher}, by its page." if page.publisher and not publisher else None,
        "cite": [[*span, "name"]],
    }
    return filled(node)


def _title(context: Context) -> tuple[int, int]:
    """Return the first line that is not blank; if it is a whole paragraph, its first words."""
    line = next(match for match in re.finditer(r"\S[^\n]*", context.text) if plain(match[0]))
    start, title = line.start(), line[0].rstrip()
    is_headline = len(title) <= TITLE_LIMIT and not title.endswith(".")
    return start, start + len(title if is_headline else context.phrase(start))


def _statements(context: Context) -> Iterator[Node]:
    """Make statements of the dates that no agreement or event has."""
    article, dates = context.article, context.findings.dates
    seen = {mention.day for mention in dates if mention.span in context.used}
    for mention in dates:
        if not mention.edtf or mention.day in seen:
            continue
        seen.add(mention.day)
        sentence = article.sentence_at(mention.start)
        start, end = article.span(sentence)
        says = any(stem in SAYING for folded in article.folds(sentence) for _, stem in stems(folded))
        node = {
            **head(context.slugs.make("statement", mention.edtf), False),
            "name": context.phrase_node(start),
            "attribution": "unclear" if says else "outlet",
            "mode": "report",
            "date": mention.edtf,
            "cite": [[start, end], [*mention.span, "date"]],
        }
        yield filled(node)
