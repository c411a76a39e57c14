"""What a comparison found, as tables: the number of entries of each state, or the entries themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from reports.comparing.entries import Entry
from reports.comparing.matching import Match, left_over, match
from reports.comparing.verdicts import Verdicts, explain
from reports.display.table import Column, Fit, Table

STATES = ("matched", "suggested", "lacking", "not_in_scope", "ours_only")
TITLES = ("Comparison", "مقارنة")
STATE = Column("state", "State", "الحالة", "code", "comparison")
COUNTS = (STATE, Column("agreements", "Agreements", "الاتفاقات", "integer"))
ENTRIES = (
    STATE,
    Column("key", "Entry", "القيد"),
    Column("name_en", "Name", "الاسم"),
    Column("name_ar", "Name (Arabic)", "الاسم بالعربية"),
    Column("signed", "Signed", "تاريخ التوقيع", "date"),
    Column("signed_from", "Signed, first day", "أول أيام التوقيع", "day", detail=True),
    Column("signed_to", "Signed, last day", "آخر أيام التوقيع", "day", detail=True),
    Column("parties", "Parties", "الأطراف", "slugs", "country record"),
    Column("slug", "ID", "المعرّف"),
    Column("candidates", "Other candidates", "مرشحات أخرى", "slugs", "record", detail=True),
    Column("evidence", "Evidence", "الدليل"),
)
FIT = Fit(("name", "signed", "evidence"), ("state", "parties", "key"))
PERSON = "verdict"


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
    """Match a list with ours; what a person judged stays as it was judged.

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
    slugs = [each.slug for each in found.candidates]
    evidence = explain(found.candidates[0]) if found.candidates else PERSON if found.judged is not None else None
    slug = found.judged or (slugs[0] if slugs else None)
    return [found.state, *_describe(found.entry), slug, "; ".join(slugs[1:]) or None, evidence]


def _own_row(entry: Entry) -> list[Any]:
    _, *described = _describe(entry)
    return ["ours_only", None, *described, entry.key, None, None]


def _describe(entry: Entry) -> Iterator[Any]:
    yield entry.key
    yield from (entry.title("en"), entry.title("ar"), entry.signed, entry.first, entry.last)
    yield "; ".join(sorted(entry.parties)) or None


def of_country(code: str) -> Callable[[Entry], bool]:
    """Return a filter of what a country is party to."""
    return lambda entry: code in entry.parties


def all_of(filters: Iterable[Callable[[Entry], bool]]) -> Callable[[Entry], bool]:
    """Return a filter that passes what all of them pass."""
    each = list(filters)
    return lambda entry: all(passes(entry) for passes in each)
