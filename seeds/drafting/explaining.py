"""Explain a draft: each find, and its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.drafting.findings import Findings
from seeds.drafting.mentions import Mention
from seeds.format.characters import FORBIDDEN


@dataclass(frozen=True)
class Explanation:
    """A find: the section of the file, the characters, and the name of the rule."""

    section: str
    start: int
    end: int
    text: str
    rule: str

    def __str__(self) -> str:
        words = FORBIDDEN.sub("\ufffd", " ".join(self.text.split()))
        return f"{self.section} [{self.start}, {self.end}] {words!r}: {self.rule}"


def explain(findings: Findings) -> Iterator[Explanation]:
    """Explain the mentions of each section in turn."""
    text = findings.article.text
    for section, (start, end), rule in _found(findings):
        yield Explanation(section, start, end, text[start:end], rule)


def _found(findings: Findings) -> Iterator[tuple[str, tuple[int, int], str]]:
    kinds: dict[str, Sequence[Mention]] = {
        "countries": findings.countries,
        "organizations": findings.organizations,
        "people": findings.people,
        "places": findings.places,
        "dates": findings.dates,
        "figures": findings.amounts,
        "sectors": findings.sectors,
    }
    for section, mentions in kinds.items():
        yield from ((section, mention.span, mention.rule) for mention in mentions)
    for agreement in findings.agreements:
        rule = f"{agreement.type_rule}; {', '.join(dict.fromkeys(agreement.rules))}"
        yield from (("agreements", span, rule) for span in agreement.spans)
    for event in findings.events:
        yield from (("events", span, event.rule) for span in event.spans)
