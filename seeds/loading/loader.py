"""Load a collection into a database: in one transaction, by natural key, and only the differences.

There is one way to load. Read the files that changed; resolve what they refer to in the database; write the difference;
verify the records that it touches by the rules of `models.checking.rules`. If anything is wrong, the transaction is
rolled back, and all files are read and checked, which words every problem. If they have none, the database does not
hold what the other files or rows of tables stated, as after a change with a SQL tool: all are loaded.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from models.checking.rules import broken_rules
from models.checking.warnings import warned
from models.derived.refresh import refresh
from models.derived.search_index import fill_search_if_empty
from models.errors import MithaqError
from models.storage.database import Database
from models.terminal.progress import progress
from seeds.checks.checking_files import checked
from seeds.format.added_codes import is_reference
from seeds.format.collection import Collection, digest_of_files
from seeds.format.files import KEPT, SHIPPED, SPANS, SeedFile, is_of_table, shipped_files
from seeds.format.gc_paused import gc_paused
from seeds.format.problems import Place
from seeds.loading import stored, write_rows
from seeds.loading.change_list import ChangeList, join
from seeds.loading.identities import Identities, mentioned
from seeds.loading.links import add_links
from seeds.loading.outcome import Outcome
from seeds.loading.read_changed import article_of, check_rows, digest_lookup, read_changed
from seeds.loading.reference_changes import ReferenceChanges, compare_added, compare_shipped, settle_codes
from seeds.loading.refusal import Refusal
from seeds.loading.retention import Retention
from seeds.loading.row_builder import RowBuilder
from seeds.loading.rows import Changes, Difference, Rows, Table
from seeds.loading.table_rows import BATCH, Batch, ChangedRows, batches, changed_tables
from seeds.loading.transaction import BROKEN_KEY, BUILD_FIRST, advice, is_behind, missing_references, transaction

log = logging.getLogger("mithaq.loading")
# What a file refers to may be among the data of another version of Mithaq.
ABSENT = "there is no |is not a code of "


def load_shipped(database: Database) -> Outcome:
    """Load the data that come with Mithaq."""
    return load(database, SHIPPED, shipped_files())


def load(database: Database, name: str, files: list[SeedFile], strict: bool = False) -> Outcome:
    """Load the files into the collection of that name, in one transaction.

    Raises:
        MithaqError: the files have problems (all of them listed) or, if strict, warnings; the database is at another
            revision, or it cannot be written; nothing was changed.
    """
    return _run(database, name, files, dry=False, strict=strict)


def plan(database: Database, name: str, files: list[SeedFile], strict: bool = False) -> Outcome:
    """Return the changes that a load would make: it is run and rolled back.

    Raises:
        MithaqError: as for `load`.
    """
    return _run(database, name, files, dry=True, strict=strict)


def _run(database: Database, name: str, files: list[SeedFile], dry: bool, strict: bool) -> Outcome:
    with gc_paused():
        if strict:
            _check_all(database, name, files, strict)
        for whole in (False, True):
            try:
                return _attempt(database, name, files, dry, whole)
            except Refusal as refusal:
                log.info("%s\nreading and checking all files", refusal)
                refused = refusal
                if not refusal.in_batches or refusal.needs_all:
                    break
        if not refused.needs_all:
            _check_all(database, name, files)
        log.info("loading all files: the database does not hold what those that did not change state")
        try:
            return _attempt(database, name, files, dry, whole=True, full=True)
        except Refusal as refusal:
            if refused.needs_all:
                _check_all(database, name, files)
            raise MithaqError("\n".join([f"nothing was loaded into {database}:", *refusal.reasons])) from refusal


def _attempt(
    database: Database, name: str, files: list[SeedFile], dry: bool, whole: bool, full: bool = False
) -> Outcome:
    """Load in one transaction; `whole` keeps all changes in memory, otherwise many rows of tables go in batches.

    `full` loads all files and rows of tables, also those that did not change.

    Raises:
        Refusal: the files have problems; of batches also that one needs what comes in a later one.
    """
    with transaction(database, name) as connection:
        loader = _Loader(connection, name, files, dry, whole, full)
        try:
            outcome = loader.load()
        except Refusal as refusal:
            refusal.in_batches = loader.in_batches
            raise
        missing = missing_references(connection) if dry else Counter()
        if dry:
            connection.rollback()
    if missing:
        with transaction(database, name) as connection:
            missing -= missing_references(connection)
            connection.rollback()
    if missing:
        raise Refusal([f"{BROKEN_KEY}; {advice(database, name, BROKEN_KEY)}"])
    return outcome


def _check_all(database: Database, name: str, files: list[SeedFile], strict: bool = False) -> None:
    """Read and check every file, against the other collections of the database.

    Raises:
        MithaqError: there are problems or, if strict, warnings.
    """
    with transaction(database, name) as connection:
        others = stored.others(connection, name)
        # A commit, even of nothing, waits for whoever reads the file.
        connection.rollback()
    try:
        checked(name, files, others, strict)
    except MithaqError as error:
        if re.search(ABSENT, str(error)) and is_behind(database, name):
            raise MithaqError(f"{error}\n{BUILD_FIRST}") from error
        raise


class _Loader:
    """One load: the files that changed, their stored rows, and the difference."""

    def __init__(
        self, connection: Connection, name: str, files: list[SeedFile], listing: bool, whole: bool, full: bool
    ) -> None:
        self.connection = connection
        self.name = name
        self.files = files
        self.listing = listing
        self.whole = whole
        self.full = full
        self.in_batches = False
        self.outcome = Outcome(name)
        self.old_sources = stored.sources(connection, name)
        self.sources = self._numbered()
        self.numbers = {path: number for path, (number, _) in self.sources.items()}
        self.changed = {path for path, source in self.sources.items() if full or self.old_sources.get(path) != source}
        self.gone_rows: set[int] = set()
        # How many rows there were that the load may change.
        self.items = 0
        self.gone = {number for path, (number, _) in self.old_sources.items() if path not in self.sources}

    def _numbered(self) -> dict[str, tuple[int, str]]:
        """Return the number and digest of each file by path; new files get the next numbers."""
        last = stored.last_source(self.connection)
        numbered = {}
        for file in self.files:
            last += file.path not in self.old_sources
            number = self.old_sources[file.path][0] if file.path in self.old_sources else last
            numbered[file.path] = (number, file.digest)
        return numbered

    def load(self) -> Outcome:
        """Compare and write; a load without differences leaves no trace.

        Raises:
            Refusal: the files have problems, or contradict another collection.
        """
        fill_search_if_empty(self.connection)
        self.items = stored.count_items(self.connection, self.name)
        if self.changed or self.gone:
            write_rows.ensure_collection(self.connection, self.name)
            write_rows.write_sources(self.connection, self.name, self.old_sources, self.sources)
            self._write()
            write_rows.delete_sources(self.connection, self.gone | self.gone_rows)
            write_rows.forget_retained(self.connection)
        self.outcome.unchanged = self.items - self.outcome.updated - self.outcome.deleted
        if self.changed or self.gone:
            counts = self.outcome.counts()
            write_rows.log(self.connection, self.name, digest_of_files(self.files), counts)
        return self.outcome

    def _write(self) -> None:
        """Write the changes of the files, verify the records that they touch, and derive from them."""
        self.changed |= self._citing_changed_spans()
        if self._codes_changed():
            self.changed = set(self.sources)
        log.info("reading %d of %d files", len(self.changed), len(self.files))
        collection = read_changed(self.name, self.files, self.changed)
        reference = self._reference_changes(collection)
        self.outcome.add(reference.counts)
        self.outcome.codes = reference.codes
        touched: set[int] | None = set()
        tables: Mapping[Table, Difference[Any]] = reference.tables
        for batch in self._batches(collection):
            some = self._write_batch(replace(collection, records=batch.records), batch, tables)
            touched = None if touched is None or some is None else touched | some
            tables = {}
        for changes in self._released():
            self.items += sum(changes.counts()[1:])
            some = self._write_changes(changes, {})
            touched = None if touched is None or some is None else touched | some
        retained = settle_codes(self.connection, self.name, reference)
        self.outcome.retained += [f"{key.vocabulary} {key.code}" for key in retained]
        log.info("verifying %s records", "all" if touched is None else len(touched))
        with progress("Verifying what was written"):
            Refusal.raise_if_any(list(broken_rules(self.connection, touched, (self.name, KEPT))))
        with progress("Deriving stages, counts and the search index"):
            refresh(self.connection, touched)
        self.outcome.warnings = sum(map(len, warned(self.connection, touched).values()))

    def _write_batch(
        self, collection: Collection, batch: Batch, reference: Mapping[Table, Difference[Any]]
    ) -> set[int] | None:
        """Write the changes of a batch; return the records that it touches, None for all."""
        return self._write_changes(self._changes(collection, batch), reference)

    def _write_changes(self, changes: Changes, reference: Mapping[Table, Difference[Any]]) -> set[int] | None:
        listed = ChangeList(self.connection, changes) if self.listing else None
        if listed:
            listed.look()
        self.outcome.add(changes.counts())
        log.info("writing: inserted %d, updated %d, deleted %d", *changes.counts())
        with progress("Writing rows"):
            touched = write_rows.write_rows(self.connection, changes, reference)
        if listed:
            listed.look()
            self.outcome.records = join(self.outcome.records, listed.list())
        return touched

    def _batches(self, collection: Collection) -> Iterator[Batch]:
        """Yield the changes: all at once, or the files and then the rows of tables in batches."""
        tables = self._changed_rows(collection)
        files = Batch(collection.records, {self.numbers[path] for path in self.changed} | self.gone, {})
        rows = sum(len(table.numbers) for table in tables) + len(self.gone_rows)
        self.in_batches = rows > BATCH and not self.whole
        log.info("reading %d rows of %d tables", rows, len(tables))
        if self.in_batches:
            yield files
        for batch in batches(tables, self.gone_rows, BATCH if self.in_batches else rows + 1):
            check_rows(replace(collection, records=batch.records))
            if self.in_batches:
                yield batch
            else:
                files = files.joined(batch)
        if not self.in_batches:
            yield files
        self.outcome.rejected = sum(len(table.source.balance.rejected) for table in tables)

    def _changed_rows(self, collection: Collection) -> list[ChangedRows]:
        """Return the rows of tables that changed, and record them; the records of their data sets join the collection.

        Raises:
            Refusal: a table, its map or its lookups have problems.
        """
        self.gone_rows = stored.rows_of_gone_tables(self.connection, self.name, self.sources)
        paths = self.changed | (self.old_sources.keys() - self.sources.keys())
        found: list[ChangedRows] = []
        for source in changed_tables(self.files, paths, collection.reference) if any(map(is_of_table, paths)) else ():
            old = stored.row_sources(self.connection, self.name, source.file.path)
            if self.full:
                old = {key: (number, "") for key, (number, _) in old.items()}
            found.append(ChangedRows(source, old, stored.last_source(self.connection)))
            if source.balance.are_all_rejected:
                raise Refusal([f"all rows of {source.file.path} are rejected"])
            write_rows.write_row_sources(self.connection, self.name, found[-1])
            self.gone_rows |= found[-1].gone
            self.changed |= source.paths
            collection.records.append(source.dataset)
        check_rows(replace(collection, records=[table.source.dataset for table in found]))
        return found

    def _codes_changed(self) -> bool:
        """Return whether the codes that a user's folder adds changed: any of its files may use them."""
        gone = self.old_sources.keys() - self.sources.keys()
        return self.name != SHIPPED and any(map(is_reference, self.changed | gone))

    def _citing_changed_spans(self) -> set[str]:
        """Return the files that cite an article whose digests of spans changed."""
        old = [path for path, (number, _) in self.old_sources.items() if number in self.gone]
        articles = {article_of(path) for path in (*self.changed, *old) if path.endswith(SPANS)}
        numbers = stored.files_citing(self.connection, articles, self.name)
        return {path for path, number in self.numbers.items() if number in numbers}

    def _changes(self, collection: Collection, batch: Batch) -> Changes:
        """Return the difference between what the sources of a batch stated and what they state now.

        Raises:
            Refusal: what they refer to is not there, what they state is taken, or what they drop is needed.
        """
        retained = stored.retained_source(self.connection, self.name)
        own = batch.numbers | ({retained} if retained else set())
        before = stored.rows_of(self.connection, own)
        wanted = self._wanted(collection, batch, own, before)
        self._require_all_that_state(before, wanted, own)
        retention = Retention(self.connection, self.name, own, before, wanted)
        Refusal.raise_if_any(retention.problems())
        self.outcome.retained += retention.retain()
        return Changes.between(before, wanted)

    def _released(self) -> Iterator[Changes]:
        """Yield the deletions of records that were retained from other collections, and that nobody needs any more."""
        others = stored.retained_sources(self.connection)
        others.pop(self.name, None)
        for name, number in others.items():
            before, wanted = stored.rows_of(self.connection, {number}), Rows()
            retention = Retention(self.connection, name, {number}, before, wanted)
            if not retention.problems():
                retention.retain()
                yield Changes.between(before, wanted)

    def _require_all_that_state(self, before: Rows, wanted: Rows, own: set[int]) -> None:
        """Refuse a batch that drops a name or an uncited link which unchanged rows of tables may give as well.

        Of the rows that give it, only the first has stored it.
        """
        dropped = {name.record for key, name in before.names.items() if key not in wanted.names}
        dropped |= {
            link.owner
            for id_, link in before.links.items()
            if id_ not in wanted.links and link.kind in stored.UNCITED_LINKS
        }
        others = stored.in_other_rows(self.connection, dropped, own)
        if others:
            raise Refusal([f"unchanged rows may state what {len(others)} records lose"], needs_all=True)

    def _wanted(self, collection: Collection, batch: Batch, own: set[int], before: Rows) -> Rows:
        """Return the rows that the changed sources state, and the links among those before that other sources cite."""
        found = stored.records(self.connection, mentioned(collection.records))
        identities = Identities(found, own, stored.last_fact(self.connection))
        declared = [record for record in collection.records if not record.extends]
        for record in declared:
            identities.declare(record)
        slugs = {record.slug for record in declared}
        identities.problems += [f"the slug {slug!r} is retired" for slug in stored.retired(self.connection, slugs)]
        links = dict(stored.links_of(self.connection, identities.stored_owners(collection.records)))
        in_rows = [each.slug for each in collection.records if each.names and is_of_table(each.place.path)]
        named = {identities.targets[slug].id for slug in in_rows if slug in identities.targets}
        names = stored.names_of(self.connection, self.name, named)
        digest_of = digest_lookup(self.files, collection)

        def number_of(place: Place) -> int:
            return batch.places.get(place) or self.numbers[place.path]

        builder = RowBuilder(collection, identities, links, names, number_of, digest_of)
        wanted = builder.build()
        Refusal.raise_if_any(builder.problems)
        stated = builder.links.values()
        problems = add_links(self.connection, self.name, own, stated, links.values(), before, wanted)
        Refusal.raise_if_any(problems)
        return wanted

    def _reference_changes(self, collection: Collection) -> ReferenceChanges:
        """Return the difference in the reference tables.

        Raises:
            Refusal: another collection gives a code other labels.
        """
        if self.name == SHIPPED:
            return compare_shipped(self.connection, collection.reference)
        changes = compare_added(self.connection, self.name, collection.reference)
        Refusal.raise_if_any(changes.problems)
        return changes
