"""The parts of a map: the meaning of the columns of a table, in terms of `models.kinds`. `map_reading` reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from models.kinds.types import Field
from seeds.format.problems import Place
from seeds.format.records import LinkKind, RecordKind
from seeds.tables.rows import Layout

COLUMN = re.compile(r"\{([^{}]+)\}")
# The field that holds the spelling of an unidentified party or place.
PRINTED = {"party": "printed", "place": "place_printed"}


@dataclass(slots=True)
class Value:
    """The way to a value: a constant, or the text of cells that is split, matched, read and looked up.

    `templates` have the names of columns in braces, and the first whose cells all have a text is read; there are none
    where a single column is read. `match` is a pattern of the library regex, whose search can end. `note` goes to
    each citation of the value.
    """

    place: Place
    field: Field
    constant: Any = None
    templates: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    split: re.Pattern[str] | None = None
    match: Any = None
    value: str = ""
    formats: tuple[str, ...] = ()
    none: frozenset[str] = frozenset()
    lookup: str = ""
    default: Any = None
    note: str = ""


@dataclass(slots=True)
class Entry:
    """A link that a row may state: its fields, and the condition under which the row states it."""

    kind: LinkKind
    place: Place
    fields: dict[str, Value]
    condition: str | Value | None = None


@dataclass(slots=True)
class NameEntry:
    """Another name of a record."""

    text: Value
    language: str
    form: str


@dataclass(slots=True)
class RecordMap:
    """A record that a row states, or that it `extends`. A text in two languages is two values, `name.en`, `name.ar`.

    The slug is a template, unless it `is_read` like any other value: through a lookup, or from the name of a country.
    Rows on which the `condition` has no text do not state the record.
    """

    kind: RecordKind
    place: Place
    slug: Value
    extends: bool = False
    is_read: bool = False
    fields: dict[str, Value] = field(default_factory=dict)
    names: list[NameEntry] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    condition: Value | None = None

    def values(self) -> Iterator[Value]:
        """Yield every value of the record and of its links."""
        yield self.slug
        if self.condition:
            yield self.condition
        yield from self.fields.values()
        yield from (name.text for name in self.names)
        for entry in self.entries:
            yield from entry.fields.values()
            if isinstance(entry.condition, Value):
                yield entry.condition


@dataclass(slots=True)
class TableMap:
    """The meaning of a table: its data set, the place of its rows, the records of a row, and ignored columns."""

    path: str
    source: dict[str, Any] = field(default_factory=dict)
    slug: str = ""
    place: Place = field(default_factory=lambda: Place("", 1))
    layout: Layout = field(default_factory=Layout)
    key: tuple[str, ...] = ()
    none: frozenset[str] = frozenset()
    records: list[RecordMap] = field(default_factory=list)
    ignored: dict[str, Place] = field(default_factory=dict)

    def values(self) -> Iterator[Value]:
        """Yield every value of the map."""
        for record in self.records:
            yield from record.values()

    def columns(self) -> dict[str, Place]:
        """Return the columns that the map reads, each with the place where it is named first."""
        named: dict[str, Place] = {}
        for value in self.values():
            for column in value.columns:
                named.setdefault(column, value.place)
        for column in self.key:
            named.setdefault(column, self.place)
        return named


def columns_of(templates: Iterable[str]) -> tuple[str, ...]:
    """Return the names of columns in the braces of templates."""
    return tuple(dict.fromkeys(name for each in templates for name in COLUMN.findall(each)))
