"""Short ways to ask the rules about an invented text."""

from __future__ import annotations

from datetime import date

from seeds.drafting.findings import Findings, find_all
from seeds.drafting.known import NOTHING, Known
from seeds.drafting.text import Article

# A Wednesday.
PUBLISHED = date(2023, 5, 17)


def find(text: str, published: date | None = PUBLISHED, known: Known = NOTHING) -> Findings:
    return find_all(Article(text, published), known)


def texts(text: str, mentions: list) -> list[str]:
    return [text[mention.start : mention.end] for mention in mentions]
