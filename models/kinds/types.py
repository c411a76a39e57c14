"""Types of fields, and the classes that describe fields, kinds of link and kinds of record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Label(NamedTuple):
    """A word or text in both languages."""

    en: str
    ar: str


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
    """The slug of a record of one of these kinds, or of any kind if none is given."""

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
    """Return the type of a code of the vocabulary."""
    return Code("code", vocabulary=vocabulary)


def reference(*kinds: str) -> Reference:
    """Return the type of a slug of a record of these kinds."""
    return Reference("reference", kinds=kinds)


@dataclass(frozen=True)
class Field:
    """A key of a record or link in a seed file, and its table columns.

    `meaning` completes "… is" in lower case; of a reference it names the record, not the slug. `labels` head the
    columns, one label each. Only a field that is `citable` may be named in a citation.
    """

    name: str
    type: Type
    meaning: str
    labels: tuple[Label, ...]
    required: bool = False
    default: str | None = None
    citable: bool = True

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.name + suffix for suffix in self.type.columns)


def field(
    name: str,
    type: Type,
    meaning: str,
    *labels: tuple[str, str],
    required: bool = False,
    default: str | None = None,
    citable: bool = True,
) -> Field:
    """Return a field; its labels are pairs of English and Arabic, one for each column."""
    return Field(name, type, meaning, tuple(Label(*label) for label in labels), required, default, citable)


def period(meaning: str) -> Field:
    """Return the field `period`, with the labels that it has everywhere."""
    labels = (("Period", "الفترة"), ("Period, first day", "أول أيام الفترة"), ("Period, last day", "آخر أيام الفترة"))
    return field("period", DATE, meaning, *labels)


def date(meaning: str) -> Field:
    """Return the field `date`, with the labels that it has everywhere."""
    return field("date", DATE, meaning, ("Date", "التاريخ"), ("First day", "أول يوم"), ("Last day", "آخر يوم"))


@dataclass(frozen=True)
class Kind:
    """What kinds of link and kinds of record have in common: names, definition, fields."""

    kind: str
    section: str
    label: Label
    definition: Label
    fields: tuple[Field, ...]

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields in the order of the canonical form."""
        return self.fields

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the fields in the table of the kind."""
        return tuple(column for each in self.fields for column in each.columns)

    @cached_property
    def citable(self) -> tuple[str, ...]:
        """The names of the fields that a citation may support."""
        return tuple(each.name for each in self.all_fields if each.citable)

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            KeyError: the kind has no such field.
        """
        return {each.name: each for each in self.all_fields}[name]


@dataclass(frozen=True)
class LinkKind(Kind):
    """A kind of link: `owner` is the column of the record that owns it, `natural_key` the fields that identify it."""

    owner: str = "record"
    natural_key: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordKind(Kind):
    """A kind of record. `common` are its fields in the table `record`, `links` the sections of its links.

    Traits: `is_cited` if a record needs a citation, `can_be_cooperation` if reports of cooperation count it, `dated_by`
    is the field that dates it (empty if its milestones do, or nothing), `part_of` the field that names its whole.
    `only_shipped` records come with Mithaq, and other files only extend them. `scope` tells curators what belongs in
    the section.
    """

    plural: Label
    scope: str
    links: tuple[str, ...] = ()
    common: tuple[Field, ...] = ()
    only_shipped: bool = False
    is_cited: bool = True
    can_be_cooperation: bool = False
    dated_by: str = ""
    part_of: str = ""

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        """The fields in the order of the canonical form."""
        return (*self.common, *self.fields, NOTE)

    @property
    def has_country(self) -> bool:
        return OWN_COUNTRY in self.common

    @property
    def has_parties(self) -> bool:
        return "parties" in self.links

    @property
    def has_stage(self) -> bool:
        """Whether milestones give it a stage and a date."""
        return "milestones" in self.links

    @property
    def has_sectors(self) -> bool:
        return "sectors" in self.links


NAME = field("name", LOCALIZED, "its name", ("Name", "الاسم بالإنجليزية"), ("Arabic name", "الاسم"), required=True)
SUMMARY = field(
    "summary",
    LOCALIZED,
    "what it is, in our own words",
    ("Summary", "الملخص بالإنجليزية"),
    ("Arabic summary", "الملخص"),
)
OWN_COUNTRY = field("country", COUNTRY, "its own country", ("Country", "الدولة"))
NOTE = field("note", TEXT, "reasons and doubts of the curators", ("Note", "ملاحظة"))
