"""The full check: every problem of a collection, with file and line.

It checks each record by itself (`record_checks`), what records refer to (`reference_checks`), and then records against
each other. A load runs it only to word the problems after the rules of the database have refused the files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models.checking.rules import PUBLISHERS
from models.kinds.records import UNCITED
from seeds.checks.known import Known
from seeds.checks.reference_checks import check_references
from seeds.checks.warnings import warn
from seeds.format.collection import Collection
from seeds.format.problems import Place, Problems
from seeds.format.record_checks import check_records
from seeds.format.records import LINK_KINDS, REFERENCES, Citation, Link, Record


def check(collection: Collection, others: Known, problems: Problems) -> None:
    """Add all problems of the collection to `problems`, given the records of other collections."""
    own = Known.of(collection)
    checker = _Checker(collection, own, others, problems)
    check_records(collection, problems)
    checker.slugs()
    check_references(collection, own, others, problems)
    checker.repeated_links()
    checker.repeated_citations()
    checker.uncited()
    checker.parts()
    warn(collection, others.events | own.events, problems)


def check_rows(collection: Collection, others: Known, problems: Problems) -> None:
    """Check the records of some rows; several rows may state the same record, and spellings are counted."""
    own = Known.of(collection)
    check_records(collection, problems)
    _Checker(collection, own, others, problems).slugs()
    check_references(collection, own, others, problems)
    warn(collection, others.events | own.events, problems, reports_printed=False)


class _Checker:
    """The check of the records of a collection against each other."""

    def __init__(self, collection: Collection, own: Known, others: Known, problems: Problems) -> None:
        self.collection = collection
        self.own = own
        self.others = others
        self.problems = problems

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
