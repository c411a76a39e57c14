"""Allow figures whose text does not say what they are about."""

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


GONE = "SELECT id FROM figure WHERE subject IS NULL"
# What this revision's downgrade deletes: a label, and a SELECT that counts.
LOSSES = {"figures without a subject": f"SELECT count(*) FROM ({GONE}) x"}
# Links, with their columns that can hold a figure.
LINKS = (
    *(("classification", ("record",)), ("identifier", ("record",)), ("participation", ("record",))),
    *(("milestone", ("record",)), ("about", ("record",)), ("relation", ("subject", "object", "context"))),
)
SEARCH_KEYS = {"sqlite": "rowid", "postgresql": "record"}


def forget() -> None:
    """Delete the figures without a subject, with their citations, links, names and facts, and what is derived."""
    engine = op.get_context().dialect.name
    if engine == "postgresql":
        # A record and its fact refer to each other.
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    for link, columns in LINKS:
        rows = f"SELECT id FROM {link} WHERE " + " OR ".join(f"{column} IN ({GONE})" for column in columns)
        op.execute(f"DELETE FROM citation WHERE fact IN ({rows})")
        op.execute(f"DELETE FROM {link} WHERE id IN ({rows})")
        op.execute(f"DELETE FROM fact WHERE kind = '{link}' AND id NOT IN (SELECT id FROM {link})")
    op.execute(f"DELETE FROM search WHERE {SEARCH_KEYS[engine]} IN ({GONE})")
    for table, column in (("state", "record"), ("name", "record"), ("former_slug", "record"), ("citation", "fact")):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({GONE})")
    op.execute(f"DELETE FROM fact WHERE record IN ({GONE})")
    op.execute(f"DELETE FROM record WHERE id IN ({GONE})")
    op.execute("DELETE FROM figure WHERE subject IS NULL")
    if engine == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def set_subject(nullable: bool) -> None:
    drop_views(VIEWS)
    with op.batch_alter_table("figure") as batch:
        batch.alter_column("subject", existing_type=sa.Integer(), nullable=nullable)
    create_views(VIEWS)


def upgrade() -> None:
    set_subject(nullable=True)


def downgrade() -> None:
    forget()
    set_subject(nullable=False)
