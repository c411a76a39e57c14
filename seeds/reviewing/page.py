"""Write a review as one HTML page: the text with every passage marked, and beside it the facts that cite it.

The page needs no network and holds the text of the article, so it must not be published. A passage is a run of
pieces, because passages overlap: each piece names all passages that cover it. Without JavaScript the links still lead
from a number in the text to its facts and back.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import NamedTuple

from models.terminal.text import replace_controls
from seeds.reviewing.coverage import Span, segments
from seeds.reviewing.facts import Fact, Reviewed
from seeds.reviewing.wording import Row, Wording

PAGE = """<!doctype html>
<html lang="{lang}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
<script>
{script}</script>
</body>
</html>
"""
# More passages than these on the same characters are not shaded any darker.
DEEPEST = 4


class Passage(NamedTuple):
    """A cited span with its number on the page, and each fact that cites it with the row that does."""

    number: int
    span: Span
    facts: list[tuple[Fact, Row]]


def build_page(reviewed: Reviewed, warnings: list[str], wording: Wording) -> str:
    """Return the page of a review, with every article whose text is given."""
    body = [f"<h1>{_text(wording.word('review'))}</h1>", *_warnings(warnings, wording)]
    first = 1
    for slug in reviewed.texts:
        passages = list(_passages(slug, reviewed, wording, first))
        first += len(passages)
        body += _article(slug, reviewed, passages, wording)
    folder = files(__package__ or "seeds.reviewing")
    return PAGE.format(
        lang=wording.language,
        direction="rtl" if wording.language == "ar" else "ltr",
        title=_text(f"{wording.word('review')}: {', '.join(reviewed.texts)}"),
        style=(folder / "page.css").read_text("utf-8"),
        script=(folder / "page.js").read_text("utf-8"),
        body="\n".join(body),
    )


def _text(words: str) -> str:
    """Escape words for the page; characters that only a terminal obeys are replaced."""
    return escape(replace_controls(words))


def _warnings(warnings: list[str], wording: Wording) -> Iterator[str]:
    if not warnings:
        yield f"<p>{_text(wording.word('no warnings'))}</p>"
        return
    items = "".join(f'<li dir="auto">{_text(warning)}</li>' for warning in warnings)
    yield f'<section class="warnings"><h2>{_text(wording.word("warnings"))}</h2><ul dir="ltr">{items}</ul></section>'


def _passages(slug: str, reviewed: Reviewed, wording: Wording, first: int) -> Iterator[Passage]:
    """Yield the passages of an article in the order of the text; an outer one comes before those inside it."""
    citing: dict[Span, list[tuple[Fact, Row]]] = {}
    length = len(reviewed.texts[slug].content)
    for fact in reviewed.facts():
        for row in wording.rows(fact):
            for each in row.citations:
                if each.cited == slug and 0 <= each.start < each.end <= length:
                    citing.setdefault((each.start, each.end), []).append((fact, row))
    ordered = sorted(citing, key=lambda span: (span[0], -span[1]))
    return (Passage(number, span, citing[span]) for number, span in enumerate(ordered, first))


def _article(slug: str, reviewed: Reviewed, passages: list[Passage], wording: Wording) -> Iterator[str]:
    text = reviewed.texts[slug].content
    yield f"<h2>{_text(wording.name(slug))}</h2>\n<p>{_text(wording.share(slug, reviewed.coverage(slug)))}</p>"
    before = 0
    for start, end in _lines(text):
        beginning = [each for each in passages if before <= each.span[0] < end]
        yield '<div class="line">'
        yield f'<p class="text" dir="auto">{"".join(_marked(text, (start, end), beginning, passages))}</p>'
        yield '<ol class="facts">'
        for passage in beginning:
            yield from _facts(passage, text, wording)
        yield "</ol>\n</div>"
        before = end


def _lines(content: str) -> Iterator[Span]:
    """Yield the lines of a text that are not blank."""
    start = 0
    for line in content.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _marked(content: str, line: Span, beginning: list[Passage], passages: list[Passage]) -> Iterator[str]:
    """Yield the characters of a line with its passages marked, each with its number where it begins."""
    numbers: dict[int, list[int]] = {}
    for passage in beginning:
        numbers.setdefault(max(passage.span[0], line[0]), []).append(passage.number)
    for piece in segments([each.span for each in passages], *line):
        for number in numbers.get(piece.start, ()):
            yield f'<a class="number" id="t{number}" href="#f{number}" data-p="{number}">{number}</a>'
        words = _text(content[piece.start : piece.end])
        covering = " ".join(str(passages[each].number) for each in piece.passages)
        depth = min(len(piece.passages), DEEPEST)
        yield f'<mark class="d{depth}" data-p="{covering}">{words}</mark>' if covering else words


def _facts(passage: Passage, content: str, wording: Wording) -> Iterator[str]:
    """Yield a passage with its quote, and the facts that cite it, grouped by record."""
    number = passage.number
    quote = _text(" ".join(content[slice(*passage.span)].split()))
    span = f"[{passage.span[0]}, {passage.span[1]}]"
    yield f'<li id="f{number}" value="{number}" data-p="{number}">'
    yield (
        f'<a href="#t{number}" data-p="{number}"><bdi>{number}</bdi></a> <q dir="auto">{quote}</q>'
        f" <small><bdi>{span}</bdi></small>"
    )
    titles: dict[str, list[str]] = {}
    for fact, row in passage.facts:
        titles.setdefault(wording.title(fact), []).append(_value(fact, row, passage, wording))
    for title, values in titles.items():
        said = "".join(f"<dd>{value}</dd>" for value in dict.fromkeys(values) if value)
        yield f'<dl><dt dir="auto">{_text(title)}</dt>{said}</dl>'
    yield "</li>"


def _value(fact: Fact, row: Row, passage: Passage, wording: Wording) -> str:
    """Return the value of a row, with the link that it belongs to, and the notes of its citations of the passage."""
    notes = [each.note for each in row.citations if (each.start, each.end) == passage.span and each.note]
    if not (row.label or row.value or notes):
        return ""
    said = (
        f"{_text(row.label)}: <b><bdi>{_text(row.value)}</bdi></b>" if row.label else f"<bdi>{_text(row.value)}</bdi>"
    )
    if fact.link and row.value != (link := wording.link(fact)):
        said = f"<bdi>{_text(link)}</bdi> – {said}"
    return said + "".join(f' <i dir="auto">{_text(note)}</i>' for note in notes)
