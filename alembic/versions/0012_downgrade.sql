-- Fill the tables that revision 0012_keep_state_and_counts drops, as version 0.1.0 derived them; for the downgrade.

INSERT INTO listing (facet, key, kind, ordinal, record, own)
WITH shown (record, country) AS (
    SELECT l.record, p.country
    FROM participation l
    JOIN record p ON p.id = l.party
    WHERE 1 = 1 AND p.country IS NOT NULL
    UNION
    SELECT f.id, p.country
    FROM figure f
    JOIN record p ON p.id = f.subject
    WHERE 1 = 1 AND p.country IS NOT NULL
    UNION
    SELECT b.statement, p.country
    FROM about b
    JOIN record p ON p.id = b.record
    WHERE 1 = 1 AND p.country IS NOT NULL
    UNION
    SELECT r.id, r.country
    FROM record r
    WHERE 1 = 1 AND r.kind IN ('organization', 'person', 'place') AND r.country IS NOT NULL
), listed (record, facet, key, own) AS (
    SELECT record, 'country', country, 1 FROM shown
    UNION ALL
    SELECT a.record, 'pair', a.country || ' ' || b.country, 1
    FROM shown a
    JOIN shown b ON b.record = a.record AND b.country > a.country
    UNION ALL
    SELECT c.record, 'sector', p.broader, max(CASE p.depth WHEN 0 THEN 1 ELSE 0 END)
    FROM classification c
    JOIN sector_path p ON p.narrower = c.sector
    WHERE 1 = 1
    GROUP BY c.record, p.broader
    UNION ALL
    SELECT record, 'organization', organization, 1
    FROM (
        SELECT l.record, p.slug AS organization
        FROM participation l
        JOIN record p ON p.id = l.party
        WHERE 1 = 1 AND p.kind = 'organization'
        UNION
        SELECT b.statement, p.slug
        FROM about b
        JOIN record p ON p.id = b.record
        WHERE 1 = 1 AND p.kind = 'organization'
    ) o
    UNION ALL
    SELECT r.id, 'all', '', 1
    FROM record r
    WHERE 1 = 1 AND r.kind <> 'country'
    UNION ALL
    SELECT r.id, 'all', '', 1
    FROM record r
    WHERE 1 = 1 AND r.kind = 'country'
        AND EXISTS (SELECT 1 FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id)
)
SELECT l.facet, l.key, r.kind, coalesce(-CAST(replace(s.date_from, '-', '') AS INTEGER), 0) AS ordinal,
    l.record, l.own
FROM listed l
JOIN record r ON r.id = l.record
LEFT JOIN state s ON s.record = l.record
ORDER BY 1, 2, 3, 4, 5;

INSERT INTO step (facet, key, day, record)
SELECT l.facet, l.key, d.day, l.record
FROM listing l
JOIN (
    SELECT m.record, coalesce(CAST(replace(m.date_from, '-', '') AS INTEGER), 99999999) AS day
    FROM milestone m
    WHERE 1 = 1 AND m.date IS NOT NULL
    UNION
    SELECT e.id, coalesce(CAST(replace(e.date_from, '-', '') AS INTEGER), 99999999)
    FROM event e
    WHERE 1 = 1 AND e.date IS NOT NULL
) d ON d.record = l.record
ORDER BY 1, 2, 3, 4;

INSERT INTO gap (gap, kind, slug, record)
SELECT g.gap, r.kind, r.slug, r.id AS record
FROM (
    SELECT 'no_milestone' AS gap, s.record
    FROM state s
    WHERE 1 = 1 AND s.kind IN ('agreement', 'initiative') AND s.stage IS NULL
    UNION ALL
    SELECT 'no_date', s.record
    FROM state s
    WHERE 1 = 1 AND s.kind IN ('agreement', 'event') AND s.date IS NULL
    UNION ALL
    SELECT 'no_place', s.record
    FROM state s
    WHERE 1 = 1 AND s.kind = 'event' AND s.place IS NULL
    UNION ALL
    SELECT 'no_parties', s.record
    FROM state s
    WHERE 1 = 1 AND s.kind IN ('agreement', 'event')
        AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = s.record)
    UNION ALL
    SELECT 'no_sector', s.record
    FROM state s
    WHERE 1 = 1 AND s.kind = 'agreement' AND s.sectors IS NULL
    UNION ALL
    SELECT 'no_position', r.id
    FROM record r
    WHERE 1 = 1 AND r.kind = 'person'
        AND NOT EXISTS (SELECT 1 FROM position p WHERE p.person = r.id)
    UNION ALL
    SELECT 'no_country', o.id
    FROM organization o
    CROSS JOIN record r
    WHERE 1 = 1 AND r.id = o.id AND r.country IS NULL AND o.kind <> 'intergovernmental'
    UNION ALL
    SELECT 'no_publisher', a.id
    FROM article a
    WHERE 1 = 1 AND a.publisher IS NULL
    UNION ALL
    SELECT 'no_publication_date', a.id
    FROM article a
    WHERE 1 = 1 AND (a.published IS NULL OR a.published_basis = 'derived')
    UNION ALL
    SELECT 'no_speaker', t.id
    FROM statement t
    WHERE 1 = 1 AND t.attribution = 'named'
        AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = t.id AND l.role = 'speaker')
    UNION ALL
    SELECT 'one_citation', s.record
    FROM state s
    WHERE 1 = 1 AND s.citations = 1
    UNION ALL
    SELECT 'one_citation', r.id
    FROM record r
    WHERE 1 = 1 AND r.kind IN ('organization', 'person', 'place')
        AND (SELECT count(*) FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = r.id) = 1
) g
JOIN record r ON r.id = g.record
ORDER BY 1, 2, 3;

INSERT INTO pending (past, kind, height, slug, fact, record, stage, stage_rank, outlook, date, date_from, date_to)
SELECT p.past, r.kind, coalesce(p.stage_rank, 999) AS height, r.slug, p.fact, r.id AS record, p.stage, p.stage_rank,
    p.outlook, p.date, p.date_from, p.date_to
FROM (
    SELECT e.id AS fact, e.id AS record, CAST(NULL AS TEXT) AS stage, CAST(NULL AS INTEGER) AS stage_rank, e.outlook,
        e.date, e.date_from, e.date_to, CASE WHEN e.date IS NULL THEN w.date_to ELSE e.date_to END AS past
    FROM event e
    LEFT JOIN event w ON w.id = e.part_of
    WHERE 1 = 1 AND e.outlook IN ('planned', 'postponed')
    UNION ALL
    SELECT min(m.id), m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to,
        CASE WHEN m.date IS NULL THEN (SELECT max(d.date_to) FROM milestone d WHERE d.record = m.record)
            ELSE m.date_to END
    FROM milestone m
    JOIN stage g ON g.code = m.stage
    WHERE 1 = 1 AND m.outlook IN ('planned', 'postponed') AND NOT EXISTS (
        SELECT 1 FROM milestone l JOIN stage h ON h.code = l.stage
        WHERE l.record = m.record AND l.outlook = 'occurred' AND (h.rank >= g.rank OR l.date_to > m.date_to))
    GROUP BY m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to
    UNION ALL
    SELECT s.record, s.record, s.stage, s.stage_rank, 'occurred', s.date, s.date_from, s.date_to, s.date_to
    FROM state s
    WHERE 1 = 1 AND s.kind IN ('agreement', 'initiative') AND s.stage_rank < 60
        AND NOT EXISTS (SELECT 1 FROM milestone l WHERE l.record = s.record
            AND (l.date_to > s.date_to OR l.outlook IN ('planned', 'postponed')))
) p
JOIN record r ON r.id = p.record
WHERE p.past IS NOT NULL
ORDER BY 1, 2, 3, 4, 5;

INSERT INTO rollup (measure, a, b, c, n)
SELECT 'records' AS measure, '' AS a, '' AS b, l.kind AS c, count(*) AS n
FROM listing l
WHERE 1 = 1 AND l.facet = 'all'
GROUP BY l.kind
UNION ALL
SELECT 'records', l.key, '', l.kind, count(*)
FROM listing l
WHERE 1 = 1 AND l.facet = 'country'
GROUP BY l.key, l.kind
UNION ALL
SELECT 'records', '', l.key, l.kind, count(*)
FROM listing l
WHERE 1 = 1 AND l.facet = 'sector'
GROUP BY l.key, l.kind
UNION ALL
SELECT 'records', l.key, s.key, l.kind, count(*)
FROM listing l
CROSS JOIN listing s
WHERE 1 = 1 AND l.facet = 'country' AND s.record = l.record AND s.facet = 'sector'
GROUP BY l.key, l.kind, s.key
UNION ALL
SELECT 'undated', '', '', l.kind, count(*)
FROM listing l
JOIN state t ON t.record = l.record
WHERE 1 = 1 AND l.facet = 'all' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.kind
UNION ALL
SELECT 'undated', l.key, '', l.kind, count(*)
FROM listing l
JOIN state t ON t.record = l.record
WHERE 1 = 1 AND l.facet = 'country' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.key, l.kind
UNION ALL
SELECT 'undated', '', l.key, l.kind, count(*)
FROM listing l
JOIN state t ON t.record = l.record
WHERE 1 = 1 AND l.facet = 'sector' AND l.ordinal = 0 AND t.date_to IS NULL
GROUP BY l.key, l.kind
UNION ALL
SELECT 'undated', l.key, s.key, l.kind, count(*)
FROM listing l
JOIN state t ON t.record = l.record
CROSS JOIN listing s
WHERE 1 = 1 AND l.facet = 'country' AND l.ordinal = 0 AND t.date_to IS NULL
    AND s.record = l.record AND s.facet = 'sector'
GROUP BY l.key, l.kind, s.key
UNION ALL
SELECT 'country-sector', l.key, s.key, '', count(*)
FROM listing l
CROSS JOIN listing s
WHERE 1 = 1 AND l.facet = 'country' AND l.kind IN ('agreement', 'event', 'initiative')
    AND s.record = l.record AND s.facet = 'sector' AND s.own = 1
GROUP BY l.key, s.key
UNION ALL
SELECT 'country-country', substr(l.key, 1, 2), substr(l.key, 4), '', count(*)
FROM listing l
WHERE 1 = 1 AND l.facet = 'pair' AND l.kind IN ('agreement', 'event', 'initiative')
GROUP BY l.key
UNION ALL
SELECT 'country-country', substr(l.key, 4), substr(l.key, 1, 2), '', count(*)
FROM listing l
WHERE 1 = 1 AND l.facet = 'pair' AND l.kind IN ('agreement', 'event', 'initiative')
GROUP BY l.key
UNION ALL
SELECT 'sector-stage', l.key, s.stage, '', count(*)
FROM listing l
JOIN state s ON s.record = l.record
WHERE 1 = 1 AND l.facet = 'sector' AND l.own = 1 AND l.kind IN ('agreement', 'initiative')
    AND s.stage IS NOT NULL
GROUP BY l.key, s.stage
UNION ALL
SELECT 'pair', substr(l.key, 1, 2), substr(l.key, 4), coalesce(s.stage, ''), count(*)
FROM listing l
JOIN state s ON s.record = l.record
WHERE 1 = 1 AND l.facet = 'pair' AND l.kind = 'agreement'
GROUP BY l.key, s.stage
ORDER BY 1, 2, 3, 4;
