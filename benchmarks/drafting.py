"""Drafting: the shipped articles drafted from their texts and scored against their curated files, by kind of thing.

python -m benchmarks.drafting

The texts are no part of the project: MITHAQ_ARTICLES names their folder. An article whose text is not there is skipped,
with the reason. A curated file holds more than rules can find (initiatives, statements), and those are not scored.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from seeds.drafting.assembling import draft
from seeds.drafting.text import Article

ARTICLES = Path(__file__).parent.parent / "seeds" / "articles"
SPANNED = ("organizations", "people", "places", "agreements", "events")
DATES = frozenset(("date", "period", "base"))
AMOUNTS = frozenset(("amount", "amount_to", "value", "value_to"))
# A drafted span is right that shares so much of the shorter of the two, since curated spans hold the words around a
# name; agreements and events, where they touch.
SHARED = 0.6

Span = tuple[int, int]


@dataclass
class Score:
    """Counts of one kind: asked for and found, drafted and right."""

    asked: int = 0
    found: int = 0
    drafted: int = 0
    right: int = 0

    def add(self, asked: int, found: int, drafted: int, right: int) -> None:
        self.asked += asked
        self.found += found
        self.drafted += drafted
        self.right += right

    def row(self) -> list[str]:
        recall = self.found / self.asked if self.asked else 1.0
        precision = self.right / self.drafted if self.drafted else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = [str(each) for each in (self.asked, self.found, self.drafted, self.right)]
        return [*counts, *(f"{each:.2f}" for each in (precision, recall, f1))]


@dataclass
class Scores:
    """The scores by kind of thing, the seconds of each draft, and what was skipped."""

    kinds: dict[str, Score] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Score:
        return self.kinds.setdefault(kind, Score())


def texts(folder: Path | None) -> dict[str, str]:
    """The texts of a folder by their digest."""
    if folder is None or not folder.is_dir():
        return {}
    contents = [file.read_bytes() for file in sorted(folder.glob("*.txt"))]
    return {hashlib.sha256(content).hexdigest(): content.decode() for content in contents}


def measure(folder: Path | None) -> Scores:
    """Draft each shipped article whose text is in the folder, and score it."""
    scores, known = Scores(), texts(folder)
    for file in sorted(ARTICLES.glob("*.yml")):
        curated = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        text = known.get(curated["article"]["digest"])
        if text is None:
            scores.skipped.append(f"{file.stem}: no text with its digest in MITHAQ_ARTICLES")
            continue
        start = time.perf_counter()
        made = draft(Article(text), file.stem).sections
        scores.seconds.append(time.perf_counter() - start)
        compare(curated, made, scores)
    return scores


def compare(curated: dict[str, Any], made: dict[str, Any], scores: Scores) -> None:
    """Score one draft: countries, dates and amounts as sets of values, the rest by their spans."""
    sets = {
        "countries": ({each.get("extend") for each in side.get("countries", [])} for side in (curated, made)),
        "dates": (days(side) for side in (curated, made)),
        "amounts and figures": (set(values(side, AMOUNTS)) for side in (curated, made)),
    }
    for kind, (asked, drafted) in sets.items():
        both = len(asked & drafted)
        scores.of(kind).add(len(asked), both, len(drafted), both)
    for kind in SPANNED:
        asked_spans = [own_spans(each) for each in curated.get(kind, [])]
        drafted_spans = [own_spans(each) for each in made.get(kind, [])]
        fits = touches if kind in ("agreements", "events") else shares
        scores.of(kind).add(
            len(asked_spans),
            met(asked_spans, drafted_spans, fits),
            len(drafted_spans),
            met(drafted_spans, asked_spans, fits),
        )


def met(these: list[list[Span]], those: list[list[Span]], fits: Any) -> int:
    """Return how many of these have a span that fits one of those."""
    return sum(any(fits(a, b) for a in spans for other in those for b in other) for spans in these)


def days(side: dict[str, Any]) -> set[str]:
    records = {section: content for section, content in side.items() if section != "article"}
    return {str(value).replace("?", "").replace("~", "") for value in values(records, DATES)}


def values(node: Any, keys: frozenset[str]) -> Iterator[Any]:
    """The values of these keys below a node; numbers as numbers."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in keys and not isinstance(value, dict | list):
                yield float(value) if keys is AMOUNTS else value
            else:
                yield from values(value, keys)
    elif isinstance(node, list):
        for each in node:
            yield from values(each, keys)


def own_spans(record: dict[str, Any]) -> list[Span]:
    """The spans that a record cites in its own article, not those of its links."""
    found = []
    for entry in record.get("cite", []):
        if isinstance(entry, dict) and "article" in entry:
            continue
        at = entry["at"] if isinstance(entry, dict) else entry
        found.append((int(at[0]), int(at[1])))
    return found


def shares(a: Span, b: Span) -> bool:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and common >= SHARED * min(a[1] - a[0], b[1] - b[0])


def touches(a: Span, b: Span) -> bool:
    return min(a[1], b[1]) > max(a[0], b[0])


def main() -> None:
    """Print the table."""
    named = os.environ.get("MITHAQ_ARTICLES")
    scores = measure(Path(named) if named else None)
    for reason in scores.skipped:
        print(f"skipped {reason}")
    if not scores.seconds:
        return
    print(f"{'':22}{'asked':>7}{'found':>7}{'drafted':>9}{'right':>7}{'precision':>11}{'recall':>8}{'F1':>6}")
    for kind, score in scores.kinds.items():
        asked, found, drafted, right, precision, recall, f1 = score.row()
        print(f"{kind:22}{asked:>7}{found:>7}{drafted:>9}{right:>7}{precision:>11}{recall:>8}{f1:>6}")
    print(f"seconds an article: median {statistics.median(scores.seconds):.2f}, at most {max(scores.seconds):.2f}")


if __name__ == "__main__":
    main()
