"""Number the passages that support a record, and find the numbers behind each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reports.site.library import Library

# A variant is evidence, too, but of another value.
SECTIONS = ("citations", "otherwise")


class Place(NamedTuple):
    """The target of a citation: a source and the characters in it, or else a row and a column."""

    source: str
    start: int
    end: int
    row: str
    column: str


class Passage(NamedTuple):
    """A citation for a record, with its number on the page: characters of an article, or a cell of a data set."""

    number: int
    place: Place
    quote: str | None
    notes: tuple[str, ...]


class Evidence:
    """The passages of every record, and their numbers by record, item and field."""

    def __init__(self, library: Library) -> None:
        self.passages: dict[str, list[Passage]] = {}
        self._numbers: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(dict)
        for slug in library.heads:
            if cited := list(_citations(library, slug)):
                self._number(slug, cited)

    def numbers(self, slug: str, item: str | None, *fields: str) -> list[int]:
        """Return the numbers of the passages that support these fields of a fact; its item is empty for the record."""
        found = self._numbers.get((slug, item or ""), {})
        return sorted({number for field in fields for number in found.get(field, ())})

    def all_numbers(self, slug: str, item: str | None) -> list[int]:
        """Return the numbers of the passages that support a fact or any of its fields."""
        return self.numbers(slug, item, *self._numbers.get((slug, item or ""), ()))

    def _number(self, slug: str, cited: Iterable[Mapping[str, Any]]) -> None:
        places: dict[Place, list[Mapping[str, Any]]] = defaultdict(list)
        for each in cited:
            places[_place(each)].append(each)
        passages = []
        for number, (place, group) in enumerate(sorted(places.items()), 1):
            notes = tuple(dict.fromkeys(each["note"] for each in group if each["note"]))
            passages.append(Passage(number, place, group[0]["quote"], notes))
            for each in group:
                if each.get("reading") is None:
                    numbers = self._numbers[slug, each["item"] or ""].setdefault(each["field"], [])
                    numbers.append(number)
        self.passages[slug] = passages


def _place(citation: Mapping[str, Any]) -> Place:
    source = citation.get("source") or citation["article"]
    start, end = citation["start_char"] or 0, citation["end_char"] or 0
    return Place(source, start, end, citation.get("row_key") or "", citation.get("column_name") or "")


def _citations(library: Library, slug: str) -> Iterable[Mapping[str, Any]]:
    for name in SECTIONS:
        section = library.sections[name]
        names = [column.name for column in section.report.columns]
        for row in section.rows.get(slug, ()):
            yield dict(zip(names, row, strict=False))
