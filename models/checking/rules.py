"""The rules that no constraint can hold, each as a SELECT of the rows that break it.

`mithaq db check` runs them over the whole database. A load runs them over the records that it touched, and is rolled
back if a row breaks one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from models.checking.schema_diff import schema_differences
from models.checking.soundness import ENGINE_CHECKS
from models.derived.refresh import disagreements, touching
from models.derived.search_index import stale_records
from models.kinds.links import LINK_KINDS, PARTIES
from models.kinds.records import KINDS, RECORDS, UNCITED, listed, with_links
from models.kinds.types import LinkKind, Reference
from models.storage.database import Database, Reader
from models.terminal.progress import progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA_CHECK = "the schema matches the models"
SLUG_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
TOUCHED = re.compile(r"TOUCHED\(([\w.]+)\)")
LOADED = re.compile(r"LOADED\(([\w.]+)\)")


class Rule(NamedTuple):
    """A rule and a SELECT of one text for each row that breaks it.

    `TOUCHED(column)` marks the column of the record by which a load restricts the SELECT to the records it touched;
    a rule without the mark is cheap, and always runs over everything. `LOADED(column)` marks that of the collection: a
    load answers for its own facts only.
    """

    name: str
    marked_sql: str

    @property
    def sql(self) -> str:
        """The SELECT over the whole database."""
        return self.sql_of(None)

    def sql_of(self, touched: str | None, collections: tuple[str, ...] | None = None) -> str:
        """Return the SELECT over the records that another SELECT gives, and facts of collections; over all for None."""
        sql = TOUCHED.sub(lambda match: f"{match[1]} IN ({touched})" if touched else "1 = 1", self.marked_sql)
        names = None if collections is None else ", ".join("'" + name.replace("'", "''") + "'" for name in collections)
        return LOADED.sub(lambda match: f"{match[1]} IN ({names})" if names else "1 = 1", sql)


def _wholes() -> str:
    """Return a SELECT of the records that are, over several steps, parts of themselves."""
    columns = {kind.kind: f"{kind.kind}.{kind.part_of}" for kind in RECORDS.values() if kind.part_of}
    parts = (
        f"SELECT id, {column}, 1 FROM {table} WHERE {column} IS NOT NULL AND TOUCHED(id)"
        for table, column in columns.items()
    )
    joins = "".join(f" LEFT JOIN {table} ON {table}.id = a.whole" for table in columns)
    # The depth is bounded, so that the query ends where parts form a circle.
    return (
        f"WITH RECURSIVE above (record, whole, depth) AS ({' UNION ALL '.join(parts)}"
        f" UNION ALL SELECT a.record, coalesce({', '.join(columns.values())}), a.depth + 1 FROM above a{joins}"
        " WHERE a.whole <> a.record AND a.depth < 100)"
        " SELECT DISTINCT r.slug FROM above a JOIN record r ON r.id = a.record WHERE a.whole = a.record"
    )


# No citation by the collection that states the fact `f`.
UNSUPPORTED = "NOT EXISTS (SELECT 1 FROM citation c WHERE c.fact = f.id AND c.collection = f.collection)"


# The fields by which an organization is there only as a publisher.
PUBLISHERS = tuple((kind, "publisher") for kind in ("article", "dataset"))


def _uses(selected: str, condition: str, joined: str = "") -> Iterator[str]:
    """Yield a SELECT for each column that may refer to an organization, but for the publisher of a source.

    In the arguments, {0} is the column, and {1} the column of the owning record.
    """
    for kind in KINDS.values():
        owner = kind.owner if isinstance(kind, LinkKind) else "id"
        for each in kind.fields:
            kinds = each.type.kinds if isinstance(each.type, Reference) else ("",)
            if (not kinds or "organization" in kinds) and (kind.kind, each.name) not in PUBLISHERS:
                select = f"SELECT {selected} FROM {kind.kind} u{joined} WHERE {condition}"
                yield select.format(f"u.{each.name}", owner)


def _ids(tables: Iterable[str]) -> str:
    """Return a SELECT of the ids of all rows of the tables."""
    return " UNION ALL ".join(f"SELECT id FROM {table}" for table in tables)


RULES = (
    Rule(
        "every fact is cited",
        # By the collection that states it: the citations of another one may go with that.
        "SELECT r.slug || ' (' || f.kind || ')' FROM fact f JOIN record r ON r.id = f.record"
        f" WHERE TOUCHED(f.record) AND LOADED(f.collection) AND f.kind NOT IN ({listed(UNCITED)}) AND {UNSUPPORTED}"
        # An organization may be there only to name the publisher of a source.
        " AND NOT (f.kind = 'organization' AND (EXISTS (SELECT 1 FROM article a WHERE a.publisher = f.id)"
        " OR EXISTS (SELECT 1 FROM dataset d WHERE d.publisher = f.id))"
        f" AND NOT EXISTS ({' UNION ALL '.join(_uses('1', '{0} = f.id'))}))",
    ),
    Rule(
        "every organization is cited, unless it only publishes articles or data sets",
        " UNION ALL ".join(
            _uses(
                "r.slug",
                f"TOUCHED(u.{{1}}) AND (LOADED(f.collection) OR LOADED(g.collection)) AND {UNSUPPORTED}",
                " JOIN fact f ON f.id = {0} AND f.kind = 'organization' JOIN record r ON r.id = f.id"
                " JOIN fact g ON g.id = u.id",
            )
        ),
    ),
    Rule(
        "every citation is inside its article",
        "SELECT r.slug || ' ' || CAST(c.start_char AS TEXT) || '-' || CAST(c.end_char AS TEXT)"
        " FROM fact f JOIN citation c ON c.fact = f.id JOIN article a ON a.id = c.cited JOIN record r ON r.id = a.id"
        " WHERE TOUCHED(f.record) AND c.end_char > a.length",
    ),
    Rule(
        "a citation names characters of an article or a cell of a data set",
        "SELECT r.slug || coalesce(' ' || nullif(c.row_key, '') || ' ' || c.column_name, '')"
        " FROM fact f JOIN citation c ON c.fact = f.id JOIN record r ON r.id = c.cited"
        " WHERE TOUCHED(f.record) AND r.kind <> CASE c.row_key WHEN '' THEN 'article' ELSE 'dataset' END",
    ),
    Rule(
        "every citation names a field that its fact has",
        "SELECT DISTINCT f.kind || '.' || c.field FROM fact f JOIN citation c ON c.fact = f.id"
        " WHERE TOUCHED(f.record) AND c.field <> ''"
        " AND NOT EXISTS (SELECT 1 FROM field d WHERE d.kind = f.kind AND d.name = c.field)",
    ),
    Rule(
        "a relation joins kinds that its type allows",
        "SELECT s.slug || ' ' || l.type || ' ' || o.slug FROM relation l JOIN record s ON s.id = l.subject"
        " JOIN record o ON o.id = l.object WHERE TOUCHED(l.subject) AND NOT EXISTS ("
        "SELECT 1 FROM relation_join j WHERE j.type = l.type AND j.subject_kind = s.kind AND j.object_kind = o.kind)",
    ),
    Rule("no record is a part of itself", _wholes()),
    Rule(
        "every fact has a row in the table of its kind",
        "SELECT coalesce(r.slug, 'no record') || ' (' || f.kind || ')'"
        " FROM fact f LEFT JOIN record r ON r.id = f.record"
        " WHERE TOUCHED(f.record)"
        f" AND (SELECT count(*) FROM ({_ids(('record', *LINK_KINDS))}) k WHERE k.id = f.id) <> 1",
    ),
    Rule(
        "every record has a row in the table of its kind",
        "SELECT r.slug FROM record r WHERE TOUCHED(r.id)"
        f" AND (SELECT count(*) FROM ({_ids(RECORDS)}) k WHERE k.id = r.id) <> 1",
    ),
    Rule(
        "a party is a country, an organization, a person or a place",
        "SELECT r.slug || ' ' || p.slug FROM participation l JOIN record r ON r.id = l.record"
        " JOIN record p ON p.id = l.party"
        f" WHERE TOUCHED(l.record) AND p.kind NOT IN ({listed(PARTIES)})",
    ),
    Rule(
        "only kinds of record that have parties have participations",
        "SELECT r.slug FROM participation l JOIN record r ON r.id = l.record"
        f" WHERE TOUCHED(l.record) AND r.kind NOT IN ({listed(with_links('parties'))})",
    ),
    Rule(
        "only agreements and initiatives have milestones",
        "SELECT r.slug FROM milestone l JOIN record r ON r.id = l.record"
        f" WHERE TOUCHED(l.record) AND r.kind NOT IN ({listed(with_links('milestones'))})",
    ),
    Rule(
        "the paths of the sector tree follow its parents",
        # The depth is bounded, so that a circle of parents is found and not followed.
        "WITH RECURSIVE tree (broader, narrower, depth) AS (SELECT code, code, 0 FROM sector UNION ALL"
        " SELECT s.parent, t.narrower, t.depth + 1 FROM tree t JOIN sector s ON s.code = t.broader"
        " WHERE s.parent IS NOT NULL AND t.depth < 20)"
        " SELECT DISTINCT broader || ' > ' || narrower FROM ("
        " SELECT * FROM (SELECT * FROM tree EXCEPT SELECT broader, narrower, depth FROM sector_path) missing"
        " UNION ALL"
        " SELECT * FROM (SELECT broader, narrower, depth FROM sector_path EXCEPT SELECT * FROM tree) surplus) x",
    ),
    Rule(
        "every slug is one that a file may give",
        f"SELECT r.slug FROM record r WHERE TOUCHED(r.id) AND (trim(r.slug, '{SLUG_CHARACTERS}') <> ''"
        " OR trim(r.slug, '-') <> r.slug OR replace(r.slug, '--', '') <> r.slug)",
    ),
    Rule(
        "no retired slug is in use",
        "SELECT o.slug FROM former_slug o JOIN record r ON r.slug = o.slug",
    ),
)


def broken_rules(
    connection: Connection, records: set[int] | None, collections: tuple[str, ...] | None = None
) -> Iterator[str]:
    """Yield each broken rule with the rows that break it, for the facts of these records, or of all for None.

    Whether facts are cited is asked only of those of these collections, or of all for None.
    """
    if records is None:
        yield from _broken(connection, [(rule.name, rule.sql_of(None, collections)) for rule in RULES])
        return
    with touching(connection, records) as touched:
        yield from _broken(connection, [(rule.name, rule.sql_of(touched, collections)) for rule in RULES])


def _broken(connection: Connection, selects: list[tuple[str, str]]) -> Iterator[str]:
    for name, sql in selects:
        # The name of a collection may have per cent signs.
        rows = connection.exec_driver_sql(sql, execution_options={"no_parameters": True})
        offenders = sorted({str(row[0]) for row in rows})
        if offenders:
            yield f"broken rule “{name}”: {', '.join(offenders)}"


def check(database: Database) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of each check with the rows that fail it; the list is empty if it passes.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    with database.read() as reader:
        for name, run in _checks(database, reader):
            with progress(f"Checking: {name}"):
                offenders = run()
            yield name, offenders


def _checks(database: Database, reader: Reader) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Yield the name of each check, and the function that runs it."""
    for name, run in ENGINE_CHECKS[reader.engine_name]:
        yield name, partial(run, reader)
    yield SCHEMA_CHECK, lambda: schema_differences(database)
    for rule in RULES:
        yield rule.name, partial(_list_offenders, reader, rule)
    yield "derived state agrees with the facts", lambda: disagreements(reader)
    yield "the search index agrees with the texts", lambda: list(stale_records(reader))


def _list_offenders(reader: Reader, rule: Rule) -> list[str]:
    return sorted(str(row[0]) for row in reader.rows(rule.sql))


def collections_to_load(database: Database) -> list[str]:
    """Return the collections of which a downgrade deleted a part: their next load reads every file."""
    with database.read() as reader:
        return [
            str(row[0]) for row in reader.rows("SELECT DISTINCT collection FROM source WHERE digest = '' ORDER BY 1")
        ]
