"""Derives `state` from the facts: stage, dates, and the lists and counts that reports sort and show.

A load refreshes the rows that it touched; `db check` derives all of them again and compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.bulk import insert_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from models.database import Reader

COLUMNS = (
    "record, kind, stage, stage_rank, date, date_from, date_to, place,"
    " parties, countries, sectors, subjects, publishers, citations, slug"
)
AGGREGATES = {"sqlite": "group_concat(x, '; ')", "postgresql": "string_agg(x, '; ' ORDER BY x)"}

# The stage is that of the highest occurred milestone; one off the ladder replaces it unless a milestone of
# the ladder is dated later; ties go to the later date, undated last.
DERIVATION = """
SELECT r.id AS record, r.kind, m.stage, g.rank AS stage_rank,
    CASE r.kind WHEN 'event' THEN e.date WHEN 'statement' THEN t.date WHEN 'figure' THEN u.period
        ELSE m.date END AS date,
    CASE r.kind WHEN 'event' THEN e.date_from WHEN 'statement' THEN t.date_from WHEN 'figure' THEN u.period_from
        ELSE m.date_from END AS date_from,
    CASE r.kind WHEN 'event' THEN e.date_to WHEN 'statement' THEN t.date_to WHEN 'figure' THEN u.period_to
        ELSE m.date_to END AS date_to,
    CASE r.kind WHEN 'event' THEN e.place WHEN 'initiative' THEN i.place
        ELSE coalesce(m.place, h.place) END AS place,
    (SELECT {join} FROM (
        SELECT DISTINCT p.slug AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND (r.kind <> 'statement' OR l.role = 'speaker') ORDER BY 1) q) AS parties,
    (SELECT {join} FROM (
        SELECT p.country AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND p.country IS NOT NULL
        UNION
        SELECT p.country FROM figure f JOIN record p ON p.id = f.subject
        WHERE f.id = r.id AND p.country IS NOT NULL ORDER BY 1) q) AS countries,
    (SELECT {join} FROM (
        SELECT c.sector AS x FROM classification c WHERE c.record = r.id ORDER BY 1) q) AS sectors,
    (SELECT {join} FROM (
        SELECT p.slug AS x FROM about b JOIN record p ON p.id = b.record WHERE b.statement = r.id ORDER BY 1) q
    ) AS subjects,
    (SELECT count(DISTINCT coalesce(a.reprinted_from, a.publisher, a.id))
        FROM fact f JOIN citation c ON c.fact = f.id JOIN article a ON a.id = c.article
        WHERE f.record = r.id) AS publishers,
    (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id) AS citations,
    r.slug
FROM record r
LEFT JOIN event e ON e.id = r.id
LEFT JOIN initiative i ON i.id = r.id
LEFT JOIN statement t ON t.id = r.id
LEFT JOIN figure u ON u.id = r.id
LEFT JOIN milestone m ON m.id = (
    SELECT o.id FROM milestone o JOIN stage s ON s.code = o.stage
    WHERE o.record = r.id AND o.outlook = 'occurred' AND (
        s.rank IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM milestone n JOIN stage z ON z.code = n.stage
            WHERE n.record = r.id AND n.outlook = 'occurred' AND z.rank IS NOT NULL AND n.date_from > o.date_from))
    ORDER BY CASE WHEN s.rank IS NULL THEN 0 ELSE 1 END, s.rank DESC, o.date_from DESC NULLS LAST,
        o.date_to DESC NULLS LAST, o.stage, o.id
    LIMIT 1)
LEFT JOIN stage g ON g.code = m.stage
LEFT JOIN event h ON h.id = m.event
WHERE r.kind IN ('agreement', 'event', 'initiative', 'figure', 'statement')
"""


def derivation(engine_name: str, condition: str = "") -> str:
    """The SELECT that derives `state`, in the engine's words for a joined list."""
    return DERIVATION.format(join=AGGREGATES[engine_name]) + condition


def refresh(connection: Connection, records: set[int]) -> None:
    """Derive anew the state of these records, and of those alone; the ids of deleted records are passed over."""
    if not records:
        return
    connection.exec_driver_sql("CREATE TEMPORARY TABLE touched (id INTEGER PRIMARY KEY)")
    insert_rows(connection, "touched", ("id",), [(record,) for record in sorted(records)])
    connection.exec_driver_sql("DELETE FROM state WHERE record IN (SELECT id FROM touched)")
    select = derivation(connection.dialect.name, "AND r.id IN (SELECT id FROM touched) ORDER BY r.id")
    connection.exec_driver_sql(f"INSERT INTO state ({COLUMNS}) {select}")
    connection.exec_driver_sql("DROP TABLE touched")


def fill_if_empty(connection: Connection) -> None:
    """Derive all of it, after a migration that made `state` anew or emptied it because it changed the rules."""
    if not connection.exec_driver_sql("SELECT 1 FROM state LIMIT 1").first():
        select = derivation(connection.dialect.name, "ORDER BY r.id")
        connection.exec_driver_sql(f"INSERT INTO state ({COLUMNS}) {select}")


def stale_slugs(reader: Reader) -> list[str]:
    """The records whose stored state is not what their facts give."""
    derived = derivation(reader.engine_name)
    stored = f"SELECT {COLUMNS} FROM state"
    difference = f"SELECT record FROM (SELECT * FROM ({stored}) a EXCEPT SELECT * FROM ({derived}) b) c"
    missing = f"SELECT record FROM (SELECT * FROM ({derived}) a EXCEPT SELECT * FROM ({stored}) b) c"
    rows = reader.rows(f"SELECT slug FROM record WHERE id IN ({difference} UNION {missing}) ORDER BY slug")
    return [row[0] for row in rows]
