"""Find the cited characters of an article for its page, and the facts that each passage supports."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from models.storage.database import Reader
from reports.display.fact_words import say_field, say_item
from reports.site.cells import Drawer, Piece
from reports.site.words import SEPARATORS

CITED = """
SELECT article, start_char, end_char, record, item, field, reading FROM v_citation
WHERE article IS NOT NULL
ORDER BY article, start_char, end_char, record, item NULLS FIRST, field, reading NULLS FIRST"""

Span = tuple[int, int]


class Support(NamedTuple):
    """The facts that a passage supports: a record, and its facts and fields in words."""

    record: Piece
    words: str


class Cited(NamedTuple):
    """A cited passage with its number on the page, what it supports, and whether it is the first that begins there."""

    number: int
    start: int
    end: int
    supports: list[Support]
    is_first: bool


Rows = Mapping[Span, list[tuple[str, str | None, str, str | None]]]


def read_cited(reader: Reader) -> dict[str, Rows]:
    """Return for each article the cited passages with record, item, field and variant."""
    articles: dict[str, dict[Span, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for article, start, end, *fact in reader.rows(CITED):
        articles[article][start, end].append(tuple(fact))
    return dict(articles)


def list_passages(rows: Rows, drawer: Drawer) -> list[Cited]:
    """Return the passages of an article in the order of its text."""
    first: dict[int, int] = {}
    for number, (start, _) in enumerate(rows, 1):
        first.setdefault(start, number)
    return [
        Cited(number, *span, _supports(facts, drawer), first[span[0]] == number)
        for number, (span, facts) in enumerate(rows.items(), 1)
    ]


def _supports(facts: list[tuple[str, str | None, str, str | None]], drawer: Drawer) -> list[Support]:
    words: dict[str, list[str]] = defaultdict(list)
    for record, item, field, reading in facts:
        words[record].append(_say(item, field, reading, drawer))
    separator = SEPARATORS[drawer.language]
    return [Support(drawer.name(record), separator.join(dict.fromkeys(said))) for record, said in words.items()]


def _say(item: str | None, field: str, reading: str | None, drawer: Drawer) -> str:
    fact = say_item(item, drawer.wording.labels, drawer.language) if item else ""
    named = say_field(field, drawer.language) if field else ""
    if reading is not None:
        named = drawer.say("reads", named, reading)
    return " · ".join(filter(None, (fact, named))) or drawer.say("itself")


def merge(spans: list[Span]) -> list[Span]:
    """Return the characters that are cited by any passage, as spans that do not touch."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def draw_strip(spans: list[Span]) -> str:
    """Return the path of an SVG that draws cited characters, one unit each."""
    return "".join(f"M{start} 0h{end - start}v1h{start - end}z" for start, end in merge(spans))


def share(spans: list[Span], length: int) -> int:
    """Return the percentage of characters that are cited."""
    return round(100 * sum(end - start for start, end in merge(spans)) / length) if length else 0


def proof_data(digest: str, passages: list[Cited]) -> str:
    """Return the data with which a browser checks a text and marks its passages, as JSON that is safe within a page."""
    return json.dumps({"digest": digest, "spans": [[each.start, each.end] for each in passages]}).replace(
        "<", "\\u003c"
    )
