"""Find the agreements that two lists share: by identifier, by parties and date of signature, by words of the title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reports.comparing.entries import Entry, Identifier

# Shares of words in common from which a title confirms parties and date, and from which it alone is a suggestion.
CONFIRMS, SUGGESTS = 0.5, 0.6
# The longest date, in days, that can confirm a match; a longer one, such as a year, is only a suggestion.
PRECISE = 31
# Agreements whose known dates are further apart are different, whatever their titles.
APART = 400
CANDIDATES = 3
# Words that more than one title in this many has are ignored, unless the list is short.
COMMON, FEW = 20, 50


class Candidate(NamedTuple):
    """One of our agreements that may be an entry of theirs, with reasons and a score from 0 to 1.

    `identifier` is one that both have; `days` are between the dates of signature, `words` the share of words in common,
    None if they cannot be compared.
    """

    slug: str
    identifier: Identifier | None
    same_parties: bool
    days: int | None
    words: float | None
    precise: bool

    @property
    def is_certain(self) -> bool:
        """True if parties, date and title agree; without a common language, parties and the exact day."""
        if not self.same_parties or self.days is None or not self.precise:
            return False
        return self.days == 0 if self.words is None else self.words >= CONFIRMS

    @property
    def rank(self) -> tuple[float, ...]:
        """The key that sorts the best candidates first."""
        return (
            -self.is_certain,
            -(self.words or 0.0),
            -self.same_parties,
            self.days if self.days is not None else APART,
        )


class Match(NamedTuple):
    """An entry of theirs with its state: `matched` with the first candidate, `suggested`, or `lacking` without any.

    `judged` is the agreement that a person chose, empty if none of ours is the entry, and None before any verdict.
    """

    entry: Entry
    state: str
    candidates: tuple[Candidate, ...] = ()
    judged: str | None = None


def match(theirs: Sequence[Entry], ours: Sequence[Entry], days: int) -> list[Match]:
    """Match each entry of theirs; no agreement of ours is matched with two of them, unless an identifier says so."""
    return Matcher(ours, days).match(theirs)


class Matcher:
    """An index of our agreements, by identifier, by year and by word."""

    def __init__(self, ours: Sequence[Entry], days: int) -> None:
        self.ours = {entry.key: entry for entry in ours}
        self.days = days
        self.by_identifier: dict[Identifier, list[str]] = defaultdict(list)
        self.by_month: dict[int, list[str]] = defaultdict(list)
        self.by_word: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entry in ours:
            for identifier in entry.identifiers:
                self.by_identifier[identifier].append(entry.key)
            for month in _months(entry, days):
                self.by_month[month].append(entry.key)
            for language, words in entry.words.items():
                for word in words:
                    self.by_word[language, word].append(entry.key)

    def match(self, theirs: Sequence[Entry]) -> list[Match]:
        identified = {entry.key: self._identified(entry) for entry in theirs}
        taken = {candidates[0].slug for candidates in identified.values() if len(candidates) == 1}
        found = {entry.key: self._candidates(entry, taken) for entry in theirs if not identified[entry.key]}
        certain = _choose(found)
        taken |= set(certain.values())
        return [self._match(entry, identified[entry.key], found.get(entry.key, []), certain, taken) for entry in theirs]

    def _match(
        self,
        entry: Entry,
        identified: list[Candidate],
        found: list[Candidate],
        certain: Mapping[str, str],
        taken: Collection[str],
    ) -> Match:
        if identified:
            return Match(entry, "matched" if len(identified) == 1 else "suggested", tuple(identified))
        if entry.key in certain:
            return Match(entry, "matched", tuple(each for each in found if each.slug == certain[entry.key]))
        left = tuple(each for each in found if each.slug not in taken)[:CANDIDATES]
        return Match(entry, "suggested" if left else "lacking", left)

    def _identified(self, entry: Entry) -> list[Candidate]:
        """Return the agreements that share an identifier with the entry."""
        shared = {slug: each for each in sorted(entry.identifiers) for slug in self.by_identifier.get(each, ())}
        return sorted((self._compare(entry, self.ours[slug], each) for slug, each in shared.items()), key=_rank)

    def _candidates(self, entry: Entry, taken: Collection[str]) -> list[Candidate]:
        """Return the agreements that may be the entry, the best first."""
        near = {slug for month in _months(entry, 0) for slug in self.by_month.get(month, ())}
        compared = (self._compare(entry, self.ours[slug]) for slug in near | self._alike(entry))
        return sorted((each for each in compared if each.slug not in taken and self._fits(entry, each)), key=_rank)

    def _alike(self, entry: Entry) -> set[str]:
        """Return the agreements that share a word with the entry that few titles have."""
        most = max(FEW, len(self.ours) // COMMON)
        lists = [self.by_word.get((language, word), ()) for language, words in entry.words.items() for word in words]
        return {slug for slugs in lists if len(slugs) <= most for slug in slugs}

    def _fits(self, entry: Entry, candidate: Candidate) -> bool:
        """Return whether a candidate is plausible: by date and parties, or by title if the dates do not exclude it."""
        ours = self.ours[candidate.slug]
        shares = bool(entry.parties & ours.parties)
        if candidate.days is not None and candidate.days <= self.days:
            return candidate.same_parties or (shares and (candidate.words or 0.0) >= CONFIRMS)
        is_apart = candidate.days is not None and candidate.days > APART
        speaks_against = bool(entry.parties and ours.parties) and not shares
        return (candidate.words or 0.0) >= SUGGESTS and not is_apart and not speaks_against

    def _compare(self, entry: Entry, ours: Entry, identifier: Identifier | None = None) -> Candidate:
        gap = _gap(entry, ours)
        precise = gap is not None and gap <= self.days and _is_precise(entry) and _is_precise(ours)
        same = bool(entry.parties) and entry.parties == ours.parties
        return Candidate(ours.key, identifier, same, gap, share_of_words(entry, ours), precise)


def share_of_words(one: Entry, other: Entry) -> float | None:
    """Return the share of words that two titles have in common, from 0 to 1; None if no language is in common.

    The greatest share of all languages counts.
    """
    shares = [
        2 * len(words & other.words[language]) / (len(words) + len(other.words[language]))
        for language, words in one.words.items()
        if words and other.words.get(language)
    ]
    return max(shares, default=None)


def _choose(found: Mapping[str, Sequence[Candidate]]) -> dict[str, str]:
    """Return our agreement for each entry that has exactly one certain candidate, which no other entry has."""
    certain = {key: [each.slug for each in candidates if each.is_certain] for key, candidates in found.items()}
    wanted: dict[str, int] = defaultdict(int)
    for slugs in certain.values():
        for slug in slugs:
            wanted[slug] += 1
    return {key: slugs[0] for key, slugs in certain.items() if len(slugs) == 1 and wanted[slugs[0]] == 1}


def _rank(candidate: Candidate) -> tuple[object, ...]:
    return candidate.rank, candidate.slug


def _is_precise(entry: Entry) -> bool:
    return entry.days is not None and entry.days[1] - entry.days[0] < PRECISE


def _gap(one: Entry, other: Entry) -> int | None:
    """Return the days between two dates; 0 if they overlap, None if one is not known."""
    if one.days is None or other.days is None:
        return None
    return max(one.days[0] - other.days[1], other.days[0] - one.days[1], 0)


def _months(entry: Entry, days: int) -> Iterator[int]:
    """Yield numbers of the periods of 30 days that a date reaches, with some days on both sides."""
    if entry.days and entry.days[1] - entry.days[0] <= APART:
        yield from range((entry.days[0] - days) // 30, (entry.days[1] + days) // 30 + 1)


def left_over(ours: Iterable[Entry], matches: Iterable[Match]) -> list[Entry]:
    """Return our agreements that no entry is matched with, nor suggested for."""
    theirs = {
        each.slug
        for found in matches
        if found.state in ("matched", "suggested")
        for each in (found.candidates[:1] if found.state == "matched" else found.candidates)
    }
    return [entry for entry in ours if entry.key not in theirs]
