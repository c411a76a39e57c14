"""Read the stored rows of a collection, and the records of others that it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from models.article import Article
from models.cooperation import Event
from models.edtf_dates import EdtfDate
from models.fact import Citation, Fact, FormerSlug, Name, Record, Source
from models.kinds.records import OPEN_VOCABULARIES
from models.schema import metadata
from models.vocabulary import AddedCode
from seeds.checks.known import Known
from seeds.format.files import KEPT, SHIPPED
from seeds.format.records import LINK_KINDS
from seeds.format.reference_tables import CODE_OF, TABLES
from seeds.loading.rows import (
    CITATION,
    FACT,
    FORMER_SLUG,
    LINKS,
    NAME,
    RECORD,
    SUBTYPES,
    CitationRow,
    FactRow,
    FormerSlugRow,
    Key,
    LinkRow,
    NameRow,
    RecordRow,
    Rows,
    SubtypeRow,
    Table,
)

CHUNK = 500
# Numbers and digests of sources, by path or by key.
Numbered = dict[str, tuple[int, str]]
# Links that need no citation belong to the one file that states them.
UNCITED_LINKS = tuple(kind for kind, spec in LINK_KINDS.items() if not spec.is_cited)


class Home(NamedTuple):
    """A seed file that states a fact, by its collection and its number in `source`."""

    collection: str
    source: int


class StoredRecord(NamedTuple):
    """A record that the database holds, and the file that states it."""

    id: int
    kind: str
    slug: str
    home: Home


class StoredLink(NamedTuple):
    """A link that the database holds."""

    fact: FactRow
    row: LinkRow


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Split values into lists short enough for one statement of either engine."""
    sequence = list(values)
    for start in range(0, len(sequence), CHUNK):
        yield sequence[start : start + CHUNK]


def among(connection: Connection, statement: Any, column: Any, values: Iterable[Any]) -> Iterator[Any]:
    """Yield the rows of the statement whose column is one of the values."""
    for chunk in chunks(sorted(values)):
        yield from connection.execute(statement.where(column.in_(chunk))).all()


def scalar(connection: Connection, statement: Any) -> int:
    """Return the one number that the statement gives; 0 if there is none."""
    return int(connection.execute(statement).scalar() or 0)


def last_fact(connection: Connection) -> int:
    """Return the highest id of a fact."""
    return scalar(connection, select(func.max(Fact.id)))


def last_source(connection: Connection) -> int:
    """Return the highest number of a seed file."""
    return scalar(connection, select(func.max(Source.id)))


def sources(connection: Connection, collection: str) -> Numbered:
    """Return the number and digest of each seed file that the last load of the collection read, by path."""
    files = select(Source.path, Source.id, Source.digest).where(Source.collection == collection, Source.row_key == "")
    return {path: (number, digest) for path, number, digest in connection.execute(files)}


def row_sources(connection: Connection, collection: str, path: str) -> Numbered:
    """Return the number and digest of each row of a table that the last load of the collection read, by its key."""
    ours = (Source.collection == collection, Source.path == path, Source.row_key != "")
    rows = connection.execute(select(Source.row_key, Source.id, Source.digest).where(*ours))
    return {key: (number, digest) for key, number, digest in rows}


def rows_of_gone_tables(connection: Connection, collection: str, paths: Iterable[str]) -> set[int]:
    """Return the numbers of the rows of tables that are not among these paths any more."""
    ours = (Source.collection == collection, Source.row_key != "", Source.path.not_in(list(paths)))
    return {row[0] for row in connection.execute(select(Source.id).where(*ours))}


def retained_source(connection: Connection, collection: str) -> int | None:
    """Return the number under which retained records of the collection are stored."""
    return retained_sources(connection).get(collection)


def retained_sources(connection: Connection) -> dict[str, int]:
    """Return the numbers under which retained records are stored, by the collection that had them."""
    rows = connection.execute(select(Source.path, Source.id).where(Source.collection == KEPT))
    return {path: number for path, number in rows}


def others(connection: Connection, collection: str) -> Known:
    """Return the records of other collections, except those that are only retained from this one."""
    statement = (
        select(
            *(Record.slug, Record.kind, Fact.collection, Source.path, Article.length, Article.digest),
            *(Event.date, Event.date_from, Event.date_to),
        )
        .join(Fact, Fact.id == Record.id)
        .join(Source, Source.id == Fact.source)
        .join(Article, Article.id == Record.id, isouter=True)
        .join(Event, Event.id == Record.id, isouter=True)
        .where(Fact.collection != collection, or_(Fact.collection != KEPT, Source.path != collection))
    )
    known = Known()
    row: Any
    for row in connection.execute(statement):
        slug, kind, owner, path, length, digest, *date = row
        known.add(slug, kind, path if owner == KEPT else owner, length, EdtfDate(*date) if date[0] else None)
        if digest:
            known.digests[digest] = slug
    retired = select(FormerSlug.slug, Record.slug).join(Record, Record.id == FormerSlug.record)
    known.former = {old: new for old, new in connection.execute(retired)}
    return known


def records(connection: Connection, slugs: Iterable[str]) -> dict[str, StoredRecord]:
    """Return the records that have these slugs."""
    statement = select(Record.id, Record.kind, Record.slug, Fact.collection, Fact.source)
    rows = among(connection, statement.join(Fact, Fact.id == Record.id), Record.slug, slugs)
    return {slug: StoredRecord(id_, kind, slug, Home(*home)) for id_, kind, slug, *home in rows}


def retired(connection: Connection, slugs: Iterable[str]) -> dict[str, str]:
    """Return those of the slugs that a record had before, each with the record's present slug."""
    statement = select(FormerSlug.slug, Record.slug).join(Record, Record.id == FormerSlug.record)
    return {old: new for old, new in among(connection, statement, FormerSlug.slug, slugs)}


def owners(connection: Connection, facts: set[int]) -> set[int]:
    """Return the records that own these facts; a record owns itself."""
    return {row[0] for row in among(connection, select(Fact.record), Fact.id, facts)}


def files_citing(connection: Connection, articles: set[str], collection: str) -> set[int]:
    """Return the numbers of the files of a collection that cite these articles."""
    statement = (
        select(Citation.source)
        .join(Record, Record.id == Citation.cited)
        .where(Citation.collection == collection)
        .distinct()
    )
    return {row[0] for row in among(connection, statement, Record.slug, articles)}


def citing_files(connection: Connection, facts: set[int], own: set[int]) -> dict[int, set[Home]]:
    """Return, for those of the facts that other files than `own` cite, these files."""
    found: dict[int, set[Home]] = {}
    statement = select(Citation.fact, Citation.collection, Citation.source).distinct()
    for fact, *home in among(connection, statement, Citation.fact, facts):
        if home[1] not in own:
            found.setdefault(fact, set()).add(Home(*home))
    return found


def in_other_rows(connection: Connection, records: set[int], own: set[int]) -> set[int]:
    """Return those of the records that rows of tables other than `own` cite."""
    statement = (
        select(Fact.record, Citation.source)
        .join(Citation, Citation.fact == Fact.id)
        .join(Source, Source.id == Citation.source)
        .where(Source.row_key != "")
        .distinct()
    )
    return {record for record, source in among(connection, statement, Fact.record, records) if source not in own}


def count_items(connection: Connection, collection: str) -> int:
    """Return how many facts, names, citations, former slugs and added codes (of the shipped: reference rows) it has.

    Records that are retained from it count with it: its loads change them.
    """
    retained = retained_source(connection, collection) or 0
    counts = [
        scalar(connection, select(func.count()).where(or_(table.collection == collection, table.source == retained)))
        for table in (Fact, Name, Citation)
    ]
    former = select(func.count()).select_from(FormerSlug).join(Fact, Fact.id == FormerSlug.record)
    counts.append(scalar(connection, former.where(or_(Fact.collection == collection, Fact.source == retained))))
    if collection != SHIPPED:
        counts.append(scalar(connection, select(func.count()).where(AddedCode.collection == collection)))
        return sum(counts)
    for name in TABLES:
        vocabulary, column = CODE_OF.get(name, (name, "code"))
        rows = select(func.count()).select_from(metadata.tables[name])
        if vocabulary in OPEN_VOCABULARIES:
            added = select(AddedCode.code).where(AddedCode.vocabulary == vocabulary)
            rows = rows.where(metadata.tables[name].c[column].not_in(added))
        counts.append(scalar(connection, rows))
    return sum(counts)


def rows_of(connection: Connection, numbers: set[int]) -> Rows:
    """Return the rows that seed files of these numbers state: records, names, citations, and the links."""
    rows = Rows()
    for name in (NameRow(*row) for row in among(connection, _select(NAME), Name.source, numbers)):
        rows.names[name.key] = name
    for citation in (CitationRow(*row) for row in among(connection, _select(CITATION), Citation.source, numbers)):
        rows.citations[citation.key] = citation
    stated = among(connection, _select(FACT).where(Fact.id == Fact.record), Fact.source, numbers)
    cited = among(connection, _select(FACT).where(Fact.id != Fact.record), Fact.id, {key[0] for key in rows.citations})
    uncited = among(connection, _select(FACT).where(Fact.kind.in_(UNCITED_LINKS)), Fact.source, numbers)
    for fact in (FactRow(*row) for found in (stated, cited, uncited) for row in found):
        rows.facts[fact.id] = fact
    _add_records(connection, rows)
    for kind, ids in _ids_by_kind(rows, LINK_KINDS).items():
        rows.links |= {link.id: link for link in _links(connection, kind, metadata.tables[kind].c.id, ids)}
    return rows


def _add_records(connection: Connection, rows: Rows) -> None:
    for kind, ids in _ids_by_kind(rows, SUBTYPES).items():
        for row in among(connection, _select(RECORD), Record.id, ids):
            rows.records[row[0]] = RecordRow(*row)
        for id_, _, *values in among(connection, _select(SUBTYPES[kind]), metadata.tables[kind].c.id, ids):
            rows.subtypes[id_] = SubtypeRow(id_, kind, tuple(values))
    for row in among(connection, _select(FORMER_SLUG), FormerSlug.record, rows.records):
        rows.former_slugs[row[0]] = FormerSlugRow(*row)


def _ids_by_kind(rows: Rows, kinds: Iterable[str]) -> dict[str, set[int]]:
    ids: dict[str, set[int]] = {kind: set() for kind in kinds}
    for fact in rows.facts.values():
        if fact.kind in ids:
            ids[fact.kind].add(fact.id)
    return ids


def names_of(connection: Connection, collection: str, owners: set[int]) -> dict[Key, int]:
    """Return the other names that a collection gives these records, each with the number of the source."""
    rows = among(connection, _select(NAME).where(Name.collection == collection), Name.record, owners)
    return {name.key: name.source for name in (NameRow(*row) for row in rows)}


def links_of(connection: Connection, owners: set[int]) -> Iterator[tuple[Key, StoredLink]]:
    """Yield the links that these records own, whoever states them, by natural key."""
    for kind, spec in LINK_KINDS.items():
        links = list(_links(connection, kind, metadata.tables[kind].c[spec.owner], owners))
        stated = among(connection, _select(FACT), Fact.id, {link.id for link in links})
        facts = {row[0]: FactRow(*row) for row in stated}
        for link in links:
            yield link.natural_key(), StoredLink(facts[link.id], link)


def _links(connection: Connection, kind: str, column: Any, values: set[int]) -> Iterator[LinkRow]:
    for id_, _, owner, *cells in among(connection, _select(LINKS[kind]), column, values):
        yield LinkRow(id_, kind, owner, tuple(cells))


def _select(table: Table) -> Any:
    return select(*(metadata.tables[table.name].c[name] for name in table.columns))
