"""Parts of a drafted record, as a seed file has them: names, first keys, citations and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from models.derived.folding import fold
from models.normalizing import normalize
from seeds.format.characters import FORBIDDEN, is_visible
from seeds.texts.language import is_written_in

Node = dict[str, Any]
CITED = 3


def plain(text: str) -> str:
    """Return words of the text as a seed file may hold them: on one line, in NFC, without invisible characters."""
    cleaned = FORBIDDEN.sub("", " ".join(normalize("NFC", text).split())).strip()
    if cleaned != text:
        # The neighbours of a removed character may be composed, or invisible themselves.
        return plain(cleaned)
    return text if is_visible(text) else ""


def name_node(text: str, language: str, name_en: str | None = None) -> Node:
    """Return a name in the language of the text, or of its letters, and in the other one only if it is known."""
    clean = plain(text)
    if is_written_in(clean, "ar") or (language == "ar" and any("\u0621" <= letter <= "\u064a" for letter in clean)):
        return {"en": name_en or None, "ar": clean}
    return {"en": name_en if name_en and language == "en" and fold(name_en) == fold(clean) else clean, "ar": None}


def head(slug: str, known: bool) -> Node:
    """Return the first keys of a drafted record."""
    return {"extend" if known else "slug": slug, "draft": True}


def spans(found: Sequence[tuple[int, int]], limit: int = CITED) -> list[list[Any]]:
    return [list(span) for span in list(dict.fromkeys(found))[:limit]]


def filled(node: Node) -> Node:
    """Return the node without empty keys."""
    return {key: value for key, value in node.items() if value not in (None, [], ())}


def plain_number(number: Decimal) -> int | float:
    """Return a number as a seed file writes it."""
    return int(number) if number == number.to_integral_value() else float(number)
