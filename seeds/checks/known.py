"""The records that seed files may refer to: those of a collection, or of all others."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.edtf_dates import EdtfDate
from seeds.format.collection import Collection, Spans


@dataclass
class Known:
    """Records with their kinds and owners by slug, lengths and digests of articles, days of events."""

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
