"""Check the tables of a collection row by row, so that memory does not grow with the file, and group problems by cause.

YAML files and rows may refer to each other's records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from seeds.checks.checking import check, check_rows
from seeds.checks.known import Known
from seeds.format.collection import Collection
from seeds.format.problems import Place, Problems
from seeds.format.records import count_links
from seeds.tables.balance import VARYING
from seeds.tables.map_reading import DATASET
from seeds.tables.rows import SheetError
from seeds.tables.source import TableRow, TableSource, table_sources

BATCH = 200
Grouped = dict[str, list[tuple[Place, str]]]


def check_with_tables(collection: Collection, others: Known, problems: Problems) -> None:
    """Check the records of the YAML files and those of the tables' rows, each against all of them."""
    sources = table_sources(collection.files, collection.reference, problems)
    tables = [source for source in sources if source.is_readable]
    try:
        stated = [_stated(source) for source in tables]
    except SheetError as error:
        problems.add(error.place, error.problem)
        return
    known = replace(others, kinds=dict(others.kinds))
    for kinds in stated:
        known.kinds |= kinds
    check(collection, known, problems)
    own = Known.of(collection)
    known.kinds |= own.kinds
    known.owners, known.events = others.owners | own.owners, others.events | own.events
    for source, kinds in zip(tables, stated, strict=True):
        _check_table(source, collection, known, problems)
        known.owners |= dict.fromkeys(kinds, collection.name)


def _stated(source: TableSource) -> dict[str, str]:
    """Return the kinds of the records of a table by their slugs."""
    kinds = {source.dataset.slug: DATASET}
    return kinds | {slug: kind for row in source.rows() for kind, slug in row.stated()}


def _check_table(source: TableSource, collection: Collection, known: Known, problems: Problems) -> None:
    source.balance.clear()
    found: Grouped = {}
    doubts: Grouped = {}
    for batch in _batches(source.rows()):
        records = [record for row in batch for record in row.read()]
        some, part = Problems(), replace(collection, records=records, files=[])
        check_rows(part, known, some)
        for grouped, each in ((found, some.found), (doubts, some.warnings)):
            for place, message in each:
                grouped.setdefault(VARYING.sub("…", message), []).append((place, message))
        declared = [record for record in records if not record.extends]
        collection.stated += Counter(records=len(declared)) + count_links(records)
    problems.found += _causes(found)
    for meaning in source.references if found else ():
        for slug in meaning.means:
            if slug not in known.kinds:
                hint = problems.nearest(slug, known.kinds)
                problems.add(meaning.place, f"means: there is no record {slug!r}{hint}")
    problems.causes += _causes(doubts)
    problems.causes += source.balance.warnings(source.near)
    _add_rejections(source, problems)
    collection.balances.append(source.balance.line(source.file.path))
    collection.rejected += len(source.balance.rejected)


def _add_rejections(source: TableSource, problems: Problems) -> None:
    """Warn of rejected rows; if no other rows are left, the map does not fit."""
    rejections = source.balance.rejections()
    if not source.balance.are_all_rejected:
        problems.causes += rejections
        return
    problems.add(
        Place(source.file.path, 1), f"all rows are rejected ({source.balance.rows:,}); correct the table or its map"
    )
    problems.found += rejections


def _causes(grouped: Grouped) -> Iterator[tuple[Place, str]]:
    """Yield the first case of each cause with the number of cases, the most frequent cause first."""
    for cases in sorted(grouped.values(), key=len, reverse=True):
        place, message = cases[0]
        # A map has no citations to which a person could add a note.
        message = message.partition("; add a note")[0]
        yield place, f"{message} ({len(cases):,} cases)" if len(cases) > 1 else message


def _batches(rows: Iterable[TableRow]) -> Iterator[list[TableRow]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
