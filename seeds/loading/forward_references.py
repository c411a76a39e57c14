"""What the files of a new collection are going to declare, as their lines promise before they are read.

A collection is read in parts, and a part may refer to what a later one declares. The lines of the canonical form
tell the kind and slug of each record; whether a promise that was relied on is kept is seen when the part comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from seeds.format.files import SeedFile
from seeds.format.records import SECTIONS, Record

LINES = re.compile(rb"^(?:([a-z]+):|  (?:- )?slug: ([a-z0-9-]+)$|  length: ([0-9]{1,9})$)", re.MULTILINE)


@dataclass
class Promises:
    """Kinds by slug, the lengths of articles, and the ids given to what was referred to before it came."""

    kinds: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, files: Iterable[SeedFile]) -> Promises:
        promises = cls()
        for file in files:
            promises._read(file.data)
        return promises

    def _read(self, data: bytes) -> None:
        section, slug = "", ""
        for match in LINES.finditer(data):
            if match[1]:
                section = match[1].decode()
            elif match[2] and section in SECTIONS:
                slug = match[2].decode()
                self.kinds[slug] = SECTIONS[section].kind
            elif match[3] and section == "article":
                self.lengths[slug] = int(match[3])

    def redeem(self, record: Record) -> bool:
        """Whether a record that has come is what was promised, where that was relied on; it is relied on no more."""
        if self.ids.pop(record.slug, None) is None:
            return True
        length = record.values.get("length") if record.kind == "article" else None
        return (self.kinds[record.slug], self.lengths.get(record.slug)) == (record.kind, length)
