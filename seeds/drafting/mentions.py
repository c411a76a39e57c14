"""Mentions found by the rules, each with its characters and the name of its rule."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar


@dataclass(frozen=True)
class Mention:
    """Characters of the text that mention something, the end exclusive."""

    start: int
    end: int
    rule: str

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end

    def within(self, start: int, end: int) -> bool:
        return start <= self.start and self.end <= end

    def overlaps(self, other: Mention) -> bool:
        return self.start < other.end and other.start < self.end


M = TypeVar("M", bound=Mention)


def keep_apart(found: Iterable[M]) -> list[M]:
    """Return the mentions that overlap none before them in this order, in the order of the text."""
    starts: list[int] = []
    kept: list[M] = []
    for mention in found:
        place = bisect_right(starts, mention.start)
        if not any(mention.overlaps(other) for other in kept[max(place - 1, 0) : place + 1]):
            starts.insert(place, mention.start)
            kept.insert(place, mention)
    return kept


@dataclass(frozen=True)
class CountryMention(Mention):
    """A country: its ISO code, and whether its name, an adjective or its capital was found."""

    code: str
    form: str


@dataclass(frozen=True)
class OrganizationMention(Mention):
    """A body: `names` are the characters of shorter forms of the name in the same place."""

    text: str
    kind: str
    country: str | None = None
    known: str | None = None
    name_en: str | None = None
    names: tuple[tuple[int, int], ...] = ()
    acronym: tuple[int, int] | None = None


@dataclass(frozen=True)
class PersonMention(Mention):
    """A person: the characters of the name, and those of the title where there is one."""

    text: str
    title: tuple[int, int] | None = None
    known: str | None = None


@dataclass(frozen=True)
class PlaceMention(Mention):
    """A place: its printed name, kind, country, and its name in the other language if the list has it."""

    text: str
    kind: str
    country: str | None = None
    name_en: str | None = None
    known: str | None = None


@dataclass(frozen=True)
class DateMention(Mention):
    """A date as EDTF text; None if a rule saw a date that it does not convert (of the Hijri calendar)."""

    edtf: str | None
    role: str = "date"

    @property
    def day(self) -> str:
        """The date without its mark."""
        return (self.edtf or "").rstrip("?")


@dataclass(frozen=True)
class AmountMention(Mention):
    """A number that measures something: money has a currency, all else a unit."""

    amount: Decimal
    amount_to: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    unit_span: tuple[int, int] | None = None
    qualifier_span: tuple[int, int] | None = None


@dataclass
class AgreementMention:
    """An agreement: its words, type, milestones and sentences."""

    spans: list[tuple[int, int]]
    type: str
    type_rule: str
    stage: str
    outlook: str
    cue: tuple[int, int] | None
    sentences: list[int]
    instruments: int | None = None
    in_title: bool = False
    rules: list[str] = field(default_factory=list)


@dataclass
class EventMention:
    """An event: its words, type and outlook."""

    spans: list[tuple[int, int]]
    type: str
    outlook: str
    sentence: int
    rule: str
    cue: tuple[int, int] | None = None


@dataclass(frozen=True)
class SectorMention(Mention):
    """Words of a sector."""

    code: str


@dataclass(frozen=True)
class KnownEntity:
    """An organization, person or place that is declared elsewhere; `body` is the kind of an organization."""

    slug: str
    kind: str
    names: tuple[str, ...]
    country: str | None = None
    body: str | None = None
