"""Draw a review for the terminal: each value beside its quote, then warnings and the sentences that no fact cites."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from models.terminal.text import clean_cell, isolate, width_of, wrap
from seeds.reviewing.facts import Fact, Reviewed
from seeds.reviewing.wording import Row, Wording

INDENT = 2
GAP = 2
# Below this width a quote has a line of its own.
NARROW = 60


class Sheet(NamedTuple):
    """The width to draw in, whether it shows colour, and whether lines begin at the right, as Arabic does."""

    width: int
    colour: bool = False
    mirrored: bool = False

    def line(self, text: str, bold: bool = False) -> str:
        """Draw a line that fits the width."""
        drawn = f"\x1b[1m{isolate(text)}\x1b[0m" if bold and self.colour else isolate(text)
        return " " * (self.width - width_of(text)) + drawn if self.mirrored else drawn

    def lines(self, text: str, bold: bool = False, indent: int = 0) -> Iterator[str]:
        """Draw a text in lines of the width, indented on the side where they begin."""
        inner = self._replace(width=self.width - indent)
        for part in wrap(text, inner.width):
            yield inner.line(part, bold) if self.mirrored else " " * indent + inner.line(part, bold)


def draw_review(reviewed: Reviewed, warnings: list[str], wording: Wording, sheet: Sheet) -> Iterator[str]:
    """Yield the lines of a review, each no wider than the sheet."""
    for fact in reviewed.facts():
        cited = [each for each in fact.citations if each.cited in reviewed.texts]
        if not fact.link and _is_shown(fact, reviewed):
            yield from ("", *sheet.lines(clean_cell(wording.title(fact)), bold=True), sheet.line(str(fact.place)))
        if cited:
            for row in wording.rows(fact):
                yield from _beside(row, reviewed, sheet)
    yield ""
    if warnings:
        yield sheet.line(wording.word("warnings"), bold=True)
        yield from (line for warning in warnings for line in sheet.lines(clean_cell(warning)))
    else:
        yield sheet.line(wording.word("no warnings"))
    for slug in reviewed.texts:
        yield from _draw_coverage(slug, reviewed, wording, sheet)
    if absent := reviewed.articles_without_text():
        yield from ("", *sheet.lines(wording.word("without").format(", ".join(absent))))


def _is_shown(fact: Fact, reviewed: Reviewed) -> bool:
    """Return whether a record or one of its links cites a text that is given."""
    links = [each for link in fact.record.links for each in link.citations]
    return any(each.cited in reviewed.texts for each in (*fact.citations, *links))


def _beside(row: Row, reviewed: Reviewed, sheet: Sheet) -> Iterator[str]:
    """Yield a row as lines: the value where reading begins, its quotes beside it, or below it on a narrow screen."""
    said = clean_cell(f"{row.label}: {row.value}" if row.label else row.value)
    quotes = [clean_cell(f"[{c.start}, {c.end}] {reviewed.quote(c) or ''}") for c in row.citations]
    if sheet.width < NARROW:
        yield from sheet.lines(said, indent=INDENT)
        yield from (line for quote in quotes for line in sheet.lines(quote, indent=2 * INDENT))
        return
    first = (sheet.width - INDENT - GAP) * 2 // 5
    second = sheet.width - INDENT - GAP - first
    cited = [line for quote in quotes for line in wrap(quote, second)]
    for value, quote in zip_longest(wrap(said, first), cited, fillvalue=""):
        beside = " " * (first - width_of(value) + GAP)
        if sheet.mirrored:
            yield " " * (second - width_of(quote)) + isolate(quote) + beside + isolate(value)
        else:
            yield (" " * INDENT + isolate(value) + beside + isolate(quote)).rstrip()


def _draw_coverage(slug: str, reviewed: Reviewed, wording: Wording, sheet: Sheet) -> Iterator[str]:
    coverage = reviewed.coverage(slug)
    if coverage.uncited:
        yield from ("", sheet.line(f"{wording.word('uncited')}: {slug}", bold=True))
    for sentence in coverage.uncited:
        line = f"{wording.word('line')} {sentence.line} [{sentence.start}, {sentence.end}]: {sentence.text}"
        yield from sheet.lines(clean_cell(line))
    yield from ("", *sheet.lines(wording.share(slug, coverage)))
