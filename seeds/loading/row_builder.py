"""Build the rows that changed files state, from their records and the ids of the records that these refer to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from models.derived.folding import fold
from seeds.format.collection import Collection
from seeds.format.files import is_of_table
from seeds.format.problems import Place
from seeds.format.records import (
    LINK_KINDS,
    RECORDS,
    REFERENCES,
    Cell,
    Citation,
    Field,
    Link,
    OtherName,
    Record,
    Reference,
)
from seeds.loading.identities import Identities, reads_a_slug
from seeds.loading.rows import (
    CitationRow,
    FactRow,
    FormerSlugRow,
    Key,
    LinkRow,
    NameRow,
    RecordRow,
    Rows,
    SubtypeRow,
)
from seeds.loading.stored import StoredLink

K = TypeVar("K")
V = TypeVar("V")


class Cells(NamedTuple):
    """The conversion of a field's value to cells: the kinds that a slug may have, and the cells of no value."""

    name: str
    kinds: tuple[str, ...] | None
    blank: tuple[Any, ...]


def _cells(each: Field) -> Cells:
    kinds = each.type.kinds if isinstance(each.type, Reference) else None
    return Cells(each.name, kinds, (None,) * len(each.columns))


NO_CELL = Cell("", "", "")
CELLS = {kind: tuple(map(_cells, spec.fields)) for kind, spec in (RECORDS | LINK_KINDS).items()}
Texts = tuple[str | None, str | None]


@dataclass
class StatedLink:
    """A link that changed files state: the place of its first statement, and the numbers of these files."""

    row: LinkRow
    place: Place
    sources: list[int]


class RowBuilder:
    """A builder of rows.

    `stored` are the links, and `names` the other names, that the database holds of the records to which the sources
    give such; `number_of` gives the number of the source at a place.
    """

    def __init__(
        self,
        collection: Collection,
        identities: Identities,
        stored: dict[Key, StoredLink],
        names: dict[Key, int],
        number_of: Callable[[Place], int],
        digest_of: Callable[[Citation], str | None],
    ) -> None:
        self.collection = collection
        self.identities = identities
        self.stored = stored
        self.names = names
        self.number_of = number_of
        self.digest_of = digest_of
        self.rows = Rows()
        self.links: dict[Key, StatedLink] = {}
        self.problems = identities.problems

    def build(self) -> Rows:
        """Return the rows of everything but the links, which may be stated elsewhere too: these are in `links`.

        The records are empty afterwards: a large file fits into memory as records or as rows, not as both.
        """
        for record in self.collection.records:
            if not record.extends:
                self.record(record)
        for record in self.collection.records:
            self.surroundings(record)
            record.values, record.citations, record.links = {}, [], []
        return self.rows

    def record(self, record: Record) -> None:
        id_, source = self.identities.of(record.slug), self.number_of(record.place)
        values = record.values
        name: Texts = values["name"]
        summary: Texts = values.get("summary") or (None, None)
        self.rows.facts[id_] = FactRow(id_, record.kind, id_, self.collection.name, source)
        self.rows.records[id_] = RecordRow(
            id_, record.kind, record.slug, *name, *summary, values.get("note"), values.get("country")
        )
        self.rows.subtypes[id_] = SubtypeRow(id_, record.kind, self.cells(record.kind, values))
        for slug in record.former_slugs:
            self.once(self.rows.former_slugs, slug, FormerSlugRow(slug, id_))

    def surroundings(self, record: Record) -> None:
        """Build the names, citations and links that a file gives a record, its own or another's."""
        owner, source = self.identities.of(record.slug, (record.kind,)), self.number_of(record.place)
        is_row = is_of_table(record.place.path)
        for name in record.names:
            self.name(owner, name, source, is_row)
        self.citations(owner, record.kind, record.citations, source)
        for link in record.links:
            self.link(owner, link, source, is_row)

    def name(self, owner: int, name: OtherName, source: int, is_row: bool) -> None:
        row = NameRow(owner, name.language, name.text, name.form, self.collection.name, fold(name.text), source)
        # Rows of a table about one record may all give its names; one of them does.
        if is_row and (row.key in self.rows.names or self.names.get(row.key, source) not in self.identities.own):
            return
        self.once(self.rows.names, row.key, row)

    def link(self, owner: int, link: Link, source: int, is_row: bool) -> None:
        row = LinkRow(0, link.kind, owner, self.cells(link.kind, link.values))
        key = row.natural_key()
        if is_row and not LINK_KINDS[link.kind].is_cited and self.is_stated(key):
            return
        stated = self.links.get(key)
        if stated is None:
            id_ = self.stored[key].row.id if key in self.stored else self.identities.next()
            stated = self.links[key] = StatedLink(LinkRow(id_, *row[1:]), link.place, [])
        elif stated.row[1:] != row[1:] or source in stated.sources or not LINK_KINDS[link.kind].is_cited:
            self.problems.append(f"{link.place}: the same {link.kind} is stated twice")
        stated.sources.append(source)
        self.citations(stated.row.id, link.kind, link.citations, source)

    def is_stated(self, key: Key) -> bool:
        """Return whether another row states a link already."""
        return key in self.links or (key in self.stored and self.stored[key].fact.source not in self.identities.own)

    def citations(self, fact: int, kind: str, citations: list[Citation], source: int) -> None:
        of = self.identities.of
        for each in citations:
            if reads_a_slug(kind, each):
                of(each.reading or "", REFERENCES[kind][each.field].kinds)
            digest = each.cell.digest if each.cell else self.digest_of(each)
            if digest is None:
                self.problems.append(f"{each.place}: the span has no digest")
                continue
            row_key, column, _, printed = each.cell or NO_CELL
            cited = of(each.cited, ("dataset",) if each.cell else ("article",))
            key = (fact, each.field, cited, each.start, each.end, row_key, column, self.collection.name)
            self.once(self.rows.citations, key, CitationRow(*key, digest, each.reading, each.note, printed, source))

    def once(self, rows: dict[K, V], key: K, row: V) -> None:
        """Add a row whose key must be unique."""
        if key in rows:
            self.problems.append(f"{key} is stated twice")
        rows[key] = row

    def cells(self, kind: str, values: dict[str, Any]) -> tuple[Any, ...]:
        """Return the cells of a row after its id, kind and owner."""
        cells: list[Any] = []
        for name, kinds, blank in CELLS[kind]:
            value = values.get(name)
            if value is None:
                cells += blank
            elif kinds is not None:
                cells.append(self.identities.of(value, kinds))
            elif len(blank) == 1:
                cells.append(value)
            else:
                cells += value
        return tuple(cells)
