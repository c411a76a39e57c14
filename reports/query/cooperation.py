"""Counts cooperation: agreements, events and initiatives between partners, done apart from planned.

A part counts with its whole, once: of a chain of parts, the two levels above count. Cancelled events and those that may
not have been held are not counted. What is not known to be planned counts as done.
"""

from __future__ import annotations

from models.kinds.generated_views import NUMBERS_OF
from models.kinds.records import COOPERATION, RECORDS
from models.kinds.types import Code, RecordKind
from reports.display.table import Remark

UNDER_WAY = "SELECT code FROM v_code WHERE vocabulary = 'stage' AND under_way = 1"
PLANNED = "('planned', 'postponed')"
REMARK: Remark = ("counted",)
BY_STAGE: Remark = ("counted_by_stage",)
HAS_PLAN = f"SELECT 1 FROM v_milestone m WHERE m.record = u.slug AND m.outlook IN {PLANNED}"


def _done(kind: RecordKind) -> str:
    """Return the expression that is 0 for a record that is planned or under way to its conclusion, otherwise 1."""
    if kind.has_stage:
        planned = f"u.stage IN ({UNDER_WAY}) OR (u.stage IS NULL AND EXISTS ({HAS_PLAN}))"
    else:
        planned = f"u.outlook IN {PLANNED}"
    return f"CASE WHEN {planned} THEN 0 ELSE 1 END"


def _conditions(kind: RecordKind) -> list[str]:
    """Return the conditions under which a record counts as cooperation."""
    type = kind.field("type").type
    flagged = isinstance(type, Code) and "cooperation" in NUMBERS_OF.get(type.vocabulary, ())
    held = [] if kind.has_stage else ["u.outlook NOT IN ('cancelled', 'unclear')"]
    return (["u.cooperation = 1"] if flagged else []) + held


def _select(kind: RecordKind, keys: str, joins: str, conditions: str) -> str:
    view, part_of = f"v_{kind.kind}", kind.part_of
    whole = f"COALESCE((SELECT max(w.{part_of}) FROM {view} w WHERE w.slug = u.{part_of}), u.{part_of}, u.slug)"
    where = " AND ".join((*_conditions(kind), conditions))
    return f"""SELECT {keys}, '{kind.kind}' AS kind, u.slug, {whole} AS whole, {_done(kind)} AS done
            FROM {view} u
            {joins}
            WHERE {where}{{filters}}"""


def undertakings(keys: str, joins: str, conditions: str, kinds: tuple[str, ...] = COOPERATION) -> str:
    """Return a SELECT of the keys, and `kind`, `slug`, `whole` and `done` of the records that count, named `u`."""
    selects = [_select(RECORDS[kind], keys, joins, conditions) for kind in kinds]
    return "\n            UNION ALL\n            ".join(selects)


def wholes(names: str, keys: str, joins: str, conditions: str, kinds: tuple[str, ...] = COOPERATION) -> str:
    """Return a SELECT with a row for each of the keys, called by these names, and each whole; done if any of it is."""
    return f"""SELECT {names}, kind, whole, max(done) AS done
        FROM (
            {undertakings(keys, joins, conditions, kinds)}
        ) parts
        GROUP BY {names}, kind, whole"""


# The rank comes first, always with four digits, so that the greatest text is the highest stage.
REACHED = "COALESCE(CAST(1000 + u.stage_rank AS VARCHAR(4)), '0000') || COALESCE(u.stage, '') AS reached"


def by_stage(names: str, count: str, keys: str, joins: str, conditions: str, kinds: tuple[str, ...]) -> str:
    """Return a SELECT that counts wholes by the keys and the highest stage of their parts, in `stage`."""
    return f"""SELECT {names}, substr(reached, 1, 4) AS stage_rank, NULLIF(substr(reached, 5), '') AS stage,
        count(*) AS {count}
    FROM (
        SELECT {names}, kind, whole, max(reached) AS reached
        FROM (
            {undertakings(f"{keys}, {REACHED}", joins, conditions, kinds)}
        ) parts
        GROUP BY {names}, kind, whole
    ) wholes
    GROUP BY {names}, reached"""
