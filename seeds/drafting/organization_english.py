"""English bodies: a run of capitalized words with a head word in it."""

from __future__ import annotations

from collections.abc import Iterator

from seeds.drafting.lexicon import word_set
from seeds.drafting.mentions import OrganizationMention
from seeds.drafting.organization_reading import BodyReader
from seeds.drafting.organization_words import CONNECTORS, ENGLISH_ORDINALS, Head, heads, topics_en
from seeds.drafting.person_words import titles

LOWER_HEADS = word_set("rule_words", "organizations lower heads")
BRAND_LIMIT = 3
# No name has more words; a text may have thousands of capitals in a row.
RUN_LIMIT = 40


class EnglishBodies(BodyReader):
    """A reader of the bodies in one article whose name has an English head word."""

    def read(self) -> Iterator[OrganizationMention]:
        index = 0
        while index < len(self.words):
            mention, last = self._english(index) if self.words[index].kind == "latin" else (None, index + 1)
            if not mention and self.words[index].fold in LOWER_HEADS and self.words[index].text.islower():
                mention, last = self._brand_after(index)
            if mention:
                yield mention
            index = max(last, index + 1)

    def _english(self, index: int) -> tuple[OrganizationMention | None, int]:
        """Read a run of capitalized words with a head in it."""
        if not self._capital(index) or (
            index and self._capital(index - 1) and not self.words[index].line and self._joined(index - 1, index)
        ):
            return None, index + 1
        last = self._run(index)
        first = index + (self.words[index].fold in ("the", "a", "an", "this", "our", "its"))
        found = self._head_in(first, last)
        if not found:
            return None, last
        first, last, head = found
        if last < len(self.words) and self.words[last].fold in ("minister", "ministers", "secretary"):
            return None, last
        if (
            last - first < 2
            or all(
                at in self.nationality or at in self.country or self.words[at].fold in CONNECTORS
                for at in range(first, last)
                if heads("en").at(self.words, at) is None
            )
        ) and (
            head.kind
            not in ("media", "ministry", "agency", "parliament", "military", "bank", "operator", "association")
            or last - first < 2
        ):
            return None, last
        if first in self.country and self.country[first].end >= self.words[last - 1].end:
            return None, last
        start, end = self.words[first].start, self.words[last - 1].end
        country = next(
            (m.code for m in [*self.country.values(), *self.nationality.values()] if start <= m.start < end), None
        )
        return OrganizationMention(
            start, end, "head word", self.article.text[start:end], head.kind, country, acronym=self.acronym(last)
        ), last

    def _brand_after(self, index: int) -> tuple[OrganizationMention | None, int]:
        """Read up to three capitalized words after a head in small letters: `state oil company ENAP`."""
        first = last = index + 1
        while last < min(first + BRAND_LIMIT, len(self.words)) and self._capital(last) and not self.words[last].line:
            last += 1
        title = titles("en").at(self.words, first)
        if last == first or title or first in self.country or first in self.nationality:
            return None, index + 1
        start, end = self.words[first].start, self.words[last - 1].end
        kind = "bank" if self.words[index].fold in ("bank", "lender") else "company"
        return OrganizationMention(start, end, "name after a head word", self.article.text[start:end], kind), last

    def _capital(self, index: int) -> bool:
        word = self.words[index]
        return word.kind == "latin" and (
            word.text[0].isupper() or (word.text[0].isdigit() and any(map(str.isupper, word.text)))
        )

    def _joined(self, index: int, following: int) -> bool:
        return self.words[following].start - self.words[index].end <= 1

    def _run(self, first: int) -> int:
        """Return the end of a run of capitalized words and the small words between them."""
        last = at = first + 1
        while at < min(first + RUN_LIMIT, len(self.words)) and not self.words[at].line:
            word = self.words[at]
            if (
                self._capital(at)
                or (word.text == "." and at == last and self.words[at - 1].fold in ("co", "inc", "ltd", "corp", "st"))
                or (word.fold == "s" and self.words[at - 1].text in "'’")
            ):
                last = at + 1
            elif (
                (word.text in "&-–'’" and self.words[at - 1].end == word.start)
                or (word.text == "." and len(self.words[at - 1].text) <= 2)
                or word.text == "&"
                or (word.text == "," and self._list_continues(at))
            ):
                pass
            elif (
                word.fold not in CONNECTORS
                or at > last + 1
                or (word.fold in ("in", "at", "to", "with", "on") and not heads("en").at(self.words, first))
            ):
                break
            at += 1
        return last

    def _list_continues(self, at: int) -> bool:
        """Recognize a list of fields: `Ministry of Trade, Industry and Energy`."""
        after = [word.fold for word in self.words[at + 1 : at + 6]]
        head = any(
            heads("en").at(self.words, before)
            for before in range(max(at - 6, 0), at)
            if self.words[before].kind == "latin"
        )
        return bool(head) and "and" in after and self.words[at + 1].fold in topics_en() and self._capital(at + 1)

    def _head_in(self, first: int, last: int) -> tuple[int, int, Head] | None:
        """Return the part of a run that is the name of a body."""
        best = None
        for at in range(first, last):
            if self.words[at].kind != "latin" or not (match := heads("en").at(self.words, at)) or match.last > last:
                continue
            if match.value.form == "suffix":
                if at == first or not self.words[at].text[0].isupper():
                    continue
                return (
                    self._cut(first, at),
                    match.last + (match.last < last and self.words[match.last].text == "."),
                    match.value,
                )
            if best is None:
                best = (at, match)
        if not best:
            return None
        at, match = best
        if match.last < last and self.words[match.last].fold in ("of", "for", "on"):
            return self._cut(first, at), self._of_end(match.last, last), match.value
        later = [
            other
            for position in range(match.last, last)
            if self.words[position].kind == "latin"
            and (other := heads("en").at(self.words, position))
            and other.last <= last
        ]
        between = [self.words[position].fold for position in range(match.last, last)]
        if later and "and" not in between:
            match = later[-1]
        return self._cut(first, at), match.last, match.value

    def _cut(self, first: int, at: int) -> int:
        """Leave out titles and `and` before the name."""
        begin = first
        for position in range(first, at):
            if self.words[position].fold == "and" and not any(
                other in self.country or heads("en").at(self.words, other) for other in range(begin, position)
            ):
                continue
            if self.words[position].fold in ENGLISH_ORDINALS and position == begin:
                begin = position + 1
            if self.words[position].fold == "s" and self.words[position - 1].text in "'’":
                begin = position + 1
                continue
            if (
                self.words[position].fold
                in (
                    "and",
                    "with",
                    "in",
                    "on",
                    "to",
                    "at",
                    "minister",
                    "president",
                    "ceo",
                    "chairman",
                    "director",
                    "between",
                    "by",
                )
                or self.words[position].text in ","
            ):
                begin = position + 1
            if (
                self.words[position].fold in ("of", "for")
                and begin < position
                and heads("en").at(self.words, begin) is None
            ):
                begin = position + 1
        while begin < at and self.words[begin].fold == "the":
            begin += 1
        return begin

    def _of_end(self, after: int, last: int) -> int:
        """Return the end of the words after `of`: before an `and` that begins another body or country."""
        for position in range(after + 1, last):
            if self.words[position].fold == "and" or self.words[position].text == ",":
                following = position + 1 + (position + 1 < last and self.words[position + 1].fold == "the")
                named = following > position + 1 and self._starts_body(following, last)
                body = named or (
                    following < last
                    and self.words[following].fold not in topics_en()
                    and self._starts_body(following, last)
                )
                if following < last and (following in self.country or following in self.nationality or body):
                    return position
                if (
                    following < last
                    and self.words[following].fold not in topics_en()
                    and not (following + 1 < last and self.words[following + 1].fold in topics_en())
                ):
                    return position
            if self.words[position].fold in ("in", "at", "to", "with") or (
                self.words[position].fold == "on" and position > after
            ):
                return position
        return last

    def _starts_body(self, first: int, last: int) -> bool:
        return any(
            heads("en").at(self.words, at)
            for at in range(first, min(first + 4, last))
            if self.words[at].kind == "latin"
        )
