"""What a seed file may say: the kinds of record and link, their fields, and the typed records read from them.

One description serves reading, checking, the JSON Schema, the canonical form and the columns of the tables.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from seeds.format.problems import Place


class Localized(NamedTuple):
    """A text in both languages."""

    en: str
    ar: str


# What a file that was only started says in place of a title.
PLACEHOLDER = Localized("Title of the article in English", "عنوان المقال بالعربية")


@dataclass(frozen=True)
class Type:
    """The type of a field. `columns` are the suffixes of the table columns that hold its value."""

    name: str
    columns: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Code(Type):
    """A code of a vocabulary."""

    vocabulary: str = ""


@dataclass(frozen=True)
class Reference(Type):
    """The slug of a record of one of these kinds; of any kind where none is named."""

    kinds: tuple[str, ...] = ()


TEXT = Type("text")
LOCALIZED = Type("localized", ("_en", "_ar"))
DATE = Type("date", ("", "_from", "_to"))
NUMBER = Type("number")
COUNT = Type("count")
FLAG = Type("flag")
DIGEST = Type("digest")
COUNTRY = Type("country")


def code(vocabulary: str) -> Code:
    return Code("code", vocabulary=vocabulary)


def reference(*kinds: str) -> Reference:
    return Reference("reference", kinds=kinds)


@dataclass(frozen=True)
class Field:
    """A key of a record or link, in the order of the canonical form."""

    name: str
    type: Type
    required: bool = False
    default: str | None = None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.name + suffix for suffix in self.type.columns)


@dataclass(frozen=True)
class LinkKind:
    """A kind of link: the key it stands under, the column of its owner, its fields and its natural key."""

    kind: str
    section: str
    owner: str
    fields: tuple[Field, ...]
    natural_key: tuple[str, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for each in self.fields for column in each.columns)


@dataclass(frozen=True)
class RecordKind:
    """A kind of record: its section of a file, its fields, those of them kept in `record`, and its links."""

    kind: str
    section: str
    fields: tuple[Field, ...]
    links: tuple[str, ...]
    common: tuple[Field, ...] = ()

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        """In the order of the canonical form."""
        return (*self.common, *self.fields, NOTE)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for each in self.fields for column in each.columns)


NAME = Field("name", LOCALIZED, required=True)
SUMMARY = Field("summary", LOCALIZED)
OWN_COUNTRY = Field("country", COUNTRY)
NOTE = Field("note", TEXT)
PERIOD = Field("period", DATE)

PARTICIPATION = LinkKind(
    "participation",
    "parties",
    "record",
    (
        Field("party", reference("country", "organization", "person", "place")),
        Field("role", code("role"), required=True),
        Field("capacity", code("capacity"), default="itself"),
    ),
    ("party", "capacity", "role"),
)
MILESTONE = LinkKind(
    "milestone",
    "milestones",
    "record",
    (
        Field("stage", code("stage"), required=True),
        Field("outlook", code("outlook"), default="occurred"),
        Field("party", reference("country", "organization")),
        Field("date", DATE),
        Field("event", reference("event")),
        Field("place", reference("place")),
    ),
    ("stage", "outlook", "party", "date", "event"),
)
CLASSIFICATION = LinkKind(
    "classification", "sectors", "record", (Field("sector", code("sector"), required=True),), ("sector",)
)
RELATION = LinkKind(
    "relation",
    "relations",
    "subject",
    (
        Field("type", code("relation_type"), required=True),
        Field("object", reference(), required=True),
        Field("context", reference()),
        Field("sector", code("sector")),
        PERIOD,
    ),
    ("type", "object", "context", "sector", "period"),
)
POSITION = LinkKind(
    "position",
    "positions",
    "person",
    (
        Field("holder", reference("organization", "country")),
        Field("title", LOCALIZED, required=True),
        Field("former", FLAG),
        PERIOD,
    ),
    ("holder", "title"),
)
ABOUT = LinkKind("about", "about", "statement", (Field("record", reference(), required=True),), ("record",))

LINKS = {link.section: link for link in (MILESTONE, PARTICIPATION, ABOUT, CLASSIFICATION, POSITION, RELATION)}
LINK_KINDS = {link.kind: link for link in LINKS.values()}

ACTION_LINKS = ("milestones", "parties", "sectors", "relations")

RECORDS = {
    record.kind: record
    for record in (
        RecordKind(
            "article",
            "article",
            (
                Field("publisher", reference("organization")),
                Field("byline", TEXT),
                Field("reprinted_from", reference("organization")),
                Field("language", code("language"), required=True),
                Field("published", DATE),
                Field("published_basis", code("published_basis")),
                Field("url", TEXT),
                Field("digest", DIGEST, required=True),
                Field("length", COUNT, required=True),
            ),
            (),
            (NAME, SUMMARY),
        ),
        RecordKind(
            "country",
            "countries",
            (Field("code", TEXT, True), Field("alpha3", TEXT, True), Field("numeric", TEXT, True)),
            ("sectors", "relations"),
            (NAME, OWN_COUNTRY),
        ),
        RecordKind(
            "organization",
            "organizations",
            (
                Field("kind", code("organization_kind"), required=True),
                Field("parent", reference("organization")),
            ),
            ("sectors", "relations"),
            (NAME, SUMMARY, OWN_COUNTRY),
        ),
        RecordKind("person", "people", (), ("positions", "sectors", "relations"), (NAME, SUMMARY, OWN_COUNTRY)),
        RecordKind(
            "place",
            "places",
            (Field("kind", code("place_kind"), required=True),),
            ("relations",),
            (NAME, SUMMARY, OWN_COUNTRY),
        ),
        RecordKind(
            "agreement",
            "agreements",
            (
                Field("type", code("agreement_type"), required=True),
                Field("value", NUMBER),
                Field("value_to", NUMBER),
                Field("currency", code("currency")),
                Field("qualifier", code("qualifier")),
                Field("instruments", COUNT),
                Field("instruments_qualifier", code("qualifier")),
                PERIOD,
                Field("part_of", reference("agreement")),
            ),
            ACTION_LINKS,
            (NAME, SUMMARY),
        ),
        RecordKind(
            "event",
            "events",
            (
                Field("type", code("event_type"), required=True),
                Field("outlook", code("outlook"), required=True),
                Field("date", DATE),
                Field("place", reference("place")),
                Field("part_of", reference("event")),
            ),
            ("parties", "sectors", "relations"),
            (NAME, SUMMARY),
        ),
        RecordKind(
            "initiative",
            "initiatives",
            (
                Field("type", code("initiative_type"), required=True),
                PERIOD,
                Field("place", reference("place")),
                Field("part_of", reference("initiative")),
            ),
            ACTION_LINKS,
            (NAME, SUMMARY),
        ),
        RecordKind(
            "figure",
            "figures",
            (
                Field("subject", reference(), required=True),
                Field("measure", code("measure"), required=True),
                Field("amount", NUMBER, required=True),
                Field("amount_to", NUMBER),
                Field("unit", code("unit")),
                Field("currency", code("currency")),
                Field("qualifier", code("qualifier")),
                PERIOD,
                Field("base", DATE),
            ),
            ("parties", "sectors"),
            (NAME, SUMMARY),
        ),
        RecordKind(
            "statement",
            "statements",
            (
                Field("attribution", code("attribution"), required=True),
                Field("mode", code("mode"), required=True),
                Field("event", reference("event")),
                Field("date", DATE),
            ),
            ("parties", "about", "sectors"),
            (NAME, SUMMARY),
        ),
    )
}
SECTIONS = {record.section: record for record in RECORDS.values()}


class Citation(NamedTuple):
    """Characters of an article, 0-based code points, the end exclusive; `field` is empty for the whole fact."""

    field: str
    article: str
    start: int
    end: int
    reading: str | None
    note: str | None
    place: Place


class FurtherName(NamedTuple):
    """A printed form, alias, acronym … of a record."""

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
        return tuple(_key_part(self.values.get(name)) for name in LINK_KINDS[self.kind].natural_key)


@dataclass(slots=True)
class Record:
    """A record read from a file, or what a file adds to one that is declared elsewhere (`extends`)."""

    kind: str
    slug: str
    place: Place
    extends: bool = False
    values: dict[str, Any] = field(default_factory=dict)
    former_slugs: list[str] = field(default_factory=list)
    names: list[FurtherName] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


def _key_part(value: Any) -> Any:
    """Dates are told apart by their text, titles by their English."""
    return value[0] if isinstance(value, tuple) else value
