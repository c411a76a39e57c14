"""Typed records, as read from a seed file. Re-exports the kinds of `models.kinds` that the format consists of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from models.kinds.links import LINK_KINDS, LINKS
from models.kinds.records import RECORDS, SECTIONS
from models.kinds.types import FLAG, Code, Field, LinkKind, RecordKind, Reference, Type
from seeds.format.problems import Place

__all__ = [
    "DRAFT",
    "LINKS",
    "LINK_KINDS",
    "PLACEHOLDER",
    "RECORDS",
    "REFERENCES",
    "SECTIONS",
    "Cell",
    "Citation",
    "Code",
    "Field",
    "Link",
    "LinkKind",
    "Localized",
    "OtherName",
    "Record",
    "RecordKind",
    "Reference",
    "Type",
    "Words",
]

# The fields of each kind that hold slugs, with their types.
REFERENCES = {
    kind: {each.name: each.type for each in spec.fields if isinstance(each.type, Reference)}
    for kind, spec in (RECORDS | LINK_KINDS).items()
}

# The mark of a record, or of an extension of one, that no person has accepted yet. It covers the links.
DRAFT = Field("draft", FLAG, "true of a proposal that no person has accepted yet", ("Draft", "مسودة"), citable=False)


class Localized(NamedTuple):
    """A text in English, in Arabic, or in both."""

    en: str | None
    ar: str | None


# The title that `seed new` writes, until a person replaces it.
PLACEHOLDER = Localized("Title of the article in English", "عنوان المقال بالعربية")


class Words(NamedTuple):
    """Words of a text that stand for their span until they are resolved; `nth` counts their occurrences from 1."""

    quote: str
    before: str = ""
    after: str = ""
    nth: int | None = None


class Cell(NamedTuple):
    """A cell of a table: the key of its row, the header of its column, the digest of its text.

    `digest` is the SHA-256 of the text of the typed cell in hexadecimal. `printed` is the spelling in the cell where a
    lookup says what it means.
    """

    row_key: str
    column: str
    digest: str
    printed: str | None = None


class Citation(NamedTuple):
    """The place in a source that supports a fact; `field` is empty for the whole fact.

    `cited` is the slug of the source. In an article the place is a span in 0-based code points, the end exclusive; a
    citation by `words` that are not resolved yet has the empty span 0 to 0. In a data set it is a `cell`, and the span
    is 0 to 0.
    """

    field: str
    cited: str
    start: int
    end: int
    reading: str | None
    note: str | None
    place: Place
    words: Words | None = None
    cell: Cell | None = None


class OtherName(NamedTuple):
    """Another name of a record: a printed form, an alias, an acronym …"""

    text: str
    language: str
    form: str
    place: Place


@dataclass(slots=True)
class Link:
    """A link read from a file: the values of its fields by name."""

    kind: str
    values: dict[str, Any]
    place: Place
    citations: list[Citation] = field(default_factory=list)

    def natural_key(self) -> tuple[Any, ...]:
        """Return the values that distinguish the link from others of its kind and owner."""
        return tuple(_key_part(self.values.get(name)) for name in LINK_KINDS[self.kind].natural_key)


@dataclass(slots=True)
class Record:
    """A record read from a file, or what a file adds to a record of another file (`extends`).

    `unread` names the fields whose values could not be read.
    """

    kind: str
    slug: str
    place: Place
    extends: bool = False
    draft: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    former_slugs: list[str] = field(default_factory=list)
    names: list[OtherName] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def _key_part(value: Any) -> Any:
    """Return the key of a value: the text of a date, the English of a title or else the Arabic."""
    return next(part for part in value if part is not None) if isinstance(value, tuple) else value


def count_links(records: Iterable[Record]) -> Counter[str]:
    """Count the links of records, and the citations of both."""
    counts = Counter[str]()
    for record in records:
        counts["links"] += len(record.links)
        counts["citations"] += len(record.citations) + sum(len(link.citations) for link in record.links)
    return counts
