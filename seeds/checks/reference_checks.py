"""Check the references of records: other records, spans of articles and cells of data sets."""

from __future__ import annotations

from typing import Any

from seeds.checks.known import Known
from seeds.format.collection import Collection
from seeds.format.near_records import NearRecords, hint_of_country
from seeds.format.problems import Place, Problems
from seeds.format.reading import FORMAT
from seeds.format.records import RECORDS, REFERENCES, Citation, Link, Record, Reference


def check_references(collection: Collection, own: Known, others: Known, problems: Problems) -> None:
    """Find references to records, spans and cells that are neither in the collection nor in others."""
    checker = _ReferenceChecker(collection, own, others, problems)
    for record in collection.records:
        checker.references(record)
    checker.digests()


def article_digest(collection: Collection, others: Known, citation: Citation) -> str | None:
    """Return the digest of a cited span from the files of the collection, or of others."""
    span = (citation.start, citation.end)
    for spans in (collection.spans, others.spans):
        if span in spans.get(citation.cited, {}):
            return spans[citation.cited][span]
    return None


class _ReferenceChecker:
    def __init__(self, collection: Collection, own: Known, others: Known, problems: Problems) -> None:
        self.collection = collection
        self.others = others
        self.problems = problems
        self.kinds = others.kinds | own.kinds
        self.slugs_by_kind: dict[str, list[str]] = {}
        for slug, kind in self.kinds.items():
            self.slugs_by_kind.setdefault(kind, []).append(slug)
        self.lengths = others.lengths | own.lengths
        self.relation_types = set(collection.reference.codes("relation_type"))
        self.joins = collection.reference.joins()
        self.near = NearRecords(problems)
        self.undigested: dict[tuple[str, str], list[Place]] = {}
        self.unresolved: dict[tuple[str, str], list[Place]] = {}

    def references(self, record: Record) -> None:
        if record.extends:
            self.extension(record)
        self.part(record.kind, record.values, record.citations, record.place)
        for link in record.links:
            self.part(link.kind, link.values, link.citations, link.place)
            if link.kind == "relation":
                self.relation(record, link)

    def part(self, kind: str, values: dict[str, Any], citations: list[Citation], place: Place) -> None:
        """Check what a record or a link refers to: records, readings that are records, spans of articles."""
        references = REFERENCES[kind]
        for name, type_ in references.items():
            if values.get(name) is not None:
                self.slug(type_, values[name], name, place)
        for citation in citations:
            self.span(citation)
            if citation.reading is not None and citation.field in references:
                self.slug(references[citation.field], citation.reading, citation.field, citation.place)

    def extension(self, record: Record) -> None:
        kind = self.kinds.get(record.slug)
        if kind is None:
            hint = hint_of_country(record.slug, self.problems) if record.kind == "country" else ""
            hint = hint or self.problems.nearest(record.slug, self.slugs_by_kind.get(record.kind, ()))
            self.problems.add(record.place, f"extend: there is no {record.kind} {record.slug!r}{hint}")
        elif kind != record.kind:
            section = RECORDS[kind].section
            self.problems.add(record.place, f"extend: {record.slug!r} is of kind {kind}; put it under {section}:")

    def relation(self, record: Record, link: Link) -> None:
        name = link.values["type"]
        kind = self.kinds.get(link.values["object"] or "")
        if link.values["object"] == record.slug or not kind or name not in self.relation_types:
            return
        if (name, record.kind, kind) not in self.joins:
            allowed = sorted(f"{s} to {o}" for t, s, o in self.joins if t == name)
            self.problems.add(link.place, f"relation {name} joins {', '.join(allowed)}, not {record.kind} to {kind}")

    def slug(self, type_: Reference, value: str, name: str, place: Place) -> None:
        kind = self.kinds.get(value)
        if kind is None and value in self.others.former:
            self.problems.add(place, f"{name}: {value!r} is now called {self.others.former[value]!r}")
        elif kind is None:
            self.problems.add(place, f"{name}: there is no record {value!r}{self.near.hint(value, self.kinds)}")
        elif type_.kinds and kind not in type_.kinds:
            self.problems.add(place, f"{name}: {value!r} is of kind {kind}, expected {' or '.join(type_.kinds)}")

    def cell(self, citation: Citation) -> None:
        """Check that a cell is one of a data set."""
        kind = self.kinds.get(citation.cited)
        if kind != "dataset":
            hint = self.problems.nearest(citation.cited, self.slugs_by_kind.get("dataset", ()))
            self.problems.add(citation.place, f"there is no data set {citation.cited!r}{hint}")

    def span(self, citation: Citation) -> None:
        if citation.cell:
            self.cell(citation)
            return
        length = self.lengths.get(citation.cited)
        at = f"[{citation.start}, {citation.end}]"
        if length is None:
            hint = self.problems.nearest(citation.cited, self.lengths)
            self.problems.add(citation.place, f"there is no article {citation.cited!r}{hint}")
        elif citation.words:
            self.unresolved.setdefault((citation.place.path, citation.cited), []).append(citation.place)
        elif citation.end <= citation.start:
            self.problems.add(
                citation.place, f"citation {at} is reversed or empty; the end is behind the last character"
            )
        elif citation.end > length:
            self.problems.add(
                citation.place, f"citation {at} is not inside {citation.cited}, which has {length} characters"
            )
        elif article_digest(self.collection, self.others, citation) is None:
            self.undigested.setdefault((citation.place.path, citation.cited), []).append(citation.place)

    def digests(self) -> None:
        """Report the citations by words and the spans without a digest, once for each file and article."""
        for (_, article), places in self.unresolved.items():
            words = f"{len(places)} citation{'s' if len(places) > 1 else ''} of {article} by words"
            self.problems.add(min(places), f"{words}; find their positions with: {FORMAT}")
        for (_, article), places in self.undigested.items():
            spans = f"{len(places)} span{'s' if len(places) > 1 else ''} of {article} without digest"
            self.problems.add(min(places), f"{spans}; write what is missing with: {FORMAT}")
