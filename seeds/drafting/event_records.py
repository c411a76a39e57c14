"""Make the record of an event, with its date, place and sectors."""

from __future__ import annotations

from typing import Any

from seeds.drafting.context import Context
from seeds.drafting.mentions import EventMention
from seeds.drafting.nodes import Node, filled, head, spans


def event_record(context: Context, found: EventMention) -> Node:
    """Make the record of an event; it takes its date."""
    first = found.spans[0]
    date = context.take_date(first[0], _body(context, found))
    place = context.place_near(first)
    cite: list[list[Any]] = spans(found.spans)
    if found.cue:
        cite.append([*found.cue, "outlook"])
    if date:
        cite.append([*date.span, "date"])
    if place:
        cite.append([*place[1].span, "place"])
    node = {
        **head(context.make_slug(found.type, date), False),
        "name": context.phrase_node(first[0]),
        "type": found.type,
        "outlook": found.outlook,
        "date": date.edtf if date else None,
        "place": place[0].slug if place else None,
        "cite": cite,
        "sectors": context.sectors([found.sentence], first[0]) if found.type != "signing" else [],
    }
    return filled(node)


def _body(context: Context, found: EventMention) -> list[int]:
    """Return the sentences of an event; if only the title names it, the first sentence of the report."""
    numbers = {context.article.sentence_at(span[0]).number for span in found.spans}
    return sorted(numbers - {context.article.title}) or [1]
