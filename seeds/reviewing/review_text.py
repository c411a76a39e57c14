"""Draws a review for the terminal: each value beside its quote, then warnings and the sentences that no fact cites."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from models.terminal_text import clean_cell, isolate, width_of, wrap
from seeds.reviewing.facts import Fact, Reviewed
from seeds.reviewing.wording import Row, Wording

INDENT = 2
GAP = 2
# Below this width a quote has a line of its own.
NARROW = 60


def draw_review(reviewed: Reviewed, warnings: list[str], wording: Wording, width: int, colour: bool) -> Iterator[str]:
    """Yield the lines of a review, each no wider than `width`."""
    for fact in reviewed.facts():
        cited = [each for each in fact.citations if each.cited in reviewed.texts]
        if not fact.link and _is_shown(fact, reviewed):
            yield from (
                "",
                *(_heading(line, colour) for line in wrap(clean_cell(wording.title(fact)), width)),
                str(fact.place),
            )
        if cited:
            for row in wording.rows(fact):
                yield from _beside(row, reviewed, width)
    yield ""
    if warnings:
        yield _heading(wording.word("warnings"), colour)
        yield from (isolate(line) for warning in warnings for line in wrap(clean_cell(warning), width))
    else:
        yield wording.word("no warnings")
    for slug in reviewed.texts:
        yield from _draw_coverage(slug, reviewed, wording, width, colour)
    if absent := reviewed.articles_without_text():
        yield from ("", *wrap(wording.word("without").format(", ".join(absent)), width))


def _is_shown(fact: Fact, reviewed: Reviewed) -> bool:
    """Return whether a record or one of its links cites a text that is given."""
    links = [each for link in fact.record.links for each in link.citations]
    return any(each.cited in reviewed.texts for each in (*fact.citations, *links))


def _heading(line: str, colour: bool) -> str:
    return f"\x1b[1m{isolate(line)}\x1b[0m" if colour else isolate(line)


def _beside(row: Row, reviewed: Reviewed, width: int) -> Iterator[str]:
    """Yield a row as lines: the value at the left, its quotes at the right, or below it on a narrow screen."""
    said = clean_cell(f"{row.label}: {row.value}" if row.label else row.value)
    quotes = [clean_cell(f"[{c.start}, {c.end}] {reviewed.quote(c) or ''}") for c in row.citations]
    left = width - INDENT if width < NARROW else (width - INDENT - GAP) * 2 // 5
    right = width - 2 * INDENT if width < NARROW else width - INDENT - GAP - left
    values = wrap(said, left)
    cited = [line for quote in quotes for line in wrap(quote, right)]
    if width < NARROW:
        yield from (" " * INDENT + isolate(line) for line in values)
        yield from (" " * 2 * INDENT + isolate(line) for line in cited)
        return
    for value, quote in zip_longest(values, cited, fillvalue=""):
        padding = " " * (left - width_of(value) + GAP)
        yield (" " * INDENT + isolate(value) + padding + isolate(quote)).rstrip()


def _draw_coverage(slug: str, reviewed: Reviewed, wording: Wording, width: int, colour: bool) -> Iterator[str]:
    coverage = reviewed.coverage(slug)
    if coverage.uncited:
        yield from ("", _heading(f"{wording.word('uncited')}: {slug}", colour))
    for sentence in coverage.uncited:
        line = f"{wording.word('line')} {sentence.line} [{sentence.start}, {sentence.end}]: {sentence.text}"
        yield from (isolate(part) for part in wrap(clean_cell(line), width))
    yield from ("", *map(isolate, wrap(wording.share(slug, coverage), width)))
