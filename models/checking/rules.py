"""What `mithaq db check` verifies: the engine's integrity, the schema, and the rules that no constraint can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from models.checking.schema_diff import schema_differences
from models.derived.refresh import disagreements
from models.derived.search_index import stale_records
from models.kinds.links import LINK_KINDS, PARTIES
from models.kinds.records import RECORDS, UNCITED, listed, with_links
from models.storage.database import Database, Reader


@dataclass(frozen=True)
class Rule:
    """A rule, and a SELECT that names each row that breaks it."""

    name: str
    sql: str


# A load asks it too, of the records it touches: the milestones of one may stand in several collections.
MILESTONE_ORDER = Rule(
    "milestones are in a possible order",
    "SELECT r.slug || ': ' || h.stage || ' before ' || e.stage FROM milestone h"
    " JOIN milestone e ON e.record = h.record AND e.outlook = 'occurred' JOIN stage x ON x.code = h.stage"
    " JOIN stage y ON y.code = e.stage JOIN record r ON r.id = h.record WHERE h.outlook = 'occurred'"
    " AND y.rank >= 40 AND x.rank > y.rank AND h.date_to < e.date_from",
)
# A large new collection asks these at its end, since a part of it cannot know them.
DAYS_OF_EVENTS = Rule(
    "what happens at an event happens on its days",
    "SELECT r.slug || ' at ' || w.slug FROM ("
    "SELECT id AS record, event, date_from, date_to FROM statement WHERE event IS NOT NULL"
    " UNION ALL SELECT record, event, date_from, date_to FROM milestone WHERE event IS NOT NULL) h"
    " JOIN event e ON e.id = h.event JOIN record r ON r.id = h.record JOIN record w ON w.id = e.id"
    " WHERE h.date_to < e.date_from OR e.date_to < h.date_from ORDER BY 1",
)


def _wholes() -> str:
    """Return a SELECT of the records that are, over several steps, parts of themselves."""
    columns = {kind.kind: f"{kind.kind}.{kind.part_of}" for kind in RECORDS.values() if kind.part_of}
    parts = (f"SELECT id, {column}, 1 FROM {table} WHERE {column} IS NOT NULL" for table, column in columns.items())
    joins = "".join(f" LEFT JOIN {table} ON {table}.id = a.whole" for table in columns)
    # The depth is bounded, so that the query ends where parts form a circle.
    return (
        f"WITH RECURSIVE above (record, whole, depth) AS ({' UNION ALL '.join(parts)}"
        f" UNION ALL SELECT a.record, coalesce({', '.join(columns.values())}), a.depth + 1 FROM above a{joins}"
        " WHERE a.whole <> a.record AND a.depth < 100)"
        " SELECT DISTINCT r.slug FROM above a JOIN record r ON r.id = a.record WHERE a.whole = a.record ORDER BY 1"
    )


WHOLES = Rule("nothing is a part of itself", _wholes())


def _ids(tables: Iterable[str]) -> str:
    """Return a SELECT of the ids of all rows of the tables."""
    return " UNION ALL ".join(f"SELECT id FROM {table}" for table in tables)


# Each SELECT gives one text per offender.
RULES = (
    Rule(
        "every fact is cited",
        "SELECT r.slug || ' (' || f.kind || ')' FROM fact f JOIN record r ON r.id = f.record"
        f" WHERE f.kind NOT IN ({listed(UNCITED)}) AND NOT EXISTS (SELECT 1 FROM citation c WHERE c.fact = f.id)",
    ),
    Rule(
        "every citation is inside its article",
        "SELECT r.slug || ' ' || CAST(c.start_char AS TEXT) || '-' || CAST(c.end_char AS TEXT)"
        " FROM citation c JOIN article a ON a.id = c.article JOIN record r ON r.id = a.id WHERE c.end_char > a.length",
    ),
    Rule(
        "every citation names a field that its fact has",
        "SELECT DISTINCT f.kind || '.' || c.field FROM citation c JOIN fact f ON f.id = c.fact"
        " WHERE c.field <> '' AND NOT EXISTS (SELECT 1 FROM field d WHERE d.kind = f.kind AND d.name = c.field)",
    ),
    Rule(
        "a relation joins kinds that its type allows",
        "SELECT s.slug || ' ' || l.type || ' ' || o.slug FROM relation l JOIN record s ON s.id = l.subject"
        " JOIN record o ON o.id = l.object WHERE NOT EXISTS (SELECT 1 FROM relation_join j WHERE j.type = l.type"
        " AND j.subject_kind = s.kind AND j.object_kind = o.kind)",
    ),
    MILESTONE_ORDER,
    DAYS_OF_EVENTS,
    WHOLES,
    Rule(
        "every fact has the row of its kind",
        "SELECT coalesce(r.slug, 'no record') || ' (' || f.kind || ')'"
        " FROM fact f LEFT JOIN record r ON r.id = f.record"
        f" WHERE (SELECT count(*) FROM ({_ids(('record', *LINK_KINDS))}) k WHERE k.id = f.id) <> 1",
    ),
    Rule(
        "every record has the row of its kind",
        f"SELECT r.slug FROM record r WHERE (SELECT count(*) FROM ({_ids(RECORDS)}) k WHERE k.id = r.id) <> 1",
    ),
    Rule(
        "a party is a country, an organization, a person or a place",
        "SELECT r.slug || ' ' || p.slug FROM participation l JOIN record r ON r.id = l.record"
        f" JOIN record p ON p.id = l.party WHERE p.kind NOT IN ({listed(PARTIES)})",
    ),
    Rule(
        "participations and milestones belong to records that have such",
        "SELECT r.slug FROM participation l JOIN record r ON r.id = l.record"
        f" WHERE r.kind NOT IN ({listed(with_links('parties'))})"
        " UNION ALL SELECT r.slug FROM milestone l JOIN record r ON r.id = l.record"
        f" WHERE r.kind NOT IN ({listed(with_links('milestones'))})",
    ),
    Rule(
        "the paths of the sector tree are those of its parents",
        # The depth is bounded, so that a circle of parents is found and not followed.
        "WITH RECURSIVE tree (broader, narrower, depth) AS (SELECT code, code, 0 FROM sector UNION ALL"
        " SELECT s.parent, t.narrower, t.depth + 1 FROM tree t JOIN sector s ON s.code = t.broader"
        " WHERE s.parent IS NOT NULL AND t.depth < 20)"
        " SELECT DISTINCT broader || ' > ' || narrower FROM ("
        " SELECT * FROM (SELECT * FROM tree EXCEPT SELECT broader, narrower, depth FROM sector_path) missing"
        " UNION ALL"
        " SELECT * FROM (SELECT broader, narrower, depth FROM sector_path EXCEPT SELECT * FROM tree) surplus) x"
        " ORDER BY 1",
    ),
    Rule(
        "no retired slug is in use",
        "SELECT o.slug FROM former_slug o JOIN record r ON r.slug = o.slug",
    ),
)


def check(database: Database) -> Iterator[tuple[str, list[str]]]:
    """Each check by name with what breaks it; an empty list where all is well.

    Raises:
        MithaqError: the database cannot be read, or is at another revision.
    """
    with database.read() as reader:
        for name, run in ENGINE_CHECKS[reader.engine_name]:
            yield name, run(reader)
        yield "the schema is that of the models", schema_differences(database)
        for rule in RULES:
            yield rule.name, [str(row[0]) for row in reader.rows(rule.sql)]
        yield "derived state agrees with the facts", disagreements(reader)
        yield "the search index agrees with the texts", list(stale_records(reader))


def _integrity(reader: Reader) -> list[str]:
    return [str(row[0]) for row in reader.rows("PRAGMA integrity_check") if row[0] != "ok"]


def _foreign_keys(reader: Reader) -> list[str]:
    return [f"{row[0]}, row {row[1]}: no such {row[2]}" for row in reader.rows("PRAGMA foreign_key_check")]


def _validated(reader: Reader) -> list[str]:
    """On PostgreSQL a constraint always holds, once it is validated."""
    rows = reader.rows(
        "SELECT conname FROM pg_constraint WHERE NOT convalidated"
        " AND connamespace = to_regnamespace(current_schema()) ORDER BY conname"
    )
    return [str(row[0]) for row in rows]


EngineCheck = tuple[str, Callable[[Reader], list[str]]]
ENGINE_CHECKS: dict[str, tuple[EngineCheck, ...]] = {
    "sqlite": (("the file is sound", _integrity), ("every reference has its row", _foreign_keys)),
    "postgresql": (("every constraint is validated", _validated),),
}
