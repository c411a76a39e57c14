"""English names of people: after titles, before offices, before verbs of saying."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import CountryMention, OrganizationMention, PersonMention
from seeds.drafting.organization_words import topics_en
from seeds.drafting.person_words import (
    ENGLISH_PARTICLES,
    ENGLISH_SAYING,
    ENGLISH_SMALL,
    NOT_NAMES,
    TITLE_FIELDS,
    names_en,
    titles,
)
from seeds.drafting.text import Article


class EnglishPeople:
    """A reader of the English names in one article."""

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
            while (further := self.title_at.get(at)) is not None and not self._is_given(title, at):
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
            if self.words[index].fold in names_en() or (self._says(last) and not self.words[index].line):
                rule = (
                    "given name and family name"
                    if self.words[index].fold in names_en()
                    else "name before a verb of saying"
                )
                return self._person(index, last, None, rule), last
        return None, index + 1

    def _is_given(self, title: Match[str], at: int) -> bool:
        """Return whether a further title is a given name: `Dr. Sultan Al Jaber`."""
        return title.value == "honorific" and self.words[at].fold in names_en() and at + 1 < len(self.words)

    def _title_start(self, title: Match[str]) -> int:
        """Return the start of a title, including a nationality or field before it: `Tunisian Foreign Minister`."""
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
        """Skip the field of the office, up to a name: `Minister of Foreign Affairs of Jordan, Ayman …`."""
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
            or (word.fold in names_en() and before.fold not in names_en() and index - 1 not in self.title_at)
        )
        return free and self._part(index)

    def _part(self, index: int) -> bool:
        """Return whether a word can be part of a name."""
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
            and (index not in self.title_at or self._after_honorific(index))
            and (len(word.text) == 1 or not word.text.isupper() or (len(word.text) == 2 and self._initials(index)))
        )

    def _after_honorific(self, index: int) -> bool:
        before = index - 1 - (index > 1 and self.words[index - 1].text == ".")
        title = self.title_at.get(before) if index else None
        return title is not None and title.value == "honorific" and self.words[index].fold in names_en()

    def _initials(self, index: int) -> bool:
        """Recognize initials before the rest of a name: `SM Rezaul …`."""
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return (
            following is not None
            and following.kind == "latin"
            and following.text[:1].isupper()
            and not following.text.isupper()
        )

    def _name(self, index: int) -> int | None:
        """Return the end of a name that begins at a word."""
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
        """Read an office after a name: `, the Minister of …` or `, CEO of …`."""
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
