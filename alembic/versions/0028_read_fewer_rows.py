"""Add indexes of milestones by date, of plans, and of the last day of a stage, for long reports."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0028_read_fewer_rows"
down_revision = "0027_find_gaps_quickly"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0027_views.sql", "0028_views.sql"


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


def is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


PLANNED = sa.text("outlook IN ('planned', 'postponed')")
INCOMPLETE = sa.text("parties IS NULL OR sectors IS NULL OR citations = 1")
BY_DATE, BY_STAGE = "ix_state_kind_date_from_slug", "ix_state_kind_stage_date_from_slug"


def index_newest(name: str, columns: list[str], *ties: str) -> None:
    """Index the records of a kind, the newest first."""
    newest = "date_from DESC"
    if is_postgresql():
        newest, ties = f"{newest} NULLS LAST", tuple(f"{tie} NULLS FIRST" for tie in ties)
    op.create_index(name, "state", [*columns, *map(sa.text, (newest, *ties))])


def index_gaps(*columns: str) -> None:
    op.drop_index("ix_state_gaps", "state")
    op.create_index("ix_state_gaps", "state", columns, sqlite_where=INCOMPLETE, postgresql_where=INCOMPLETE)


def upgrade() -> None:
    drop_views(BEFORE)
    op.create_index("ix_milestone_date_from", "milestone", ["date_from"])
    planned = ["record", "stage", "outlook", "date", "date_from", "date_to"]
    op.create_index("ix_milestone_planned", "milestone", planned, sqlite_where=PLANNED, postgresql_where=PLANNED)
    op.drop_index(BY_STAGE, "state")
    index_newest(f"{BY_STAGE}_date_to", ["kind", "stage"], "slug", "date_to")
    # Of two indexes that cost the same, SQLite takes the newer one: lists by date should use this.
    op.drop_index(BY_DATE, "state")
    index_newest(BY_DATE, ["kind"], "slug")
    index_gaps("kind", "sectors", "citations")
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    index_gaps("kind", "sectors")
    op.drop_index(f"{BY_STAGE}_date_to", "state")
    index_newest(BY_STAGE, ["kind", "stage"], "slug")
    op.drop_index("ix_milestone_planned", "milestone")
    op.drop_index("ix_milestone_date_from", "milestone")
    create_views(BEFORE)
