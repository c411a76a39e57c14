"""Add indexes for `v_gap`."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0027_find_gaps_quickly"
down_revision = "0026_count_partners"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0026_views.sql", "0027_views.sql"


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


# By name: table, column, and the condition that few rows meet.
INDEXES = {
    "ix_record_one_language": ("record", "id", "name_en IS NULL OR name_ar IS NULL"),
    "ix_participation_printed": ("participation", "record", "printed IS NOT NULL"),
    "ix_milestone_printed": ("milestone", "record", "printed IS NOT NULL"),
    "ix_milestone_place_printed": ("milestone", "record", "place_printed IS NOT NULL"),
}


def upgrade() -> None:
    drop_views(BEFORE)
    for name, (table, column, condition) in INDEXES.items():
        where = sa.text(condition)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    create_views(BEFORE)
