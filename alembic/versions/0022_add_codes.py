"""Let users add codes to open vocabularies, and record which collections use them."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0022_add_codes"
down_revision = "0021_date_by_signature"
branch_labels = None
depends_on = None

# One order of text on both engines: by code point.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
# The codes themselves stay; which collection they are of is lost.
LOSSES = {"codes added by collections": "SELECT count(*) FROM added_code"}
# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "0021_views.sql", "0022_views.sql"


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
    op.create_table(
        "added_code",
        sa.Column("vocabulary", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("collection", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["collection"],
            ["collection.name"],
            name=op.f("fk_added_code_collection"),
            initially="IMMEDIATE",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("vocabulary", "code", "collection", name=op.f("pk_added_code")),
    )
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    op.drop_table("added_code")
    create_views(BEFORE)
