"""Flag what counts as cooperation, which roles make partners, and which stages are under way."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0013_flag_cooperation"
down_revision = "0012_keep_state_and_counts"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0012_views.sql", "0013_views.sql"


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


# Table, column, meaning, and the condition on the codes that the flag holds for.
FLAGS = (
    ("event_type", "cooperation", "1 if such events count as cooperation", "code <> 'conflict'"),
    ("initiative_type", "cooperation", "1 if such initiatives count as cooperation", "code <> 'weapon'"),
    (
        "relation_type",
        "cooperation",
        "1 if such relations count as cooperation",
        "code IN ('partner_of', 'cooperates_with', 'invests_in', 'supplies', 'imports_from', 'exports_to',"
        " 'provides_to')",
    ),
    (
        "role",
        "partner",
        "1 if two parties in such roles are partners",
        "code NOT IN ('transit', 'origin', 'destination', 'subject', 'target', 'addressee', 'announcer', 'applies_to')",
    ),
    ("stage", "under_way", "1 where something is still to be concluded", "rank < 58"),
)


def upgrade() -> None:
    drop_views(BEFORE)
    for table, column, meaning, condition in FLAGS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0", comment=meaning))
            batch.create_check_constraint(op.f(f"ck_{table}_{column}"), f"{column} IN (0, 1)")
        op.execute(f"UPDATE {table} SET {column} = 1 WHERE {condition}")
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    for table, column, _, _ in reversed(FLAGS):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.drop_column(column)
    create_views(BEFORE)
