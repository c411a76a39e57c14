"""Finds what is doubtful but loads; a note on a citation of the field in doubt accepts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.checking.warnings import FIRST_ORDERED_RANK, UNORDERED
from models.edtf_dates import EdtfDate
from seeds.format.collection import Collection
from seeds.format.problems import Problems
from seeds.format.records import Citation, Link, Localized, Record


def warn(collection: Collection, events: dict[str, EdtfDate], problems: Problems, reports_printed: bool = True) -> None:
    """Add the warnings of a collection, given the days of events; without `reports_printed`, none of spellings."""
    finder = _WarningFinder(collection, events, problems)
    finder.order_of_steps()
    finder.event_dates()
    finder.shared_identifiers()
    finder.incomplete(("printed", "place_printed") if reports_printed else ())


class _WarningFinder:
    def __init__(self, collection: Collection, events: dict[str, EdtfDate], problems: Problems) -> None:
        self.records = collection.records
        self.ranks = collection.reference.ranks()
        self.events = events
        self.problems = problems

    def order_of_steps(self) -> None:
        """Report higher milestones before lower ones, of one party or of the whole instrument."""
        steps: dict[Any, list[Link]] = {}
        for record, link in self.links("milestone"):
            if link.values["date"] and link.values["outlook"] == "occurred" and not _accepted(link.citations, "date"):
                party = link.values["party"], link.values["printed"]
                steps.setdefault((record.slug, *party), []).append(link)
        for links in steps.values():
            last = _last_of(links)
            for late in links:
                for early in last:
                    if self.impossible(early, late):
                        self.warn_of_order(late, early)

    def warn_of_order(self, late: Link, early: Link) -> None:
        self.problems.warn(
            late.place,
            f"{late.values['stage']} ({late.values['date'].text}) comes before"
            f" {early.values['stage']} ({early.values['date'].text}); add a note to a citation of date:"
            " if the text says so",
        )

    def impossible(self, lower: Link, higher: Link) -> bool:
        stages = lower.values["stage"], higher.values["stage"]
        below, above = map(self.ranks.get, stages)
        first, last = lower.values["date"].first, higher.values["date"].last
        ordered = below and above and FIRST_ORDERED_RANK <= below < above and stages != UNORDERED
        return bool(ordered and first and last and last < first)

    def event_dates(self) -> None:
        """Report facts that are dated outside the days of their event."""
        dated: list[Record | Link] = [each for each in self.records if each.kind == "statement" and not each.extends]
        dated += [link for _, link in self.links("milestone")]
        for each in dated:
            day, held = each.values["date"], self.events.get(each.values["event"] or "")
            if day and held and _apart(day, held) and not _accepted(each.citations, "date"):
                self.problems.warn(each.place, f"{day.text} lies outside {each.values['event']} ({held.text})")

    def shared_identifiers(self) -> None:
        owners: dict[Any, str] = {}
        for record, link in self.links("identifier"):
            owner = owners.setdefault((link.values["scheme"], link.values["value"]), record.slug)
            if owner != record.slug and not _accepted(link.citations, "value"):
                self.problems.warn(link.place, f"identifiers: {owner!r} has {link.values['value']!r} too")

    def incomplete(self, printed: tuple[str, ...]) -> None:
        """Find names in one language, and parties and places that are not identified."""
        for record in self.records:
            parts: list[Record | Link] = [record, *record.links]
            for each in parts:
                self.one_language(each)
                for name in printed:
                    if each.values.get(name) and not _accepted(each.citations, name):
                        self.problems.warn(each.place, f"{name}: {each.values[name]!r} is not identified")

    def one_language(self, each: Record | Link) -> None:
        for name in ("name", "title"):
            value = each.values.get(name)
            if isinstance(value, Localized) and None in value and not _accepted(each.citations, name):
                self.problems.warn(each.place, f"{name}: only in {'Arabic' if value.en is None else 'English'}")

    def links(self, kind: str) -> Iterator[tuple[Record, Link]]:
        """Yield the links of a kind, each with the record that owns it."""
        for record in self.records:
            yield from ((record, link) for link in record.links if link.kind == kind)


def _last_of(links: list[Link]) -> list[Link]:
    """Return the milestone of each stage that begins last; there may be thousands, and only it decides."""
    last: dict[str, Link] = {}
    for link in links:
        known = last.setdefault(link.values["stage"], link)
        if (link.values["date"].first or "") > (known.values["date"].first or ""):
            last[link.values["stage"]] = link
    return list(last.values())


def _accepted(citations: list[Citation], field: str) -> bool:
    """Return whether a citation of the field has a note, which accepts a warning."""
    return any(citation.field == field and citation.note for citation in citations)


def _apart(one: Any, other: Any) -> bool:
    return bool(
        (one.last and other.first and one.last < other.first) or (other.last and one.first and other.last < one.first)
    )
