"""Make the record of an agreement: its sum and period, its milestones, parties and sectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from seeds.drafting.agreement_stages import Step
from seeds.drafting.agreements import FoundAgreement
from seeds.drafting.context import Context
from seeds.drafting.lexicon import word_set
from seeds.drafting.mentions import AmountMention, CountryMention, DateMention
from seeds.drafting.naming import owner_of
from seeds.drafting.nodes import Node, filled, head, plain_number, spans
from seeds.drafting.text import stems

AGREEMENT_SPANS = 5
# Milestones whose day a text gives.
DATED = frozenset(("signed", "ratified", "agreed", "drafted", "in_force"))
WORTH = word_set("rule_words", "assembling worth")
MONEY_TYPES = frozenset(("loan", "grant", "contract", "supply_contract"))
NOT_SIGNATORIES = frozenset(("media", "government"))
Span = tuple[int, int]


def agreement_record(context: Context, found: FoundAgreement) -> Node:
    """Make the record of an agreement; it takes its date, its period and its sum."""
    article = context.article
    body = [number for number in found.sentences if number != article.title] or found.sentences
    main = next((span for span in found.spans if article.sentence_at(span[0]).number == body[0]), found.spans[0])
    position = found.cue[0] if found.cue and article.sentence_at(found.cue[0]).number in body else main[0]
    date = context.take_date(position, body) if any(step[0] in DATED for step in found.steps) else None
    period = _period(context, body, main)
    slug = context.make_slug(found.type, date)
    money = _value(context, found, body)
    node: Node = {
        **head(slug, False),
        "name": context.phrase_node(main[0]),
        "type": found.type,
        **(_sum(money) if money else {}),
        "instruments": found.instruments,
        "period": period.edtf if period else None,
        "cite": [
            *spans([main, *found.spans], AGREEMENT_SPANS),
            *([[*money.span, "value"]] if money else []),
            *([[*period.span, "period"]] if period else []),
        ],
        "milestones": [_milestone(context, step, date) for step in found.steps],
        "parties": list(_parties(context, found, main)),
        "sectors": context.sectors(body, main[0]),
    }
    return filled(node)


def _sum(money: AmountMention) -> Node:
    return {
        "value": plain_number(money.amount),
        "value_to": None if money.amount_to is None else plain_number(money.amount_to),
        "currency": money.currency,
        "qualifier": money.qualifier,
    }


def _period(context: Context, body: Sequence[int], main: Span) -> DateMention | None:
    dates: list[DateMention] = context.in_sentences(context.findings.dates, body)
    for each in dates:
        if each.role == "period" and "/" in each.day and each.start > main[0] and each.span not in context.used:
            context.used.add(each.span)
            return each
    return None


def _value(context: Context, found: FoundAgreement, body: Sequence[int]) -> AmountMention | None:
    """Return the sum of an agreement: money in its sentence after "worth", or that of a loan, grant or contract."""
    mentions: list[AmountMention] = context.in_sentences(context.findings.amounts, [*body, *found.sentences])
    for mention in mentions:
        if not mention.currency or mention.span in context.valued:
            continue
        first = context.article.word_at(mention.start)
        words = context.article.words[max(first - 5, 0) : first]
        before = {stem for word in words for _, stem in stems(word.fold)}
        near = min(max(mention.start - end, start - mention.end) for start, end in found.spans)
        beside = any(0 <= start - mention.end <= 2 for start, _ in found.spans)
        if beside or (before & WORTH and near < 160) or (found.type in MONEY_TYPES and near < 60):
            context.valued.add(mention.span)
            return mention
    return None


def _milestone(context: Context, step: Step, date: DateMention | None) -> Node:
    stage, outlook, cue = step
    cite: list[list[Any]] = [[*cue, "stage"]] if cue else []
    dated = date if stage in DATED else None
    place = context.place_near(cue) if cue and stage == "signed" else None
    if dated:
        cite.append([*dated.span, "date"])
    if place:
        cite.append([*place[1].span, "place"])
    return filled(
        {
            "stage": stage,
            "outlook": outlook if outlook != "occurred" else None,
            "date": dated.edtf if dated else None,
            "place": place[0].slug if place else None,
            "cite": cite,
        }
    )


def _parties(context: Context, found: FoundAgreement, main: Span) -> Iterator[Node]:
    """Yield bodies and countries of the sentence; a country only outside the names of bodies and titles."""
    findings = context.findings
    sentence = [context.article.sentence_at(main[0]).number]
    role = "signatory" if any(step[0] == "signed" for step in found.steps) else "party"
    titles = [person.title for person in findings.people if person.title]
    bodies = [
        each for each in context.in_sentences(findings.organizations, sentence) if each.kind not in NOT_SIGNATORIES
    ]
    countries = _countries(context, sentence, found.sentences, titles)
    seen: set[str] = set()
    for mentions, named in ((countries, context.countries), (bodies, context.organizations)):
        for mention in mentions:
            owner = owner_of(named, mention)
            if owner and owner.slug not in seen and not any(mention.within(*title) for title in titles):
                seen.add(owner.slug)
                yield {"party": owner.slug, "role": role, "cite": [list(mention.span)]}


def _countries(
    context: Context, sentence: Sequence[int], others: Sequence[int], titles: Sequence[Span]
) -> list[CountryMention]:
    """The countries of a sentence, or of all sentences of the agreement if it has fewer than two."""
    findings = context.findings
    inner = [*(body.span for body in findings.organizations), *titles]
    there: list[CountryMention] = context.in_sentences(findings.countries, sentence)
    if len([each for each in there if each.form != "adjective"]) < 2:
        there = context.in_sentences(findings.countries, others)
    return [
        each for each in there if each.form in ("name", "capital") and not any(each.within(*span) for span in inner)
    ]
