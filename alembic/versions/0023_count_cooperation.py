"""Count cooperation by country and sector, separately from what is planned."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0023_count_cooperation"
down_revision = "0022_add_codes"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0022_views.sql", "0023_views.sql"


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEYS = {"country": "ISO 3166-1 alpha-2", "sector": "code of the sector"}
RECORDS = "number of records, a part with its whole; of cooperation, those done"
PLANNED = "number of those that are planned or under way to their conclusion"
RECORDS_BEFORE = "number of records, each counted once"
INDEXES = {"participation": ("record", "party", "role"), "milestone": ("record", "outlook", "date_to")}
GAPS = "parties IS NULL OR sectors IS NULL OR citations = 1"
# The counts as revisions 0012 to 0022 derive them.
COUNTRIES_BEFORE = """
INSERT INTO country_count (country, kind, records)
SELECT x.country, x.kind, count(DISTINCT x.id)
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
GROUP BY x.country, x.kind"""
SECTORS_BEFORE = """
INSERT INTO sector_count (sector, kind, records)
SELECT p.broader, r.kind, count(DISTINCT r.id)
FROM classification c
JOIN sector_path p ON p.narrower = c.sector
JOIN record r ON r.id = c.record
GROUP BY p.broader, r.kind"""


def recreate_counts(*numbers: tuple[str, str]) -> None:
    """Create both tables of counts again, empty, with these columns of numbers and their comments."""
    for key, comment in KEYS.items():
        op.drop_table(f"{key}_count")
        op.create_table(
            f"{key}_count",
            sa.Column(key, TEXT, nullable=False, comment=comment),
            sa.Column("kind", TEXT, nullable=False, comment="kind of record"),
            *(sa.Column(name, sa.Integer(), nullable=False, comment=meaning) for name, meaning in numbers),
            sa.PrimaryKeyConstraint(key, "kind", name=op.f(f"pk_{key}_count")),
            sqlite_with_rowid=False,
        )


def recreate_index_of_gaps(*columns: str) -> None:
    op.drop_index("ix_state_gaps", "state")
    condition = sa.text(GAPS)
    op.create_index("ix_state_gaps", "state", [*columns], sqlite_where=condition, postgresql_where=condition)


def upgrade() -> None:
    drop_views(BEFORE)
    # The end of an upgrade derives every row again.
    op.execute("DELETE FROM state")
    recreate_counts(("records", RECORDS), ("planned", PLANNED))
    op.add_column("state", sa.Column("part_of", sa.Integer(), nullable=True, comment="the record that it belongs to"))
    op.add_column(
        "state",
        sa.Column(
            "done",
            sa.Integer(),
            nullable=True,
            comment="of cooperation: 1 if done, 0 if planned or under way; null for all else",
        ),
    )
    recreate_index_of_gaps("kind", "sectors")
    for table, columns in INDEXES.items():
        op.create_index("_".join(("ix", table, *columns)), table, [*columns])
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    for table, columns in INDEXES.items():
        op.drop_index("_".join(("ix", table, *columns)), table)
    recreate_index_of_gaps("kind")
    op.drop_column("state", "done")
    op.drop_column("state", "part_of")
    recreate_counts(("records", RECORDS_BEFORE))
    op.execute(COUNTRIES_BEFORE)
    op.execute(SECTORS_BEFORE)
    create_views(BEFORE)
