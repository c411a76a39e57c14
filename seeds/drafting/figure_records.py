"""Make the records of figures: one for all mentions of a number, about the record named before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seeds.drafting.context import Context
from seeds.drafting.mentions import AmountMention
from seeds.drafting.naming import owner_of
from seeds.drafting.nodes import Node, filled, head, name_node, plain_number, spans

INSTRUMENTS = frozenset(("agreement", "memorandum", "contract"))


def figure_records(context: Context, subject: str) -> Iterator[Node]:
    """Make the records of the amounts that no agreement has; `subject` is for those without a record before them."""
    groups: dict[tuple[Any, ...], list[AmountMention]] = {}
    for mention in context.findings.amounts:
        if mention.span not in context.valued and not _counts_agreements(context, mention):
            key = mention.amount, mention.amount_to, mention.currency or mention.unit
            groups.setdefault(key, []).append(mention)
    for group in groups.values():
        yield _figure(context, group, subject)


def _counts_agreements(context: Context, mention: AmountMention) -> bool:
    """Recognize the number of instruments, which belongs to the agreement."""
    number = context.article.sentence_at(mention.start).number
    return mention.unit in INSTRUMENTS and any(number in found.sentences for found in context.findings.agreements)


def _figure(context: Context, group: list[AmountMention], subject: str) -> Node:
    main = next((mention for mention in group if mention.qualifier), group[0])
    cite: list[list[Any]] = spans([mention.span for mention in group])
    if main.unit_span:
        cite.append([*main.unit_span, "currency" if main.currency else "unit"])
    if main.qualifier and main.qualifier_span:
        cite.append([*main.qualifier_span, "qualifier"])
    amount = plain_number(main.amount)
    node = {
        **head(context.slugs.make("figure", str(amount), main.currency or main.unit or ""), False),
        "name": name_node(context.text[main.start : main.end], context.article.language),
        "subject": _subject(context, main) or subject,
        "measure": "share" if main.unit == "percent" else "total",
        "amount": amount,
        "amount_to": plain_number(main.amount_to) if main.amount_to is not None else None,
        "unit": main.unit,
        "currency": main.currency,
        "qualifier": main.qualifier,
        "cite": cite,
    }
    return filled(node)


def _subject(context: Context, mention: AmountMention) -> str | None:
    """Return the nearest body before the number in its sentence, else the nearest country."""
    number = context.article.sentence_at(mention.start).number
    for mentions, named in (
        (context.findings.organizations, context.organizations),
        (context.findings.countries, context.countries),
    ):
        before = [each for each in context.in_sentences(mentions, [number]) if each.end <= mention.start]
        if before and (owner := owner_of(named, before[-1])):
            return owner.slug
    return None
