"""Resolve slugs to ids: of the records that changed files declare, and of those that they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from seeds.format.records import REFERENCES, Citation, Record
from seeds.loading.stored import StoredRecord


class Target(NamedTuple):
    """A record that may be referred to."""

    id: int
    kind: str


class Identities:
    """Ids by slug, and new ids in the order of the requests.

    `stored` are the records that the database holds under the slugs that the files mention, `own` the numbers of the
    files that changed or are gone: their records are unknown until they are declared again.
    """

    def __init__(self, stored: dict[str, StoredRecord], own: set[int], last: int) -> None:
        self.stored = stored
        self.own = own
        self.last = self.last_stored = last
        self.targets = {
            slug: Target(each.id, each.kind) for slug, each in stored.items() if each.home.source not in own
        }
        self.declared: set[int] = set()
        self.problems: list[str] = []

    def next(self) -> int:
        self.last += 1
        return self.last

    def declare(self, record: Record) -> None:
        """Give a record the id that it has in the database, also under a former slug, or a new one."""
        slugs = (record.slug, *record.former_slugs)
        stored = next((self.stored[slug] for slug in slugs if slug in self.stored), None)
        id_ = stored.id if stored else self.next()
        if stored and stored.home.source not in self.own:
            self.problems.append(f"{record.place}: the slug {stored.slug!r} is taken")
        elif id_ in self.declared or record.slug in self.targets:
            self.problems.append(f"{record.place}: {record.slug!r} is declared twice")
        elif stored and stored.kind != record.kind:
            self.problems.append(
                f"{record.slug} is of kind {stored.kind} and would become of kind {record.kind}; give it another slug"
            )
        self.declared.add(id_)
        self.targets[record.slug] = Target(id_, record.kind)

    def stored_owners(self, records: Iterable[Record]) -> set[int]:
        """Return the ids of those of the records that have links, and are in the database under whatever slug."""
        ids = {self.targets[each.slug].id for each in records if each.links and each.slug in self.targets}
        return {id_ for id_ in ids if id_ <= self.last_stored}

    def of(self, slug: str, kinds: Iterable[str] = ()) -> int:
        """Return the id of a record of one of these kinds, or of any; 0, with a problem noted, where there is none."""
        target = self.targets.get(slug)
        if target and (not kinds or target.kind in kinds):
            return target.id
        self.problems.append(f"there is no {' or '.join(kinds) or 'record'} {slug!r}")
        return 0


def mentioned(records: Iterable[Record]) -> set[str]:
    """Return every slug in these records."""
    found: set[str] = set()
    for record in records:
        found.add(record.slug)
        found.update(record.former_slugs)
        for kind, values, citations in parts(record):
            found.update(values[name] for name in REFERENCES[kind] if values.get(name))
            found.update(citation.cited for citation in citations)
            found.update(citation.reading or "" for citation in citations if reads_a_slug(kind, citation))
    return found


def parts(record: Record) -> Iterator[tuple[str, dict[str, Any], list[Citation]]]:
    """Yield the record and each of its links: kind, values by field, citations."""
    yield record.kind, record.values, record.citations
    for link in record.links:
        yield link.kind, link.values, link.citations


def reads_a_slug(kind: str, citation: Citation) -> bool:
    """Return whether the citation gives another record for a field."""
    return bool(citation.reading) and citation.field in REFERENCES[kind]
