"""Sectors: the words of the list and the labels of the vocabulary."""

from __future__ import annotations

from functools import lru_cache

from seeds.drafting.lexicon import REFERENCE, Phrases, cell, rows
from seeds.drafting.mentions import SectorMention
from seeds.drafting.text import Article


@lru_cache
def words() -> Phrases[str]:
    labels = [(row[column], row["code"]) for row in rows("sector", REFERENCE) for column in ("label_en", "label_ar")]
    listed = [(phrase, row["code"]) for row in rows("sector_words") for phrase in cell(row["words"])]
    return Phrases([*listed, *labels])


def find_sectors(article: Article) -> list[SectorMention]:
    """Return each mention of a sector, in the order of the text."""
    return [
        SectorMention(match.start, match.end, "sector word", match.value)
        for match in words().find(article.words)
        if not match.prefix.startswith("ف")
    ]
