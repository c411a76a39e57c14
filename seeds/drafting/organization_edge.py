"""The right edge of an Arabic name of a body.

A name ends where its parts no longer fit together: after a definite noun come its adjectives, a further field of the
same office (`والصناعة`), or what it is for (`لمكافحة الفساد`); a verb, a preposition, a title or a mark ends it.
"""

from __future__ import annotations

from seeds.drafting.organization_reading import BodyReader
from seeds.drafting.organization_words import (
    ADJECTIVES,
    BEFORE_B,
    CONJUNCTION_LETTER,
    CONSTRUCT_NAMES,
    FIELDS,
    IDAFA,
    IN,
    KNOWN_WORDS,
    NAME_ADJECTIVES,
    NAME_LIMIT,
    NISBA,
    NOT_PURPOSE,
    NOUNS,
    OWN_WAW,
    PREFIXED,
    PROPER_LIMIT,
    PURPOSES,
    SHAPED_ADJECTIVES,
    STOPS,
    STUDYING,
    TITLE_FIELDS,
    Head,
    heads,
    topics,
)
from seeds.drafting.person_words import titles
from seeds.drafting.text import Word, bare, is_definite


class NameEdge:
    """The right edge of an Arabic name, word by word."""

    def __init__(self, reader: BodyReader, index: int, definite_head: bool, head: Head) -> None:
        self.reader = reader
        self.words = reader.words
        self.first = self.index = index
        self.head = head
        # The last part: the head, a definite noun, an adjective, an indefinite noun in construct, or a proper name.
        self.last_kind = "definite head" if definite_head else "head"
        self.content = self.proper = 0
        self.core = self.whole = index
        self.purpose = False

    def ends(self) -> tuple[int, int]:
        return self.core, max(self.core, self.whole)

    def step(self) -> bool:
        """Take the next word into the name, if it belongs there."""
        if self.index >= len(self.words) or self.index - self.first >= NAME_LIMIT:
            return False
        word = self.words[self.index]
        if word.line or word.kind != "word":
            return self._mark(word)
        folded = word.fold
        if (
            self.index in self.reader.nationality
            and is_definite(folded)
            and self.content + (self.last_kind == "definite head")
        ):
            return self._take("adjective", nationality=True)
        if folded == IN and self._field_after():
            return self._take("construct", count=2)
        if folded.startswith("بال") and self.words[self.index - 1].fold in BEFORE_B:
            return self._take("definite")
        if self._stops(folded):
            return False
        if self.index in self.reader.country:
            return self._country()
        if (
            folded[0] == CONJUNCTION_LETTER
            and len(folded) > 3
            and not folded.startswith(OWN_WAW)
            and folded not in KNOWN_WORDS
        ):
            return self._conjunction(folded[1:])
        if folded.startswith("لل") and len(folded) > 4:
            return (
                folded not in NOT_PURPOSE
                and self.last_kind != "head"
                and self._purpose_fits()
                and self._take("definite", purpose=True)
            )
        if self._is_purpose(folded):
            return self._take("construct", purpose=True)
        if folded[0] in "لب" and (folded in PURPOSES or folded[1:] in IDAFA | NOUNS):
            return False
        if is_definite(folded):
            return self._definite(folded)
        return self._indefinite(folded)

    def _take(self, kind: str, nationality: bool = False, purpose: bool = False, count: int = 1) -> bool:
        self.index += count
        self.whole = self.index
        if kind != "construct":
            self.content += 1
            if not nationality or self.last_kind == "definite head":
                self.core = self.index
        self.last_kind = kind
        self.purpose = self.purpose or purpose
        return True

    def _field_after(self) -> bool:
        """Recognize a field of work after في, not a place: `المركز الوطني في تكنولوجيا المعلومات`."""
        following = self.reader.article.fold_at(self.index + 1)
        field = following in IDAFA and self.index + 2 < len(self.words) and is_definite(self.words[self.index + 2].fold)
        return field and self.head.kind in STUDYING and self.last_kind == "adjective"

    def _mark(self, word: Word) -> bool:
        """Recognize a hyphen between two parts of a proper name: طنجة- تطوان."""
        following = self.index + 1
        if (
            word.text in "-–"
            and self.last_kind == "proper"
            and following < len(self.words)
            and self.words[following].kind == "word"
            and not word.line
        ) and self.words[following].fold not in STOPS:
            self.index = following + 1
            self.core = self.whole = self.index
            return True
        if word.text in "-–" and self.index - 1 in self.reader.nationality and following in self.reader.nationality:
            self.index = self.whole = following
            return True
        if (
            word.kind == "latin"
            and self.head.form == "brand"
            and self.content == 0
            and not word.line
            and word.text[0].isupper()
        ):
            return self._latin()
        return False

    def _latin(self) -> bool:
        """Recognize a brand in Latin letters after its head: جامعة ZTE."""
        last = self.index
        while (
            last < len(self.words)
            and self.words[last].kind == "latin"
            and not (self.words[last].line and last > self.index)
        ):
            last += 1
        self._take("proper", count=last - self.index)
        return False

    def _stops(self, folded: str) -> bool:
        if folded in STOPS or (folded[1:] in STOPS and folded[0] in PREFIXED and len(folded) > 3):
            return True
        title = titles("ar").at(self.words, self.index)
        if title and folded in CONSTRUCT_NAMES and self.head.form == "brand" and self.last_kind in ("head", "proper"):
            return False
        if (
            title
            and self.last_kind in ("head", "definite head", "construct")
            and title.last - title.first == 1
            and folded in TITLE_FIELDS
        ):
            return False
        return title is not None or (
            self.index + 1 < len(self.words)
            and folded.startswith(("سي", "ست"))
            and len(folded) > 6
            and not is_definite(folded)
            and folded not in NOUNS
        )

    def _country(self) -> bool:
        """Recognize a country in a name: مركز تونس, بنك المغرب; after a complete name it is no part of it."""
        if self.last_kind not in ("head", "construct") and not (
            self.last_kind == "proper" and self.head.kind == "association"
        ):
            return False
        if (
            self.words[self.index].fold[0] in "وبل"
            and self.reader.country[self.index].start > self.words[self.index].start
        ):
            return False
        count = self.reader.country_last[self.index] - self.index
        kind = "proper" if self.last_kind == "head" else "definite"
        return self._take(kind, count=count)

    def _conjunction(self, rest: str) -> bool:
        """Recognize a further field or adjective: والصناعة, والاقتصادي, ومكافحة الفساد."""
        named_for = self.purpose and self.head.kind == "company"
        if self.content == 0 or (self.last_kind == "proper" and not self.purpose):
            return False
        if not named_for and self.head.kind not in FIELDS:
            return False
        if self.index in self.reader.nationality or self.index in self.reader.country or rest in STOPS:
            return False
        if heads("ar").at(self.words, self.index) or titles("ar").at(self.words, self.index):
            return False
        previous = self.words[self.index - 1].fold
        if is_definite(rest):
            adjective = self.last_kind == "adjective" and bare(rest).endswith(NISBA) and previous.endswith(NISBA)
            return (adjective or bare(rest) in topics()) and self._take("adjective" if adjective else "definite")
        following = self.words[self.index + 1] if self.index + 1 < len(self.words) else None
        construct = (
            rest in IDAFA and following is not None and is_definite(following.fold) and following.fold not in STOPS
        )
        return construct and self._take("construct")

    def _purpose_fits(self) -> bool:
        """Return whether `لل…` names what the body is for; after a brand it mostly begins another part."""
        folded = self.words[self.index].fold
        topic = "ال" + folded[2:]
        if self.last_kind in ("proper", "definite head") or self.head.kind in (
            "ministry",
            "company",
            "media",
            "university",
        ):
            return bare(topic) in topics()
        return True

    def _is_purpose(self, folded: str) -> bool:
        """Recognize a purpose after a definite name: لمكافحة الفساد."""
        if (
            folded[0] != "ل"
            or len(folded) < 4
            or self.head.kind in ("ministry", "bank", "media", "parliament")
            or self.last_kind in ("head", "construct")
        ):
            return False
        following = self.reader.article.fold_at(self.index + 1)
        if not (is_definite(following) or following in IDAFA or self.index + 1 in self.reader.country):
            return False
        if folded in PURPOSES:
            return False
        generic = self.last_kind in ("definite head", "adjective") or (
            self.last_kind == "proper" and self.index - 1 in self.reader.country_last.values()
        )
        return folded[1:] in IDAFA or generic or (self.last_kind == "proper" and bare("ال" + folded[1:]) in topics())

    def _definite(self, folded: str) -> bool:
        feminine = folded.endswith("ه") and self.words[self.index - 1].fold.endswith(("ات", "ه"))
        adjective = bare(folded).endswith(NISBA) or folded in ADJECTIVES or folded in SHAPED_ADJECTIVES or feminine
        if self.last_kind == "head" and folded in CONSTRUCT_NAMES:
            return self._take("proper")
        if self.last_kind in ("head", "construct"):
            return self._take("definite")
        if self.last_kind == "definite head":
            return adjective and self._take("adjective")
        if self.last_kind == "proper":
            return ((self.proper and folded in NAME_ADJECTIVES) or self._definite_in_proper(folded)) and self._take(
                "proper"
            )
        return adjective and self._take("adjective")

    def _definite_in_proper(self, folded: str) -> bool:
        if self.words[self.index - 1].fold in CONSTRUCT_NAMES:
            return True
        return self.head.kind in ("university", "school") and bare(folded).endswith(NISBA)

    def _indefinite(self, folded: str) -> bool:
        following = self.words[self.index + 1] if self.index + 1 < len(self.words) else None
        if (
            self.last_kind in ("head", "construct")
            and folded in IDAFA
            and following is not None
            and following.kind == "word"
        ) and (
            is_definite(following.fold)
            or following.fold in IDAFA
            or following.fold[0] == "و"
            or self.index + 1 in self.reader.country
        ):
            return self._take("construct")
        if self.last_kind == "head" and (inner := heads("ar").at(self.words, self.index)) and not inner.prefix:
            return self._take("construct", count=inner.last - self.index)
        if self.last_kind in ("head", "proper", "definite head") and self._is_proper(folded):
            self.proper += 1
            return self._take("proper")
        return False

    def _is_proper(self, folded: str) -> bool:
        """Return whether an indefinite word is the proper name of a company, bank, university, party or town."""
        if (
            self.head.form not in ("brand", "region")
            and self.head.kind not in ("association", "centre", "intergovernmental")
        ) or self.proper >= PROPER_LIMIT + 2 * (self.head.kind in ("company", "university")):
            return False
        if self.last_kind == "definite head":
            return False
        if (
            folded in NOUNS | ADJECTIVES | IDAFA
            or self.index in self.reader.nationality
            or (folded[0] == "ب" and is_definite(folded[1:]))
        ):
            return False
        if folded.endswith(("ين", "ون", "ات")) and self.proper == 0 and self.head.kind in ("company", "university"):
            return folded in KNOWN_WORDS
        feminine = self.words[self.first - 1].fold.endswith(("ه",))
        if (
            self.proper == 0
            and feminine
            and folded.endswith(("يه", "له", "ده", "ره", "مه", "قه", "فه"))
            and folded not in KNOWN_WORDS
        ):
            return False
        return not (
            self.proper == 0
            and not feminine
            and folded.endswith("ي")
            and self.head.kind not in ("company", "media", "association")
        )
