"""Make the statements of the views `v_gap` and `v_stale`: gaps of records, and overdue plans.

The `gaps` of a kind name the gaps that matter for it.
"""

from __future__ import annotations

from models.kinds.records import HELD, RECORDS, STAGED, having, listed

# For each gap, a SELECT of the records that have it, among the kinds in braces, or of one kind. Each reads few rows by
# an index; `date_from IS NULL` is there for that alone.
GAPS = {
    "no_milestone": "SELECT '{gap}' AS gap, s.record FROM state s WHERE s.kind IN ({kinds}) AND s.stage IS NULL",
    "no_date": (
        "SELECT '{gap}', s.record FROM state s WHERE s.kind IN ({kinds}) AND s.date_from IS NULL AND s.date IS NULL"
    ),
    "no_place": "SELECT '{gap}', s.record FROM state s WHERE s.kind IN ({kinds}) AND s.place IS NULL",
    "no_parties": (
        "SELECT '{gap}', s.record FROM state s WHERE s.kind IN ({kinds}) AND s.parties IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = s.record)"
    ),
    "no_sector": "SELECT '{gap}', s.record FROM state s WHERE s.kind IN ({kinds}) AND s.sectors IS NULL",
    "no_position": (
        "SELECT '{gap}', p.id FROM {kind} p WHERE NOT EXISTS (SELECT 1 FROM position l WHERE l.person = p.id)"
    ),
    "no_country": (
        "SELECT '{gap}', w.id FROM record w JOIN organization o ON o.id = w.id"
        " WHERE w.kind IN ({kinds}) AND w.country IS NULL AND o.kind <> 'intergovernmental'"
    ),
    "no_publisher": "SELECT '{gap}', a.id FROM {kind} a WHERE a.publisher IS NULL",
    "no_publication_date": (
        "SELECT '{gap}', a.id FROM {kind} a WHERE a.published IS NULL OR a.published_basis = 'derived'"
    ),
    "no_speaker": (
        "SELECT '{gap}', t.id FROM {kind} t WHERE t.attribution = 'named'"
        " AND NOT EXISTS (SELECT 1 FROM participation l WHERE l.record = t.id AND l.role = 'speaker')"
    ),
}
# `state` has the number of citations of its kinds; of the others they are counted.
ONE_CITATION = (
    "SELECT 'one_citation', s.record FROM state s WHERE s.citations = 1",
    "SELECT 'one_citation', w.id FROM record w WHERE w.kind IN ({kinds})"
    " AND (SELECT count(*) FROM ("
    "SELECT 1 FROM fact f JOIN citation c ON c.fact = f.id WHERE f.record = w.id LIMIT 2) two) = 1",
)
GAP = """\
-- UNION, since SQLite would copy the filter of a report into each branch of a UNION ALL, and find the records of a
-- country many times.
CREATE VIEW v_gap AS
SELECT g.gap, r.slug, r.kind, r.name_en, r.name_ar
FROM (
    {branches}
    UNION SELECT x.warning, x.record FROM warning x
) g
JOIN record r ON r.id = g.record;
"""
STALE = """\
-- Plans, and what is at a stage under way with nothing later. What has no date is past with the record that it is part
-- of, or with the last dated milestone of its record. Plans are one branch, since SQLite copies the filter of a report
-- into each. The branches have the same types, so that SQLite can merge them.
CREATE VIEW v_stale AS
SELECT s.slug, s.kind, r.name_en, r.name_ar, p.stage, p.stage_rank, p.outlook, p.date, p.date_from, p.date_to,
    CAST(p.past AS TEXT) AS past
FROM (
    {events}
    UNION SELECT m.record, m.stage, g.rank, m.outlook, m.date, m.date_from, m.date_to,
        CASE WHEN m.date IS NULL THEN (SELECT max(d.date_to) FROM milestone d WHERE d.record = m.record)
            ELSE m.date_to END
    FROM milestone m
    JOIN stage g ON g.code = m.stage
    WHERE m.outlook IN ('planned', 'postponed') AND NOT EXISTS (
        SELECT 1 FROM milestone l JOIN stage h ON h.code = l.stage
        WHERE l.record = m.record AND l.outlook = 'occurred' AND (h.rank >= g.rank OR l.date_to > m.date_to))
) p
JOIN state s ON s.record = p.record
LEFT JOIN record r ON r.id = p.record
WHERE p.past IS NOT NULL
UNION ALL
SELECT s.slug, s.kind, r.name_en, r.name_ar, s.stage, (SELECT g.rank FROM stage g WHERE g.code = s.stage),
    CAST('occurred' AS TEXT), s.date, s.date_from, s.date_to, s.date_to
FROM state s
LEFT JOIN record r ON r.id = s.record
WHERE s.kind IN ({staged}) AND s.stage IN (SELECT g.code FROM stage g WHERE g.under_way = 1)
    AND s.date_to IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM milestone l WHERE l.record = s.record
        AND (l.date_to > s.date_to OR l.outlook IN ('planned', 'postponed')));
"""
OVERDUE = """\
SELECT e.id AS record, CAST(NULL AS TEXT) AS stage, CAST(NULL AS INTEGER) AS stage_rank, e.outlook,
        e.{date} AS date, e.{date}_from AS date_from, e.{date}_to AS date_to,
        CASE WHEN e.{date} IS NULL THEN w.{date}_to ELSE e.{date}_to END AS past
    FROM {kind} e
    LEFT JOIN {kind} w ON w.id = e.{part_of}
    WHERE e.outlook IN ('planned', 'postponed')"""


def gap_view() -> str:
    """Return the CREATE VIEW statement of `v_gap`."""
    branches = [branch for gap, sql in GAPS.items() for branch in _branches(gap, sql)]
    uncounted = [kind for kind in _lacking("one_citation") if not RECORDS[kind].has_parties]
    branches += [sql.format(kinds=listed(uncounted)) for sql in ONE_CITATION]
    return GAP.format(branches="\n    UNION ".join(branches))


def _branches(gap: str, sql: str) -> list[str]:
    """Return the SELECTs of a gap: one of each kind, or one of all kinds."""
    kinds = _lacking(gap)
    if "{kind}" in sql:
        return [sql.format(gap=gap, kind=kind) for kind in kinds]
    return [sql.format(gap=gap, kinds=listed(kinds))]


def _lacking(gap: str) -> tuple[str, ...]:
    """Return the kinds for which the gap matters."""
    return having(lambda kind: gap in kind.gaps)


def stale_view() -> str:
    """Return the CREATE VIEW statement of `v_stale`."""
    held = "\n    UNION ".join(
        OVERDUE.format(kind=kind, date=RECORDS[kind].dated_by, part_of=RECORDS[kind].part_of) for kind in HELD
    )
    return STALE.format(events=held, staged=listed(STAGED))
