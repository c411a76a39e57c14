"""Makes the records of a draft: agreements with steps, parties and dates, events, figures, and what dates are left.

A date belongs to the agreement or event in whose sentence it stands. What is left of the dates goes into statements of
the sentences that have them, so that none is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from seeds.drafting import naming
from seeds.drafting.agreements import FoundAgreement
from seeds.drafting.countries import slugs as country_slugs
from seeds.drafting.findings import Findings, find_all
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.lexicon import word_set
from seeds.drafting.mentions import AmountMention, DateMention, EventMention, Mention
from seeds.drafting.naming import Named, Node, head, name_node, spans
from seeds.drafting.slugs import Slugs
from seeds.drafting.text import Article, stems
from seeds.format.reading import FORBIDDEN

NAME_WORDS = 9
TITLE_LIMIT = 300
AGREEMENT_SPANS = 5
# Steps whose day a text gives.
DATED = frozenset(("signed", "ratified", "agreed", "drafted", "in_force"))
SAYING = word_set("common_words", "verb")
WORTH = word_set("rule_words", "assembling worth")
MONEY_TYPES = frozenset(("loan", "grant", "contract", "supply_contract"))
NOT_SIGNATORIES = frozenset(("media", "government"))
SECTION_ORDER = ("countries", "organizations", "people", "places", "agreements", "events", "figures", "statements")


@dataclass(frozen=True)
class Page:
    """Facts of the page of an article, given by the user rather than read from the text."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Explanation:
    """A thing that was found, and why: the section of the file, the characters, and the rule by name."""

    section: str
    start: int
    end: int
    text: str
    rule: str

    def __str__(self) -> str:
        words = FORBIDDEN.sub("\ufffd", " ".join(self.text.split()))
        return f"{self.section} [{self.start}, {self.end}] {words!r}: {self.rule}"


@dataclass
class Draft:
    """A seed file to be: its sections, and which rule found each mention."""

    slug: str
    sections: dict[str, Any]
    explanations: list[Explanation]


def draft(article: Article, name: str, page: Page = Page(), known: Known = NOTHING) -> Draft:
    """Draft the records of an article.

    `name` is the name of its file, from which the slug comes. Every record has `draft: true` and cites its characters.
    """
    findings = find_all(article, known)
    slugs = Slugs(known.slugs | set(country_slugs().values()))
    made = _Assembler(findings, slugs, slugs.make(name), page, known)
    return Draft(made.slug, made.sections(), list(_explained(findings)))


def _explained(findings: Findings) -> Iterator[Explanation]:
    kinds: list[tuple[str, Sequence[Mention]]] = [
        ("countries", findings.countries),
        ("organizations", findings.organizations),
        ("people", findings.people),
        ("places", findings.places),
        ("dates", findings.dates),
        ("figures", findings.amounts),
        ("sectors", findings.sectors),
    ]
    text = findings.article.text
    for section, mentions in kinds:
        for mention in mentions:
            yield Explanation(section, mention.start, mention.end, text[mention.start : mention.end], mention.rule)
    for agreement in findings.agreements:
        for start, end in agreement.spans:
            rule = f"{agreement.type_rule}; {', '.join(dict.fromkeys(agreement.rules))}"
            yield Explanation("agreements", start, end, text[start:end], rule)
    for event in findings.events:
        for start, end in event.spans:
            yield Explanation("events", start, end, text[start:end], event.rule)


class _Assembler:
    def __init__(self, findings: Findings, slugs: Slugs, slug: str, page: Page, known: Known) -> None:
        self.findings, self.slugs, self.slug, self.page, self.known = findings, slugs, slug, page, known
        self.article = findings.article
        self.text = findings.article.text
        self.used: set[tuple[int, int]] = set()
        self.countries = naming.countries(findings)
        self.organizations = naming.organizations(findings, slugs)
        self.people = naming.people(findings, self.organizations, slugs)
        self.places = naming.places(findings, slugs)
        self.valued: set[tuple[int, int]] = set()

    def sections(self) -> dict[str, Any]:
        agreements = [self._agreement(found) for found in self.findings.agreements]
        events = [self._event(found) for found in self.findings.events]
        figures = list(self._figures(agreements))
        found = {
            "article": self._article(),
            "countries": [each.node for each in self.countries],
            "organizations": [each.node for each in self.organizations],
            "people": [each.node for each in self.people],
            "places": [each.node for each in self.places],
            "agreements": agreements,
            "events": events,
            "figures": figures,
            "statements": list(self._statements()),
        }
        return {section: content for section, content in found.items() if content}

    # The article

    def _article(self) -> Node:
        span = self._title()
        language = self.article.language
        publisher = self.known.organization(self.page.publisher or "")
        node: Node = {
            "slug": self.slug,
            "name": name_node(self.text[slice(*span)], language),
            "publisher": publisher,
            "language": language,
            "published": self.page.published,
            "published_basis": "page" if self.page.published else None,
            "url": self.page.url,
            "digest": hashlib.sha256(self.text.encode()).hexdigest(),
            "length": len(self.text),
            "note": f"Published by {self.page.publisher}, by its page."
            if self.page.publisher and not publisher
            else None,
            "cite": [[*span, "name"]],
        }
        return {key: value for key, value in node.items() if value not in (None, [])}

    def _title(self) -> tuple[int, int]:
        """The first line that is not blank; of a sentence or a paragraph its first words."""
        lines = (match for match in re.finditer(r"\S[^\n]*", self.text) if naming.plain(match[0]))
        line = next(lines)
        start, title = line.start(), line[0].rstrip()
        headline = len(title) <= TITLE_LIMIT and not title.endswith(".")
        return start, start + len(title if headline else self._phrase(start))

    # What belongs to a sentence

    def _in_sentences(self, mentions: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
        found = []
        for number in dict.fromkeys(numbers):
            start, end = self.article.span(self.article.sentences[number])
            found += [mention for mention in mentions if mention.within(start, end)]
        return found

    def _date(self, position: int, numbers: Sequence[int], role: str = "date") -> DateMention | None:
        """The date nearest to a position, in its sentence before the others; a printed one before one worked out."""
        own = self.article.sentence_at(position).number
        for sentences in ([own], [number for number in numbers if number != own]):
            dates: list[DateMention] = [
                m for m in self._in_sentences(self.findings.dates, sentences) if m.edtf and m.role == role
            ]
            if dates:
                nearest = min(dates, key=lambda m: abs(m.start - position))
                same = [m for m in dates if _day(m) == _day(nearest)]
                self.used |= {m.span for m in same}
                return min(same, key=lambda m: str(m.edtf).endswith("?"))
        return None

    def _sectors(self, numbers: Sequence[int], start: int) -> list[Node]:
        found: dict[str, tuple[int, int]] = {}
        for mention in self._in_sentences(self.findings.sectors, numbers):
            if mention.start >= start:
                found.setdefault(mention.code, mention.span)
        return [{"sector": code, "cite": [list(span)]} for code, span in list(found.items())[:6]]

    def _phrase(self, start: int) -> str:
        """The words of a name that has none: from a word on to the next mark, not many."""
        first = self.article.word_at(start)
        sentence = self.article.sentence_at(start)
        last = first + 1
        while (
            last < min(sentence.last, first + NAME_WORDS)
            and self.article.words[last].kind != "mark"
            and self.article.words[last].fold not in NAME_ENDS
        ):
            last += 1
        return self.text[start : self.article.words[last - 1].end]

    # Agreements

    def _agreement(self, found: FoundAgreement) -> Node:
        body = [number for number in found.sentences if number != self.article.title] or found.sentences
        main = next(
            (span for span in found.spans if self.article.sentence_at(span[0]).number == body[0]), found.spans[0]
        )
        position = found.cue[0] if found.cue and self.article.sentence_at(found.cue[0]).number in body else main[0]
        date = self._date(position, body) if any(step[0] in DATED for step in found.steps) else None
        period = self._period(body, main)
        name = self._phrase(main[0])
        year = date.edtf[:4] if date and date.edtf else ""
        slug = self.slugs.make(found.type, *[each.slug for each in self.countries[:2]], year)
        money = self._value(found, body)
        node: Node = {
            **head(slug, False),
            "name": name_node(name, self.article.language),
            "type": found.type,
            "value": _plain(money.amount) if money else None,
            "value_to": _plain(money.amount_to) if money and money.amount_to is not None else None,
            "currency": money.currency if money else None,
            "qualifier": money.qualifier if money else None,
            "instruments": found.instruments,
            "period": period.edtf if period else None,
            "cite": [
                *spans([main, *found.spans], AGREEMENT_SPANS),
                *([[*money.span, "value"]] if money else []),
                *([[*period.span, "period"]] if period else []),
            ],
            "milestones": [self._milestone(step, date) for step in found.steps],
            "parties": list(self._parties(found, body, main)),
            "sectors": self._sectors(body, main[0]),
        }
        return naming._filled(node)

    def _period(self, body: Sequence[int], main: tuple[int, int]) -> DateMention | None:
        found = [
            m
            for m in self._in_sentences(self.findings.dates, body)
            if m.role == "period" and "/" in (m.edtf or "") and m.start > main[0] and m.span not in self.used
        ]
        if found:
            self.used.add(found[0].span)
        return found[0] if found else None

    def _value(self, found: FoundAgreement, body: Sequence[int]) -> AmountMention | None:
        """The sum of an agreement: money in its sentence after "worth", or of a loan, grant or contract."""
        mentions: list[AmountMention] = self._in_sentences(self.findings.amounts, [*body, *found.sentences])
        for mention in mentions:
            if not mention.currency or mention.span in self.valued:
                continue
            first = self.article.word_at(mention.start)
            before = {stem for word in self.article.words[max(first - 5, 0) : first] for _, stem in stems(word.fold)}
            near = min(max(mention.start - end, start - mention.end) for start, end in found.spans)
            beside = any(0 <= start - mention.end <= 2 for start, _ in found.spans)
            if beside or (before & WORTH and near < 160) or (found.type in MONEY_TYPES and near < 60):
                self.valued.add(mention.span)
                return mention
        return None

    def _milestone(self, step: tuple[str, str, tuple[int, int] | None], date: DateMention | None) -> Node:
        stage, outlook, cue = step
        cite: list[list[Any]] = [[*cue, "stage"]] if cue else []
        dated = date if stage in DATED else None
        place = self._place_near(cue) if cue and stage == "signed" else None
        if dated:
            cite.append([*dated.span, "date"])
        if place:
            cite.append([*place[1].span, "place"])
        node = {
            "stage": stage,
            "outlook": outlook if outlook != "occurred" else None,
            "date": dated.edtf if dated else None,
            "place": place[0].slug if place else None,
            "cite": cite,
        }
        return naming._filled(node)

    def _place_near(self, span: tuple[int, int]) -> tuple[Named, Mention] | None:
        """The city or venue of the clause: one in the same sentence, near the words."""
        number = self.article.sentence_at(span[0]).number
        near = [
            m
            for m in self._in_sentences(self.findings.places, [number])
            if m.kind in ("city", "venue") and abs(m.start - span[1]) < 90
        ]
        mention = min(near, key=lambda m: abs(m.start - span[1]), default=None)
        owner = naming.owner_of(self.places, mention) if mention else None
        return (owner, mention) if owner and mention else None

    def _parties(self, found: FoundAgreement, body: Sequence[int], main: tuple[int, int]) -> Iterator[Node]:
        """Bodies and countries of the sentence; a country only outside the names of bodies and titles."""
        sentence = [self.article.sentence_at(main[0]).number]
        signed = any(step[0] == "signed" for step in found.steps)
        seen: set[str] = set()
        bodies = [m for m in self._in_sentences(self.findings.organizations, sentence) if m.kind not in NOT_SIGNATORIES]
        titles = [m.title for m in self.findings.people if m.title]
        inner = [m.span for m in self.findings.organizations] + titles
        countries = [
            m
            for m in self._in_sentences(
                self.findings.countries, sentence if self._named_there(sentence) else found.sentences
            )
            if m.form in ("name", "capital") and not any(start <= m.start and m.end <= end for start, end in inner)
        ]
        for mentions, named in ((countries, self.countries), (bodies, self.organizations)):
            for mention in mentions:
                owner = naming.owner_of(named, mention)
                if (
                    owner
                    and owner.slug not in seen
                    and not any(start <= mention.start and mention.end <= end for start, end in titles)
                ):
                    seen.add(owner.slug)
                    yield {
                        "party": owner.slug,
                        "role": "signatory" if signed else "party",
                        "cite": [list(mention.span)],
                    }

    def _named_there(self, sentence: Sequence[int]) -> bool:
        return len([m for m in self._in_sentences(self.findings.countries, sentence) if m.form != "adjective"]) > 1

    # Events

    def _event(self, found: EventMention) -> Node:
        first = found.spans[0]
        date = self._date(first[0], self._body(found))
        place = self._place_near(first)
        cite: list[list[Any]] = spans(found.spans)
        if found.cue:
            cite.append([*found.cue, "outlook"])
        if date:
            cite.append([*date.span, "date"])
        if place:
            cite.append([*place[1].span, "place"])
        slug = self.slugs.make(
            found.type, *[each.slug for each in self.countries[:2]], date.edtf[:4] if date and date.edtf else ""
        )
        node = {
            **head(slug, False),
            "name": name_node(self._phrase(first[0]), self.article.language),
            "type": found.type,
            "outlook": found.outlook,
            "date": date.edtf if date else None,
            "place": place[0].slug if place else None,
            "cite": cite,
            "sectors": self._sectors([found.sentence], first[0]) if found.type != "signing" else [],
        }
        return naming._filled(node)

    def _body(self, found: EventMention) -> list[int]:
        """The sentences of an event; for one that only the title names, the first sentence of the report."""
        numbers = {self.article.sentence_at(span[0]).number for span in found.spans}
        return sorted(numbers - {self.article.title}) or [1]

    # Figures

    def _figures(self, agreements: list[Node]) -> Iterator[Node]:
        groups: dict[tuple[Any, ...], list[AmountMention]] = {}
        for mention in self.findings.amounts:
            if mention.span not in self.valued and not self._counts_agreements(mention):
                groups.setdefault((mention.amount, mention.amount_to, mention.currency or mention.unit), []).append(
                    mention
                )
        for group in groups.values():
            yield self._figure(group, agreements)

    def _counts_agreements(self, mention: AmountMention) -> bool:
        """The number of instruments, which belongs to the agreement."""
        number = self.article.sentence_at(mention.start).number
        return mention.unit in INSTRUMENTS and any(number in found.sentences for found in self.findings.agreements)

    def _figure(self, group: list[AmountMention], agreements: list[Node]) -> Node:
        main = next((mention for mention in group if mention.qualifier), group[0])
        cite: list[list[Any]] = spans([mention.span for mention in group])
        if main.unit_span:
            cite.append([*main.unit_span, "currency" if main.currency else "unit"])
        if main.qualifier and main.qualifier_span:
            cite.append([*main.qualifier_span, "qualifier"])
        slug = self.slugs.make("figure", str(_plain(main.amount)), main.currency or main.unit or "")
        node = {
            **head(slug, False),
            "name": name_node(self.text[main.start : main.end], self.article.language),
            "subject": self._subject(main, agreements),
            "measure": "share" if main.unit == "percent" else "total",
            "amount": _plain(main.amount),
            "amount_to": _plain(main.amount_to) if main.amount_to is not None else None,
            "unit": main.unit,
            "currency": main.currency,
            "qualifier": main.qualifier,
            "cite": cite,
        }
        return naming._filled(node)

    def _subject(self, mention: AmountMention, agreements: list[Node]) -> str:
        """The nearest record before the number in its sentence, else an agreement, else the first country."""
        number = self.article.sentence_at(mention.start).number
        for mentions, named in (
            (self.findings.organizations, self.organizations),
            (self.findings.countries, self.countries),
        ):
            before = [m for m in self._in_sentences(mentions, [number]) if m.end <= mention.start]
            if before and (owner := naming.owner_of(named, before[-1])):
                return owner.slug
        if agreements:
            return str(agreements[0]["slug"])
        return self.countries[0].slug if self.countries else self.slug

    # What is left of the dates

    def _statements(self) -> Iterator[Node]:
        seen: set[str] = {str(m.edtf).rstrip("?") for m in self.findings.dates if m.span in self.used}
        for mention in self.findings.dates:
            if not mention.edtf or mention.edtf.rstrip("?") in seen:
                continue
            seen.add(mention.edtf.rstrip("?"))
            sentence = self.article.sentence_at(mention.start)
            start, end = self.article.span(sentence)
            says = any(stem in SAYING for folded in self.article.folds(sentence) for _, stem in stems(folded))
            yield {
                **head(self.slugs.make("statement", mention.edtf), False),
                "name": name_node(self._phrase(start), self.article.language),
                "attribution": "unclear" if says else "outlet",
                "mode": "report",
                "date": mention.edtf,
                "cite": [[start, end], [*mention.span, "date"]],
            }


INSTRUMENTS = frozenset(("agreement", "memorandum", "contract"))
NAME_ENDS = word_set("rule_words", "assembling name ends")


def _day(mention: DateMention) -> str:
    """A date without its mark."""
    return str(mention.edtf).rstrip("?")


def _plain(number: Decimal) -> int | float:
    """A number as it is written in a seed file."""
    return int(number) if number == number.to_integral_value() else float(number)
