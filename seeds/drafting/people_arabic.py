"""Arabic names of people: after titles, before offices, and given names beyond doubt.

A title goes on over the field of an office, its country and its body; the name is what comes then, up to a verb, a
preposition, a mark or a number. Where two people have one title word (الوزيران) nobody is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seeds.drafting.arabic_names import FIELDS, NameReader, is_common
from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import CountryMention, OrganizationMention, PersonMention
from seeds.drafting.organization_words import ADJECTIVES, IDAFA, NOUNS, STOPS
from seeds.drafting.person_words import (
    AFTER_NAME,
    COMMAS,
    IN_TITLE,
    NAMED_AFTER,
    OPENING,
    ROLE_AFTER_LIMIT,
    SAYING,
    SERVANT,
    TITLE_LIMIT,
    TITLE_NOUNS,
    WITH_PEOPLE,
    cities,
    given,
    names,
    sure,
)
from seeds.drafting.text import Article, is_definite, stems


class ArabicPeople:
    """A reader of the Arabic names in one article."""

    def __init__(
        self, article: Article, countries: Sequence[CountryMention], organizations: Sequence[OrganizationMention]
    ) -> None:
        self.article, self.words = article, article.words
        self.reader = reader = NameReader(article, countries, organizations)
        self.nationality, self.countries, self.title_at = reader.nationality, reader.countries, reader.title_at
        self.bodies, self.in_body = reader.bodies, reader.in_body

    def titled(self) -> Iterator[PersonMention]:
        """Read a title and then a name."""
        for match in self.title_at.values():
            if match.first and match.value != "honorific" and self.reader.surname_like(match.first):
                continue
            if found := self._after_title(match):
                first, last, title_end = found
                yield self._person(first, last, (match.start, title_end), f"name after a title ({match.value})")

    def _after_title(self, match: Match[str]) -> tuple[int, int, int] | None:
        """Return the words of the name, and the end of the title."""
        if match.value == "honorific" and match.last < len(self.words) and self.words[match.last].text == ".":
            return self._name_at(match.last + 1, match.last, strict=False)
        if len(self.words[match.first].fold) == 1:
            return None
        index, comma, small = match.last, False, match.value != "office"
        while index < min(len(self.words), match.last + TITLE_LIMIT):
            word = self.words[index]
            if word.line:
                return None
            if word.text in COMMAS:
                if comma or index + 1 >= len(self.words) or self._goes_on(index + 1):
                    return None
                comma, index = True, index + 1
                continue
            if word.text in OPENING:
                return self._quoted(index)
            if index in self.bodies and not comma and not self._is_given(index):
                index = self.bodies[index]
                continue
            if (title := self.title_at.get(index)) and title.first != match.first:
                if title.value == "honorific" or comma:
                    index, small = title.last, True
                    continue
                if word.fold[0] == "و" or title.prefix:
                    return None
                if word.fold in names("weak") and (last := self.reader.name_end(index + 1)):
                    return index, last, self.words[index - 1].end
                index = title.last
                continue
            if found := self._name_at(index, index, strict=not (comma or small)):
                return found
            if comma or not self._in_title(index):
                return None
            index = self.countries.get(index, index + 1)
        return None

    def _goes_on(self, index: int) -> bool:
        """Return whether a sentence goes on after a comma, rather than naming the holder of the office."""
        word = self.words[index]
        return word.line or (any(stem in STOPS for _, stem in stems(word.fold)) and not self._is_given(index))

    def _in_title(self, index: int) -> bool:
        """Return whether a word belongs to the title: a field, a country, a further office."""
        word = self.words[index]
        if word.kind != "word":
            return False
        if index in self.nationality or index in self.countries:
            return True
        if index + 1 < len(self.words) and word.fold in IN_TITLE:
            return (
                index + 1 in self.countries
                or index + 1 in self.bodies
                or is_definite(self.words[index + 1].fold)
                or self.words[index + 1].fold in cities()
            )
        if any(stem in STOPS for count, stem in stems(word.fold) if count <= 1 or stem == word.fold):
            return False
        if is_definite(word.fold) or word.fold.startswith("لل"):
            return True
        rests = [stem for _, stem in stems(word.fold)]
        return any(is_definite(rest) or rest in TITLE_NOUNS or rest in IDAFA or rest in cities() for rest in rests)

    def _is_given(self, index: int) -> bool:
        return self.words[index].fold in sure()

    def _quoted(self, index: int) -> tuple[int, int, int] | None:
        """Read a name in quotation marks after a title."""
        last = next(
            (at for at in range(index + 1, min(index + 6, len(self.words))) if self.words[at].text in "\"»”“'’"), None
        )
        if (
            last is None
            or not 2 <= last - index - 1 <= 4
            or is_definite(self.words[index + 1].fold)
            or any(self.words[at].fold in NOUNS | ADJECTIVES for at in range(index + 1, last))
        ):
            return None
        return index + 1, last, self.words[index - 1].end

    def _name_at(self, index: int, title_last: int, strict: bool) -> tuple[int, int, int] | None:
        """Read a name that begins at a word; with `strict`, its first word may fit no field of an office."""
        last = self.reader.name_end(index)
        if last is None:
            return None
        count = last - index
        first = self.words[index].fold
        if count == 1 and first not in names("surname") and not (first in sure() and not strict):
            return None
        if strict and first not in given() | names("surname") and first in FIELDS:
            return None
        before = title_last - 1 - (self.words[title_last - 1].text in COMMAS)
        return index, last, self.words[before].end

    def _person(self, first: int, last: int, title: tuple[int, int] | None, rule: str) -> PersonMention:
        start, end = self.words[first].start, self.words[last - 1].end
        return PersonMention(start, end, rule, self.article.text[start:end], title)

    def before_title(self) -> Iterator[PersonMention]:
        """Read a name and then the office: `قال فلان الفلاني، مدير الشركة`."""
        for match in self.title_at.values():
            if match.value != "office" or match.prefix or match.first < 3:
                continue
            last = match.first - (self.words[match.first - 1].text in COMMAS)
            for first in range(max(last - ROLE_AFTER_LIMIT - 1, 0), last - 1):
                if self._is_name(first, last):
                    title = match.start, self._title_end(match)
                    yield self._without_conjunction(self._person(first, last, title, "name before an office"), first)
                    break

    def _is_name(self, first: int, last: int) -> bool:
        if not self._opens(first) or self.reader.name_end(first) != last:
            return False
        return self.reader.count_parts(first, last) >= 2

    def _without_conjunction(self, person: PersonMention, first: int) -> PersonMention:
        """Leave out the `و` that is written as part of a given name."""
        folded = self.words[first].fold
        if folded[0] != "و" or folded[1:] not in given():
            return person
        return replace(person, start=person.start + 1, text=person.text[1:])

    def _opens(self, index: int) -> bool:
        """Return whether a name can begin here: after a verb, a mark, or with a given name."""
        before = self.words[index - 1] if index else None
        if before is not None and before.fold in WITH_PEOPLE and self.words[index].fold not in NOUNS:
            return True
        return (
            before is None
            or self.words[index].line
            or before.fold in SAYING
            or before.fold[1:] in SAYING
            or before.text in '،:"”»'
            or self._is_given(index)
        )

    def _title_end(self, match: Match[str]) -> int:
        index = match.last
        while (
            index < min(len(self.words), match.last + 8)
            and self.words[index].kind == "word"
            and not self.words[index].line
        ):
            if index in self.bodies:
                index = self.bodies[index]
            elif self._in_title(index) and self.words[index].fold not in IN_TITLE:
                index += 1
            else:
                break
        return self.words[index - 1].end

    def listed(self) -> Iterator[PersonMention]:
        """Find unambiguous given names, with a family name: `فلان الفلاني وفلان بن فلان`."""
        index = 0
        while index < len(self.words):
            last = index + 1
            word = self.words[index]
            folded = word.fold
            joined = folded[0] == "و" and len(folded) > 4 and folded[1:] in sure() and folded not in given()
            servant = folded == SERVANT and index + 1 < len(self.words) and is_definite(self.words[index + 1].fold)
            if (
                word.kind == "word"
                and index not in self.in_body
                and (folded in sure() or joined or servant)
                and not self._place_or_body_before(index)
            ):
                found = self.reader.name_end(index) if not joined else self._rest_of_name(index)
                if found and self.reader.count_parts(index, found) >= 2 and self.reader.has_family(index, found):
                    start = word.start + (1 if joined else 0)
                    end = self.words[found - 1].end
                    yield PersonMention(start, end, "given name and family name", self.article.text[start:end])
                    last = found
            index = last

    def _rest_of_name(self, index: int) -> int | None:
        following = index + 1
        if following >= len(self.words) or self.words[following].kind != "word" or self.reader.is_stop(following):
            return None
        if (
            is_definite(self.words[following].fold)
            or self.words[following].fold in AFTER_NAME
            or not is_common(self.words[following].fold)
        ):
            rest = self.reader.name_end(following) if self.reader.can_begin(following) else following + 1
            return rest or following + 1
        return None

    def _place_or_body_before(self, index: int) -> bool:
        before = self.article.fold_at(index - 1)
        return before in NAMED_AFTER or any(stem in NAMED_AFTER for _, stem in stems(before))
