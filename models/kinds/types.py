"""Types of fields, and the classes that describe fields, kinds of link and kinds of record.

Plain classes: dataclasses would add several milliseconds to the start of every report.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple


class Label(NamedTuple):
    """A word or text in both languages."""

    en: str
    ar: str


class Type:
    """The type of a field. `columns` are the suffixes of the table columns that hold its value."""

    def __init__(self, name: str, columns: tuple[str, ...] = ("",)) -> None:
        self.name = name
        self.columns = columns


class Code(Type):
    """A code of a vocabulary; `words` are labels, English and Arabic, of codes that have other labels in this field."""

    def __init__(self, vocabulary: str, words: Mapping[str, tuple[str, str]] | None = None) -> None:
        super().__init__("code")
        self.vocabulary = vocabulary
        self.words = words or {}


class Reference(Type):
    """The slug of a record of one of these kinds, or of any kind if none is given."""

    def __init__(self, *kinds: str) -> None:
        super().__init__("reference")
        self.kinds = kinds


TEXT = Type("text")
# A text in English, in Arabic, or in both.
LOCALIZED = Type("localized", ("_en", "_ar"))
DATE = Type("date", ("", "_from", "_to"))
DAY = Type("day")
NUMBER = Type("number")
COUNT = Type("count")
FLAG = Type("flag")
DIGEST = Type("digest")
COUNTRY = Type("country")


class Field:
    """A key of a record or link in a seed file, and its table columns.

    `meaning` completes "… is" in lower case; for a reference it names the record, not the slug. `labels` head the
    columns: pairs of English and Arabic, one for each column. A citation may name only a field that is `citable`.
    """

    def __init__(
        self,
        name: str,
        type: Type,
        meaning: str,
        *labels: tuple[str, str],
        required: bool = False,
        default: str | None = None,
        citable: bool = True,
    ) -> None:
        self.name = name
        self.type = type
        self.meaning = meaning
        self.labels = tuple(Label(*label) for label in labels)
        self.required = required
        self.default = default
        self.citable = citable
        self.columns = tuple(name + suffix for suffix in type.columns)


def period(meaning: str) -> Field:
    """Return the field `period` with its common labels."""
    labels = (("Period", "الفترة"), ("Period, first day", "أول أيام الفترة"), ("Period, last day", "آخر أيام الفترة"))
    return Field("period", DATE, meaning, *labels)


def date(meaning: str) -> Field:
    """Return the field `date` with its common labels."""
    return Field("date", DATE, meaning, ("Date", "التاريخ"), ("First day", "أول يوم"), ("Last day", "آخر يوم"))


class Kind:
    """The common part of kinds of link and of record: the section of a file, label, definition and fields."""

    def __init__(self, kind: str, section: str, label: tuple[str, str], definition: tuple[str, str]) -> None:
        self.kind = kind
        self.section = section
        self.label = Label(*label)
        self.definition = Label(*definition)
        # The fields in the table of the kind, and all fields in the order of the canonical form.
        self.fields: tuple[Field, ...] = ()
        self.all_fields: tuple[Field, ...] = ()
        self.is_cited = True

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the fields in the table of the kind."""
        return tuple(column for each in self.fields for column in each.columns)

    @cached_property
    def citable(self) -> tuple[str, ...]:
        """The names of the fields that a citation may name."""
        return tuple(each.name for each in self.all_fields if each.citable)

    def field(self, name: str) -> Field:
        """Return a field by its name.

        Raises:
            KeyError: the kind has no such field.
        """
        return {each.name: each for each in self.all_fields}[name]


class LinkKind(Kind):
    """A kind of link: `owner` is the column of the record that owns it, `natural_key` the fields that identify it.

    A link that `is_cited` needs a citation.
    """

    def __init__(
        self,
        kind: str,
        section: str,
        label: tuple[str, str],
        definition: tuple[str, str],
        fields: tuple[Field, ...],
        *,
        natural_key: tuple[str, ...],
        owner: str = "record",
        is_cited: bool = True,
    ) -> None:
        super().__init__(kind, section, label, definition)
        self.fields = self.all_fields = fields
        self.natural_key = natural_key
        self.owner = owner
        self.is_cited = is_cited


class RecordKind(Kind):
    """A kind of record. `common` are its fields in the table `record`, `links` the sections of its links.

    Args:
        plural: the title of its view.
        scope: what belongs in the section, for curators.
        only_shipped: the records come with Mithaq; other files only extend them.
        is_cited: a record needs a citation.
        can_be_cooperation: reports of cooperation count it.
        dated_by: the field that dates it; empty if its milestones do, or nothing.
        part_of: the field that names the record of its kind that it belongs to.
        counted_by: the views with a column that counts its records, `country` and `sector`.
        gaps: codes of what `v_gap` misses where a record lacks it.
    """

    def __init__(
        self,
        kind: str,
        section: str,
        label: tuple[str, str],
        definition: tuple[str, str],
        fields: tuple[Field, ...],
        *,
        plural: tuple[str, str],
        scope: str,
        common: tuple[Field, ...],
        links: tuple[str, ...] = (),
        only_shipped: bool = False,
        is_cited: bool = True,
        can_be_cooperation: bool = False,
        dated_by: str = "",
        part_of: str = "",
        counted_by: tuple[str, ...] = (),
        gaps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(kind, section, label, definition)
        self.fields = fields
        self.common = (*common, NOTE)
        self.all_fields = (*common, *fields, NOTE)
        self.plural = Label(*plural)
        self.scope = scope
        self.links = links
        self.only_shipped = only_shipped
        self.is_cited = is_cited
        self.can_be_cooperation = can_be_cooperation
        self.dated_by = dated_by
        self.part_of = part_of
        self.counted_by = counted_by
        self.gaps = gaps
        self.has_country = OWN_COUNTRY in common
        self.has_parties = "parties" in links
        self.one = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        # Records are planned and then held, without milestones.
        self.is_held = any(each.name == "outlook" for each in fields)
        # Milestones give a stage and a date.
        self.has_stage = "milestones" in links


NAME = Field("name", LOCALIZED, "its name", ("Name", "الاسم بالإنجليزية"), ("Arabic name", "الاسم"), required=True)
SUMMARY = Field(
    "summary",
    LOCALIZED,
    "what it is, in our own words",
    ("Summary", "الملخص بالإنجليزية"),
    ("Arabic summary", "الملخص"),
)
PLACE_PRINTED = Field(
    "place_printed", TEXT, "the spelling of a place that is not identified", ("Printed place", "المكان كما ورد")
)
OWN_COUNTRY = Field("country", COUNTRY, "its own country", ("Country", "الدولة"))
NOTE = Field("note", TEXT, "reasons and doubts of the curators", ("Note", "ملاحظة"))
