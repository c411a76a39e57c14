"""The common part of the readers of Arabic and English bodies: countries of words, quotation marks, initials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seeds.drafting.mentions import CountryMention
from seeds.drafting.organization_words import OPENING, QUOTED_LIMIT
from seeds.drafting.text import Article, Word


class BodyReader:
    """The words of an article with their countries and quotation marks."""

    def __init__(self, article: Article, countries: Sequence[CountryMention]) -> None:
        self.article = article
        self.words = article.words
        self.nationality = {article.word_at(m.start): m for m in countries if m.form == "adjective"}
        self.country = {article.word_at(m.start): m for m in countries if m.form == "name"}
        self.country_last = {index: article.word_at(m.end - 1) + 1 for index, m in self.country.items()}
        self.quotes = dict(quotes(self.words))

    def acronym(self, last: int) -> tuple[int, int] | None:
        """Read initials in brackets after a name: (UPU)."""
        if last + 2 < len(self.words) and self.words[last].text == "(" and self.words[last + 2].text == ")":
            word = self.words[last + 1]
            if word.kind == "latin" and 2 <= len(word.text) <= 10 and sum(map(str.isupper, word.text)) >= 2:
                return word.start, word.end
        return None


def quotes(words: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield the words between quotation marks: indexes, the end exclusive."""
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
