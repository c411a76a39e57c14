"""The rule of what counts as cooperation, and the counts of countries and sectors.

Agreements, events and initiatives count, of the types that their vocabularies flag; cancelled events and those that may
not have been held do not. What is planned, or under way to its conclusion, is counted apart from what is done; what is
not known to be planned counts as done. `state` holds the answer for each record, null if it does not count.

A part counts once, with its whole; in a chain of parts, the two levels above it are looked at. The internal view
`cooperation` names the whole of each record, and the views `v_cooperation` and `v_partnership` show it to readers.
"""

from __future__ import annotations

from models.kinds.generated_views import NUMBERS_OF
from models.kinds.records import BESIDE_COOPERATION, COOPERATION, OF_OWN_COUNTRY, OF_PARTIES, RECORDS, listed
from models.kinds.types import Code, RecordKind

PLANNED = "('planned', 'postponed')"
NOT_HELD = "('cancelled', 'unclear')"
HAS_PLAN = f"SELECT 1 FROM milestone o WHERE o.record = r.id AND o.outlook IN {PLANNED}"


def flagging_vocabulary(kind: RecordKind) -> str:
    """Return the vocabulary whose codes say whether records of the kind count; empty if all of them do."""
    type = kind.field("type").type
    flagged = isinstance(type, Code) and "cooperation" in NUMBERS_OF.get(type.vocabulary, ())
    return type.vocabulary if isinstance(type, Code) and flagged else ""


def _done(kind: RecordKind) -> str:
    """Return the expression of `state.done` of a kind; `m` is the milestone that gives the stage, `z` the stage."""
    if kind.has_stage:
        planned = f"z.under_way = 1 OR (m.stage IS NULL AND EXISTS ({HAS_PLAN}))"
    else:
        planned = f"{kind.kind}.outlook IN {PLANNED}"
    vocabulary = flagging_vocabulary(kind)
    counts = [f"{vocabulary}.cooperation = 1"] if vocabulary else []
    counts += [] if kind.has_stage else [f"{kind.kind}.outlook NOT IN {NOT_HELD}"]
    done = f"CASE WHEN {planned} THEN 0 ELSE 1 END"
    return f"CASE WHEN {' AND '.join(counts)} THEN {done} END" if counts else done


DONE = {kind: _done(RECORDS[kind]) for kind in COOPERATION}
# A person without a country represents no partner; a party that is printed but not identified is a partner too.
PARTNERS = """(SELECT count(DISTINCT coalesce(p.country, p.slug, ':' || l.printed))
        FROM participation l
        JOIN role o ON o.code = l.role AND o.partner = 1
        LEFT JOIN record p ON p.id = l.party
        WHERE l.record = r.id AND (p.id IS NULL OR p.country IS NOT NULL OR p.kind <> 'person'))"""
# Tables that the expressions read beside those of the kinds.
JOINS = "\n".join(
    f"LEFT JOIN {name} ON {name}.code = {kind}.type"
    for kind in COOPERATION
    if (name := flagging_vocabulary(RECORDS[kind]))
)

# A record counts for the country of each partner, a figure also for that of its subject, an organization for its own.
OF_COUNTRIES = f"""
SELECT x.country, x.kind, sum(x.done) AS records, sum(1 - x.done) AS planned
FROM (
    SELECT p.country, u.kind, u.whole AS record, max(u.done) AS done
    FROM cooperation u
    JOIN participation l ON l.record = u.record
    JOIN role o ON o.code = l.role AND o.partner = 1
    JOIN record p ON p.id = l.party
    WHERE p.country IS NOT NULL
    GROUP BY p.country, u.kind, u.whole
    UNION ALL
    SELECT r.country, r.kind, r.id, 1
    FROM record r
    WHERE r.kind IN ({listed(OF_OWN_COUNTRY)}) AND r.country IS NOT NULL
    UNION ALL
    SELECT y.country, y.kind, y.id, 1
    FROM (
        SELECT p.country, r.kind, r.id
        FROM record r
        JOIN participation l ON l.record = r.id
        JOIN record p ON p.id = l.party
        WHERE r.kind IN ({listed(OF_PARTIES)})
        UNION
        SELECT s.country, r.kind, r.id
        FROM figure f
        JOIN record s ON s.id = f.subject
        JOIN record r ON r.id = f.id
    ) y
    WHERE y.country IS NOT NULL
) x
GROUP BY x.country, x.kind"""
# A record counts for each of its sectors and for the broader ones.
OF_SECTORS = f"""
SELECT x.sector, x.kind, sum(x.done) AS records, sum(1 - x.done) AS planned
FROM (
    SELECT p.broader AS sector, u.kind, u.whole AS record, max(u.done) AS done
    FROM cooperation u
    JOIN classification c ON c.record = u.record
    JOIN sector_path p ON p.narrower = c.sector
    GROUP BY p.broader, u.kind, u.whole
    UNION ALL
    SELECT DISTINCT p.broader, r.kind, r.id, 1
    FROM record r
    JOIN classification c ON c.record = r.id
    JOIN sector_path p ON p.narrower = c.sector
    WHERE r.kind IN ({listed(BESIDE_COOPERATION["sector"])})
) x
GROUP BY x.sector, x.kind"""
