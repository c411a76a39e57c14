"""A change of a record, as a plan of a load and a comparison of two databases list it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Change(NamedTuple):
    """One change of a record: `part` is field, link, name or citation.

    `sign` is + - or ~, `kind` the kind of the fact, and `item` the link, if a link changes. `old` and `new` are the
    values, None if there is none.
    """

    sign: str
    part: str
    kind: str
    item: str
    field: str
    old: Any
    new: Any


@dataclass
class RecordChange:
    """A record that is added (+), deleted (-) or changed (~)."""

    sign: str
    kind: str
    slug: str
    name_en: str | None
    name_ar: str | None
    changes: list[Change] = field(default_factory=list)
