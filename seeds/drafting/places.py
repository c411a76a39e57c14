"""Places: cities and regions of the list, and new ones that a head word begins: مدينة, قصر, ميناء, Port, Airport.

A city in the name of a body or in the title of a person is no place of its own, and a country is none at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from seeds.drafting.known import NOTHING, Known
from seeds.drafting.lexicon import Match, Phrases, cell, phrases, rows, word_set
from seeds.drafting.mentions import CountryMention, OrganizationMention, PersonMention, PlaceMention, keep_apart
from seeds.drafting.organization_words import ADJECTIVES, IDAFA, NISBA, NOUNS, STOPS
from seeds.drafting.text import Article, bare, is_definite, stems

# Cities whose Arabic name is an everyday word: only after a preposition of place, or after مدينة.
AMBIGUOUS = word_set("rule_words", "places ambiguous")
LOCATIVES = word_set("rule_words", "places locatives")
GENERIC = word_set("rule_words", "places generic")
SPAN_LIMIT = 4
ENGLISH_SMALL = word_set("rule_words", "places english small")


@lru_cache
def gazetteer() -> Phrases[dict[str, str]]:
    return Phrases(
        (
            (name, row)
            for row in rows("cities")
            for name in [*cell(row["names_ar"]), row["name_en"], *cell(row["names_en"])]
            if name
        ),
        article=False,
        cased=True,
    )


@lru_cache
def heads(language: str) -> Phrases[str]:
    return phrases("place_heads", "kind", language=language, article=False, cased=language == "en")


def find_places(
    article: Article,
    countries: Sequence[CountryMention],
    organizations: Sequence[OrganizationMention],
    people: Sequence[PersonMention],
    known: Known = NOTHING,
) -> list[PlaceMention]:
    """Return each mention of a place, in the order of the text, none within another."""
    reader = _Reader(article, countries, organizations, people)
    found = [*_known(article, countries, known), *reader.headed(), *reader.listed()]
    by_importance = sorted(found, key=lambda each: (-(each.end - each.start), each.known is None))
    return keep_apart(mention for mention in by_importance if not reader.taken(mention))


def _known(article: Article, countries: Sequence[CountryMention], known: Known) -> Iterator[PlaceMention]:
    for match, slug in known.find("place", article, countries):
        text = article.text[match.start : match.end]
        yield PlaceMention(match.start, match.end, "known place", text, "", known=slug)


class _Reader:
    def __init__(
        self,
        article: Article,
        countries: Sequence[CountryMention],
        organizations: Sequence[OrganizationMention],
        people: Sequence[PersonMention],
    ) -> None:
        self.article = article
        self.words = article.words
        self.spans = [m.span for m in organizations] + [m.span for m in people] + [m.title for m in people if m.title]
        self.countries = {article.word_at(m.start): m for m in countries}
        self.titles = [m.title for m in people if m.title]

    def taken(self, mention: PlaceMention) -> bool:
        """Return whether a place lies in the name of a body, a person or a title."""
        return any(start <= mention.start and mention.end <= end for start, end in self.spans) or any(
            mention.start <= start and end <= mention.end and mention.rule == "city of the list"
            for start, end in self.spans
        )

    def listed(self) -> Iterator[PlaceMention]:
        """Find cities, provinces, regions and waters of the list."""
        for match in gazetteer().find(self.words):
            row, text = match.value, self.article.printed(match.start, match.end)
            if self._is_country(match) or not self._is_place(match, text):
                continue
            yield PlaceMention(
                match.start, match.end, "city of the list", text, row["kind"], row["country"] or None, row["name_en"]
            )

    def _is_country(self, match: Match[dict[str, str]]) -> bool:
        mention = self.countries.get(match.first)
        return mention is not None and mention.form != "capital" and mention.end >= match.end

    def _is_place(self, match: Match[dict[str, str]], text: str) -> bool:
        before = self.article.fold_at(match.first - 1)
        stem = self.words[match.first].fold[len(match.prefix) :]
        if match.last - match.first == 1 and stem in AMBIGUOUS:
            return match.prefix[-1:] == "ب" or before in LOCATIVES
        mention = self.countries.get(match.first)
        if mention is not None and mention.form == "capital":
            # A capital that stands for a government: بين موسكو وطهران.
            return False
        return not (before in ("mr", "mrs", "dr", "george", "paris") or self._in_a_name(match, text))

    def _in_a_name(self, match: Match[dict[str, str]], text: str) -> bool:
        """Recognize an English city that is part of a longer name: `Paris Agreement`, `Washington Post`."""
        following = self.words[match.last] if match.last < len(self.words) else None
        latin = self.words[match.first].kind == "latin"
        return latin and following is not None and following.fold in NAME_AFTER and not following.line and bool(text)

    def headed(self) -> Iterator[PlaceMention]:
        """Find new places: a head word and a name."""
        for index, word in enumerate(self.words):
            found = (
                self._arabic(index) if word.kind == "word" else self._english(index) if word.kind == "latin" else None
            )
            if found:
                yield found

    def _arabic(self, index: int) -> PlaceMention | None:
        match = heads("ar").at(self.words, index)
        if (
            not match
            or match.last >= len(self.words)
            or (match.value == "route" and index and self.words[index - 1].fold == "عن")
        ):
            return None
        last = match.last
        if self.words[last].text in '«“"' and match.value in ("venue", "site"):
            close = next(
                (at for at in range(last + 1, min(last + 5, len(self.words))) if self.words[at].text in '»”"'), None
            )
            return self._place(match, close, match.value) if close else None
        last = self._name_end(last, match.value)
        if last == match.last:
            return None
        start, end = match.start, self.words[last - 1].end
        named = list(gazetteer().find(self.words, match.last, last))
        if (
            match.value in ("city", "province", "zone", "territory")
            and len(named) == 1
            and named[0].first == match.last
        ):
            return None
        country = (
            named[0].value["country"]
            if named
            else next((m.code for at, m in self.countries.items() if match.last <= at < last), None)
        )
        return PlaceMention(
            start, end, "head word of a place", self.article.text[start:end], match.value, country or None
        )

    def _place(self, match: Match[str], last: int, kind: str) -> PlaceMention:
        end = self.words[last - 1].end
        return PlaceMention(
            match.start, end, "head word with a quoted name", self.article.text[match.start : end], kind
        )

    def _name_end(self, index: int, kind: str) -> int:
        """Return the end of an Arabic name after its head: a proper or definite word, adjectives, `ب` with a place."""
        at = index
        while at < len(self.words) and at - index < SPAN_LIMIT:
            word = self.words[at]
            if word.kind != "word" or word.line:
                break
            folded = word.fold
            if (
                any(stem in STOPS for count, stem in stems(folded) if count < 2)
                or folded in NOUNS | GENERIC
                or (folded in ADJECTIVES and not is_definite(folded))
            ):
                break
            if at == index:
                if (
                    folded[0] == "و"
                    or folded.startswith("لل")
                    or bare(folded) in PLAIN
                    or (not is_definite(folded) and (folded in IDAFA or folded.endswith("يه")))
                ):
                    break
                if kind == "route" and not is_definite(folded):
                    break
                if at in self.countries and self.countries[at].form == "adjective":
                    break
            elif folded.startswith("بال") or (folded[0] == "ب" and gazetteer().at(self.words, at)):
                at += 1
                break
            elif (
                (
                    is_definite(folded)
                    and (bare(folded).endswith(NISBA) and at not in self.countries)
                    and is_definite(self.words[at - 1].fold)
                )
                or (
                    is_definite(folded)
                    and not is_definite(self.words[at - 1].fold)
                    and at == index + 1
                    and at not in self.countries
                )
                or folded in CONNECTED
                or self.words[at - 1].fold in CONNECTED
                or (at == index + 1 and (city := gazetteer().at(self.words, at)) is not None and not city.prefix)
            ):
                pass
            else:
                break
            at += 1
        return at

    def _english(self, index: int) -> PlaceMention | None:
        """Read an English place with its head: `Port of Djibouti`, `Kuwait International Airport`."""
        match = heads("en").at(self.words, index)
        if not match and index and self.words[index - 1].fold in NEARBY:
            return self._nearby(index)
        if not match and self.words[index].fold in LOWER_HEADS:
            return self._before_head(index)
        if not match or not self.words[index].text[0].isupper():
            return None
        first, last = index, match.last
        while (
            first
            and self._capital(first - 1)
            and not self.words[first].line
            and self.words[first - 1].fold not in NOT_IN_NAME
        ):
            first -= 1
        if last < len(self.words) and self.words[last].fold == "of":
            at = last + 1
            while at < len(self.words) and (self._capital(at) or self.words[at].fold in ENGLISH_SMALL):
                at += 1
            if at > last + 1 and self._capital(at - 1):
                last = at
        if first == index and last == match.last:
            return None
        if (
            all(at in self.countries and self.countries[at].form == "adjective" for at in range(first, index))
            and last == match.last
            and first < index
        ):
            return None
        start, end = self.words[first].start, self.words[last - 1].end
        country = next((m.code for at, m in self.countries.items() if first <= at < last), None)
        return PlaceMention(start, end, "head word of a place", self.article.text[start:end], match.value, country)

    def _nearby(self, index: int) -> PlaceMention | None:
        """Read one or two capitalized words that are nothing else: `near Tarfaya`."""
        last = index
        while last < min(index + 2, len(self.words)) and self._capital(last) and last not in self.countries:
            last += 1
        if last == index or self.words[index].fold in NOT_IN_NAME or gazetteer().at(self.words, index):
            return None
        start, end = self.words[index].start, self.words[last - 1].end
        return PlaceMention(start, end, "name after a word of nearness", self.article.text[start:end], "city")

    def _before_head(self, index: int) -> PlaceMention | None:
        """Read one or two capitalized words before a head in small letters: `Mafraq governorate`."""
        first = index
        while first and index - first < 2 and self._capital(first - 1) and first - 1 not in self.countries:
            first -= 1
        if first == index or self.words[first].fold in NOT_IN_NAME:
            return None
        kind = LOWER_HEADS[self.words[index].fold]
        start, end = self.words[first].start, self.words[index - (kind == "province")].end
        return PlaceMention(start, end, "name before a head word", self.article.text[start:end], kind)

    def _capital(self, index: int) -> bool:
        word = self.words[index]
        return word.kind == "latin" and word.text[0].isupper()


NEARBY = frozenset(("near", "outside"))
LOWER_HEADS = {
    **dict.fromkeys(
        ("governorate", "governorates", "province", "provinces", "district", "prefecture", "region"), "province"
    ),
    **dict.fromkeys(("river", "lake", "strait", "canal", "basin"), "waterway"),
    **dict.fromkeys(("border", "crossing", "port", "airport", "dam", "refinery", "oilfield", "gasfield"), "site"),
    **dict.fromkeys(("island", "islands", "peninsula"), "territory"),
}
PLAIN = word_set("rule_words", "places plain")
CONNECTED = word_set("rule_words", "places connected")
NOT_IN_NAME = word_set("rule_words", "places not in name")
NAME_AFTER = word_set("rule_words", "places name after")
