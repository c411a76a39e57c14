"""Store the number of partners of each record."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0026_count_partners"
down_revision = "0025_cite_tables"
branch_labels = None
depends_on = None

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0025_views.sql", "0026_views.sql"


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


PARTNERS = "of cooperation: number of partners: countries, with their bodies, and each that has no country"


def upgrade() -> None:
    drop_views(BEFORE)
    # The end of an upgrade derives every row again.
    op.execute("DELETE FROM state")
    op.add_column("state", sa.Column("partners", sa.Integer(), nullable=True, comment=PARTNERS))
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    op.drop_column("state", "partners")
    create_views(BEFORE)
