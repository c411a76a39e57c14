"""What is derived from the facts: each table once, with the SELECT that gives its rows.

A table comes after those it is derived from. A SELECT is that of the records in `touched`; `of_all` makes of it the
SELECT of all records. `models/derived/refresh.py` runs them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# SQLite joins in this order, PostgreSQL as it likes: a few records lead to their rows, however many others there are.
TOUCHED, ONE_TOUCHED = "touched CROSS JOIN ", r"\w\.\w+ = touched\.id"
LISTS = {"sqlite": "group_concat(x, '; ')", "postgresql": "string_agg(x, '; ' ORDER BY x)"}


class Derived(NamedTuple):
    """A table of derived rows, and the SELECT that gives them; {list} stands where it joins texts to a list.

    Its key is the first of its columns, as many as `width` says.
    """

    table: str
    width: int
    columns: str
    select: str

    def of_touched(self, engine_name: str) -> str:
        """The rows of the records in `touched`, in the engine's words."""
        return self.select.replace("{list}", LISTS[engine_name])

    def of_all(self, engine_name: str) -> str:
        """The rows of all records, in order of the key: so they are added at the end of the table."""
        order = ", ".join(map(str, range(1, self.width + 1)))
        select = re.sub(ONE_TOUCHED, "1 = 1", self.of_touched(engine_name).replace(TOUCHED, ""))
        return f"{select}ORDER BY {order}"


# The stage is that of the highest occurred milestone; one off the ladder replaces it unless a milestone of
# the ladder is dated later; ties go to the later date, undated last.
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
FROM touched CROSS JOIN record r
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
WHERE r.id = touched.id AND r.kind IN ('agreement', 'event', 'initiative', 'figure', 'statement')
""",
)
# A party's country is a record's; so are the country of what a figure counts or a statement is about, and an
# organization's own.
LISTING = Derived(
    "listing",
    5,
    "facet, key, kind, ordinal, record, own",
    """
WITH shown (record, country) AS (
    SELECT l.record, p.country
    FROM touched CROSS JOIN participation l
    JOIN record p ON p.id = l.party
    WHERE l.record = touched.id AND p.country IS NOT NULL
    UNION
    SELECT f.id, p.country
    FROM touched CROSS JOIN figure f
    JOIN record p ON p.id = f.subject
    WHERE f.id = touched.id AND p.country IS NOT NULL
    UNION
    SELECT b.statement, p.country
    FROM touched CROSS JOIN about b
    JOIN record p ON p.id = b.record
    WHERE b.statement = touched.id AND p.country IS NOT NULL
    UNION
    SELECT r.id, r.country
    FROM touched CROSS JOIN record r
    WHERE r.id = touched.id AND r.kind IN ('organization', 'person', 'place') AND r.country IS NOT NULL
), listed (record, facet, key, own) AS (
    SELECT record, 'country', country, 1 FROM shown
    UNION ALL
    SELECT a.record, 'pair', a.country || ' ' || b.country, 1
    FROM shown a
    JOIN shown b ON b.record = a.record AND b.country > a.country
    UNION ALL
    SELECT c.record, 'sector', p.broader, max(CASE p.depth WHEN 0 THEN 1 ELSE 0 END)
    FROM touched CROSS JOIN classification c
    JOIN sector_path p ON p.narrower = c.sector
    WHERE c.record = touched.id
    GROUP BY c.record, p.broader
    UNION ALL
    SELECT record, 'organization', organization, 1
    FROM (
        SELECT l.record, p.slug AS organization
        FROM touched CROSS JOIN participation l
        JOIN record p ON p.id = l.party
        WHERE l.record = touched.id AND p.kind = 'organization'
        UNION
        SELECT b.statement, p.slug
        FROM touched CROSS JOIN about b
        JOIN record p ON p.id = b.record
        WHERE b.statement = touched.id AND p.kind = 'organization'
    ) o
    UNION ALL
    SELECT r.id, 'all', '', 1
    FROM touched CROSS JOIN record r
    WHERE r.id = touched.id AND r.kind <> 'country'
    UNION ALL
    SELECT r.id, 'all', '', 1
    FROM touched CROSS JOIN record r
    WHERE r.id = touched.id AND r.kind = 'country'
        AND EXISTS (SELECT 1 FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id)
)
SELECT l.facet, l.key, r.kind, coalesce(-CAST(replace(s.date_from, '-', '') AS INTEGER), 0) AS ordinal,
    l.record, l.own
FROM listed l
JOIN record r ON r.id = l.record
LEFT JOIN state s ON s.record = l.record
""",
)
STEP = Derived(
    "step",
    4,
    "facet, key, day, record",
    """
SELECT l.facet, l.key, d.day, l.record
FROM listing l
JOIN (
    SELECT m.record, coalesce(CAST(replace(m.date_from, '-', '') AS INTEGER), 99999999) AS day
    FROM touched CROSS JOIN milestone m
    WHERE m.record = touched.id AND m.date IS NOT NULL
    UNION
    SELECT e.id, coalesce(CAST(replace(e.date_from, '-', '') AS INTEGER), 99999999)
    FROM touched CROSS JOIN event e
    WHERE e.id = touched.id AND e.date IS NOT NULL
) d ON d.record = l.record
""",
)
GAP = Derived(
    "gap",
    3,
    "gap, kind, slug, record",
    """
SELECT g.gap, r.kind, r.slug, r.id AS record
FROM (
    SELECT 'no_milestone' AS gap, s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind IN ('agreement', 'initiative') AND s.stage IS NULL
    UNION ALL
    SELECT 'no_date', s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind IN ('agreement', 'event') AND s.date IS NULL
    UNION ALL
    SELECT 'no_place', s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind = 'event' AND s.place IS NULL
    UNION ALL
    SELECT 'no_parties', s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind IN ('agreement', 'event')
        AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = s.record)
    UNION ALL
    SELECT 'no_sector', s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind = 'agreement' AND s.sectors IS NULL
    UNION ALL
    SELECT 'no_position', r.id
    FROM touched CROSS JOIN record r
    WHERE r.id = touched.id AND r.kind = 'person'
        AND NOT EXISTS (SELECT 1 FROM position p WHERE p.person = r.id)
    UNION ALL
    SELECT 'no_country', o.id
    FROM touched CROSS JOIN organization o
    CROSS JOIN record r
    WHERE o.id = touched.id AND r.id = o.id AND r.country IS NULL AND o.kind <> 'intergovernmental'
    UNION ALL
    SELECT 'no_publisher', a.id
    FROM touched CROSS JOIN article a
    WHERE a.id = touched.id AND a.publisher IS NULL
    UNION ALL
    SELECT 'no_publication_date', a.id
    FROM touched CROSS JOIN article a
    WHERE a.id = touched.id AND (a.published IS NULL OR a.published_basis = 'derived')
    UNION ALL
    SELECT 'no_speaker', t.id
    FROM touched CROSS JOIN statement t
    WHERE t.id = touched.id AND t.attribution = 'named'
        AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = t.id AND l.role = 'speaker')
    UNION ALL
    SELECT 'one_citation', s.record
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.citations = 1
    UNION ALL
    SELECT 'one_citation', r.id
    FROM touched CROSS JOIN record r
    WHERE r.id = touched.id AND r.kind IN ('organization', 'person', 'place')
        AND (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id) = 1
) g
JOIN record r ON r.id = g.record
""",
)
# What has no date is past when what it belongs to is: an event's whole, the dated steps of a record. A rank below 60
# is below `signed`: still under way.
PENDING = Derived(
    "pending",
    5,
    "past, kind, height, slug, fact, record, stage, stage_rank, outlook, date, date_from, date_to",
    """
SELECT p.past, r.kind, coalesce(p.stage_rank, 999) AS height, r.slug, p.fact, r.id AS record, p.stage, p.stage_rank,
    p.outlook, p.date, p.date_from, p.date_to
FROM (
    SELECT e.id AS fact, e.id AS record, CAST(NULL AS TEXT) AS stage, CAST(NULL AS INTEGER) AS stage_rank, e.outlook,
        e.date, e.date_from, e.date_to, CASE WHEN e.date IS NULL THEN w.date_to ELSE e.date_to END AS past
    FROM touched CROSS JOIN event e
    LEFT JOIN event w ON w.id = e.part_of
    WHERE e.id = touched.id AND e.outlook IN ('planned', 'postponed')
    UNION ALL
    SELECT min(m.id), m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to,
        CASE WHEN m.date IS NULL THEN (SELECT max(d.date_to) FROM milestone d WHERE d.record = m.record)
            ELSE m.date_to END
    FROM touched CROSS JOIN milestone m
    JOIN stage g ON g.code = m.stage
    WHERE m.record = touched.id AND m.outlook IN ('planned', 'postponed') AND NOT EXISTS (
        SELECT 1 FROM milestone l JOIN stage h ON h.code = l.stage
        WHERE l.record = m.record AND l.outlook = 'occurred' AND (h.rank >= g.rank OR l.date_to > m.date_to))
    GROUP BY m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to
    UNION ALL
    SELECT s.record, s.record, s.stage, s.stage_rank, 'occurred', s.date, s.date_from, s.date_to, s.date_to
    FROM touched CROSS JOIN state s
    WHERE s.record = touched.id AND s.kind IN ('agreement', 'initiative') AND s.stage_rank < 60
        AND NOT EXISTS (SELECT 1 FROM milestone l WHERE l.record = s.record
            AND (l.date_to > s.date_to OR l.outlook IN ('planned', 'postponed')))
) p
JOIN record r ON r.id = p.record
WHERE p.past IS NOT NULL
""",
)
BY_RECORD = (STATE, LISTING, STEP, GAP, PENDING)
# Each SELECT counts cells that no other one has: the records of a kind in a country and a sector, or in all of either,
# and those of them that have no date.
ROLLUP = Derived(
    "rollup",
    4,
    "measure, a, b, c, n",
    """
SELECT 'records' AS measure, '' AS a, '' AS b, l.kind AS c, count(*) AS n
FROM touched CROSS JOIN listing l
WHERE l.record = touched.id AND l.facet = 'all'
GROUP BY l.kind
UNION ALL
SELECT 'records', l.key, '', l.kind, count(*)
FROM touched CROSS JOIN listing l
WHERE l.record = touched.id AND l.facet = 'country'
GROUP BY l.key, l.kind
UNION ALL
SELECT 'records', '', l.key, l.kind, count(*)
FROM touched CROSS JOIN listing l
WHERE l.record = touched.id AND l.facet = 'sector'
GROUP BY l.key, l.kind
UNION ALL
SELECT 'records', l.key, s.key, l.kind, count(*)
FROM touched CROSS JOIN listing l
CROSS JOIN listing s
WHERE l.record = touched.id AND l.facet = 'country' AND s.record = l.record AND s.facet = 'sector'
GROUP BY l.key, l.kind, s.key
UNION ALL
SELECT 'undated', '', '', l.kind, count(*)
FROM touched CROSS JOIN listing l
JOIN state t ON t.record = l.record
WHERE l.record = touched.id AND l.facet = 'all' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.kind
UNION ALL
SELECT 'undated', l.key, '', l.kind, count(*)
FROM touched CROSS JOIN listing l
JOIN state t ON t.record = l.record
WHERE l.record = touched.id AND l.facet = 'country' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.key, l.kind
UNION ALL
SELECT 'undated', '', l.key, l.kind, count(*)
FROM touched CROSS JOIN listing l
JOIN state t ON t.record = l.record
WHERE l.record = touched.id AND l.facet = 'sector' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.key, l.kind
UNION ALL
SELECT 'undated', l.key, s.key, l.kind, count(*)
FROM touched CROSS JOIN listing l
JOIN state t ON t.record = l.record
CROSS JOIN listing s
WHERE l.record = touched.id AND l.facet = 'country' AND l.ordinal = 0 AND t.date_to IS NULL
    AND s.record = l.record AND s.facet = 'sector'
GROUP BY l.key, l.kind, s.key
UNION ALL
SELECT 'country-sector', l.key, s.key, '', count(*)
FROM touched CROSS JOIN listing l
CROSS JOIN listing s
WHERE l.record = touched.id AND l.facet = 'country' AND l.kind IN ('agreement', 'event', 'initiative')
    AND s.record = l.record AND s.facet = 'sector' AND s.own = 1
GROUP BY l.key, s.key
UNION ALL
SELECT 'country-country', substr(l.key, 1, 2), substr(l.key, 4), '', count(*)
FROM touched CROSS JOIN listing l
WHERE l.record = touched.id AND l.facet = 'pair' AND l.kind IN ('agreement', 'event', 'initiative')
GROUP BY l.key
UNION ALL
SELECT 'country-country', substr(l.key, 4), substr(l.key, 1, 2), '', count(*)
FROM touched CROSS JOIN listing l
WHERE l.record = touched.id AND l.facet = 'pair' AND l.kind IN ('agreement', 'event', 'initiative')
GROUP BY l.key
UNION ALL
SELECT 'sector-stage', l.key, s.stage, '', count(*)
FROM touched CROSS JOIN listing l
JOIN state s ON s.record = l.record
WHERE l.record = touched.id AND l.facet = 'sector' AND l.own = 1 AND l.kind IN ('agreement', 'initiative')
    AND s.stage IS NOT NULL
GROUP BY l.key, s.stage
UNION ALL
SELECT 'pair', substr(l.key, 1, 2), substr(l.key, 4), coalesce(s.stage, ''), count(*)
FROM touched CROSS JOIN listing l
JOIN state s ON s.record = l.record
WHERE l.record = touched.id AND l.facet = 'pair' AND l.kind = 'agreement'
GROUP BY l.key, s.stage
""",
)
TABLES = (*BY_RECORD, ROLLUP)
