"""The full check: every problem of a collection, with file and line.

It checks each record by itself (`record_checks`), and then records against each other. A load runs it only to word the
problems after the rules of the database have refused the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from models.checking.rules import PUBLISHERS
from models.checking.warnings import FIRST_ORDERED_RANK, UNORDERED
from models.edtf_dates import EdtfDate
from models.kinds.records import UNCITED
from seeds.format.collection import Collection, Spans
from seeds.format.problems import Place, Problems
from seeds.format.reading import FORMAT
from seeds.format.records import (
    LINK_KINDS,
    RECORDS,
    Citation,
    Link,
    Localized,
    Record,
    Reference,
)
from seeds.near_records import NearRecords
from seeds.record_checks import check_records

# The fields of each kind that hold slugs.
REFERENCES = {
    kind: {each.name: each.type for each in spec.fields if isinstance(each.type, Reference)}
    for kind, spec in (RECORDS | LINK_KINDS).items()
}


@dataclass
class Known:
    """Records of other collections that a seed file may refer to: kinds by slug, articles, days of events."""

    kinds: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    events: dict[str, EdtfDate] = field(default_factory=dict)
    spans: Spans = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, collection: Collection) -> Known:
        known = cls(spans=collection.spans)
        for record in collection.records:
            if not record.extends:
                length = (record.values["length"] or 0) if record.kind == "article" else None
                date = record.values["date"] if record.kind == "event" else None
                known.add(record.slug, record.kind, collection.name, length, date)
                if record.kind == "article":
                    known.digests.setdefault(record.values["digest"], record.slug)
        return known

    def add(self, slug: str, kind: str, owner: str, length: int | None, date: EdtfDate | None) -> None:
        """Add a record, an article with its length, an event with its date."""
        self.kinds[slug] = kind
        self.owners[slug] = owner
        if length is not None:
            self.lengths[slug] = length
        if date is not None:
            self.events[slug] = date


def check(collection: Collection, others: Known, problems: Problems) -> None:
    """Add all problems of the collection to `problems`, given what others hold."""
    Checker(collection, others, problems).run()


def article_digest(collection: Collection, others: Known, citation: Citation) -> str | None:
    """Return the digest of a cited span from the files of the collection, or of others."""
    span = (citation.start, citation.end)
    for spans in (collection.spans, others.spans):
        if span in spans.get(citation.cited, {}):
            return spans[citation.cited][span]
    return None


class Checker:
    """The check of the records of a collection, or of some rows of a table, against all known records."""

    def __init__(self, collection: Collection, others: Known, problems: Problems) -> None:
        self.collection = collection
        self.others = others
        self.problems = problems
        self.own = Known.of(collection)
        self.kinds = others.kinds | self.own.kinds
        self.slugs_by_kind: dict[str, list[str]] = {}
        for slug, kind in self.kinds.items():
            self.slugs_by_kind.setdefault(kind, []).append(slug)
        self.lengths = others.lengths | self.own.lengths
        self.relation_types = set(collection.reference.codes("relation_type"))
        self.joins = collection.reference.joins()
        self.ranks = collection.reference.ranks()
        self.near = NearRecords(problems)
        self.reports_printed = True
        self.undigested: dict[tuple[str, str], list[Place]] = {}
        self.unresolved: dict[tuple[str, str], list[Place]] = {}

    def check_rows(self) -> None:
        """Check the records of rows; several rows may state the same record, and spellings are counted."""
        self.reports_printed = False
        check_records(self.collection, self.problems)
        self.slugs()
        for record in self.collection.records:
            self.references(record)
        self.warnings()

    def run(self) -> None:
        check_records(self.collection, self.problems)
        self.slugs()
        for record in self.collection.records:
            self.references(record)
        self.repeated_links()
        self.repeated_citations()
        self.uncited()
        self.parts()
        self.warnings()
        self.digests()

    # References

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
            hint = self.problems.nearest(record.slug, self.slugs_by_kind.get(record.kind, ()))
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

    # Across records

    def slugs(self) -> None:
        seen: dict[str, Place] = {}
        for record in self.collection.records:
            for slug in [] if record.extends else [record.slug, *record.former_slugs]:
                if slug in seen:
                    self.problems.add(record.place, f"the slug {slug!r} is taken at {seen[slug]}")
                elif slug in self.others.owners:
                    owner = self.others.owners[slug]
                    self.problems.add(
                        record.place,
                        f"the slug {slug!r} belongs to the collection {owner!r}; choose another, or extend: it",
                    )
                elif slug in self.others.former and record.slug != self.others.former[slug]:
                    renamed = self.others.former[slug]
                    if slug not in record.former_slugs or renamed in self.others.owners:
                        self.problems.add(record.place, f"the slug {slug!r} is retired; it was renamed to {renamed!r}")
                seen.setdefault(slug, record.place)
            self.text(record)

    def text(self, record: Record) -> None:
        """Report an article that has the text of another."""
        digest = record.values.get("digest")
        other = self.others.digests.get(digest or "") or self.own.digests.get(digest or "")
        if record.kind == "article" and other not in (None, record.slug):
            self.problems.add(record.place, f"the article {other!r} has the same text; cite it, or extend: it")

    def repeated_links(self) -> None:
        """Report links stated twice in a file, or with other values in another file, and repeated names."""
        seen: dict[Any, Link] = {}
        names: dict[Any, Place] = {}
        for record in self.collection.records:
            for link in record.links:
                key = (record.slug, link.kind, link.natural_key())
                first = seen.setdefault((link.place.path, key), link)
                self.repeated_link(record, link, seen.setdefault(key, link) if first is link else first)
            for name in record.names:
                self.once(names, (record.slug, name[:3]), name.place, f"the name {name.text!r} of {record.slug}")

    def repeated_link(self, record: Record, link: Link, first: Link) -> None:
        differing = [name for name, value in link.values.items() if value != first.values[name]]
        once = first.place.path == link.place.path or not LINK_KINDS[link.kind].is_cited
        if first is not link and (differing or once):
            says = f", with another {differing[0]}:" if differing else ""
            self.problems.add(link.place, f"this {link.kind} of {record.slug} is already stated at {first.place}{says}")

    def repeated_citations(self) -> None:
        seen: dict[Any, Place] = {}
        for key, citation in self.citations():
            place = citation.place
            cited = f"{citation.words.quote!r}" if citation.words else f"[{citation.start}, {citation.end}]"
            cell = citation.cell and citation.cell[:2]
            self.once(seen, (key, citation[:4], citation.words, cell), place, f"the citation {cell or cited}")

    def citations(self) -> Iterator[tuple[Any, Citation]]:
        for record in self.collection.records:
            yield from ((record.slug, citation) for citation in record.citations)
            for link in record.links:
                yield from (((record.slug, link.kind, link.natural_key()), citation) for citation in link.citations)

    def once(self, seen: dict[Any, Place], key: Any, place: Place, what: str) -> None:
        if key in seen:
            self.problems.add(place, f"{what} is already stated at {seen[key]}")
        seen.setdefault(key, place)

    def uncited(self) -> None:
        cited = self.publishers() | {record.slug for record in self.collection.records if record.citations}
        for record in self.declared():
            if record.kind not in UNCITED and record.slug not in cited:
                self.problems.add(record.place, f"{record.kind} {record.slug!r} is not cited anywhere; add cite:")

    def publishers(self) -> set[str | None]:
        """Return the records that only name the publisher of a source."""
        publishers: set[str | None] = set()
        others: set[str | None] = set()
        for record in self.collection.records:
            for kind, values in ((record.kind, record.values), *((link.kind, link.values) for link in record.links)):
                for name in REFERENCES[kind]:
                    (publishers if (kind, name) in PUBLISHERS else others).add(values.get(name))
        return publishers - others

    def declared(self) -> Iterator[Record]:
        return (record for record in self.collection.records if not record.extends)

    def parts(self) -> None:
        """Report records that contain themselves, directly or through other records."""
        for name in ("part_of", "parent"):
            circles = find_circles({record.slug: record.values.get(name) for record in self.declared()})
            for record in self.declared():
                if record.slug in circles:
                    self.problems.add(record.place, f"{name}: {record.slug!r} would be a part of itself")

    def warnings(self) -> None:
        """Warn of doubtful facts, which load; a note on a citation of the field in doubt accepts it."""
        self.order_of_steps()
        self.event_dates()
        self.shared_identifiers()
        for record in self.collection.records:
            self.incomplete(record.kind, record.values, record.citations, record.place)
            for link in record.links:
                self.incomplete(link.kind, link.values, link.citations, link.place)

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
        events = self.others.events | self.own.events
        holders: list[Record | Link] = [record for record in self.declared() if record.kind == "statement"]
        for each in [*holders, *(link for _, link in self.links("milestone"))]:
            day, held = each.values["date"], events.get(each.values["event"] or "")
            if day and held and _apart(day, held) and not _accepted(each.citations, "date"):
                self.problems.warn(each.place, f"{day.text} lies outside {each.values['event']} ({held.text})")

    def shared_identifiers(self) -> None:
        owners: dict[Any, str] = {}
        for record, link in self.links("identifier"):
            owner = owners.setdefault((link.values["scheme"], link.values["value"]), record.slug)
            if owner != record.slug and not _accepted(link.citations, "value"):
                self.problems.warn(link.place, f"identifiers: {owner!r} has {link.values['value']!r} too")

    def incomplete(self, kind: str, values: dict[str, Any], citations: list[Citation], place: Place) -> None:
        """Warn of names in one language, and of parties and places that are not identified."""
        for name in ("name", "title"):
            value = values.get(name)
            if isinstance(value, Localized) and None in value and not _accepted(citations, name):
                self.problems.warn(place, f"{name}: only in {'Arabic' if value.en is None else 'English'}")
        for name in ("printed", "place_printed") if self.reports_printed else ():
            if values.get(name) and not _accepted(citations, name):
                self.problems.warn(place, f"{name}: {values[name]!r} is not identified")

    def links(self, kind: str) -> Iterator[tuple[Record, Link]]:
        """Yield the links of a kind, each with the record that owns it."""
        for record in self.collection.records:
            yield from ((record, link) for link in record.links if link.kind == kind)


def _last_of(links: list[Link]) -> list[Link]:
    """Return the milestone of each stage that begins last; there may be thousands, and only it decides."""
    last: dict[str, Link] = {}
    for link in links:
        known = last.setdefault(link.values["stage"], link)
        if (link.values["date"].first or "") > (known.values["date"].first or ""):
            last[link.values["stage"]] = link
    return list(last.values())


def find_circles(wholes: Mapping[str, str | None]) -> set[str]:
    """Return the records that contain themselves, directly or through others, given the whole of each part."""
    found, seen = set[str](), set[str]()
    for start in wholes:
        path: list[str] = []
        each: str | None = start
        while each and each not in seen:
            seen.add(each)
            path.append(each)
            each = wholes.get(each)
        if each in path:
            found.update(path[path.index(each) :])
    return found


def _accepted(citations: list[Citation], field: str) -> bool:
    """Return whether a citation of the field has a note, which accepts a warning."""
    return any(citation.field == field and citation.note for citation in citations)


def _apart(one: Any, other: Any) -> bool:
    return bool(
        (one.last and other.first and one.last < other.first) or (other.last and one.first and other.last < one.first)
    )
