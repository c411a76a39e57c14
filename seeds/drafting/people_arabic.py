"""Arabic names of people: after titles, before offices, and given names beyond doubt.

A title goes on over the field of an office, its country and its body; the name is what comes then, up to a verb, a
preposition, a mark or a number. Where two people have one title word (الوزيران) nobody is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import CountryMention, OrganizationMention, PersonMention
from seeds.drafting.organization_words import ADJECTIVES, IDAFA, NOUNS, STOPS, heads
from seeds.drafting.person_words import (
    AFTER_NAME,
    ALI,
    COMMAS,
    IN_TITLE,
    NAMED_AFTER,
    OPENING,
    RELIGION,
    ROLE_AFTER_LIMIT,
    SAYING,
    SERVANT,
    SURNAME_TITLES,
    TITLE_LIMIT,
    TITLE_NOUNS,
    WITH_PEOPLE,
    cities,
    given,
    names,
    sure,
    titles,
)
from seeds.drafting.text import Article, bare, is_definite, stems


class ArabicPeople:
    """Arabic names of one article."""

    def __init__(
        self, article: Article, countries: Sequence[CountryMention], organizations: Sequence[OrganizationMention]
    ) -> None:
        self.article = article
        self.words = article.words
        self.nationality = {article.word_at(m.start) for m in countries if m.form == "adjective"}
        self.countries = {
            article.word_at(m.start): article.word_at(m.end - 1) + 1 for m in countries if m.form == "name"
        }
        self.bodies = {article.word_at(m.start): article.word_at(m.end - 1) + 1 for m in organizations}
        self.in_body = {at for first, last in self.bodies.items() for at in range(first, last)}
        self.title_at: dict[int, Match[str]] = {match.first: match for match in titles("ar").find(self.words)}

    def titled(self) -> Iterator[PersonMention]:
        """A title and then a name."""
        for match in self.title_at.values():
            if match.first and match.value != "honorific" and self._surname_like(match.first):
                continue
            if found := self._after_title(match):
                first, last, title_end = found
                yield self._person(first, last, (match.start, title_end), f"name after a title ({match.value})")

    def _after_title(self, match: Match[str]) -> tuple[int, int, int] | None:
        """The words of the name, and where the title ends."""
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
                if word.fold in names("weak") and (last := self._name(index + 1)):
                    return index, last, self.words[index - 1].end
                index = title.last
                continue
            if found := self._name_at(index, index, strict=not (comma or small), after_comma=comma):
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
            return word.text in "()" and False
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
        """A name in quotation marks after a title."""
        last = next(
            (at for at in range(index + 1, min(index + 6, len(self.words))) if self.words[at].text in "\"»”“'’"), None
        )
        if (
            last is None
            or not 2 <= last - index - 1 <= 4
            or any(
                self.words[at].fold in NOUNS | ADJECTIVES or is_definite(self.words[index + 1].fold)
                for at in range(index + 1, last)
            )
        ):
            return None
        return index + 1, last, self.words[index - 1].end

    def _name_at(
        self, index: int, title_last: int, strict: bool, after_comma: bool = False
    ) -> tuple[int, int, int] | None:
        """A name that begins at a word; with `strict`, its first word may fit no field of an office."""
        last = self._name(index, after_comma)
        if last is None:
            return None
        count = last - index
        first = self.words[index].fold
        if count == 1 and first not in names("surname") and not (first in sure() and not strict):
            return None
        if (
            strict
            and first not in given() | names("surname")
            and (first in TITLE_NOUNS or first in IDAFA or first in NOUNS or first in ADJECTIVES)
        ):
            return None
        before = title_last - 1 - (self.words[title_last - 1].text in COMMAS)
        return index, last, self.words[before].end

    def _name(self, index: int, after_comma: bool = False) -> int | None:
        """The end of a name that begins at a word, if one does."""
        if index >= len(self.words) or not self._can_begin(index):
            return None
        at, parts, joined = index, 0, False
        while at < len(self.words) and at - index < 8:
            word = self.words[at]
            if (
                word.text in "-–"
                and at > index
                and at + 1 < len(self.words)
                and self.words[at - 1].end == word.start
                and self.words[at + 1].start == word.end
            ):
                at, joined = at + 1, True
                continue
            if word.kind != "word" or (word.line and at > index) or (at > index and self._ends_name(at, parts, joined)):
                break
            connector = word.fold in AFTER_NAME
            parts += not connector and word.fold != RELIGION
            joined = connector
            at += 1
        if at > index and self.words[at - 1].fold in AFTER_NAME | {"-"}:
            at -= 1
        return at if at > index and parts else None

    def _can_begin(self, index: int) -> bool:
        word = self.words[index]
        if word.kind != "word" or len(word.fold) < 2 or (index in self.in_body and word.fold not in sure()):
            return False
        if word.text.endswith("ى") and word.fold == ALI:
            return False
        if word.fold in given() or word.fold in names("surname"):
            return (index not in self.countries and index not in self.nationality) or word.fold in sure()
        if (
            is_definite(word.fold)
            or index in self.nationality
            or index in self.countries
            or index in self.title_at
            or index in self.in_body
        ):
            return False
        following = self.article.fold_at(index + 1)
        if word.fold[0] == "و" and len(word.fold) > 4 and is_definite(following):
            return False
        if word.fold[0] == "ل" and len(word.fold) > 4 and (following in cities() or is_definite(following)):
            return False
        if word.fold[0] in "وفبكل" and any(stem != word.fold and self._common(stem) for _, stem in stems(word.fold)):
            return False
        if word.fold[:2] in ("لل", "بن") or word.fold in cities() or heads("ar").at(self.words, index):
            return word.fold in AFTER_NAME
        return not self._common(word.fold) and not word.fold.startswith(("سي", "ست")) and word.fold not in TITLE_NOUNS

    @staticmethod
    def _common(folded: str) -> bool:
        return (
            folded in STOPS
            or folded in NOUNS
            or folded in ADJECTIVES
            or folded in IDAFA
            or is_definite(folded)
            or folded in TITLE_NOUNS
        )

    def _ends_name(self, at: int, parts: int, joined: bool) -> bool:
        """Return whether a word is no part of the name before it."""
        word, before = self.words[at], self.words[at - 1]
        if "\u064b" in word.text:
            return True
        if joined:
            return word.fold in STOPS
        if word.fold == RELIGION:
            return False
        if word.fold in AFTER_NAME:
            return False
        if word.fold in names("surname") and word.fold not in STOPS:
            return parts >= 4
        if self._stop_word(at):
            return True
        if before.fold in given() and word.fold in given():
            return parts >= 4
        if is_definite(before.fold) and before.fold not in given() and parts >= 2:
            return True
        if is_definite(word.fold):
            return parts >= 4 or (at in self.nationality and parts >= 2)
        if word.fold in given():
            return parts >= 4
        if parts >= 2 and len(word.fold) > (3 if word.fold[0] in "يت" else 5) and word.fold[0] in "يتبلك":
            return not self._goes_on_as_name(at + 1)
        return parts >= (3 if self.words[at - 1].fold not in AFTER_NAME else 4)

    def _goes_on_as_name(self, at: int) -> bool:
        """Return whether a word can only be a further part of a name, so that the one before is no verb."""
        word = self.words[at] if at < len(self.words) else None
        if word is None or word.kind != "word" or word.line or self._stop_word(at) or self._common(word.fold):
            return False
        return not any(self._common(stem) or stem in cities() for count, stem in stems(word.fold) if count)

    def _stop_word(self, at: int) -> bool:
        word = self.words[at]
        if at in self.title_at and word.fold not in given() and not self._surname_like(at):
            return True
        if is_definite(word.fold) and bare(word.fold) in NOUNS:
            return True
        if (
            word.fold in STOPS
            or word.fold in NOUNS
            or at in self.countries
            or at in self.bodies
            or word.fold.startswith(("لل", "بال", "وال", "فال", "كال"))
        ):
            return True
        if word.fold in ADJECTIVES and is_definite(word.fold):
            return True
        if word.fold[0] in "وف" and len(word.fold) > 3 and word.fold not in given():
            rest = word.fold[1:]
            common = (
                rest in given()
                or self._common(rest)
                or rest in names("surname")
                or (word.fold[0] == "و" and rest[0] in "يبتل" and len(rest) > 3)
            )
            return common or heads("ar").at(self.words, at) is not None
        if word.fold[0] in "بلك" and len(word.fold) > 3 and word.fold not in given():
            return any(self._common(stem) or stem in cities() for count, stem in stems(word.fold) if count)
        return False

    def _surname_like(self, at: int) -> bool:
        """A title that is a family name: after a given name, and an occupation or before the rest of the name."""
        if self.words[at - 1].fold not in given():
            return False
        definite_next = at + 1 < len(self.words) and is_definite(self.words[at + 1].fold)
        return self.title_at[at].value == "occupation" or (
            definite_next and not is_definite(self.words[at].fold) and self.words[at].fold in SURNAME_TITLES
        )

    def _person(self, first: int, last: int, title: tuple[int, int] | None, rule: str) -> PersonMention:
        start, end = self.words[first].start, self.words[last - 1].end
        return PersonMention(start, end, rule, self.article.text[start:end], title)

    def before_title(self) -> Iterator[PersonMention]:
        """A name and then the office: `قال فلان الفلاني، مدير الشركة`."""
        for match in self.title_at.values():
            if match.value != "office" or match.prefix or match.first < 3:
                continue
            last = match.first - (self.words[match.first - 1].text in COMMAS)
            for first in range(max(last - ROLE_AFTER_LIMIT - 1, 0), last - 1):
                if self._opens(first) and self._name(first) == last and self._parts(first, last) >= 2:
                    joined = self.words[first].fold[0] == "و" and self.words[first].fold[1:] in given()
                    found_person = self._person(
                        first, last, (match.start, self._title_end(match)), "name before an office"
                    )
                    yield (
                        replace(found_person, start=found_person.start + 1, text=found_person.text[1:])
                        if joined
                        else found_person
                    )
                    break

    def _parts(self, first: int, last: int) -> int:
        return sum(self.words[at].fold not in AFTER_NAME for at in range(first, last))

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
        """Given names beyond doubt, with a family name: `فلان الفلاني وفلان بن فلان`."""
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
                found = self._name(index) if not joined else self._rest_of_name(index)
                if found and self._parts(index, found) >= 2 and self._family(index, found):
                    start = word.start + (1 if joined else 0)
                    end = self.words[found - 1].end
                    yield PersonMention(start, end, "given name and family name", self.article.text[start:end])
                    last = found
            index = last

    def _rest_of_name(self, index: int) -> int | None:
        following = index + 1
        if following >= len(self.words) or self.words[following].kind != "word" or self._stop_word(following):
            return None
        if (
            is_definite(self.words[following].fold)
            or self.words[following].fold in AFTER_NAME
            or not self._common(self.words[following].fold)
        ):
            rest = self._name(following) if self._can_begin(following) else following + 1
            return rest or following + 1
        return None

    def _family(self, first: int, last: int) -> bool:
        words = [self.words[at].fold for at in range(first, last)]
        return any(
            is_definite(word) or word in AFTER_NAME or word in given() or word in names("surname") for word in words[1:]
        ) or (len(words) == 2 and not self._common(words[1]))

    def _place_or_body_before(self, index: int) -> bool:
        before = self.article.fold_at(index - 1)
        return before in NAMED_AFTER or any(stem in NAMED_AFTER for _, stem in stems(before))
