"""The tables that are derived from the facts, and the SELECT that gives the rows of each.

`models/derived/refresh.py` runs these SELECTs. Nothing here may grow with the square of a record's parties.
"""

from __future__ import annotations

from typing import NamedTuple

LISTS = {"sqlite": "group_concat(x, '; ')", "postgresql": "string_agg(x, '; ' ORDER BY x)"}
# Tables that revisions before 0012 derived; the next upgrade drops them.
FORMER_TABLES = ("listing", "step", "gap", "pending", "rollup")


class Derived(NamedTuple):
    """A derived table: its columns, the first `width` of which are its key, and the SELECT of its rows.

    `{list}` in the SELECT joins texts to a list, in the words of each engine.
    """

    table: str
    width: int
    columns: str
    select: str

    def rows(self, engine_name: str, condition: str = "") -> str:
        """Return the SELECT of all rows in order of the key, or of those that meet a further condition."""
        order = ", ".join(map(str, range(1, self.width + 1)))
        return f"{self.select.replace('{list}', LISTS[engine_name])}{condition}\nORDER BY {order}"


# The stage is that of the highest occurred milestone. One off the ladder replaces it, unless a milestone on the ladder
# is dated later. Of equals the latest counts, and an undated one comes last.
STATE = Derived(
    "state",
    1,
    "record, kind, stage, stage_rank, date, date_from, date_to, place,"
    " parties, countries, sectors, subjects, publishers, citations, slug",
    """
SELECT r.id AS record, r.kind, m.stage, g.rank AS stage_rank,
    CASE r.kind WHEN 'event' THEN e.date WHEN 'statement' THEN t.date WHEN 'figure' THEN u.period
        ELSE m.date END AS date,
    CASE r.kind WHEN 'event' THEN e.date_from WHEN 'statement' THEN t.date_from WHEN 'figure' THEN u.period_from
        ELSE m.date_from END AS date_from,
    CASE r.kind WHEN 'event' THEN e.date_to WHEN 'statement' THEN t.date_to WHEN 'figure' THEN u.period_to
        ELSE m.date_to END AS date_to,
    CASE r.kind WHEN 'event' THEN e.place WHEN 'initiative' THEN i.place
        ELSE coalesce(m.place, h.place) END AS place,
    (SELECT {list} FROM (
        SELECT DISTINCT p.slug AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND (r.kind <> 'statement' OR l.role = 'speaker') ORDER BY 1) q) AS parties,
    (SELECT {list} FROM (
        SELECT p.country AS x FROM participation l JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND p.country IS NOT NULL
        UNION
        SELECT p.country FROM figure f JOIN record p ON p.id = f.subject
        WHERE f.id = r.id AND p.country IS NOT NULL ORDER BY 1) q) AS countries,
    (SELECT {list} FROM (
        SELECT c.sector AS x FROM classification c WHERE c.record = r.id ORDER BY 1) q) AS sectors,
    (SELECT {list} FROM (
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
WHERE r.kind IN ('agreement', 'event', 'initiative', 'figure', 'statement')""",
)
# A record counts for the country of each party, a figure also for that of its subject, an organization for its own.
COUNTRY_COUNT = Derived(
    "country_count",
    2,
    "country, kind, records",
    """
SELECT x.country, x.kind, count(DISTINCT x.id) AS records
FROM (
    SELECT p.country, r.kind, r.id
    FROM participation l
    JOIN record p ON p.id = l.party
    JOIN record r ON r.id = l.record
    UNION ALL
    SELECT s.country, 'figure', f.id
    FROM figure f
    JOIN record s ON s.id = f.subject
    UNION ALL
    SELECT o.country, o.kind, o.id
    FROM record o
    WHERE o.kind = 'organization'
) x
WHERE x.country IS NOT NULL
GROUP BY x.country, x.kind""",
)
SECTOR_COUNT = Derived(
    "sector_count",
    2,
    "sector, kind, records",
    """
SELECT p.broader AS sector, r.kind, count(DISTINCT r.id) AS records
FROM classification c
JOIN sector_path p ON p.narrower = c.sector
JOIN record r ON r.id = c.record
GROUP BY p.broader, r.kind""",
)
COUNTS = (COUNTRY_COUNT, SECTOR_COUNT)
TABLES = (STATE, *COUNTS)
