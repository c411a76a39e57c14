"""Arabic bodies: a head word and the name after it."""

from __future__ import annotations

from collections.abc import Iterator

from models.derived.folding import fold
from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import OrganizationMention
from seeds.drafting.organization_edge import NameEdge
from seeds.drafting.organization_reading import BodyReader
from seeds.drafting.organization_words import (
    ADJECTIVES,
    CONJUNCTION_LETTER,
    NOUNS,
    PREFIXED,
    PROPER_LIMIT,
    STOPS,
    VAGUE,
    Head,
    heads,
    topics,
)
from seeds.drafting.person_words import titles
from seeds.drafting.text import bare, is_definite

DUAL_HEADS = frozenset(map(fold, ("شركتي", "شركتا", "مجموعتي", "جامعتي", "بشركتي", "لشركتي", "وشركتي")))


class ArabicBodies(BodyReader):
    """A reader of the bodies in one article that an Arabic head word begins."""

    def read(self) -> Iterator[OrganizationMention]:
        index = 0
        while index < len(self.words):
            mention, last = self._arabic(index) if self.words[index].kind == "word" else (None, index + 1)
            if mention:
                yield mention
            if mention and self.words[self.article.word_at(mention.start)].fold in DUAL_HEADS:
                yield from self._second(last, mention)
            index = max(last, index + 1)

    def _second(self, index: int, first: OrganizationMention) -> Iterator[OrganizationMention]:
        """Read the second of two bodies under one head: `شركتي … و…`."""
        word = self.words[index] if index < len(self.words) else None
        if word is None or word.line or len(word.fold) < 4 or word.fold[0] != CONJUNCTION_LETTER:
            return
        if is_definite(word.fold[1:]) or heads("ar").at(self.words, index):
            return
        last = index + 1
        while last < min(index + PROPER_LIMIT, len(self.words)) and self._goes_on(last):
            last += 1
        start, end = word.start + 1, self.words[last - 1].end
        yield OrganizationMention(start, end, "second after a dual head", self.article.text[start:end], first.kind)

    def _goes_on(self, index: int) -> bool:
        word = self.words[index]
        plain = word.kind == "word" and not word.line and not is_definite(word.fold)
        return plain and word.fold not in STOPS | NOUNS and word.fold[0] not in PREFIXED

    def _arabic(self, index: int) -> tuple[OrganizationMention | None, int]:
        match = heads("ar").at(self.words, index)
        if not match or self._is_title(index):
            return None, index + 1
        head = match.value
        if head.form == "fixed":
            last = self._nationality_after(match.last)
            return self._mention(match.start, match.last, last, head, "head word"), last
        if head.form == "country":
            return self._of_country(match.start, match.last, head)
        quoted = self._quoted(match.last, head)
        if quoted:
            return quoted_mention(self, match.start, quoted, head), quoted[1] + 1
        if head.form == "quoted":
            return None, match.last
        definite = is_definite(self._unprefixed(match.first, match.prefix))
        core, last = self._edge(match.last, definite, head)
        if head.kind == "company" and (quoted := self._quoted(last, head)):
            return quoted_mention(self, match.start, quoted, head, named_after=True), quoted[1] + 1
        if last == match.last or self._says_little(match, last, definite):
            return None, match.last
        return self._mention(match.start, core, last, head, "head word"), last

    def _unprefixed(self, first: int, prefix: str) -> str:
        stem = self.words[first].fold[len(prefix) :]
        return (
            "ال" + stem[1:]
            if prefix.endswith("ل") and self.words[first].fold[len(prefix) - 1 :].startswith("لل")
            else stem
        )

    def _is_title(self, index: int) -> bool:
        """Return whether a head begins a body, as مجلس in رئيس مجلس, and not a title (رئيس بلدية)."""
        title = titles("ar").at(self.words, index)
        return title is not None and title.last - title.first > 1

    def _says_little(self, match: Match[Head], last: int, definite: bool) -> bool:
        """Return whether a name is only a description: الوكالة التركية, الشركة الحكومية, شركة صينية."""
        inner = range(match.last, last)
        if match.value.form == "strict" and bare(self.words[match.last].fold) not in topics():
            return True
        nationalities = sum(at in self.nationality for at in inner)
        if match.last - match.first > 1 or nationalities > 1:
            return False
        if not definite:
            return nationalities == len(inner)
        return all(at in self.nationality or self.words[at].fold in VAGUE for at in inner)

    def _of_country(self, start: int, after: int, head: Head) -> tuple[OrganizationMention | None, int]:
        """Read bodies named by their country only: بريد المغرب, الديوانة التونسية."""
        if after in self.country:
            last = self.country_last[after]
        elif after in self.nationality and not self.words[after].fold.startswith("و"):
            last = after + 1
        elif after + 1 in self.nationality and self.words[after].fold in ADJECTIVES:
            last = after + 2
        else:
            return None, after
        if not is_definite(self.words[after - 1].fold) and after in self.nationality:
            return None, after
        return self._mention(start, last, last, head, "head word with its country"), last

    def _quoted(self, index: int, head: Head) -> tuple[int, int] | None:
        """Return the quoted name after a head, or after its adjectives: شركة «…», الشركة الروسية «…»."""
        at = index
        while at in self.nationality or (at < len(self.words) and self.words[at].fold in ADJECTIVES):
            at += 1
        if at < len(self.words) and self.words[at].fold in ("ال", "كـ"):
            at += 1
        opening = at < len(self.words) and at + 1 in self.quotes
        return (
            (at + 1, self.quotes[at + 1])
            if (opening and head.form not in ("portfolio", "strict"))
            or (opening and head.kind in ("centre", "association", "research_centre", "agency", "laboratory"))
            else None
        )

    def _mention(self, start: int, core: int, last: int, head: Head, rule: str) -> OrganizationMention:
        """Make a body: its whole name, and the shorter one without the adjective of its country."""
        end = self.words[last - 1].end
        country = next(
            (m.code for at, m in {**self.country, **self.nationality}.items() if start <= m.start < end), None
        )
        names = ((start, self.words[core - 1].end),) if core < last else ()
        acronym = self.acronym(last)
        text = self.article.printed(start, end)
        return OrganizationMention(start, end, rule, text, head.kind, country, names=names, acronym=acronym)

    def _nationality_after(self, index: int) -> int:
        while index in self.nationality and is_definite(self.words[index].fold):
            index += 1
        return index

    def _edge(self, index: int, definite_head: bool, head: Head) -> tuple[int, int]:
        """Return the ends of a name: without and with the adjective of nationality at its end."""
        state = NameEdge(self, index, definite_head, head)
        while state.step():
            pass
        return state.ends()


def quoted_mention(
    reader: ArabicBodies, start: int, quoted: tuple[int, int], head: Head, named_after: bool = False
) -> OrganizationMention:
    """Read a body whose name is in quotation marks."""
    first, last = quoted
    name = (reader.words[first].start, reader.words[last - 1].end)
    country = next((m.code for m in reader.nationality.values() if start <= m.start < name[0]), None)
    whole = (start, name[1])
    if named_after or heads("ar").at(reader.words, first):
        whole = name
    return OrganizationMention(
        *whole, "head word with a quoted name", reader.article.text[slice(*name)], head.kind, country, names=(name,)
    )
