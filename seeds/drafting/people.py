"""People: names after titles and offices, names before their office, and given names that are beyond doubt.

A title goes on over the field of an office, its country and its body; the name is what comes then, up to a verb, a
preposition, a mark or a number. Where two people have one title word (الوزيران) nobody is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from models.folding import fold
from seeds.drafting.lexicon import Match, Phrases, cell, rows, word_set
from seeds.drafting.mentions import CountryMention, KnownEntity, OrganizationMention, PersonMention
from seeds.drafting.organizations import ADJECTIVES, IDAFA, NOUNS, STOPS, heads, topics_en
from seeds.drafting.text import Article, bare, is_definite, stems

TITLE_LIMIT = 16
OPENING = "\"«“”'‘"
COMMAS = "،,:"
# Nouns of an office that have no article: وزير خارجية, رئيس وفد, مدير عام.
TITLE_NOUNS = word_set("rule_words", "people title nouns")
IN_TITLE = word_set("rule_words", "people in title")
AFTER_NAME = word_set("rule_words", "people after name")
SAYING = word_set("common_words", "verb")
# The second word of صلاح الدين; على is no علي; قائد and حاكم are names too.
# عبد with what follows is one given name.
RELIGION, ALI, SERVANT = fold("الدين"), fold("علي"), fold("عبد")
SURNAME_TITLES = word_set("rule_words", "people surname titles")
ROLE_AFTER_LIMIT = 4
ENGLISH_SMALL = word_set("rule_words", "people english small")
ENGLISH_PARTICLES = word_set("rule_words", "people english particles")
NOT_NAMES = word_set("rule_words", "people not names")


@lru_cache
def titles(language: str) -> Phrases[str]:
    return Phrases(
        ((word, row["kind"]) for row in rows("roles") if row["language"] == language for word in cell(row["words"])),
        article=False,
        cased=False,
    )


@lru_cache
def names(kind: str, language: str = "ar") -> frozenset[str]:
    return frozenset(
        fold(word)
        for row in rows("given_names")
        if (row["kind"], row["language"]) == (kind, language)
        for word in cell(row["words"])
    )


@lru_cache
def cities() -> frozenset[str]:
    return frozenset(fold(word) for row in rows("cities") for name in cell(row["names_ar"]) for word in name.split())


@lru_cache
def given() -> frozenset[str]:
    return names("given")


@lru_cache
def sure() -> frozenset[str]:
    """Given names that are no other word."""
    return names("given") - names("weak")


def find_people(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    known: Sequence[KnownEntity] = (),
) -> list[PersonMention]:
    """Each mention of a person, in the order of the text, none within another."""
    reader = _Arabic(article, countries, organizations)
    english = _English(article, countries, organizations)
    found = [*_known(article, known), *reader.titled(), *reader.before_title(), *reader.listed(), *english.read()]
    bodies = [body.span for body in organizations]
    found = [each for each in _outermost(found) if each.known or not any(each.within(*span) for span in bodies)]
    found += _again(article, found)
    return _outermost(found)


def _outermost(found: list[PersonMention]) -> list[PersonMention]:
    kept: list[PersonMention] = []
    for mention in sorted(found, key=lambda each: (each.known is None, each.title is None, -(each.end - each.start))):
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda each: each.start)


def _known(article: Article, known: Sequence[KnownEntity]) -> Iterator[PersonMention]:
    index = Phrases(
        ((name, entity.slug) for entity in known if entity.kind == "person" for name in entity.names),
        article=False,
        cased=True,
    )
    for match in index.find(article.words):
        yield PersonMention(
            match.start, match.end, "known person", article.text[match.start : match.end], known=match.value
        )


def _again(article: Article, found: list[PersonMention]) -> Iterator[PersonMention]:
    """The last part of a name that was given in full before."""
    last: dict[str, PersonMention] = {}
    for mention in found:
        parts = mention.text.split()
        if len(parts) > 1 and len(parts[-1]) > 2:
            last.setdefault(fold(parts[-1]), mention)
    for word in article.words:
        stem = (
            next((stem for count, stem in stems(word.fold) if stem in last), None)
            if word.kind == "word"
            else word.fold
            if word.fold in last and word.text[0].isupper()
            else None
        )
        if stem and (mention := last[stem]).end < word.start:
            start = (
                word.end - len(word.text) if len(stem) == len(word.fold) else word.start + len(word.fold) - len(stem)
            )
            yield PersonMention(
                start, word.end, "last name of a person named before", mention.text, known=mention.known
            )


class _Arabic:
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
                index = title.last
                continue
            if found := self._name_at(index, index, strict=not (comma or small), after_comma=comma):
                return found
            if comma or not self._in_title(index):
                return None
            index = self.countries.get(index, index + 1)
        return None

    def _goes_on(self, index: int) -> bool:
        """Whether a sentence goes on after a comma, rather than naming the holder of the office."""
        word = self.words[index]
        return word.line or (any(stem in STOPS for _, stem in stems(word.fold)) and not self._is_given(index))

    def _in_title(self, index: int) -> bool:
        """Whether a word belongs to the title: a field, a country, a further office."""
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
        if not self._can_begin(index):
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
        following = self.words[index + 1].fold if index + 1 < len(self.words) else ""
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
        """Whether a word is no part of the name before it."""
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
            return True
        return parts >= (3 if self.words[at - 1].fold not in AFTER_NAME else 4)

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
        """Whether a name can begin here: after a verb, a mark, or with a given name."""
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
        before = self.words[index - 1].fold if index else ""
        return before in NAMED_AFTER or any(stem in NAMED_AFTER for _, stem in stems(before))


WITH_PEOPLE = word_set("rule_words", "people with people")
NAMED_AFTER = word_set("rule_words", "people named after")


class _English:
    """English names of one article."""

    def __init__(
        self, article: Article, countries: Sequence[CountryMention], organizations: Sequence[OrganizationMention]
    ) -> None:
        self.article = article
        self.words = article.words
        self.in_body = {
            at for m in organizations for at in range(article.word_at(m.start), article.word_at(m.end - 1) + 1)
        }
        self.in_country = {
            at for m in countries for at in range(article.word_at(m.start), article.word_at(m.end - 1) + 1)
        }
        self.title_at: dict[int, Match[str]] = {
            match.first: match for match in titles("en").find(self.words) if self._is_title(match)
        }

    def _is_title(self, match: Match[str]) -> bool:
        word = self.words[match.first]
        return word.kind == "latin" and (word.text[0].isupper() or (match.value == "office" and len(word.text) > 3))

    def read(self) -> Iterator[PersonMention]:
        if self.article.language != "en":
            return
        index = 0
        while index < len(self.words):
            mention, last = self._at(index)
            if mention:
                yield mention
            index = max(last, index + 1)

    def _at(self, index: int) -> tuple[PersonMention | None, int]:
        if title := self.title_at.get(index):
            at = title.last + (title.last < len(self.words) and self.words[title.last].text == ".")
            while (further := self.title_at.get(at)) is not None:
                at = further.last + (further.last < len(self.words) and self.words[further.last].text == ".")
            if title.value == "office" and (found := self._after_office(at)):
                at, name_first = found
            else:
                name_first = at
            last = self._name(name_first)
            alone = name_first == at and (title.value == "honorific" or self.words[title.first].text[0].isupper())
            if last and (last - name_first >= 2 or alone):
                end = self.words[max(name_first - 1, title.first)].end
                return self._person(name_first, last, (self._title_start(title), end), "name after a title"), last
            return None, at
        last = self._name(index) if self._begins(index) else None
        if last and last - index >= 2:
            if after := self._title_after(last):
                return self._person(index, last, after, "name before an office"), last
            if self.words[index].text in names_en() or (self._says(last) and not self.words[index].line):
                rule = (
                    "given name and family name"
                    if self.words[index].text in names_en()
                    else "name before a verb of saying"
                )
                return self._person(index, last, None, rule), last
        return None, last or index + 1

    def _title_start(self, title: Match[str]) -> int:
        """With the nationality or field before it: `Tunisian Foreign Minister`."""
        first = title.first
        while (
            first
            and self.words[first - 1].kind == "latin"
            and not self.words[first].line
            and (
                first - 1 in self.in_country
                or self.words[first - 1].text[0].isupper()
                or self.words[first - 1].fold in TITLE_FIELDS
            )
            and self.words[first - 1].fold not in NOT_NAMES - TITLE_FIELDS
        ):
            first -= 1
        return self.words[first].start

    def _after_office(self, at: int) -> tuple[int, int] | None:
        """`Minister of Foreign Affairs of Jordan, Ayman …`: over the field of the office to a name."""
        index = at
        if index < len(self.words) and self.words[index].fold in ("of", "for", "to", "at"):
            while (
                index < min(len(self.words), at + 14)
                and self.words[index].kind == "latin"
                and not self.words[index].line
            ):
                word = self.words[index]
                small_before = self.words[index - 1].fold in ENGLISH_SMALL
                if (
                    word.fold in ENGLISH_SMALL
                    or index in self.in_body
                    or index in self.in_country
                    or word.fold in TITLE_FIELDS | topics_en()
                    or small_before
                    or not self._name(index)
                ):
                    if not word.text[0].isupper() and word.fold not in ENGLISH_SMALL | TITLE_FIELDS | topics_en():
                        return None
                    index += 1
                    continue
                break
        if index < len(self.words) and self.words[index].text == "," and self._name(index + 1):
            return index, index + 1
        return (index, index) if index > at and self._name(index) else None

    def _begins(self, index: int) -> bool:
        word = self.words[index]
        before = self.words[index - 1] if index else None
        free = (
            before is None
            or word.line
            or not (before.kind == "latin" and before.text[0].isupper() and before.fold not in NOT_NAMES | {"and"})
            or before.fold in ENGLISH_SMALL
        )
        return free and self._part(index)

    def _part(self, index: int) -> bool:
        """Whether a word can be part of a name."""
        word = self.words[index]
        if (
            word.kind != "latin"
            or index in self.in_body
            or index in self.in_country
            or not word.text[0].isupper()
            or any(map(str.isdigit, word.text))
        ):
            return False
        return (
            word.fold not in NOT_NAMES
            and index not in self.title_at
            and (len(word.text) == 1 or not word.text.isupper() or (len(word.text) == 2 and self._initials(index)))
        )

    def _initials(self, index: int) -> bool:
        """`SM Rezaul …`: two capitals before the rest of a name."""
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return (
            following is not None
            and following.kind == "latin"
            and following.text[:1].isupper()
            and not following.text.isupper()
        )

    def _name(self, index: int) -> int | None:
        """The end of a name that begins at a word."""
        if index >= len(self.words) or not self._part(index):
            if index + 1 < len(self.words) and self.words[index].text in ("Al", "El", "Abu", "Ben", "Bin", "Van", "De"):
                pass
            else:
                return None
        at = index + 1
        while at < len(self.words) and at - index < 9 and not self.words[at].line:
            word, before = self.words[at], self.words[at - 1]
            tight = word.start == before.end
            if (
                word.text in "-'’"
                and tight
                and at + 1 < len(self.words)
                and self.words[at + 1].fold != "s"
                and at + 1 < len(self.words)
                and self.words[at + 1].start == word.end
                and self.words[at + 1].text[0].isalpha()
            ):
                at += 2
            elif (
                (word.text == "." and len(before.text) <= 2 and tight)
                or (word.fold in ENGLISH_PARTICLES and word.kind == "latin" and self._particle(at))
                or self._part(at)
            ):
                at += 1
            else:
                break
        last = at
        while last > index and (
            (self.words[last - 1].fold in ENGLISH_PARTICLES and not self.words[last - 1].text[0].isupper())
            or self.words[last - 1].text in ".-"
        ):
            last -= 1
        text = self.words[last - 1].text
        return last if last > index and not (text.endswith(("'s", "’s")) and last - index == 1 and False) else None

    def _particle(self, at: int) -> bool:
        at += 1
        while at < len(self.words) and self.words[at].fold in ENGLISH_PARTICLES and self.words[at].text[0].islower():
            at += 1
        following = self.words[at] if at < len(self.words) else None
        if following is None:
            return False
        return following.text[0].isupper() or (following.text in "-'’" and self.words[at - 1].end == following.start)

    def _title_after(self, last: int) -> tuple[int, int] | None:
        """`, the Minister of …` or `, CEO of …` after a name."""
        if last + 1 >= len(self.words) or self.words[last].text not in ",(":
            return None
        for at in range(last + 1, min(last + 7, len(self.words))):
            if self.words[at].text in ".,;:)":
                return None
            if title := self.title_at.get(at):
                end = title.last
                while (
                    end < len(self.words)
                    and self.words[end].kind == "latin"
                    and (self.words[end].text[0].isupper() or self.words[end].fold in ENGLISH_SMALL)
                    and not self.words[end].line
                ):
                    end += 1
                while end > title.last and self.words[end - 1].fold in ENGLISH_SMALL:
                    end -= 1
                first = last + 1 + (self.words[last + 1].fold in ("the", "a", "an"))
                return self.words[first].start, self.words[end - 1].end
        return None

    def _says(self, last: int) -> bool:
        return last < len(self.words) and self.words[last].fold in ENGLISH_SAYING

    def _person(self, first: int, last: int, title: tuple[int, int] | None, rule: str) -> PersonMention:
        start, end = self.words[first].start, self.words[last - 1].end
        text = self.article.text[start:end]
        for possessive in ("'s", "’s"):
            text = text.removesuffix(possessive)
        return PersonMention(start, start + len(text), rule, text, title)


ENGLISH_SAYING = word_set("rule_words", "people english saying")
TITLE_FIELDS = word_set("rule_words", "people title fields")


@lru_cache
def names_en() -> frozenset[str]:
    return (
        frozenset(word for row in rows("given_names") if row["language"] == "en" for word in cell(row["words"]))
        - ENGLISH_WEAK
    )


ENGLISH_WEAK = word_set("rule_words", "people english weak")
