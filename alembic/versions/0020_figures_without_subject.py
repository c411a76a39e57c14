"""Hold figures whose text does not say what they are about."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0020_figures_without_subject"
down_revision = "0019_rest_relations_on_claims"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# The views stay as they were; SQLite rebuilds no table that a view reads.
VIEWS = "0015_views.sql"


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


COUNT = "SELECT count(*) FROM figure WHERE subject IS NULL"


def set_subject(nullable: bool) -> None:
    drop_views(VIEWS)
    with op.batch_alter_table("figure") as batch:
        batch.alter_column("subject", existing_type=sa.Integer(), nullable=nullable)
    create_views(VIEWS)


def upgrade() -> None:
    set_subject(nullable=True)


def downgrade() -> None:
    if not op.get_context().as_sql and (count := op.get_bind().execute(sa.text(COUNT)).scalar()):
        raise ValueError(f"{count} figures have no subject, which an older database cannot hold; remove them first")
    set_subject(nullable=False)
