"""Rewrite `v_stale` and `warning`: the same rows, with fewer copies of a filter and fewer look-ups of stages."""

from pathlib import Path

from alembic import op

revision = "0029_find_overdue_quickly"
down_revision = "0028_read_fewer_rows"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0028_views.sql", "0029_views.sql"


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


def upgrade() -> None:
    drop_views(BEFORE)
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    create_views(BEFORE)
