"""The outcome of a comparison as tables: the number of entries of each state, or the entries themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from reports.catalogue import columns as col
from reports.comparing.entries import Entry
from reports.comparing.matching import Candidate, Match, left_over, match
from reports.comparing.verdicts import Verdicts
from reports.display.table import Column, Fit, Table

STATES = ("matched", "suggested", "lacking", "not_in_scope", "ours_only")
TITLES = ("Comparison", "مقارنة")
STATE = Column("state", "State", "الحالة", "code", "comparison")
COUNTS = (STATE, Column("agreements", "Agreements", "الاتفاقات", "integer"))
ENTRIES = (
    STATE,
    Column("key", "Entry", "القيد"),
    col.NAME_EN,
    col.NAME_AR,
    Column("signed", "Signed", "تاريخ التوقيع", "date"),
    Column("signed_from", "Signed, first day", "أول أيام التوقيع", "day", detail=True),
    Column("signed_to", "Signed, last day", "آخر أيام التوقيع", "day", detail=True),
    Column("parties", "Parties", "الأطراف", "slugs", "country record"),
    Column("slug", "ID", "المعرّف"),
    Column("candidates", "Other candidates", "مرشحات أخرى", "slugs", "record", detail=True),
    Column("identifier", "Identifier", "المعرّف المشترك"),
    Column("same_parties", "Same parties", "الأطراف نفسها", "code", "flag"),
    Column("days", "Days apart", "الفرق بالأيام", "integer"),
    Column("words", "Words in common", "الكلمات المشتركة", "number"),
    Column("judged", "Judged", "بقرار", "code", "flag", detail=True),
)
FIT = Fit(("name", "signed"), ("state", "words", "days", "parties", "key"))


class Found(NamedTuple):
    """The matches of a list, in its order, and our agreements that it lacks."""

    matches: Sequence[Match]
    ours_only: Sequence[Entry]

    def keep(self, is_kept: Callable[[Entry], bool]) -> Found:
        """Keep the entries, and our agreements, that pass a filter."""
        return Found([each for each in self.matches if is_kept(each.entry)], list(filter(is_kept, self.ours_only)))

    def count_states(self) -> Table:
        """Return the number of entries of each state."""
        states = Counter(each.state for each in self.matches)
        states["ours_only"] = len(self.ours_only)
        return Table(*TITLES, COUNTS, [[state, states[state]] for state in STATES])

    def list_entries(self, states: Sequence[str]) -> Table:
        """Return the entries of some states, or our agreements that the list lacks."""
        rows = [_row(each) for state in states for each in self.matches if each.state == state]
        if "ours_only" in states:
            rows += [_own_row(entry) for entry in self.ours_only]
        return Table(*TITLES, ENTRIES, rows, fit=FIT)


def compare(theirs: Sequence[Entry], ours: Sequence[Entry], verdicts: Verdicts, days: int) -> Found:
    """Match a list with our agreements; verdicts of a person are kept.

    Raises:
        MithaqError: a verdict is unknown, or names no agreement of ours.
    """
    judged = verdicts.judged(entry.key for entry in ours)
    taken = {verdict.record for verdict in judged.values()}
    open_ones = [entry for entry in theirs if entry.key not in judged]
    found = {each.entry.key: each for each in match(open_ones, [each for each in ours if each.key not in taken], days)}
    matches = [
        found[entry.key] if entry.key in found else Match(entry, judged[entry.key].state, (), judged[entry.key].record)
        for entry in theirs
    ]
    return Found(matches, [entry for entry in left_over(ours, matches) if entry.key not in taken])


def is_between(first: str | None, last: str | None) -> Callable[[Entry], bool]:
    """Return a filter by the date of signature: it ends on or after `first`, and begins on or before `last`."""

    def passes(entry: Entry) -> bool:
        if entry.first is None and entry.last is None:
            return False
        return (first is None or (entry.last or "9") >= first) and (last is None or (entry.first or "") <= last)

    return passes


def _row(found: Match) -> list[Any]:
    first, *others = found.candidates or (None,)
    slug = found.judged or (first and first.slug)
    return [
        found.state,
        *_describe(found.entry),
        slug,
        "; ".join(each.slug for each in others if each) or None,
        *_explain(first),
        int(found.judged is not None),
    ]


def _explain(found: Candidate | None) -> list[Any]:
    """Return the reasons for a candidate: a shared identifier, the parties, days apart and words in common."""
    if found is None:
        return [None] * 4
    identifier = ":".join(found.identifier) if found.identifier else None
    return [identifier, int(found.same_parties), found.days, None if found.words is None else round(found.words, 2)]


def _own_row(entry: Entry) -> list[Any]:
    _, *described = _describe(entry)
    return ["ours_only", None, *described, entry.key, None, *_explain(None), None]


def _describe(entry: Entry) -> Iterator[Any]:
    yield entry.key
    yield from (entry.title("en"), entry.title("ar"), entry.signed, entry.first, entry.last)
    yield "; ".join(sorted(entry.parties)) or None


def of_country(code: str) -> Callable[[Entry], bool]:
    """Return a filter of the entries that a country is party to."""
    return lambda entry: code in entry.parties


def all_of(filters: Iterable[Callable[[Entry], bool]]) -> Callable[[Entry], bool]:
    """Return the filter that combines these filters by AND."""
    each = list(filters)
    return lambda entry: all(passes(entry) for passes in each)
