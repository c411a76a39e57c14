"""Count cooperation by keys, each record once with its whole; `models/derived/cooperation.py` has the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from models.kinds.records import COOPERATION, RECORDS, counted_by
from reports.display.table import Column, Remark

REMARK: Remark = ("counted",)
IN_CELLS: Remark = ("in_cells",)
BY_STAGE: Remark = ("counted_by_stage",)
# A whole is done if any part of it is, so that it is planned only if none is.
DONE = "count(DISTINCT CASE WHEN u.done = 1 THEN u.whole END)"
PLANNED = f"count(DISTINCT CASE WHEN u.done IS NOT NULL THEN u.whole END) - {DONE}"


# Each country with each record in which it, or one of its bodies, is a partner.
PARTNERS = "v_cooperation u\n        JOIN v_participation p ON p.record = u.slug AND p.partner = 1"


def partner_countries(columns: str, condition: str = "") -> str:
    """Return a SELECT of columns and the country of each partner; the record is `u`, the partner `p`."""
    return f"""SELECT DISTINCT {columns}, p.country
        FROM {PARTNERS}
        WHERE p.country IS NOT NULL{condition}{{filters}}"""


def shared(condition: str = "") -> str:
    """Return a SELECT of the slug of each record in which two countries are partners."""
    return f"""SELECT q.slug
    FROM (
        {partner_countries("u.slug", condition)}
    ) q
    GROUP BY q.slug
    HAVING count(*) > 1"""


def counts_by_kind(others: Iterable[str]) -> str:
    """Return the columns of counts: done, of each kind, planned, of all, and the other kinds; the source is `u`."""
    return ",\n        ".join(
        (
            *(_count(kind, " AND u.done = 1") for kind in COOPERATION),
            f"{PLANNED} AS planned",
            *(_count(kind) for kind in others),
        )
    )


def _count(kind: str, condition: str = "") -> str:
    return f"count(DISTINCT CASE WHEN u.kind = '{kind}'{condition} THEN u.whole END) AS {RECORDS[kind].section}"


def stored(key: str, columns: Iterable[Column], name: str) -> str:
    """Return the stored counts of `v_country` or `v_sector`, which a report reads without filters."""
    counted = " + ".join((*(RECORDS[kind].section for kind in counted_by(key)), "planned"))
    return f"(SELECT {', '.join(each.name for each in columns)} FROM v_{key} WHERE {counted} > 0) {name}"


# The rank comes first, always with four digits, so that the greatest text is the highest stage.
REACHED = "COALESCE(CAST(1000 + u.stage_rank AS VARCHAR(4)), '0000') || COALESCE(u.stage, '')"


def by_stage(count: str, keys: Mapping[str, str], source: str, conditions: str) -> str:
    """Return a SELECT that counts wholes by keys, expressions by name, and by the highest stage of their parts."""
    names = ", ".join(f"w.{name}" for name in keys)
    named = ", ".join(f"{key} AS {name}" for name, key in keys.items())
    return f"""SELECT {names}, substr(w.reached, 1, 4) AS stage_rank, NULLIF(substr(w.reached, 5), '') AS stage,
        count(*) AS {count}
    FROM (
        SELECT {named}, u.whole, max({REACHED}) AS reached
        FROM {source}
        WHERE {conditions}{{filters}}
        GROUP BY {", ".join(keys.values())}, u.whole
    ) w
    GROUP BY {names}, w.reached"""
