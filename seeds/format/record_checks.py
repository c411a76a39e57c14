"""Checks of single records, against the reference tables alone."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from models.kinds.records import KINDS, OPEN_VOCABULARIES, VOCABULARIES
from seeds.format.collection import Collection
from seeds.format.files import REFERENCE, SHIPPED
from seeds.format.near_records import COUNTRIES, codes_of_countries
from seeds.format.problems import LONGEST, Place, Problems
from seeds.format.records import (
    LINK_KINDS,
    PLACEHOLDER,
    RECORDS,
    Citation,
    Code,
    Field,
    Link,
    Localized,
    Record,
)
from seeds.format.typed_values import typed

# How the problem of a record with a draft mark ends, before its slug.
UNACCEPTED = "is a draft; check it, then run: mithaq seed accept FILE"


def check_records(collection: Collection, problems: Problems) -> None:
    """Find the problems of each record by itself; the records that it refers to are not looked at."""
    checker = _RecordChecker(collection, problems)
    for record in collection.records:
        checker.record(record)


class _RecordChecker:
    def __init__(self, collection: Collection, problems: Problems) -> None:
        self.collection = collection
        self.problems = problems
        reference = collection.reference
        self.vocabularies = {name: set(reference.codes(name)) for name in VOCABULARIES}
        self.countries = {row.values["code"]: row.slug for row in reference.countries}

    def record(self, record: Record) -> None:
        fields = RECORDS[record.kind].all_fields
        if record.draft:
            self.problems.add(record.place, f"{record.kind} {record.slug!r} {UNACCEPTED} {record.slug}")
        if RECORDS[record.kind].only_shipped and not record.extends and self.collection.name != SHIPPED:
            self.problems.add(record.place, "countries come from ISO 3166-1; extend: an existing one")
        elif not record.extends:
            self.values(record.values, fields, record.place)
            self.printed(record.values, record.place)
            self.rules(record)
        for name in record.names:
            self.code("language", name.language, "language", name.place)
            self.code("name_form", name.form, "form", name.place)
        for citation in record.citations:
            self.citation(citation, record.kind, fields)
        for link in record.links:
            self.link(record, link)

    def link(self, record: Record, link: Link) -> None:
        fields = LINK_KINDS[link.kind].fields
        self.values(link.values, fields, link.place)
        for citation in link.citations:
            self.citation(citation, link.kind, fields)
        if LINK_KINDS[link.kind].is_cited and not link.citations:
            self.problems.add(link.place, f"a {link.kind} of {record.slug!r} is not cited; add cite:")
        self.printed(link.values, link.place)
        named = link.values.get("party") or link.values.get("printed")
        if link.kind == "participation" and not named and link.values["capacity"] == "itself":
            self.problems.add(link.place, "parties: an entry names a party:, printed: or a capacity: such as experts")
        if link.kind == "relation" and link.values["object"] == record.slug:
            self.problems.add(link.place, f"relation {link.values['type']}: a record cannot have a relation to itself")

    def rules(self, record: Record) -> None:
        """Check fields against each other; a value that could not be read is one problem, not two."""
        for fields, problem in broken_rules(record.kind, record.values):
            if record.unread.isdisjoint(fields):
                self.problems.add(record.place, problem)

    def printed(self, values: dict[str, Any], place: Place) -> None:
        """Check that a printed spelling is given only if no record is identified."""
        for name, printed in (("party", "printed"), ("place", "place_printed")):
            if values.get(name) and values.get(printed):
                self.problems.add(place, f"{printed}: is only for an unidentified {name}; remove it or {name}:")

    def values(self, values: dict[str, Any], fields: Iterable[Field], place: Place) -> None:
        for each in fields:
            value = values.get(each.name)
            if value is None:
                continue
            self.value(each, value, place)
            if isinstance(value, Localized) and set(value) & set(PLACEHOLDER):
                self.problems.add(place, f"{each.name}: replace the placeholder that Mithaq wrote")

    def value(self, each: Field, value: Any, place: Place) -> None:
        """Check that a code exists; the problem names those that do."""
        if isinstance(each.type, Code):
            self.code(each.type.vocabulary, value, each.name, place)
        elif each.type.name == "country" and value not in self.countries:
            hint = self.nearest_country(value)
            self.problems.add(place, f"{each.name}: {value!r} is not an ISO 3166-1 alpha-2 code{hint}")

    def nearest_country(self, value: str) -> str:
        """Return a hint with the codes that a name means, or with the nearest slug or code."""
        named = codes_of_countries(value) if self.problems.may_compare(COUNTRIES) else []
        if named:
            return f"; did you mean {' or '.join(named)}?"
        codes = {slug: code for code, slug in self.countries.items()}
        known = codes if self.problems.may_compare(len(codes)) else {}
        meant = difflib.get_close_matches(value.lower()[:LONGEST], known, n=1)
        return f"; did you mean {codes[meant[0]]}?" if meant else self.problems.nearest(value.upper(), self.countries)

    def code(self, vocabulary: str, value: str, name: str, place: Place) -> None:
        known = self.vocabularies[vocabulary]
        if value not in known:
            hint = self.problems.nearest(value, known)
            if not hint and vocabulary in OPEN_VOCABULARIES:
                hint = f"; if no code fits, add one in {REFERENCE}{vocabulary}.csv"
            self.problems.add(place, f"{name}: {value!r} is not a code of {vocabulary}{hint}")

    def citation(self, citation: Citation, kind: str, fields: tuple[Field, ...]) -> None:
        if citation.field and citation.field not in KINDS[kind].citable:
            hint = self.problems.nearest(citation.field, KINDS[kind].citable)
            self.problems.add(citation.place, f"cite: {citation.field!r} is not a citable field of {kind}{hint}")
        elif citation.reading is not None:
            self.reading(citation, {each.name: each for each in fields}.get(citation.field))

    def reading(self, citation: Citation, each: Field | None) -> None:
        """Check that a reading is a value of the field whose stored value it contradicts."""
        if each is None or citation.reading is None:
            self.problems.add(citation.place, "a reading belongs to a field: [start, end, field] or field:")
            return
        if not citation.note:
            self.problems.add(citation.place, "a reading carries its reason in note:")
        if each.type.name == "localized":
            return
        try:
            self.value(each, typed(citation.reading, each), citation.place)
        except ValueError as error:
            self.problems.add(citation.place, f"reading of {each.name}: {error}")


# The two fields that a rule compares, and the problem of a record that breaks it.
Broken = tuple[tuple[str, str], str]


def broken_rules(kind: str, values: dict[str, Any]) -> Iterator[Broken]:
    """Yield the rules between two fields that the values of a record break; each sees what the caller changed."""
    return RULES[kind](values) if kind in RULES else iter(())


def _agreement(values: dict[str, Any]) -> Iterator[Broken]:
    if values["value"] is not None and not values["currency"]:
        yield ("value", "currency"), "value: an amount needs its currency:"
    for name, owner in (("currency", "value"), ("qualifier", "value"), ("instruments_qualifier", "instruments")):
        if values[name] and values[owner] is None:
            yield (name, owner), f"{name}: needs {owner}:"
    yield from _range(values, "value")


def _figure(values: dict[str, Any]) -> Iterator[Broken]:
    if bool(values["unit"]) == bool(values["currency"]):
        yield ("unit", "currency"), "a figure has a unit: or a currency:, one of the two"
    if values["base"] and values["measure"] != "change":
        yield ("base", "measure"), "base: belongs to a figure whose measure: is change"
    yield from _range(values, "amount")


def _article(values: dict[str, Any]) -> Iterator[Broken]:
    if bool(values["published"]) != bool(values["published_basis"]):
        yield ("published", "published_basis"), "published: and published_basis: go together"


def _range(values: dict[str, Any], name: str) -> Iterator[Broken]:
    end = f"{name}_to"
    lower, upper = values[name], values[end]
    if upper is not None and (lower is None or upper <= lower):
        yield (name, end), f"{end}: is not above {name}:"


RULES: dict[str, Callable[[dict[str, Any]], Iterator[Broken]]] = {
    "agreement": _agreement,
    "figure": _figure,
    "article": _article,
}
