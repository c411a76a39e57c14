"""Let a relation rest on the statement that claims it."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0019_rest_relations_on_claims"
down_revision = "0018_tell_former_from_unsaid"
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


KEY_BEFORE = (*("subject", "type", "object", "coalesce(context, 0)", "coalesce(sector, '')", "coalesce(period, '')"),)
KEY = (*KEY_BEFORE, "coalesce(statement, 0)")
# Of the relations that differ only in their statement, all but the first.
AGAIN = (
    "SELECT l.id FROM relation l JOIN relation k ON k.subject = l.subject AND k.type = l.type AND k.object = l.object"
    " AND coalesce(k.context, 0) = coalesce(l.context, 0) AND coalesce(k.sector, '') = coalesce(l.sector, '')"
    " AND coalesce(k.period, '') = coalesce(l.period, '') AND k.id < l.id"
)
# What this revision's downgrade deletes: a label, and a SELECT that counts.
LOSSES = {
    "relations that differ from another one only in their statement": f"SELECT count(DISTINCT x.id) FROM ({AGAIN}) x"
}


def forget(link: str, rows: str) -> None:
    """Delete links, the ids of which a SELECT gives, with their citations and facts."""
    op.execute(f"DELETE FROM citation WHERE fact IN ({rows})")
    op.execute(f"DELETE FROM {link} WHERE id IN ({rows})")
    op.execute(f"DELETE FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})")


def set_key(columns: tuple[str, ...]) -> None:
    op.create_index("uq_relation_natural_key", "relation", [sa.text(column) for column in columns], unique=True)


def upgrade() -> None:
    drop_views(VIEWS)
    op.drop_index("uq_relation_natural_key", "relation")
    with op.batch_alter_table("relation") as batch:
        batch.add_column(sa.Column("statement", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_relation_statement"), "statement", ["statement"], ["id"], initially="IMMEDIATE", deferrable=True
        )
    op.create_index(op.f("ix_relation_statement"), "relation", ["statement"], unique=False)
    set_key(KEY)
    create_views(VIEWS)


def downgrade() -> None:
    drop_views(VIEWS)
    forget("relation", AGAIN)
    op.drop_index("uq_relation_natural_key", "relation")
    op.drop_index(op.f("ix_relation_statement"), "relation")
    with op.batch_alter_table("relation") as batch:
        batch.drop_constraint(op.f("fk_relation_statement"), type_="foreignkey")
        batch.drop_column("statement")
    set_key(KEY_BEFORE)
    create_views(VIEWS)
