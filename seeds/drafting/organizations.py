"""Organizations: those that are known, and new ones that a head word begins: وزارة, شركة, University, Bank.

An Arabic name ends where its parts no longer fit together: after a definite noun come its adjectives, a further field
of the same office (`والصناعة`), or what it is for (`لمكافحة الفساد`); a verb, a preposition, a title or a mark ends it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from models.folding import fold
from seeds.drafting.lexicon import Match, Phrases, cell, rows, word_set
from seeds.drafting.mentions import CountryMention, KnownEntity, OrganizationMention
from seeds.drafting.text import Article, Word, bare, is_definite, stems

OPENING = {"«": "»", "“": "”", '"': '"', "”": "“", "‘": "’", "„": "“"}
QUOTED_LIMIT = 10
NAME_LIMIT = 14
PROPER_LIMIT = 3
# Titles that follow a body and begin with a letter of an English name.
CONNECTORS = word_set("rule_words", "organizations connectors")
PURPOSES = word_set("rule_words", "organizations purposes")
NOT_PURPOSE = word_set("rule_words", "organizations not purpose")
CONJUNCTION_LETTER = "و"
# Words whose first letter و is their own.
OWN_WAW = (
    "وطن",
    "وزار",
    "وزير",
    "وسط",
    "وكال",
    "وكيل",
    "وثائق",
    "وقود",
    "وقايه",
    "وظيف",
    "وحد",
    "واحد",
    "وفد",
    "واس",
    "وام",
    "وول",
    "واشنطن",
    "واقع",
    "وساط",
    "وسائل",
    "وادي",
    "ولاي",
    "وعي",
    "ورش",
    "وصل",
    "ورق",
    "وضع",
)
FIELDS = frozenset(
    (
        "ministry",
        "agency",
        "council",
        "intergovernmental",
        "association",
        "research_centre",
        "centre",
        "business_council",
        "technology_park",
    )
)
NISBA = ("ي", "يه", "يين", "يون", "يات")
PREFIXED = "وفبكل"


@dataclass(frozen=True)
class Head:
    """A head word: the kind of body, and how its name goes on."""

    kind: str
    form: str


@lru_cache
def heads(language: str) -> Phrases[Head]:
    return Phrases(
        (
            (phrase, Head(row["kind"], row["form"]))
            for row in rows("organization_heads")
            if row["language"] == language
            for phrase in cell(row["words"])
        ),
        article=False,
        cased=language == "en",
    )


@lru_cache
def known_bodies() -> Phrases[dict[str, str]]:
    """Bodies that everybody knows, with kind, country and English name."""
    return Phrases(
        ((name, row) for row in rows("known_organizations") for name in cell(row["names_ar"]) + cell(row["names_en"])),
        article=False,
        cased=True,
    )


@lru_cache
def titles() -> Phrases[str]:
    return Phrases(
        ((word, row["kind"]) for row in rows("roles") if row["language"] == "ar" for word in cell(row["words"])),
        article=False,
    )


@lru_cache
def topics_en() -> frozenset[str]:
    """Fields of English offices: Trade, Foreign, Affairs …"""
    return frozenset(fold(word) for row in rows("topics") if row["language"] == "en" for word in cell(row["words"]))


@lru_cache
def topics() -> frozenset[str]:
    return frozenset(bare(fold(word.split()[0])) for row in rows("topics") for word in cell(row["words"]))


SMALL = word_set("common_words", "function")
IN, STUDYING = fold("في"), frozenset(("centre", "research_centre", "academy", "laboratory", "association"))
ENGLISH_ORDINALS = word_set("rule_words", "organizations english ordinals")
FUNCTION = SMALL | {letter + word for letter in "وف" for word in SMALL}
VERBS = word_set("common_words", "verb")
TIMES = word_set("common_words", "time")
ADJECTIVES = word_set("common_words", "adjective")
NOUNS = word_set("common_words", "noun")
IDAFA = word_set("common_words", "idafa")
STOPS = FUNCTION | VERBS | TIMES


def find_organizations(
    article: Article, countries: Sequence[CountryMention], known: Sequence[KnownEntity] = ()
) -> list[OrganizationMention]:
    """Each mention of an organization, in the order of the text, none within another."""
    found = [*_known(article, known), *_everybody_knows(article), *_Reader(article, countries).read()]
    found += _quoted_again(article, found)
    return _outermost(found)


def _outermost(found: list[OrganizationMention]) -> list[OrganizationMention]:
    kept: list[OrganizationMention] = []
    for mention in sorted(found, key=lambda each: (each.known is None, -(each.end - each.start), each.name_en is None)):
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda each: each.start)


def _known(article: Article, known: Sequence[KnownEntity]) -> Iterator[OrganizationMention]:
    """Organizations that the database or the collection declares."""
    names = Phrases(
        ((name, entity.slug) for entity in known if entity.kind == "organization" for name in entity.names),
        article=False,
        cased=True,
    )
    for match in names.find(article.words):
        yield OrganizationMention(
            match.start, match.end, "known organization", article.text[match.start : match.end], "", known=match.value
        )


def _everybody_knows(article: Article) -> Iterator[OrganizationMention]:
    for match in known_bodies().find(article.words):
        row, text = match.value, article.text[match.start : match.end]
        if (
            match.last - match.first == 1
            and len(text) < 4
            and article.words[match.first].kind == "word"
            and not _in_quotes(article, match.first)
        ):
            continue
        yield OrganizationMention(
            match.start,
            match.end,
            "well-known organization",
            text,
            row["kind"],
            row["country"] or None,
            None,
            row["name_en"],
        )


def _in_quotes(article: Article, index: int) -> bool:
    return (
        0 < index < len(article.words) - 1
        and article.words[index - 1].text in OPENING
        and article.words[index + 1].text in '»”"“’'
    )


def _quoted_again(article: Article, found: list[OrganizationMention]) -> Iterator[OrganizationMention]:
    """Names in quotation marks beside a known one: `«أ» و«ب» و«ج»`."""
    spans = {mention.span: mention for mention in found}
    quotes = list(_quotes(article.words))
    for position, (first, last) in enumerate(quotes):
        span = (article.words[first].start, article.words[last - 1].end)
        near = [quotes[other] for other in (position - 1, position + 1) if 0 <= other < len(quotes)]
        neighbour = next((mention for mention in found if mention.names and span in mention.names), None)
        if span in spans or neighbour or last - first > 4:
            continue
        for other_first, other_last in near:
            gap = article.words[other_last:first] if other_last <= first else article.words[last:other_first]
            other_span = (article.words[other_first].start, article.words[other_last - 1].end)
            inside = next((m for m in found if m.span == other_span or other_span in m.names), None)
            if (
                inside
                and len(gap) <= 6
                and all(
                    w.fold in ("و", "ال", "and", "،", ",", "في", "من")
                    or w.text in '«»“”"'
                    or (w.kind == "word" and at_country(article, w))
                    for w in gap
                )
            ):
                mention = OrganizationMention(
                    *span, "quoted beside an organization", article.text[slice(*span)], inside.kind, inside.country
                )
                spans[span] = mention
                found.append(mention)
                yield mention
                break


def at_country(article: Article, word: Word) -> bool:
    """Whether a word is a country's name."""
    from seeds.drafting.countries import names

    match = names().at(article.words, article.word_at(word.start))
    return match is not None and match.last - match.first == 1


def _quotes(words: list[Word]) -> Iterator[tuple[int, int]]:
    """The words between quotation marks: indexes, the end exclusive."""
    index = 0
    while index < len(words):
        close = OPENING.get(words[index].text)
        if close:
            last = next(
                (
                    at
                    for at in range(index + 1, min(index + QUOTED_LIMIT + 2, len(words)))
                    if words[at].text in (close, "»", "”", '"', "″")
                ),
                None,
            )
            if last is not None and last > index + 1:
                yield index + 1, last
                index = last
        index += 1


class _Reader:
    """Finds the bodies of one article that a head word begins or, in English, ends."""

    def __init__(self, article: Article, countries: Sequence[CountryMention]) -> None:
        self.article = article
        self.words = article.words
        self.nationality = {article.word_at(m.start): m for m in countries if m.form == "adjective"}
        self.country = {article.word_at(m.start): m for m in countries if m.form == "name"}
        self.country_last = {index: article.word_at(m.end - 1) + 1 for index, m in self.country.items()}
        self.quotes = dict(_quotes(self.words))

    def read(self) -> Iterator[OrganizationMention]:
        index = 0
        while index < len(self.words):
            mention, last = None, index + 1
            if self.words[index].kind == "word":
                mention, last = self._arabic(index)
            elif self.words[index].kind == "latin":
                mention, last = self._english(index)
            if mention:
                yield mention
            index = max(last, index + 1)

    # Arabic

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
        definite = is_definite(self._unprefixed(match.first, match.prefix, match.last))
        core, last = self._edge(match.last, definite, head)
        if head.kind == "company" and (quoted := self._quoted(last, head)):
            return quoted_mention(self, match.start, quoted, head, named_after=True), quoted[1] + 1
        if last == match.last or self._says_little(match, last, definite):
            return None, match.last
        return self._mention(match.start, core, last, head, "head word"), last

    def _unprefixed(self, first: int, prefix: str, last: int) -> str:
        stem = self.words[first].fold[len(prefix) :]
        return (
            "ال" + stem[1:]
            if prefix.endswith("ل") and self.words[first].fold[len(prefix) - 1 :].startswith("لل")
            else stem
        )

    def _is_title(self, index: int) -> bool:
        """مجلس in رئيس مجلس is a body; but a head that begins a title itself (رئيس بلدية) is none."""
        title = titles().at(self.words, index)
        return title is not None and title.last - title.first > 1

    def _says_little(self, match: Match[Head], last: int, definite: bool) -> bool:
        """Whether a name is only a description: الوكالة التركية, الشركة الحكومية, شركة صينية."""
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
        """Bodies named by their country only: بريد المغرب, الديوانة التونسية."""
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
        """The quoted name after a head, or after its adjectives: شركة «…», الشركة الروسية «…»."""
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
        """A body: its whole name, and the shorter one without the adjective of its country."""
        end = self.words[last - 1].end
        country = next(
            (m.code for at, m in {**self.country, **self.nationality}.items() if start <= m.start < end), None
        )
        names = ((start, self.words[core - 1].end),) if core < last else ()
        acronym = self._acronym(last)
        text = self.article.printed(start, end)
        return OrganizationMention(start, end, rule, text, head.kind, country, names=names, acronym=acronym)

    def _acronym(self, last: int) -> tuple[int, int] | None:
        """Initials in brackets after a name: (UPU)."""
        if last + 2 < len(self.words) and self.words[last].text == "(" and self.words[last + 2].text == ")":
            word = self.words[last + 1]
            if word.kind == "latin" and 2 <= len(word.text) <= 10 and sum(map(str.isupper, word.text)) >= 2:
                return word.start, word.end
        return None

    def _nationality_after(self, index: int) -> int:
        while index in self.nationality and is_definite(self.words[index].fold):
            index += 1
        return index

    def _edge(self, index: int, definite_head: bool, head: Head) -> tuple[int, int]:
        """Where a name ends: without and with the adjective of nationality at its end."""
        state = _Edge(self, index, definite_head, head)
        while state.step():
            pass
        return state.ends()

    # English

    def _english(self, index: int) -> tuple[OrganizationMention | None, int]:
        """A run of capitalized words with a head in it."""
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
        if (
            last - first < 2
            or all(
                at in self.nationality or at in self.country or self.words[at].fold in CONNECTORS
                for at in range(first, last)
                if heads("en").at(self.words, at) is None
            )
        ) and (
            head.kind not in ("ministry", "agency", "parliament", "military", "bank", "operator", "association")
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
            start, end, "head word", self.article.text[start:end], head.kind, country, acronym=self._acronym(last)
        ), last

    def _capital(self, index: int) -> bool:
        word = self.words[index]
        return word.kind == "latin" and (
            word.text[0].isupper() or (word.text[0].isdigit() and any(map(str.isupper, word.text)))
        )

    def _joined(self, index: int, following: int) -> bool:
        return self.words[following].start - self.words[index].end <= 1

    def _run(self, first: int) -> int:
        """The end of a run of capitalized words and the small words between them."""
        last = at = first + 1
        while at < len(self.words) and not self.words[at].line:
            word = self.words[at]
            if (
                self._capital(at)
                or (word.text == "." and at == last and self.words[at - 1].fold in ("co", "inc", "ltd", "corp", "st"))
                or (word.fold == "s" and self.words[at - 1].text in "'’")
            ):
                last = at + 1
            elif (
                (word.text in "&-–'’." and self.words[at - 1].end == word.start)
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
        """`Ministry of Trade, Industry and Energy`."""
        after = [word.fold for word in self.words[at + 1 : at + 6]]
        head = any(
            heads("en").at(self.words, before)
            for before in range(max(at - 6, 0), at)
            if self.words[before].kind == "latin"
        )
        return bool(head) and "and" in after and self.words[at + 1].fold in topics_en() and self._capital(at + 1)

    def _head_in(self, first: int, last: int) -> tuple[int, int, Head] | None:
        """The part of a run that is the name of a body."""
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
        """The end of what follows `of`: before an `and` that begins another body or country."""
        for position in range(after + 1, last):
            if self.words[position].fold == "and" or self.words[position].text == ",":
                following = position + 1 + (position + 1 < last and self.words[position + 1].fold == "the")
                body = (
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


def quoted_mention(
    reader: _Reader, start: int, quoted: tuple[int, int], head: Head, named_after: bool = False
) -> OrganizationMention:
    """A body whose name stands in quotation marks: the name is what is quoted."""
    first, last = quoted
    name = (reader.words[first].start, reader.words[last - 1].end)
    country = next((m.code for m in reader.nationality.values() if start <= m.start < name[0]), None)
    whole = (start, name[1])
    if named_after or heads("ar").at(reader.words, first):
        whole = name
    return OrganizationMention(
        *whole, "head word with a quoted name", reader.article.text[slice(*name)], head.kind, country, names=(name,)
    )


class _Edge:
    """The right edge of an Arabic name, word by word."""

    def __init__(self, reader: _Reader, index: int, definite_head: bool, head: Head) -> None:
        self.reader = reader
        self.words = reader.words
        self.first = self.index = index
        self.head = head
        # What came last: the head, a definite noun, an adjective, an indefinite noun in construct, or a proper name.
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
        """`المركز الوطني في تكنولوجيا المعلومات`: a field of work after في, not a place."""
        following = self.words[self.index + 1].fold if self.index + 1 < len(self.words) else ""
        field = following in IDAFA and self.index + 2 < len(self.words) and is_definite(self.words[self.index + 2].fold)
        return field and self.head.kind in STUDYING and self.last_kind == "adjective"

    def _mark(self, word: Word) -> bool:
        """A hyphen between two parts of a proper name: طنجة- تطوان."""
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
        """A brand in Latin letters after its head: جامعة ZTE."""
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
        title = titles().at(self.words, self.index)
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
        """مركز تونس, بنك المغرب; but after a whole name a country is no part of it."""
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
        """A further field or adjective: والصناعة, والاقتصادي, ومكافحة الفساد."""
        if self.content == 0 or (self.last_kind == "proper" and not self.purpose) or self.head.kind not in FIELDS:
            return False
        if self.index in self.reader.nationality or self.index in self.reader.country or rest in STOPS:
            return False
        if heads("ar").at(self.words, self.index) or titles().at(self.words, self.index):
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
        """Whether `لل…` names what the body is for; after a brand it mostly begins another part of the sentence."""
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
        """لمكافحة الفساد after a definite name."""
        if (
            folded[0] != "ل"
            or len(folded) < 4
            or self.head.kind in ("ministry", "bank", "media", "parliament")
            or self.last_kind in ("head", "construct")
        ):
            return False
        following = self.words[self.index + 1].fold if self.index + 1 < len(self.words) else ""
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
        """Whether an indefinite word is a proper name: of a company, bank, university, party, town."""
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


VAGUE = word_set("rule_words", "organizations vague")
TITLE_FIELDS = word_set("rule_words", "organizations title fields")
NAME_ADJECTIVES = word_set("rule_words", "organizations name adjectives")
CONSTRUCT_NAMES = word_set("rule_words", "organizations construct names")
SHAPED_ADJECTIVES = word_set("rule_words", "organizations shaped adjectives")
KNOWN_WORDS = frozenset(
    stem
    for row in rows("known_organizations")
    for name in cell(row["names_ar"])
    for word in name.split()
    for _, stem in stems(fold(word))
) | frozenset(fold(word) for row in rows("cities") for name in cell(row["names_ar"]) for word in name.split())


def merge_country(mention: OrganizationMention, country: str | None) -> OrganizationMention:
    """A mention with the country of another mention of the same body."""
    return replace(mention, country=mention.country or country)
