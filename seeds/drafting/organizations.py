"""Organizations: those that are known, and new ones that a head word begins: وزارة, شركة, University, Bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seeds.drafting.known import NOTHING, Known
from seeds.drafting.mentions import CountryMention, OrganizationMention, keep_apart
from seeds.drafting.organization_arabic import ArabicBodies
from seeds.drafting.organization_english import EnglishBodies
from seeds.drafting.organization_reading import quotes
from seeds.drafting.organization_words import OPENING, known_bodies
from seeds.drafting.text import Article


def find_organizations(
    article: Article, countries: Sequence[CountryMention], known: Known = NOTHING
) -> list[OrganizationMention]:
    """Return each mention of an organization, in the order of the text, none within another."""
    found = [
        *_known(article, countries, known),
        *_everybody_knows(article),
        *ArabicBodies(article, countries).read(),
        *EnglishBodies(article, countries).read(),
    ]
    found += _quoted_again(article, countries, found)
    return _outermost(found)


def _outermost(found: list[OrganizationMention]) -> list[OrganizationMention]:
    by_importance = sorted(found, key=lambda each: (each.known is None, -(each.end - each.start), each.name_en is None))
    return keep_apart(by_importance)


def _known(article: Article, countries: Sequence[CountryMention], known: Known) -> Iterator[OrganizationMention]:
    for match, slug in known.find("organization", article, countries):
        text = article.text[match.start : match.end]
        yield OrganizationMention(match.start, match.end, "known organization", text, "", known=slug)


def _everybody_knows(article: Article) -> Iterator[OrganizationMention]:
    for match in known_bodies().find(article.words):
        row, text = match.value, article.text[match.start : match.end]
        if (
            match.last - match.first == 1
            and len(text) < 4
            and article.words[match.first].kind == "word"
            and not _inquotes_of(article, match.first)
        ):
            continue
        yield OrganizationMention(
            match.start,
            match.end,
            "well-known organization",
            text,
            row["kind"],
            row["country"] or None,
            None,
            row["name_en"],
        )


def _inquotes_of(article: Article, index: int) -> bool:
    return (
        0 < index < len(article.words) - 1
        and article.words[index - 1].text in OPENING
        and article.words[index + 1].text in '»”"“’'
    )


def _quoted_again(
    article: Article, countries: Sequence[CountryMention], found: list[OrganizationMention]
) -> Iterator[OrganizationMention]:
    """Find names in quotation marks beside a known one: `«أ» و«ب» و«ج»`."""
    spans = {mention.span: mention for mention in found}
    named = {span for mention in found for span in mention.names}
    quoted = list(quotes(article.words))
    for position, (first, last) in enumerate(quoted):
        span = (article.words[first].start, article.words[last - 1].end)
        near = [quoted[other] for other in (position - 1, position + 1) if 0 <= other < len(quoted)]
        if span in spans or span in named or last - first > 4:
            continue
        for other_first, other_last in near:
            gap = article.words[other_last:first] if other_last <= first else article.words[last:other_first]
            other_span = (article.words[other_first].start, article.words[other_last - 1].end)
            inside = next((m for m in found if m.span == other_span or other_span in m.names), None)
            if (
                inside
                and len(gap) <= 6
                and all(
                    w.fold in ("و", "ال", "and", "،", ",", "في", "من")
                    or w.text in '«»“”"'
                    or (w.kind == "word" and any(w.start <= each.start < w.end for each in countries))
                    for w in gap
                )
            ):
                mention = OrganizationMention(
                    *span, "quoted beside an organization", article.text[slice(*span)], inside.kind, inside.country
                )
                spans[span] = mention
                found.append(mention)
                yield mention
                break
