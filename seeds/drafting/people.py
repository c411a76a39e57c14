"""People: those that are known, those that the readers of both languages find, and later mentions by the last name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.derived.folding import fold
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.mentions import CountryMention, OrganizationMention, PersonMention, keep_apart
from seeds.drafting.people_arabic import ArabicPeople
from seeds.drafting.people_english import EnglishPeople
from seeds.drafting.text import Article, stems


def find_people(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    known: Known = NOTHING,
) -> list[PersonMention]:
    """Return each mention of a person, in the order of the text, none within another."""
    reader = ArabicPeople(article, countries, organizations)
    english = EnglishPeople(article, countries, organizations)
    found = [
        *_known(article, countries, known),
        *reader.titled(),
        *reader.before_title(),
        *reader.listed(),
        *english.read(),
    ]
    bodies = [body.span for body in organizations]
    found = [each for each in _outermost(found) if each.known or not any(each.within(*span) for span in bodies)]
    found += _again(article, found)
    return _outermost(found)


def _outermost(found: list[PersonMention]) -> list[PersonMention]:
    by_importance = sorted(found, key=lambda each: (each.known is None, each.title is None, -(each.end - each.start)))
    return keep_apart(by_importance)


def _known(article: Article, countries: Sequence[CountryMention], known: Known) -> Iterator[PersonMention]:
    for match, slug in known.find("person", article, countries):
        text = article.text[match.start : match.end]
        yield PersonMention(match.start, match.end, "known person", text, known=slug)


def _again(article: Article, found: list[PersonMention]) -> Iterator[PersonMention]:
    """Find the last part of a name that was given in full before."""
    last: dict[str, PersonMention] = {}
    for mention in found:
        parts = mention.text.split()
        if len(parts) > 1 and len(parts[-1]) > 2:
            last.setdefault(fold(parts[-1]), mention)
    for word in article.words:
        stem = (
            next((stem for count, stem in stems(word.fold) if stem in last), None)
            if word.kind == "word"
            else word.fold
            if word.fold in last and word.text[0].isupper()
            else None
        )
        if stem and (mention := last[stem]).end < word.start:
            start = (
                word.end - len(word.text) if len(stem) == len(word.fold) else word.start + len(word.fold) - len(stem)
            )
            yield PersonMention(
                start, word.end, "last name of a person named before", mention.text, known=mention.known
            )
