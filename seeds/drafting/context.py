"""The named records of a text, and the dates, sectors, places and first words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seeds.drafting import naming
from seeds.drafting.findings import Findings
from seeds.drafting.lexicon import word_set
from seeds.drafting.mentions import DateMention, Mention
from seeds.drafting.naming import Named
from seeds.drafting.nodes import Node, name_node
from seeds.drafting.slugs import Slugs
from seeds.texts.language import recognize_language

NAME_WORDS = 9
NAME_ENDS = word_set("rule_words", "assembling name ends")
SECTORS = 6
# Characters between a place and the words of its agreement or event.
NEAR = 90


class Context:
    """The data that all records of one draft share."""

    def __init__(self, findings: Findings, slugs: Slugs) -> None:
        self.findings, self.slugs = findings, slugs
        self.article, self.text = findings.article, findings.article.text
        self.countries = naming.countries(findings)
        self.organizations = naming.organizations(findings, slugs)
        self.people = naming.people(findings, self.organizations, slugs)
        self.places = naming.places(findings, slugs)
        # Dates and sums of money that a record has taken.
        self.used: set[tuple[int, int]] = set()
        self.valued: set[tuple[int, int]] = set()

    def make_slug(self, kind: str, date: DateMention | None) -> str:
        """Make the slug of an agreement or event, from its type, two countries and the year."""
        year = date.day[:4] if date else ""
        return self.slugs.make(kind, *[each.slug for each in self.countries[:2]], year)

    def in_sentences(self, mentions: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
        """Return the mentions in these sentences, sentence by sentence."""
        found = []
        for number in dict.fromkeys(numbers):
            start, end = self.article.span(self.article.sentences[number])
            found += [mention for mention in mentions if mention.within(start, end)]
        return found

    def take_date(self, position: int, numbers: Sequence[int]) -> DateMention | None:
        """Return the date nearest to a position: in its sentence first, and a printed one before a computed one."""
        own = self.article.sentence_at(position).number
        for sentences in ([own], [number for number in numbers if number != own]):
            found = self.in_sentences(self.findings.dates, sentences)
            dates: list[DateMention] = [each for each in found if each.edtf and each.role == "date"]
            if dates:
                nearest = min(dates, key=lambda each: abs(each.start - position))
                same = [each for each in dates if each.day == nearest.day]
                self.used |= {each.span for each in same}
                return min(same, key=lambda each: str(each.edtf).endswith("?"))
        return None

    def sectors(self, numbers: Sequence[int], start: int) -> list[Node]:
        """Return the sectors of these sentences, from a character on."""
        found: dict[str, tuple[int, int]] = {}
        for mention in self.in_sentences(self.findings.sectors, numbers):
            if mention.start >= start:
                found.setdefault(mention.code, mention.span)
        return [{"sector": code, "cite": [list(span)]} for code, span in list(found.items())[:SECTORS]]

    def phrase_node(self, start: int) -> Node | None:
        """Return the name for a record without one, or None if it is neither in Arabic nor in English."""
        phrase = self.phrase(start)
        language = self.article.recognized or recognize_language(phrase)
        return name_node(phrase, language) if language else None

    def phrase(self, start: int) -> str:
        """Return words for a record without a name: a few, up to the next punctuation mark."""
        first = self.article.word_at(start)
        sentence = self.article.sentence_at(start)
        last = first + 1
        while (
            last < min(sentence.last, first + NAME_WORDS)
            and self.article.words[last].kind != "mark"
            and self.article.words[last].fold not in NAME_ENDS
        ):
            last += 1
        return self.text[start : self.article.words[last - 1].end]

    def place_near(self, span: tuple[int, int]) -> tuple[Named, Mention] | None:
        """Return the city or venue of the clause: one in the same sentence, near the words."""
        number = self.article.sentence_at(span[0]).number
        near = [
            each
            for each in self.in_sentences(self.findings.places, [number])
            if each.kind in ("city", "venue") and abs(each.start - span[1]) < NEAR
        ]
        mention = min(near, key=lambda each: abs(each.start - span[1]), default=None)
        owner = naming.owner_of(self.places, mention) if mention else None
        return (owner, mention) if owner and mention else None
