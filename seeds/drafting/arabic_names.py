"""Arabic names of people: where one begins, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from seeds.drafting.lexicon import Match
from seeds.drafting.mentions import CountryMention, OrganizationMention
from seeds.drafting.organization_words import ADJECTIVES, IDAFA, NOUNS, STOPS, heads
from seeds.drafting.person_words import (
    AFTER_NAME,
    ALI,
    RELIGION,
    SURNAME_TITLES,
    TITLE_NOUNS,
    cities,
    given,
    names,
    sure,
    titles,
)
from seeds.drafting.text import Article, bare, is_definite, stems

# Words of the fields of an office.
FIELDS = NOUNS | ADJECTIVES | IDAFA | TITLE_NOUNS


class NameReader:
    """A reader of the names in one article, apart from its countries, bodies and titles."""

    def __init__(
        self, article: Article, countries: Sequence[CountryMention], organizations: Sequence[OrganizationMention]
    ) -> None:
        self.article, self.words = article, article.words
        self.nationality = {article.word_at(m.start) for m in countries if m.form == "adjective"}
        self.countries = {
            article.word_at(m.start): article.word_at(m.end - 1) + 1 for m in countries if m.form == "name"
        }
        self.bodies = {article.word_at(m.start): article.word_at(m.end - 1) + 1 for m in organizations}
        self.in_body = {at for first, last in self.bodies.items() for at in range(first, last)}
        self.title_at: dict[int, Match[str]] = {match.first: match for match in titles("ar").find(self.words)}

    def name_end(self, index: int) -> int | None:
        """The end of a name that begins at a word, if one does."""
        if index >= len(self.words) or not self.can_begin(index):
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
            if word.kind != "word" or (word.line and at > index) or (at > index and self._ends(at, parts, joined)):
                break
            connector = word.fold in AFTER_NAME
            parts += not connector and word.fold != RELIGION
            joined = connector
            at += 1
        if at > index and self.words[at - 1].fold in AFTER_NAME | {"-"}:
            at -= 1
        return at if at > index and parts else None

    def can_begin(self, index: int) -> bool:
        """Return whether a name can begin with a word."""
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
        if word.fold[0] in "وفبكل" and any(stem != word.fold and is_common(stem) for _, stem in stems(word.fold)):
            return False
        if word.fold[:2] in ("لل", "بن") or word.fold in cities() or heads("ar").at(self.words, index):
            return word.fold in AFTER_NAME
        return not is_common(word.fold) and not word.fold.startswith(("سي", "ست")) and word.fold not in TITLE_NOUNS

    def _ends(self, at: int, parts: int, joined: bool) -> bool:
        """Return whether a word is no part of the name before it."""
        word, before = self.words[at], self.words[at - 1]
        if "\u064b" in word.text:
            return True
        if joined:
            return word.fold in STOPS
        if word.fold == RELIGION or word.fold in AFTER_NAME:
            return False
        if word.fold in names("surname") and word.fold not in STOPS:
            return parts >= 4
        if self.is_stop(at):
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
            return not self._goes_on(at + 1)
        return parts >= (3 if self.words[at - 1].fold not in AFTER_NAME else 4)

    def _goes_on(self, at: int) -> bool:
        """Return whether a word can only be a further part of a name, so that the one before is no verb."""
        word = self.words[at] if at < len(self.words) else None
        if word is None or word.kind != "word" or word.line or self.is_stop(at) or is_common(word.fold):
            return False
        return not any(is_common(stem) or stem in cities() for count, stem in stems(word.fold) if count)

    def is_stop(self, at: int) -> bool:
        """Return whether a word belongs to the sentence around a name."""
        word = self.words[at]
        if at in self.title_at and word.fold not in given() and not self.surname_like(at):
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
                or is_common(rest)
                or rest in names("surname")
                or (word.fold[0] == "و" and rest[0] in "يبتل" and len(rest) > 3)
            )
            return common or heads("ar").at(self.words, at) is not None
        if word.fold[0] in "بلك" and len(word.fold) > 3 and word.fold not in given():
            return any(is_common(stem) or stem in cities() for count, stem in stems(word.fold) if count)
        return False

    def surname_like(self, at: int) -> bool:
        """Recognize a title that is a family name: after a given name and an occupation, or within a name."""
        if self.words[at - 1].fold not in given():
            return False
        definite_next = at + 1 < len(self.words) and is_definite(self.words[at + 1].fold)
        return self.title_at[at].value == "occupation" or (
            definite_next and not is_definite(self.words[at].fold) and self.words[at].fold in SURNAME_TITLES
        )

    def count_parts(self, first: int, last: int) -> int:
        """Return the number of words of a name, without its connectors."""
        return sum(self.words[at].fold not in AFTER_NAME for at in range(first, last))

    def has_family(self, first: int, last: int) -> bool:
        """Return whether a name has a part that may be a family name."""
        words = [self.words[at].fold for at in range(first, last)]
        return any(
            is_definite(word) or word in AFTER_NAME or word in given() or word in names("surname") for word in words[1:]
        ) or (len(words) == 2 and not is_common(words[1]))


def is_common(folded: str) -> bool:
    """Return whether a word is one of the language rather than a part of a name."""
    return folded in STOPS or folded in FIELDS or is_definite(folded)
